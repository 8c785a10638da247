//! Suggesting answers while a person describes what is wrong: many words, some of them mistyped, none of them chosen for
//! searching.

use std::collections::HashMap;

use domain::Viewer;
use domain::access::Scope;
use domain::search::{Hit, HitKind, Why};
use tantivy::Score;
use tantivy::query::{BooleanQuery, Occur, Query};

use super::described::{Described, Known};
use super::find::{Eyes, Found, Shelf};
use super::highlight::Marker;
use super::hits::{self, Loaded};
use super::index::Generation;
use super::query::{Builder, Marks, Tolerance, boosted};
use super::{analysis, expand, filter, standing};
use crate::{Backend, Outcome};

/// Words that are not in any dictionary and are tried as slips.
const MAX_SLIPS: usize = 12;
const TOLERANCE: Tolerance = Tolerance { variants: 4, generous: false, known_too: false };
/// Most suggestions of each kind.
const ARTICLES: usize = 5;
const PROBLEMS: usize = 2;
const TICKETS: usize = 3;
/// Articles looked at for each that is suggested: what readers made of them may change their order.
const SPARE: usize = 2;
/// Articles by words that meaning is set beside, and what the nearest meaning is worth beside the best words.
const RECONSIDERED: usize = 50;
const MEANING: Score = 3.0;
/// Share of the best score below which an article, or a problem or request, is not worth showing.
const WORTH: Score = 0.3;
const WORTH_OTHER: Score = 0.5;
/// What belonging to the product, and to the topic in it, adds to a score, as a share of it.
const PRODUCT: Score = 0.3;
const TOPIC: Score = 0.15;
/// A long text has words of all kinds; the rare ones are what it is about. Their weight grows beyond what BM25 gives
/// them by this power of their rarity, of which no word has less than the second figure.
const TELLING: Score = 0.25;
const LEAST_RARE: Score = 0.1;
/// Weight of a code in the text.
const CODE: Score = 0.5;

/// The best articles, known problems and own open requests for what is `known`, in this order; at most 5, 2 and 3, each
/// with why it is suggested. Those of the product and topic come first.
///
/// # Errors
/// `Forbidden` for a bearer token that may not search; else when index or database cannot be read.
pub async fn suggest(b: &Backend, v: &Viewer, known: &Known) -> Outcome<Vec<Hit>> {
    v.ensure_scope(Scope::SearchRead)?;
    let Some((mut found, marks)) = found(b, v, known, ARTICLES * SPARE).await? else { return Ok(Vec::new()) };
    standing::weigh(&mut b.db.read().await?, &mut found.articles).await?;
    found.articles.truncate(ARTICLES);
    shown(b, v, known, found, &marks).await
}

/// The same with the articles ranked by what they mean, too, which takes longer. None when there is nothing to add: no
/// model, or too many who ask.
///
/// # Errors
/// As [`suggest`].
pub async fn reconsider(b: &Backend, v: &Viewer, known: &Known) -> Outcome<Option<Vec<Hit>>> {
    v.ensure_scope(Scope::SearchRead)?;
    let text = format!("{}\n{}", known.subject, known.text);
    let Some(near) = b.search.meaning().nearest(&text).await else { return Ok(None) };
    let Some((mut found, marks)) = found(b, v, known, RECONSIDERED).await? else { return Ok(None) };
    standing::weigh(&mut b.db.read().await?, &mut found.articles).await?;
    found.articles = fused(found.articles, near);
    shown(b, v, known, found, &marks).await.map(Some)
}

/// Articles by words and meaning together. A score by words is taken as a share of the best, so that both count alike
/// however long the text.
pub(super) fn fused(by_words: Vec<Found>, near: HashMap<String, f32>) -> Vec<Found> {
    let best = by_words.first().map_or(1.0, |best| best.score).max(Score::MIN_POSITIVE);
    let words: HashMap<String, Score> =
        by_words.into_iter().map(|found| (found.id, found.score / best)).collect();
    let score = |id: &str, near: f32| words.get(id).copied().unwrap_or_default() + MEANING * near;
    let all =
        near.into_iter().map(|(id, near)| Found { score: score(&id, near), kind: HitKind::Article, id });
    let mut fused: Vec<Found> = all.collect();
    fused.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
    // Some may be hidden from this reader.
    fused.truncate(RECONSIDERED);
    fused
}

/// What the index has for what is known; None when that says nothing.
async fn found(
    b: &Backend,
    v: &Viewer,
    known: &Known,
    articles: usize,
) -> Outcome<Option<(Suggested, Marks)>> {
    let described = known.described();
    if described.is_empty() {
        return Ok(None);
    }
    let (viewer, matter, now) = (v.clone(), known.clone(), b.clock.now());
    let find =
        move |live: &Generation| find(live, Eyes { viewer: &viewer, now }, &described, &matter, articles);
    b.search.blocking(find).await.map(Some)
}

/// The suggestions as the viewer gets them.
async fn shown(b: &Backend, v: &Viewer, known: &Known, found: Suggested, marks: &Marks) -> Outcome<Vec<Hit>> {
    let mut loaded = hits::load(&mut b.db.read().await?, v, &found.worthwhile()).await?;
    let mut articles = 0;
    loaded.retain(|(found, _)| {
        articles += usize::from(found.kind == HitKind::Article);
        found.kind != HitKind::Article || articles <= ARTICLES
    });
    let mut marker = Marker::new(marks);
    let hit = |(found, loaded): &(Found, Loaded)| {
        let hit = loaded.hit(found, &mut marker);
        Hit { why: why(&hit, loaded, known), ..hit }
    };
    Ok(loaded.iter().map(hit).collect())
}

/// Reasons for a suggestion, the strongest first.
fn why(hit: &Hit, loaded: &Loaded, known: &Known) -> Vec<Why> {
    let same = |of: &Option<String>, asked: &Option<String>| of.is_some() && of == asked;
    let reasons = [
        (hit.kind == HitKind::Problem, Why::Problem),
        (hit.kind == HitKind::Ticket, Why::OpenRequest),
        (hit.title.iter().chain(&hit.snippet).any(|piece| piece.hit), Why::Words),
        (same(&loaded.product_id, &known.product), Why::Product),
        (same(&loaded.topic, &known.topic), Why::Topic),
    ];
    reasons.into_iter().filter(|(holds, _)| *holds).map(|(_, why)| why).collect()
}

#[derive(Default)]
struct Suggested {
    articles: Vec<Found>,
    others: Vec<Found>,
}

impl Suggested {
    /// The articles that are not far worse than the best, then the rest.
    fn worthwhile(mut self) -> Vec<Found> {
        keep_worthwhile(&mut self.articles, WORTH);
        self.articles.extend(self.others);
        self.articles
    }
}

fn find(
    live: &Generation,
    by: Eyes<'_>,
    described: &Described,
    known: &Known,
    most: usize,
) -> tantivy::Result<(Suggested, Marks)> {
    let searcher = live.searcher();
    let help = Shelf::help(live, &searcher, by, &[HitKind::Article, HitKind::Problem])?;
    let (bag, mut marks) = help.bag(described)?;
    let articles = help.like(&*bag, HitKind::Article, known, most)?;
    let mut others = help.like(&*bag, HitKind::Problem, known, PROBLEMS)?;
    keep_worthwhile(&mut others, WORTH_OTHER);
    if let Some(mut tickets) = Shelf::tickets(live, &searcher, by)?.filter(|_| !by.viewer.is_staff()) {
        tickets.filter.push(filter::active(&live.fields));
        let (bag, more) = tickets.bag(described)?;
        let mut own = tickets.like(&*bag, HitKind::Ticket, known, TICKETS)?;
        keep_worthwhile(&mut own, WORTH_OTHER);
        others.extend(own);
        marks.stems.extend(more.stems);
    }
    Ok((Suggested { articles, others }, marks))
}

/// Drops what is worth less than `share` of the best, which comes first.
fn keep_worthwhile(found: &mut Vec<Found>, share: Score) {
    let least = found.first().map_or(0.0, |best| best.score * share);
    found.retain(|found| found.score >= least);
}

impl Shelf<'_> {
    /// The `most` articles most like `text`.
    pub(super) fn like_text(&self, text: &str, most: usize) -> tantivy::Result<Vec<Found>> {
        let known = Known::of(text);
        let described = known.described();
        if described.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = self.like(&*self.bag(&described)?.0, HitKind::Article, &known, most)?;
        keep_worthwhile(&mut found, WORTH);
        Ok(found)
    }

    /// A query for anything described, and what it looks for.
    fn bag(&self, described: &Described) -> tantivy::Result<(Box<dyn Query>, Marks)> {
        let mut builder = Builder::new(self.searcher, self.fields, &self.family, &self.figures);
        let parts = builder.bag(described)?;
        Ok((Box::new(BooleanQuery::union(parts)), builder.marks))
    }

    /// The `most` documents of one kind that `bag` fits best.
    fn like(
        &self,
        bag: &dyn Query,
        kind: HitKind,
        known: &Known,
        most: usize,
    ) -> tantivy::Result<Vec<Found>> {
        let mut conditions = vec![filter::of_kind(self.fields, kind)];
        conditions.extend(self.filter.iter().map(|query| query.box_clone()));
        let mut all = vec![(Occur::Must, filter::all(conditions)), (Occur::Must, bag.box_clone())];
        let product = known.product.iter().map(|id| (filter::product(self.fields, id), PRODUCT));
        let topic = known.topic.iter().map(|id| (filter::topic(self.fields, id), TOPIC));
        for (same, worth) in product.chain(topic) {
            let again = BooleanQuery::intersection(vec![filter::all(vec![same]), bag.box_clone()]);
            all.push((Occur::Should, boosted(Box::new(again), worth)));
        }
        self.top(&BooleanQuery::new(all), most)
    }
}

impl Builder<'_> {
    /// A query for each word; those in no dictionary are tried as slips, up to a limit. And one for each code.
    fn bag(&mut self, described: &Described) -> tantivy::Result<Vec<Box<dyn Query>>> {
        let mut parts = Vec::with_capacity(described.words.len());
        let mut slips = 0;
        for word in &described.words {
            let documents = expand::documents(self.searcher, &self.family.words, &word.word)?;
            let query = if documents > 0 && !word.open {
                self.stem(&analysis::stem(&word.word), 1.0)
            } else if slips < MAX_SLIPS {
                slips += 1;
                self.word(&word.word, word.open, TOLERANCE)?
            } else {
                continue;
            };
            let rarity = self.figures.rarity(documents).max(LEAST_RARE);
            parts.push(boosted(query, word.weight * rarity.powf(TELLING)));
        }
        parts.extend(described.codes.iter().map(|code| boosted(self.code(code), CODE)));
        Ok(parts)
    }
}

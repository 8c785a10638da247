//! Suggesting answers while a person describes what is wrong: many words, some of them mistyped, none of them chosen for
//! searching.

use std::collections::HashMap;

use domain::Viewer;
use domain::access::Scope;
use domain::search::{Hit, HitKind};
use tantivy::Score;
use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur, Query};

use super::find::{Found, Shelf};
use super::highlight::Marker;
use super::hits;
use super::index::Generation;
use super::query::{Builder, Marks, Tolerance};
use super::{analysis, filter};
use crate::knowledge::markdown::cut;
use crate::{Backend, Outcome};

/// How much of the text is looked at, in bytes, and how many different words of it.
const LOOKED_AT: usize = 4_000;
const MAX_WORDS: usize = 48;
/// Words of a first line that count as its subject.
const SUBJECT: usize = 24;
/// Words that are not in any dictionary and are tried as slips.
const MAX_SLIPS: usize = 12;
const TOLERANCE: Tolerance = Tolerance { variants: 4, generous: false, known_too: false };
/// Most suggestions of each kind.
const ARTICLES: usize = 5;
const PROBLEMS: usize = 2;
const TICKETS: usize = 3;
/// Share of the best score below which an article, or a problem or request, is not worth showing.
const WORTH: Score = 0.3;
const WORTH_OTHER: Score = 0.5;
/// What belonging to the product is worth, beside words.
const PRODUCT: Score = 2.0;

/// A word of the text and how much it says.
struct Weighed {
    word: String,
    weight: Score,
    open: bool,
}

/// The best articles, known problems and own open requests for `text`, in this order; at most 5, 2 and 3. Those of
/// `product` (an id) come first.
///
/// # Errors
/// `Forbidden` for a bearer token that may not search; else when index or database cannot be read.
pub async fn suggest(b: &Backend, v: &Viewer, text: &str, product: Option<&str>) -> Outcome<Vec<Hit>> {
    v.ensure_scope(Scope::SearchRead)?;
    let (viewer, text, product) = (v.clone(), cut(text, LOOKED_AT).to_owned(), product.map(str::to_owned));
    let (found, marks) =
        b.search.blocking(move |live| find(live, &viewer, &text, product.as_deref())).await?;
    let loaded = hits::load(&mut b.db.read().await?, v, &found).await?;
    let mut marker = Marker::new(&marks);
    Ok(loaded.iter().map(|(found, loaded)| loaded.hit(found, &mut marker)).collect())
}

fn find(
    live: &Generation,
    v: &Viewer,
    text: &str,
    product: Option<&str>,
) -> tantivy::Result<(Vec<Found>, Marks)> {
    let words = weighed(text);
    if words.is_empty() {
        return Ok(Default::default());
    }
    let searcher = live.searcher();
    let help = Shelf::help(live, &searcher, v, &[HitKind::Article, HitKind::Problem])?;
    let (bag, mut marks) = help.bag(&words)?;
    let mut found = help.like(&*bag, HitKind::Article, product, ARTICLES, WORTH)?;
    found.extend(help.like(&*bag, HitKind::Problem, product, PROBLEMS, WORTH_OTHER)?);
    if let Some(mut tickets) = Shelf::tickets(live, &searcher, v)?.filter(|_| !v.is_staff()) {
        tickets.filter.push(filter::active(&live.fields));
        let (bag, more) = tickets.bag(&words)?;
        found.extend(tickets.like(&*bag, HitKind::Ticket, None, TICKETS, WORTH_OTHER)?);
        marks.stems.extend(more.stems);
    }
    Ok((found, marks))
}

impl Shelf<'_> {
    /// The `most` articles most like `text`.
    pub(super) fn like_text(&self, text: &str, most: usize) -> tantivy::Result<Vec<Found>> {
        let words = weighed(text);
        if words.is_empty() {
            return Ok(Vec::new());
        }
        self.like(&*self.bag(&words)?.0, HitKind::Article, None, most, WORTH)
    }

    /// A query for any of `words`, and what it looks for.
    fn bag(&self, words: &[Weighed]) -> tantivy::Result<(Box<dyn Query>, Marks)> {
        let mut builder = Builder::new(self.searcher, self.fields, &self.family, &self.figures);
        let parts = builder.bag(words)?;
        Ok((Box::new(BooleanQuery::union(parts)), builder.marks))
    }

    /// The `most` documents of one kind that `bag` fits best, without those far worse than the best.
    fn like(
        &self,
        bag: &dyn Query,
        kind: HitKind,
        product: Option<&str>,
        most: usize,
        worth: Score,
    ) -> tantivy::Result<Vec<Found>> {
        let mut conditions = vec![filter::of_kind(self.fields, kind)];
        conditions.extend(self.filter.iter().map(|query| query.box_clone()));
        let mut all = vec![(Occur::Must, filter::all(conditions)), (Occur::Must, bag.box_clone())];
        if let Some(product) = product {
            let bonus = ConstScoreQuery::new(filter::product(self.fields, product), PRODUCT);
            all.push((Occur::Should, Box::new(bonus)));
        }
        let mut found = self.top(&BooleanQuery::new(all), most)?;
        let least = found.first().map_or(0.0, |best| best.score * worth);
        found.retain(|found| found.score >= least);
        Ok(found)
    }
}

impl Builder<'_> {
    /// A query for each word; those in no dictionary are tried as slips, up to a limit.
    fn bag(&mut self, words: &[Weighed]) -> tantivy::Result<Vec<Box<dyn Query>>> {
        let mut parts = Vec::with_capacity(words.len());
        let mut slips = 0;
        for Weighed { word, weight, open } in words {
            let known = super::expand::documents(self.searcher, &self.family.words, word)? > 0;
            let query = if known && !open {
                self.stem(&analysis::stem(word), 1.0)
            } else if slips < MAX_SLIPS {
                slips += 1;
                self.word(word, *open, TOLERANCE)?
            } else {
                continue;
            };
            parts.push(super::query::boosted(query, *weight));
        }
        Ok(parts)
    }
}

/// The telling words of `text`. Its first line weighs more: people say what is wrong first and tell the story then.
fn weighed(text: &str) -> Vec<Weighed> {
    let typed = analysis::words(text);
    let subject = analysis::words(text.lines().next().unwrap_or_default()).len().min(SUBJECT);
    let open = text.chars().next_back().is_some_and(char::is_alphanumeric);
    let last = typed.len().saturating_sub(1);
    let mut words: Vec<Weighed> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (place, word) in typed.into_iter().enumerate() {
        if analysis::is_filler(&word) || word.len() < 2 {
            continue;
        }
        let (first, again) = if place < subject { (1.0, 0.3) } else { (0.5, 0.1) };
        let stem = analysis::stem(&word);
        match places.get(&stem) {
            Some(known) => words[*known].weight += again,
            None if words.len() < MAX_WORDS => {
                places.insert(stem, words.len());
                words.push(Weighed { word, weight: first, open: open && place == last });
            }
            None => {}
        }
    }
    words
}

//! Suggesting answers while a person describes what is wrong: many words, some of them mistyped, none of them chosen for
//! searching.

use std::collections::HashMap;

use domain::Viewer;
use domain::access::Scope;
use domain::search::{Hit, HitKind};
use tantivy::Score;
use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur, Query};

use super::find::{Found, Shelf};
use super::hits;
use super::index::Generation;
use super::query::{Builder, Marks};
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
const VARIANTS: usize = 4;
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
    Ok(loaded.iter().map(|(found, loaded)| loaded.hit(found, &marks)).collect())
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
    let mut found = Vec::new();
    let mut marks = Marks::default();
    for (kind, most, worth) in
        [(HitKind::Article, ARTICLES, WORTH), (HitKind::Problem, PROBLEMS, WORTH_OTHER)]
    {
        let shelf = Shelf::help(live, &searcher, v, &[kind])?;
        found.extend(shelf.like(&words, product, most, worth, &mut marks)?);
    }
    if let Some(mut shelf) = Shelf::tickets(live, &searcher, v)?.filter(|_| !v.is_staff()) {
        shelf.filter.push(filter::active(&live.fields));
        found.extend(shelf.like(&words, None, TICKETS, WORTH_OTHER, &mut marks)?);
    }
    Ok((found, marks))
}

impl Shelf<'_> {
    /// The `most` documents most like `text`.
    pub(super) fn like_text(&self, text: &str, most: usize) -> tantivy::Result<Vec<Found>> {
        let words = weighed(text);
        if words.is_empty() {
            Ok(Vec::new())
        } else {
            self.like(&words, None, most, WORTH, &mut Marks::default())
        }
    }

    /// The `most` documents most like `words`, without those far worse than the best.
    fn like(
        &self,
        words: &[Weighed],
        product: Option<&str>,
        most: usize,
        worth: Score,
        marks: &mut Marks,
    ) -> tantivy::Result<Vec<Found>> {
        let mut builder = Builder::new(self.searcher, self.fields, &self.family, &self.figures);
        let parts = builder.bag(words)?;
        let conditions = filter::all(self.filter.iter().map(|query| query.box_clone()).collect());
        let some: Box<dyn Query> = Box::new(BooleanQuery::union(parts));
        let mut all = vec![(Occur::Must, conditions), (Occur::Must, some)];
        if let Some(product) = product {
            let bonus = ConstScoreQuery::new(filter::product(self.fields, product), PRODUCT);
            all.push((Occur::Should, Box::new(bonus)));
        }
        let mut found = self.top(&BooleanQuery::new(all), most)?;
        let least = found.first().map_or(0.0, |best| best.score * worth);
        found.retain(|found| found.score >= least);
        marks.stems.extend(builder.marks.stems);
        marks.codes.extend(builder.marks.codes);
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
                self.word(word, *open, VARIANTS, false)?
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

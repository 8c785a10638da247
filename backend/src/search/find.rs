//! Asking the index: the best documents of one family, those with all words first, then with most, then with some. Of
//! those with all words, what has them in its title comes before what has them elsewhere, and a word that was typed before
//! one that begins so, and that before one that is a slip away.

use domain::Viewer;
use domain::search::HitKind;
use domain::time::Instant;
use tantivy::collector::TopDocs;
use tantivy::query::Query;
use tantivy::schema::Value;
use tantivy::{DocId, Score, Searcher, SegmentReader, TantivyDocument};

use super::document::parse_key;
use super::fields::{CHANGED, Family, Fields};
use super::filter;
use super::index::Generation;
use super::parse::Asked;
use super::query::{Builder, Marks, Reach, Unknown, is_filler_clause};
use super::rank::Figures;

/// What having changed just now adds to a score, and after how many milliseconds it adds half of that: enough to order
/// what fits alike, too little to lift what fits worse.
const FRESH: Score = 0.15;
const HALF_FRESH: Score = 180.0 * 86_400_000.0;

/// Finds among articles and problems below which those with fewer of the words are shown, too.
const ENOUGH: usize = 5;
/// Words up to which a query is one for all of them; more are a question, of which some may be answered.
const TERSE: usize = 3;
/// Share of the last score that what has fewer of the words gets at most: beyond what freshness and standing may add.
const BEHIND: Score = 0.7;

/// A document of the index that answers a query.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub kind: HitKind,
    pub id: String,
    pub score: f32,
}

/// What one family gave.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub found: Vec<Found>,
    pub marks: Marks,
    /// Words that are nowhere.
    pub unknown: Vec<Unknown>,
    /// Only found by forgiving more than a search shows.
    pub generous: bool,
    /// Some of it has only some of the words.
    pub loose: bool,
}

/// One family of documents under one viewer's eyes.
pub(super) struct Shelf<'s> {
    pub searcher: &'s Searcher,
    pub fields: &'s Fields,
    pub family: Family,
    pub figures: Figures<'s>,
    pub filter: Vec<Box<dyn Query>>,
    pub viewer: &'s Viewer,
    now: Instant,
}

/// Who looks, and when.
#[derive(Clone, Copy)]
pub(super) struct Eyes<'s> {
    pub viewer: &'s Viewer,
    pub now: Instant,
}

impl<'s> Shelf<'s> {
    /// Articles and problems.
    pub fn help(
        live: &'s Generation,
        searcher: &'s Searcher,
        by: Eyes<'s>,
        kinds: &[HitKind],
    ) -> tantivy::Result<Self> {
        let (fields, Eyes { viewer, now }) = (&live.fields, by);
        let figures = Figures::of(searcher, fields, &["article", "problem"])?;
        let filter = filter::help(fields, viewer, kinds);
        Ok(Self { searcher, fields, family: fields.help(), figures, filter, viewer, now })
    }

    /// Tickets; None when the viewer sees none.
    pub fn tickets(
        live: &'s Generation,
        searcher: &'s Searcher,
        by: Eyes<'s>,
    ) -> tantivy::Result<Option<Self>> {
        let (fields, Eyes { viewer, now }) = (&live.fields, by);
        let Some(filter) = filter::tickets(fields, viewer) else { return Ok(None) };
        let staff = viewer.is_staff();
        let figures = if staff { Figures::of(searcher, fields, &["ticket"])? } else { Figures::Even };
        Ok(Some(Self { searcher, fields, family: fields.tickets(staff), figures, filter, viewer, now }))
    }

    /// The best `limit` documents for what was asked.
    pub fn answer(mut self, asked: &Asked, limit: usize) -> tantivy::Result<Answer> {
        let narrowed = asked.filters.iter().map(|by| filter::narrowed(self.fields, self.viewer, by));
        self.filter.extend(narrowed);
        let answer = self.attempt(asked, limit, false)?;
        if answer.found.is_empty() && !answer.unknown.is_empty() {
            return Ok(Answer { generous: true, ..self.attempt(asked, limit, true)? });
        }
        Ok(answer)
    }

    fn attempt(&self, asked: &Asked, limit: usize, generous: bool) -> tantivy::Result<Answer> {
        let mut builder = Builder::new(self.searcher, self.fields, &self.family, &self.figures);
        let conditions = filter::all(self.filter.iter().map(|query| query.box_clone()).collect());
        let near = self.near(&mut builder, asked, &*conditions, limit)?;
        if near.len() >= limit {
            return Ok(Answer { found: near, marks: builder.marks, ..Answer::default() });
        }
        let built = builder.build(&asked.clauses, generous)?;
        let wanted = built.wanted.len();
        if wanted == 0 && asked.filters.is_empty() {
            return Ok(Answer::default());
        }
        let first = if self.family.answers && wanted > TERSE { 1 } else { wanted };
        let mut found = near;
        append(&mut found, self.top(&*built.query(&*conditions, first), limit)?);
        let strict = found.len();
        for least in self.looser(wanted) {
            if found.len() < self.enough() {
                append(&mut found, self.top(&*built.query(&*conditions, least), limit)?);
            }
        }
        let loose = found.len() > strict;
        Ok(Answer { found, marks: builder.marks, unknown: builder.unknown, generous, loose })
    }

    /// What has all words as they were typed, or begun: in the title first. Nothing for a long query, whose words are not
    /// that well chosen.
    fn near(
        &self,
        builder: &mut Builder<'_>,
        asked: &Asked,
        conditions: &dyn Query,
        limit: usize,
    ) -> tantivy::Result<Vec<Found>> {
        let mut found = Vec::new();
        let wanted =
            asked.clauses.iter().filter(|clause| !clause.excluded && !is_filler_clause(clause)).count();
        if !(1..=TERSE).contains(&wanted) {
            return Ok(found);
        }
        let is_open = asked.clauses.iter().any(|clause| clause.text.is_open());
        let ways = [(true, false), (true, true), (false, false), (false, true)];
        for (titles, beginnings) in ways.into_iter().filter(|(_, beginnings)| is_open || !beginnings) {
            if found.len() >= limit {
                break;
            }
            let mut build = |titles| {
                builder.reach = Reach { titles, beginnings, slips: false };
                builder.build(&asked.clauses, false)
            };
            let anywhere = build(false)?;
            let mut all = vec![conditions.box_clone()];
            if titles {
                all.push(build(true)?.query(conditions, wanted));
            }
            append(&mut found, self.top(&*anywhere.query(&*filter::all(all), wanted), limit)?);
        }
        builder.reach = Reach::WIDE;
        Ok(found)
    }

    /// How many of `wanted` words are asked for when there is little with all of them.
    fn looser(&self, wanted: usize) -> impl Iterator<Item = usize> + use<> {
        let most = (wanted > 1).then(|| most(wanted));
        let some = (self.family.answers && wanted > 2).then_some(1);
        most.into_iter().chain(some)
    }

    /// Finds below which less is asked for.
    fn enough(&self) -> usize {
        if self.family.answers { ENOUGH } else { 1 }
    }

    /// The best `limit` documents for `query`; of those that fit alike, the one changed last.
    pub fn top(&self, query: &dyn Query, limit: usize) -> tantivy::Result<Vec<Found>> {
        let now = self.now;
        let collector = TopDocs::with_limit(limit).tweak_score(move |segment: &SegmentReader| {
            let changed = segment.fast_fields().i64(CHANGED).ok();
            move |doc: DocId, score: Score| {
                let at = changed.as_ref().and_then(|column| column.first(doc)).unwrap_or_default();
                score * freshness(now, Instant(at))
            }
        });
        let top = self.searcher.search_with_statistics_provider(query, &collector, &self.figures)?;
        let mut found = Vec::with_capacity(top.len());
        for (score, address) in top {
            let doc: TantivyDocument = self.searcher.doc(address)?;
            let key = doc.get_first(self.fields.key).and_then(|value| value.as_str());
            found.extend(key.and_then(parse_key).map(|(kind, id)| Found { kind, id: id.to_owned(), score }));
        }
        Ok(found)
    }
}

/// 1, and a little more the less time has passed since `changed`.
fn freshness(now: Instant, changed: Instant) -> Score {
    let age = (now.0 - changed.0).max(0) as Score;
    1.0 + FRESH * (-age / HALF_FRESH).exp2()
}

/// Adds what is not in `found` yet, behind it and in its own order.
fn append(found: &mut Vec<Found>, more: Vec<Found>) {
    let least = found.last().map_or(Score::MAX, |last| last.score * BEHIND);
    let new: Vec<Found> =
        more.into_iter().filter(|m| !found.iter().any(|f| (f.kind, &f.id) == (m.kind, &m.id))).collect();
    let best = new.first().map_or(Score::MIN_POSITIVE, |best| best.score.max(Score::MIN_POSITIVE));
    let share = (least / best).min(1.0);
    found.extend(new.into_iter().map(|f| Found { score: f.score * share, ..f }));
}

/// How many of `wanted` words are most of them.
fn most(wanted: usize) -> usize {
    (wanted - 1 - (wanted - 1) / 4).max(1)
}

//! Asking the index: the best documents of one family, all words first, then most of them.

use domain::Viewer;
use domain::search::HitKind;
use tantivy::collector::TopDocs;
use tantivy::query::Query;
use tantivy::schema::Value;
use tantivy::{Searcher, TantivyDocument};

use super::document::parse_key;
use super::fields::{Family, Fields};
use super::filter;
use super::index::Generation;
use super::parse::Asked;
use super::query::{Builder, Marks, Unknown};
use super::rank::Figures;

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
}

/// One family of documents under one viewer's eyes.
pub(super) struct Shelf<'s> {
    pub searcher: &'s Searcher,
    pub fields: &'s Fields,
    pub family: Family,
    pub figures: Figures<'s>,
    pub filter: Vec<Box<dyn Query>>,
}

impl<'s> Shelf<'s> {
    /// Articles and problems.
    pub fn help(
        live: &'s Generation,
        searcher: &'s Searcher,
        v: &Viewer,
        kinds: &[HitKind],
    ) -> tantivy::Result<Self> {
        let fields = &live.fields;
        let figures = Figures::of(searcher, fields, &["article", "problem"])?;
        Ok(Self { searcher, fields, family: fields.help(), figures, filter: filter::help(fields, v, kinds) })
    }

    /// Tickets; None when the viewer sees none.
    pub fn tickets(
        live: &'s Generation,
        searcher: &'s Searcher,
        v: &Viewer,
    ) -> tantivy::Result<Option<Self>> {
        let fields = &live.fields;
        let Some(filter) = filter::tickets(fields, v) else { return Ok(None) };
        let figures = if v.is_staff() { Figures::of(searcher, fields, &["ticket"])? } else { Figures::Even };
        Ok(Some(Self { searcher, fields, family: fields.tickets(v.is_staff()), figures, filter }))
    }

    /// The best `limit` documents for what was asked.
    pub fn answer(mut self, asked: &Asked, limit: usize) -> tantivy::Result<Answer> {
        for (name, value) in &asked.filters {
            self.filter.push(filter::qualified(self.fields, *name, value));
        }
        let answer = self.attempt(asked, limit, false)?;
        if answer.found.is_empty() && !answer.unknown.is_empty() {
            return Ok(Answer { generous: true, ..self.attempt(asked, limit, true)? });
        }
        Ok(answer)
    }

    fn attempt(&self, asked: &Asked, limit: usize, generous: bool) -> tantivy::Result<Answer> {
        let mut builder = Builder::new(self.searcher, self.fields, &self.family, &self.figures);
        let built = builder.build(&asked.clauses, generous)?;
        let conditions = filter::all(self.filter.iter().map(|query| query.box_clone()).collect());
        let wanted = built.wanted.len();
        if wanted == 0 && asked.filters.is_empty() {
            return Ok(Answer::default());
        }
        let mut found = self.top(&*built.query(&*conditions, wanted), limit)?;
        if found.is_empty() && wanted > 1 {
            found = self.top(&*built.query(&*conditions, most(wanted)), limit)?;
        }
        Ok(Answer { found, marks: builder.marks, unknown: builder.unknown, generous })
    }

    /// The best `limit` documents for `query`.
    pub fn top(&self, query: &dyn Query, limit: usize) -> tantivy::Result<Vec<Found>> {
        let collector = TopDocs::with_limit(limit).order_by_score();
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

/// How many of `wanted` words are most of them.
fn most(wanted: usize) -> usize {
    (wanted - 1 - (wanted - 1) / 4).max(1)
}

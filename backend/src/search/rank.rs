//! How rare a word is, for ranking: within its family of documents, not among all.

use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::{Field, Term};
use tantivy::{Score, Searcher};

use super::fields::Fields;

/// The figures BM25 weighs with.
pub(super) enum Figures<'s> {
    /// Those of the documents of one family.
    Family { searcher: &'s Searcher, documents: u64 },
    /// The same for every word: what others wrote shall not show in the scores of those who may not see it.
    Even,
}

/// Length of a text as [`Figures::Even`] sees it, in words.
const EVEN_LENGTH: u64 = 80;
const EVEN_DOCUMENTS: u64 = 1_000;
const EVEN_FREQUENCY: u64 = 10;

impl<'s> Figures<'s> {
    /// Of the documents whose kind is one of `kinds`.
    pub fn of(searcher: &'s Searcher, fields: &Fields, kinds: &[&str]) -> tantivy::Result<Self> {
        let counts = kinds.iter().map(|kind| searcher.doc_freq(&Term::from_field_text(fields.kind, kind)));
        Ok(Self::Family { searcher, documents: counts.sum::<tantivy::Result<u64>>()?.max(1) })
    }

    /// How much a word in `documents` documents tells, as BM25 has it.
    pub fn rarity(&self, documents: u64) -> Score {
        let (Self::Family { documents: all, .. }, found) = (self, documents) else { return 1.0 };
        let found = found.clamp(1, *all);
        (1.0 + ((all - found) as Score + 0.5) / (found as Score + 0.5)).ln()
    }
}

impl Bm25StatisticsProvider for Figures<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        match self {
            Self::Family { searcher, .. } => searcher.total_num_tokens(field),
            Self::Even => Ok(EVEN_LENGTH * EVEN_DOCUMENTS),
        }
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        match self {
            Self::Family { documents, .. } => Ok(*documents),
            Self::Even => Ok(EVEN_DOCUMENTS),
        }
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        match self {
            Self::Family { searcher, documents } => Ok(searcher.doc_freq(term)?.min(*documents)),
            Self::Even => Ok(EVEN_FREQUENCY),
        }
    }
}

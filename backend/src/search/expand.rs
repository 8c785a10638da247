//! Words of the index near what was typed: those that begin with it, and those a slip away. Found in the dictionaries,
//! so that each can be weighed by how often it occurs; a fuzzy query of the engine's own gives every find the same.

use std::collections::HashMap;

use tantivy::Searcher;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, Term};

/// Words of a dictionary that are looked at for one beginning.
const SCANNED: usize = 4_000;

/// A word of the index and in how many documents it occurs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Variant {
    pub word: String,
    pub documents: u64,
}

/// In how many documents `word` occurs, summed over `fields`.
pub(super) fn documents(searcher: &Searcher, fields: &[Field], word: &str) -> tantivy::Result<u64> {
    fields.iter().map(|field| searcher.doc_freq(&Term::from_field_text(*field, word))).sum()
}

/// The `keep` most frequent words that begin with `start`, itself left out.
pub(super) fn beginning(
    searcher: &Searcher,
    fields: &[Field],
    start: &str,
    keep: usize,
) -> tantivy::Result<Vec<Variant>> {
    let mut found = HashMap::new();
    for segment in searcher.segment_readers() {
        for field in fields {
            let index = segment.inverted_index(*field)?;
            let mut terms = index.terms().range().ge(start).into_stream()?;
            let mut left = SCANNED;
            while left > 0 && terms.advance() && terms.key().starts_with(start.as_bytes()) {
                note(&mut found, terms.key(), terms.value().doc_freq);
                left -= 1;
            }
        }
    }
    found.remove(start);
    Ok(most_frequent(found, keep))
}

/// The `keep` most frequent words at most `slips` typing slips away from `word` (1 or 2), itself left out.
pub(super) fn near(
    searcher: &Searcher,
    fields: &[Field],
    word: &str,
    slips: u8,
    keep: usize,
) -> tantivy::Result<Vec<Variant>> {
    let mut found = HashMap::new();
    for field in fields {
        let automaton = FuzzyTermQuery::new(Term::from_field_text(*field, word), slips, true).automaton()?;
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(*field)?;
            let mut terms = index.terms().search(&automaton).into_stream()?;
            while terms.advance() {
                note(&mut found, terms.key(), terms.value().doc_freq);
            }
        }
    }
    found.remove(word);
    Ok(most_frequent(found, keep))
}

/// How many slips are forgiven in a word: one from four letters, two from eight.
pub(super) fn forgiven(word: &str) -> u8 {
    match word.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

fn note(found: &mut HashMap<String, u64>, key: &[u8], documents: u32) {
    if let Ok(word) = std::str::from_utf8(key) {
        *found.entry(word.to_owned()).or_default() += u64::from(documents);
    }
}

fn most_frequent(found: HashMap<String, u64>, keep: usize) -> Vec<Variant> {
    let mut variants: Vec<Variant> =
        found.into_iter().map(|(word, documents)| Variant { word, documents }).collect();
    variants.sort_unstable_by(|a, b| b.documents.cmp(&a.documents).then_with(|| a.word.cmp(&b.word)));
    variants.truncate(keep);
    variants
}

//! Clauses as queries of the engine, and what they look for, so that it can be marked in the texts found.

use std::collections::HashSet;

use tantivy::query::{BooleanQuery, BoostQuery, DisjunctionMaxQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{Score, Searcher};

use super::analysis::{self, is_filler};
use super::codes;
use super::expand::{self, Variant};
use super::fields::{Family, Fields};
use super::filter::numbered;
use super::parse::{Clause, Text};
use super::rank::Figures;

/// Weight of a word that only begins as typed; of one written exactly: 1.
const BEGINNING: Score = 0.7;
/// Weight of a word that is a slip away, or two, from one that is nowhere, and from one that is known.
const NEAR: Score = 0.8;
const FAR: Score = 0.5;
const NEAR_KNOWN: Score = 0.5;
/// Weight of a code found exactly, and of a tracking number.
const CODE: Score = 6.0;
const NUMBER: Score = 100.0;
/// Variants of a word that are tried in a short query, and in a long one.
const VARIANTS: usize = 20;
const FEW_VARIANTS: usize = 6;
/// Words of a query that are looked for two slips away, which is dear.
const MOST_FAR: usize = 6;
/// Clauses up to which a query is short.
const SHORT: usize = 6;

/// What having a word just as it was typed adds to having a form of it.
const TYPED: Score = 0.4;

/// How near to what was typed, and where, a word has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reach {
    /// Only in titles.
    pub titles: bool,
    /// What begins as a word that is still being typed counts.
    pub beginnings: bool,
    /// What is a slip away counts.
    pub slips: bool,
}

impl Reach {
    /// Everywhere, and forgiving.
    pub const WIDE: Self = Self { titles: false, beginnings: true, slips: true };
}

/// What a query looks for.
#[derive(Debug, Default)]
pub(super) struct Marks {
    pub stems: HashSet<String>,
    /// As they are compared.
    pub codes: HashSet<String>,
}

/// How far a word may be from what was typed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tolerance {
    /// Most variants of a word that are tried.
    pub variants: usize,
    /// One slip more in each word than usual.
    pub generous: bool,
    /// Slips are tried for words that are known, too: "form" may have meant "from".
    pub known_too: bool,
}

/// A word that is nowhere, and the words near it.
#[derive(Debug)]
pub(super) struct Unknown {
    pub word: String,
    pub near: Vec<Variant>,
}

/// Makes queries over one family of documents.
pub(super) struct Builder<'s> {
    pub searcher: &'s Searcher,
    pub fields: &'s Fields,
    pub family: &'s Family,
    pub figures: &'s Figures<'s>,
    pub marks: Marks,
    pub unknown: Vec<Unknown>,
    pub reach: Reach,
    far: usize,
}

/// The clauses of a query, built.
pub(super) struct Built {
    /// What has to be found, as far as possible.
    pub wanted: Vec<Box<dyn Query>>,
    /// What only adds to the score.
    pub extra: Vec<Box<dyn Query>>,
    pub excluded: Vec<Box<dyn Query>>,
}

impl<'s> Builder<'s> {
    pub fn new(
        searcher: &'s Searcher,
        fields: &'s Fields,
        family: &'s Family,
        figures: &'s Figures<'s>,
    ) -> Self {
        let (marks, unknown, reach) = (Marks::default(), Vec::new(), Reach::WIDE);
        Self { searcher, fields, family, figures, marks, unknown, reach, far: 0 }
    }

    /// `generous` forgives one slip more in each word. Long queries are read more strictly: they say enough.
    pub fn build(&mut self, clauses: &[Clause], generous: bool) -> tantivy::Result<Built> {
        let short = clauses.len() <= SHORT;
        let variants = if short { VARIANTS } else { FEW_VARIANTS };
        let tolerance = Tolerance { variants, generous, known_too: short };
        let only_fillers = clauses.iter().all(|clause| clause.excluded || is_filler_clause(clause));
        let mut built = Built { wanted: Vec::new(), extra: Vec::new(), excluded: Vec::new() };
        for clause in clauses {
            if clause.excluded {
                built.excluded.push(self.excluded(&clause.text));
                continue;
            }
            let query = self.clause(&clause.text, tolerance)?;
            if is_filler_clause(clause) && !only_fillers {
                built.extra.push(query);
            } else {
                built.wanted.push(query);
            }
        }
        Ok(built)
    }

    /// The stem in any field within reach, the better fields weighing more.
    pub fn stem(&mut self, stem: &str, boost: Score) -> Box<dyn Query> {
        self.marks.stems.insert(stem.to_owned());
        let parts = self.texts().iter().map(|(field, weight)| boosted(term(*field, stem), weight * boost));
        Box::new(BooleanQuery::union(parts.collect()))
    }

    /// The fields of text within reach; titles come first.
    fn texts(&self) -> &'s [(Field, Score)] {
        let all = &self.family.text;
        if self.reach.titles { &all[..all.len().min(1)] } else { all }
    }

    /// The word in its forms, what begins with it while it is `open`, and words near it.
    pub fn word(&mut self, word: &str, open: bool, tolerance: Tolerance) -> tantivy::Result<Box<dyn Query>> {
        let known = expand::documents(self.searcher, &self.family.words, word)?;
        let exact = analysis::stem(word);
        let mut parts = vec![self.stem(&exact, 1.0)];
        if open && self.reach.beginnings && word.chars().count() >= 2 {
            let longer = expand::beginning(self.searcher, &self.family.words, word, tolerance.variants)?;
            parts.extend(self.variants(&longer, &exact, BEGINNING, known));
        }
        if self.reach.slips && (known == 0 || tolerance.known_too) {
            let (near, boost) = self.near(word, known, tolerance)?;
            parts.extend(self.variants(&near, &exact, boost, known));
            if known == 0 {
                self.unknown.push(Unknown { word: word.to_owned(), near });
            }
        }
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            parts.push(boosted(numbered(self.fields, word), NUMBER));
        }
        Ok(Box::new(DisjunctionMaxQuery::new(parts)))
    }

    /// Words a slip away, or two when there is none so near, and the weight of a find.
    fn near(
        &mut self,
        word: &str,
        known: u64,
        tolerance: Tolerance,
    ) -> tantivy::Result<(Vec<Variant>, Score)> {
        let most = (expand::forgiven(word) + u8::from(tolerance.generous)).min(2);
        if most == 0 || word.bytes().any(|byte| byte.is_ascii_digit()) {
            return Ok((Vec::new(), NEAR));
        }
        let near = expand::near(self.searcher, &self.family.words, word, 1, tolerance.variants)?;
        if !near.is_empty() || known > 0 || most == 1 || self.far == MOST_FAR {
            return Ok((near, if known > 0 { NEAR_KNOWN } else { NEAR }));
        }
        self.far += 1;
        Ok((expand::near(self.searcher, &self.family.words, word, 2, tolerance.variants)?, FAR))
    }

    /// `variants` by their stems. Beside a word that is known none weighs more for being rarer than it.
    fn variants(
        &mut self,
        variants: &[Variant],
        exact: &str,
        boost: Score,
        known: u64,
    ) -> Vec<Box<dyn Query>> {
        let mut seen = HashSet::from([exact.to_owned()]);
        let mut queries = Vec::new();
        for variant in variants {
            let stem = analysis::stem(&variant.word);
            if seen.insert(stem.clone()) {
                let rarity = self.figures.rarity(variant.documents);
                let limit = if known == 0 { rarity } else { self.figures.rarity(known) };
                queries.push(self.stem(&stem, boost * (limit / rarity).min(1.0)));
            }
        }
        queries
    }

    fn clause(&mut self, text: &Text, tolerance: Tolerance) -> tantivy::Result<Box<dyn Query>> {
        match text {
            Text::Word { word, open } => {
                let typed: Vec<_> =
                    self.family.words.iter().map(|field| boosted(term(*field, word), TYPED)).collect();
                let typed = typed.into_iter().map(|query| (Occur::Should, query));
                let found = (Occur::Must, self.word(word, *open, tolerance)?);
                Ok(Box::new(BooleanQuery::new(std::iter::once(found).chain(typed).collect())))
            }
            Text::Phrase(words) => Ok(self.phrase(words, 1.5)),
            Text::Code(code) => Ok(self.code(code)),
        }
    }

    fn excluded(&mut self, text: &Text) -> Box<dyn Query> {
        // What is excluded is not marked.
        let marks = std::mem::take(&mut self.marks);
        let query = match text {
            Text::Word { word, .. } => self.stem(&analysis::stem(word), 1.0),
            Text::Phrase(words) => self.phrase(words, 1.0),
            Text::Code(code) => self.code(code),
        };
        self.marks = marks;
        query
    }

    fn phrase(&mut self, words: &str, boost: Score) -> Box<dyn Query> {
        let stems = analysis::stems(words);
        if let [stem] = stems.as_slice() {
            return self.stem(stem, boost);
        }
        let phrase = |field: Field| -> Box<dyn Query> {
            Box::new(PhraseQuery::new(stems.iter().map(|stem| Term::from_field_text(field, stem)).collect()))
        };
        let parts =
            self.texts().iter().map(|(field, weight)| boosted(phrase(*field), weight * boost)).collect();
        self.marks.stems.extend(stems);
        Box::new(BooleanQuery::union(parts))
    }

    /// The code itself, or its parts side by side.
    pub fn code(&mut self, code: &str) -> Box<dyn Query> {
        let compared = codes::compared(code);
        let mut parts = vec![
            boosted(term(self.fields.codes, &compared), CODE),
            boosted(numbered(self.fields, code), NUMBER),
        ];
        self.marks.codes.insert(compared);
        let marks = std::mem::take(&mut self.marks);
        if !analysis::words(code).is_empty() {
            parts.push(self.phrase(code, 1.0));
        }
        self.marks = marks;
        Box::new(DisjunctionMaxQuery::new(parts))
    }
}

pub(super) fn is_filler_clause(clause: &Clause) -> bool {
    matches!(&clause.text, Text::Word { word, open: false } if is_filler(word))
}

pub(super) fn boosted(query: Box<dyn Query>, boost: Score) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, boost))
}

fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
}

impl Built {
    /// Documents that hold at least `least` of what is wanted, under `filter`.
    pub fn query(&self, filter: &dyn Query, least: usize) -> Box<dyn Query> {
        let copies =
            |queries: &[Box<dyn Query>]| queries.iter().map(|query| query.box_clone()).collect::<Vec<_>>();
        let mut all: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, filter.box_clone())];
        if least >= self.wanted.len() {
            all.extend(copies(&self.wanted).into_iter().map(|query| (Occur::Must, query)));
        } else {
            let some = BooleanQuery::union_with_minimum_required_clauses(copies(&self.wanted), least);
            all.push((Occur::Must, Box::new(some)));
        }
        all.extend(copies(&self.extra).into_iter().map(|query| (Occur::Should, query)));
        all.extend(copies(&self.excluded).into_iter().map(|query| (Occur::MustNot, query)));
        Box::new(BooleanQuery::new(all))
    }
}

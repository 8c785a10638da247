//! What is known about a matter while somebody describes it, as the words that tell most.

use std::collections::HashMap;

use tantivy::Score;

use super::{analysis, codes};
use crate::knowledge::markdown::cut;

/// How much of each text is looked at, in bytes, and how many different words and codes of all.
const LOOKED_AT: usize = 4_000;
const MAX_WORDS: usize = 48;
const MAX_CODES: usize = 8;
/// Words of a subject that count as one.
const SUBJECT: usize = 24;
/// What a word weighs where it first stands, and what each further time adds. People say what is wrong first and tell
/// the story then.
const IN_SUBJECT: (Score, Score) = (1.0, 0.3);
const IN_TEXT: (Score, Score) = (0.6, 0.15);

/// A matter as far as it is described. Everything may be empty.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The matter in a line.
    pub subject: String,
    pub text: String,
    /// What was answered to the questions asked.
    pub answers: Vec<String>,
    /// Id of the product, and of the topic within it.
    pub product: Option<String>,
    pub topic: Option<String>,
}

/// A word of the description and how much it says; `open` while it may still be being typed.
#[derive(Debug)]
pub(super) struct Weighed {
    pub word: String,
    pub weight: Score,
    pub open: bool,
}

/// A description read for searching.
#[derive(Debug, Default)]
pub(super) struct Described {
    pub words: Vec<Weighed>,
    pub codes: Vec<String>,
    places: HashMap<String, usize>,
}

impl Known {
    /// A text whose first line is its subject.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let (subject, text) = text.split_once('\n').unwrap_or((text, ""));
        Self { subject: subject.to_owned(), text: text.to_owned(), ..Self::default() }
    }

    pub(super) fn described(&self) -> Described {
        let mut described = Described::default();
        let typing = if self.text.trim().is_empty() { &self.subject } else { &self.text };
        described.read(&self.subject, IN_SUBJECT, std::ptr::eq(typing, &self.subject));
        described.read(&self.text, IN_TEXT, std::ptr::eq(typing, &self.text));
        for answer in &self.answers {
            described.read(answer, IN_TEXT, false);
        }
        described
    }
}

impl Described {
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.codes.is_empty()
    }

    fn read(&mut self, text: &str, weight: (Score, Score), typing: bool) {
        let text = cut(text, LOOKED_AT);
        let typed = analysis::words(text);
        let open = typing && text.chars().next_back().is_some_and(char::is_alphanumeric);
        let last = typed.len().saturating_sub(1);
        for (place, word) in typed.into_iter().enumerate() {
            let weight = if place < SUBJECT { weight } else { IN_TEXT };
            self.add(word, weight, open && place == last);
        }
        for code in codes::scan(text) {
            if self.codes.len() < MAX_CODES && !self.codes.contains(&code.code) {
                self.codes.push(code.code);
            }
        }
    }

    fn add(&mut self, word: String, (first, again): (Score, Score), open: bool) {
        if analysis::is_filler(&word) || word.len() < 2 {
            return;
        }
        let stem = analysis::stem(&word);
        match self.places.get(&stem) {
            Some(place) => self.words[*place].weight += again,
            None if self.words.len() < MAX_WORDS => {
                self.places.insert(stem, self.words.len());
                self.words.push(Weighed { word, weight: first, open });
            }
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights(known: &Known) -> Vec<(String, Score)> {
        known.described().words.into_iter().map(|word| (word.word, word.weight)).collect()
    }

    #[test]
    fn a_subject_says_more_than_the_story_and_fillers_say_nothing() {
        let known = Known::of("The labels are blank\nMy printers feed the label.");
        assert_eq!(
            weights(&known),
            [
                ("labels".into(), 1.0 + 0.15),
                ("blank".into(), 1.0),
                ("printers".into(), 0.6),
                ("feed".into(), 0.6)
            ]
        );
    }

    #[test]
    fn answers_and_codes_count_and_only_the_last_word_is_open() {
        let answers = vec!["7.4.1".to_owned(), "network cable".to_owned()];
        let known = Known { answers, ..Known::of("Error CLIP-07\nsince upd") };
        let described = known.described();
        assert_eq!(described.codes, ["clip-07", "7.4.1"]);
        let open: Vec<&str> =
            described.words.iter().filter(|word| word.open).map(|word| word.word.as_str()).collect();
        assert_eq!(open, ["upd"]);
        assert!(described.words.iter().any(|word| word.word == "cable"));
    }

    #[test]
    fn long_texts_are_cut() {
        let many: String = (0..5_000).map(|n| format!("w{n}ord ")).collect();
        let described = Known::of(&many).described();
        assert_eq!((described.words.len(), described.codes.len()), (MAX_WORDS, MAX_CODES));
        assert!(Known::default().described().is_empty());
    }
}

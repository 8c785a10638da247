//! A text as the pieces of words that the model knows, by their numbers: BERT's uncased WordPiece.

use std::collections::HashMap;
use std::path::Path;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::Fault;
use crate::weights::ROWS;

/// Most pieces of a text that are looked at, begin and end included.
const MOST: usize = 128;
/// Longest word that is taken apart, in characters.
const LONGEST: usize = 100;
const UNKNOWN: &str = "[UNK]";
const BEGIN: &str = "[CLS]";
const END: &str = "[SEP]";

#[derive(Deserialize)]
struct File {
    model: Listed,
}

#[derive(Deserialize)]
struct Listed {
    vocab: HashMap<String, usize>,
}

pub(crate) struct Vocabulary {
    numbers: HashMap<String, usize>,
    unknown: usize,
    begin: usize,
    end: usize,
}

impl Vocabulary {
    pub fn load(path: &Path) -> Result<Self, Fault> {
        let name = || path.display().to_string();
        let text = std::fs::read(path).map_err(|error| Fault::Read(name(), error))?;
        let file: File =
            serde_json::from_slice(&text).map_err(|error| Fault::Odd(name(), error.to_string()))?;
        let numbers = file.model.vocab;
        if numbers.values().any(|number| *number >= ROWS) {
            return Err(Fault::Odd(name(), "more words than the model has".to_owned()));
        }
        let special = |word: &str| {
            numbers.get(word).copied().ok_or_else(|| Fault::Odd(name(), format!("it has no {word}")))
        };
        let (unknown, begin, end) = (special(UNKNOWN)?, special(BEGIN)?, special(END)?);
        Ok(Self { numbers, unknown, begin, end })
    }

    /// The numbers of the pieces of `text`, between begin and end.
    pub fn pieces(&self, text: &str) -> Vec<usize> {
        let mut pieces = vec![self.begin];
        for word in words(text) {
            if pieces.len() >= MOST - 1 {
                break;
            }
            self.take_apart(&word, &mut pieces);
        }
        pieces.truncate(MOST - 1);
        pieces.push(self.end);
        pieces
    }

    /// The longest piece that the word begins with, then of what is left, and so on.
    fn take_apart(&self, word: &str, pieces: &mut Vec<usize>) {
        let before = pieces.len();
        let mut rest = word;
        while !rest.is_empty() {
            match self.longest(rest, rest.len() < word.len()) {
                Some((number, length)) => {
                    pieces.push(number);
                    rest = &rest[length..];
                }
                None => {
                    pieces.truncate(before);
                    pieces.push(self.unknown);
                    return;
                }
            }
        }
    }

    fn longest(&self, rest: &str, inside: bool) -> Option<(usize, usize)> {
        let mut piece = if inside { format!("##{rest}") } else { rest.to_owned() };
        let mark = if inside { 2 } else { 0 };
        if rest.chars().count() > LONGEST {
            return None;
        }
        while piece.len() > mark {
            if let Some(number) = self.numbers.get(&piece) {
                return Some((*number, piece.len() - mark));
            }
            piece.pop();
        }
        None
    }
}

/// Words in lower case without accents; each mark and each Chinese character is one of its own.
fn words(text: &str) -> impl Iterator<Item = String> {
    let mut spaced = String::with_capacity(text.len() + 16);
    for c in text.to_lowercase().nfd().filter(|c| !is_combining_mark(*c)) {
        if c.is_whitespace() || c.is_control() {
            spaced.push(' ');
        } else if stands_alone(c) {
            spaced.extend([' ', c, ' ']);
        } else {
            spaced.push(c);
        }
    }
    spaced.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>().into_iter()
}

fn stands_alone(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3003}' | '«' | '»' | '¿' | '¡' | '§' | '¶' | '·')
        || matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2fa1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        let words = ["[UNK]", "[CLS]", "[SEP]", "print", "##er", "##s", "!", "cafe", "a"];
        let numbers = words.iter().enumerate().map(|(number, word)| ((*word).to_owned(), number)).collect();
        Vocabulary { numbers, unknown: 0, begin: 1, end: 2 }
    }

    #[test]
    fn words_are_taken_apart() {
        assert_eq!(vocabulary().pieces("Printers! Café"), [1, 3, 4, 5, 6, 7, 2]);
        assert_eq!(vocabulary().pieces("xyz printx"), [1, 0, 0, 2]);
        assert_eq!(vocabulary().pieces(""), [1, 2]);
    }

    #[test]
    fn long_texts_are_cut() {
        let pieces = vocabulary().pieces(&"a ".repeat(10_000));
        assert_eq!((pieces.len(), pieces[MOST - 1]), (MOST, 2));
        assert_eq!(vocabulary().pieces(&"é".repeat(10_000)), [1, 0, 2]);
    }
}

//! Marking what was searched for in the texts that were found, and cutting out the telling part of a long one.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use domain::search::Piece;

use super::analysis;
use super::codes;
use super::query::Marks;
use crate::knowledge::markdown::cut;

/// Length of a snippet, in bytes, and how much of it stands before the first mark.
const LENGTH: usize = 220;
const BEFORE: usize = 60;
/// Texts are searched for their telling part up to here, in bytes.
pub(super) const LOOKED_AT: usize = 16 * 1024;

/// Marks texts. Remembers which words it met, since texts say the same ones again and again.
pub(super) struct Marker<'m> {
    marks: &'m Marks,
    met: HashMap<String, bool>,
}

type Span = Range<usize>;

impl<'m> Marker<'m> {
    pub fn new(marks: &'m Marks) -> Self {
        Self { marks, met: HashMap::new() }
    }

    /// The whole of `text`, marked.
    pub fn marked(&mut self, text: &str) -> Vec<Piece> {
        pieces(text, 0..text.len(), &self.spans(text))
    }

    /// The part of one of `texts` that has the most marks, or the beginning of the first.
    pub fn snippet<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) -> Vec<Piece> {
        let mut best: Option<(usize, &str, Span, Vec<Span>)> = None;
        for text in texts {
            let text = cut(text.trim(), LOOKED_AT);
            let spans = self.spans(text);
            let (count, from) = densest(text, &spans);
            if !text.is_empty() && best.as_ref().is_none_or(|(most, ..)| count > *most) {
                best = Some((count, text, part(text, from), spans));
            }
        }
        best.map(|(_, text, part, spans)| pieces(text, part, &spans)).unwrap_or_default()
    }

    fn spans(&mut self, text: &str) -> Vec<Span> {
        let mut spans = Vec::new();
        analysis::each_word(text, |span, word| {
            if self.is_marked(word) {
                spans.push(span);
            }
        });
        if !self.marks.codes.is_empty() {
            let codes = codes::scan(text)
                .into_iter()
                .filter(|code| self.marks.codes.contains(&codes::compared(&code.code)));
            spans.extend(codes.map(|code| code.from..code.to));
            keep_apart(&mut spans);
        }
        spans
    }

    fn is_marked(&mut self, word: &str) -> bool {
        if let Some(known) = self.met.get(word) {
            return *known;
        }
        let marked = self.marks.stems.contains(&analysis::stem(word));
        self.met.insert(word.to_owned(), marked);
        marked
    }
}

/// Sorts `spans` and leaves out what lies in another.
fn keep_apart(spans: &mut Vec<Span>) {
    spans.sort_unstable_by_key(|span| (span.start, Reverse(span.end)));
    let mut end = 0;
    spans.retain(|span| {
        let apart = span.start >= end;
        end = if apart { span.end } else { end };
        apart
    });
}

/// The most different marked words in one snippet's length, and where the first of them begins.
fn densest(text: &str, spans: &[Span]) -> (usize, usize) {
    let mut best = (0, 0);
    for (place, first) in spans.iter().enumerate() {
        let within = spans[place..].iter().take_while(|span| span.end <= first.start + LENGTH - BEFORE);
        let words: HashSet<String> = within.map(|span| text[span.clone()].to_lowercase()).collect();
        if words.len() > best.0 {
            best = (words.len(), first.start);
        }
    }
    best
}

/// A snippet's length around the mark at `from`, whole words only.
fn part(text: &str, from: usize) -> Span {
    let start = from.saturating_sub(BEFORE);
    let start = if start == 0 { 0 } else { word_start(text, start).min(from) };
    let end = text.floor_char_boundary(start + LENGTH);
    let end = if end == text.len() {
        end
    } else {
        text[start..end].rfind(char::is_whitespace).map_or(end, |at| start + at)
    };
    start..end
}

fn word_start(text: &str, near: usize) -> usize {
    let near = text.floor_char_boundary(near);
    text[near..].find(char::is_whitespace).map_or(near, |at| text.ceil_char_boundary(near + at + 1))
}

/// `part` of `text` in pieces, with dots where it was cut.
fn pieces(text: &str, part: Span, spans: &[Span]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = part.start;
    if part.start > 0 {
        push(&mut pieces, "… ", false);
    }
    for span in spans.iter().filter(|span| span.start >= part.start && span.end <= part.end) {
        push(&mut pieces, &text[at..span.start], false);
        push(&mut pieces, &text[span.clone()], true);
        at = span.end;
    }
    push(&mut pieces, &text[at..part.end], false);
    if part.end < text.len() {
        push(&mut pieces, " …", false);
    }
    pieces
}

/// Adds a piece on one line, to the one before when that is of the same kind.
fn push(pieces: &mut Vec<Piece>, text: &str, hit: bool) {
    let text = text.replace(['\n', '\r', '\t'], " ");
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.hit == hit => last.text.push_str(&text),
        _ => pieces.push(Piece { text, hit }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::search::plain;

    fn marks(stems: &[&str], codes: &[&str]) -> Marks {
        let set = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Marks { stems: set(stems), codes: set(codes) }
    }

    fn hits(pieces: &[Piece]) -> Vec<&str> {
        pieces.iter().filter(|piece| piece.hit).map(|piece| piece.text.as_str()).collect()
    }

    #[test]
    fn word_forms_and_codes_are_marked() {
        let text = "Printing prints CLIP-07, not clip 07.";
        let pieces = Marker::new(&marks(&["print"], &["clip07"])).marked(text);
        assert_eq!(hits(&pieces), ["Printing", "prints", "CLIP-07"]);
        assert_eq!(plain(&pieces), text);
    }

    #[test]
    fn a_snippet_is_the_telling_part() {
        let long =
            format!("{} the driver clips the label {}", "nothing to see ".repeat(40), "and more ".repeat(40));
        let pieces = Marker::new(&marks(&["driver", "label"], &[])).snippet(["short driver", &long]);
        assert_eq!(hits(&pieces), ["driver", "label"]);
        let text = plain(&pieces);
        assert!(text.starts_with("… ") && text.ends_with(" …") && text.len() < LENGTH + 16, "{text}");
    }

    #[test]
    fn any_text_can_be_cut() {
        let long = "äöü€🦀".repeat(100);
        assert!(!Marker::new(&marks(&["x"], &[])).snippet([long.as_str()]).is_empty());
        assert!(Marker::new(&marks(&["x"], &[])).snippet(["", "  "]).is_empty());
        let tail = format!("{}driver", "é".repeat(300));
        Marker::new(&marks(&["driver"], &[])).snippet([tail.as_str()]);
    }
}

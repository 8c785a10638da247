//! Marking what was searched for in the texts that were found, and cutting out the telling part of a long one.

use domain::search::Piece;

use super::analysis;
use super::codes;
use super::query::Marks;

/// Length of a snippet, in bytes, and how much of it stands before the first mark.
const LENGTH: usize = 220;
const BEFORE: usize = 60;
/// Texts are searched for their telling part up to here, in bytes.
const LOOKED_AT: usize = 16 * 1024;

/// A marked stretch of a text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    from: usize,
    to: usize,
}

/// The whole of `text`, marked.
pub(super) fn marked(text: &str, marks: &Marks) -> Vec<Piece> {
    pieces(text, Span { from: 0, to: text.len() }, &spans(text, marks))
}

/// The part of the first text that has the most marks, or the beginning of the first.
pub(super) fn snippet<'t>(texts: impl IntoIterator<Item = &'t str>, marks: &Marks) -> Vec<Piece> {
    let mut best: Option<(usize, &str, Span, Vec<Span>)> = None;
    for text in texts {
        let text = crate::knowledge::markdown::cut(text.trim(), LOOKED_AT);
        let spans = spans(text, marks);
        let (count, from) = densest(text, &spans);
        if !text.is_empty() && best.as_ref().is_none_or(|(most, ..)| count > *most) {
            best = Some((count, text, part(text, from), spans));
        }
    }
    best.map(|(_, text, part, spans)| pieces(text, part, &spans)).unwrap_or_default()
}

fn spans(text: &str, marks: &Marks) -> Vec<Span> {
    let words = analysis::stems(text).into_iter().filter(|stem| marks.stems.contains(&stem.stem));
    let mut spans: Vec<Span> = words.map(|stem| Span { from: stem.from, to: stem.to }).collect();
    if !marks.codes.is_empty() {
        let codes = codes::scan(text).into_iter().filter(|code| marks.codes.contains(&code.code));
        spans.extend(codes.map(|code| Span { from: code.from, to: code.to }));
        spans.sort_unstable_by_key(|span| (span.from, std::cmp::Reverse(span.to)));
        let mut end = 0;
        spans.retain(|span| {
            let apart = span.from >= end;
            end = if apart { span.to } else { end };
            apart
        });
    }
    spans
}

/// The most different marked words in one snippet's length, and where the first of them begins.
fn densest(text: &str, spans: &[Span]) -> (usize, usize) {
    let mut best = (0, 0);
    for (place, first) in spans.iter().enumerate() {
        let within = spans[place..].iter().take_while(|span| span.to <= first.from + LENGTH - BEFORE);
        let words: std::collections::HashSet<String> =
            within.map(|span| text[span.from..span.to].to_lowercase()).collect();
        if words.len() > best.0 {
            best = (words.len(), first.from);
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
    Span { from: start, to: end }
}

fn word_start(text: &str, near: usize) -> usize {
    let near = text.floor_char_boundary(near);
    text[near..].find(char::is_whitespace).map_or(near, |at| text.ceil_char_boundary(near + at + 1))
}

/// `part` of `text` in pieces, with dots where it was cut.
fn pieces(text: &str, part: Span, spans: &[Span]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = part.from;
    if part.from > 0 {
        push(&mut pieces, "… ", false);
    }
    for span in spans.iter().filter(|span| span.from >= part.from && span.to <= part.to) {
        push(&mut pieces, &text[at..span.from], false);
        push(&mut pieces, &text[span.from..span.to], true);
        at = span.to;
    }
    push(&mut pieces, &text[at..part.to], false);
    if part.to < text.len() {
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
        let pieces = marked(text, &marks(&["print"], &["clip-07"]));
        assert_eq!(hits(&pieces), ["Printing", "prints", "CLIP-07"]);
        assert_eq!(plain(&pieces), text);
    }

    #[test]
    fn a_snippet_is_the_telling_part() {
        let long =
            format!("{} the driver clips the label {}", "nothing to see ".repeat(40), "and more ".repeat(40));
        let pieces = snippet(["short driver", &long], &marks(&["driver", "label"], &[]));
        assert_eq!(hits(&pieces), ["driver", "label"]);
        let text = plain(&pieces);
        assert!(text.starts_with("… ") && text.ends_with(" …") && text.len() < LENGTH + 16, "{text}");
    }

    #[test]
    fn any_text_can_be_cut() {
        let long = "äöü€🦀".repeat(100);
        assert!(!snippet([long.as_str()], &marks(&["x"], &[])).is_empty());
        assert!(snippet(["", "  "], &marks(&["x"], &[])).is_empty());
        let tail = format!("{}driver", "é".repeat(300));
        snippet([tail.as_str()], &marks(&["driver"], &[]));
    }
}

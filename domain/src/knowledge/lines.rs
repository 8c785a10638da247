//! Texts compared line by line and word by word, side by side; and three of them merged. The cost is bounded: where two
//! texts differ in too much, the whole stretch counts as changed.

use serde::{Deserialize, Serialize};

use crate::search::Piece;

/// Most comparisons for one stretch.
const MOST: usize = 4_000_000;
/// Unchanged lines that are shown around a change.
const AROUND: usize = 2;

/// A row of two texts side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DiffRow {
    /// The same line in both.
    Same(String),
    /// A line that differs, with what does marked; `None` where one of the texts has none.
    Changed { left: Option<Vec<Piece>>, right: Option<Vec<Piece>> },
    /// So many lines are the same.
    Gap(usize),
}

/// `left` and `right` side by side; empty when they are the same.
#[must_use]
pub fn diff(left: &str, right: &str) -> Vec<DiffRow> {
    let (a, b) = (lines(left), lines(right));
    if a == b {
        return Vec::new();
    }
    let mut rows = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (at_a, at_b) in pairs(&a, &b).into_iter().chain([(a.len(), b.len())]) {
        changed(&a[i..at_a], &b[j..at_b], &mut rows);
        rows.extend(a.get(at_a).map(|line| DiffRow::Same((*line).to_owned())));
        (i, j) = (at_a + 1, at_b + 1);
    }
    folded(rows)
}

/// What `mine` and `theirs` made of `base`, together; `None` when both changed the same lines.
#[must_use]
pub fn merge(base: &str, mine: &str, theirs: &str) -> Option<String> {
    let (base, mine, theirs) = (lines(base), lines(mine), lines(theirs));
    let in_theirs = pairs(&base, &theirs);
    // Lines that all three have.
    let anchors = pairs(&base, &mine).into_iter().filter_map(|(at, in_mine)| {
        let found = in_theirs.binary_search_by_key(&at, |pair| pair.0).ok()?;
        Some((at, in_mine, in_theirs[found].1))
    });
    let mut merged: Vec<&str> = Vec::new();
    let (mut b, mut m, mut t) = (0, 0, 0);
    for (at_b, at_m, at_t) in anchors.chain([(base.len(), mine.len(), theirs.len())]) {
        merged.extend(chosen(&base[b..at_b], &mine[m..at_m], &theirs[t..at_t])?);
        merged.extend(base.get(at_b));
        (b, m, t) = (at_b + 1, at_m + 1, at_t + 1);
    }
    Some(merged.join("\n"))
}

fn chosen<'a, 't>(base: &[&'t str], mine: &'a [&'t str], theirs: &'a [&'t str]) -> Option<&'a [&'t str]> {
    if mine == base {
        Some(theirs)
    } else if theirs == base || mine == theirs {
        Some(mine)
    } else {
        None
    }
}

/// An empty text has no line.
fn lines(text: &str) -> Vec<&str> {
    if text.is_empty() { Vec::new() } else { text.split('\n').collect() }
}

/// Lines that went beside those that came in their place.
fn changed(left: &[&str], right: &[&str], rows: &mut Vec<DiffRow>) {
    for at in 0..left.len().max(right.len()) {
        let row = match (left.get(at), right.get(at)) {
            (Some(left), Some(right)) => {
                let (left, right) = marked(left, right);
                DiffRow::Changed { left: Some(left), right: Some(right) }
            }
            (left, right) => DiffRow::Changed { left: left.map(whole), right: right.map(whole) },
        };
        rows.push(row);
    }
}

fn whole(line: &&str) -> Vec<Piece> {
    vec![Piece { text: (*line).to_owned(), hit: true }]
}

/// Two lines with the words marked that only one of them has.
fn marked(left: &str, right: &str) -> (Vec<Piece>, Vec<Piece>) {
    let (a, b) = (words(left), words(right));
    let pairs = pairs(&a, &b);
    let in_a: Vec<usize> = pairs.iter().map(|pair| pair.0).collect();
    let in_b: Vec<usize> = pairs.iter().map(|pair| pair.1).collect();
    (pieces(&a, &in_a), pieces(&b, &in_b))
}

fn pieces(words: &[&str], same: &[usize]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let hit = same.binary_search(&at).is_err();
        match pieces.last_mut().filter(|last| last.hit == hit) {
            Some(last) => last.text.push_str(word),
            None => pieces.push(Piece { text: (*word).to_owned(), hit }),
        }
    }
    pieces
}

/// Words, and what stands between them.
fn words(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let is_word = first.is_alphanumeric();
        let length = rest.find(|c: char| c.is_alphanumeric() != is_word).unwrap_or(rest.len());
        let (word, after) = rest.split_at(length);
        words.push(word);
        rest = after;
    }
    words
}

/// Where the longest common run of `a` and `b` stands in each, in order.
fn pairs(a: &[&str], b: &[&str]) -> Vec<(usize, usize)> {
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (rest_a, rest_b) = (&a[start..], &b[start..]);
    let end = rest_a.iter().rev().zip(rest_b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (middle_a, middle_b) = (&rest_a[..rest_a.len() - end], &rest_b[..rest_b.len() - end]);
    let middle = longest(middle_a, middle_b).into_iter().map(|(i, j)| (start + i, start + j));
    let last = (0..end).map(|at| (a.len() - end + at, b.len() - end + at));
    (0..start).map(|at| (at, at)).chain(middle).chain(last).collect()
}

/// The longest common subsequence by its table; nothing when the table would be too large.
fn longest(a: &[&str], b: &[&str]) -> Vec<(usize, usize)> {
    if a.len().saturating_mul(b.len()) > MOST {
        return Vec::new();
    }
    let width = b.len() + 1;
    let mut table = vec![0_u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            table[i * width + j] = if a[i] == b[j] {
                table[(i + 1) * width + j + 1] + 1
            } else {
                table[(i + 1) * width + j].max(table[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if table[(i + 1) * width + j] >= table[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// The rows with long stretches of the same lines left out.
fn folded(rows: Vec<DiffRow>) -> Vec<DiffRow> {
    let is_near = |at: usize| {
        let near = at.saturating_sub(AROUND)..(at + AROUND + 1).min(rows.len());
        rows[near].iter().any(|row| matches!(row, DiffRow::Changed { .. }))
    };
    let shown: Vec<bool> = (0..rows.len()).map(is_near).collect();
    let mut out: Vec<DiffRow> = Vec::new();
    for (row, shown) in rows.into_iter().zip(shown) {
        match out.last_mut() {
            _ if shown => out.push(row),
            Some(DiffRow::Gap(lines)) => *lines += 1,
            _ => out.push(DiffRow::Gap(1)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows as text: what is only on one side in brackets.
    fn drawn(rows: &[DiffRow]) -> Vec<String> {
        let side = |pieces: &Option<Vec<Piece>>| {
            let piece =
                |piece: &Piece| if piece.hit { format!("[{}]", piece.text) } else { piece.text.clone() };
            pieces.iter().flatten().map(piece).collect::<String>()
        };
        let row = |row: &DiffRow| match row {
            DiffRow::Same(line) => line.clone(),
            DiffRow::Gap(lines) => format!("…{lines}"),
            DiffRow::Changed { left, right } => format!("{} | {}", side(left), side(right)),
        };
        rows.iter().map(row).collect()
    }

    #[test]
    fn changed_words_are_marked_and_the_rest_is_left_out() {
        let left = "a\nb\nc\nd\nOpen Dock 7.3 now\ne\nf\ng";
        let right = "a\nb\nc\nd\nOpen Dock 7.4 now\ne\nnew\nf\ng";
        let drawn = drawn(&diff(left, right));
        assert_eq!(
            drawn,
            ["…2", "c", "d", "Open Dock 7.[3] now | Open Dock 7.[4] now", "e", " | [new]", "f", "g"]
        );
        assert_eq!(diff("same", "same"), []);
    }

    #[test]
    fn added_and_removed_texts_stand_alone() {
        assert_eq!(drawn(&diff("", "one\ntwo")), [" | [one]", " | [two]"]);
        assert_eq!(drawn(&diff("one", "")), ["[one] | "]);
    }

    #[test]
    fn changes_in_different_places_merge() {
        let base = "one\ntwo\nthree\nfour";
        assert_eq!(
            merge(base, "ONE\ntwo\nthree\nfour", "one\ntwo\nthree\nFOUR\nfive").unwrap(),
            "ONE\ntwo\nthree\nFOUR\nfive"
        );
        assert_eq!(merge(base, base, "").unwrap(), "");
        assert_eq!(merge("a", "b", "b").unwrap(), "b");
        assert_eq!(merge(base, "one\n2\nthree\nfour", "one\nII\nthree\nfour"), None);
    }

    #[test]
    fn large_texts_cost_little() {
        let (left, right) = ("a\n".repeat(100_000), "b\n".repeat(100_000));
        assert_eq!(
            diff(&left, &right).iter().filter(|row| matches!(row, DiffRow::Changed { .. })).count(),
            100_000
        );
        assert_eq!(merge("x", &left, &right), None);
    }
}

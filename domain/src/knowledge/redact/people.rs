//! People in a text: those one knows, those who are introduced as such, and when they were born.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::words::Words;

/// What stands before a name.
const TITLES: [&str; 10] = ["mr", "mrs", "ms", "miss", "mx", "dr", "herr", "herrn", "frau", "fräulein"];
const COLLEAGUES: [&str; 6] = ["colleague", "coworker", "kollege", "kollegen", "kollegin", "boss"];
const OURS: [&str; 8] = ["my", "our", "mein", "meine", "meiner", "unser", "unsere", "unserer"];
const CLOSINGS: [&str; 5] = ["regards", "wishes", "sincerely", "cheers", "grüße"];
/// What comes before a date of birth.
const BORN: [&str; 8] = ["born", "birthday", "birth", "dob", "geb", "geboren", "geburtsdatum", "geburtstag"];
/// Words between "born" and the date, and of a name.
const WORDS_BETWEEN: usize = 3;
const NAME: usize = 3;

/// Where `names` stand: whole ones in any case, their parts when written as a name.
pub(super) fn known(words: &Words<'_>, names: &[&str]) -> Vec<Range<usize>> {
    let book = Book::of(names);
    let mut found = Vec::new();
    let mut n = 0;
    while n < words.len() {
        match book.at(words, n) {
            0 => n += 1,
            long => {
                found.push(words.stretch(n, n + long - 1));
                n += long;
            }
        }
    }
    found
}

/// Names by their words, in lower case.
#[derive(Default)]
struct Book {
    /// The whole names that begin with a word.
    whole: HashMap<String, Vec<Vec<String>>>,
    /// What a name in a text is told by, and how it is written.
    parts: HashSet<String>,
    written: HashSet<String>,
}

impl Book {
    fn of(names: &[&str]) -> Self {
        let mut book = Self::default();
        for name in names {
            let parts = Words::of(name);
            book.written.extend((0..parts.len()).map(|n| parts.word(n).to_owned()));
            let parts: Vec<String> = (0..parts.len()).map(|n| parts.word(n).to_lowercase()).collect();
            book.parts.extend(parts.iter().filter(|part| part.chars().count() > 2).cloned());
            if let [first, _, ..] = parts.as_slice() {
                book.whole.entry(first.clone()).or_default().push(parts);
            }
        }
        book
    }

    /// How many words a name takes that begins with word number `n`; 0: there is none.
    fn at(&self, words: &Words<'_>, n: usize) -> usize {
        let first = words.word(n).to_lowercase();
        let is_here = |name: &&Vec<String>| {
            let follows = |(at, part): (usize, &String)| {
                words.is(n + at, part) && (at == 0 || is_inside_name(words.gap(n + at - 1)))
            };
            name.iter().enumerate().all(follows)
        };
        let whole = self.whole.get(&first).into_iter().flatten().filter(is_here).map(Vec::len).max();
        let is_written = || words.is_capital(n) || self.written.contains(words.word(n));
        whole.unwrap_or_else(|| usize::from(self.parts.contains(&first) && is_written()))
    }
}

fn is_inside_name(gap: &str) -> bool {
    matches!(gap, " " | "-" | "'" | "’" | ". ")
}

/// Names that somebody is introduced by: "Mrs", "my colleague", "regards".
pub(super) fn introduced(words: &Words<'_>) -> Vec<Range<usize>> {
    (0..words.len()).filter_map(|n| name(words, n + introduction(words, n)?)).collect()
}

/// How many words introduce whoever is named behind them.
fn introduction(words: &Words<'_>, n: usize) -> Option<usize> {
    let gap = words.gap(n);
    if words.is_any(n, &TITLES) && words.is_capital(n) && matches!(gap, " " | ". ") {
        return Some(1);
    }
    if words.is_any(n, &OURS) && words.is_any(n + 1, &COLLEAGUES) && gap == " " && words.gap(n + 1) == " " {
        return Some(2);
    }
    let is_closing = words.is_any(n, &CLOSINGS) && gap.trim_matches([' ', ',', '\n']).is_empty();
    let is_own = words.is(n, "name") && (words.is(n + 1, "is") || words.is(n + 1, "ist"));
    match (is_closing && gap.len() <= 3, is_own && n > 0 && words.is_any(n - 1, &OURS)) {
        (true, _) => Some(1),
        (_, true) => Some(2),
        _ => None,
    }
}

/// The name that begins with word number `first`.
fn name(words: &Words<'_>, first: usize) -> Option<Range<usize>> {
    let belongs = |n: &usize| words.is_capital(*n) && (*n == first || is_inside_name(words.gap(n - 1)));
    let last = (first..first + NAME).take_while(belongs).last()?;
    Some(words.stretch(first, last))
}

/// Dates behind "born" and its like.
pub(super) fn births(words: &Words<'_>) -> Vec<Range<usize>> {
    let births = (0..words.len()).filter(|n| words.is_any(*n, &BORN));
    let dated = |born: usize| {
        let mut sentence = (born + 1..=born + WORDS_BETWEEN)
            .take_while(|n| matches!(words.gap(n - 1), " " | "." | ". " | ".: " | ":" | ": " | " (" | ", "));
        sentence.find_map(|n| date(words, n))
    };
    births.filter_map(dated).collect()
}

/// The date that begins with word number `n`: day, month as a number or a name, year, in any order.
fn date(words: &Words<'_>, n: usize) -> Option<Range<usize>> {
    let number = |n: usize, long: Range<usize>| {
        let word = words.word(n);
        long.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_joint = |gap: &str| matches!(gap, "." | "/" | "-" | " " | ". " | ", ");
    let is_joined = is_joint(words.gap(n)) && is_joint(words.gap(n + 1));
    let month = number(n + 1, 1..3) || !words.word(n + 1).contains(|c: char| c.is_ascii_digit());
    let is_date = number(n, 1..5) && month && number(n + 2, 1..5) && words.word(n + 2).len() != 3;
    (is_joined && is_date).then(|| words.stretch(n, n + 2))
}

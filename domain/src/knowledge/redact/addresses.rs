//! Where people are: streets, mail addresses and addresses on a network.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use super::words::Words;

/// What a street's name ends with.
const STREETS: [&str; 14] = [
    "street",
    "st",
    "road",
    "rd",
    "lane",
    "avenue",
    "ave",
    "boulevard",
    "blvd",
    "drive",
    "square",
    "terrace",
    "crescent",
    "court",
];
const STRASSEN: [&str; 5] = ["straße", "strasse", "str", "gasse", "allee"];
/// Words of a street's name before its ending.
const STREET: usize = 3;
/// What stands before a number that is a version although it looks like an address.
const VERSIONS: [&str; 8] = ["version", "v", "driver", "firmware", "release", "build", "treiber", "update"];
/// Longest address on a network, in bytes.
const LONGEST: usize = 45;

/// Streets with their number, and the town behind them.
pub(super) fn streets(words: &Words<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for n in 0..words.len() {
        if let Some((first, last)) = english(words, n).or_else(|| german(words, n)) {
            found.push(words.stretch(first, town(words, last).unwrap_or(last)));
        }
    }
    found
}

/// "12 Baker Street", from its number on: its first and last word.
fn english(words: &Words<'_>, number: usize) -> Option<(usize, usize)> {
    if !is_house(words.word(number)) {
        return None;
    }
    let named = |n: &usize| words.is_capital(*n) && words.gap(n - 1) == " ";
    let name = (number + 1..=number + 1 + STREET).take_while(named);
    let last = name.skip(1).find(|n| words.is_any(*n, &STREETS))?;
    Some((number, last))
}

/// "Hauptstraße 5" or "Berliner Str. 5", from its ending on.
fn german(words: &Words<'_>, ending: usize) -> Option<(usize, usize)> {
    let word = words.word(ending).to_lowercase();
    let ends = STRASSEN.iter().any(|street| word.ends_with(street) && (*street != "str" || is_short(&word)));
    let gap = words.gap(ending);
    let is_numbered = ends && (gap == " " || gap == ". ") && is_house(words.word(ending + 1));
    let is_apart = STRASSEN.contains(&word.as_str());
    let is_named = ending > 0 && words.is_capital(ending - 1) && matches!(words.gap(ending - 1), " " | "-");
    match (is_numbered, is_apart) {
        (true, false) => Some((ending, ending + 1)),
        (true, true) if is_named => Some((ending - 1, ending + 1)),
        _ => None,
    }
}

/// "str" alone, or "Hauptstr": not a word that merely ends so.
fn is_short(word: &str) -> bool {
    word == "str" || word.len() > 6
}

/// A house's number, such as 7 or 12b.
fn is_house(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    (1..=4).contains(&digits.len())
        && word.len() <= digits.len() + 1
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The last word of the town behind word number `last`: ", 10115 Berlin" or ", London".
fn town(words: &Words<'_>, last: usize) -> Option<usize> {
    if !matches!(words.gap(last), ", " | "\n" | ",\n") {
        return None;
    }
    let code = words.word(last + 1);
    let is_code = (4..=6).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit());
    let name = if is_code { last + 2 } else { last + 1 };
    let is_named = words.is_capital(name) && (!is_code || words.gap(last + 1) == " ");
    (is_named && (is_code || words.gap(last) == ", ")).then_some(name)
}

/// Mail addresses, and those of machines.
pub(super) fn on_networks(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut before = "";
    for piece in text.split_whitespace() {
        let inside = piece.trim_matches(|c: char| !c.is_alphanumeric() && c != ':');
        let start = inside.as_ptr() as usize - text.as_ptr() as usize;
        if is_mail(inside) {
            found.push(start..start + inside.trim_end_matches(':').len());
        } else if !VERSIONS.contains(&before.to_lowercase().as_str()) {
            found.extend(machine(inside).map(|long| start..start + long));
        }
        before = piece;
    }
    found
}

fn is_mail(word: &str) -> bool {
    word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

/// How many bytes of `word` are a machine's address; a port may follow.
fn machine(word: &str) -> Option<usize> {
    let word = word.trim_end_matches(':');
    let host = word.split([':', '/']).next().unwrap_or_default();
    if host.parse::<Ipv4Addr>().is_ok() {
        return Some(host.len());
    }
    let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
    let is_six = word.len() <= LONGEST && has_digit && word.parse::<Ipv6Addr>().is_ok();
    is_six.then_some(word.len())
}

//! What opens doors: passwords that were told, and keys that look like none but keys.

use std::ops::Range;

use super::words::Words;

/// What a value behind it is, whatever it looks like.
const PASSWORDS: [&str; 7] = ["password", "passwort", "kennwort", "passcode", "passphrase", "pwd", "passwd"];
/// What a value behind it is when it looks like one.
const KEYS: [&str; 5] = ["key", "token", "secret", "apikey", "schlüssel"];
/// What leads from the word to the value.
const LINKS: [&str; 5] = ["is", "was", "ist", "war", "lautet"];
/// What the word may be of, before the value: "the password for the admin is".
const OF: [&str; 7] = ["for", "of", "on", "to", "für", "von", "vom"];
const WORDS_BETWEEN: usize = 4;
/// What is said of a password rather than told as one.
const ORDINARY: [&str; 38] = [
    "wrong",
    "invalid",
    "not",
    "no",
    "missing",
    "expired",
    "correct",
    "right",
    "the",
    "a",
    "an",
    "my",
    "our",
    "in",
    "on",
    "at",
    "to",
    "too",
    "always",
    "never",
    "still",
    "now",
    "empty",
    "lost",
    "unknown",
    "incorrect",
    "ok",
    "fine",
    "forgotten",
    "reset",
    "valid",
    "what",
    "see",
    "falsch",
    "weg",
    "nicht",
    "short",
    "old",
];
/// Shortest key, and shortest run of letters and digits that can be nothing else.
const KEY: usize = 8;
const RUN: usize = 20;
/// Longest value, in characters; no longer one is looked for.
const LONGEST: usize = 200;
/// How long a PIN is.
const PIN: Range<usize> = 3..9;

/// What kind of value was announced.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Password,
    Key,
    Pin,
}

/// How it was announced.
#[derive(Clone, Copy, PartialEq)]
enum Link {
    /// `:` or `=`.
    Mark,
    /// "is".
    Verb,
    /// Nothing: the value follows at once.
    None,
}

/// Values that are told as a password, PIN, key or token.
pub(super) fn told(words: &Words<'_>) -> Vec<Range<usize>> {
    (0..words.len()).filter_map(|n| told_at(words, n)).collect()
}

fn told_at(words: &Words<'_>, n: usize) -> Option<Range<usize>> {
    let kind = kind(words, n)?;
    let (link, after) = linked(words, n)?;
    let rest = words.text[after..].trim_start_matches([' ', '\t']);
    let start = words.text.len() - rest.len();
    if let Some(quoted) = quoted(rest).filter(|_| link != Link::None) {
        return Some(start..start + quoted);
    }
    let value = &rest[..until(rest, |c| c.is_whitespace() || matches!(c, ',' | ';')).unwrap_or(rest.len())];
    let bare = value.trim_end_matches(['.', '?', ')', ':']);
    is_value(kind, link, bare).then_some(start..start + bare.len())
}

fn kind(words: &Words<'_>, n: usize) -> Option<Kind> {
    let kinds = [(&PASSWORDS[..], Kind::Password), (&KEYS[..], Kind::Key), (&["pin"][..], Kind::Pin)];
    kinds.into_iter().find(|(names, _)| words.is_any(n, names)).map(|(_, kind)| kind)
}

/// How the word number `n` leads to its value, and where that may begin.
fn linked(words: &Words<'_>, n: usize) -> Option<(Link, usize)> {
    let far = if words.is_any(n + 1, &OF) { WORDS_BETWEEN } else { 0 };
    for last in n..=n + far {
        let gap = words.gap(last);
        let trimmed = gap.trim_start_matches([' ', '\t', '"', '`', '*', ')']);
        if trimmed.starts_with([':', '=']) {
            return Some((Link::Mark, words.end(last) + gap.len() - trimmed.len() + 1));
        }
        if gap == " " && words.is_any(last + 1, &LINKS) {
            let behind = words.end(last + 1);
            let is_marked = words.text[behind..].starts_with(':');
            return Some((Link::Verb, behind + usize::from(is_marked)));
        }
        if gap != " " {
            return None;
        }
    }
    (far == 0).then(|| (Link::None, words.end(n)))
}

/// How long the quoted text is that `rest` begins with, with its quotes; one line at most.
fn quoted(rest: &str) -> Option<usize> {
    let open = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`' | '“' | '„' | '‘' | '«'))?;
    let inside = &rest[open.len_utf8()..];
    let end = until(inside, |c| matches!(c, '"' | '\'' | '`' | '”' | '“' | '’' | '»' | '\n'))?;
    let close = inside[end..].chars().next().filter(|c| *c != '\n')?;
    Some(open.len_utf8() + end + close.len_utf8())
}

/// Where the first character that `ends` stands in the beginning of `text`; behind that beginning when `text` goes on.
fn until(text: &str, ends: impl Fn(char) -> bool) -> Option<usize> {
    let mut places = text.char_indices().enumerate();
    places.find(|(n, (_, c))| *n == LONGEST || ends(*c)).map(|(_, (at, _))| at)
}

fn is_value(kind: Kind, link: Link, value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let letters = value.chars().filter(|c| c.is_alphabetic()).count();
    match kind {
        Kind::Pin => PIN.contains(&value.len()) && digits == value.len(),
        Kind::Key => {
            value.len() >= KEY && digits > 0 && letters > 0 && !value.starts_with("0x") && link != Link::None
        }
        Kind::Password if link == Link::None => digits > 0 && letters > 0 && !is_series(value),
        Kind::Password => value.len() >= 3 && !is_ordinary(value),
    }
}

/// A word of the language that is said about a password: "wrong", "accepted", "expiring".
fn is_ordinary(value: &str) -> bool {
    let value = value.trim_end_matches('!').to_lowercase();
    let is_word = value.chars().all(char::is_alphabetic);
    is_word && (ORDINARY.contains(&value.as_str()) || value.ends_with("ed") || value.ends_with("ing"))
}

/// Capitals and digits, as types of machines and errors are written.
fn is_series(value: &str) -> bool {
    value
        .bytes()
        .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.'))
}

/// Long runs of letters and digits that change more often than words and numbers do.
pub(super) fn keys(words: &Words<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut first = 0;
    for n in 0..words.len() {
        if words.gap(n) != "_" {
            let run = words.stretch(first, n);
            found.extend(is_key(&words.text[run.clone()]).then_some(run));
            first = n + 1;
        }
    }
    found
}

fn is_key(run: &str) -> bool {
    if run.len() < RUN || !run.is_ascii() {
        return false;
    }
    let digits = run.bytes().filter(u8::is_ascii_digit).count();
    let letters = run.bytes().filter(u8::is_ascii_alphabetic).count();
    let (mut turns, mut changes) = (0, 0);
    for pair in run.as_bytes().windows(2) {
        turns += usize::from(pair[0].is_ascii_digit() != pair[1].is_ascii_digit());
        changes += usize::from(class(pair[0]) != class(pair[1]));
    }
    letters >= 4 && digits >= 2 && (digits >= 6 || turns >= 4 || changes * 2 >= run.len())
}

fn class(byte: u8) -> (bool, bool) {
    (byte.is_ascii_digit(), byte.is_ascii_uppercase())
}

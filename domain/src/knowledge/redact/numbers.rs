//! Numbers that belong to somebody: telephones, bank accounts, cards.

use std::ops::Range;

/// How many digits a telephone number has, and its length with what parts them, in bytes.
const PHONE_DIGITS: Range<usize> = 7..16;
const PHONE: usize = 32;
/// How many letters and digits an IBAN has.
const IBAN: Range<usize> = 15..35;
/// Length of the groups that accounts and cards are written in.
const GROUP: usize = 4;

/// Numbers that begin with `+` or `0`, in groups or not, and are as long as a telephone's.
pub(super) fn phones(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(['+', '0', '(']) {
        let start = at + next;
        let is_glued =
            text[..start].chars().next_back().is_some_and(|c| c.is_alphanumeric() || ".-:/".contains(c));
        match phone(&text[start..]).filter(|_| !is_glued) {
            Some(long) => {
                found.push(start..start + long);
                at = start + long;
            }
            None => at = start + 1,
        }
    }
    found
}

/// How many bytes of the beginning of `text` are a telephone number.
fn phone(text: &str) -> Option<usize> {
    let is_part = |byte: &u8| byte.is_ascii_digit() || b"+()/- ".contains(byte);
    let long = text.bytes().take(PHONE + 1).take_while(is_part).count();
    let number = text[..long].trim_end_matches(|c: char| !c.is_ascii_digit());
    let goes_on = long > PHONE || text[number.len()..].starts_with(|c: char| c.is_alphanumeric());
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let starts = number.starts_with('+') || number.trim_start_matches('(').starts_with(['0', '+']);
    (starts && !goes_on && PHONE_DIGITS.contains(&digits)).then_some(number.len())
}

/// Bank accounts and cards.
pub(super) fn accounts(text: &str) -> Vec<Range<usize>> {
    let groups = groups(text);
    let mut found = Vec::new();
    let mut n = 0;
    while n < groups.len() {
        match iban(text, &groups[n..]).or_else(|| card(text, &groups[n..])) {
            Some(taken) => {
                found.push(groups[n].start..groups[n + taken - 1].end);
                n += taken;
            }
            None => n += 1,
        }
    }
    found
}

/// Where the runs of letters and digits of ASCII stand.
fn groups(text: &str) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_alphanumeric()) {
        match groups.last_mut().filter(|group| group.end == at) {
            Some(group) => group.end += 1,
            None => groups.push(at..at + 1),
        }
    }
    groups
}

/// How many of `groups` are written as one number: each behind a blank or a hyphen, all but the last of [`GROUP`].
fn together(text: &str, groups: &[Range<usize>], most: usize) -> usize {
    let joined = |pair: &&[Range<usize>]| {
        matches!(&text[pair[0].end..pair[1].start], " " | "-") && pair[0].len() == GROUP
    };
    1 + groups.windows(2).take(most - 1).take_while(joined).count()
}

/// How many of `groups` an account's number takes, which proves itself.
fn iban(text: &str, groups: &[Range<usize>]) -> Option<usize> {
    let first = text[groups.first()?.clone()].as_bytes();
    let begins = first.len() >= GROUP
        && first[..2].iter().all(u8::is_ascii_alphabetic)
        && first[2..GROUP].iter().all(u8::is_ascii_digit);
    if !begins {
        return None;
    }
    (1..=together(text, groups, IBAN.end / GROUP + 1)).rev().find(|taken| {
        let number: Vec<u8> = groups[..*taken].iter().flat_map(|group| text[group.clone()].bytes()).collect();
        IBAN.contains(&number.len()) && is_proven(&number)
    })
}

/// ISO 13616: with its first four characters last and letters as two digits, the rest by 97 is 1.
fn is_proven(number: &[u8]) -> bool {
    let (head, body) = number.split_at(GROUP);
    let rest = body.iter().chain(head).fold(0, |rest, byte| {
        let value = char::from(*byte).to_digit(36).unwrap_or_default();
        (rest * if value > 9 { 100 } else { 10 } + value) % 97
    });
    rest == 1
}

/// How many of `groups` a card's number takes: four groups of four, or 15 or 16 digits that prove themselves.
fn card(text: &str, groups: &[Range<usize>]) -> Option<usize> {
    let is_number = |group: &Range<usize>| text[group.clone()].bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.first().filter(|group| is_number(group))?;
    let begins = text[first.clone()].starts_with(['2', '3', '4', '5', '6']);
    let is_glued = text[..first.start].ends_with(['.', '-', '_']);
    if !begins || is_glued {
        return None;
    }
    if together(text, groups, GROUP) == GROUP && groups[..GROUP].iter().all(is_number) {
        return (groups[GROUP - 1].len() == GROUP).then_some(GROUP);
    }
    (matches!(first.len(), 15 | 16) && is_summed(&text[first.clone()])).then_some(1)
}

/// Luhn's sum.
fn is_summed(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let value = u32::from(byte - b'0') * if place % 2 == 1 { 2 } else { 1 };
            value / 10 + value % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

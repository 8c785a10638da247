//! Holidays out of an iCalendar file (RFC 5545): the days of its events within a span of years. [`lines`] takes the
//! file apart, [`rule`] repeats events year by year. Whatever a holiday list has no use for is passed over.

mod lines;
mod rule;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use self::lines::{Line, lines};
use self::rule::Rule;
use super::{Feed, FeedDay};
use crate::text;
use crate::time::Date;

/// Longest file taken, in bytes.
pub const MAX_BYTES: usize = 1_000_000;
/// Most days that a list may have.
const MAX_DAYS: usize = 5_000;
/// Longest single event, in days: more is no holiday.
const MAX_LENGTH: i32 = 62;
/// Longest name of a day or region, in characters.
const MAX_NAME: usize = 120;

/// Why nothing can be taken from a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IcsError {
    #[error("not an iCalendar file")]
    NotACalendar,
    #[error("no event falls into the years asked for")]
    NoDays,
    #[error("more than {MAX_DAYS} days, or larger than {MAX_BYTES} bytes")]
    TooLarge,
}

/// A holiday list as read, and the names of events that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    pub feed: Feed,
    pub left_out: Vec<String>,
}

/// Reads the days of the years `from` to `to`, both included. A day's region is its event's `LOCATION`; no region is
/// switched on. The list has the file's own name, which may be empty.
///
/// # Errors
/// When the file is none, too large, or has nothing in these years.
pub fn read_ics(file: &str, from: i32, to: i32) -> Result<Imported, IcsError> {
    if file.len() > MAX_BYTES {
        return Err(IcsError::TooLarge);
    }
    let file = lines(file).ok_or(IcsError::NotACalendar)?;
    let (events, left_out) = events(&file.events);
    let span = (first_of(from), first_of(to + 1).plus_days(-1));
    let mut days: BTreeSet<(Date, String, Option<String>)> = BTreeSet::new();
    for event in &events {
        let moved = moved_away(&events, &event.uid);
        for first in
            event.starts(span).into_iter().filter(|first| event.replaces.is_some() || !moved.contains(first))
        {
            let within = (0..event.length).map(|ahead| first.plus_days(ahead));
            let within = within.filter(|date| (span.0..=span.1).contains(date));
            days.extend(within.map(|date| (date, event.name.clone(), event.region.clone())));
        }
    }
    if days.len() > MAX_DAYS {
        return Err(IcsError::TooLarge);
    }
    let day = |(date, name, region): (Date, String, Option<String>)| FeedDay {
        date: date.to_string(),
        name,
        region,
    };
    let days: Vec<FeedDay> = days.into_iter().map(day).collect();
    if days.is_empty() {
        return Err(IcsError::NoDays);
    }
    Ok(Imported { feed: Feed { name: shortened(&file.name), days, ..Feed::default() }, left_out })
}

fn first_of(year: i32) -> Date {
    Date::from_ymd(year, 1, 1).unwrap_or(Date(0))
}

struct Event {
    uid: String,
    name: String,
    region: Option<String>,
    start: Date,
    /// In days, at least one.
    length: i32,
    rule: Option<Rule>,
    more: Vec<Date>,
    except: BTreeSet<Date>,
    /// It stands for one occurrence of the event with the same id, which began on this date.
    replaces: Option<Date>,
}

impl Event {
    /// First days that may touch the span.
    fn starts(&self, span: (Date, Date)) -> Vec<Date> {
        let early = (span.0.plus_days(-self.length), span.1);
        let mut starts = match &self.rule {
            Some(rule) => rule.dates(self.start, early),
            None => vec![self.start],
        };
        starts.extend(&self.more);
        starts.retain(|date| (early.0..=early.1).contains(date) && !self.except.contains(date));
        starts
    }
}

/// The occurrences of the event `uid` that another event of the file stands for.
fn moved_away(events: &[Event], uid: &str) -> BTreeSet<Date> {
    let others = events.iter().filter(|other| !uid.is_empty() && other.uid == uid);
    others.filter_map(|other| other.replaces).collect()
}

fn events(all: &[Vec<Line>]) -> (Vec<Event>, Vec<String>) {
    let (mut events, mut left_out) = (Vec::new(), Vec::new());
    for lines in all {
        let value = |name: &str| lines.iter().find(|line| line.name == name).map(|line| line.value.as_str());
        if value("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED")) {
            continue;
        }
        let name = shortened(&lines::unescaped(value("SUMMARY").unwrap_or_default()));
        match event(lines, &value, &name) {
            Some(event) => events.push(event),
            None => left_out.push(name),
        }
    }
    (events, left_out)
}

/// `None` when its dates or its repetition cannot be understood, or when it takes part of a day: a holiday closes whole
/// ones.
fn event<'l>(lines: &'l [Line], value: &impl Fn(&str) -> Option<&'l str>, name: &str) -> Option<Event> {
    let start = date(value("DTSTART")?)?;
    // What begins on a day, not at a time, is whole however its end is written.
    let is_day = value("DTSTART").is_some_and(|start| time(start).is_none());
    let is_whole = is_day || ["DTSTART", "DTEND"].into_iter().filter_map(value).all(is_midnight);
    let length = match (value("DTEND"), value("DURATION")) {
        (Some(end), _) => last_day(end)?.0 - start.0 + 1,
        (None, Some(duration)) => lines::days_of(duration)?,
        (None, None) => 1,
    };
    let rule = match value("RRULE") {
        Some(text) => Some(Rule::read(text, start)?),
        None => None,
    };
    let dates = |name: &str| -> Option<Vec<Date>> {
        let values = lines.iter().filter(|line| line.name == name).flat_map(|line| line.value.split(','));
        values.filter(|value| !value.is_empty()).map(date).collect()
    };
    let replaces = value("RECURRENCE-ID").and_then(date);
    let region = value("LOCATION").map(|text| shortened(&lines::unescaped(text)));
    (is_whole && length <= MAX_LENGTH).then_some(Event {
        uid: value("UID").unwrap_or_default().to_owned(),
        name: name.to_owned(),
        region: region.filter(|region| !region.is_empty()),
        start,
        length: length.max(1),
        rule,
        more: dates("RDATE")?,
        except: dates("EXDATE")?.into_iter().collect(),
        replaces,
    })
}

/// The day of `20261224`, with or without a time after it.
fn date(text: &str) -> Option<Date> {
    let (year, month, day) = (text.get(..4)?, text.get(4..6)?, text.get(6..8)?);
    if !text.get(..8)?.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Date::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// `090000` of `20261224T090000Z`.
fn time(text: &str) -> Option<&str> {
    text.get(9..15)
}

fn is_midnight(text: &str) -> bool {
    time(text).is_none_or(|time| time == "000000")
}

/// Ends are no longer part of the event: a day's end is the day before, unless a later time of it is named.
fn last_day(end: &str) -> Option<Date> {
    Some(date(end)?.plus_days(if is_midnight(end) { -1 } else { 0 }))
}

fn shortened(name: &str) -> String {
    text::line(name).chars().take(MAX_NAME).collect()
}

#[cfg(test)]
#[path = "ics/tests.rs"]
mod tests;

//! Clocks in the portal: whole words, never a bare figure.

use super::super::common::in_sentence;
use super::super::{Lang, count, fill, words};
use crate::promises::countdown::{Clock as Reading, ClockFace as Face, Length};
use crate::promises::policy::{Target, Unit};
use crate::tickets::view::PromiseView;

words! {
    Clock, clock {
        minute: "{n} minute",
        minutes: "{n} minutes",
        hour: "{n} hour",
        hours: "{n} hours",
        day: "{n} day",
        days: "{n} days",
        hours_minutes: "{h} h {m} min",
        days_hours: "{d} d {h} h",
        minutes_seconds: "{m} min {s} s",
        seconds: "{n} seconds",
        second: "{n} second",
        in_time: "in {left}",
        opening_time: "{left} of opening time",
        over: "{left} late",
        left: "{left} left",

        unit_day: "day",
        unit_days: "days",
        unit_hours: "hours",
        unit_minutes: "minutes",
        unit_day_late: "day late",
        unit_days_late: "days late",
        unit_hours_late: "hours late",
        unit_minutes_late: "min late",
        unit_paused: "paused",

        contact_by: "We’ll contact you by",
        promise_by: "{promise} by",
        paused: "Clock paused",
        waiting: "Waiting for you",
        on_hold: "On hold",
        was_due: "{promise} was due",
        late_since: "{promise} late since",
        kept: "Kept",
        solved: "Solved",
        nothing: "No time promised yet",

        on_track_by: "On track: by {at}, {left}",
        at_risk_by: "Close: by {at}, {left}",
        missed_by: "Missed: was due {at}",
        missed_since: "Missed: late since it was changed, {at}",
        paused_with: "Paused, {left}",
        kept_in: "Kept: took {used}",
        kept_in_target: "Kept: took {used}, promised within {target}",
        kept_closed: "Kept, before opening; promised within {target}",
        kept_at_once: "Kept at once",
        kept_late: "Kept late, by {used}",
        kept_late_target: "Kept late, by {used}; promised within {target}",
        ended: "No longer needed",
        by_hand: "Agreed with you: {reason}",
        state_on_track: "on track",
        state_at_risk: "close to its time",
        state_missed: "missed",
        state_paused: "paused",
        state_kept: "kept",
        state_kept_late: "kept late",
        state_ended: "ended",

        soon: "Less than ten minutes left: {promise}",
        just_missed: "The promised time has passed: {promise}",

        target_minutes: "{n} minutes",
        target_hours: "{n} hours",
        target_days: "{n} days",
        target_business_minutes: "{n} opening minutes",
        target_business_hours: "{n} opening hours",
        target_business_days: "{n} working days",
        target_one_minute: "1 minute",
        target_one_hour: "1 hour",
        target_one_day: "1 day",
        target_one_business_minute: "1 opening minute",
        target_one_business_hour: "1 opening hour",
        target_one_business_day: "1 working day",
    }
    de {
        minute: "{n} Minute",
        minutes: "{n} Minuten",
        hour: "{n} Stunde",
        hours: "{n} Stunden",
        day: "{n} Tag",
        days: "{n} Tagen",
        hours_minutes: "{h} Std. {m} Min.",
        days_hours: "{d} T. {h} Std.",
        minutes_seconds: "{m} Min. {s} Sek.",
        second: "{n} Sekunde",
        seconds: "{n} Sekunden",
        in_time: "in {left}",
        opening_time: "{left} Öffnungszeit",
        over: "{left} zu spät",
        contact_by: "Wir melden uns bis",
        promise_by: "{promise} bis",
        paused: "Uhr angehalten",
        waiting: "Wir warten auf Sie",
        on_hold: "Zurückgestellt",
        was_due: "{promise} war fällig",
        late_since: "{promise} zu spät seit",
        kept: "Gehalten",
        solved: "Gelöst",
        nothing: "Noch keine Zeit zugesagt",
    }
}

/// A length in whole words: "39 minutes", "3 h 9 min", "2 d 4 h"; with seconds under ten minutes.
#[must_use]
pub fn span(lang: Lang, length: Length) -> String {
    let w = clock(lang);
    match length {
        Length::DaysHours(days, 0) => number(days, w.day, w.days),
        Length::DaysHours(days, hours) => two(w.days_hours, ("d", days), ("h", hours)),
        Length::HoursMinutes(hours, 0) => number(hours, w.hour, w.hours),
        Length::HoursMinutes(hours, minutes) => two(w.hours_minutes, ("h", hours), ("m", minutes)),
        Length::Minutes(minutes) | Length::MinutesSeconds(minutes @ 1.., 0) => {
            number(minutes, w.minute, w.minutes)
        }
        Length::MinutesSeconds(0, seconds) => number(seconds, w.second, w.seconds),
        Length::MinutesSeconds(minutes, seconds) => two(w.minutes_seconds, ("m", minutes), ("s", seconds)),
    }
}

fn two(pattern: &str, (first, a): (&str, i64), (second, b): (&str, i64)) -> String {
    fill(pattern, &[(first, &a.to_string()), (second, &b.to_string())])
}

fn number(n: i64, one: &str, many: &str) -> String {
    count(n.unsigned_abs(), one, many)
}

/// The figure of the large clock and its unit: ("39", "minutes"); late, both: ("10", "min late").
#[must_use]
pub fn figure(lang: Lang, reading: Reading) -> (String, &'static str) {
    let w = clock(lang);
    let (figure, unit, late) = match reading.length {
        // A day of opening time is not a day of anybody's.
        Length::DaysHours(days, hours) if reading.is_opening_time => {
            ((days * 24 + hours).to_string(), w.unit_hours, w.unit_hours_late)
        }
        Length::DaysHours(1, _) => ("1".to_owned(), w.unit_day, w.unit_day_late),
        Length::DaysHours(days, _) => (days.to_string(), w.unit_days, w.unit_days_late),
        Length::HoursMinutes(hours, minutes) => {
            (format!("{hours}:{minutes:02}"), w.unit_hours, w.unit_hours_late)
        }
        Length::Minutes(minutes) => (minutes.to_string(), w.unit_minutes, w.unit_minutes_late),
        Length::MinutesSeconds(minutes, seconds) => {
            (format!("{minutes}:{seconds:02}"), w.unit_minutes, w.unit_minutes_late)
        }
    };
    match reading.state {
        Face::Missed => (figure, late),
        Face::Paused => (figure, w.unit_paused),
        _ => (figure, unit),
    }
}

/// "1 hour", "2 working days".
#[must_use]
pub fn target(lang: Lang, target: Target) -> String {
    let w = clock(lang);
    let (one, many) = match target.unit {
        Unit::Minutes => (w.target_one_minute, w.target_minutes),
        Unit::Hours => (w.target_one_hour, w.target_hours),
        Unit::Days => (w.target_one_day, w.target_days),
        Unit::BusinessMinutes => (w.target_one_business_minute, w.target_business_minutes),
        Unit::BusinessHours => (w.target_one_business_hour, w.target_business_hours),
        Unit::BusinessDays => (w.target_one_business_day, w.target_business_days),
    };
    count(u64::from(target.amount), one, many)
}

/// A length of a promise of so much. Of one that counts in opening hours, days are none of the calendar's; what lies
/// ahead of it and is interrupted by closing is called opening time. How late it is passes by the clock on the wall.
fn counted(lang: Lang, reading: Reading, promised: Option<Target>) -> String {
    let w = clock(lang);
    let is_late = matches!(reading.state, Face::Missed | Face::MetLate);
    let is_business = !is_late && promised.is_some_and(Target::is_business);
    match reading.length {
        Length::DaysHours(days, hours) if is_business => {
            number(days * 24 + hours, w.target_one_business_hour, w.target_business_hours)
        }
        length if reading.is_opening_time || is_business && reading.state == Face::Paused => {
            fill(w.opening_time, &[("left", &span(lang, length))])
        }
        length => span(lang, length),
    }
}

/// "in 39 minutes", "1 h 13 min late"; what stands still says how much.
#[must_use]
pub fn relative(lang: Lang, reading: Reading, promised: Option<Target>) -> String {
    let w = clock(lang);
    let left = counted(lang, reading, promised);
    let pattern = match reading.state {
        Face::OnTrack | Face::AtRisk => w.in_time,
        Face::Missed => w.over,
        Face::Paused => w.left,
        Face::Met => return left,
        Face::MetLate => w.over,
        Face::Ended => return w.ended.to_owned(),
    };
    fill(pattern, &[("left", &left)])
}

/// A promise's state in a word, for those who can't see its shape.
#[must_use]
pub fn face_name(lang: Lang, face: Face) -> &'static str {
    let w = clock(lang);
    match face {
        Face::OnTrack => w.state_on_track,
        Face::AtRisk => w.state_at_risk,
        Face::Missed => w.state_missed,
        Face::Paused => w.state_paused,
        Face::Met => w.state_kept,
        Face::MetLate => w.state_kept_late,
        Face::Ended => w.state_ended,
    }
}

/// A promise in a sentence: where it stands, until when, what was promised. A miss that a change made is told from then
/// on: the due time that it leads to was never promised.
#[must_use]
pub fn promise_sentence(lang: Lang, reading: Reading, promise: &PromiseView) -> String {
    let (w, promised) = (clock(lang), promise.target);
    let due = promise.late_since.as_ref().or(promise.due.as_ref()).map_or("", |stamp| stamp.text.as_str());
    let used = counted(lang, reading, promised);
    let left = fill(w.left, &[("left", &used)]);
    let within = promised.map(|promised| target(lang, promised));
    let due = in_sentence(lang, due);
    let pattern = match (reading.state, &within) {
        (Face::OnTrack, _) => w.on_track_by,
        (Face::AtRisk, _) => w.at_risk_by,
        (Face::Missed, _) if promise.late_since.is_some() => w.missed_since,
        (Face::Missed, _) => w.missed_by,
        (Face::Paused, _) => w.paused_with,
        (Face::Met, _) if reading.length.is_zero() => {
            if promised.is_some_and(Target::is_business) {
                w.kept_closed
            } else {
                w.kept_at_once
            }
        }
        (Face::Met, Some(_)) => w.kept_in_target,
        (Face::Met, None) => w.kept_in,
        (Face::MetLate, Some(_)) => w.kept_late_target,
        (Face::MetLate, None) => w.kept_late,
        (Face::Ended, _) => w.ended,
    };
    fill(
        pattern,
        &[("at", &due), ("left", &left), ("used", &used), ("target", within.as_deref().unwrap_or_default())],
    )
}

#[cfg(test)]
#[path = "clock_tests.rs"]
mod tests;

//! Clocks in the console: short, in figures.

use super::super::{Lang, count, fill, words};
use crate::promises::countdown::{Clock, ClockFace as Face, Length};
use crate::promises::policy::{Target, Unit};

words! {
    DeskClock, clock {
        left: "{t} left",
        over: "{t} over",
        met: "Met in {t}",
        met_closed: "Met early",
        met_at_once: "Met at once",
        met_late: "Met late",
        paused_at: "Paused at {t}",
        ended: "Not needed",

        on_track: "on track",
        at_risk: "at risk",
        missed: "missed",
        paused: "paused",
        kept: "met",
        kept_late: "met late",

        waits_customer: "Customer",
        waits_other: "On hold",

        minutes: "{n}m",
        hours: "{n}h",
        days_one: "{n} day",
        days: "{n} days",
        promised: "promised {target}",
        was_due: "was due {at}",
        late_since: "changed, late since {at}",

        risk_one: "{n} ticket of yours is at risk.",
        risk_many: "{n} tickets of yours are at risk.",
        missed_one: "{n} ticket of yours has missed its time.",
        missed_many: "{n} tickets of yours have missed their times.",
        soon: "Less than ten minutes left: {promise}.",
        just_missed: "The promised time has passed: {promise}.",
    }
}

/// A clock in a list: `3h 09m`, `1h 13m over`, `6h left` while paused.
#[must_use]
pub fn chip(lang: Lang, reading: &Clock) -> String {
    let w = clock(lang);
    match reading.state {
        Face::OnTrack | Face::AtRisk => figure(reading),
        Face::Paused => fill(w.left, &[("t", &reading.length.short())]),
        _ => verdict(lang, reading),
    }
}

/// A clock on the ticket itself: `39m left`, `Paused at 2h 40m`. What was met before its time began to count, because
/// the calendar of `promised` was closed, took no time that is worth a figure.
#[must_use]
pub fn long(lang: Lang, reading: &Clock, promised: Option<Target>) -> String {
    let w = clock(lang);
    match reading.state {
        Face::Met if reading.length.is_zero() => {
            let was_closed = promised.is_some_and(Target::is_business);
            if was_closed { w.met_closed } else { w.met_at_once }.to_owned()
        }
        Face::OnTrack | Face::AtRisk => fill(w.left, &[("t", &figure(reading))]),
        Face::Paused => fill(w.paused_at, &[("t", &reading.length.short())]),
        _ => verdict(lang, reading),
    }
}

/// Opening time is told in hours: a day of it is none of the calendar's.
fn figure(reading: &Clock) -> String {
    match reading.length {
        Length::DaysHours(days, hours) if reading.is_opening_time => format!("{}h", days * 24 + hours),
        length => length.to_string(),
    }
}

fn verdict(lang: Lang, reading: &Clock) -> String {
    let w = clock(lang);
    let length = figure(reading);
    match reading.state {
        Face::Missed => fill(w.over, &[("t", &length)]),
        Face::Met => fill(w.met, &[("t", &length)]),
        Face::MetLate => w.met_late.to_owned(),
        _ => w.ended.to_owned(),
    }
}

/// A clock's state in words, for those who can't see its shape.
#[must_use]
pub fn state_name(lang: Lang, face: Face) -> &'static str {
    let w = clock(lang);
    match face {
        Face::OnTrack => w.on_track,
        Face::AtRisk => w.at_risk,
        Face::Missed => w.missed,
        Face::Paused => w.paused,
        Face::Met => w.kept,
        Face::MetLate => w.kept_late,
        Face::Ended => w.ended,
    }
}

/// What was promised, shortly: `1h`, `2 days`.
#[must_use]
pub fn short_target(lang: Lang, target: Target) -> String {
    let w = clock(lang);
    let (one, many) = match target.unit {
        Unit::Minutes | Unit::BusinessMinutes => (w.minutes, w.minutes),
        Unit::Hours | Unit::BusinessHours => (w.hours, w.hours),
        Unit::Days | Unit::BusinessDays => (w.days_one, w.days),
    };
    count(u64::from(target.amount), one, many)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{DAY_MS, HOUR_MS, MINUTE_MS};

    fn reading(state: Face, ms: i64) -> Clock {
        Clock { state, length: Length::of(ms), is_opening_time: false, fraction: 0.5, next_change_at: None }
    }

    #[test]
    fn clocks_read_as_designed() {
        let over = HOUR_MS + 13 * MINUTE_MS;
        for (face, ms, chip_text, long_text) in [
            (Face::OnTrack, 3 * HOUR_MS + 9 * MINUTE_MS, "3h 09m", "3h 09m left"),
            (Face::AtRisk, 39 * MINUTE_MS, "39m", "39m left"),
            (Face::AtRisk, 8 * MINUTE_MS + 41_000, "8:41", "8:41 left"),
            (Face::Missed, over, "1h 13m over", "1h 13m over"),
            (Face::Paused, 6 * HOUR_MS, "6h left", "Paused at 6h"),
            (Face::Met, 21 * MINUTE_MS, "Met in 21m", "Met in 21m"),
            (Face::MetLate, 0, "Met late", "Met late"),
        ] {
            assert_eq!(chip(Lang::En, &reading(face, ms)), chip_text);
            assert_eq!(long(Lang::En, &reading(face, ms), None), long_text);
        }
    }

    #[test]
    fn opening_time_is_never_read_as_days() {
        let late = Clock { is_opening_time: true, ..reading(Face::Missed, 3 * DAY_MS + 14 * HOUR_MS) };
        assert_eq!(chip(Lang::En, &late), "86h over");
        assert_eq!(chip(Lang::En, &Clock { is_opening_time: false, ..late }), "3d 14h over");
    }

    #[test]
    fn no_time_at_all_is_no_figure() {
        let met = |unit| long(Lang::En, &reading(Face::Met, 0), Some(Target::new(4, unit)));
        assert_eq!(met(Unit::BusinessHours), "Met early");
        assert_eq!(met(Unit::Hours), "Met at once");
    }

    #[test]
    fn targets_are_short() {
        assert_eq!(short_target(Lang::En, Target::new(4, Unit::BusinessHours)), "4h");
        assert_eq!(short_target(Lang::En, Target::new(1, Unit::Days)), "1 day");
    }
}

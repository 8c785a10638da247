use super::*;
use crate::promises::PromiseKind;
use crate::promises::countdown::{ClockData, ClockState};
use crate::stamp::Stamp;
use crate::time::{DAY_MS, HOUR_MS, Instant, MINUTE_MS};

fn stamp(text: &str) -> Stamp {
    Stamp { at: Instant(0), text: text.into() }
}

fn promise(due: &str, target: Option<Target>) -> PromiseView {
    let clock = ClockData {
        state: ClockState::Running,
        started_at: Instant(0),
        due: None,
        risk_at: None,
        as_of: Instant(0),
        left_ms: 0,
        total_ms: 0,
        fixed_ms: 0,
        open: Vec::new(),
        open_until: Instant(0),
    };
    let (kind, manual) = (PromiseKind::FirstReply, None);
    PromiseView { kind, cycle: 1, clock, due: Some(stamp(due)), late_since: None, target, manual }
}

#[test]
fn spans_are_words() {
    let en = |ms| span(Lang::En, Length::of(ms));
    assert_eq!(en(39 * MINUTE_MS + 59_999), "39 minutes");
    assert_eq!(en(3 * HOUR_MS + 9 * MINUTE_MS), "3 h 9 min");
    assert_eq!(en(HOUR_MS), "1 hour");
    assert_eq!(en(2 * DAY_MS + 4 * HOUR_MS), "2 d 4 h");
    assert_eq!(en(8 * MINUTE_MS + 41_000), "8 min 41 s");
    assert_eq!(en(1_000), "1 second");
}

#[test]
fn the_large_clock_has_a_unit_when_it_is_late_too() {
    let figure = |state, ms| {
        figure(
            Lang::En,
            Reading {
                state,
                length: Length::of(ms),
                fraction: 0.0,
                is_opening_time: false,
                next_change_at: None,
            },
        )
    };
    assert_eq!(figure(Face::OnTrack, 37 * MINUTE_MS), ("37".to_owned(), "minutes"));
    assert_eq!(figure(Face::Missed, 10 * MINUTE_MS), ("10".to_owned(), "min late"));
    assert_eq!(figure(Face::Missed, 8 * MINUTE_MS + 5_000), ("8:05".to_owned(), "min late"));
    assert_eq!(figure(Face::Missed, 3 * HOUR_MS), ("3:00".to_owned(), "hours late"));
    assert_eq!(figure(Face::Missed, 8 * DAY_MS), ("8".to_owned(), "days late"));
}

#[test]
fn a_promise_is_a_sentence() {
    let sentence = |state, promised| {
        let length = Length::of(21 * MINUTE_MS);
        let reading = Reading { state, length, fraction: 0.5, is_opening_time: false, next_change_at: None };
        promise_sentence(Lang::En, reading, &promise("Today, 17:30", promised))
    };
    let hour = Some(Target::new(1, Unit::Hours));
    assert_eq!(sentence(Face::OnTrack, hour), "On track: by today, 17:30, 21 minutes left");
    assert_eq!(sentence(Face::Met, hour), "Kept: took 21 minutes, promised within 1 hour");
    assert_eq!(sentence(Face::MetLate, None), "Kept late, by 21 minutes");
    assert_eq!(sentence(Face::Missed, hour), "Missed: was due today, 17:30");
    let length = Length::of(21 * MINUTE_MS);
    let late =
        Reading { state: Face::Missed, length, is_opening_time: false, fraction: 0.0, next_change_at: None };
    let changed = PromiseView { late_since: Some(stamp("Today, 17:45")), ..promise("Today, 9:00", hour) };
    let told = promise_sentence(Lang::En, late, &changed);
    assert_eq!(told, "Missed: late since it was changed, today, 17:45");
}

#[test]
fn opening_hours_are_never_read_as_days() {
    let reading = |state| Reading {
        state,
        length: Length::of(2 * DAY_MS + 11 * HOUR_MS),
        is_opening_time: false,
        fraction: 0.0,
        next_change_at: None,
    };
    let (open, plain) = (Some(Target::new(4, Unit::BusinessHours)), Some(Target::new(4, Unit::Hours)));
    let relative = |state, promised| relative(Lang::En, reading(state), promised);
    assert_eq!(relative(Face::OnTrack, open), "in 59 opening hours");
    assert_eq!(relative(Face::OnTrack, plain), "in 2 d 11 h");
    assert_eq!(relative(Face::Missed, open), "2 d 11 h late", "whoever waits, waits by the wall");
    assert_eq!(relative(Face::Missed, plain), "2 d 11 h late");
    let sentence = |state| promise_sentence(Lang::En, reading(state), &promise("16 Nov 2026, 14:00", open));
    assert_eq!(sentence(Face::Missed), "Missed: was due 16 Nov 2026, 14:00");
    assert_eq!(sentence(Face::MetLate), "Kept late, by 2 d 11 h; promised within 4 opening hours");
    assert_eq!(sentence(Face::Paused), "Paused, 59 opening hours left");
}

#[test]
fn what_closing_interrupts_is_called_opening_time() {
    let reading = |is_opening_time| Reading {
        state: Face::OnTrack,
        length: Length::of(15 * HOUR_MS + 14 * MINUTE_MS),
        is_opening_time,
        fraction: 0.0,
        next_change_at: None,
    };
    let open = Some(Target::new(4, Unit::BusinessDays));
    let relative = |is_opening_time| relative(Lang::En, reading(is_opening_time), open);
    assert_eq!(relative(true), "in 15 h 14 min of opening time");
    assert_eq!(relative(false), "in 15 h 14 min");
}

#[test]
fn a_reply_before_opening_took_no_time() {
    let sentence = |promised| {
        let reading = Reading {
            state: Face::Met,
            length: Length::of(400),
            fraction: 0.0,
            is_opening_time: false,
            next_change_at: None,
        };
        promise_sentence(Lang::En, reading, &promise("Today, 17:30", promised))
    };
    let (open, plain) = (Target::new(1, Unit::BusinessHours), Target::new(1, Unit::Hours));
    assert_eq!(sentence(Some(open)), "Kept, before opening; promised within 1 opening hour");
    assert_eq!(sentence(Some(plain)), "Kept at once");
}

//! Why a deadline is what it is, and what the browser gets to count it down.

use domain::promises::calendar::Calendar;
use domain::promises::countdown::{ClockData, ClockFace};
use domain::promises::engine::Event;
use domain::promises::policy::Target;
use domain::promises::{PauseReason, PromiseKind, Why, explain};
use domain::tickets::{Priority, Status};
use domain::time::HOUR_MS;

use super::desk::*;

use PromiseKind::{FirstReply, Resolution};

fn counted(from: &str, to: &str, hours: i64) -> Why {
    Why::Counted { from: at(from), to: at(to), secs: hours * 3_600, summed: false }
}

#[test]
fn a_deadline_is_told_stretch_by_stretch() {
    let closed = Calendar { holidays: vec!["2026-03-03".into()], ..office() };
    let ticket = Ticket::new(policy(resolution(10, BusinessHours)), "2026-03-01 20:00")
        .with_calendar("2026-02-01 00:00", &closed)
        .status("2026-03-02 12:00", Status::OnHold)
        .status("2026-03-02 15:00", Status::Open);
    let fix = ticket.newest(Resolution, "2026-03-02 16:00");
    let paused = Why::PausedFor {
        from: at("2026-03-02 12:00"),
        to: Some(at("2026-03-02 15:00")),
        secs: 3 * 3_600,
        why: PauseReason::OnHold,
    };
    let expected = [
        Why::Started { at: at("2026-03-01 20:00"), target: Some(Target::new(10, BusinessHours)) },
        Why::Opens { at: at("2026-03-02 09:00") },
        counted("2026-03-02 09:00", "2026-03-02 12:00", 3),
        paused,
        counted("2026-03-02 15:00", "2026-03-02 17:00", 2),
        Why::HolidaySkipped { date: "2026-03-03".parse().unwrap() },
        counted("2026-03-04 09:00", "2026-03-04 14:00", 5),
        Why::Due { at: at("2026-03-04 14:00") },
    ];
    assert_eq!(explain(&fix, &ticket.book), expected);
}

#[test]
fn business_days_are_told_day_by_day() {
    let ticket = Ticket::new(policy(first_reply(2, BusinessDays)), "2026-03-06 11:00");
    let day = |date: &str, nth| Why::DayCounted { date: date.parse().unwrap(), nth };
    let expected = [
        Why::Started { at: at("2026-03-06 11:00"), target: Some(Target::new(2, BusinessDays)) },
        day("2026-03-09", 1),
        day("2026-03-10", 2),
        Why::Due { at: at("2026-03-10 11:00") },
    ];
    assert_eq!(explain(&ticket.newest(FirstReply, "2026-03-06 12:00"), &ticket.book), expected);
}

#[test]
fn changes_and_due_times_set_by_hand_are_told() {
    let by_hand = Event::ManualDue {
        kind: Resolution,
        task: None,
        due: at("2026-03-09 12:00"),
        reason: "agreed".into(),
    };
    let ticket = Ticket::new(full(), "2026-03-02 09:00")
        .priority("2026-03-02 10:00", Priority::High)
        .then("2026-03-02 11:00", by_hand);
    let steps = explain(&ticket.newest(Resolution, "2026-03-02 12:00"), &ticket.book);
    assert!(matches!(&steps[2], Why::SetByHand { reason } if reason == "agreed"), "{steps:?}");
    assert!(matches!(&steps[1], Why::Changed { note } if note.at == at("2026-03-02 11:00")), "{steps:?}");
    assert_eq!(steps.last(), Some(&Why::Due { at: at("2026-03-09 12:00") }));
}

#[test]
fn long_deadlines_are_summed_up_at_the_end() {
    let ticket = Ticket::new(policy(resolution(800, BusinessHours)), "2026-03-02 09:00");
    let fix = ticket.newest(Resolution, "2026-03-02 09:00");
    let steps = explain(&fix, &ticket.book);
    let secs = |step: &Why| if let Why::Counted { secs, .. } = step { *secs } else { 0 };
    assert_eq!(steps.iter().map(secs).sum::<i64>(), 800 * 3_600);
    assert!(steps.len() < 70 && steps.iter().any(|step| matches!(step, Why::Counted { summed: true, .. })));
}

#[test]
fn a_browser_counts_like_the_engine() {
    let ticket = Ticket::new(full(), "2026-03-05 15:00")
        .status("2026-03-05 16:00", Status::Waiting)
        .status("2026-03-06 10:00", Status::Open);
    for kind in [FirstReply, Resolution] {
        let clock = ClockData::of(&ticket.newest(kind, "2026-03-06 10:00"), &ticket.book);
        for now in [
            "2026-03-06 10:30",
            "2026-03-06 12:15",
            "2026-03-08 12:00",
            "2026-03-09 12:34",
            "2026-03-10 16:00",
        ] {
            let truth = ticket.newest(kind, now);
            let left = if truth.missed_at.is_some() { -truth.overrun_ms } else { truth.left_ms };
            assert_eq!(clock.left_ms(at(now)), left, "{kind:?} at {now}");
            assert_eq!(clock.at(at(now)).state == ClockFace::Missed, truth.missed_at.is_some());
        }
    }
}

#[test]
fn a_browser_that_stays_open_for_weeks_still_counts_right() {
    let ticket = Ticket::new(policy(resolution(8, BusinessHours)), "2026-03-02 09:00");
    let clock = ClockData::of(&ticket.newest(Resolution, "2026-03-02 09:00"), &ticket.book);
    assert!(clock.open.len() < 10, "a small payload: {:?}", clock.open);
    let later = ticket.newest(Resolution, "2026-03-25 12:00");
    assert_eq!(clock.left_ms(at("2026-03-25 12:00")), -later.overrun_ms);
    let long = Ticket::new(policy(resolution(400, BusinessHours)), "2026-04-06 09:00");
    let clock = ClockData::of(&long.newest(Resolution, "2026-04-06 09:00"), &long.book);
    assert_eq!(clock.total_ms, 400 * HOUR_MS);
    assert_eq!(clock.left_ms(at("2026-06-03 12:00")), long.newest(Resolution, "2026-06-03 12:00").left_ms);
}

#[test]
fn clocks_that_stand_carry_what_they_show() {
    let ticket = Ticket::new(full(), "2026-03-02 09:00")
        .reply("2026-03-02 09:21")
        .status("2026-03-02 11:00", Status::Waiting);
    let text = |kind, now: &str| ClockData::of(&ticket.newest(kind, now), &ticket.book).at(at(now)).text();
    assert_eq!(text(FirstReply, "2026-03-20 12:00"), "Met in 21m");
    assert_eq!(text(Resolution, "2026-03-20 12:00"), "6h left");
}

//! Alarms: their times, their keys, and the cases of the rules that hang on them. Firing them once is the evaluator's
//! part; here it is enough that a key never changes and that nothing is asked for that should not speak up.

use std::collections::BTreeSet;

use super::desk::*;
use domain::promises::engine::Event;
use domain::promises::policy::{AlarmRule, AlarmWhen, Policy};
use domain::tickets::{Priority, Status};
use domain::time::{Instant, MINUTE_MS};

/// Due after 4 office hours; warns at 25 % and 30 minutes before, speaks up at due, and hourly after that.
fn watched() -> Policy {
    let alarms = vec![
        rule("quarter", AlarmWhen::PercentBefore(25)),
        rule("half-hour", AlarmWhen::Before(30 * 60)),
        rule("due", AlarmWhen::AtDue),
        rule("after", AlarmWhen::After { secs: 3_600, repeat_secs: Some(3_600) }),
    ];
    Policy { alarms, ..policy(resolution(4, BusinessHours)) }
}

fn times(ticket: &Ticket, now: &str) -> Vec<(String, Instant)> {
    ticket.alarms(now).into_iter().map(|alarm| (alarm.key, alarm.fire_at)).collect()
}

#[test]
fn alarms_come_at_their_times() {
    let ticket = Ticket::new(watched(), "2026-03-02 15:00");
    let expected = [
        ("resolution/1/quarter", at("2026-03-03 10:00")),
        ("resolution/1/half-hour", at("2026-03-03 10:30")),
        ("resolution/1/due", at("2026-03-03 11:00").plus_ms(1)),
        ("resolution/1/after", at("2026-03-03 12:00").plus_ms(1)),
        ("resolution/1/after#1", at("2026-03-03 13:00").plus_ms(1)),
    ];
    assert_eq!(times(&ticket, "2026-03-02 15:00"), expected.map(|(key, time)| (key.to_owned(), time)));
}

#[test]
fn case_29_a_policy_switched_off_is_silent() {
    let ticket = Ticket::new(watched(), "2026-03-02 09:00").then("2026-03-02 10:00", Event::PolicyEnded);
    assert!(ticket.alarms("2026-03-05 10:00").is_empty());
    let mut off = Ticket::new(watched(), "2026-03-02 09:00");
    off = off.with_policy(Policy { enabled: false, ..watched() });
    assert!(off.alarms("2026-03-05 10:00").is_empty());
}

#[test]
fn case_30_a_ticket_merged_away_never_escalates() {
    let ticket = Ticket::new(watched(), "2026-03-02 09:00").then("2026-03-02 10:00", Event::MergedInto);
    assert!(ticket.alarms("2026-03-05 10:00").is_empty());
}

#[test]
fn case_31_a_late_verdict_still_speaks_up() {
    let ticket = Ticket::new(watched(), "2026-03-02 09:00").status("2026-03-02 13:01", Status::Resolved);
    assert_eq!(
        ticket.fired("2026-03-02 13:05"),
        ["resolution/1/due"],
        "warnings are too late, the miss is not"
    );
    let in_time = Ticket::new(watched(), "2026-03-02 09:00").status("2026-03-02 13:00", Status::Resolved);
    assert!(in_time.alarms("2026-03-02 13:05").is_empty());
}

#[test]
fn case_33_at_night_the_verdict_comes_at_once_and_the_notice_at_opening() {
    let night = Policy { alarms: vec![rule("due", AlarmWhen::AtDue)], ..policy(resolution(4, Hours)) };
    let loud = AlarmRule { round_the_clock: true, ..rule("loud", AlarmWhen::AtDue) };
    let ticket =
        Ticket::new(Policy { alarms: vec![night.alarms[0].clone(), loud], ..night }, "2026-03-06 20:00");
    let hours = compiled(&office());
    let alarms = ticket.alarms("2026-03-07 00:01");
    let just_late = at("2026-03-07 00:00").plus_ms(1);
    assert_eq!(ticket.promises("2026-03-07 00:01")[0].state, missed("2026-03-07 00:00"));
    assert_eq!(alarms.iter().map(|alarm| alarm.fire_at).collect::<Vec<_>>(), [just_late, just_late]);
    assert_eq!(alarms[0].notice_at(Some(&hours)), at("2026-03-09 09:00"));
    assert_eq!(alarms[1].notice_at(Some(&hours)), just_late);
    assert_eq!(alarms[0].notice_at(None), just_late, "whoever has no hours hears at once");
}

/// Whenever and however often it is asked, an alarm has one key: two servers, restarts and clocks that jump agree.
#[test]
fn case_37_39_an_alarm_keeps_its_key() {
    let ticket = Ticket::new(watched(), "2026-03-02 09:00")
        .status("2026-03-02 10:00", Status::Waiting)
        .status("2026-03-02 12:00", Status::Open)
        .priority("2026-03-02 13:00", Priority::High);
    let mut fired = BTreeSet::new();
    let mut told = 0;
    let forward_back_forward =
        ["2026-03-02 13:30", "2026-03-02 15:01", "2026-03-02 14:01", "2026-03-02 16:05"];
    for now in forward_back_forward {
        assert_eq!(ticket.fired(now), ticket.fired(now), "two servers see the same");
        told += ticket.fired(now).into_iter().filter(|key| fired.insert(key.clone())).count();
    }
    assert_eq!(told, fired.len());
    let expected = ["after", "due", "half-hour", "quarter"].map(|rule| format!("resolution/1/{rule}"));
    assert_eq!(fired.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn case_38_after_a_night_off_the_alarm_carries_the_true_due_time() {
    let ticket = Ticket::new(watched(), "2026-03-02 09:00");
    let due =
        ticket.alarms("2026-03-02 22:00").into_iter().find(|alarm| alarm.key == "resolution/1/due").unwrap();
    assert_eq!((due.due, due.fire_at), (at("2026-03-02 13:00"), at("2026-03-02 13:00").plus_ms(1)));
}

#[test]
fn a_repeated_alarm_that_slept_comes_once_with_its_latest_count() {
    let ticket = Ticket::new(watched(), "2026-03-02 09:00");
    let keys = ticket.fired("2026-03-03 10:30");
    assert_eq!(keys.last().map(String::as_str), Some("resolution/1/after#4"), "{keys:?}");
    assert_eq!(keys.iter().filter(|key| key.contains("after")).count(), 1);
}

#[test]
fn what_rests_is_silent_but_what_was_reached_before_is_not_lost() {
    let ticket = Ticket::new(watched(), "2026-03-02 09:00").status("2026-03-02 12:10", Status::Waiting);
    assert_eq!(ticket.fired("2026-03-05 12:00"), ["resolution/1/quarter"]);
    assert_eq!(ticket.alarms("2026-03-05 12:00").len(), 1, "nothing is to come while it rests");
    let late = Ticket::new(watched(), "2026-03-02 09:00").status("2026-03-02 13:10", Status::Waiting);
    assert!(
        !late.fired("2026-03-05 12:00").iter().any(|key| key.contains("after")),
        "nobody nags about a waiting ticket"
    );
    let back = late.status("2026-03-04 09:00", Status::Open);
    let after =
        back.alarms("2026-03-04 09:00").into_iter().find(|alarm| alarm.key.ends_with("after")).unwrap();
    assert_eq!(after.fire_at, at("2026-03-04 09:50").plus_ms(1), "ten of the sixty minutes were over before");
}

#[test]
fn a_raise_makes_alarms_true_at_the_raise() {
    let mut policy = watched();
    let mut urgent = policy.rows[0].clone();
    urgent.priority = Some(Priority::Urgent);
    urgent.targets = resolution(1, BusinessHours);
    policy.rows.push(urgent);
    let ticket = Ticket::new(policy, "2026-03-02 09:00").priority("2026-03-02 11:00", Priority::Urgent);
    let raised = at("2026-03-02 11:00");
    let reached: Vec<_> = ticket
        .alarms("2026-03-02 11:30")
        .into_iter()
        .filter(|a| a.fire_at <= at("2026-03-02 11:30"))
        .collect();
    assert_eq!(reached.iter().map(|alarm| alarm.fire_at.ms_since(raised)).collect::<Vec<_>>(), [0, 0, 0]);
    assert_eq!(ticket.promises("2026-03-02 11:30")[0].overrun_ms, 30 * MINUTE_MS);
}

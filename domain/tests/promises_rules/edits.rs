//! Edits of calendars and policies: which due times move, and what never does.

use super::desk::*;
use domain::promises::calendar::Calendar;
use domain::promises::engine::Event;
use domain::promises::policy::{AlarmRule, AlarmWhen, Policy, PolicyProblem, PolicyRef, PolicyRow, Targets};
use domain::promises::{Move, PromiseKind, moves};

fn edited(ticket: &Ticket, when: &str, event: Event) -> Vec<Move> {
    moves(&ticket.promises(when), &ticket.clone().then(when, event).promises(when))
}

fn version(policy: Policy, version: i64) -> (Policy, Event) {
    let policy = Policy { version, ..policy };
    let chosen = Event::PolicyChanged { policy: Some(PolicyRef { id: policy.id.clone(), version }) };
    (policy, chosen)
}

#[test]
fn a_new_holiday_moves_what_is_open_and_nothing_else() {
    let closed = Calendar { holidays: vec!["2026-03-03".into()], ..office() };
    let ticket = Ticket::new(full(), "2026-03-02 12:00")
        .with_calendar("2026-03-02 18:00", &closed)
        .reply("2026-03-02 16:30");
    let found = edited(&ticket, "2026-03-02 18:00", Event::CalendarChanged { calendar: "office".into() });
    let fix = Move {
        promise: PromiseKind::Resolution,
        from: Some(at("2026-03-03 12:00")),
        to: Some(at("2026-03-04 12:00")),
    };
    assert_eq!(found, [fix], "the first reply was missed and kept late: it has its verdict");
    let other = edited(&ticket, "2026-03-02 18:00", Event::CalendarChanged { calendar: "other".into() });
    assert_eq!(other, []);
}

#[test]
fn a_policy_applied_to_open_tickets_moves_ends_and_makes_promises() {
    let ticket = Ticket::new(full(), "2026-03-02 09:00");
    let targets = Targets { first_reply: None, ..resolution(4, BusinessHours) };
    let (next, chosen) = version(policy(Targets { periodic_update: None, ..targets }), 2);
    let found = edited(&ticket.with_policy(next), "2026-03-02 10:00", chosen);
    let first = Move { promise: PromiseKind::FirstReply, from: Some(at("2026-03-02 13:00")), to: None };
    let fix = Move {
        promise: PromiseKind::Resolution,
        from: Some(at("2026-03-02 17:00")),
        to: Some(at("2026-03-02 13:00")),
    };
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.contains(&first) && found.contains(&fix), "{found:?}");

    let bare = Ticket::new(policy(resolution(8, BusinessHours)), "2026-03-02 09:00");
    let (next, chosen) = version(full(), 2);
    let made = edited(&bare.with_policy(next), "2026-03-02 10:00", chosen);
    let first = Move { promise: PromiseKind::FirstReply, from: None, to: Some(at("2026-03-02 13:00")) };
    assert_eq!(made, [first]);
}

#[test]
fn a_due_time_set_by_hand_does_not_move() {
    let by_hand = Event::ManualDue {
        kind: PromiseKind::Resolution,
        task: None,
        due: at("2026-03-06 12:00"),
        reason: "agreed".into(),
    };
    let ticket = Ticket::new(policy(resolution(8, BusinessHours)), "2026-03-02 09:00")
        .then("2026-03-02 09:30", by_hand);
    let (next, chosen) = version(policy(resolution(2, BusinessHours)), 2);
    assert_eq!(edited(&ticket.with_policy(next), "2026-03-02 10:00", chosen), []);
}

#[test]
fn a_policy_that_promises_nothing_cannot_be_switched_on() {
    let empty = Policy { rows: vec![], ..full() };
    assert_eq!(empty.problems(), [PolicyProblem::NoTargets]);
    assert_eq!(
        Policy { rows: vec![row(Targets::default())], ..full() }.problems(),
        [PolicyProblem::NoTargets]
    );
    assert_eq!(Policy { enabled: false, ..empty }.problems(), []);
    assert_eq!(full().problems(), []);
}

fn row(targets: Targets) -> PolicyRow {
    PolicyRow { ticket_type: None, priority: None, targets }
}

#[test]
fn nothing_is_promised_within_more_than_ten_years() {
    for (amount, unit) in [(3_650, BusinessDays), (87_600, Hours), (5_256_000, BusinessMinutes)] {
        let longest = Policy { rows: vec![row(resolution(amount, unit))], ..full() };
        assert_eq!(longest.problems(), []);
        let longer = Policy { rows: vec![row(resolution(amount + 1, unit))], ..full() };
        assert_eq!(longer.problems(), [PolicyProblem::TooLong { field: "rows[0].resolution".into() }]);
    }
    let decade = 3_650 * 86_400;
    for when in [AlarmWhen::Before(decade + 1), AlarmWhen::After { secs: decade + 1, repeat_secs: None }] {
        let never = Policy { alarms: vec![rule("never", when)], ..full() };
        assert_eq!(never.problems(), [PolicyProblem::TooLong { field: "alarms[0]".into() }]);
    }
}

#[test]
fn every_fault_of_a_policy_names_its_field() {
    let silent = AlarmRule { actions: vec![], ..rule("silent", AlarmWhen::AtDue) };
    let alarms = vec![
        rule("late", AlarmWhen::PercentBefore(0)),
        rule("zero", AlarmWhen::Before(0)),
        silent,
        rule("often", AlarmWhen::After { secs: 60, repeat_secs: Some(30) }),
    ];
    let rows = vec![row(first_reply(0, Hours)), row(resolution(1, BusinessHours))];
    let faulty = Policy { rows, alarms, calendar: None, ..full() };
    let fields: Vec<String> = faulty.problems().iter().map(|problem| problem.field().to_owned()).collect();
    let expected = [
        "rows[0].first_reply",
        "rows[1]",
        "rows[1].resolution",
        "alarms[0]",
        "alarms[1]",
        "alarms[2]",
        "alarms[3]",
    ];
    assert_eq!(fields, expected);
}

#[test]
fn a_calendar_that_has_closed_for_good_can_still_be_read() {
    let past = Calendar {
        timezone: ZONE.into(),
        exceptions: [("2026-03-02".to_owned(), office().week.mon)].into(),
        ..Calendar::default()
    };
    assert!(past.compile(at("2026-01-01 00:00")).is_ok());
    assert!(past.compile(at("2026-04-01 00:00")).is_err());
    assert!(past.schedule().is_ok());
}

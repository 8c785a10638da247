//! The numbered cases of the rules that a ticket's life decides (1 to 12 and 36 are in `calendars`, alarms in
//! `alarms`). All times by Berlin's clock; 2026-03-02 is a Monday, the office opens
//! Monday to Friday from 9 to 17.

use domain::promises::calendar::Calendar;
use domain::promises::engine::Event;
use domain::promises::policy::{Policy, PolicyRow, Target, Targets};
use domain::promises::{EndReason, NoteKind, PromiseKind, Revision, Standing};
use domain::tickets::{Priority, Status};
use domain::time::{HOUR_MS, MINUTE_MS};

use super::desk::*;

use PromiseKind::{FirstReply, NextReply, Resolution};

/// `base` for normal tickets, `urgent` for urgent ones.
fn with_urgent(base: Targets, urgent: Targets) -> Policy {
    let mut policy = policy(base);
    policy.rows.push(PolicyRow { ticket_type: None, priority: Some(Priority::Urgent), targets: urgent });
    policy
}

#[test]
fn case_08_a_holiday_added_moves_what_is_open_and_rewrites_no_verdict() {
    let closed = Calendar { holidays: vec!["2026-03-03".into()], ..office() };
    let ticket = Ticket::new(
        policy(Targets { next_reply: None, ..full().rows[0].targets.clone() }),
        "2026-03-02 12:00",
    )
    .with_calendar("2026-03-02 18:00", &closed)
    .reply("2026-03-02 16:30")
    .then("2026-03-02 18:00", Event::CalendarChanged { calendar: "office".into() });
    let first = ticket.newest(FirstReply, "2026-03-05 12:00");
    assert_eq!((first.state, first.missed_at), (kept_late("2026-03-02 16:30"), Some(at("2026-03-02 16:00"))));
    assert_eq!(first.overrun_ms, 30 * MINUTE_MS);
    let fix = ticket.newest(Resolution, "2026-03-04 08:00");
    assert_eq!((fix.due, fix.state), (at("2026-03-04 12:00"), Standing::Running));
    let moved = NoteKind::Revised { because: Revision::Calendar, from: at("2026-03-03 12:00"), to: fix.due };
    assert_eq!(fix.notes[0].what, moved);
}

#[test]
fn case_13_a_pause_moves_the_due_time_by_its_opening_time() {
    let ticket = Ticket::new(policy(resolution(8, BusinessHours)), "2026-03-06 12:00");
    assert_eq!(ticket.newest(Resolution, "2026-03-06 12:00").due, at("2026-03-09 12:00"));
    let paused = ticket.status("2026-03-06 16:00", Status::Waiting).status("2026-03-09 10:00", Status::Open);
    assert_eq!(paused.newest(Resolution, "2026-03-09 10:00").due, at("2026-03-09 14:00"));
}

#[test]
fn case_14_a_pause_outlives_a_change_of_priority() {
    let policy = with_urgent(resolution(40, BusinessHours), resolution(16, BusinessHours));
    let ticket = Ticket::new(policy, "2026-03-02 09:00")
        .status("2026-03-03 09:00", Status::OnHold)
        .status("2026-03-05 09:00", Status::Open)
        .priority("2026-03-05 10:00", Priority::Urgent);
    let fix = ticket.newest(Resolution, "2026-03-05 10:00");
    assert_eq!((fix.due, fix.state), (at("2026-03-05 17:00"), Standing::Running));
    assert_eq!((fix.used_ms, fix.left_ms), (9 * HOUR_MS, 7 * HOUR_MS));
}

#[test]
fn case_15_a_due_time_that_passes_while_paused_is_not_missed() {
    let ticket = Ticket::new(policy(resolution(2, BusinessHours)), "2026-03-02 09:00")
        .status("2026-03-02 10:00", Status::Waiting);
    let resting = ticket.newest(Resolution, "2026-03-04 10:00");
    assert_eq!(resting.state, Standing::Paused { since: at("2026-03-02 10:00") });
    assert_eq!((resting.missed_at, resting.left_ms), (None, HOUR_MS));
    assert_eq!(resting.due, at("2026-03-04 11:00"), "as if it resumed now");
    let back = ticket.status("2026-03-04 10:00", Status::Open);
    assert_eq!(back.newest(Resolution, "2026-03-04 11:00").state, Standing::Running);
    assert_eq!(back.newest(Resolution, "2026-03-04 11:01").state, missed("2026-03-04 11:00"));
}

/// Nothing was left when it paused at closing time; resumed on a Saturday it is due when Monday opens, not last Friday.
#[test]
fn case_15_also_when_it_resumes_on_closed_time() {
    let ticket = Ticket::new(policy(resolution(8, BusinessHours)), "2026-03-06 09:00")
        .status("2026-03-06 17:00", Status::Waiting)
        .status("2026-03-07 12:00", Status::Open);
    let fix = ticket.newest(Resolution, "2026-03-07 13:00");
    assert_eq!((fix.state, fix.due), (Standing::Running, at("2026-03-09 09:00")));
}

#[test]
fn case_16_a_due_time_set_by_hand_is_left_alone() {
    let by_hand = Event::ManualDue {
        kind: Resolution,
        task: None,
        due: at("2026-03-05 15:00"),
        reason: "agreed".into(),
    };
    let ticket = Ticket::new(full(), "2026-03-02 09:00")
        .then("2026-03-02 10:00", by_hand)
        .status("2026-03-02 11:00", Status::Waiting)
        .status("2026-03-04 11:00", Status::Open)
        .priority("2026-03-04 12:00", Priority::Urgent)
        .then("2026-03-04 13:00", Event::CalendarChanged { calendar: "office".into() });
    let fix = ticket.newest(Resolution, "2026-03-04 14:00");
    assert_eq!((fix.due, fix.state), (at("2026-03-05 15:00"), Standing::Running));
    assert_eq!((fix.manual.as_deref(), fix.cycle, fix.pauses.len()), (Some("agreed"), 1, 0));
}

/// A Saturday at eleven is two hours away at nine, though the office opens on Monday.
#[test]
fn a_due_time_set_by_hand_is_counted_by_the_plain_clock() {
    let due = at("2026-03-07 11:00");
    let by_hand = Event::ManualDue { kind: Resolution, task: None, due, reason: "agreed".into() };
    let ticket = Ticket::new(full(), "2026-03-06 16:00").then("2026-03-06 16:30", by_hand);
    let fix = ticket.newest(Resolution, "2026-03-07 09:00");
    assert_eq!((fix.due, fix.left_ms, fix.state), (due, 2 * 3_600_000, Standing::Running));
}

#[test]
fn case_17_the_customers_answer_resumes_the_clock_whatever_its_channel() {
    let ticket = Ticket::new(policy(resolution(8, BusinessHours)), "2026-03-02 09:00")
        .status("2026-03-02 10:00", Status::Waiting)
        .customer("2026-03-03 10:00")
        .status("2026-03-03 10:00", Status::Open);
    let fix = ticket.newest(Resolution, "2026-03-03 10:00");
    assert_eq!((fix.state, fix.due), (Standing::Running, at("2026-03-03 17:00")));
}

#[test]
fn case_18_19_34_only_a_public_reply_by_a_person_is_a_reply() {
    let other = |ticket: Ticket, when| ticket.then(when, Event::OtherMessage);
    let quiet = other(other(Ticket::new(full(), "2026-03-02 09:00"), "2026-03-02 09:00"), "2026-03-02 10:00");
    assert_eq!(quiet.newest(FirstReply, "2026-03-02 12:00").state, Standing::Running);
    let answered = quiet.reply("2026-03-02 11:00");
    let first = answered.newest(FirstReply, "2026-03-02 12:00");
    assert_eq!((first.state, first.used_ms), (kept("2026-03-02 11:00"), 2 * HOUR_MS));
}

#[test]
fn case_20_before_the_first_reply_only_the_first_reply_is_promised() {
    let targets =
        Targets { first_reply: Some(Target::new(8, BusinessHours)), ..next_reply(2, BusinessHours) };
    let ticket = Ticket::new(policy(targets), "2026-03-02 09:00")
        .customer("2026-03-02 09:30")
        .customer("2026-03-02 10:00");
    let promises = ticket.promises("2026-03-02 12:00");
    assert_eq!(promises.len(), 1);
    assert_eq!((promises[0].kind, promises[0].due), (FirstReply, at("2026-03-02 17:00")));
}

#[test]
fn case_21_three_messages_are_measured_from_the_first() {
    let ticket = Ticket::new(full(), "2026-03-02 09:00")
        .reply("2026-03-02 09:10")
        .customer("2026-03-02 10:00")
        .customer("2026-03-02 10:30")
        .customer("2026-03-02 11:30")
        .reply("2026-03-02 11:40");
    let replies = ticket.all(NextReply, "2026-03-02 12:00");
    assert_eq!(replies.len(), 1);
    assert_eq!((replies[0].started, replies[0].used_ms), (at("2026-03-02 10:00"), 100 * MINUTE_MS));
}

#[test]
fn case_22_when_staff_spoke_last_the_next_reply_cannot_be_missed() {
    let ticket = Ticket::new(full(), "2026-03-02 09:00")
        .reply("2026-03-02 09:10")
        .customer("2026-03-02 10:00")
        .reply("2026-03-02 10:05");
    let replies = ticket.all(NextReply, "2026-04-30 12:00");
    assert_eq!(replies.iter().map(|promise| promise.state).collect::<Vec<_>>(), [kept("2026-03-02 10:05")]);
}

#[test]
fn case_23_thanks_on_a_resolved_ticket_wait_for_no_answer() {
    let solved = Ticket::new(full(), "2026-03-02 09:00")
        .reply("2026-03-02 09:10")
        .status("2026-03-02 10:00", Status::Resolved)
        .then("2026-03-02 11:00", Event::CustomerMessage { goodbye: true });
    assert!(solved.all(NextReply, "2026-03-05 12:00").is_empty());
    let asking = solved.customer("2026-03-02 12:00").status("2026-03-02 12:00", Status::Open);
    assert_eq!(asking.newest(NextReply, "2026-03-02 12:00").due, at("2026-03-02 14:00"));
}

#[test]
fn case_24_a_reopened_ticket_has_the_time_it_had_left() {
    let ticket = Ticket::new(policy(resolution(8, BusinessHours)), "2026-03-02 09:00")
        .status("2026-03-02 12:00", Status::Resolved)
        .status("2026-03-07 12:00", Status::Open);
    let fix = ticket.newest(Resolution, "2026-03-09 09:00");
    assert_eq!((fix.cycle, fix.state, fix.missed_at), (1, Standing::Running, None));
    assert_eq!((fix.left_ms, fix.due), (5 * HOUR_MS, at("2026-03-09 14:00")));
}

#[test]
fn case_25_a_miss_stays_in_its_cycle_and_a_new_one_begins() {
    let ticket = Ticket::new(policy(resolution(8, BusinessHours)), "2026-03-02 09:00")
        .status("2026-03-03 10:00", Status::Resolved)
        .status("2026-03-04 09:00", Status::Closed)
        .status("2026-03-05 09:00", Status::Open);
    let cycles = ticket.all(Resolution, "2026-03-05 10:00");
    assert_eq!((cycles[0].cycle, cycles[0].state), (1, kept_late("2026-03-03 10:00")));
    assert_eq!((cycles[0].missed_at, cycles[0].overrun_ms), (Some(at("2026-03-02 17:00")), HOUR_MS));
    assert_eq!((cycles[1].cycle, cycles[1].state, cycles[1].missed_at), (2, Standing::Running, None));
    assert_eq!(cycles[1].due, at("2026-03-05 17:00"));
}

#[test]
fn case_26_a_raise_that_makes_it_late_misses_it_at_the_raise() {
    let policy = with_urgent(resolution(16, BusinessHours), resolution(2, BusinessHours));
    let ticket = Ticket::new(policy, "2026-03-02 09:00").priority("2026-03-02 15:00", Priority::Urgent);
    let fix = ticket.newest(Resolution, "2026-03-02 16:00");
    assert_eq!((fix.due, fix.missed_at), (at("2026-03-02 11:00"), Some(at("2026-03-02 15:00"))));
    assert_eq!((fix.state, fix.overrun_ms), (missed("2026-03-02 15:00"), HOUR_MS));
}

#[test]
fn case_27_a_lowered_priority_does_not_undo_a_miss() {
    let mut policy = with_urgent(resolution(16, BusinessHours), resolution(2, BusinessHours));
    policy.rows.swap(0, 1);
    let ticket = Ticket::new(policy, "2026-03-02 09:00")
        .priority("2026-03-02 09:00", Priority::Urgent)
        .priority("2026-03-02 12:00", Priority::Normal);
    let fix = ticket.newest(Resolution, "2026-03-02 13:00");
    assert_eq!((fix.state, fix.due), (missed("2026-03-02 11:00"), at("2026-03-02 11:00")));
    assert_eq!(fix.notes.last().unwrap().what, NoteKind::MissRemains { because: Revision::Priority });
}

#[test]
fn case_28_a_promise_that_the_new_policy_lacks_is_gone() {
    let lean = Policy { id: "lean".into(), ..policy(first_reply(4, BusinessHours)) };
    let ticket = Ticket::new(full(), "2026-03-02 09:00")
        .with_policy(lean)
        .reply("2026-03-02 09:30")
        .customer("2026-03-02 10:00")
        .under("2026-03-02 11:00", "lean");
    let gone = Standing::Ended { at: at("2026-03-02 11:00"), why: EndReason::NotPromised };
    assert_eq!(ticket.newest(NextReply, "2026-03-09 11:00").state, gone);
    assert_eq!(ticket.newest(Resolution, "2026-03-09 11:00").state, gone);
    let back = ticket.under("2026-03-02 12:30", "default");
    let owed = back.newest(NextReply, "2026-03-02 12:30");
    assert_eq!((owed.cycle, owed.started), (2, at("2026-03-02 10:00")), "the message is still unanswered");
    assert_eq!(owed.missed_at, Some(at("2026-03-02 12:30")), "late by the change, not before");
}

#[test]
fn case_30_a_ticket_merged_away_owes_nothing() {
    let ticket = Ticket::new(full(), "2026-03-02 09:00").then("2026-03-02 10:00", Event::MergedInto);
    let over = Standing::Ended { at: at("2026-03-02 10:00"), why: EndReason::Merged };
    for promise in ticket.clone().customer("2026-03-02 11:00").promises("2026-03-20 12:00") {
        assert_eq!(promise.state, over);
    }
    let undone = ticket.then("2026-03-04 10:00", Event::MergeUndone);
    let fix = undone.newest(Resolution, "2026-03-04 10:00");
    assert_eq!((fix.state, fix.left_ms), (Standing::Running, 7 * HOUR_MS));
}

#[test]
fn case_30_the_surviving_ticket_keeps_the_earlier_start() {
    let ticket = Ticket::new(full(), "2026-03-02 12:00")
        .then("2026-03-02 13:00", Event::MergedFrom { started: at("2026-03-02 10:00") });
    let fix = ticket.newest(Resolution, "2026-03-02 13:00");
    assert_eq!((fix.started, fix.due), (at("2026-03-02 10:00"), at("2026-03-03 10:00")));
    let undone = ticket.then("2026-03-02 13:30", Event::MergeUndone);
    assert_eq!(undone.newest(Resolution, "2026-03-02 13:30").due, at("2026-03-03 12:00"));
}

#[test]
fn case_31_a_verdict_does_not_depend_on_when_it_is_looked_for() {
    let ticket = Ticket::new(policy(resolution(1, Hours)), "2026-03-02 09:00")
        .status("2026-03-02 10:01", Status::Resolved);
    for now in ["2026-03-02 10:01", "2026-03-02 10:05", "2027-01-01 00:00"] {
        let fix = ticket.newest(Resolution, now);
        assert_eq!((fix.state, fix.missed_at), (kept_late("2026-03-02 10:01"), Some(at("2026-03-02 10:00"))));
        assert_eq!(fix.overrun_ms, MINUTE_MS);
    }
    let in_time = Ticket::new(policy(resolution(1, Hours)), "2026-03-02 09:00")
        .status("2026-03-02 10:00", Status::Resolved);
    assert_eq!(
        in_time.newest(Resolution, "2026-03-02 10:05").state,
        kept("2026-03-02 10:00"),
        "the due time keeps it"
    );
}

#[test]
fn case_32_late_by_thirty_minutes_stays_thirty_minutes() {
    let ticket =
        Ticket::new(policy(first_reply(4, BusinessHours)), "2026-03-02 13:00").reply("2026-03-03 09:30");
    for now in ["2026-03-03 09:30", "2026-04-03 09:30"] {
        assert_eq!(ticket.newest(FirstReply, now).overrun_ms, 30 * MINUTE_MS);
    }
}

#[test]
fn case_35_no_target_is_no_promise() {
    let ticket = Ticket::new(policy(first_reply(4, BusinessHours)), "2026-03-02 09:00");
    assert!(ticket.all(Resolution, "2026-06-02 09:00").is_empty());
    let problems = policy(resolution(0, Hours)).problems();
    assert_eq!(problems.len(), 1, "a target of zero is refused: {problems:?}");
}

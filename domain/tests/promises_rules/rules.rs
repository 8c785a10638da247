//! The rules beside the numbered cases: updates, next contacts, tasks, pausing, choosing a policy.

use domain::promises::engine::{Event, TaskLimit};
use domain::promises::policy::{
    Asked, ContractTerms, PauseRules, Policy, PolicyRef, PolicyRow, Target, Targets, choose_policy,
};
use domain::promises::{EndReason, Promise, PromiseKind, Standing};
use domain::tickets::entry::PolicyReason;
use domain::tickets::{Priority, Status};
use domain::time::{HOUR_MS, Instant};

use super::desk::*;

use PromiseKind::{FirstReply, NextContact, PeriodicUpdate, Resolution};

#[test]
fn updates_run_from_each_public_message_to_the_next_while_the_ticket_is_not_resolved() {
    let ticket = Ticket::new(policy(update(2, BusinessHours)), "2026-03-02 09:00");
    assert!(ticket.promises("2026-03-04 09:00").is_empty(), "nothing was said yet");
    let ticket = ticket
        .reply("2026-03-02 10:00")
        .reply("2026-03-02 11:30")
        .reply("2026-03-02 14:00")
        .status("2026-03-02 15:00", Status::Resolved)
        .status("2026-03-03 15:00", Status::Open);
    let updates = ticket.all(PeriodicUpdate, "2026-03-03 15:30");
    assert_eq!(updates.len(), 3);
    assert_eq!(updates[0].state, kept("2026-03-02 11:30"));
    assert_eq!(
        (updates[1].state, updates[1].missed_at),
        (kept_late("2026-03-02 14:00"), Some(at("2026-03-02 13:30")))
    );
    assert_eq!((updates[2].state, updates[2].due), (Standing::Running, at("2026-03-03 16:00")));
}

fn contact(ticket: Ticket, when: &str, due: &str) -> Ticket {
    ticket.then(when, Event::NextContactPromised { due: at(due), by: "ines".into() })
}

#[test]
fn a_next_contact_is_kept_by_a_message_or_by_a_promise_made_in_time() {
    let promised = contact(
        Ticket::new(full(), "2026-03-02 09:00").reply("2026-03-02 10:00"),
        "2026-03-02 10:00",
        "2026-03-02 15:00",
    );
    let first = promised.newest(NextContact, "2026-03-02 11:00");
    assert_eq!(
        (first.due, first.state, first.promised_by.as_deref()),
        (at("2026-03-02 15:00"), Standing::Running, Some("ines"))
    );
    let spoke = promised.clone().reply("2026-03-02 14:00");
    assert_eq!(spoke.newest(NextContact, "2026-03-05 11:00").state, kept("2026-03-02 14:00"));
    let again = contact(promised.clone(), "2026-03-02 14:30", "2026-03-03 10:00")
        .all(NextContact, "2026-03-02 16:00");
    assert_eq!((again[0].state, again[1].state), (kept("2026-03-02 14:30"), Standing::Running));
    let too_late =
        contact(promised, "2026-03-02 15:30", "2026-03-03 10:00").all(NextContact, "2026-03-02 16:00");
    let given_up = Standing::Missed { at: at("2026-03-02 15:00"), stopped: Some(at("2026-03-02 15:30")) };
    assert_eq!((too_late[0].state, too_late[1].state), (given_up, Standing::Running));
}

/// The composer writes message and promise in one go; either order in the timeline means the same.
#[test]
fn the_reply_that_carries_a_next_contact_does_not_keep_it() {
    let ticket = Ticket::new(full(), "2026-03-02 09:00");
    let ticket = contact(ticket, "2026-03-02 10:00", "2026-03-02 15:00").reply("2026-03-02 10:00");
    assert_eq!(ticket.newest(NextContact, "2026-03-02 11:00").state, Standing::Running);
}

#[test]
fn a_resolved_ticket_owes_neither_reply_nor_contact_until_it_is_open_again() {
    let ticket = contact(Ticket::new(full(), "2026-03-02 09:00"), "2026-03-02 09:30", "2026-03-02 15:00")
        .status("2026-03-02 10:00", Status::Resolved);
    let ended = Standing::Ended { at: at("2026-03-02 10:00"), why: EndReason::Resolved };
    for kind in [FirstReply, NextContact] {
        assert_eq!(ticket.newest(kind, "2026-03-20 10:00").state, ended);
    }
    let open = ticket.status("2026-03-04 10:00", Status::Open);
    let first = open.newest(FirstReply, "2026-03-04 10:00");
    assert_eq!((first.state, first.left_ms, first.cycle), (Standing::Running, 3 * HOUR_MS, 1));
}

#[test]
fn a_miss_after_which_the_ticket_waits_counts_no_further() {
    let ticket = Ticket::new(policy(resolution(2, BusinessHours)), "2026-03-02 09:00")
        .status("2026-03-02 12:00", Status::Waiting)
        .status("2026-03-04 12:00", Status::Open);
    let fix = ticket.newest(Resolution, "2026-03-04 13:00");
    assert_eq!((fix.state, fix.due), (missed("2026-03-02 11:00"), at("2026-03-02 11:00")));
    assert_eq!(fix.overrun_ms, 2 * HOUR_MS);
}

#[test]
fn tasks_run_from_possible_to_done() {
    let start = |task: &str, limit| Event::TaskPossible { task: task.into(), limit };
    let ticket = Ticket::new(policy(Targets::default()), "2026-03-02 09:00")
        .then("2026-03-02 10:00", start("a", TaskLimit::Within(Target::new(2, BusinessHours))))
        .then("2026-03-02 10:00", start("b", TaskLimit::By(at("2026-03-02 18:00"))))
        .then("2026-03-02 11:00", start("c", TaskLimit::Within(Target::new(90, Minutes))))
        .then("2026-03-02 11:30", Event::TaskDone { task: "a".into() })
        .then("2026-03-02 11:40", Event::TaskDropped { task: "c".into() });
    let tasks = ticket.promises("2026-03-02 19:00");
    let ended = Standing::Ended { at: at("2026-03-02 11:40"), why: EndReason::Dropped };
    let states: Vec<_> = tasks.iter().map(|task| (task.cycle, task.state)).collect();
    assert_eq!(states, [(1, kept("2026-03-02 11:30")), (2, missed("2026-03-02 18:00")), (3, ended)]);
}

#[test]
fn replies_pause_only_when_the_policy_says_so() {
    let plain = Ticket::new(full(), "2026-03-02 09:00").status("2026-03-02 10:00", Status::OnHold);
    assert_eq!(plain.newest(FirstReply, "2026-03-02 12:00").state, Standing::Running);
    let mut rules = PauseRules::default();
    rules.0.insert(FirstReply, vec![Status::OnHold]);
    let ticket = Ticket::new(Policy { pauses: rules, ..full() }, "2026-03-02 09:00")
        .status("2026-03-02 10:00", Status::OnHold);
    assert_eq!(
        ticket.newest(FirstReply, "2026-03-02 12:00").state,
        Standing::Paused { since: at("2026-03-02 10:00") }
    );
}

#[test]
fn a_policy_that_comes_late_counts_from_the_original_start_without_the_pauses() {
    let slow = Policy { id: "slow".into(), ..policy(Targets::default()) };
    let ticket = Ticket::new(slow, "2026-03-02 09:00")
        .with_policy(policy(resolution(16, BusinessHours)))
        .status("2026-03-02 11:00", Status::Waiting)
        .status("2026-03-03 11:00", Status::Open)
        .under("2026-03-03 12:00", "default");
    let fix = ticket.newest(Resolution, "2026-03-03 12:00");
    assert_eq!((fix.started, fix.due), (at("2026-03-02 09:00"), at("2026-03-04 17:00")));
    assert_eq!(fix.used_ms, 3 * HOUR_MS);
}

#[test]
fn the_most_specific_row_wins_and_the_order_is_total() {
    let row = |ticket_type: Option<&str>, priority, hours| PolicyRow {
        ticket_type: ticket_type.map(Into::into),
        priority,
        targets: first_reply(hours, Hours),
    };
    let mut policy = policy(Targets::default());
    policy.rows = vec![
        row(None, None, 1),
        row(None, Some(Priority::Urgent), 2),
        row(Some("pets"), None, 3),
        row(Some("pets"), Some(Priority::Urgent), 4),
        row(Some("pets"), None, 5),
    ];
    let hours =
        |kind: &str, priority| policy.row_for(kind, priority).unwrap().targets.first_reply.unwrap().amount;
    assert_eq!(hours("bags", Priority::Low), 1);
    assert_eq!(hours("bags", Priority::Urgent), 2);
    assert_eq!(hours("pets", Priority::Low), 3, "the first listed among equals");
    assert_eq!(hours("pets", Priority::Urgent), 4);
    let order: Vec<u32> =
        policy.ranked_rows().iter().map(|row| row.targets.first_reply.unwrap().amount).collect();
    assert_eq!(order, [4, 3, 5, 2, 1]);
}

#[test]
fn the_contract_comes_before_the_tier_and_the_tier_before_the_default() {
    let contract = |id: &str, ends: Option<&str>, products: &[&str]| ContractTerms {
        id: id.into(),
        name: format!("{id} support"),
        policy: format!("policy-{id}"),
        starts: at("2026-01-01 00:00"),
        ends: ends.map(at),
        types: Vec::new(),
        products: products.iter().map(|product| (*product).into()).collect(),
        fallback: None,
    };
    let gold = contract("gold", Some("2026-03-01 00:00"), &[]);
    let label = contract("label", None, &["label"]);
    let chosen = |now: &str, product, contracts: &[ContractTerms], tier| {
        let asked = Asked { ticket_type: "question", product, at: at(now) };
        let choice = choose_policy(&asked, contracts, tier, "default");
        (choice.policy, choice.reason)
    };
    let both = [gold.clone(), label];
    let tier = Some(("silver", "policy-silver"));
    let by_contract =
        |id: &str, ends: Option<Instant>| PolicyReason::Contract { contract: format!("{id} support"), ends };
    assert_eq!(
        chosen("2026-02-01 00:00", Some("label"), &both, tier),
        ("policy-label".into(), by_contract("label", None))
    );
    assert_eq!(
        chosen("2026-02-01 00:00", None, &both, tier),
        ("policy-gold".into(), by_contract("gold", gold.ends))
    );
    let by_tier = PolicyReason::Tier { tier: "silver".into() };
    assert_eq!(chosen("2026-02-01 00:00", None, &[], tier), ("policy-silver".into(), by_tier));
    assert_eq!(chosen("2026-02-01 00:00", None, &[], None), ("default".into(), PolicyReason::Default));
    let expired =
        PolicyReason::ContractExpired { contract: "gold support".into(), ended: gold.ends.unwrap() };
    assert_eq!(chosen("2026-03-01 00:00", None, &both, None), ("default".into(), expired.clone()));
    let named = ContractTerms { fallback: Some("basic".into()), ..gold };
    assert_eq!(chosen("2026-03-01 00:00", None, &[named], tier), ("basic".into(), expired));
}

#[test]
fn the_policy_every_desk_starts_with_keeps_its_word() {
    let ticket = Ticket::new(Policy::default_policy(), "2026-03-02 09:00");
    assert_eq!(ticket.newest(FirstReply, "2026-03-02 09:00").due, at("2026-03-02 13:00"));
    assert_eq!(ticket.newest(Resolution, "2026-03-02 09:00").due, at("2026-03-04 09:00"));
    assert!(Policy::default_policy().problems().is_empty());
    let fired = ticket.fired("2026-03-04 09:01");
    for key in ["first_reply/1/reply-missed", "resolution/1/resolution-missed"] {
        assert!(fired.iter().any(|other| other == key), "{key} in {fired:?}");
    }
}

#[test]
fn policies_and_promises_survive_being_written_and_read() {
    let policy = Policy::default_policy();
    let json = serde_json::to_string(&policy).unwrap();
    assert_eq!(serde_json::from_str::<Policy>(&json).unwrap(), policy);
    let short = r#"{"id":"p","version":1,"name":"P","rows":[{"targets":{"first_reply":{"amount":4,"unit":"hours"}}}]}"#;
    let read: Policy = serde_json::from_str(short).unwrap();
    assert_eq!((read.enabled, read.reference()), (true, PolicyRef { id: "p".into(), version: 1 }));
    let promises =
        Ticket::new(full(), "2026-03-02 09:00").reply("2026-03-02 10:00").promises("2026-03-02 12:00");
    let json = serde_json::to_string(&promises).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Promise>>(&json).unwrap(), promises);
}

use super::decide::{State, decide};
use super::entry::{Body, Named};
use super::{Command, Priority, Status};
use crate::Error;
use crate::access::{Role, Viewer};
use crate::error::Problem;
use crate::ladder::{HandOver, Held, Standing};
use crate::promises::policy::Requirement;
use crate::time::Instant;

const NOW: Instant = Instant(1_800_000_000_000);

fn named(id: &str) -> Named {
    Named { id: id.into(), name: id.to_uppercase() }
}

fn viewer(role: Role, id: &str) -> Viewer {
    Viewer { role, person_id: id.into(), name: id.to_uppercase(), ..Viewer::default() }
}

/// Ines has the ticket and handed it to Max.
fn handed(acknowledged: bool) -> State {
    let held = Held {
        rung: "two".into(),
        name: "Level 2".into(),
        level: 1,
        owner: named("max"),
        since: NOW,
        until: None,
        told_again: None,
        acknowledged: acknowledged.then_some(NOW),
        from: Some(named("ines")),
    };
    let assignee = if acknowledged { "max" } else { "ines" };
    State {
        number: "CW-1".into(),
        subject: "Labels".into(),
        status: Status::Open,
        priority: Priority::Normal,
        ticket_type: "incident".into(),
        assignee: Some(named(assignee)),
        queue: None,
        plan: Vec::new(),
        next_contact: None,
        contact_rule: Requirement::Nudged,
        plan_rule: Requirement::Nudged,
        with_files: false,
        was_solved: false,
        standing: Standing { rungs: vec![held], ..Standing::default() },
        can_climb: true,
    }
}

fn codes(state: &State, v: &Viewer, command: Command) -> Result<Vec<&'static str>, Error> {
    let drafts = decide(state, v, &command, NOW)?;
    Ok(drafts.iter().map(|(_, body)| body.code()).collect())
}

#[test]
fn a_hand_over_says_what_was_tried_what_is_known_and_what_is_asked() {
    let ines = viewer(Role::Agent, "ines");
    let whole =
        HandOver { tried: "New driver".into(), evidence: "Log of 9:14".into(), question: "Why?".into() };
    let escalate = |hand_over: &HandOver| Command::Escalate { hand_over: hand_over.clone() };
    assert_eq!(codes(&handed(true), &ines, escalate(&whole)), Ok(vec!["handed_over"]));
    let Err(Error::Invalid(fields)) = codes(
        &handed(true),
        &ines,
        escalate(&HandOver { evidence: " ".into(), question: String::new(), ..whole.clone() }),
    ) else {
        panic!("not refused")
    };
    let fields: Vec<&str> = fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(fields, ["evidence", "question"]);
    let top = State { can_climb: false, ..handed(true) };
    assert_eq!(codes(&top, &ines, escalate(&whole)), Err(Error::field("tried", Problem::NoRung)));
    assert_eq!(codes(&handed(true), &viewer(Role::Customer, "ana"), escalate(&whole)), Err(Error::Forbidden));
}

#[test]
fn its_owner_acknowledges_and_has_the_ticket() {
    let max = viewer(Role::Agent, "max");
    assert_eq!(codes(&handed(false), &max, Command::Acknowledge), Ok(vec!["acknowledged", "assignee"]));
    assert_eq!(codes(&handed(true), &max, Command::Acknowledge), Ok(vec![]), "once is enough");
    let other = viewer(Role::Agent, "jon");
    assert_eq!(codes(&handed(false), &other, Command::Acknowledge), Err(Error::Forbidden));
    let lead = viewer(Role::Lead, "lea");
    assert_eq!(codes(&handed(false), &lead, Command::Acknowledge), Ok(vec!["acknowledged", "assignee"]));
}

#[test]
fn sent_back_it_names_what_is_missing_and_whose_it_is() {
    let max = viewer(Role::Agent, "max");
    let back = |missing: &str| Command::SendBack { missing: missing.into() };
    assert_eq!(codes(&handed(true), &max, back("the log")), Ok(vec!["sent_back", "assignee"]));
    assert_eq!(codes(&handed(false), &max, back("the log")), Ok(vec!["sent_back"]), "it was never taken");
    assert!(codes(&handed(true), &max, back("")).is_err());
    let mut climbed = handed(true);
    climbed.standing.rungs[0].from = None;
    assert_eq!(codes(&climbed, &max, back("x")), Err(Error::field("missing", Problem::NoRung)));
    let drafts = decide(&handed(true), &max, &back("the log"), NOW).unwrap();
    assert!(matches!(&drafts[1].1, Body::Assignee { to: Some(to), .. } if to.id == "ines"));
}

#[test]
fn who_dealt_with_a_call_for_the_duty_manager_classes_it_once() {
    let mut state = handed(true);
    let class = Command::ClassEscalation { avoidable: true, reason: "No update for two days".into() };
    assert_eq!(codes(&state, &viewer(Role::Manager, "m"), class.clone()), Ok(vec![]));
    state.standing.unclassed = 2;
    assert_eq!(codes(&state, &viewer(Role::Agent, "max"), class.clone()), Ok(vec!["classed"]));
    assert_eq!(codes(&state, &viewer(Role::Agent, "jon"), class), Err(Error::Forbidden));
}

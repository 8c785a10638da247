//! Ticket lives recorded from another help desk's tests. Its first-response and solution clocks are ours; its update
//! clock differs and is told apart below.

use domain::promises::calendar::Calendar;
use domain::promises::engine::{Book, Event, Fact, replay};
use domain::promises::policy::{PauseRules, Policy, Target, Targets};
use domain::promises::{EndReason, Promise, PromiseKind, Standing};
use domain::tickets::{Priority, Status};
use domain::time::{Instant, MINUTE_MS};
use serde::Deserialize;
use serde_json::Value;

use super::desk::{BusinessMinutes, policy};
use super::vectors::shared;

use PromiseKind::{FirstReply, PeriodicUpdate, Resolution};

#[derive(Deserialize)]
struct Scenario {
    calendar: Calendar,
    sla: Sla,
    created_at: String,
    initial_state: String,
    #[serde(default)]
    closed_at: Option<String>,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Sla {
    first_response_min: u32,
    update_min: u32,
    solution_min: u32,
}

#[derive(Deserialize)]
struct Step {
    event: Option<Value>,
    expect: Value,
}

impl Step {
    fn time(value: Option<&Value>) -> Option<Instant> {
        value.and_then(Value::as_str).map(|text| text.parse().unwrap())
    }

    fn event(&self, name: &str) -> Option<Instant> {
        Self::time(self.event.as_ref().and_then(|event| event.get(name)))
    }

    fn expected(&self, name: &str) -> Option<Instant> {
        Self::time(self.expect.get(name))
    }

    fn expected_ms(&self, name: &str) -> i64 {
        self.expect[name].as_i64().unwrap() * MINUTE_MS
    }
}

impl Scenario {
    fn replay(&self, pauses: PauseRules, facts: Vec<Fact>, now: Instant) -> Vec<Promise> {
        let minutes = |amount| Some(Target::new(amount, BusinessMinutes));
        let targets = Targets {
            first_reply: minutes(self.sla.first_response_min),
            next_reply: None,
            periodic_update: minutes(self.sla.update_min),
            resolution: minutes(self.sla.solution_min),
        };
        let rules = Policy { pauses, ..policy(targets) };
        let created: Instant = self.created_at.parse().unwrap();
        let status = if self.initial_state == "pending" { Status::Waiting } else { Status::New };
        let chosen = Event::PolicyChanged { policy: Some(rules.reference()) };
        let born = Event::Created { ticket_type: "question".into(), priority: Priority::Normal, status };
        let schedule = self.calendar.compile(created).unwrap();
        let book = Book::default().with_calendar("office", Instant(0), schedule).with_policy(rules);
        let mut all = vec![Fact::new(created, born), Fact::new(created, chosen)];
        all.extend(facts);
        replay(&all, &book, now)
    }

    /// The newest promise of `kind` on a ticket with these facts, looked at when the last of them has happened.
    fn after(&self, facts: Vec<Fact>, kind: PromiseKind) -> Promise {
        let now = facts.last().map_or(self.created_at.parse().unwrap(), |fact| fact.at);
        let promises = self.replay(PauseRules::default(), facts, now);
        promises.into_iter().rfind(|promise| promise.kind == kind).unwrap()
    }
}

fn scenarios() -> Vec<Scenario> {
    shared("business-time/sla-scenarios.json")
        .map_or_else(Vec::new, |text| serde_json::from_str(&text).unwrap())
}

/// How long it took, and how much of the target was left (negative: over), must agree.
#[track_caller]
fn same_verdict(promise: &Promise, took_ms: i64, margin_ms: i64) {
    assert_eq!(promise.used_ms, took_ms);
    assert_eq!(promise.missed_at.is_some(), margin_ms < 0);
    assert_eq!(promise.overrun_ms, (-margin_ms).max(0));
}

#[test]
fn replies_and_solutions_agree() {
    let mut ran = 0;
    for scenario in scenarios().iter().filter(|scenario| scenario.initial_state == "new") {
        for step in &scenario.steps {
            if let Some(replied) = step.event("first_response_at") {
                let first = scenario.after(vec![Fact::new(replied, Event::StaffReply)], FirstReply);
                assert_eq!(Some(first.due), step.expected("first_response_due"));
                same_verdict(
                    &first,
                    step.expected_ms("first_response_in_min"),
                    step.expected_ms("first_response_margin_min"),
                );
                ran += 1;
            }
            if let Some(closed) = step.event("closed_at") {
                let solved = Fact::new(closed, Event::StatusChanged { to: Status::Resolved });
                let fix = scenario.after(vec![solved], Resolution);
                assert_eq!(Some(fix.due), step.expected("solution_due"));
                same_verdict(
                    &fix,
                    step.expected_ms("solution_in_min"),
                    step.expected_ms("solution_margin_min"),
                );
                ran += 1;
            }
        }
    }
    println!("business-time/sla-scenarios.json: {ran} replies and solutions ran");
}

/// There, updates run from creation and from customers' messages too; here from each public staff message only, since
/// what a customer writes is the next reply's business. From a staff message on, both give the same due time.
#[test]
fn updates_run_from_staff_messages_only() {
    let mut ran = 0;
    for scenario in scenarios().iter().filter(|scenario| scenario.initial_state == "new") {
        let mut said: Vec<Fact> = Vec::new();
        for step in &scenario.steps {
            if let Some(spoke) = step.event("last_agent_contact_at") {
                said.push(Fact::new(spoke, Event::StaffReply));
                assert_eq!(
                    Some(scenario.after(said.clone(), PeriodicUpdate).due),
                    step.expected("update_due")
                );
                ran += 1;
            }
            if let Some(spoke) = step.event("last_customer_contact_at") {
                let before = scenario.after(said.clone(), PeriodicUpdate).due;
                said.push(Fact::new(spoke, Event::CustomerMessage { goodbye: false }));
                assert_eq!(scenario.after(said.clone(), PeriodicUpdate).due, before);
                ran += 1;
            }
        }
        let unsaid = scenario.replay(PauseRules::default(), Vec::new(), scenario.created_at.parse().unwrap());
        assert!(unsaid.iter().all(|promise| promise.kind != PeriodicUpdate));
    }
    println!("business-time/sla-scenarios.json: {ran} updates ran");
}

/// Created pending and closed while pending. There every clock pauses; here the policy must say so for replies, which
/// otherwise never pause. Updates do not exist before anything was said.
#[test]
fn a_life_spent_waiting_uses_no_time() {
    let mut ran = 0;
    for scenario in scenarios().iter().filter(|scenario| scenario.initial_state == "pending") {
        let (closed, step) = (scenario.closed_at.as_deref().unwrap().parse().unwrap(), &scenario.steps[0]);
        let solved = vec![Fact::new(closed, Event::StatusChanged { to: Status::Resolved })];
        let mut pause_all = PauseRules::default();
        pause_all.0.insert(FirstReply, vec![Status::Waiting]);
        let promises = scenario.replay(pause_all, solved.clone(), closed);
        let [first, fix] = &promises[..] else { panic!("two promises: {promises:?}") };
        assert_eq!((first.kind, Some(first.due)), (FirstReply, step.expected("first_response_due")));
        assert_eq!(first.state, Standing::Ended { at: closed, why: EndReason::Resolved });
        assert_eq!((fix.kind, Some(fix.due)), (Resolution, step.expected("solution_due")));
        same_verdict(fix, step.expected_ms("solution_in_min"), step.expected_ms("solution_margin_min"));
        let strict = scenario.replay(PauseRules::default(), solved, closed);
        assert!(strict[0].missed_at.is_some(), "by default a first reply does not wait");
        ran += 1;
    }
    println!("business-time/sla-scenarios.json: {ran} lives spent waiting ran");
}

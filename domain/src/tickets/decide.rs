//! What may be done to a ticket, and what follows from it: command + state + viewer + now → entries, or a refusal.

use serde::{Deserialize, Serialize};

pub use super::command::{AfterReply, Command};
use super::entry::{Author, Body, Named};
use super::goodbye::is_goodbye;
use super::{
    Channel, MAX_CONTACT_DAYS, MAX_REASON, MAX_STEPS, MAX_SUBJECT, MAX_TEXT, PlanStep, Priority, Status,
    hand_over,
};
use crate::Error;
use crate::access::{Action, Viewer};
use crate::error::{Checks, Problem};
use crate::ladder::Standing;
use crate::promises::policy::Requirement;
use crate::text;
use crate::time::Instant;

/// The facts about a ticket that a decision needs.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    pub number: String,
    pub subject: String,
    pub status: Status,
    pub priority: Priority,
    pub ticket_type: String,
    pub assignee: Option<Named>,
    pub queue: Option<Named>,
    pub plan: Vec<PlanStep>,
    pub next_contact: Option<Instant>,
    /// What the policy says about promising a next contact on open tickets.
    pub contact_rule: Requirement,
    /// And about a plan.
    pub plan_rule: Requirement,
    /// Whether files go with what is asked: a message may then do without words.
    pub with_files: bool,
    /// It is solved, or was before it was opened again: how it went can be said.
    pub was_solved: bool,
    /// Where it stands on its type's ladder.
    pub standing: Standing,
    /// The ladder has a rung above that agents may ask.
    pub can_climb: bool,
}

/// An entry to be written, before it has an id.
pub type Draft = (Author, Body);

/// Decides `command`, [cleaned](Command::cleaned), at `now`. The entries come in the order in which they happened.
///
/// # Errors
/// `Forbidden`/`SignIn` when the viewer may not, `Invalid` with every field that needs another value.
pub fn decide(state: &State, viewer: &Viewer, command: &Command, now: Instant) -> Result<Vec<Draft>, Error> {
    viewer.ensure(needed_right(command)).or_else(|refusal| {
        if is_customers(command) && viewer.is_signed_in() && !viewer.is_staff() {
            Ok(())
        } else {
            Err(refusal)
        }
    })?;
    if is_customers(command) && viewer.is_staff() {
        return Err(Error::Forbidden);
    }
    hand_over::ensure(state, viewer, command)?;
    check(state, command, now)?;
    Ok(consequences(state, viewer, command))
}

/// Whether `command` opens a request of its own that carries on a closed one, instead of an entry there.
#[must_use]
pub fn is_carried_on(state: &State, command: &Command) -> bool {
    let speaks = matches!(command, Command::CustomerMessage { text } if !is_mere_thanks(state, text));
    speaks && state.status == Status::Closed
}

/// Thanks that bring a file bring something new.
fn is_mere_thanks(state: &State, text: &str) -> bool {
    !state.with_files && is_goodbye(text)
}

fn needed_right(command: &Command) -> Action {
    match command {
        Command::Reply { .. } | Command::Call { .. } => Action::ReplyAsStaff,
        Command::Note { .. } => Action::WriteNote,
        Command::SetDue { .. } => Action::OverridePromise,
        _ if is_customers(command) => Action::CreateRequest,
        _ => Action::ChangeTicket,
    }
}

/// The commands a requester gives on their own request; staff never speak as the customer.
fn is_customers(command: &Command) -> bool {
    matches!(
        command,
        Command::CustomerMessage { .. }
            | Command::Answer { .. }
            | Command::AnswerSurvey { .. }
            | Command::MoreUrgent { .. }
            | Command::WorksAgain { .. }
            | Command::AskDutyManager { .. }
    )
}

fn check(state: &State, command: &Command, now: Instant) -> Result<(), Error> {
    let mut checks = Checks::default();
    // Who asks for more on a closed request says so in a message, which opens another.
    let takes = state.status != Status::Closed
        || matches!(command, Command::CustomerMessage { .. } | Command::AnswerSurvey { .. });
    checks.ensure(takes || !is_customers(command), "status", Problem::Closed);
    match command {
        Command::Reply { text, after, plan, next_contact } => {
            check_message(&mut checks, state, text);
            check_plan(&mut checks, plan.as_deref().unwrap_or_default());
            check_contact(&mut checks, *next_contact, now);
            let promised = next_contact.or(state.next_contact);
            let needs = |rule| rule == Requirement::Required && *after == AfterReply::KeepOpen;
            checks.ensure(
                !needs(state.contact_rule) || promised.is_some(),
                "next_contact",
                Problem::Required,
            );
            let steps = plan.as_deref().unwrap_or(&state.plan);
            let is_planned = steps.iter().any(|step| !step.done);
            checks.ensure(!needs(state.plan_rule) || is_planned, "plan", Problem::Required);
        }
        Command::Note { text } | Command::CustomerMessage { text } => check_message(&mut checks, state, text),
        Command::Call { text, .. } => {
            checks.text("text", text, MAX_TEXT);
        }
        Command::WorksAgain { text } => {
            checks.optional_text("text", text, MAX_TEXT);
        }
        Command::Answer { answers } => {
            checks.ensure(!answers.is_empty(), "answers", Problem::Required);
            for answer in answers {
                checks.text(&answer.question, &answer.value, MAX_TEXT);
            }
        }
        Command::AnswerSurvey { answers } => {
            answers.check()?;
            let kind = answers.kind();
            let is_asked = kind == kind.of(state.status.is_active(), state.was_solved);
            checks.ensure(is_asked, "survey", Problem::NotAChoice);
        }
        // Nothing becomes new again.
        Command::SetStatus { to: Status::New, .. } => {
            checks.ensure(state.status == Status::New, "status", Problem::NotAChoice);
        }
        Command::SetStatus { to: Status::OnHold, reason, review_at } => {
            checks.text("reason", reason.as_deref().unwrap_or_default(), MAX_REASON);
            checks.ensure(review_at.is_some(), "review_at", Problem::Required);
            check_contact_field(&mut checks, "review_at", *review_at, now);
        }
        Command::SetStatus { reason, .. } | Command::SetPriority { reason, .. } => {
            checks.optional_text("reason", reason.as_deref().unwrap_or_default(), MAX_REASON);
        }
        Command::SetSubject { to } => {
            checks.line("subject", to, MAX_SUBJECT);
        }
        Command::SetPlan { steps } => check_plan(&mut checks, steps),
        Command::PromiseContact { due } => check_contact(&mut checks, Some(*due), now),
        Command::SetDue { due, reason, .. } => {
            checks.text("reason", reason, MAX_REASON);
            checks.ensure(*due > now, "due", Problem::NotInFuture);
        }
        Command::MoreUrgent { reason } | Command::AskDutyManager { reason, .. } => {
            checks.text("reason", reason, MAX_REASON);
        }
        Command::Escalate { hand_over } => hand_over::check(&mut checks, state, hand_over),
        Command::SendBack { missing } => hand_over::check_back(&mut checks, state, missing),
        Command::ClassEscalation { reason, .. } => {
            checks.text("reason", reason, MAX_REASON);
        }
        Command::SetType { .. } | Command::Assign { .. } | Command::Move { .. } | Command::Acknowledge => {}
    }
    checks.finish()
}

fn check_message(checks: &mut Checks, state: &State, text: &str) {
    if state.with_files {
        checks.optional_text("text", text, MAX_TEXT);
    } else {
        checks.text("text", text, MAX_TEXT);
    }
}

fn check_plan(checks: &mut Checks, steps: &[PlanStep]) {
    checks.ensure(steps.len() <= MAX_STEPS, "plan", Problem::TooLong { max: MAX_STEPS as u32 });
    for step in steps {
        checks.line("plan", &step.text, MAX_REASON);
    }
}

fn check_contact(checks: &mut Checks, due: Option<Instant>, now: Instant) {
    check_contact_field(checks, "next_contact", due, now);
}

fn check_contact_field(checks: &mut Checks, field: &str, due: Option<Instant>, now: Instant) {
    let Some(due) = due else { return };
    checks.ensure(due > now, field, Problem::NotInFuture);
    let furthest = now.0 + i64::from(MAX_CONTACT_DAYS) * 86_400_000;
    checks.ensure(due.0 <= furthest, field, Problem::TooFar { days: MAX_CONTACT_DAYS });
}

fn consequences(state: &State, viewer: &Viewer, command: &Command) -> Vec<Draft> {
    let staff = |body| (Author::Staff, body);
    let customer = |body| (Author::Customer, body);
    match command {
        Command::Reply { text, after, plan, next_contact } => {
            reply(state, text, *after, plan.as_ref(), *next_contact)
        }
        Command::Note { text } => vec![staff(Body::note(text))],
        Command::Call { text, reached, minutes } => {
            let call = Body::Call { text: text.clone(), reached: *reached, minutes: *minutes };
            let again = state.next_contact.filter(|_| *reached).map(|due| contact(state, due));
            opened_by_staff(state, [Some(call), again].into_iter().flatten().map(staff).collect())
        }
        Command::SetStatus { to, reason, review_at } => {
            status(state, *to, reason.clone(), *review_at, Author::Staff)
        }
        Command::SetPriority { to, .. } if *to == state.priority => Vec::new(),
        Command::SetPriority { to, reason } => {
            vec![staff(Body::Priority { from: state.priority, to: *to, reason: reason.clone() })]
        }
        Command::SetType { to } if *to == state.ticket_type => Vec::new(),
        Command::SetType { to } => {
            vec![staff(Body::Type { from: state.ticket_type.clone(), to: to.clone() })]
        }
        Command::SetSubject { to } if *to == state.subject => Vec::new(),
        Command::SetSubject { to } => {
            vec![staff(Body::Subject { from: state.subject.clone(), to: to.clone() })]
        }
        Command::Assign { to } if *to == state.assignee => Vec::new(),
        Command::Assign { to } => {
            vec![staff(Body::Assignee { from: state.assignee.clone(), to: to.clone() })]
        }
        Command::Move { to } if *to == state.queue => Vec::new(),
        Command::Move { to } => vec![staff(Body::Queue { from: state.queue.clone(), to: to.clone() })],
        Command::SetPlan { steps } => vec![staff(Body::Plan { steps: steps.clone() })],
        Command::PromiseContact { due } => vec![staff(contact(state, *due))],
        Command::SetDue { promise, due, reason } => {
            vec![staff(Body::DueSet { promise: *promise, due: *due, reason: reason.clone() })]
        }
        Command::Escalate { hand_over } => vec![staff(Body::HandedOver { hand_over: hand_over.clone() })],
        Command::Acknowledge => hand_over::acknowledged(state, viewer),
        Command::SendBack { missing } => hand_over::sent_back(state, missing),
        Command::ClassEscalation { avoidable, reason } => hand_over::classed(state, *avoidable, reason),
        Command::CustomerMessage { text } => {
            let goodbye = !state.status.is_active() && is_mere_thanks(state, text);
            let drafts =
                vec![customer(Body::Message { text: text.clone(), goodbye, files: Vec::new(), mail: None })];
            if goodbye { drafts } else { reopened(state, drafts) }
        }
        Command::Answer { answers } => {
            reopened(state, vec![customer(Body::Answers { answers: answers.clone(), files: Vec::new() })])
        }
        Command::AnswerSurvey { answers } => {
            // What a bad one asks for is owed by an open request.
            let mut drafts = if answers.is_bad() { reopened(state, Vec::new()) } else { Vec::new() };
            drafts.push(customer(Body::SurveyAnswered { answers: answers.clone() }));
            drafts
        }
        Command::MoreUrgent { reason } => {
            reopened(state, vec![customer(Body::MoreUrgent { reason: reason.clone(), told: Vec::new() })])
        }
        Command::AskDutyManager { reason, told } => {
            let asked = Body::DutyManager { reason: reason.clone(), told: told.clone() };
            reopened(state, vec![customer(asked)])
        }
        Command::WorksAgain { text } => {
            let mut drafts = vec![customer(Body::WorksAgain { text: text.clone() })];
            drafts.extend(status(state, Status::Resolved, None, None, Author::Customer));
            drafts
        }
    }
}

fn reply(
    state: &State,
    text: &str,
    after: AfterReply,
    plan: Option<&Vec<PlanStep>>,
    next_contact: Option<Instant>,
) -> Vec<Draft> {
    let mut drafts = vec![(Author::Staff, Body::message(text))];
    if let Some(steps) = plan.filter(|steps| **steps != state.plan) {
        drafts.push((Author::Staff, Body::Plan { steps: steps.clone() }));
    }
    // Being written to is the contact that was promised. One that lies ahead is promised again.
    let promised = next_contact.or(state.next_contact).filter(|_| after != AfterReply::Solve);
    drafts.extend(promised.map(|due| (Author::Staff, contact(state, due))));
    let to = match after {
        // Who keeps a ticket open no longer waits for the customer.
        AfterReply::KeepOpen if state.status == Status::Waiting => Status::Open,
        AfterReply::KeepOpen => return opened_by_staff(state, drafts),
        AfterReply::Wait => Status::Waiting,
        AfterReply::Solve => Status::Resolved,
    };
    drafts.extend(status(state, to, None, None, Author::Staff));
    drafts
}

fn contact(state: &State, due: Instant) -> Body {
    Body::NextContact { due, previous: state.next_contact }
}

fn status(
    state: &State,
    to: Status,
    reason: Option<String>,
    review_at: Option<Instant>,
    by: Author,
) -> Vec<Draft> {
    if to == state.status {
        return Vec::new();
    }
    vec![(by, Body::Status { from: state.status, to, reason, review_at })]
}

/// A first answer takes a ticket out of `new`.
fn opened_by_staff(state: &State, mut drafts: Vec<Draft>) -> Vec<Draft> {
    if state.status == Status::New {
        drafts.extend(status(state, Status::Open, None, None, Author::Staff));
    }
    drafts
}

/// The customer has spoken: a ticket that waited for them, or was thought done, is open again.
fn reopened(state: &State, mut drafts: Vec<Draft>) -> Vec<Draft> {
    if matches!(state.status, Status::Waiting | Status::Resolved | Status::OnHold) {
        drafts.extend(status(state, Status::Open, None, None, Author::Customer));
    }
    drafts
}

/// What a new ticket is made of, whatever the channel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewTicket {
    pub channel: Channel,
    pub subject: String,
    pub text: String,
    pub ticket_type: String,
    pub priority: Priority,
    pub product: Option<String>,
    pub topic: Option<String>,
    #[serde(default)]
    pub answers: Vec<super::entry::Answer>,
    #[serde(default)]
    pub opened: Vec<String>,
}

impl NewTicket {
    /// The same with its texts as they are kept.
    ///
    /// # Errors
    /// `Invalid` with every field that needs another value.
    pub fn checked(mut self) -> Result<Self, Error> {
        let mut checks = Checks::default();
        self.subject = checks.line("subject", &self.subject, MAX_SUBJECT);
        self.text = checks.text("text", &self.text, MAX_TEXT);
        for answer in &mut self.answers {
            answer.question = text::line(&answer.question);
            answer.label = text::line(&answer.label);
            answer.value = checks.optional_text(&answer.question, &answer.value, MAX_TEXT);
        }
        checks.finish().map(|()| self)
    }
}

#[cfg(test)]
#[path = "decide_tests.rs"]
mod tests;

//! Moving a ticket up its ladder by hand, taking it over, sending it back, and what is said of it afterwards. What
//! climbs by itself is [`crate::ladder`].

use super::decide::{Draft, State};
use super::entry::{Author, Body, Named};
use super::{Command, MAX_TEXT};
use crate::Error;
use crate::access::{Role, Viewer};
use crate::error::{Checks, Problem};
use crate::ladder::{HandOver, Held};

/// # Errors
/// `Forbidden` for what belongs to the rung's owner, or to those who lead.
pub(super) fn ensure(state: &State, viewer: &Viewer, command: &Command) -> Result<(), Error> {
    let leads = viewer.role >= Role::Lead;
    let owns = state.standing.current().is_some_and(|held| held.owner.id == viewer.person_id);
    let has_it = state.assignee.as_ref().is_some_and(|own| own.id == viewer.person_id);
    let may = match command {
        Command::Acknowledge | Command::SendBack { .. } => leads || owns,
        Command::ClassEscalation { .. } => leads || owns || has_it,
        _ => true,
    };
    if may { Ok(()) } else { Err(Error::Forbidden) }
}

/// All three parts, for a rung that can be asked.
pub(super) fn check(checks: &mut Checks, state: &State, hand_over: &HandOver) {
    checks.ensure(state.can_climb, "tried", Problem::NoRung);
    for (field, text) in
        [("tried", &hand_over.tried), ("evidence", &hand_over.evidence), ("question", &hand_over.question)]
    {
        checks.text(field, text, MAX_TEXT);
    }
}

/// What is missing, of what somebody handed over.
pub(super) fn check_back(checks: &mut Checks, state: &State, missing: &str) {
    checks.ensure(handed(state).is_some(), "missing", Problem::NoRung);
    checks.text("missing", missing, MAX_TEXT);
}

/// The rung that it stands on because an agent handed it over.
fn handed(state: &State) -> Option<&Held> {
    state.standing.current().filter(|held| held.from.is_some())
}

/// Who acknowledges owns the rung from now on, and has the ticket if it was handed over. Once is enough.
pub(super) fn acknowledged(state: &State, viewer: &Viewer) -> Vec<Draft> {
    let Some(held) = state.standing.waiting() else { return Vec::new() };
    let owner = Named { id: viewer.person_id.clone(), name: viewer.name.clone() };
    let name = held.name.clone();
    let mut drafts = vec![(Author::Staff, Body::Acknowledged { name, owner: owner.clone() })];
    if held.from.is_some() {
        drafts.extend(given(state, owner));
    }
    drafts
}

/// Back to who handed it over, with the ticket if the receiver had taken it.
pub(super) fn sent_back(state: &State, missing: &str) -> Vec<Draft> {
    let Some(held) = handed(state) else { return Vec::new() };
    let (name, missing, to) = (held.name.clone(), missing.to_owned(), held.from.clone());
    let mut drafts = vec![(Author::Staff, Body::SentBack { name, missing, to: to.clone() })];
    if state.assignee.as_ref().is_some_and(|own| own.id == held.owner.id) {
        drafts.extend(to.and_then(|to| given(state, to)));
    }
    drafts
}

fn given(state: &State, to: Named) -> Option<Draft> {
    let is_theirs = state.assignee.as_ref().is_some_and(|own| own.id == to.id);
    (!is_theirs).then(|| (Author::Staff, Body::Assignee { from: state.assignee.clone(), to: Some(to) }))
}

pub(super) fn classed(state: &State, avoidable: bool, reason: &str) -> Vec<Draft> {
    let classed = (Author::Staff, Body::Classed { avoidable, reason: reason.to_owned() });
    if state.standing.unclassed > 0 { vec![classed] } else { Vec::new() }
}

//! Tickets, entries and promises as rows: their columns and values in one place, for one row as for thousands.

use domain::ladder;
use domain::promises::{Promise, PromiseKind, Standing};
use domain::tickets::entry::Entry;

use super::store::{Pressing, Ticket};
use crate::Outcome;
use crate::db::Value;

pub(crate) const TICKET: &str = "id, number, version, subject, status, active, priority, ticket_type, channel, product_id,
  topic_id, requester_id, organisation_id, assignee_id, queue_id, problem_id, policy_id, policy_version, urgency, due_at,
  brief, promises, plan, next_contact_at, wake_at, unanswered, entries, created_at, changed_at, resolved_at,
  ladder, rung_owner_id, needs";
pub(crate) const ENTRY: &str =
    "id, ticket_id, seq, at, author, author_id, kind, is_public, moves_promises, body";
pub(crate) const PROMISE: &str = "ticket_id, kind, cycle, state, started_at, due_at, missed_at, ended_at";

/// The values of [`TICKET`]'s columns.
///
/// # Errors
/// When promises or plan cannot be written as JSON.
pub(crate) fn ticket(t: &Ticket, pressing: &Pressing) -> Outcome<[Value; 33]> {
    Ok([
        t.id.as_str().into(),
        t.number.into(),
        t.version.into(),
        t.subject.as_str().into(),
        t.status.code().into(),
        t.status.is_active().into(),
        (t.priority as i64).into(),
        t.ticket_type.as_str().into(),
        t.channel.as_str().into(),
        (&t.product_id).into(),
        (&t.topic_id).into(),
        t.requester_id.as_str().into(),
        (&t.organisation_id).into(),
        (&t.assignee_id).into(),
        (&t.queue_id).into(),
        (&t.problem_id).into(),
        t.policy_id.as_str().into(),
        t.policy_version.into(),
        pressing.urgency.rank().into(),
        pressing.due_at.into(),
        pressing.brief.as_str().into(),
        serde_json::to_string(&t.promises)?.into(),
        serde_json::to_string(&t.plan)?.into(),
        t.next_contact.map(|at| at.0).into(),
        pressing.wake_at.map(|at| at.0).into(),
        t.unanswered.into(),
        t.version.into(),
        t.created_at.0.into(),
        t.changed_at.0.into(),
        t.resolved_at.map(|at| at.0).into(),
        ladder(&t.standing)?.into(),
        rung_owner(&t.standing).into(),
        serde_json::to_string(&t.needs)?.into(),
    ])
}

/// Who is asked on the rung that a ticket stands on.
pub(crate) fn rung_owner(standing: &ladder::Standing) -> Option<String> {
    standing.current().map(|held| held.owner.id.clone())
}

/// A standing as it is stored: nothing, while there is nothing to know.
///
/// # Errors
/// When it cannot be written as JSON.
pub(crate) fn ladder(standing: &ladder::Standing) -> Outcome<String> {
    let is_new = *standing == ladder::Standing::default();
    Ok(if is_new { String::new() } else { serde_json::to_string(standing)? })
}

/// Reads what [`ladder`] wrote.
///
/// # Errors
/// When it is something else.
pub(crate) fn read_ladder(stored: &str) -> Outcome<ladder::Standing> {
    Ok(if stored.is_empty() { ladder::Standing::default() } else { serde_json::from_str(stored)? })
}

/// The values of [`ENTRY`]'s columns for the entry numbered `seq` of its ticket.
///
/// # Errors
/// When the body cannot be written as JSON.
pub(crate) fn entry(ticket_id: &str, seq: i64, entry: &Entry) -> Outcome<[Value; 10]> {
    Ok([
        entry.id.as_str().into(),
        ticket_id.into(),
        seq.into(),
        entry.at.0.into(),
        entry.author.code().into(),
        (&entry.author_id).into(),
        entry.body.code().into(),
        entry.body.is_public().into(),
        entry.body.moves_promises().into(),
        serde_json::to_string(&entry.body)?.into(),
    ])
}

/// The values of [`PROMISE`]'s columns.
pub(crate) fn promise(ticket_id: &str, promise: &Promise) -> [Value; 8] {
    [
        ticket_id.into(),
        promise_key(promise).into(),
        i64::from(promise.cycle).into(),
        standing_code(promise).into(),
        promise.started.0.into(),
        promise.due.0.into(),
        promise.missed_at.map(|at| at.0).into(),
        promise.closed_at().map(|at| at.0).into(),
    ]
}

fn promise_key(promise: &Promise) -> String {
    match (&promise.task, promise.kind) {
        (Some(task), PromiseKind::Task) => format!("task:{task}"),
        _ => promise.kind.code().to_owned(),
    }
}

fn standing_code(promise: &Promise) -> &'static str {
    match promise.state {
        Standing::Running => "running",
        Standing::Paused { .. } => "paused",
        Standing::Kept { .. } => "kept",
        Standing::Missed { .. } => "missed",
        Standing::KeptLate { .. } => "kept_late",
        Standing::Ended { .. } => "ended",
    }
}

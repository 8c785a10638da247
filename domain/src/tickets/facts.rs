//! From the timeline to what the promise engine is told.

use super::Status;
use super::entry::{Author, Body, Entry};
use super::survey::SurveyKind;
use crate::promises::engine::{Event, Fact};
use crate::promises::policy::PolicyRef;

/// The facts in `entries`, in their order. Entries that promises do not depend on give none.
#[must_use]
pub fn facts(entries: &[Entry]) -> Vec<Fact> {
    entries.iter().filter_map(|entry| Some(Fact::new(entry.at, event(entry)?))).collect()
}

fn event(entry: &Entry) -> Option<Event> {
    Some(match &entry.body {
        Body::Created { ticket_type, priority, .. } => {
            Event::Created { ticket_type: ticket_type.clone(), priority: *priority, status: Status::New }
        }
        Body::Message { goodbye, .. } => match entry.author {
            Author::Customer => Event::CustomerMessage { goodbye: *goodbye },
            Author::Staff => Event::StaffReply,
            Author::System => return None,
        },
        Body::Call { reached: true, .. } if entry.author == Author::Staff => Event::StaffReply,
        // They ask for an answer as any message does.
        Body::Answers { .. } | Body::MoreUrgent { .. } | Body::DutyManager { .. } => {
            Event::CustomerMessage { goodbye: false }
        }
        // A bad score stands after the re-opening that it brings. One on a request that stays solved starts nothing.
        Body::SurveyAnswered { answers } if answers.is_bad() => {
            Event::CustomerMessage { goodbye: answers.kind() == SurveyKind::Solved }
        }
        Body::Status { to, .. } => Event::StatusChanged { to: *to },
        Body::Priority { to, .. } => Event::PriorityChanged { to: *to },
        Body::Type { to, .. } => Event::TypeChanged { to: to.clone() },
        Body::PolicyChosen { policy, version, .. } => {
            Event::PolicyChanged { policy: Some(PolicyRef { id: policy.clone(), version: *version }) }
        }
        Body::NextContact { due, .. } => {
            Event::NextContactPromised { due: *due, by: entry.author_id.clone().unwrap_or_default() }
        }
        Body::DueSet { promise, due, reason } => {
            Event::ManualDue { kind: *promise, task: None, due: *due, reason: reason.clone() }
        }
        Body::CalendarChanged { calendar, .. } => Event::CalendarChanged { calendar: calendar.clone() },
        _ => return None,
    })
}

//! What the engine is told: the part of a ticket's timeline that promises depend on.

use super::super::PromiseKind;
use super::super::policy::{PolicyRef, Target};
use crate::tickets::{Priority, Status};
use crate::time::Instant;

/// One thing that happened, in the order of the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    pub at: Instant,
    pub event: Event,
}

impl Fact {
    #[must_use]
    pub fn new(at: Instant, event: Event) -> Self {
        Self { at, event }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The first fact of every ticket; a `PolicyChanged` at the same instant follows.
    Created {
        ticket_type: String,
        priority: Priority,
        status: Status,
    },
    /// From the requester, by any channel. `goodbye`: plainly only thanks, needing no answer.
    CustomerMessage {
        goodbye: bool,
    },
    /// A public message by a person of the staff, or a logged outbound call that reached the customer.
    StaffReply,
    /// Anything else that was written: internal notes, automatic mail, bots, surveys, the system's own posts. Never a
    /// reply, whatever it says.
    OtherMessage,
    StatusChanged {
        to: Status,
    },
    PriorityChanged {
        to: Priority,
    },
    TypeChanged {
        to: String,
    },
    /// A policy was chosen, another one, another version of it, or none.
    PolicyChanged {
        policy: Option<PolicyRef>,
    },
    /// The policy was switched off.
    PolicyEnded,
    /// The calendar of this id reads differently from now on.
    CalendarChanged {
        calendar: String,
    },
    NextContactPromised {
        due: Instant,
        by: String,
    },
    /// `task` only for [`PromiseKind::Task`].
    ManualDue {
        kind: PromiseKind,
        task: Option<String>,
        due: Instant,
        reason: String,
    },
    /// The task can be done now, within `target` or by `due`.
    TaskPossible {
        task: String,
        limit: TaskLimit,
    },
    TaskDone {
        task: String,
    },
    TaskDropped {
        task: String,
    },
    /// This ticket was merged away.
    MergedInto,
    /// Another ticket, begun at `started`, was merged into this one.
    MergedFrom {
        started: Instant,
    },
    /// The last merge, of either direction, was undone.
    MergeUndone,
}

/// By when a task has to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskLimit {
    Within(Target),
    By(Instant),
}

//! What a promise is, with its whole history. Plain data: pages, payloads and projections share it.

use serde::{Deserialize, Serialize};

use super::policy::{PolicyRef, Target};
use crate::tickets::coded;
use crate::time::Instant;

coded! {
    /// The kinds of commitment a ticket can carry, in the order in which pages show them.
    PromiseKind {
        FirstReply = "first_reply",
        NextReply = "next_reply",
        PeriodicUpdate = "periodic_update",
        NextContact = "next_contact",
        Resolution = "resolution",
        Task = "task",
    }
}

impl PromiseKind {
    /// The promise of an alarm, by the alarm's key.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        key.split('/').next().and_then(Self::parse)
    }

    /// Whether it is kept by a word to the customer.
    #[must_use]
    pub fn is_word(self) -> bool {
        matches!(self, Self::FirstReply | Self::NextReply | Self::PeriodicUpdate | Self::NextContact)
    }
}

/// One cycle of one promise. Durations are milliseconds of the promise's own calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    pub kind: PromiseKind,
    /// Which task, for [`PromiseKind::Task`].
    pub task: Option<String>,
    /// 1, 2, 3 … within the kind, so that kind and cycle name it on its ticket for ever.
    pub cycle: u32,
    pub started: Instant,
    /// `None`: the due time itself was promised.
    pub target: Option<Target>,
    /// The calendar it counts in; `None`: plain time.
    pub calendar: Option<CalendarRef>,
    /// The policy behind it; alarms are read from there.
    pub policy: Option<PolicyRef>,
    /// The last instant at which it is kept. While paused: as if it resumed now.
    pub due: Instant,
    /// Set by hand, with this reason; pauses and policy edits leave it alone.
    pub manual: Option<String>,
    /// Who gave their word, for a next contact.
    pub promised_by: Option<String>,
    pub state: Standing,
    /// The "now" that the figures below belong to.
    pub as_of: Instant,
    /// When it was missed; stays for ever, whatever follows.
    pub missed_at: Option<Instant>,
    /// Counted time from the start to the verdict, or to now.
    pub used_ms: i64,
    /// Counted time from the miss to the late verdict, or to now; 0 when not missed.
    pub overrun_ms: i64,
    /// Counted time still left before the due time; 0 when missed or closed.
    pub left_ms: i64,
    /// When it turns at risk; only while it is open and not missed.
    pub risk_at: Option<Instant>,
    /// Last time its due time was computed anew; alarms that this made overdue carry this time.
    pub revised_at: Instant,
    pub pauses: Vec<Pause>,
    pub notes: Vec<Note>,
}

/// A calendar as it stood at `as_of`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarRef {
    pub id: String,
    pub as_of: Instant,
}

/// Where a promise stands. On track and at risk are both `Running`; `Promise::risk_at` tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Standing {
    Running,
    Paused {
        since: Instant,
    },
    Kept {
        at: Instant,
    },
    /// Overdue and still owed; or, with `stopped`, given up without having been kept.
    Missed {
        at: Instant,
        stopped: Option<Instant>,
    },
    KeptLate {
        at: Instant,
    },
    /// Over without a verdict.
    Ended {
        at: Instant,
        why: EndReason,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// The ticket was resolved; re-opening resumes it.
    Resolved,
    Merged,
    /// The policy does not have it (any more).
    NotPromised,
    /// Another due time took its place.
    Replaced,
    /// The task was dropped.
    Dropped,
}

/// An interval that does not count. `to` is `None` while it lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    pub from: Instant,
    pub to: Option<Instant>,
    pub why: PauseReason,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    Waiting,
    OnHold,
    /// Another state that the policy names.
    State,
    /// Between resolved and re-opened.
    Resolved,
    /// Between a merge and its undoing.
    Merged,
}

/// Something that changed a promise on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub at: Instant,
    pub what: NoteKind,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum NoteKind {
    /// Computed anew from the original start.
    Revised {
        because: Revision,
        from: Instant,
        to: Instant,
    },
    /// A change after the miss: the miss remains.
    MissRemains {
        because: Revision,
    },
    SetByHand {
        from: Option<Instant>,
        to: Instant,
    },
    Reopened,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Revision {
    Priority,
    Type,
    Policy,
    Calendar,
    Merge,
}

impl Promise {
    /// Somebody still owes it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(
            self.state,
            Standing::Running | Standing::Paused { .. } | Standing::Missed { stopped: None, .. }
        )
    }

    /// When a change made it late whose new due time had passed already; nobody was promised that due time.
    #[must_use]
    pub fn late_since(&self) -> Option<Instant> {
        self.missed_at.filter(|missed| *missed > self.due.max(self.started))
    }

    /// When it stopped being owed, for whatever reason.
    #[must_use]
    pub fn closed_at(&self) -> Option<Instant> {
        match self.state {
            Standing::Kept { at } | Standing::KeptLate { at } | Standing::Ended { at, .. } => Some(at),
            Standing::Missed { stopped, .. } => stopped,
            Standing::Running | Standing::Paused { .. } => None,
        }
    }

    /// Its pauses, with the one that lasts cut at [`Promise::as_of`].
    pub(super) fn closed_pauses(&self) -> Vec<Pause> {
        self.pauses.iter().map(|pause| Pause { to: pause.to.or(Some(self.as_of)), ..*pause }).collect()
    }

    /// The pause that lasts at [`Promise::as_of`].
    #[must_use]
    pub fn current_pause(&self) -> Option<&Pause> {
        self.pauses.last().filter(|pause| pause.to.is_none())
    }

    /// The due time is a fixed instant rather than so much counted time after the start.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        self.manual.is_some() || self.target.is_none()
    }
}

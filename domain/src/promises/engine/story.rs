//! What has happened to the ticket so far, as far as a promise that starts now (or should have started) must know.

use super::super::policy::{Policy, Target};
use super::super::{Pause, PauseReason, PromiseKind};
use crate::tickets::{Priority, Status};
use crate::time::Instant;

pub(super) struct Story<'b> {
    pub created: Instant,
    /// Creation, or the earlier start of a ticket merged into this one.
    pub started: Instant,
    pub ticket_type: String,
    pub priority: Priority,
    /// The policy in force, unless there is none or it is switched off.
    pub policy: Option<&'b Policy>,
    /// Every state and since when; never empty.
    statuses: Vec<(Instant, Status)>,
    pub first_reply: Option<Instant>,
    /// The oldest customer message that no reply followed.
    pub unanswered: Option<Instant>,
    pub last_reply: Option<Instant>,
    /// Since when it is merged away.
    pub merged: Option<Instant>,
}

impl<'b> Story<'b> {
    pub fn new(created: Instant, ticket_type: &str, priority: Priority, status: Status) -> Self {
        Self {
            created,
            started: created,
            ticket_type: ticket_type.to_owned(),
            priority,
            policy: None,
            statuses: vec![(created, status)],
            first_reply: None,
            unanswered: None,
            last_reply: None,
            merged: None,
        }
    }

    pub fn status(&self) -> Status {
        self.statuses.last().map_or(Status::New, |(_, status)| *status)
    }

    pub fn is_active(&self) -> bool {
        self.status().is_active()
    }

    pub fn enter(&mut self, at: Instant, status: Status) {
        self.statuses.push((at, status));
    }

    pub fn target(&self, kind: PromiseKind) -> Option<Target> {
        self.policy?.row_for(&self.ticket_type, self.priority)?.targets.of(kind)
    }

    /// When a promise of this kind should be running since, by what happened so far.
    pub fn owed_since(&self, kind: PromiseKind) -> Option<Instant> {
        match kind {
            _ if !self.is_active() => None,
            PromiseKind::FirstReply => self.first_reply.is_none().then_some(self.started),
            PromiseKind::NextReply => self.first_reply.and(self.unanswered),
            PromiseKind::PeriodicUpdate => self.last_reply,
            PromiseKind::Resolution => Some(self.started),
            PromiseKind::NextContact | PromiseKind::Task => None,
        }
    }

    /// Why a promise of this kind rests now, if it does.
    pub fn resting(&self, kind: PromiseKind) -> Option<PauseReason> {
        self.rests_in(kind, self.status())
    }

    fn rests_in(&self, kind: PromiseKind, status: Status) -> Option<PauseReason> {
        let paused = self.policy.is_some_and(|policy| policy.pauses.pauses(kind, status));
        paused.then_some(match status {
            Status::Waiting => PauseReason::Waiting,
            Status::OnHold => PauseReason::OnHold,
            _ => PauseReason::State,
        })
    }

    /// The closed pauses that a promise of this kind would have had between `from` and `to`.
    pub fn rests_between(&self, kind: PromiseKind, from: Instant, to: Instant) -> Vec<Pause> {
        // Most cycles start now: then nothing lies in between, however long the history.
        let first = self.statuses.partition_point(|(since, _)| *since <= from).saturating_sub(1);
        let statuses = self.statuses.get(first..).filter(|_| from < to).unwrap_or_default();
        let ends = statuses.iter().skip(1).map(|(at, _)| *at).chain([to]);
        let spans = statuses.iter().zip(ends);
        let pauses = spans.filter_map(|((since, status), end)| {
            let why = if status.is_active() { self.rests_in(kind, *status)? } else { PauseReason::Resolved };
            Some(Pause { from: (*since).max(from), to: Some(end.min(to)), why })
        });
        pauses.filter(|pause| pause.to.is_some_and(|end| pause.from < end)).collect()
    }
}

//! The pass over the facts: each one meets the promises that are open at its time.

use super::super::policy::PolicyRef;
use super::super::{EndReason, PauseReason, PromiseKind, Revision, Standing};
use super::cycles::{Aim, Cycles, Key};
use super::story::Story;
use super::{Book, Event, Fact, Promise, TaskLimit};
use crate::tickets::Status;
use crate::time::Instant;

/// Kinds that start by themselves from what happens.
const AUTOMATIC: [PromiseKind; 4] =
    [PromiseKind::FirstReply, PromiseKind::NextReply, PromiseKind::PeriodicUpdate, PromiseKind::Resolution];

pub(super) struct Replay<'b> {
    book: &'b Book,
    story: Story<'b>,
    cycles: Cycles<'b>,
}

fn plain_key(kind: PromiseKind) -> Key {
    (kind, None)
}

fn task_key(task: &str) -> Key {
    (PromiseKind::Task, Some(task.to_owned()))
}

impl<'b> Replay<'b> {
    pub fn new(book: &'b Book, story: Story<'b>) -> Self {
        Self { book, story, cycles: Cycles::new(book) }
    }

    pub fn finish(self, now: Instant) -> Vec<Promise> {
        self.cycles.finish(now)
    }

    pub fn apply(&mut self, fact: &Fact) {
        let at = fact.at;
        self.cycles.each_open(|track| track.pass(at));
        if self.story.merged.is_some() {
            self.apply_merged(at, &fact.event);
        } else {
            self.apply_event(at, &fact.event);
        }
        self.cycles.forget_closed();
    }

    fn apply_event(&mut self, at: Instant, event: &Event) {
        match event {
            Event::Created { .. } | Event::OtherMessage => {}
            Event::CustomerMessage { goodbye } => self.customer_spoke(at, *goodbye),
            Event::StaffReply => self.staff_replied(at),
            Event::StatusChanged { to } => self.enter(at, *to),
            Event::PriorityChanged { to } => {
                self.story.priority = *to;
                self.revise_all(at, Revision::Priority);
            }
            Event::TypeChanged { to } => {
                self.story.ticket_type.clone_from(to);
                self.revise_all(at, Revision::Type);
            }
            Event::PolicyChanged { policy } => self.change_policy(at, policy.as_ref()),
            Event::PolicyEnded => self.change_policy(at, None),
            Event::CalendarChanged { calendar } => self.change_calendar(at, calendar),
            Event::NextContactPromised { due, by } => self.promise_contact(at, *due, by),
            Event::ManualDue { kind, task, due, reason } => {
                self.set_due(at, (*kind, task.clone()), *due, reason)
            }
            Event::TaskPossible { task, limit } => self.start_task(at, task, *limit),
            Event::TaskDone { task } => self.cycles.with_open(&task_key(task), |track| track.keep(at)),
            Event::TaskDropped { task } => {
                self.cycles.with_open(&task_key(task), |track| track.end(at, EndReason::Dropped));
            }
            Event::MergedInto => {
                self.story.merged = Some(at);
                self.cycles.each_open(|track| track.end(at, EndReason::Merged));
            }
            Event::MergedFrom { started } => self.move_start(at, self.story.started.min(*started)),
            Event::MergeUndone => self.move_start(at, self.story.created),
        }
    }

    /// A ticket that was merged away only remembers, until the merge is undone.
    fn apply_merged(&mut self, at: Instant, event: &Event) {
        match event {
            Event::MergeUndone => {
                let merged = self.story.merged.take();
                let stopped_by_merge = |state| match state {
                    Standing::Ended { why, .. } => why == EndReason::Merged,
                    Standing::Missed { stopped, .. } => stopped == merged,
                    _ => false,
                };
                self.cycles.reopen(&self.story, at, PauseReason::Merged, |_, state| stopped_by_merge(state));
                self.settle(at);
            }
            Event::StatusChanged { to } => self.story.enter(at, *to),
            _ => {}
        }
    }

    fn customer_spoke(&mut self, at: Instant, goodbye: bool) {
        if goodbye && !self.story.is_active() {
            return;
        }
        self.story.unanswered.get_or_insert(at);
        if self.story.first_reply.is_some() && !self.cycles.is_open(&plain_key(PromiseKind::NextReply)) {
            self.begin_automatic(PromiseKind::NextReply, at, at);
        }
    }

    fn staff_replied(&mut self, at: Instant) {
        self.story.first_reply.get_or_insert(at);
        self.story.unanswered = None;
        self.story.last_reply = Some(at);
        for kind in [PromiseKind::FirstReply, PromiseKind::NextReply, PromiseKind::PeriodicUpdate] {
            self.cycles.with_open(&plain_key(kind), |track| track.keep(at));
        }
        self.cycles.with_open(&plain_key(PromiseKind::NextContact), |track| {
            // The reply that came with the promise is not the contact that it promises.
            if track.promise.started < at {
                track.keep(at);
            }
        });
        if self.story.is_active() {
            self.begin_automatic(PromiseKind::PeriodicUpdate, at, at);
        }
    }

    fn enter(&mut self, at: Instant, to: Status) {
        let was_active = self.story.is_active();
        self.story.enter(at, to);
        match (was_active, to.is_active()) {
            (true, false) => {
                self.story.unanswered = None;
                self.cycles.with_open(&plain_key(PromiseKind::Resolution), |track| track.keep(at));
                self.cycles.each_open(|track| track.end(at, EndReason::Resolved));
            }
            (false, true) => {
                let replied = self.story.first_reply.is_some();
                let resumes = |kind, state| resumes_when_reopened(kind, state, replied);
                self.cycles.reopen(&self.story, at, PauseReason::Resolved, resumes);
                self.settle(at);
            }
            _ => self.cycles.pause(&self.story, at),
        }
    }

    /// Starts what is owed by now but does not run, and lets rest what has to.
    fn settle(&mut self, at: Instant) {
        for kind in AUTOMATIC {
            self.begin_if_owed(kind, at);
        }
        self.cycles.pause(&self.story, at);
    }

    fn begin_if_owed(&mut self, kind: PromiseKind, at: Instant) {
        let Some(owed) = self.story.owed_since(kind) else { return };
        let recurs = matches!(kind, PromiseKind::Resolution | PromiseKind::PeriodicUpdate);
        match self.cycles.latest(&plain_key(kind)).map(|track| track.promise.state) {
            None | Some(Standing::Ended { .. }) => self.begin_automatic(kind, owed, at),
            // The verdict of the cycle before stands; a cycle of its own begins.
            Some(Standing::Missed { stopped: Some(_), .. } | Standing::KeptLate { .. }) if recurs => {
                self.begin_automatic(kind, at, at);
            }
            _ => {}
        }
    }

    fn begin_automatic(&mut self, kind: PromiseKind, started: Instant, at: Instant) {
        if let Some(target) = self.story.target(kind) {
            self.cycles.begin(&self.story, plain_key(kind), Aim::Within(target), started, at);
        }
    }

    fn change_policy(&mut self, at: Instant, policy: Option<&PolicyRef>) {
        let book = self.book;
        self.story.policy = policy.and_then(|policy| book.policy(policy)).filter(|policy| policy.enabled);
        self.revise_all(at, Revision::Policy);
    }

    fn revise_all(&mut self, at: Instant, because: Revision) {
        self.cycles.revise(&self.story, at, because, |_| true);
        self.settle(at);
    }

    fn change_calendar(&mut self, at: Instant, calendar: &str) {
        self.cycles.revise(&self.story, at, Revision::Calendar, |track| {
            track.promise.calendar.as_ref().is_some_and(|own| own.id == calendar)
        });
    }

    fn move_start(&mut self, at: Instant, started: Instant) {
        self.story.started = started;
        self.cycles.each_open(|track| {
            if track.from_creation {
                track.promise.started = started;
            }
        });
        self.cycles.revise(&self.story, at, Revision::Merge, |track| track.from_creation);
    }

    fn promise_contact(&mut self, at: Instant, due: Instant, by: &str) {
        let key = plain_key(PromiseKind::NextContact);
        self.cycles.with_open(&key, |track| match track.promise.missed_at {
            Some(_) => track.end(at, EndReason::Replaced),
            None => track.keep(at),
        });
        let aim = Aim::At { due, manual: None, by: Some(by.to_owned()) };
        self.cycles.begin(&self.story, key, aim, at, at);
    }

    /// Moves the open cycle; one that was missed already keeps its verdict and another begins.
    fn set_due(&mut self, at: Instant, key: Key, due: Instant, reason: &str) {
        let mut moved = false;
        self.cycles.with_open(&key, |track| match track.promise.missed_at {
            Some(_) => track.end(at, EndReason::Replaced),
            None => {
                track.set_by_hand(due, reason, at);
                moved = true;
            }
        });
        if !moved {
            let aim = Aim::At { due, manual: Some(reason.to_owned()), by: None };
            self.cycles.begin(&self.story, key, aim, at, at);
        }
    }

    fn start_task(&mut self, at: Instant, task: &str, limit: TaskLimit) {
        let aim = match limit {
            TaskLimit::Within(target) => Aim::Within(target),
            TaskLimit::By(due) => Aim::At { due, manual: None, by: None },
        };
        if !self.cycles.is_open(&task_key(task)) {
            self.cycles.begin(&self.story, task_key(task), aim, at, at);
        }
    }
}

/// What a resolved ticket owes again once it is open: what was given up by resolving it, and the resolution unless a
/// miss has settled that cycle. A first reply that never came stays owed even when late.
fn resumes_when_reopened(kind: PromiseKind, state: Standing, replied: bool) -> bool {
    let given_up = matches!(state, Standing::Ended { why: EndReason::Resolved, .. });
    let given_up_late = matches!(state, Standing::Missed { stopped: Some(_), .. });
    match kind {
        PromiseKind::Resolution => matches!(state, Standing::Kept { .. }),
        PromiseKind::FirstReply => !replied && (given_up || given_up_late),
        PromiseKind::Task => given_up || given_up_late,
        PromiseKind::PeriodicUpdate => given_up,
        PromiseKind::NextReply | PromiseKind::NextContact => false,
    }
}

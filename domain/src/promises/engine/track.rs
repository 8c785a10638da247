//! One promise while it is replayed: how it pauses, moves, is missed, kept or given up.

use super::super::policy::RiskLimit;
use super::super::ruler::Ruler;
use super::super::{EndReason, Note, NoteKind, Pause, PauseReason, Promise, Standing};
use crate::time::{Instant, SECOND_MS};

/// A promise with what its time is measured by.
pub(super) struct Track<'b> {
    pub promise: Promise,
    pub ruler: Ruler<'b>,
    pub risk: RiskLimit,
    /// Starts with the ticket, so that an earlier start (after a merge) moves it.
    pub from_creation: bool,
}

impl<'b> Track<'b> {
    pub fn is_open(&self) -> bool {
        self.promise.is_open()
    }

    /// Missed when its last instant lies before `at`. One that rests cannot be missed.
    pub fn pass(&mut self, at: Instant) {
        if self.promise.state == Standing::Running && self.promise.due < at {
            self.miss(self.promise.due.max(self.promise.started));
        }
    }

    /// As [`Track::pass`] when the due time has only just become this: then it is missed at `at`, not earlier.
    pub fn pass_after_change(&mut self, at: Instant) {
        if self.promise.state == Standing::Running && self.promise.due < at {
            self.miss(at);
        }
    }

    fn miss(&mut self, at: Instant) {
        self.promise.missed_at = Some(at);
        self.promise.state = Standing::Missed { at, stopped: None };
    }

    /// The due time from the start, the target and the pauses so far.
    pub fn compute_due(&mut self, now: Instant) {
        let promise = &mut self.promise;
        if let Some(target) = promise.target.filter(|_| promise.manual.is_none()) {
            let closed: Vec<Pause> =
                promise.pauses.iter().filter(|pause| pause.to.is_some()).copied().collect();
            let due = self.ruler.postpone(self.ruler.after(promise.started, target), &closed);
            if due != promise.due {
                (promise.due, promise.revised_at) = (due, now);
            }
        }
    }

    /// Starts, continues or ends the pause that the ticket's state calls for.
    pub fn pause_for(&mut self, why: Option<PauseReason>, at: Instant) {
        let resting = self.promise.pauses.last().filter(|pause| pause.to.is_none()).map(|pause| pause.why);
        if !self.is_open() || resting == why {
            return;
        }
        self.resume(at);
        if let Some(why) = why {
            self.promise.pauses.push(Pause { from: at, to: None, why });
            if self.promise.state == Standing::Running {
                self.promise.state = Standing::Paused { since: at };
            }
        }
    }

    /// Ends a pause, moving the due time by what it took.
    fn resume(&mut self, at: Instant) {
        let promise = &mut self.promise;
        let Some(pause) = promise.pauses.last_mut().filter(|pause| pause.to.is_none()) else { return };
        pause.to = Some(at);
        if let Standing::Paused { .. } = promise.state {
            promise.due = self.ruler.postpone(promise.due, &[*pause]);
            promise.state = Standing::Running;
        }
    }

    /// Done, in time or late.
    pub fn keep(&mut self, at: Instant) {
        self.resume(at);
        self.promise.state = match self.promise.state {
            Standing::Missed { .. } => Standing::KeptLate { at },
            _ => Standing::Kept { at },
        };
    }

    /// Over without being kept; a miss stays one.
    pub fn end(&mut self, at: Instant, why: EndReason) {
        self.resume(at);
        self.promise.state = match self.promise.state {
            Standing::Missed { at: missed, .. } => Standing::Missed { at: missed, stopped: Some(at) },
            _ => Standing::Ended { at, why },
        };
    }

    /// Owed again after a time that does not count.
    pub fn reopen(&mut self, at: Instant, why: PauseReason) {
        let Some(closed) = self.promise.closed_at() else { return };
        self.promise.pauses.push(Pause { from: closed, to: Some(at.max(closed)), why });
        self.promise.state = match self.promise.missed_at {
            Some(missed) => Standing::Missed { at: missed, stopped: None },
            None => Standing::Running,
        };
        self.note(at, NoteKind::Reopened);
        if self.promise.missed_at.is_none() {
            self.compute_due(at);
            self.pass_after_change(at);
        }
    }

    /// From here on the plain clock counts: somebody named a moment, whether the desk is open then or not.
    pub fn set_by_hand(&mut self, due: Instant, reason: &str, at: Instant) {
        self.resume(at);
        (self.ruler, self.promise.calendar) = (Ruler::Plain, None);
        self.note(at, NoteKind::SetByHand { from: Some(self.promise.due), to: due });
        self.promise.due = due;
        self.promise.manual = Some(reason.to_owned());
        self.promise.revised_at = at;
        self.pass_after_change(at);
    }

    pub fn note(&mut self, at: Instant, what: NoteKind) {
        self.promise.notes.push(Note { at, what });
    }

    /// Fills in the figures as of `now`.
    pub fn finish(mut self, now: Instant) -> Promise {
        self.pass(now);
        let ruler = self.ruler;
        let promise = &mut self.promise;
        promise.as_of = now;
        let end = promise.closed_at().unwrap_or(now);
        let pauses = promise.closed_pauses();
        promise.used_ms = ruler.counted(promise.started, end, &pauses);
        promise.overrun_ms = promise.missed_at.map_or(0, |missed| ruler.counted(missed, end, &pauses));
        match promise.state {
            Standing::Running => promise.left_ms = ruler.elapsed(now, promise.due),
            Standing::Paused { since } => {
                promise.left_ms = ruler.elapsed(since, promise.due);
                promise.due = ruler.postpone(promise.due, pauses.last().map_or(&[], std::slice::from_ref));
            }
            _ => return self.promise,
        }
        let limit = match self.risk {
            RiskLimit::Percent(percent) => {
                ruler.counted(promise.started, promise.due, &pauses) * i64::from(percent) / 100
            }
            RiskLimit::Seconds(secs) => i64::from(secs) * SECOND_MS,
        };
        promise.risk_at = Some(ruler.rewind(promise.due, limit, &pauses).max(promise.started));
        self.promise
    }
}

//! All cycles of a ticket's promises while they are replayed: starting, finding, revising and re-opening them.

use std::collections::HashMap;

use super::super::policy::{RiskLimit, Target};
use super::super::ruler::Ruler;
use super::super::{CalendarRef, EndReason, NoteKind, PauseReason, Promise, PromiseKind, Revision, Standing};
use super::Book;
use super::story::Story;
use super::track::Track;
use crate::time::Instant;

/// One promise of a ticket over all its cycles; the text names the task.
pub(super) type Key = (PromiseKind, Option<String>);

/// What a new cycle aims at.
pub(super) enum Aim {
    Within(Target),
    At { due: Instant, manual: Option<String>, by: Option<String> },
}

pub(super) struct Cycles<'b> {
    book: &'b Book,
    /// All that ever were, in order.
    tracks: Vec<Track<'b>>,
    /// Indexes of those still owed: a handful, so that a fact costs the same however long the history.
    open: Vec<usize>,
    /// The newest cycle of each promise.
    latest: HashMap<Key, usize>,
}

impl<'b> Cycles<'b> {
    pub fn new(book: &'b Book) -> Self {
        Self { book, tracks: Vec::new(), open: Vec::new(), latest: HashMap::new() }
    }

    pub fn finish(self, now: Instant) -> Vec<Promise> {
        self.tracks.into_iter().map(|track| track.finish(now)).collect()
    }

    pub fn each_open(&mut self, mut visit: impl FnMut(&mut Track<'b>)) {
        for index in &self.open {
            if let Some(track) = self.tracks.get_mut(*index).filter(|track| track.is_open()) {
                visit(track);
            }
        }
    }

    pub fn forget_closed(&mut self) {
        self.open.retain(|index| self.tracks.get(*index).is_some_and(Track::is_open));
    }

    pub fn latest(&self, key: &Key) -> Option<&Track<'b>> {
        self.latest.get(key).and_then(|index| self.tracks.get(*index))
    }

    pub fn is_open(&self, key: &Key) -> bool {
        self.latest(key).is_some_and(Track::is_open)
    }

    /// Does something to the open cycle of a promise, if there is one.
    pub fn with_open(&mut self, key: &Key, how: impl FnOnce(&mut Track<'b>)) {
        let newest = self.latest.get(key).and_then(|index| self.tracks.get_mut(*index));
        if let Some(track) = newest.filter(|track| track.is_open()) {
            how(track);
        }
    }

    /// Lets rest, or run again, what the ticket's state says. Fixed due times never rest.
    pub fn pause(&mut self, story: &Story<'b>, at: Instant) {
        self.each_open(|track| {
            if !track.promise.is_fixed() {
                track.pause_for(story.resting(track.promise.kind), at);
            }
        });
    }

    /// Computes the open ones anew from their start, under what holds now.
    pub fn revise(
        &mut self,
        story: &Story<'b>,
        at: Instant,
        because: Revision,
        which: impl Fn(&Track<'b>) -> bool,
    ) {
        let book = self.book;
        self.each_open(|track| {
            if which(track) {
                revise(track, story, book, at, because);
            }
        });
    }

    /// Makes the newest cycles that `which` picks owed again; the time since they closed does not count.
    pub fn reopen(
        &mut self,
        story: &Story<'b>,
        at: Instant,
        why: PauseReason,
        which: impl Fn(PromiseKind, Standing) -> bool,
    ) {
        let mut newest: Vec<usize> = self.latest.values().copied().collect();
        newest.sort_unstable();
        for index in newest {
            let Some(track) = self.tracks.get_mut(index) else { continue };
            if which(track.promise.kind, track.promise.state) && target_now(&track.promise, story).is_some() {
                track.reopen(at, why);
                revise(track, story, self.book, at, Revision::Policy);
                self.open.push(index);
            }
        }
    }

    /// Starts a cycle at `at` that counts from `started`. When that makes it late already, it is missed at `at`.
    pub fn begin(&mut self, story: &Story<'b>, key: Key, aim: Aim, started: Instant, at: Instant) {
        let mut track = self.new_track(story, &key, aim, started, at);
        if !track.promise.is_fixed() {
            track.promise.pauses = story.rests_between(key.0, started, at);
            track.compute_due(at);
            track.pause_for(story.resting(key.0), at);
        }
        track.pass_after_change(at);
        self.open.push(self.tracks.len());
        self.latest.insert(key, self.tracks.len());
        self.tracks.push(track);
    }

    fn cycles_of(&self, kind: PromiseKind) -> u32 {
        let newest = self
            .latest
            .iter()
            .filter(|(key, _)| key.0 == kind)
            .filter_map(|(_, index)| self.tracks.get(*index));
        newest.map(|track| track.promise.cycle).max().unwrap_or(0)
    }

    fn new_track(&self, story: &Story<'b>, key: &Key, aim: Aim, started: Instant, at: Instant) -> Track<'b> {
        let (target, due, manual, promised_by) = match aim {
            Aim::Within(target) => (Some(target), started, None, None),
            Aim::At { due, manual, by } => (None, due, manual, by),
        };
        let calendar = target.and_then(|target| calendar_for(target, story, at));
        let starts_ticket = matches!(key.0, PromiseKind::FirstReply | PromiseKind::Resolution);
        Track {
            ruler: self.book.ruler(calendar.as_ref()),
            risk: story.policy.map_or(RiskLimit::default(), |policy| policy.risk),
            from_creation: starts_ticket && target.is_some() && started == story.started,
            promise: Promise {
                kind: key.0,
                task: key.1.clone(),
                cycle: 1 + self.cycles_of(key.0),
                started,
                target,
                calendar,
                policy: story.policy.map(|policy| policy.reference()),
                due,
                manual,
                promised_by,
                state: Standing::Running,
                as_of: at,
                missed_at: None,
                used_ms: 0,
                overrun_ms: 0,
                left_ms: 0,
                risk_at: None,
                revised_at: at,
                pauses: Vec::new(),
                notes: Vec::new(),
            },
        }
    }
}

/// What the promise would be given now. Tasks keep their own; a fixed due time keeps it too.
fn target_now(promise: &Promise, story: &Story<'_>) -> Option<Aimed> {
    match promise.target {
        _ if promise.is_fixed() => Some(Aimed::Fixed),
        Some(own) if promise.kind == PromiseKind::Task => Some(Aimed::Within(own)),
        _ => story.target(promise.kind).map(Aimed::Within),
    }
}

enum Aimed {
    Fixed,
    Within(Target),
}

fn calendar_for(target: Target, story: &Story<'_>, at: Instant) -> Option<CalendarRef> {
    let id = story.policy.filter(|_| target.is_business())?.calendar.clone()?;
    Some(CalendarRef { id, as_of: at })
}

fn revise<'b>(track: &mut Track<'b>, story: &Story<'b>, book: &'b Book, at: Instant, because: Revision) {
    track.promise.policy = story.policy.map(|policy| policy.reference());
    track.risk = story.policy.map_or(RiskLimit::default(), |policy| policy.risk);
    let missed = track.promise.missed_at.is_some();
    let target = match target_now(&track.promise, story) {
        Some(Aimed::Fixed) => return,
        Some(Aimed::Within(target)) => target,
        None => {
            if missed {
                track.note(at, NoteKind::MissRemains { because });
            }
            return track.end(at, EndReason::NotPromised);
        }
    };
    let calendar = calendar_for(target, story, at);
    let ruler = book.ruler(calendar.as_ref());
    let same =
        track.promise.target == Some(target) && same_ruler(track.ruler, ruler) && because != Revision::Merge;
    if same {
        return;
    }
    if missed {
        return track.note(at, NoteKind::MissRemains { because });
    }
    let before = track.promise.due;
    (track.promise.target, track.promise.calendar, track.ruler) = (Some(target), calendar, ruler);
    track.compute_due(at);
    if track.promise.due != before {
        track.note(at, NoteKind::Revised { because, from: before, to: track.promise.due });
    }
    track.pass_after_change(at);
}

fn same_ruler(one: Ruler<'_>, other: Ruler<'_>) -> bool {
    match (one, other) {
        (Ruler::Plain, Ruler::Plain) => true,
        (Ruler::Open(one), Ruler::Open(other)) => std::ptr::eq(one, other),
        _ => false,
    }
}

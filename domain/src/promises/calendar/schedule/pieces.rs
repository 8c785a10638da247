//! Walks over the open pieces of one date after another, either way.

use std::borrow::Cow;

use super::super::days::Span;
use super::super::zone::DayClock;
use super::{Interval, Schedule};
use crate::time::{Date, Instant, SECOND_MS};

/// Open pieces in order, each within one local date, none overlapping the one before.
pub(super) struct Pieces<'s> {
    schedule: &'s Schedule,
    backward: bool,
    /// The date to expand next, and how many may still be.
    date: Date,
    dates_left: u32,
    clock: DayClock,
    spans: Cow<'s, [Span]>,
    taken: usize,
    /// Nothing on the far side of this instant is given any more.
    edge: Instant,
}

impl<'s> Pieces<'s> {
    pub fn forward(schedule: &'s Schedule, first: Date, dates: u32) -> Self {
        Self::new(schedule, first, dates, false)
    }

    pub fn backward(schedule: &'s Schedule, first: Date, dates: u32) -> Self {
        Self::new(schedule, first, dates, true)
    }

    fn new(schedule: &'s Schedule, date: Date, dates_left: u32, backward: bool) -> Self {
        let clock = schedule.zone.clock_of(date);
        let edge = Instant(if backward { i64::MAX } else { i64::MIN });
        Self { schedule, backward, date, dates_left, clock, spans: Cow::Borrowed(&[]), taken: 0, edge }
    }

    /// Leaves out what lies before `at`.
    pub fn starting(mut self, at: Instant) -> Self {
        self.edge = at;
        self
    }

    /// Leaves out what lies after `at`.
    pub fn ending(self, at: Instant) -> Self {
        self.starting(at)
    }

    /// Opens the next date; `false` at the horizon.
    fn turn_page(&mut self) -> bool {
        let Some(left) = self.dates_left.checked_sub(1) else { return false };
        self.dates_left = left;
        self.spans = self.schedule.days.open_on(self.date);
        if !self.spans.is_empty() {
            self.clock = self.schedule.zone.clock_of(self.date);
        }
        self.taken = 0;
        self.date = self.date.plus_days(if self.backward { -1 } else { 1 });
        true
    }

    fn next_span(&mut self) -> Option<Span> {
        let index = if self.backward { self.spans.len().checked_sub(1 + self.taken)? } else { self.taken };
        let span = *self.spans.get(index)?;
        self.taken += 1;
        Some(span)
    }

    /// The UTC interval of a span, without what was given already; may be empty.
    fn interval(&self, (from, to): Span) -> Interval {
        let open = self.clock.first_at(i64::from(from) * SECOND_MS);
        let close = self.clock.last_below(i64::from(to) * SECOND_MS);
        if self.backward { (open, close.min(self.edge)) } else { (open.max(self.edge), close) }
    }
}

impl Iterator for Pieces<'_> {
    type Item = Interval;

    fn next(&mut self) -> Option<Interval> {
        loop {
            let Some(span) = self.next_span() else {
                if self.turn_page() {
                    continue;
                }
                return None;
            };
            let (open, close) = self.interval(span);
            if open < close {
                self.edge = if self.backward { open } else { close };
                return Some((open, close));
            }
        }
    }
}

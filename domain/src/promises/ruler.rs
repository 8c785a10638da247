//! What a promise's time is measured with: the plain clock or a calendar's opening hours.

use super::Pause;
use super::calendar::Schedule;
use super::policy::Target;
use crate::time::{DAY_MS, Instant};

/// Stands for "never" where a date is needed: some 300 years on, as far as schedules look.
const NEVER_MS: i64 = 110_000 * DAY_MS;

#[derive(Debug, Clone, Copy)]
pub enum Ruler<'b> {
    Plain,
    Open(&'b Schedule),
}

impl Ruler<'_> {
    /// `at` plus `ms` of counted time; `at` itself for nothing.
    #[must_use]
    pub fn add(self, at: Instant, ms: i64) -> Instant {
        match self {
            _ if ms <= 0 => at,
            Self::Plain => at.plus_ms(ms),
            Self::Open(schedule) => schedule.add(at, ms).unwrap_or(at.plus_ms(NEVER_MS)),
        }
    }

    /// `at` minus `ms` of counted time; `at` itself for nothing.
    #[must_use]
    pub fn back(self, at: Instant, ms: i64) -> Instant {
        match self {
            _ if ms <= 0 => at,
            Self::Plain => at.plus_ms(-ms),
            Self::Open(schedule) => schedule.subtract(at, ms).unwrap_or(at.plus_ms(-NEVER_MS)),
        }
    }

    /// Counted time between two instants; 0 when they are the wrong way round.
    #[must_use]
    pub fn elapsed(self, from: Instant, to: Instant) -> i64 {
        match self {
            _ if to <= from => 0,
            Self::Plain => to.ms_since(from),
            Self::Open(schedule) => schedule.elapsed(from, to),
        }
    }

    /// The first instant at or after `at` at which time counts.
    #[must_use]
    pub fn resume(self, at: Instant) -> Instant {
        match self {
            Self::Plain => at,
            Self::Open(schedule) => schedule.next_open(at).unwrap_or(at.plus_ms(NEVER_MS)),
        }
    }

    /// When `target` after `start` is over.
    #[must_use]
    pub fn after(self, start: Instant, target: Target) -> Instant {
        match (target.length_ms(), self) {
            (Some(ms), _) => self.add(start, ms),
            (None, Self::Plain) => start.plus_ms(i64::from(target.amount) * DAY_MS),
            (None, Self::Open(schedule)) => {
                schedule.add_business_days(start, target.amount).unwrap_or(start.plus_ms(NEVER_MS))
            }
        }
    }

    /// `due` moved by the closed pauses that began before it was over. A pause that ends on closed time leaves it at
    /// the next opening at the earliest: while a promise rests it cannot be missed.
    #[must_use]
    pub fn postpone(self, due: Instant, pauses: &[Pause]) -> Instant {
        let closed = pauses.iter().filter_map(|pause| Some((pause.from, pause.to?.max(pause.from))));
        closed.fold(due, |due, (from, to)| {
            if from > due {
                return due;
            }
            let moved = self.add(due, self.elapsed(from, to));
            if moved < to { self.resume(to) } else { moved }
        })
    }

    /// Counted time between two instants without the closed pauses.
    #[must_use]
    pub fn counted(self, from: Instant, to: Instant, pauses: &[Pause]) -> i64 {
        let paused = |pause: &Pause| Some(self.elapsed(pause.from.max(from), pause.to?.min(to)));
        self.elapsed(from, to) - pauses.iter().filter_map(paused).sum::<i64>()
    }

    /// Goes `ms` of counted time back from `at`, stepping over the closed pauses.
    #[must_use]
    pub fn rewind(self, at: Instant, ms: i64, pauses: &[Pause]) -> Instant {
        let (mut cursor, mut left) = (at, ms);
        for pause in pauses.iter().rev().filter(|pause| pause.from < at) {
            let run = pause.to.map_or(0, |end| self.elapsed(end, cursor));
            if run >= left {
                break;
            }
            left -= run;
            cursor = cursor.min(pause.from);
        }
        self.back(cursor, left)
    }

    /// Goes `ms` of counted time on from `at`, stepping over the closed pauses.
    #[must_use]
    pub fn advance(self, at: Instant, ms: i64, pauses: &[Pause]) -> Instant {
        let later: Vec<Pause> =
            pauses.iter().filter(|pause| pause.to.is_some_and(|end| end > at)).copied().collect();
        self.postpone(self.add(at, ms), &later)
    }
}

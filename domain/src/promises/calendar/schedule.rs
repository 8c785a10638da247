//! Arithmetic on a compiled calendar. Dates are expanded one by one as they are needed and closed stretches skipped;
//! nothing looks further than [`HORIZON_DAYS`], so nothing can hang.

use super::Zone;
use super::days::Days;
use crate::time::{Date, Instant, SECOND_MS};

mod pieces;

use pieces::Pieces;

/// How far any question looks, in days each way: about 300 years.
const HORIZON_DAYS: u32 = 110_000;

/// Half-open: open at the first instant, closed at the second.
pub type Interval = (Instant, Instant);

/// A compiled calendar. All durations are in milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    zone: Zone,
    days: Days,
}

impl Schedule {
    pub(super) fn new(zone: Zone, days: Days) -> Self {
        Self { zone, days }
    }

    #[must_use]
    pub fn zone(&self) -> Zone {
        self.zone
    }

    /// `at` plus `ms` of opening time; negative goes back. A result that falls on closing time stays there; adding
    /// nothing on closed time gives the next opening. `None` when the calendar has not that much within the horizon.
    #[must_use]
    pub fn add(&self, at: Instant, ms: i64) -> Option<Instant> {
        match ms {
            0 => self.next_open(at),
            ..0 => self.subtract(at, ms.saturating_neg()),
            1.. => {
                let mut left = ms;
                self.pieces_after(at).find_map(|(from, to)| {
                    let length = to.ms_since(from);
                    let reached = (left <= length).then(|| from.plus_ms(left));
                    left -= length;
                    reached
                })
            }
        }
    }

    /// `at` minus `ms` of opening time, the mirror image of [`Schedule::add`]: a result that falls on an opening stays
    /// there, subtracting nothing on closed time gives the last closing.
    #[must_use]
    pub fn subtract(&self, at: Instant, ms: i64) -> Option<Instant> {
        match ms {
            0 => self.last_open(at),
            ..0 => self.add(at, ms.saturating_neg()),
            1.. => {
                let mut left = ms;
                self.pieces_before(at).find_map(|(from, to)| {
                    let length = to.ms_since(from);
                    let reached = (left <= length).then(|| to.plus_ms(-left));
                    left -= length;
                    reached
                })
            }
        }
    }

    /// Opening time between two instants; negative when `to` lies before `from`.
    #[must_use]
    pub fn elapsed(&self, from: Instant, to: Instant) -> i64 {
        if to < from {
            return -self.elapsed(to, from);
        }
        let pieces = self.pieces_after(from).take_while(|(open, _)| *open < to);
        pieces.map(|(open, close)| close.min(to).ms_since(open)).sum()
    }

    #[must_use]
    pub fn is_open(&self, at: Instant) -> bool {
        let (date, _) = self.zone.local(at);
        Pieces::forward(self, date.plus_days(-1), 3).any(|(open, close)| open <= at && at < close)
    }

    /// The first open instant at or after `at`.
    #[must_use]
    pub fn next_open(&self, at: Instant) -> Option<Instant> {
        self.pieces_after(at).next().map(|(open, _)| open)
    }

    /// `at` when the clock is running just before it, else the last closing before.
    #[must_use]
    pub fn last_open(&self, at: Instant) -> Option<Instant> {
        self.pieces_before(at).next().map(|(_, close)| close)
    }

    /// The next instant at which it closes; `None` when it stays open beyond the horizon.
    #[must_use]
    pub fn next_close(&self, at: Instant) -> Option<Instant> {
        let mut pieces = self.pieces_after(at);
        let (_, mut close) = pieces.next()?;
        loop {
            match pieces.next() {
                Some((open, later)) if open <= close => close = later,
                Some(_) => return Some(close),
                // Nothing follows: closed for good, unless only the horizon cut it off.
                None => return (!self.is_open(close)).then_some(close),
            }
        }
    }

    /// The opening intervals between two instants, cut to them and joined where they touch; at most `limit`.
    #[must_use]
    pub fn intervals(&self, from: Instant, to: Instant, limit: usize) -> Vec<Interval> {
        let mut intervals: Vec<Interval> = Vec::new();
        for (open, close) in self.pieces_after(from).take_while(|(open, _)| *open < to) {
            let room = intervals.len() < limit;
            match intervals.last_mut() {
                Some(last) if open <= last.1 => last.1 = close.min(to),
                _ if room => intervals.push((open, close.min(to))),
                _ => break,
            }
        }
        intervals
    }

    /// The same local time `days` open days later; that day's close when it would fall outside its windows. A day is
    /// open when a window starts on it.
    #[must_use]
    pub fn add_business_days(&self, at: Instant, days: u32) -> Option<Instant> {
        if days == 0 {
            return self.next_open(at);
        }
        let (date, clock_ms) = self.zone.local(at);
        let later = (1..=HORIZON_DAYS as i32).map(|ahead| date.plus_days(ahead));
        let day = later.filter(|date| self.is_business_day(*date)).nth(days as usize - 1)?;
        let same_time = self.zone.instant_at(day, clock_ms);
        let inside = |(open, close): Interval| open <= same_time && same_time <= close;
        if Pieces::forward(self, day, 2).any(inside) {
            return Some(same_time);
        }
        let last = self.days.windows_of(day).last()?;
        self.last_open(self.zone.clock_of(day).last_below(i64::from(last.1) * SECOND_MS))
    }

    /// The open days after `at`'s date up to `until`'s, both local.
    #[must_use]
    pub fn business_days_between(&self, at: Instant, until: Instant) -> Vec<Date> {
        self.dates(at, until).skip(1).filter(|date| self.is_business_day(*date)).collect()
    }

    /// Dates from `from` to `to` on which a holiday closed what the week would have opened.
    #[must_use]
    pub fn holidays_between(&self, from: Instant, to: Instant) -> Vec<Date> {
        self.dates(from, to).filter(|date| self.days.is_lost_to_holiday(*date)).collect()
    }

    /// Dates from `from` to `to` with other hours than their weekday has, and these hours, in seconds of the local clock.
    #[must_use]
    pub fn unlike_between(&self, from: Instant, to: Instant) -> Vec<(Date, Vec<(u32, u32)>)> {
        let own = |date: Date| {
            let hours = self.days.hours_of(date);
            (hours != self.days.usual_hours(date)).then_some((date, hours))
        };
        self.dates(from, to).filter_map(own).collect()
    }

    fn dates(&self, from: Instant, to: Instant) -> impl Iterator<Item = Date> {
        let (first, last) = (self.zone.local(from).0, self.zone.local(to).0);
        (first.0..=last.0).take(HORIZON_DAYS as usize).map(Date)
    }

    fn is_business_day(&self, date: Date) -> bool {
        !self.days.windows_of(date).is_empty() && !self.days.open_on(date).is_empty()
    }

    /// Open pieces that end after `at`, cut to start there; pieces of neighbouring dates may touch.
    fn pieces_after(&self, at: Instant) -> Pieces<'_> {
        let (date, _) = self.zone.local(at);
        Pieces::forward(self, date.plus_days(-1), HORIZON_DAYS).starting(at)
    }

    /// Open pieces that start before `at`, latest first, cut to end there.
    fn pieces_before(&self, at: Instant) -> Pieces<'_> {
        let (date, _) = self.zone.local(at);
        Pieces::backward(self, date.plus_days(1), HORIZON_DAYS).ending(at)
    }
}

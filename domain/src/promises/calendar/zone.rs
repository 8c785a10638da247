//! A time zone's local clock. The only place that touches the zone library.

use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::Tz;

use crate::time::{DAY_MS, Date, HOUR_MS, Instant, SECOND_MS};

/// An IANA time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(Tz);

impl Zone {
    /// `None` for a name the zone data does not know.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok().map(Self)
    }

    /// The person's, or UTC for a name that the zone data does not know.
    #[must_use]
    pub fn of_person(name: &str) -> Self {
        Self::named(name).unwrap_or(Self(Tz::UTC))
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// Milliseconds to add to UTC to get local time.
    #[must_use]
    pub fn offset_ms(self, at: Instant) -> i64 {
        let utc = DateTime::from_timestamp_millis(at.0).map(|utc| utc.naive_utc());
        utc.map_or(0, |utc| {
            i64::from(self.0.offset_from_utc_datetime(&utc).fix().local_minus_utc()) * SECOND_MS
        })
    }

    /// The local date, and the milliseconds that its clock shows since midnight.
    #[must_use]
    pub fn local(self, at: Instant) -> (Date, i64) {
        let local = at.plus_ms(self.offset_ms(at));
        (local.utc_date(), local.0.rem_euclid(DAY_MS))
    }

    /// The first instant at which the local clock shows `ms` after midnight of `date` or later. In a gap: its end;
    /// when the reading comes twice: the first.
    #[must_use]
    pub fn instant_at(self, date: Date, ms: i64) -> Instant {
        self.clock_of(date).first_at(ms)
    }

    /// The clock around `date`.
    pub(super) fn clock_of(self, date: Date) -> DayClock {
        let midnight = date.midnight_utc();
        // Offsets lie between -16 h and +16 h, so every reading of the date falls between these two.
        let (low, high) = (midnight.plus_ms(-16 * HOUR_MS), midnight.plus_ms(DAY_MS + 16 * HOUR_MS));
        let (before, after) = (self.offset_ms(low), self.offset_ms(high));
        let turn = if before == after { high } else { self.turn_between(low, high, before) };
        DayClock { midnight, before, after, turn }
    }

    /// The first whole second in `(low, high]` at which the offset is no longer `before`.
    fn turn_between(self, low: Instant, high: Instant, before: i64) -> Instant {
        let (mut low, mut high) = (low.0.div_euclid(SECOND_MS), high.0.div_euclid(SECOND_MS));
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if self.offset_ms(Instant::from_secs(middle)) == before { low = middle } else { high = middle }
        }
        Instant::from_secs(high)
    }
}

/// The local clock of one date: at most one change of offset, at `turn`.
///
/// A window is open from the first to the last instant at which the clock reads inside it. So a part that lies in a
/// spring gap is lost, and a window that reaches into the repeated hour of autumn lasts that hour longer.
#[derive(Debug, Clone, Copy)]
pub(super) struct DayClock {
    midnight: Instant,
    before: i64,
    after: i64,
    turn: Instant,
}

impl DayClock {
    /// The first instant whose reading is `ms` after midnight or later.
    pub(super) fn first_at(&self, ms: i64) -> Instant {
        let (early, late) = self.candidates(ms);
        if early < self.turn { early } else { late.max(self.turn) }
    }

    /// The end of the last stretch of readings below `ms` after midnight.
    pub(super) fn last_below(&self, ms: i64) -> Instant {
        let (early, late) = self.candidates(ms);
        if late > self.turn { late } else { early.min(self.turn) }
    }

    fn candidates(&self, ms: i64) -> (Instant, Instant) {
        let reading = self.midnight.plus_ms(ms);
        (reading.plus_ms(-self.before), reading.plus_ms(-self.after))
    }
}

//! The browser's half: counts a promise down from what the server sent, without zones or calendars. Small on purpose.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::time::{DAY_MS, HOUR_MS, Instant, MINUTE_MS, SECOND_MS};

const WEEK_MS: i64 = 7 * DAY_MS;
/// From here down seconds are shown.
const FINE_MS: i64 = 10 * MINUTE_MS;

/// What a clock needs to go on by itself. Lengths are milliseconds of the promise's own calendar, until it is late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockData {
    pub state: ClockState,
    pub started_at: Instant,
    /// After which it is late: the due time, or when a change left that behind.
    pub due: Option<Instant>,
    pub risk_at: Option<Instant>,
    /// The server's time to which the lengths belong.
    pub as_of: Instant,
    /// Time left at `as_of`; negative: time over.
    pub left_ms: i64,
    /// The whole time from start to due, for the ring.
    pub total_ms: i64,
    /// What stands still: time left while paused, used once kept; once kept late or given up, by how much, by the wall.
    pub fixed_ms: i64,
    /// Intervals in which time counts, from `as_of` on; none: the clock stands.
    pub open: Vec<(Instant, Instant)>,
    /// Up to here `open` is complete; beyond, the week before repeats (near enough until the page reads again).
    pub open_until: Instant,
}

/// The verdict part of a clock; on track, at risk and missed follow from the time while it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    Running,
    Paused,
    Kept,
    KeptLate,
    /// Missed, and owed no longer.
    GivenUp,
    /// Ended without a verdict.
    Ended,
}

/// What a clock shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockFace {
    OnTrack,
    AtRisk,
    Missed,
    Paused,
    Met,
    MetLate,
    /// Nothing to show.
    Ended,
}

/// A clock at one moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clock {
    pub state: ClockFace,
    /// Left while on track, at risk or paused; taken when met. When missed or met late, over by the clock on the wall.
    pub length: Length,
    /// The length is not what a wall clock shows: the desk is closed for a part of that time.
    pub is_opening_time: bool,
    /// How much of the ring is left, 0 to 1.
    pub fraction: f64,
    /// The next moment at which it shows something else; `None`: it stands.
    pub next_change_at: Option<Instant>,
}

/// A length as it is shown: two units above ten minutes' fineness, or minutes alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    DaysHours(i64, i64),
    HoursMinutes(i64, i64),
    Minutes(i64),
    MinutesSeconds(i64, i64),
}

impl Length {
    /// Rounds down to what is shown; negative lengths show as nothing.
    #[must_use]
    pub fn of(ms: i64) -> Self {
        match ms.max(0) {
            ms @ DAY_MS.. => Self::DaysHours(ms / DAY_MS, ms % DAY_MS / HOUR_MS),
            ms @ HOUR_MS.. => Self::HoursMinutes(ms / HOUR_MS, ms % HOUR_MS / MINUTE_MS),
            ms @ FINE_MS.. => Self::Minutes(ms / MINUTE_MS),
            ms => Self::MinutesSeconds(ms / MINUTE_MS, ms % MINUTE_MS / SECOND_MS),
        }
    }

    /// Less than a second.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self == Self::MinutesSeconds(0, 0)
    }

    /// The finest step in which it changes.
    fn step_ms(ms: i64) -> i64 {
        match ms {
            DAY_MS.. => HOUR_MS,
            FINE_MS.. => MINUTE_MS,
            _ => SECOND_MS,
        }
    }

    /// Without a second unit that is zero: `6h` rather than `6h 00m`. For clocks that stand.
    #[must_use]
    pub fn short(self) -> String {
        match self {
            Self::DaysHours(days, 0) => format!("{days}d"),
            Self::HoursMinutes(hours, 0) => format!("{hours}h"),
            other => other.to_string(),
        }
    }
}

/// `2d 4h`, `3h 09m`, `39m`, `8:41`.
impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DaysHours(days, hours) => write!(f, "{days}d {hours}h"),
            Self::HoursMinutes(hours, minutes) => write!(f, "{hours}h {minutes:02}m"),
            Self::Minutes(minutes) => write!(f, "{minutes}m"),
            Self::MinutesSeconds(minutes, seconds) => write!(f, "{minutes}:{seconds:02}"),
        }
    }
}

impl ClockData {
    /// What to show at `now`, by the server's clock.
    #[must_use]
    pub fn at(&self, now: Instant) -> Clock {
        let still = |state, fraction| Clock {
            state,
            length: Length::of(self.fixed_ms),
            is_opening_time: false,
            fraction,
            next_change_at: None,
        };
        match self.state {
            ClockState::Running => self.running(now),
            ClockState::Paused => still(ClockFace::Paused, self.fraction(self.fixed_ms)),
            ClockState::Kept => still(ClockFace::Met, 1.0),
            ClockState::KeptLate => still(ClockFace::MetLate, 0.0),
            ClockState::GivenUp => still(ClockFace::Missed, 0.0),
            ClockState::Ended => still(ClockFace::Ended, 0.0),
        }
    }

    fn running(&self, now: Instant) -> Clock {
        if let Some(late) = self.due.map(|due| now.ms_since(due)).filter(|late| *late > 0) {
            return missed(now, late);
        }
        let left = self.left_ms(now);
        let is_close = self.risk_at.is_some_and(|risk| risk <= now);
        let by_the_wall = self.due.map_or(left, |due| due.ms_since(now));
        Clock {
            state: if is_close { ClockFace::AtRisk } else { ClockFace::OnTrack },
            length: Length::of(left),
            is_opening_time: by_the_wall - left >= MINUTE_MS,
            fraction: self.fraction(left),
            next_change_at: self.next_change(now, left),
        }
    }

    /// Counted time left at `now`; negative: over.
    #[must_use]
    pub fn left_ms(&self, now: Instant) -> i64 {
        self.left_ms - self.counted(now)
    }

    fn fraction(&self, left: i64) -> f64 {
        if self.total_ms > 0 { (left as f64 / self.total_ms as f64).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// Counted time from `as_of` to `now`.
    fn counted(&self, now: Instant) -> i64 {
        let known = self.overlap(self.as_of, now.min(self.open_until));
        let beyond = now.ms_since(self.open_until).max(0);
        let week = self.open_until.plus_ms(-WEEK_MS);
        let rest = self.overlap(week, week.plus_ms(beyond % WEEK_MS));
        known + rest + beyond / WEEK_MS * self.overlap(week, self.open_until)
    }

    fn overlap(&self, from: Instant, to: Instant) -> i64 {
        self.open
            .iter()
            .map(|(open, close)| close.0.min(to.0) - open.0.max(from.0))
            .filter(|ms| *ms > 0)
            .sum()
    }

    fn next_change(&self, now: Instant, left: i64) -> Option<Instant> {
        let turns = [self.risk_at, self.due.map(|due| due.plus_ms(1))].into_iter().flatten();
        turns.chain(self.next_tick(now, left)).filter(|at| *at > now).min()
    }

    /// When the shown length changes next.
    fn next_tick(&self, now: Instant, left: i64) -> Option<Instant> {
        // A length drops below what is shown one millisecond after a full step.
        let tick = now.plus_ms(left.max(0) % Length::step_ms(left) + 1);
        match self.open.iter().find(|(_, close)| now < *close) {
            Some((open, _)) if now < *open => Some(*open),
            Some((_, close)) => Some(tick.min(*close)),
            None if self.open.is_empty() => None,
            None => Some(tick),
        }
    }
}

/// Late since `late` milliseconds: whoever waits does so while the desk is closed, too.
fn missed(now: Instant, late: i64) -> Clock {
    let step = Length::step_ms(late);
    Clock {
        state: ClockFace::Missed,
        length: Length::of(late),
        is_opening_time: false,
        fraction: 0.0,
        next_change_at: Some(now.plus_ms(step - late % step)),
    }
}

impl Clock {
    /// The compact form: `39m`, `1h 13m over`, `6h left`. Pages word it by the catalogue from `state` and `length`.
    #[must_use]
    pub fn text(&self) -> String {
        match self.state {
            ClockFace::OnTrack | ClockFace::AtRisk => self.length.to_string(),
            ClockFace::Missed => format!("{} over", self.length),
            ClockFace::Paused => format!("{} left", self.length.short()),
            ClockFace::Met => format!("Met in {}", self.length),
            ClockFace::MetLate => "Met late".into(),
            ClockFace::Ended => String::new(),
        }
    }
}

#[cfg(test)]
#[path = "countdown_tests.rs"]
mod tests;

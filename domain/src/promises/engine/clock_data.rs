//! From a promise to what a browser needs to count it down. Here rather than in `countdown`, which stays free of zones.

use super::super::countdown::{ClockData, ClockState};
use super::super::ruler::Ruler;
use super::super::{Promise, Standing};
use super::Book;
use crate::time::{DAY_MS, Instant};

/// Most opening intervals sent; further on the last week repeats.
const MAX_INTERVALS: usize = 24;
/// How far past the due time opening intervals are sent, for an overrun.
const PAST_DUE_MS: i64 = 7 * DAY_MS;

impl ClockData {
    /// The clock of `promise` as of [`Promise::as_of`].
    #[must_use]
    pub fn of(promise: &Promise, book: &Book) -> Self {
        let ruler = book.ruler_of(promise);
        let (state, fixed_ms) = match promise.state {
            Standing::Running | Standing::Missed { stopped: None, .. } => (ClockState::Running, 0),
            Standing::Paused { .. } => (ClockState::Paused, promise.left_ms),
            Standing::Kept { .. } => (ClockState::Kept, promise.used_ms),
            Standing::KeptLate { at } | Standing::Missed { stopped: Some(at), .. } => {
                let late = at.ms_since(promise.late_since().unwrap_or(promise.due));
                let is_kept = matches!(promise.state, Standing::KeptLate { .. });
                (if is_kept { ClockState::KeptLate } else { ClockState::GivenUp }, late)
            }
            Standing::Ended { .. } => (ClockState::Ended, 0),
        };
        let ticks = state == ClockState::Running && promise.current_pause().is_none();
        let (open, open_until) = if ticks { intervals(promise, ruler) } else { (Vec::new(), promise.as_of) };
        Self {
            state,
            started_at: promise.started,
            due: Some(promise.late_since().map_or(promise.due, |at| at.plus_ms(-1))),
            risk_at: promise.risk_at,
            as_of: promise.as_of,
            left_ms: if promise.missed_at.is_some() { -promise.overrun_ms } else { promise.left_ms },
            total_ms: ruler.counted(promise.started, promise.due, &promise.closed_pauses()),
            fixed_ms,
            open,
            open_until,
        }
    }
}

/// The opening intervals from now on, and the instant up to which they are complete.
fn intervals(promise: &Promise, ruler: Ruler<'_>) -> (Vec<(Instant, Instant)>, Instant) {
    let from = promise.as_of;
    let until = promise.due.max(from).plus_ms(PAST_DUE_MS);
    let Ruler::Open(schedule) = ruler else { return (vec![(from, until)], until) };
    let open = schedule.intervals(from, until, MAX_INTERVALS);
    match open.last() {
        Some((_, last)) if open.len() == MAX_INTERVALS => (open.clone(), *last),
        _ => (open, until),
    }
}

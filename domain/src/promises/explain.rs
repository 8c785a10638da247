//! Why a deadline is what it is, step by step, as data: the catalogue has the words, the page the layout.

use serde::{Deserialize, Serialize};

use super::calendar::Schedule;
use super::engine::Book;
use super::policy::{Target, Unit};
use super::ruler::Ruler;
use super::{Note, Pause, PauseReason, Promise};
use crate::time::{Date, Instant};

/// Most stretches told one by one; what follows is summed up in one.
const MAX_STRETCHES: usize = 60;

/// One step from the start to the due time, in order of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Why {
    Started {
        at: Instant,
        target: Option<Target>,
    },
    /// It started on closed time.
    Opens {
        at: Instant,
    },
    /// Counted time, in seconds. `to` may lie on a later day when `summed`.
    Counted {
        from: Instant,
        to: Instant,
        secs: i64,
        summed: bool,
    },
    /// An open day that counts towards business days: the `nth`.
    DayCounted {
        date: Date,
        nth: u32,
    },
    /// A holiday on a day of the week that is otherwise open.
    HolidaySkipped {
        date: Date,
    },
    /// `secs` of counted time did not count; `to` is absent while it lasts.
    PausedFor {
        from: Instant,
        to: Option<Instant>,
        secs: i64,
        why: PauseReason,
    },
    Changed {
        note: Note,
    },
    /// The due time was given, not computed.
    SetByHand {
        reason: String,
    },
    Due {
        at: Instant,
    },
}

impl Why {
    /// When the step happened, for those that are moments.
    #[must_use]
    pub fn at(&self) -> Option<Instant> {
        match self {
            Self::Started { at, .. } | Self::Opens { at } | Self::Due { at } => Some(*at),
            Self::Counted { from, .. } | Self::PausedFor { from, .. } => Some(*from),
            Self::Changed { note } => Some(note.at),
            Self::DayCounted { .. } | Self::HolidaySkipped { .. } | Self::SetByHand { .. } => None,
        }
    }
}

/// The steps of `promise`, first to last.
#[must_use]
pub fn explain(promise: &Promise, book: &Book) -> Vec<Why> {
    let ruler = book.ruler_of(promise);
    let mut steps = vec![Why::Started { at: promise.started, target: promise.target }];
    if promise.manual.is_none() {
        steps.extend(counted(promise, ruler));
    }
    for note in &promise.notes {
        let place = steps
            .iter()
            .rposition(|step| step.at().is_some_and(|at| at <= note.at))
            .map_or(0, |last| last + 1);
        steps.insert(place, Why::Changed { note: note.clone() });
    }
    steps.extend(promise.manual.clone().map(|reason| Why::SetByHand { reason }));
    steps.push(Why::Due { at: promise.due });
    steps
}

fn counted(promise: &Promise, ruler: Ruler<'_>) -> Vec<Why> {
    let in_days = promise.target.is_some_and(|target| target.unit == Unit::BusinessDays);
    let mut timed: Vec<(Instant, Why)> =
        promise.pauses.iter().filter_map(|pause| paused(promise, ruler, pause)).collect();
    match ruler {
        Ruler::Open(schedule) if in_days => timed.extend(days(promise, schedule)),
        _ => timed.extend(stretches(promise, ruler)),
    }
    if let Ruler::Open(schedule) = ruler {
        let opens = ruler.resume(promise.started);
        if opens > promise.started {
            timed.push((promise.started, Why::Opens { at: opens }));
        }
        let holidays = schedule.holidays_between(promise.started, promise.due).into_iter();
        timed
            .extend(holidays.map(|date| (schedule.zone().instant_at(date, 0), Why::HolidaySkipped { date })));
    }
    timed.sort_by_key(|(at, _)| *at);
    timed.into_iter().map(|(_, step)| step).collect()
}

fn paused(promise: &Promise, ruler: Ruler<'_>, pause: &Pause) -> Option<(Instant, Why)> {
    let end = pause.to.unwrap_or(promise.as_of);
    let secs = ruler.elapsed(pause.from, end) / 1_000;
    let step = Why::PausedFor { from: pause.from, to: pause.to, secs, why: pause.why };
    (pause.from < promise.due).then_some((pause.from, step))
}

fn days(promise: &Promise, schedule: &Schedule) -> impl Iterator<Item = (Instant, Why)> {
    let amount = promise.target.map_or(0, |target| target.amount);
    let dates = schedule.business_days_between(promise.started, promise.due).into_iter().zip(1..=amount);
    dates.map(|(date, nth)| (schedule.zone().instant_at(date, 0), Why::DayCounted { date, nth }))
}

/// The counted stretches between the pauses.
fn stretches(promise: &Promise, ruler: Ruler<'_>) -> Vec<(Instant, Why)> {
    let pauses = promise.closed_pauses();
    let starts = std::iter::once(promise.started).chain(pauses.iter().filter_map(|pause| pause.to));
    let ends = pauses.iter().map(|pause| pause.from).chain([promise.due]);
    let mut runs: Vec<(Instant, Instant)> =
        starts.zip(ends).flat_map(|(from, to)| open_stretches(ruler, from, to.min(promise.due))).collect();
    let rest = runs.split_off(runs.len().min(MAX_STRETCHES));
    let step = |from, to, ms: i64, summed| (from, Why::Counted { from, to, secs: ms / 1_000, summed });
    let mut steps: Vec<_> =
        runs.into_iter().map(|(from, to)| step(from, to, to.ms_since(from), false)).collect();
    if let Some((from, _)) = rest.first() {
        steps.push(step(*from, promise.due, ruler.counted(*from, promise.due, &pauses), true));
    }
    steps
}

/// At most one more than are told, so that the rest is known to exist.
fn open_stretches(ruler: Ruler<'_>, from: Instant, to: Instant) -> Vec<(Instant, Instant)> {
    match ruler {
        _ if to <= from => Vec::new(),
        Ruler::Plain => vec![(from, to)],
        Ruler::Open(schedule) => schedule.intervals(from, to, MAX_STRETCHES + 1),
    }
}

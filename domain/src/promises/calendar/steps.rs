//! Trying a calendar out: the questions of `POST /api/v1/calendars/preview` and of the admin page.

use serde::{Deserialize, Serialize};

use super::{Calendar, CalendarError, Schedule};
use crate::time::{Instant, SECOND_MS};

/// Most steps answered at once.
pub const MAX_STEPS: usize = 1_000;
/// Longest duration taken, in seconds: some 300 years, as far as a schedule looks.
const MAX_SECONDS: f64 = 1e10;

/// One question, told apart by `op`. Times are RFC 3339, durations seconds (fractions down to milliseconds).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Step {
    Add { start: String, working_seconds: f64 },
    Subtract { start: String, working_seconds: f64 },
    Elapsed { start: String, end: String },
    IsOpen { at: String },
    NextOpen { at: String },
    LastOpen { at: String },
    NextClose { at: String },
}

/// The answer: a text, a number or a boolean in JSON; `null` when the calendar never gets there.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum StepResult {
    Time(Option<String>),
    Seconds(i64),
    /// Seconds that are not whole.
    Fraction(f64),
    Open(bool),
}

/// Why the steps could not be answered; `field` is the JSON path in the request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    #[error("calendar.{0}")]
    Calendar(#[from] CalendarError),
    #[error("{field}: not an RFC 3339 time between the years 1900 and 2200")]
    BadTime { field: String },
    #[error("{field}: not a number of seconds within 300 years")]
    BadSeconds { field: String },
    #[error("steps: more than {MAX_STEPS}")]
    TooMany,
}

impl StepError {
    /// The JSON path of the part to change.
    #[must_use]
    pub fn field(&self) -> String {
        match self {
            Self::Calendar(error) => format!("calendar.{}", error.field()),
            Self::BadTime { field } | Self::BadSeconds { field } => field.clone(),
            Self::TooMany => "steps".into(),
        }
    }
}

/// Answers the steps in order.
///
/// # Errors
/// The first part of the calendar or of a step that cannot be understood; a calendar that does not open in the year
/// after the earliest time asked about.
pub fn run_steps(calendar: &Calendar, steps: &[Step]) -> Result<Vec<StepResult>, StepError> {
    if steps.len() > MAX_STEPS {
        return Err(StepError::TooMany);
    }
    let questions =
        steps.iter().enumerate().map(|(index, step)| read(index, step)).collect::<Result<Vec<_>, _>>()?;
    let earliest = questions.iter().map(Question::earliest).min().unwrap_or_default();
    let schedule = calendar.compile(earliest)?;
    Ok(questions.iter().map(|question| question.answer(&schedule)).collect())
}

/// A step whose texts have been read.
enum Question {
    Add(Instant, i64),
    Elapsed(Instant, Instant),
    IsOpen(Instant),
    NextOpen(Instant),
    LastOpen(Instant),
    NextClose(Instant),
    Subtract(Instant, i64),
}

fn read(index: usize, step: &Step) -> Result<Question, StepError> {
    let time = |name: &str, text: &str| {
        let field = || format!("steps[{index}].{name}");
        let known = |at: &Instant| (1900..=2200).contains(&at.utc_date().ymd().0);
        text.parse().ok().filter(known).ok_or_else(|| StepError::BadTime { field: field() })
    };
    let ms = |seconds: f64| {
        let field = || format!("steps[{index}].working_seconds");
        let ms = (seconds.abs() <= MAX_SECONDS).then(|| (seconds * SECOND_MS as f64).round() as i64);
        ms.ok_or_else(|| StepError::BadSeconds { field: field() })
    };
    Ok(match step {
        Step::Add { start, working_seconds } => Question::Add(time("start", start)?, ms(*working_seconds)?),
        Step::Subtract { start, working_seconds } => {
            Question::Subtract(time("start", start)?, ms(*working_seconds)?)
        }
        Step::Elapsed { start, end } => Question::Elapsed(time("start", start)?, time("end", end)?),
        Step::IsOpen { at } => Question::IsOpen(time("at", at)?),
        Step::NextOpen { at } => Question::NextOpen(time("at", at)?),
        Step::LastOpen { at } => Question::LastOpen(time("at", at)?),
        Step::NextClose { at } => Question::NextClose(time("at", at)?),
    })
}

impl Question {
    fn earliest(&self) -> Instant {
        match self {
            Self::Elapsed(start, end) => *start.min(end),
            Self::Add(at, _) | Self::Subtract(at, _) => *at,
            Self::IsOpen(at) | Self::NextOpen(at) | Self::LastOpen(at) | Self::NextClose(at) => *at,
        }
    }

    fn answer(&self, schedule: &Schedule) -> StepResult {
        let time = |at: Option<Instant>| StepResult::Time(at.map(|at| at.to_string()));
        match *self {
            Self::Add(start, ms) => time(schedule.add(start, ms)),
            Self::Subtract(start, ms) => time(schedule.subtract(start, ms)),
            Self::Elapsed(start, end) => seconds(schedule.elapsed(start, end)),
            Self::IsOpen(at) => StepResult::Open(schedule.is_open(at)),
            Self::NextOpen(at) => time(schedule.next_open(at)),
            Self::LastOpen(at) => time(schedule.last_open(at)),
            Self::NextClose(at) => time(schedule.next_close(at)),
        }
    }
}

fn seconds(ms: i64) -> StepResult {
    if ms % SECOND_MS == 0 {
        StepResult::Seconds(ms / SECOND_MS)
    } else {
        StepResult::Fraction(ms as f64 / 1e3)
    }
}

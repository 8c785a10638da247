//! From the texts of a calendar to its schedule, naming the part that cannot be understood.

use super::days::{DAY_SECS, Days, Span, merged};
use super::{Calendar, Schedule, Window, Zone};
use crate::time::{DAY_MS, Date, Instant};

/// Why a calendar cannot be used. `field` is the JSON path of the part, such as `week.mon[0]`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    #[error("timezone: {name:?} is not a time zone such as Europe/Berlin")]
    UnknownZone { name: String },
    #[error("{field}: {text:?} is not a time between 00:00 and 24:00")]
    BadTime { field: String, text: String },
    #[error("{field}: {text:?} is not a date such as {example}")]
    BadDate { field: String, text: String, example: &'static str },
    #[error("week: there is no opening time in the year after {from}")]
    NeverOpen { from: Instant },
}

impl CalendarError {
    /// The JSON path of the part to change.
    #[must_use]
    pub fn field(&self) -> &str {
        match self {
            Self::UnknownZone { .. } => "timezone",
            Self::BadTime { field, .. } | Self::BadDate { field, .. } => field,
            Self::NeverOpen { .. } => "week",
        }
    }
}

impl Calendar {
    /// Reads the texts and makes sure that there is some opening time in the year after `from`.
    ///
    /// # Errors
    /// The first part that cannot be understood, or that it never opens.
    pub fn compile(&self, from: Instant) -> Result<Schedule, CalendarError> {
        let schedule = self.schedule()?;
        let opens = schedule.next_open(from).is_some_and(|open| open.ms_since(from) <= 366 * DAY_MS);
        if opens { Ok(schedule) } else { Err(CalendarError::NeverOpen { from }) }
    }

    /// Reads the texts of a calendar that was fit for use once, whether it opens again or not.
    ///
    /// # Errors
    /// The first part that cannot be understood.
    pub fn schedule(&self) -> Result<Schedule, CalendarError> {
        let zone = Zone::named(&self.timezone)
            .ok_or_else(|| CalendarError::UnknownZone { name: self.timezone.clone() })?;
        Ok(Schedule::new(zone, self.read_days()?.prepared()))
    }

    /// What each date is, without a zone: only local clocks.
    pub(super) fn read_days(&self) -> Result<Days, CalendarError> {
        let mut days = Days::default();
        days.daily_breaks = read_windows("daily_breaks", &self.daily_breaks)?;
        for (slot, (key, windows)) in days.week.iter_mut().zip(self.week.days()) {
            *slot = read_windows(&format!("week.{key}"), windows)?;
        }
        for (index, text) in self.holidays.iter().enumerate() {
            days.holidays.insert(read_date(text, || format!("holidays[{index}]"))?);
        }
        for (index, text) in self.yearly_holidays.iter().enumerate() {
            days.yearly.insert(read_month_day(text, || format!("yearly_holidays[{index}]"))?);
        }
        for (text, windows) in &self.exceptions {
            let date = read_date(text, || format!("exceptions.{text}"))?;
            days.exceptions.insert(date, read_windows(&format!("exceptions.{text}"), windows)?);
        }
        for (text, windows) in &self.breaks {
            let date = read_date(text, || format!("breaks.{text}"))?;
            days.breaks.insert(date, read_windows(&format!("breaks.{text}"), windows)?);
        }
        for (index, feed) in self.feeds.iter().enumerate() {
            for (day_index, day) in feed.closed_days() {
                days.imported.insert(read_date(&day.date, || format!("feeds[{index}].days[{day_index}]"))?);
            }
        }
        Ok(days)
    }
}

fn read_windows(field: &str, windows: &[Window]) -> Result<Vec<Span>, CalendarError> {
    let spans = windows.iter().enumerate().map(|(index, window)| {
        let bad =
            |text: &String| CalendarError::BadTime { field: format!("{field}[{index}]"), text: text.clone() };
        let from = read_time(&window.0).filter(|secs| *secs < DAY_SECS).ok_or_else(|| bad(&window.0))?;
        let to = read_time(&window.1).ok_or_else(|| bad(&window.1))?;
        Ok((from, if to <= from { to + DAY_SECS } else { to }))
    });
    spans.collect::<Result<_, _>>().map(merged)
}

/// `HH:MM` or `HH:MM:SS` up to `24:00`, in seconds.
fn read_time(text: &str) -> Option<u32> {
    let mut parts = text.split(':').map(|part| {
        (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())
            .flatten()
    });
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
    let secs = hours * 3_600 + minutes * 60 + seconds;
    (parts.next().is_none() && minutes < 60 && seconds < 60 && secs <= DAY_SECS).then_some(secs)
}

fn read_date(text: &str, field: impl Fn() -> String) -> Result<Date, CalendarError> {
    let bad = |_| CalendarError::BadDate { field: field(), text: text.into(), example: "2026-12-24" };
    text.parse().map_err(bad)
}

fn read_month_day(text: &str, field: impl Fn() -> String) -> Result<(u8, u8), CalendarError> {
    // Any leap year will do: it knows 29 February.
    let date = format!("2024-{text}").parse::<Date>().map(Date::ymd);
    let bad = |_| CalendarError::BadDate { field: field(), text: text.into(), example: "12-25" };
    date.map(|(_, month, day)| (month, day)).map_err(bad)
}

//! Calendars, their dates, and trying them out.

use super::super::super::{Lang, common, words};
use crate::promises::policy::Unit;

words! {
    /// Calendars and the what-if box.
    Calendars, calendars {
        hint: "Promises in opening hours and working days count only while their calendar is open.",
        zone: "Time zone",
        open_now: "Open now",
        closed_now: "Closed now",
        week: "Opening hours of {calendar}",
        day: "Day",
        hours: "Hours",
        picture: "0 to 24 h",
        closed: "Closed",
        window: "{from} to {to}",
        daily_breaks: "Closed every day: {hours}",
        exceptions: "Exceptions",
        exceptions_none: "No holidays are entered.",
        exceptions_more: "Show {n} more",
        date: "Date",
        every_year: "every year",
        holiday: "Holiday",
        special: "Other hours",
        pause: "Break",
        version: "Version {n}",
        none: "No calendars yet",
        none_hint: "All promises count day and night.",

        try_title: "Check with a date",
        try_hint: "On the calendar’s own clocks.",
        calendar: "Calendar",
        start: "Request comes in",
        amount: "Promised within",
        unit: "Unit",
        go: "Work it out",
        due: "Due",
        due_never: "This calendar never has that much time.",
        counts: "What counts",
        stretch: "{from} to {to}",
        stretch_more: "And more after that.",
        minutes: "minutes",
        hours_unit: "hours",
        days: "days",
        business_minutes: "opening minutes",
        business_hours: "opening hours",
        business_days: "working days",
    }
}

/// Name of a unit, for many.
#[must_use]
pub fn unit_name(lang: Lang, unit: Unit) -> &'static str {
    let w = calendars(lang);
    match unit {
        Unit::Minutes => w.minutes,
        Unit::Hours => w.hours_unit,
        Unit::Days => w.days,
        Unit::BusinessMinutes => w.business_minutes,
        Unit::BusinessHours => w.business_hours,
        Unit::BusinessDays => w.business_days,
    }
}

/// `2026-12-24` or, every year, `12-24`, for people: "24 Dec 2026", "24 Dec". Anything else stays as it is.
#[must_use]
pub fn date_name(lang: Lang, date: &str) -> String {
    let numbers: Option<Vec<u32>> = date.split('-').map(|part| part.parse().ok()).collect();
    match numbers.as_deref() {
        Some([year, month @ 1..=12, day]) => format!("{day} {} {year}", common::month(lang, month - 1)),
        Some([month @ 1..=12, day]) => format!("{day} {}", common::month(lang, month - 1)),
        _ => date.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_with_and_without_a_year() {
        assert_eq!(date_name(Lang::En, "2026-12-24"), "24 Dec 2026");
        assert_eq!(date_name(Lang::En, "01-01"), "1 Jan");
        assert_eq!(date_name(Lang::En, "13-01"), "13-01");
        assert_eq!(date_name(Lang::En, "soon"), "soon");
    }
}

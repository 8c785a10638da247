//! Calendars, their dates, and trying them out.

use super::super::super::{Lang, words};
use crate::promises::calendar::DayKind;
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
        short_minutes: "min",
        short_hours: "h",
        short_days: "days",
        short_business_minutes: "open min",
        short_business_hours: "open h",
        short_business_days: "work days",
    }
}

words! {
    /// The editor of a calendar.
    CalendarEditor, calendar_editor {
        add: "New calendar",
        new_title: "New calendar",
        name: "Name",
        zone_hint: "As the time zone database names it, for example Europe/Berlin.",
        hours: "Opening hours",
        hours_hint: "Drag on a day to open it, down to the next day for hours over midnight. Or use the fields below.",
        day_from: "{day}, hours {n}, from",
        day_to: "{day}, hours {n}, to",
        to: "to",
        next_day: "next day",
        remove_hours: "Remove {day}, hours {n}",
        add_hours: "Add hours on {day}",
        add_hours_short: "Add hours",
        copy: "Monday’s hours on every working day",
        drawn: "{day} opens {from} to {to}.",
        removed: "{day}, {from} to {to} is removed.",

        days: "Days that differ",
        days_hint: "Holidays, and days with other hours.",
        days_none: "None yet.",
        kind: "What happens",
        once: "Closed once",
        yearly: "Closed every year",
        other: "Other hours",
        date: "Date",
        day_name: "Name",
        from: "From",
        to_field: "To",
        add_day: "Add day",
        remove_day: "Remove {day}",
        added: "{day} is added.",
        what: "What",

        feeds: "Holiday lists",
        feeds_hint: "A calendar file (.ics) of holidays. Choose which of its days close this calendar. Days that come every year are taken for the next five; read the file again for later ones.",
        import: "Import holidays (.ics)",
        imported: "{n} days from {file} are added to the draft.",
        left_out: "Left out, as they are no whole days or repeat in another way than by the year: {names}.",
        feed_days: "{n} of {all} days close this calendar; the last is {last}",
        feed_open: "Choose its days",
        region: "Days only in {region}",
        day_times: "{name} ({n})",
        remove_feed: "Remove the list {name}",
        unnamed_feed: "Holidays",

        year: "The year",
        year_hint: "What is open on each day, with the draft.",
        previous: "Year before",
        following: "Year after",
        year_open: "Open",
        year_closed: "Closed",
        year_holiday: "Holiday, closed",
        year_short: "Other hours",
        year_extra: "More than usual",
        month: "{month}: {open} days open. {rest}",
        month_days: "{what}: {days}. ",

        archive: "Put away",
        restore: "Use again",
        archived: "Put away",
        archived_hint: "Nothing new can count in it. What counts in it already still does.",
        used_by: "Used by {names}.",
        used_by_none: "No policy uses it.",
        zone_label: "Time zone",
    }
}

/// What a day of the year view is.
#[must_use]
pub fn day_kind(lang: Lang, kind: DayKind) -> &'static str {
    let w = calendar_editor(lang);
    match kind {
        DayKind::Open => w.year_open,
        DayKind::Closed => w.year_closed,
        DayKind::Holiday => w.year_holiday,
        DayKind::Short => w.year_short,
        DayKind::Extra => w.year_extra,
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

/// The same where there is little room.
#[must_use]
pub fn short_unit_name(lang: Lang, unit: Unit) -> &'static str {
    let w = calendars(lang);
    match unit {
        Unit::Minutes => w.short_minutes,
        Unit::Hours => w.short_hours,
        Unit::Days => w.short_days,
        Unit::BusinessMinutes => w.short_business_minutes,
        Unit::BusinessHours => w.short_business_hours,
        Unit::BusinessDays => w.short_business_days,
    }
}

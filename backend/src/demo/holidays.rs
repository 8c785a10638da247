//! The public holidays of all of Germany, for the demo's support hours.

use domain::promises::calendar::{Calendar, Feed, FeedDay, Week, Window};
use domain::time::{Date, Instant};

/// Days fixed in the calendar.
const FIXED: [(u8, u8, &str); 5] = [
    (1, 1, "Neujahr"),
    (5, 1, "Tag der Arbeit"),
    (10, 3, "Tag der Deutschen Einheit"),
    (12, 25, "Erster Weihnachtstag"),
    (12, 26, "Zweiter Weihnachtstag"),
];

/// Days that move with Easter Sunday, in days after it.
const MOVING: [(i32, &str); 5] = [
    (-2, "Karfreitag"),
    (1, "Ostermontag"),
    (39, "Christi Himmelfahrt"),
    (50, "Pfingstmontag"),
    (60, "Fronleichnam"),
];

/// The last one is no holiday everywhere.
const REGIONAL: &str = "Fronleichnam";

/// Monday to Friday, 07:00 to 19:00 in Berlin, closed on the holidays of the year of `now` and of those around it.
pub(super) fn support_hours(now: Instant) -> Calendar {
    let year = now.utc_date().ymd().0;
    let days = (year - 2..=year + 2).flat_map(holidays).collect();
    Calendar {
        timezone: "Europe/Berlin".to_owned(),
        week: Week::workdays(&[Window::new("07:00", "19:00")]),
        feeds: vec![Feed {
            name: "Gesetzliche Feiertage in Deutschland".to_owned(),
            days,
            ..Feed::default()
        }],
        ..Calendar::default()
    }
}

fn holidays(year: i32) -> Vec<FeedDay> {
    let day = |date: Date, name: &str| FeedDay {
        date: date.to_string(),
        name: name.to_owned(),
        region: (name == REGIONAL).then(|| "NW".to_owned()),
    };
    let fixed =
        FIXED.iter().filter_map(|(month, on, name)| Some(day(Date::from_ymd(year, *month, *on)?, name)));
    let easter = easter(year);
    let moving = MOVING.iter().filter_map(|(after, name)| Some(day(Date(easter?.0 + after), name)));
    fixed.chain(moving).collect()
}

/// Easter Sunday of the Gregorian calendar (the "anonymous" algorithm of 1876).
fn easter(year: i32) -> Option<Date> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let (month, day) = ((h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
    Date::from_ymd(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_falls_where_it_did() {
        for (year, date) in
            [(2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2038, "2038-04-25")]
        {
            assert_eq!(easter(year).map(|date| date.to_string()).as_deref(), Some(date));
        }
    }

    #[test]
    fn nobody_works_on_christmas() {
        let now: Instant = "2026-11-21T10:00:00Z".parse().unwrap();
        let schedule = support_hours(now).compile(now).unwrap();
        let at = |text: &str| schedule.is_open(text.parse().unwrap());
        assert!(at("2026-12-24T09:00:00Z"));
        assert!(!at("2026-12-25T09:00:00Z"));
        assert!(!at("2026-04-06T09:00:00Z"), "Easter Monday");
        assert!(at("2026-06-04T09:00:00Z"), "Corpus Christi is a holiday in some regions only");
    }
}

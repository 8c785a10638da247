//! A calendar's year, day by day: what is open and what differs from the ordinary week.

use super::days::{Days, Span};
use super::{Calendar, CalendarError};
use crate::time::Date;

/// How a date stands against its weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayKind {
    /// Open as every week.
    Open,
    /// Closed as every week.
    Closed,
    /// Closed, though the week would open it.
    Holiday,
    /// Open at other hours, no longer than usual.
    Short,
    /// Open longer than usual, or on a day that is closed every week.
    Extra,
}

impl Calendar {
    /// Every date of `year` with its kind, in order. Only local clocks count, so the zone may still be missing.
    ///
    /// # Errors
    /// The first part that cannot be understood.
    pub fn year(&self, year: i32) -> Result<Vec<(Date, DayKind)>, CalendarError> {
        let days = self.read_days()?;
        let first = Date::from_ymd(year, 1, 1).unwrap_or(Date(0));
        let dates = (0..366).map(|ahead| first.plus_days(ahead)).filter(|date| date.ymd().0 == year);
        Ok(dates.map(|date| (date, kind(&days, date))).collect())
    }
}

fn kind(days: &Days, date: Date) -> DayKind {
    let (usual, own) = (days.usual_hours(date), days.hours_of(date));
    match (length(&usual), length(&own)) {
        _ if usual == own && own.is_empty() => DayKind::Closed,
        _ if usual == own => DayKind::Open,
        (_, 0) => DayKind::Holiday,
        (usual, own) if own > usual => DayKind::Extra,
        _ => DayKind::Short,
    }
}

fn length(spans: &[Span]) -> u32 {
    spans.iter().map(|(from, to)| to - from).sum()
}

#[cfg(test)]
mod tests {
    use super::super::{Feed, FeedDay, Week, Window};
    use super::*;

    fn office() -> Calendar {
        Calendar {
            week: Week::workdays(&[Window::new("09:00", "17:00")]),
            holidays: vec!["2026-12-28".into()],
            yearly_holidays: vec!["12-25".into(), "12-26".into()],
            exceptions: [
                ("2026-12-24".to_owned(), vec![Window::new("09:00", "12:00")]),
                ("2026-12-19".to_owned(), vec![Window::new("10:00", "14:00")]),
                ("2026-12-31".to_owned(), vec![]),
            ]
            .into(),
            breaks: [("2026-12-22".to_owned(), vec![Window::new("12:00", "13:00")])].into(),
            ..Calendar::default()
        }
    }

    fn of(calendar: &Calendar, date: &str) -> DayKind {
        let date: Date = date.parse().unwrap();
        let year = calendar.year(date.ymd().0).unwrap();
        year.into_iter().find(|(own, _)| *own == date).unwrap().1
    }

    #[test]
    fn days_are_told_apart() {
        let kinds = [
            ("2026-12-18", DayKind::Open),
            ("2026-12-19", DayKind::Extra),
            ("2026-12-20", DayKind::Closed),
            ("2026-12-22", DayKind::Short),
            ("2026-12-24", DayKind::Short),
            ("2026-12-25", DayKind::Holiday),
            ("2026-12-26", DayKind::Closed),
            ("2026-12-28", DayKind::Holiday),
            ("2026-12-31", DayKind::Holiday),
        ];
        for (date, kind) in kinds {
            assert_eq!(of(&office(), date), kind, "{date}");
        }
    }

    #[test]
    fn leap_years_have_their_day_and_feeds_count() {
        let day = FeedDay { date: "2028-02-29".into(), name: "Leap".into(), region: None };
        let feed = Feed { name: "f".into(), days: vec![day], ..Feed::default() };
        let calendar = Calendar { feeds: vec![feed], ..office() };
        assert_eq!(calendar.year(2028).unwrap().len(), 366);
        assert_eq!(calendar.year(2027).unwrap().len(), 365);
        assert_eq!(of(&calendar, "2028-02-29"), DayKind::Holiday);
        let worked = Feed { worked: vec!["Leap".into()], ..calendar.feeds[0].clone() };
        assert_eq!(of(&Calendar { feeds: vec![worked], ..calendar }, "2028-02-29"), DayKind::Open);
    }

    #[test]
    fn a_night_shift_belongs_to_the_day_on_which_it_starts() {
        let calendar = Calendar {
            week: Week { fri: vec![Window::new("22:00", "06:00")], ..Week::default() },
            ..Calendar::default()
        };
        assert_eq!(of(&calendar, "2026-12-18"), DayKind::Open);
        assert_eq!(of(&calendar, "2026-12-19"), DayKind::Closed);
    }
}

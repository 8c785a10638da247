//! Events that come every year: on the same date, on named days of months, on the n-th weekday.

use crate::time::Date;

/// A yearly repetition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rule {
    /// Every so many years.
    interval: i32,
    count: Option<usize>,
    /// The last date that counts.
    until: Option<Date>,
    months: Vec<u8>,
    /// Negative: from the end of the month.
    month_days: Vec<i32>,
    /// 0 every one, 1 the first, -1 the last; and the weekday, Monday 0.
    weekdays: Vec<(i32, usize)>,
}

const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

impl Rule {
    /// The rule of an event that first begins on `start`; `None` for what does not come yearly, or in a way that no
    /// holiday does. Every twelfth month is every year.
    pub fn read(text: &str, start: Date) -> Option<Self> {
        let mut rule = Self { interval: 1, ..Self::default() };
        let mut months = 0;
        for (name, value) in text.split(';').filter_map(|part| part.split_once('=')) {
            match name.trim() {
                "FREQ" => {
                    months = match value {
                        "YEARLY" => 12,
                        "MONTHLY" => 1,
                        _ => return None,
                    }
                }
                "INTERVAL" => {
                    rule.interval = value.parse().ok().filter(|years| (1..=1_000).contains(years))?
                }
                "COUNT" => rule.count = Some(value.parse().ok()?),
                "UNTIL" => rule.until = Some(super::date(value)?),
                "BYMONTH" => rule.months = numbers(value)?,
                "BYMONTHDAY" => rule.month_days = numbers(value)?,
                "BYDAY" => rule.weekdays = value.split(',').map(weekday).collect::<Option<_>>()?,
                "WKST" => {}
                _ => return None,
            }
        }
        let every = months * rule.interval;
        if months == 1 && rule.months.is_empty() {
            rule.months.push(start.ymd().1);
        }
        rule.interval = every / 12;
        (every > 0 && every % 12 == 0).then_some(rule)
    }

    /// The dates within `span` on which an event begins that first begins on `start`.
    pub fn dates(&self, start: Date, span: (Date, Date)) -> Vec<Date> {
        let last = self.until.map_or(span.1, |until| until.min(span.1));
        let (begun, ends) = (start.ymd().0, last.ymd().0);
        let years = (begun..=ends).step_by(usize::try_from(self.interval).unwrap_or(1));
        // A rule that is counted has to be followed from its beginning.
        let years = years.filter(|year| self.count.is_some() || *year >= span.0.ymd().0);
        let dates =
            years.flat_map(|year| self.in_year(year, start)).filter(|date| (start..=last).contains(date));
        dates.take(self.count.unwrap_or(usize::MAX)).filter(|date| *date >= span.0).collect()
    }

    fn in_year(&self, year: i32, start: Date) -> Vec<Date> {
        let (_, month, day) = start.ymd();
        if self.weekdays.is_empty() && self.month_days.is_empty() {
            let months = if self.months.is_empty() { vec![month] } else { self.months.clone() };
            return months.into_iter().filter_map(|month| Date::from_ymd(year, month, day)).collect();
        }
        let Some(first) = Date::from_ymd(year, 1, 1) else { return Vec::new() };
        let dates = (0..366).map(|ahead| first.plus_days(ahead)).filter(|date| date.ymd().0 == year);
        dates.filter(|date| self.fits(*date)).collect()
    }

    fn fits(&self, date: Date) -> bool {
        let (year, month, day) = date.ymd();
        let in_month = (i32::from(day), length_of(year, month));
        let in_year = (date.0 - Date::from_ymd(year, 1, 1).unwrap_or(date).0 + 1, length_of_year(year));
        let (nth, length) = if self.months.is_empty() { in_year } else { in_month };
        let is_nth = |ordinal: i32| match ordinal {
            0 => true,
            1.. => (nth - 1) / 7 + 1 == ordinal,
            ..0 => (length - nth) / 7 + 1 == -ordinal,
        };
        let is_day = |own: &i32| *own == in_month.0 || *own == in_month.0 - in_month.1 - 1;
        (self.months.is_empty() || self.months.contains(&month))
            && (self.month_days.is_empty() || self.month_days.iter().any(is_day))
            && (self.weekdays.is_empty()
                || self
                    .weekdays
                    .iter()
                    .any(|(ordinal, weekday)| *weekday == date.weekday() && is_nth(*ordinal)))
    }
}

fn length_of(year: i32, month: u8) -> i32 {
    (28..=31).rev().find(|day| Date::from_ymd(year, month, *day).is_some()).map_or(31, i32::from)
}

fn length_of_year(year: i32) -> i32 {
    if Date::from_ymd(year, 2, 29).is_some() { 366 } else { 365 }
}

fn numbers<T: std::str::FromStr>(text: &str) -> Option<Vec<T>> {
    text.split(',').map(|number| number.trim().parse().ok()).collect()
}

/// `SU`, `1MO`, `-1SU`.
fn weekday(text: &str) -> Option<(i32, usize)> {
    let text = text.trim();
    let (ordinal, name) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let weekday = WEEKDAYS.iter().position(|own| *own == name)?;
    let ordinal = if ordinal.is_empty() { 0 } else { ordinal.parse().ok()? };
    Some((ordinal, weekday))
}

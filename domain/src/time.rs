//! Instants and dates without a time-zone library, so that the browser's half can use them: UTC milliseconds, the
//! civil calendar, RFC 3339. Zones live in `promises::calendar`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub const SECOND_MS: i64 = 1_000;
pub const MINUTE_MS: i64 = 60 * SECOND_MS;
pub const HOUR_MS: i64 = 60 * MINUTE_MS;
pub const DAY_MS: i64 = 24 * HOUR_MS;

/// A moment: milliseconds since 1970-01-01T00:00:00Z. JSON and SQL carry the number; people and the API read RFC 3339.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

impl Instant {
    #[must_use]
    pub const fn from_secs(secs: i64) -> Self {
        Self(secs.saturating_mul(SECOND_MS))
    }

    /// `ms` milliseconds later (earlier when negative); stops at the ends of the range.
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    #[must_use]
    pub const fn plus_secs(self, secs: i64) -> Self {
        self.plus_ms(secs.saturating_mul(SECOND_MS))
    }

    /// Milliseconds from `earlier` to `self`; negative when `earlier` is later.
    #[must_use]
    pub const fn ms_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The date of this moment in UTC.
    #[must_use]
    pub fn utc_date(self) -> Date {
        Date(i32::try_from(self.0.div_euclid(DAY_MS)).unwrap_or(if self.0 < 0 { i32::MIN } else { i32::MAX }))
    }
}

/// RFC 3339 in UTC, with milliseconds only when there are any: `2026-11-21T10:00:00Z`.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let in_day = self.0.rem_euclid(DAY_MS);
        let (hour, minute) = (in_day / HOUR_MS, in_day / MINUTE_MS % 60);
        let (second, ms) = (in_day / SECOND_MS % 60, in_day % SECOND_MS);
        write!(f, "{}T{hour:02}:{minute:02}:{second:02}", self.utc_date())?;
        if ms != 0 {
            write!(f, ".{ms:03}")?;
        }
        f.write_str("Z")
    }
}

/// A text that is not a time or date of the expected form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    #[error("not an RFC 3339 time such as 2026-11-21T10:00:00Z")]
    NotATime,
    #[error("not a date such as 2026-11-21")]
    NotADate,
}

/// Reads RFC 3339 with any offset; digits beyond milliseconds are cut off.
impl FromStr for Instant {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        parse_rfc3339(text).ok_or(TimeError::NotATime)
    }
}

fn parse_rfc3339(text: &str) -> Option<Instant> {
    let (date, rest) = (text.get(..10)?, text.get(10..)?);
    let date: Date = date.parse().ok()?;
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let (hour, minute) = hour_minute(rest.get(..5)?)?;
    let second = digits(rest.get(5..)?.strip_prefix(':')?.get(..2)?)?;
    if second > 60 {
        return None;
    }
    let (ms, zone) = fraction_ms(rest.get(8..)?)?;
    let in_day = (hour * 60 + minute) * MINUTE_MS + second.min(59) * SECOND_MS + ms;
    Some(Instant(date.midnight_utc().0 + in_day - offset_ms(zone)?))
}

/// Milliseconds of a leading `.123`, and what follows it.
fn fraction_ms(text: &str) -> Option<(i64, &str)> {
    let Some(rest) = text.strip_prefix('.') else { return Some((0, text)) };
    let end = rest.find(|c: char| !c.is_ascii_digit())?;
    let ms = rest
        .get(..end)?
        .bytes()
        .chain([b'0'; 3])
        .take(3)
        .fold(0, |ms, digit| ms * 10 + i64::from(digit - b'0'));
    (end > 0).then_some((ms, rest.get(end..)?))
}

fn offset_ms(zone: &str) -> Option<i64> {
    if matches!(zone, "Z" | "z") {
        return Some(0);
    }
    let sign = match zone.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hour, minute) = hour_minute(zone.get(1..)?)?;
    Some(sign * (hour * 60 + minute) * MINUTE_MS)
}

/// `HH:MM` up to 23:59, nothing more and nothing less.
fn hour_minute(text: &str) -> Option<(i64, i64)> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute) = (two_digits(hour)?, two_digits(minute)?);
    (hour < 24 && minute < 60).then_some((hour, minute))
}

fn two_digits(text: &str) -> Option<i64> {
    (text.len() == 2).then(|| digits(text)).flatten()
}

fn digits(text: &str) -> Option<i64> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// A civil date, counted in days since 1970-01-01 (proleptic Gregorian). Texts and JSON read `2026-11-21`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub i32);

impl Date {
    /// `None` when there is no such day.
    #[must_use]
    pub fn from_ymd(year: i32, month: u8, day: u8) -> Option<Self> {
        if !(1..=12).contains(&month) || !(-9999..=9999).contains(&year) {
            return None;
        }
        // Years from March on, so that the leap day comes last (Hinnant's days_from_civil).
        let (year_m, month_m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let era = year_m.div_euclid(400);
        let year_of_era = year_m.rem_euclid(400);
        let day_of_year = (153 * i32::from(month_m) + 2) / 5 + i32::from(day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        let date = Self(era * 146_097 + day_of_era - 719_468);
        (date.ymd() == (year, month, day)).then_some(date)
    }

    /// Year, month 1-12, day 1-31.
    #[must_use]
    pub fn ymd(self) -> (i32, u8, u8) {
        let days = i64::from(self.0) + 719_468;
        let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_m = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_m + 2) / 5 + 1;
        let month = if month_m < 10 { month_m + 3 } else { month_m - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        (year as i32, month as u8, day as u8)
    }

    /// 0 = Monday … 6 = Sunday.
    #[must_use]
    pub fn weekday(self) -> usize {
        (i64::from(self.0) + 3).rem_euclid(7) as usize
    }

    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    #[must_use]
    pub fn midnight_utc(self) -> Instant {
        Instant(i64::from(self.0) * DAY_MS)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Date {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        parse_date(text).ok_or(TimeError::NotADate)
    }
}

fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || parts.next().is_some() {
        return None;
    }
    let year = i32::try_from(digits(year)?).ok()?;
    Date::from_ymd(year, u8::try_from(two_digits(month)?).ok()?, u8::try_from(two_digits(day)?).ok()?)
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_back_as_they_were_written() {
        for text in [
            "1970-01-01T00:00:00Z",
            "2026-11-21T10:00:00Z",
            "2024-02-29T23:59:59.007Z",
            "1969-12-31T23:59:59Z",
        ] {
            assert_eq!(text.parse::<Instant>().unwrap().to_string(), text);
        }
        assert_eq!("2026-11-21T10:00:00Z".parse(), Ok(Instant(1_795_255_200_000)));
    }

    #[test]
    fn offsets_and_fractions_are_understood() {
        for text in ["2026-11-21T12:00:00+02:00", "2026-11-21t04:30:00-05:30", "2026-11-21T10:00:00.0009z"] {
            assert_eq!(text.parse(), Ok(Instant(1_795_255_200_000)), "{text}");
        }
        assert_eq!("2026-11-21T10:00:00.5Z".parse(), Ok(Instant(1_795_255_200_500)));
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "now",
            "2026-11-21",
            "2026-11-21T10:00:00",
            "2026-02-29T10:00:00Z",
            "2026-11-21T24:00:00Z",
            "2026-11-21T10:60:00Z",
            "2026-11-21T10:00:00.Z",
            "2026-11-21T10:00:00+2:00",
            "2026-11-21T1é:00:00Z",
            "+026-11-21T10:00:00Z",
        ] {
            assert_eq!(text.parse::<Instant>(), Err(TimeError::NotATime), "{text}");
        }
    }

    #[test]
    fn every_day_of_eight_centuries_is_itself() {
        let (first, last) = (Date::from_ymd(1600, 1, 1).unwrap(), Date::from_ymd(2400, 12, 31).unwrap());
        for day in first.0..=last.0 {
            let (y, m, d) = Date(day).ymd();
            assert_eq!(Date::from_ymd(y, m, d), Some(Date(day)));
        }
        assert_eq!(Date::from_ymd(2026, 11, 21).unwrap().weekday(), 5);
        assert_eq!(Date::from_ymd(2026, 11, 31), None);
    }
}

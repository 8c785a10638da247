//! Instants in the reader's zone and words: "Today, 15:00".

use chrono::{DateTime, Datelike, NaiveDate, TimeZone};
use chrono_tz::Tz;
use domain::Viewer;
use domain::stamp::Stamp;
use domain::time::Instant;
use domain::words::{self, Lang};

/// Words times for one reader at one moment.
#[derive(Debug, Clone, Copy)]
pub struct Stamper {
    zone: Tz,
    lang: Lang,
    today: NaiveDate,
}

impl Stamper {
    /// For `viewer` reading at `now`. An unknown zone reads as UTC.
    #[must_use]
    pub fn new(viewer: &Viewer, now: Instant) -> Self {
        let zone = viewer.time_zone.parse().unwrap_or(Tz::UTC);
        Self { zone, lang: viewer.lang, today: local(zone, now).date_naive() }
    }

    /// "Today, 15:00", "Tuesday, 09:30" up to six days away, "21 Nov 2026" beyond: a week away the day's name would be
    /// today's.
    #[must_use]
    pub fn stamp(&self, at: Instant) -> Stamp {
        let local = local(self.zone, at);
        Stamp { at, text: self.near(&local).unwrap_or_else(|| self.date(&local)) }
    }

    /// The last day of what ends at `ends` in `zone`, an IANA name: the day that a contract there says, wherever it is read.
    #[must_use]
    pub fn last_day(&self, ends: Instant, zone: &str) -> Stamp {
        let at = ends.plus_ms(-1);
        Stamp { at, text: self.date(&local(zone.parse().unwrap_or(Tz::UTC), at)) }
    }

    /// As [`Stamper::stamp`], with the time of the day however far away it is: "11 Dec 2026, 09:30".
    #[must_use]
    pub fn exact(&self, at: Instant) -> Stamp {
        let local = local(self.zone, at);
        let far = || format!("{}, {}", self.date(&local), local.format("%H:%M"));
        Stamp { at, text: self.near(&local).unwrap_or_else(far) }
    }

    /// For what is read on another day, and away from here: "Saturday, 21 Nov 2026, 15:00 CET".
    #[must_use]
    pub fn in_full(&self, at: Instant) -> String {
        let local = local(self.zone, at);
        let day = words::common::weekday(self.lang, local.weekday().num_days_from_monday());
        let zone = local.format("%Z").to_string();
        // Zones without a name of their own have a number.
        let utc = if zone.starts_with(['+', '-']) { "UTC" } else { "" };
        format!("{day}, {}, {} {utc}{zone}", self.date(&local), local.format("%H:%M"))
    }

    /// By the name of its day, if that tells which one.
    fn near(&self, local: &DateTime<Tz>) -> Option<String> {
        let time = local.format("%H:%M").to_string();
        let w = words::common::common(self.lang);
        let named = |pattern: &str| words::fill(pattern, &[("time", &time)]);
        Some(match (local.date_naive() - self.today).num_days() {
            0 => named(w.today),
            -1 => named(w.yesterday),
            1 => named(w.tomorrow),
            -6..=6 => {
                let day = words::common::weekday(self.lang, local.weekday().num_days_from_monday());
                format!("{day}, {time}")
            }
            _ => return None,
        })
    }

    fn date(&self, local: &DateTime<Tz>) -> String {
        let month = words::common::month(self.lang, local.month0());
        let (day, year) = (local.day().to_string(), local.year().to_string());
        let values = [("day", day.as_str()), ("month", month), ("year", &year)];
        words::fill(words::common::dates(self.lang).date, &values)
    }
}

/// `at` on the wall clocks of `zone`.
#[must_use]
pub fn local(zone: Tz, at: Instant) -> DateTime<Tz> {
    zone.timestamp_millis_opt(at.0).single().unwrap_or_else(|| zone.timestamp_nanos(0))
}

/// "14:21" on the wall clocks of the zone named `zone`.
#[must_use]
pub fn time_of_day(zone: &str, at: Instant) -> String {
    local(zone.parse().unwrap_or(Tz::UTC), at).format("%H:%M").to_string()
}

/// "2026-11-21", as a form has it: the date in the zone named `zone`.
#[must_use]
pub fn date_of(zone: &str, at: Instant) -> String {
    local(zone.parse().unwrap_or(Tz::UTC), at).format("%Y-%m-%d").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Saturday, 2026-11-21 10:00 UTC.
    const NOW: Instant = Instant(1_795_255_200_000);
    const HOUR: i64 = 3_600_000;

    fn text(zone: &str, hours: i64) -> String {
        let viewer = Viewer { time_zone: zone.into(), ..Viewer::default() };
        Stamper::new(&viewer, NOW).stamp(Instant(NOW.0 + hours * HOUR)).text
    }

    #[test]
    fn a_time_that_must_be_exact_is_so_on_far_days_too() {
        let stamper = Stamper::new(&Viewer { time_zone: "Etc/UTC".into(), ..Viewer::default() }, NOW);
        let exact = |hours: i64| stamper.exact(Instant(NOW.0 + hours * HOUR)).text;
        assert_eq!((exact(5).as_str(), exact(20 * 24).as_str()), ("Today, 15:00", "11 Dec 2026, 10:00"));
        assert_eq!((exact(6 * 24).as_str(), exact(7 * 24).as_str()), ("Friday, 10:00", "28 Nov 2026, 10:00"));
        assert_eq!(
            (exact(-6 * 24).as_str(), exact(-7 * 24).as_str()),
            ("Sunday, 10:00", "14 Nov 2026, 10:00")
        );
    }

    #[test]
    fn what_is_read_later_says_day_time_and_zone() {
        let in_full = |zone: &str, hours: i64| {
            let viewer = Viewer { time_zone: zone.into(), ..Viewer::default() };
            Stamper::new(&viewer, NOW).in_full(Instant(NOW.0 + hours * HOUR))
        };
        assert_eq!(in_full("Europe/Berlin", 5), "Saturday, 21 Nov 2026, 16:00 CET");
        assert_eq!(in_full("America/Sao_Paulo", 24), "Sunday, 22 Nov 2026, 07:00 UTC-03");
        assert_eq!(in_full("no such zone", 24), "Sunday, 22 Nov 2026, 10:00 UTC");
    }

    #[test]
    fn near_days_have_names() {
        assert_eq!(text("Etc/UTC", 5), "Today, 15:00");
        assert_eq!(text("Europe/Berlin", 5), "Today, 16:00");
        assert_eq!(text("Etc/UTC", -11), "Yesterday, 23:00");
        assert_eq!(text("Etc/UTC", 14), "Tomorrow, 00:00");
        assert_eq!(text("Etc/UTC", 48), "Monday, 10:00");
    }

    #[test]
    fn far_days_are_dates() {
        assert_eq!(text("Etc/UTC", 24 * 20), "11 Dec 2026");
        assert_eq!(text("no such zone", 24 * 20), "11 Dec 2026");
    }
}

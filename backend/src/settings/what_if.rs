//! Trying a calendar out: from a start and a length to the due time, with the opening hours that lead there.

use std::sync::Arc;

use chrono::{Datelike, NaiveDateTime};
use chrono_tz::Tz;
use domain::Viewer;
use domain::access::Action;
use domain::error::{Checks, Problem};
use domain::promises::calendar::Schedule;
use domain::promises::policy::{Target, Unit};
use domain::settings::{Stretch, Tried, WhatIf, WhatIfAnswer};
use domain::stamp::Stamp;
use domain::time::Instant;
use domain::words::{Lang, common};

use super::refused;
use crate::stamps::local;
use crate::{Backend, Outcome};

/// Stretches that an answer shows.
const SHOWN: usize = 12;
/// Largest amount of any unit.
const MAX_AMOUNT: u32 = 10_000;

/// When `asked.target` is over, counted from `asked.start`.
///
/// # Errors
/// `Forbidden`; `NotFound` for an unknown calendar; `Invalid` for `start`, `amount` or a part of the calendar.
pub async fn what_if(b: &Backend, v: &Viewer, asked: &WhatIf) -> Outcome<WhatIfAnswer> {
    v.ensure(Action::ReadPolicies)?;
    let directory = b.directory().await?;
    let schedule = match &asked.calendar {
        Tried::Known(id) => directory.calendar(id).ok_or(domain::Error::NotFound)?.schedule.clone(),
        Tried::Draft(calendar) => Arc::new(calendar.schedule().map_err(refused)?),
    };
    let schedule = schedule.as_ref();
    let zone: Tz = schedule.zone().name().parse().unwrap_or(Tz::UTC);
    let start = read_start(schedule, &asked.start);
    let mut checks = Checks::default();
    checks.ensure(start.is_some(), "start", Problem::NotATime);
    checks.ensure((1..=MAX_AMOUNT).contains(&asked.target.amount), "amount", Problem::NotANumber);
    checks.finish()?;
    Ok(answer(schedule, start.unwrap_or_default(), asked.target, &Words { lang: v.lang, zone }))
}

/// `2026-04-02T17:30` on the schedule's clocks, with or without seconds.
fn read_start(schedule: &Schedule, text: &str) -> Option<Instant> {
    let forms = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"];
    let read = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text.trim(), form).ok())?;
    let utc = Instant(read.and_utc().timestamp_millis());
    let in_day = utc.ms_since(utc.utc_date().midnight_utc());
    (1900..=2200)
        .contains(&utc.utc_date().ymd().0)
        .then(|| schedule.zone().instant_at(utc.utc_date(), in_day))
}

fn answer(schedule: &Schedule, start: Instant, target: Target, words: &Words) -> WhatIfAnswer {
    let due = due(schedule, start, target);
    let counted = match due {
        Some(due) if target.is_business() => schedule.intervals(start, due, SHOWN + 1),
        Some(due) => vec![(start, due)],
        None => Vec::new(),
    };
    WhatIfAnswer {
        start: words.whole(start),
        due: due.map(|due| words.whole(due)),
        counted: counted.iter().take(SHOWN).map(|(from, to)| words.stretch(*from, *to)).collect(),
        more: counted.len() > SHOWN,
        time_zone: schedule.zone().name().to_owned(),
    }
}

fn due(schedule: &Schedule, start: Instant, target: Target) -> Option<Instant> {
    match (target.unit, target.length_ms()) {
        (Unit::BusinessDays, _) => schedule.add_business_days(start, target.amount),
        (_, Some(ms)) if target.is_business() => schedule.add(start, ms),
        (_, Some(ms)) => Some(start.plus_ms(ms)),
        (_, None) => None,
    }
}

/// Times on the calendar's clocks, for one reader.
struct Words {
    lang: Lang,
    zone: Tz,
}

impl Words {
    /// "Thursday 2 Apr 2026, 18:30": whole, because an answer may lie anywhere.
    fn whole(&self, at: Instant) -> Stamp {
        let local = local(self.zone, at);
        let weekday = common::weekday(self.lang, local.weekday().num_days_from_monday());
        let month = common::month(self.lang, local.month0());
        let text = format!("{weekday} {} {month} {}, {}", local.day(), local.year(), local.format("%H:%M"));
        Stamp { at, text }
    }

    /// An end on the day of its beginning is only a time.
    fn stretch(&self, from: Instant, to: Instant) -> Stretch {
        let end = local(self.zone, to);
        let is_same_day = local(self.zone, from).date_naive() == end.date_naive();
        let time = Stamp { at: to, text: end.format("%H:%M").to_string() };
        let to_text = if is_same_day { time } else { self.whole(to) };
        Stretch { from: self.whole(from), to: to_text, ms: to.ms_since(from) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::promises::calendar::{Calendar, Week, Window};

    /// Open 07:00 to 19:00 on workdays in Berlin, closed over Easter.
    fn easter() -> Schedule {
        let calendar = Calendar {
            timezone: "Europe/Berlin".into(),
            week: Week::workdays(&[Window::new("07:00", "19:00")]),
            holidays: vec!["2026-04-03".into(), "2026-04-06".into()],
            ..Calendar::default()
        };
        calendar.compile("2026-01-01T00:00:00Z".parse().unwrap()).unwrap()
    }

    fn tried(target: Target) -> WhatIfAnswer {
        let schedule = easter();
        let start = read_start(&schedule, "2026-04-02T17:30").unwrap();
        answer(&schedule, start, target, &Words { lang: Lang::En, zone: Tz::Europe__Berlin })
    }

    #[test]
    fn holidays_do_not_count() {
        let answer = tried(Target::new(8, Unit::BusinessHours));
        assert_eq!(answer.due.unwrap().text, "Tuesday 7 Apr 2026, 13:30");
        let counted: Vec<(String, i64)> =
            answer.counted.into_iter().map(|s| (s.from.text, s.ms / 60_000)).collect();
        assert_eq!(
            counted,
            [("Thursday 2 Apr 2026, 17:30".to_owned(), 90), ("Tuesday 7 Apr 2026, 07:00".to_owned(), 390)]
        );
    }

    #[test]
    fn plain_time_counts_on() {
        let answer = tried(Target::new(2, Unit::Days));
        assert_eq!(answer.due.unwrap().text, "Saturday 4 Apr 2026, 17:30");
        assert_eq!(answer.counted.len(), 1);
    }

    #[test]
    fn only_times_are_starts() {
        let schedule = easter();
        for text in ["", "tomorrow", "2026-13-01T10:00", "0001-01-01T00:00"] {
            assert_eq!(read_start(&schedule, text), None, "{text}");
        }
        assert!(read_start(&schedule, " 2026-04-02T17:30:15 ").is_some());
    }
}

//! What a calendar must answer: cases 1 to 12 of the rules, and what else people write into calendars.

use super::desk::*;
use domain::promises::calendar::{Calendar, CalendarError, Feed, FeedDay, Step, Week, Window, run_steps};
use domain::promises::policy::Target;
use domain::promises::ruler::Ruler;
use domain::time::{HOUR_MS, Instant, MINUTE_MS};

#[track_caller]
fn adds(calendar: &Calendar, start: &str, ms: i64, due: &str) {
    let got = compiled(calendar).add(at(start), ms).unwrap();
    assert_eq!(got.to_string(), at(due).to_string(), "{start} + {} min", ms / MINUTE_MS);
}

fn on_sundays(from: &str, to: &str) -> Calendar {
    let week = Week { sun: vec![Window::new(from, to)], ..Week::default() };
    Calendar { timezone: ZONE.into(), week, ..Calendar::default() }
}

#[test]
fn case_01_four_hours_over_the_spring_change() {
    adds(&Calendar::always(ZONE), "2026-03-29 00:30", 4 * HOUR_MS, "2026-03-29 05:30");
}

#[test]
fn case_02_a_window_over_the_repeated_hour_lasts_longer() {
    let calendar = on_sundays("00:00", "06:00");
    adds(&calendar, "2026-10-25 00:00", 6 * HOUR_MS, "2026-10-25 05:00");
    assert_eq!(compiled(&calendar).elapsed(at("2026-10-25 00:00"), at("2026-10-25 12:00")), 7 * HOUR_MS);
}

#[test]
fn case_03_a_window_inside_the_gap_is_nothing() {
    let schedule = compiled(&on_sundays("02:00", "02:30"));
    assert_eq!(schedule.elapsed(at("2026-03-29 00:00"), at("2026-03-30 00:00")), 0);
    assert_eq!(schedule.next_open(at("2026-03-28 12:00")), Some(at("2026-04-05 02:00")));
    let partly = compiled(&on_sundays("02:30", "03:15"));
    assert_eq!(partly.elapsed(at("2026-03-29 00:00"), at("2026-03-30 00:00")), 15 * MINUTE_MS);
}

#[test]
fn case_04_created_at_close_starts_at_the_next_opening() {
    adds(&office(), "2026-03-02 17:00", HOUR_MS, "2026-03-03 10:00");
    adds(&office(), "2026-03-02 17:00", 0, "2026-03-03 09:00");
}

#[test]
fn case_05_over_the_weekend() {
    adds(&office(), "2026-03-06 16:30", HOUR_MS, "2026-03-09 09:30");
}

#[test]
fn case_06_over_the_lunch_break() {
    adds(
        &workdays(&[("08:00", "12:00"), ("13:30", "18:00")]),
        "2026-03-02 11:30",
        HOUR_MS,
        "2026-03-02 14:00",
    );
}

#[test]
fn case_07_regional_holidays_count_only_where_switched_on() {
    let day = |date: &str, region: Option<&str>| FeedDay {
        date: date.into(),
        name: "Holiday".into(),
        region: region.map(Into::into),
    };
    let days = vec![day("2026-03-03", None), day("2026-03-04", Some("BY"))];
    let with_regions = |regions: &[&str]| {
        let regions = regions.iter().map(|region| (*region).into()).collect();
        Calendar {
            feeds: vec![Feed { name: "de".into(), regions, days: days.clone(), ..Feed::default() }],
            ..office()
        }
    };
    adds(&with_regions(&[]), "2026-03-02 16:00", 2 * HOUR_MS, "2026-03-04 10:00");
    adds(&with_regions(&["BY"]), "2026-03-02 16:00", 2 * HOUR_MS, "2026-03-05 10:00");
}

#[test]
fn case_09_a_long_closure_gives_a_date() {
    let closed = (2..=31).map(|day| format!("2026-03-{day:02}")).collect();
    let calendar = Calendar { holidays: closed, ..office() };
    adds(&calendar, "2026-03-02 10:00", HOUR_MS, "2026-04-01 10:00");
}

#[test]
fn case_10_a_calendar_that_never_opens_is_refused() {
    let from = at("2026-01-01 00:00");
    let empty = Calendar { timezone: ZONE.into(), ..Calendar::default() };
    let all_break = Calendar { daily_breaks: vec![Window::new("00:00", "24:00")], ..office() };
    let mut past = empty.clone();
    past.exceptions.insert("2025-12-31".into(), vec![Window::new("09:00", "17:00")]);
    for calendar in [empty, all_break, past] {
        assert_eq!(calendar.compile(from), Err(CalendarError::NeverOpen { from }));
    }
}

#[test]
fn case_11_friday_night_counts_into_saturday() {
    let nights = workdays(&[("22:00", "06:00")]);
    adds(&nights, "2026-03-06 23:00", 5 * HOUR_MS, "2026-03-07 04:00");
    adds(&nights, "2026-03-07 05:00", 2 * HOUR_MS, "2026-03-09 23:00");
}

#[test]
fn case_12_seconds_are_exact() {
    adds(&office(), "2026-03-02 16:59:30", MINUTE_MS, "2026-03-03 09:00:30");
}

#[test]
fn case_36_a_business_day_is_not_24_hours() {
    let schedule = compiled(&office());
    let ruler = Ruler::Open(&schedule);
    let cases = [
        ("2026-03-06 16:00", 1, "2026-03-09 16:00"),
        ("2026-03-02 10:00", 3, "2026-03-05 10:00"),
        // Outside the windows of the day it lands on: that day's close.
        ("2026-03-02 20:00", 1, "2026-03-03 17:00"),
        ("2026-03-02 07:00", 1, "2026-03-03 17:00"),
        ("2026-03-07 11:00", 1, "2026-03-09 11:00"),
    ];
    for (start, days, due) in cases {
        assert_eq!(ruler.after(at(start), Target::new(days, BusinessDays)), at(due), "{start} + {days}");
    }
    assert_eq!(Ruler::Plain.after(at("2026-03-06 16:00"), Target::new(24, Hours)), at("2026-03-07 16:00"));
    assert_ne!(Target::new(1, BusinessDays), Target::new(24, Hours));
    assert_eq!(
        serde_json::to_string(&Target::new(1, BusinessDays)).unwrap(),
        r#"{"amount":1,"unit":"business_days"}"#
    );
}

#[test]
fn business_days_skip_holidays_and_keep_the_local_time_over_changes_of_the_clock() {
    let calendar = Calendar { holidays: vec!["2026-03-27".into()], ..office() };
    let schedule = compiled(&calendar);
    assert_eq!(schedule.add_business_days(at("2026-03-26 10:00"), 1), Some(at("2026-03-30 10:00")));
    let nights = compiled(&workdays(&[("22:00", "06:00")]));
    assert_eq!(nights.add_business_days(at("2026-03-06 23:00"), 1), Some(at("2026-03-09 23:00")));
}

#[test]
fn what_decides_when_rules_meet_on_a_date() {
    let mut calendar = Calendar { yearly_holidays: vec!["03-03".into()], ..office() };
    calendar.exceptions.insert("2026-03-03".into(), vec![Window::new("10:00", "12:00")]);
    adds(&calendar, "2026-03-02 17:00", HOUR_MS, "2026-03-03 11:00");
    calendar.holidays.push("2026-03-03".into());
    adds(&calendar, "2026-03-02 17:00", HOUR_MS, "2026-03-04 10:00");
    calendar.breaks.insert("2026-03-04".into(), vec![Window::new("09:30", "16:00")]);
    adds(&calendar, "2026-03-02 17:00", HOUR_MS, "2026-03-04 16:30");
}

#[test]
fn breaks_cut_night_shifts_on_both_sides_of_midnight() {
    let breaks = vec![Window::new("23:30", "00:30"), Window::new("02:00", "03:00")];
    let nights = Calendar { daily_breaks: breaks, ..workdays(&[("22:00", "06:00")]) };
    let schedule = compiled(&nights);
    assert_eq!(schedule.elapsed(at("2026-03-02 12:00"), at("2026-03-03 12:00")), 6 * HOUR_MS);
    adds(&nights, "2026-03-02 23:00", HOUR_MS, "2026-03-03 01:00");
}

#[test]
fn a_window_that_ends_where_the_repeated_hour_begins_does_not_get_it() {
    let spans = [("00:00", "02:00", 2), ("00:00", "03:00", 4), ("02:00", "03:00", 2), ("03:00", "04:00", 1)];
    for (from, to, hours) in spans {
        let schedule = compiled(&on_sundays(from, to));
        let got = schedule.elapsed(at("2026-10-25 00:00"), at("2026-10-26 00:00"));
        assert_eq!(got, hours * HOUR_MS, "{from}-{to}");
    }
}

#[test]
fn overlapping_windows_count_once() {
    let calendar = workdays(&[("09:00", "13:00"), ("12:00", "17:00"), ("10:00", "11:00")]);
    assert_eq!(compiled(&calendar).elapsed(at("2026-03-02 00:00"), at("2026-03-03 00:00")), 8 * HOUR_MS);
}

#[test]
fn errors_name_the_part() {
    let field = |change: fn(&mut Calendar)| {
        let mut calendar = office();
        change(&mut calendar);
        calendar.compile(Instant(0)).unwrap_err().field().to_owned()
    };
    let bad = || Window::new("9 o'clock", "17:00");
    assert_eq!(field(|c| c.timezone = "Mars/Olympus".into()), "timezone");
    assert_eq!(field(|c| c.week.tue[0].1 = "24:01".into()), "week.tue[0]");
    assert_eq!(field(|c| c.week.tue[0].0 = "24:00".into()), "week.tue[0]");
    assert_eq!(field(|c| c.holidays = vec!["2026-12-24".into(), "2026-02-30".into()]), "holidays[1]");
    assert_eq!(field(|c| c.yearly_holidays = vec!["13-01".into()]), "yearly_holidays[0]");
    assert_eq!(field(|c| c.week = Week::default()), "week");
    let mut calendar = Calendar { daily_breaks: vec![bad()], ..office() };
    assert_eq!(calendar.compile(Instant(0)).unwrap_err().field(), "daily_breaks[0]");
    calendar.daily_breaks.clear();
    calendar.exceptions.insert("soon".into(), vec![]);
    assert_eq!(calendar.compile(Instant(0)).unwrap_err().field(), "exceptions.soon");
}

#[test]
fn questions_without_an_answer_end() {
    let schedule = compiled(&Calendar::always(ZONE));
    assert_eq!(schedule.next_close(at("2026-03-02 12:00")), None);
    assert!(schedule.is_open(at("2026-03-02 12:00")));
    let years = compiled(&office());
    assert_eq!(years.add(at("2026-03-02 12:00"), i64::MAX), None);
    assert_eq!(years.add_business_days(at("2026-03-02 12:00"), u32::MAX), None);
    assert!(years.elapsed(Instant(i64::MIN), Instant(i64::MAX)) >= 0);
}

#[test]
fn a_preview_names_what_it_cannot_read() {
    let ask = |calendar: &Calendar, json: &str| {
        let steps: Vec<Step> = serde_json::from_str(json).unwrap();
        run_steps(calendar, &steps).map_err(|error| error.field())
    };
    let refused = |json: &str| ask(&office(), json).unwrap_err();
    let add = r#"{"op":"add","start":"2026-03-02T08:00:00Z","working_seconds":60}"#;
    assert_eq!(refused(&format!(r#"[{add},{{"op":"is_open","at":"tomorrow"}}]"#)), "steps[1].at");
    assert_eq!(refused(r#"[{"op":"next_open","at":"0001-01-01T00:00:00Z"}]"#), "steps[0].at");
    let huge = r#"[{"op":"add","start":"2026-03-02T08:00:00Z","working_seconds":1e300}]"#;
    assert_eq!(refused(huge), "steps[0].working_seconds");
    assert_eq!(refused(&format!("[{}]", [add; 1_001].join(","))), "steps");
    let nowhere = Calendar { timezone: "Nowhere".into(), ..office() };
    assert_eq!(ask(&nowhere, "[]").unwrap_err(), "calendar.timezone");
    let never = r#"[{"op":"next_close","at":"2026-03-02T08:00:00Z"}]"#;
    let answer = serde_json::to_string(&ask(&Calendar::always(ZONE), never).unwrap()).unwrap();
    assert_eq!(answer, "[null]");
}

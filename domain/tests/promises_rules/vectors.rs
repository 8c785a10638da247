//! Reference values of other people's test suites and of the IANA data, read in place and never copied.

use std::collections::BTreeMap;
use std::path::PathBuf;

use domain::promises::calendar::{Calendar, Step, StepResult, Zone, run_steps};
use domain::time::{Date, Instant};
use serde::Deserialize;
use serde_json::Value;

/// The text of a file of the shared data, or `None` (with a word about it) when the folder is not there.
pub fn shared(path: &str) -> Option<String> {
    let folder = std::env::var_os("CASEWELL_SHARED_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"), PathBuf::from);
    let text = std::fs::read_to_string(folder.join(path)).ok();
    if text.is_none() {
        println!("{path}: not there, nothing ran");
    }
    text
}

fn lines<T: for<'de> Deserialize<'de>>(text: &str) -> Vec<T> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[derive(Deserialize)]
struct Vector {
    #[serde(default)]
    id: String,
    calendar: String,
    calendar_def: Option<Calendar>,
    expected: Value,
    reference_gives: Option<Value>,
    #[serde(flatten)]
    step: Step,
}

fn answer(calendar: &Calendar, step: &Step) -> Value {
    let results = run_steps(calendar, std::slice::from_ref(step)).unwrap();
    serde_json::to_value(&results[0]).unwrap()
}

#[test]
fn business_time_vectors_agree() {
    let (Some(vectors), Some(calendars)) =
        (shared("business-time/vectors.jsonl"), shared("business-time/calendars.json"))
    else {
        return;
    };
    let calendars: BTreeMap<String, Calendar> = serde_json::from_str(&calendars).unwrap();
    let vectors: Vec<Vector> = lines(&vectors);
    for vector in &vectors {
        let got = answer(&calendars[&vector.calendar], &vector.step);
        assert_eq!(got, vector.expected, "{} {} {:?}", vector.id, vector.calendar, vector.step);
    }
    println!("business-time/vectors.jsonl: {} cases ran", vectors.len());
}

#[test]
fn every_calendar_survives_being_written_and_read() {
    let Some(text) = shared("business-time/calendars.json") else { return };
    let raw: BTreeMap<String, Value> = serde_json::from_str(&text).unwrap();
    let calendars: BTreeMap<String, Calendar> = serde_json::from_str(&text).unwrap();
    for (name, calendar) in &calendars {
        assert_eq!(serde_json::to_value(calendar).unwrap(), raw[name], "{name}");
    }
    println!("business-time/calendars.json: {} calendars ran", calendars.len());
}

/// Where libraries differ, the wall clock decides: a spring gap takes away only what lies in it, and the repeated
/// hour of autumn counts. That is the second opinion recorded with each of these.
#[test]
fn disputed_vectors_follow_the_wall_clock() {
    let Some(text) = shared("business-time/disputed.jsonl") else { return };
    let vectors: Vec<Vector> = lines(&text);
    for vector in &vectors {
        let got = answer(vector.calendar_def.as_ref().unwrap(), &vector.step);
        assert_eq!(Some(&got), vector.reference_gives.as_ref(), "{:?}", vector.step);
    }
    println!("business-time/disputed.jsonl: {} cases ran", vectors.len());
}

#[derive(Deserialize)]
struct Conversion {
    zone: String,
    utc: String,
    local: String,
    offset: i64,
}

#[test]
fn conversions_agree_with_the_zone_data() {
    let Some(text) = shared("time-zones/conversions.jsonl") else { return };
    let cases: Vec<Conversion> = lines(&text);
    for case in &cases {
        let (zone, utc) = (Zone::named(&case.zone).unwrap(), case.utc.parse::<Instant>().unwrap());
        assert_eq!(zone.offset_ms(utc), case.offset * 1000, "{} {}", case.zone, case.utc);
        let (date, ms) = zone.local(utc);
        assert_eq!(format!("{}Z", case.local), date.midnight_utc().plus_ms(ms).to_string());
    }
    println!("time-zones/conversions.jsonl: {} cases ran", cases.len());
}

#[derive(Deserialize)]
struct Transition {
    zone: String,
    at_utc: String,
    offset_before: i64,
    offset_after: i64,
}

#[test]
fn offsets_change_at_the_recorded_second() {
    let Some(text) = shared("time-zones/transitions.jsonl") else { return };
    let cases: Vec<Transition> = lines(&text);
    for case in &cases {
        let (zone, at) = (Zone::named(&case.zone).unwrap(), case.at_utc.parse::<Instant>().unwrap());
        let seen = (zone.offset_ms(at.plus_ms(-1)), zone.offset_ms(at));
        assert_eq!(
            seen,
            (case.offset_before * 1000, case.offset_after * 1000),
            "{} {}",
            case.zone,
            case.at_utc
        );
    }
    println!("time-zones/transitions.jsonl: {} cases ran", cases.len());
}

#[derive(Deserialize)]
struct Odd {
    zone: String,
    local: String,
    kind: String,
    earlier_utc: String,
    later_utc: String,
}

/// A local time that comes twice is met the first time; one that never comes is met when the gap ends.
#[test]
fn gaps_and_overlaps_are_met_once() {
    let Some(text) = shared("time-zones/gaps-and-overlaps.jsonl") else { return };
    let cases: Vec<Odd> = lines(&text);
    for case in &cases {
        let zone = Zone::named(&case.zone).unwrap();
        let reading: Instant = format!("{}Z", case.local).parse().unwrap();
        let date: Date = reading.utc_date();
        let met = zone.instant_at(date, reading.ms_since(date.midnight_utc()));
        let (earlier, later): (Instant, Instant) =
            (case.earlier_utc.parse().unwrap(), case.later_utc.parse().unwrap());
        if case.kind == "overlap" {
            assert_eq!(met, earlier, "{} {}", case.zone, case.local);
        } else {
            assert!(earlier < met && met < later, "{} {} met at {met}", case.zone, case.local);
            assert_ne!(zone.offset_ms(met), zone.offset_ms(met.plus_ms(-1)), "{} {}", case.zone, case.local);
        }
    }
    println!("time-zones/gaps-and-overlaps.jsonl: {} cases ran", cases.len());
}

#[test]
fn fractions_of_seconds_are_kept_and_whole_ones_stay_whole() {
    let calendar = Calendar::always("Etc/UTC");
    let step = |json: &str| -> Step { serde_json::from_str(json).unwrap() };
    let half = step(r#"{"op":"elapsed","start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:00:01.5Z"}"#);
    let whole = step(r#"{"op":"elapsed","start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:00:02Z"}"#);
    let answers = run_steps(&calendar, &[half, whole]).unwrap();
    assert_eq!(answers, [StepResult::Fraction(1.5), StepResult::Seconds(2)]);
    assert_eq!(serde_json::to_string(&answers).unwrap(), "[1.5,2]");
}

//! Times that somebody enters, in the time zone in which they read all others. Called only from handlers.

use domain::time::Instant;
use domain::words::Lang;
use domain::words::common::date_name;
use js_sys::{Date, Object, Reflect};

/// What a `datetime-local` field holds (`2026-11-21T15:00`), in the zone of that IANA name; `None` while it is incomplete.
#[must_use]
pub fn read(value: &str, zone: &str) -> Option<Instant> {
    let as_utc = Date::parse(&format!("{value}Z"));
    if !as_utc.is_finite() {
        return None;
    }
    // The clocks may change between the guess and the time that is meant.
    let guess = as_utc - ahead_ms(zone, as_utc);
    Some(Instant((as_utc - ahead_ms(zone, guess)) as i64))
}

/// How far the clocks of `zone` are ahead of UTC at `at`.
fn ahead_ms(zone: &str, at: f64) -> f64 {
    let options = Object::new();
    drop(Reflect::set(&options, &"timeZone".into(), &zone.into()));
    // "2026-11-21 15:00:00"
    let there = String::from(Date::new(&at.into()).to_locale_string("sv-SE", &options));
    let ahead = Date::parse(&format!("{}Z", there.replace(' ', "T"))) - at;
    if ahead.is_finite() { ahead } else { 0.0 }
}

/// The same for people: `21 Nov 2026, 15:00`.
#[must_use]
pub fn written(lang: Lang, value: &str) -> String {
    let (date, time) = value.split_once('T').unwrap_or((value, ""));
    format!("{}, {time}", date_name(lang, date))
}

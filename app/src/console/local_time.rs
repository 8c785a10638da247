//! Times that somebody enters, in this computer's zone. Called only from handlers.

use domain::time::Instant;

/// What a `datetime-local` field holds (`2026-11-21T15:00`); `None` while it is incomplete.
#[must_use]
pub fn read(value: &str) -> Option<Instant> {
    let ms = js_sys::Date::parse(value);
    ms.is_finite().then_some(Instant(ms as i64))
}

/// The same for people: `2026-11-21 15:00`.
#[must_use]
pub fn written(value: &str) -> String {
    value.replace('T', " ")
}

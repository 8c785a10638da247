//! From a ticket's timeline to its promises, and from these to what lists show and when the clock has to wake.

use domain::promises::engine::{Book, replay};
use domain::promises::policy::PolicyRef;
use domain::promises::{Alarm, Promise, Standing};
use domain::tickets::entry::Entry;
use domain::tickets::facts::facts;
use domain::tickets::view::{ClockData, PromiseBrief};
use domain::tickets::{Status, Urgency};
use domain::time::Instant;

use crate::Outcome;
use crate::tickets::store::{NO_DUE, Pressing, Ticket};
use crate::tickets::surveys;

/// A solved ticket stays open to a word from the customer for this long.
const CLOSE_AFTER_MS: i64 = 7 * 86_400_000;

/// The promises that follow from `entries` at `now`.
#[must_use]
pub fn promises(entries: &[Entry], book: &Book, now: Instant) -> Vec<Promise> {
    replay(&facts(entries), book, now)
}

/// What a list sorts by: the open promise that is due first, running ones before those that pause.
///
/// # Errors
/// When the brief cannot be written as JSON.
pub(crate) fn pressing(ticket: &Ticket, book: &Book, now: Instant) -> Outcome<Pressing> {
    let (promises, status) = (&ticket.promises, ticket.status);
    let open = || promises.iter().filter(|promise| promise.is_open());
    let running = open()
        .filter(|promise| !matches!(promise.state, Standing::Paused { .. }))
        .min_by_key(|promise| promise.due);
    let first = running.or_else(|| open().min_by_key(|promise| promise.due));
    let urgency = match first {
        _ if !status.is_active() => Urgency::Nothing,
        Some(promise) => urgency(promise, now),
        None if matches!(status, Status::Waiting | Status::OnHold) => Urgency::Paused,
        None => Urgency::Nothing,
    };
    let brief = first.map(|promise| PromiseBrief { kind: promise.kind, clock: ClockData::of(promise, book) });
    Ok(Pressing {
        urgency,
        due_at: first.map_or(NO_DUE, |promise| promise.due.0),
        brief: serde_json::to_string(&brief)?,
        wake_at: wakes_at(ticket, book, now),
    })
}

fn urgency(promise: &Promise, now: Instant) -> Urgency {
    match promise.state {
        Standing::Paused { .. } => Urgency::Paused,
        _ if promise.due < now => Urgency::Missed,
        _ if promise.risk_at.is_some_and(|risk| risk <= now) => Urgency::AtRisk,
        _ => Urgency::OnTrack,
    }
}

/// The next moment after `now` at which the clock alone changes something. One millisecond after the due time it is
/// missed: the due time itself still keeps it.
pub(crate) fn wakes_at(ticket: &Ticket, book: &Book, now: Instant) -> Option<Instant> {
    let promises = &ticket.promises;
    let turns = promises.iter().filter(|promise| promise.state == Standing::Running).flat_map(|promise| {
        let missed = Some(Instant(promise.due.0 + 1));
        [promise.risk_at, missed]
    });
    let alarms = promises.iter().flat_map(|promise| alarms(promise, book)).map(|alarm| alarm.fire_at);
    let climbs = ticket.standing.climbs_at();
    let survey = surveys::due(ticket, book).map(|(_, at)| at);
    turns
        .flatten()
        .chain(alarms)
        .chain(survey)
        .filter(|at| *at > now)
        .chain(closes_at(ticket))
        .chain(climbs)
        .min()
}

/// When a solved ticket closes by itself.
#[must_use]
pub(crate) fn closes_at(ticket: &Ticket) -> Option<Instant> {
    ticket.resolved_at.filter(|_| ticket.status == Status::Resolved).map(|at| at.plus_ms(CLOSE_AFTER_MS))
}

/// The alarms that hang on `promise` while it is owed.
#[must_use]
pub fn alarms(promise: &Promise, book: &Book) -> Vec<Alarm> {
    let policy = promise.policy.as_ref().and_then(|policy: &PolicyRef| book.policy(policy));
    policy.map(|policy| domain::promises::alarms(promise, policy, book)).unwrap_or_default()
}

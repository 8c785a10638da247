//! The admin's page of policies and calendars, and holidays out of a file.

use domain::Viewer;
use domain::access::Action;
use domain::error::Problem;
use domain::promises::calendar::{Imported, read_ics};
use domain::settings::{CalendarView, PolicyView, PromisesPage};

use super::directory::KnownCalendar;
use super::{Directory, types};
use crate::db::{Conn, q};
use crate::promises::recount;
use crate::{Backend, Outcome};

const TIERS: &str = "SELECT DISTINCT tier FROM organisations WHERE tier IS NOT NULL ORDER BY tier LIMIT 100";

/// Policies and calendars as they are now.
///
/// # Errors
/// `Forbidden` for those who may not read them.
pub async fn promises(b: &Backend, v: &Viewer) -> Outcome<PromisesPage> {
    v.ensure(Action::ReadPolicies)?;
    let directory = b.directory().await?;
    let now = b.clock.now();
    let mut policies: Vec<PolicyView> =
        directory.newest.keys().filter_map(|id| policy(&directory, id)).collect();
    policies.sort_by(|a, b| (!a.is_default, &a.policy.name).cmp(&(!b.is_default, &b.policy.name)));
    let newest = directory.calendars.iter().filter_map(|(id, versions)| Some((id, versions.last()?)));
    let mut calendars: Vec<CalendarView> = newest.map(|(id, known)| calendar(id, known, now)).collect();
    calendars.sort_by(|a, b| (a.archived, &a.name).cmp(&(b.archived, &b.name)));
    let mut conn = b.db.read().await?;
    Ok(PromisesPage {
        policies,
        calendars,
        ticket_types: directory.ticket_types.clone(),
        types: directory.types.clone(),
        flows: types::flows(&directory),
        tiers: tiers(&mut conn, &directory).await?,
        webhooks: directory.webhooks.clone(),
        recounts: recount::list(&mut conn, now).await?,
        year: now.utc_date().ymd().0,
    })
}

/// The tiers of customers, and those that policies serve.
pub(crate) async fn tiers(conn: &mut Conn, directory: &Directory) -> Outcome<Vec<String>> {
    let mut tiers: Vec<String> = q(TIERS).all(conn).await?;
    tiers.extend(directory.tiers.keys().cloned());
    tiers.sort_unstable();
    tiers.dedup();
    Ok(tiers)
}

/// Years before and after this one whose days are taken from a file.
const YEARS: (i32, i32) = (1, 5);

/// The days in an iCalendar file, for a draft; nothing is kept.
///
/// # Errors
/// `Forbidden`; `Invalid` for `file` when it is none, too large, or has no days in the years around now.
pub fn read_holidays(b: &Backend, v: &Viewer, file: &str) -> Outcome<Imported> {
    v.ensure(Action::EditPolicies)?;
    let year = b.clock.now().utc_date().ymd().0;
    let read = read_ics(file, year - YEARS.0, year + YEARS.1);
    Ok(read.map_err(|error| domain::Error::field("file", Problem::from(error)))?)
}

fn policy(directory: &Directory, id: &str) -> Option<PolicyView> {
    let policy = directory.newest_policy(id)?;
    let mut tiers: Vec<String> = directory
        .tiers
        .iter()
        .filter(|(_, served_by)| *served_by == id)
        .map(|(tier, _)| tier.clone())
        .collect();
    tiers.sort_unstable();
    let calendar = policy.calendar.as_deref().and_then(|id| directory.calendar(id));
    Some(PolicyView {
        is_default: directory.default_policy == id,
        tiers,
        calendar: calendar.map(|known| known.name.clone()).unwrap_or_default(),
        policy: policy.as_ref().clone(),
    })
}

fn calendar(id: &str, known: &KnownCalendar, now: domain::time::Instant) -> CalendarView {
    CalendarView {
        id: id.to_owned(),
        name: known.name.clone(),
        version: known.version,
        hours: crate::promises::hours::in_words(&known.model),
        is_open: known.schedule.is_open(now),
        archived: known.archived,
        calendar: known.model.as_ref().clone(),
    }
}

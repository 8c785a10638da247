//! The versions of a policy or calendar: who made each, when, and what it changed.

use domain::Viewer;
use domain::access::Action;
use domain::ladder::TicketType;
use domain::promises::calendar::Calendar;
use domain::promises::policy::Policy;
use domain::settings::{Version, changed};
use domain::time::Instant;
use domain::words::console;

use super::Directory;
use crate::db::{Conn, q};
use crate::stamps::Stamper;
use crate::{Backend, Outcome, row};

/// Versions shown; the one before them is read to tell what the oldest of them changed.
const SHOWN: usize = 20;

const CALENDARS: &str = "SELECT c.version, c.name, c.body, c.archived, c.created_at, p.name AS changer, CAST(NULL AS TEXT) AS tier,
    FALSE AS is_default
  FROM calendars c LEFT JOIN people p ON p.id = c.changed_by WHERE c.id = $1 ORDER BY c.version DESC LIMIT 21";
const POLICIES: &str =
    "SELECT c.version, c.name, c.body, FALSE AS archived, c.created_at, p.name AS changer, c.tier,
    c.is_default
  FROM policies c LEFT JOIN people p ON p.id = c.changed_by WHERE c.id = $1 ORDER BY c.version DESC LIMIT 21";

const TYPES: &str = "SELECT c.version, '' AS name, c.body, FALSE AS archived, c.created_at, p.name AS changer,
    CAST(NULL AS TEXT) AS tier, FALSE AS is_default
  FROM type_versions c LEFT JOIN people p ON p.id = c.changed_by WHERE c.id = $1 ORDER BY c.version DESC LIMIT 21";

row! {
    struct Line {
        version: i64, name: String, body: String, archived: bool, created_at: i64, changer: Option<String>,
        tier: Option<String>, is_default: bool,
    }
}

/// The versions of the calendar `id`, newest first.
///
/// # Errors
/// `Forbidden`.
pub async fn calendar_history(b: &Backend, v: &Viewer, id: &str) -> Outcome<Vec<Version>> {
    v.ensure(Action::ReadPolicies)?;
    let lines = read(&mut b.db.read().await?, CALENDARS, id).await?;
    let text = |line: &Line| {
        let calendar: Calendar = serde_json::from_str(&line.body)?;
        Ok(console::calendar_lines(v.lang, &line.name, line.archived, &calendar))
    };
    versions(&lines, &Stamper::new(v, b.clock.now()), text)
}

/// The versions of the policy `id`, newest first.
///
/// # Errors
/// `Forbidden`.
pub async fn policy_history(b: &Backend, v: &Viewer, id: &str) -> Outcome<Vec<Version>> {
    v.ensure(Action::ReadPolicies)?;
    let directory = b.directory().await?;
    let lines = read(&mut b.db.read().await?, POLICIES, id).await?;
    let text = |line: &Line| {
        let policy: Policy = serde_json::from_str(&line.body)?;
        let tiers: Vec<String> = line.tier.iter().cloned().collect();
        let serves = console::serves(v.lang, line.is_default, &tiers);
        Ok(console::policy_lines(v.lang, &policy, &serves, &|id| name_of(&directory, id)))
    };
    versions(&lines, &Stamper::new(v, b.clock.now()), text)
}

/// The versions of the ticket type `id`, newest first.
///
/// # Errors
/// `Forbidden`.
pub async fn type_history(b: &Backend, v: &Viewer, id: &str) -> Outcome<Vec<Version>> {
    v.ensure(Action::ReadPolicies)?;
    let directory = b.directory().await?;
    let lines = read(&mut b.db.read().await?, TYPES, id).await?;
    let flows = super::types::flows(&directory);
    let name = |id: &str| {
        let flow = flows.iter().find(|own| own.id == id).map(|own| own.name.clone());
        flow.unwrap_or_else(|| name_of(&directory, id))
    };
    let text = |line: &Line| {
        let own: TicketType = serde_json::from_str(&line.body)?;
        Ok(console::type_lines(v.lang, &own, &name))
    };
    versions(&lines, &Stamper::new(v, b.clock.now()), text)
}

async fn read(conn: &mut Conn, sql: &'static str, id: &str) -> Outcome<Vec<Line>> {
    Ok(q(sql).bind(id).all(conn).await?)
}

/// The name of a person, ticket type or calendar; what is gone keeps its id.
fn name_of(directory: &Directory, id: &str) -> String {
    let person = directory.staff_member(id).map(|staff| &staff.name);
    let kind = || directory.ticket_types.iter().find(|own| own.id == id).map(|own| &own.name);
    let calendar = || directory.calendar(id).map(|known| &known.name);
    person.or_else(kind).or_else(calendar).cloned().unwrap_or_else(|| id.to_owned())
}

type Reading = Vec<(String, String)>;

fn versions(
    lines: &[Line],
    stamper: &Stamper,
    text: impl Fn(&Line) -> Outcome<Reading>,
) -> Outcome<Vec<Version>> {
    let readings = lines.iter().map(text).collect::<Outcome<Vec<_>>>()?;
    let befores = readings.iter().skip(1).map(Some).chain([None]);
    let version = |((line, after), before): ((&Line, &Reading), Option<&Reading>)| Version {
        version: line.version,
        at: stamper.stamp(Instant(line.created_at)),
        by: line.changer.clone(),
        changes: before.map(|before| changed(before, after)).unwrap_or_default(),
    };
    Ok(lines.iter().zip(&readings).zip(befores).take(SHOWN).map(version).collect())
}

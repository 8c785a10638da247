//! The rows of a ticket and its entries, and every statement that reads or writes them for a change.

use domain::Viewer;
use domain::ladder::Standing;
use domain::promises::Promise;
use domain::routing::Skill;
use domain::tickets::entry::{Author, Entry};
use domain::tickets::{PlanStep, Priority, Status, Urgency};
use domain::time::Instant;

use super::list::{read_priority, read_status};
use super::rows;
use super::scope::visible;
use crate::db::{Conn, Tx, place_rows, q};
use crate::{Failure, Outcome, row};

/// `due_at` of a ticket on which nothing is due: sorts last.
pub(crate) const NO_DUE: i64 = i64::MAX / 4;

const TICKET: &str = "SELECT t.id, t.number, t.version, t.subject, t.status, t.priority, t.ticket_type, t.channel,
  t.product_id, t.topic_id, t.requester_id, t.organisation_id, t.assignee_id, t.queue_id, t.problem_id, t.policy_id,
  t.policy_version, t.promises, t.plan, t.next_contact_at, t.wake_at, t.unanswered, t.created_at, t.changed_at, t.resolved_at,
  t.ladder, t.needs FROM tickets t";
const UPDATE_TICKET: &str = "UPDATE tickets SET version = $2, subject = $3, status = $4, active = $5, priority = $6,
  ticket_type = $7, assignee_id = $8, queue_id = $9, policy_id = $10, policy_version = $11, urgency = $12, due_at = $13,
  brief = $14, promises = $15, plan = $16, next_contact_at = $17, wake_at = $18, unanswered = $19, entries = $2,
  changed_at = $20, resolved_at = $21, ladder = $23, rung_owner_id = $24, organisation_id = $25,
  emptied = 0 WHERE id = $1 AND version = $22";
const HISTORY: &str = "SELECT id, at, author, author_id, body FROM entries
  WHERE ticket_id = $1 AND moves_promises = TRUE ORDER BY seq";
const CLIMBING: &str = "SELECT id, at, author, author_id, body FROM entries
  WHERE ticket_id = $1 AND kind IN ('status', 'duty_manager', 'climbed', 'acknowledged', 'unanswered', 'sent_back', 'classed')
  ORDER BY seq";
const SURVEYED: &str = "SELECT id, at, author, author_id, body FROM entries
  WHERE ticket_id = $1 AND (moves_promises = TRUE OR kind = 'follow_up') ORDER BY seq";
const SINCE: &str = "SELECT e.id, e.at, e.author, e.author_id, e.body, p.name AS author_name FROM entries e
  LEFT JOIN people p ON p.id = e.author_id WHERE e.ticket_id = $1 AND e.seq > $2 AND e.author <> 'system'
  AND (e.is_public = TRUE OR $3 = TRUE) ORDER BY e.seq LIMIT 20";

row! {
    struct TicketLine {
        id: String, number: i64, version: i64, subject: String, status: String, priority: i64, ticket_type: String,
        channel: String, product_id: Option<String>, topic_id: Option<String>, requester_id: String,
        organisation_id: Option<String>, assignee_id: Option<String>, queue_id: Option<String>,
        problem_id: Option<String>, policy_id: String, policy_version: i64, promises: String, plan: String, next_contact_at: Option<i64>, wake_at: Option<i64>, unanswered: bool,
        created_at: i64, changed_at: i64, resolved_at: Option<i64>, ladder: String, needs: String,
    }
}
row! { struct EntryLine { id: String, at: i64, author: String, author_id: Option<String>, body: String } }
row! {
    struct NewsLine {
        id: String, at: i64, author: String, author_id: Option<String>, body: String, author_name: Option<String>,
    }
}

/// A ticket as a change works on it. `version` is the number of its newest entry.
#[derive(Debug, Clone)]
pub(crate) struct Ticket {
    pub id: String,
    pub number: i64,
    pub version: i64,
    pub subject: String,
    pub status: Status,
    pub priority: Priority,
    pub ticket_type: String,
    pub channel: String,
    pub product_id: Option<String>,
    pub topic_id: Option<String>,
    pub requester_id: String,
    pub organisation_id: Option<String>,
    pub assignee_id: Option<String>,
    pub queue_id: Option<String>,
    pub problem_id: Option<String>,
    pub policy_id: String,
    pub policy_version: i64,
    pub promises: Vec<Promise>,
    pub plan: Vec<PlanStep>,
    pub next_contact: Option<Instant>,
    /// When the timers look at it next, as stored.
    pub wake_at: Option<Instant>,
    pub unanswered: bool,
    pub created_at: Instant,
    pub changed_at: Instant,
    pub resolved_at: Option<Instant>,
    /// What whoever gets it has to be able to do.
    pub needs: Vec<Skill>,
    /// Where it stands on its type's ladder.
    pub standing: Standing,
}

/// What lists sort and wake by; made from the promises.
#[derive(Debug, Clone)]
pub(crate) struct Pressing {
    pub urgency: Urgency,
    pub due_at: i64,
    /// JSON of the list's brief.
    pub brief: String,
    pub wake_at: Option<Instant>,
}

/// The ticket called `number`, locked for this transaction on PostgreSQL, if `v` may see it.
pub(crate) async fn lock(tx: &mut Tx, v: &Viewer, number: i64) -> Outcome<Option<Ticket>> {
    let scope = visible(v, 2);
    let sql = format!("{TICKET} WHERE t.number = $1 AND {}", scope.condition);
    let query = q(sql).bind(number).bind_all(scope.value.into_iter().collect()).for_update();
    query.opt::<TicketLine>(tx).await?.map(ticket).transpose()
}

/// The ticket with this id as it is, for the desk's own reading.
pub(crate) async fn by_id(conn: &mut Conn, id: &str) -> Outcome<Ticket> {
    ticket(q(format!("{TICKET} WHERE t.id = $1")).bind(id).one::<TicketLine>(conn).await?)
}

/// The ticket with this id, locked, for the desk's own work.
pub(crate) async fn lock_by_id(tx: &mut Tx, id: &str) -> Outcome<Option<Ticket>> {
    let query = q(format!("{TICKET} WHERE t.id = $1")).bind(id).for_update();
    query.opt::<TicketLine>(tx).await?.map(ticket).transpose()
}

fn ticket(line: TicketLine) -> Outcome<Ticket> {
    Ok(Ticket {
        status: read_status(&line.status)?,
        priority: read_priority(line.priority),
        promises: serde_json::from_str(&line.promises)?,
        plan: serde_json::from_str(&line.plan)?,
        next_contact: line.next_contact_at.map(Instant),
        wake_at: line.wake_at.map(Instant),
        created_at: Instant(line.created_at),
        changed_at: Instant(line.changed_at),
        resolved_at: line.resolved_at.map(Instant),
        needs: serde_json::from_str(&line.needs)?,
        standing: rows::read_ladder(&line.ladder)?,
        id: line.id,
        number: line.number,
        version: line.version,
        subject: line.subject,
        ticket_type: line.ticket_type,
        channel: line.channel,
        product_id: line.product_id,
        topic_id: line.topic_id,
        requester_id: line.requester_id,
        organisation_id: line.organisation_id,
        assignee_id: line.assignee_id,
        queue_id: line.queue_id,
        problem_id: line.problem_id,
        policy_id: line.policy_id,
        policy_version: line.policy_version,
        unanswered: line.unanswered,
    })
}

/// The entries that the promise engine reads, oldest first.
pub(crate) async fn history(conn: &mut Conn, ticket_id: &str) -> Outcome<Vec<Entry>> {
    entries(conn, HISTORY, ticket_id).await
}

/// The entries that a ticket's place on its ladder follows from, oldest first.
pub(crate) async fn climbing(conn: &mut Conn, ticket_id: &str) -> Outcome<Vec<Entry>> {
    entries(conn, CLIMBING, ticket_id).await
}

/// The entries that tell what was asked and answered in surveys, oldest first.
pub(crate) async fn surveyed(conn: &mut Conn, ticket_id: &str) -> Outcome<Vec<Entry>> {
    entries(conn, SURVEYED, ticket_id).await
}

async fn entries(conn: &mut Conn, sql: &'static str, ticket_id: &str) -> Outcome<Vec<Entry>> {
    let lines: Vec<EntryLine> = q(sql).bind(ticket_id).all(conn).await?;
    lines.into_iter().map(|line| entry(line.id, line.at, &line.author, line.author_id, &line.body)).collect()
}

/// What people added after version `seen` and `v` may read, with their names: the news a stale write is shown.
pub(crate) async fn news(
    conn: &mut Conn,
    v: &Viewer,
    ticket_id: &str,
    seen: i64,
) -> Outcome<Vec<domain::tickets::Change>> {
    let lines: Vec<NewsLine> = q(SINCE).bind(ticket_id).bind(seen).bind(v.is_staff()).all(conn).await?;
    let change = |line: NewsLine| {
        let entry = entry(line.id, line.at, &line.author, line.author_id, &line.body)?;
        let body = if v.is_staff() { entry.body } else { super::timeline::for_customers(entry.body) };
        Ok(domain::tickets::Change { at: entry.at, by: line.author_name.unwrap_or_default(), body })
    };
    lines.into_iter().map(change).collect()
}

pub(crate) fn entry(
    id: String,
    at: i64,
    author: &str,
    author_id: Option<String>,
    body: &str,
) -> Outcome<Entry> {
    Ok(Entry {
        id,
        at: Instant(at),
        author: read_author(author)?,
        author_id,
        body: serde_json::from_str(body)?,
    })
}

pub(crate) fn read_author(code: &str) -> Outcome<Author> {
    Author::parse(code).ok_or_else(|| Failure::broken(format!("unknown author {code}")))
}

pub(crate) async fn insert_ticket(tx: &mut Tx, t: &Ticket, pressing: &Pressing) -> Outcome<()> {
    let values = rows::ticket(t, pressing)?;
    let sql = format!("INSERT INTO tickets ({}) VALUES {}", rows::TICKET, place_rows(1, values.len()));
    q(sql).bind_all(values.into()).exec(tx).await?;
    Ok(())
}

/// Writes the ticket back if it still is at version `before`.
///
/// # Errors
/// `Busy` when another node was quicker, which the row lock should prevent: trying again is safe.
pub(crate) async fn update_ticket(tx: &mut Tx, t: &Ticket, pressing: &Pressing, before: i64) -> Outcome<()> {
    let changed = q(UPDATE_TICKET)
        .bind(t.id.as_str())
        .bind(t.version)
        .bind(t.subject.as_str())
        .bind(t.status.code())
        .bind(t.status.is_active())
        .bind(t.priority as i64)
        .bind(t.ticket_type.as_str())
        .bind(t.assignee_id.clone())
        .bind(t.queue_id.clone())
        .bind(t.policy_id.as_str())
        .bind(t.policy_version)
        .bind(pressing.urgency.rank())
        .bind(pressing.due_at)
        .bind(pressing.brief.as_str())
        .bind(serde_json::to_string(&t.promises)?)
        .bind(serde_json::to_string(&t.plan)?)
        .bind(t.next_contact.map(|at| at.0))
        .bind(pressing.wake_at.map(|at| at.0))
        .bind(t.unanswered)
        .bind(t.changed_at.0)
        .bind(t.resolved_at.map(|at| at.0))
        .bind(before)
        .bind(rows::ladder(&t.standing)?)
        .bind(rows::rung_owner(&t.standing))
        .bind(t.organisation_id.clone())
        .exec(tx)
        .await?;
    if changed == 1 { Ok(()) } else { Err(domain::Error::Busy.into()) }
}

/// Adds entries `first`, `first + 1`, … in one statement.
pub(crate) async fn insert_entries(
    tx: &mut Tx,
    ticket_id: &str,
    first: i64,
    entries: &[Entry],
) -> Outcome<()> {
    let mut values = Vec::with_capacity(entries.len() * 10);
    for (seq, entry) in (first..).zip(entries) {
        values.extend(rows::entry(ticket_id, seq, entry)?);
    }
    let sql = format!("INSERT INTO entries ({}) VALUES {}", rows::ENTRY, place_rows(entries.len(), 10));
    q(sql).bind_all(values).exec(tx).await?;
    Ok(())
}

/// Writes each promise's row, new or changed, in one statement.
pub(crate) async fn upsert_promises(tx: &mut Tx, ticket_id: &str, promises: &[&Promise]) -> Outcome<()> {
    if promises.is_empty() {
        return Ok(());
    }
    let values = promises.iter().flat_map(|promise| rows::promise(ticket_id, promise)).collect();
    let sql = format!(
        "INSERT INTO promises ({}) VALUES {} \
         ON CONFLICT (ticket_id, kind, cycle) DO UPDATE SET state = excluded.state, due_at = excluded.due_at, \
         missed_at = excluded.missed_at, ended_at = excluded.ended_at",
        rows::PROMISE,
        place_rows(promises.len(), 8)
    );
    q(sql).bind_all(values).exec(tx).await?;
    Ok(())
}

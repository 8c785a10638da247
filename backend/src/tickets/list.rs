//! The console's list: one statement a page, whatever the size of the desk.

use domain::Viewer;
use domain::access::Action;
use domain::tickets::view::{PromiseBrief, TicketList, TicketRow};
use domain::tickets::{Priority, Status, Urgency};

use super::scope::{number_text, parse_number};
use super::views::{self, Order, View};
use crate::db::{Conn, Value, q};
use crate::{Backend, Failure, Outcome, row};

const COLUMNS: &str = "t.id, t.number, t.version, t.subject, t.status, t.priority, t.urgency, t.due_at,
  t.next_contact_at, t.resolved_at, t.brief, t.unanswered, COALESCE(o.name, p.name) AS customer, a.name AS assignee";

const JOINS: &str = "JOIN people p ON p.id = t.requester_id
  LEFT JOIN organisations o ON o.id = t.organisation_id
  LEFT JOIN people a ON a.id = t.assignee_id";

row! {
    struct Listed {
        id: String,
        number: i64,
        version: i64,
        subject: String,
        status: String,
        priority: i64,
        urgency: i64,
        due_at: i64,
        next_contact_at: Option<i64>,
        resolved_at: Option<i64>,
        brief: String,
        unanswered: bool,
        customer: String,
        assignee: Option<String>,
    }
}

/// A page of `limit` rows of the view called `view`, after the cursor `after`.
///
/// # Errors
/// `NotFound` for a view that does not exist or a cursor that was not given out, `Forbidden` for customers.
pub async fn list(
    b: &Backend,
    v: &Viewer,
    view: &str,
    after: Option<&str>,
    limit: usize,
) -> Outcome<TicketList> {
    v.ensure(Action::UseConsole)?;
    let now = b.clock.now();
    let directory = b.directory().await?;
    let views = views::all(v, now, &directory.queue_names());
    let chosen = views.iter().find(|known| known.id == view).ok_or(domain::Error::NotFound)?;
    let mut conn = b.db.read().await?;
    let (rows, next) = page(&mut conn, v, chosen, after, limit).await?;
    Ok(TicketList { view: chosen.id.clone(), name: chosen.name.clone(), rows, next, now })
}

/// `limit` rows of the view called `view`, after the cursor `after`, and the cursor of those that follow; no counts.
///
/// # Errors
/// As [`list`].
pub async fn rows(
    b: &Backend,
    v: &Viewer,
    view: &str,
    after: Option<&str>,
    limit: usize,
) -> Outcome<(Vec<TicketRow>, Option<String>)> {
    v.ensure(Action::UseConsole)?;
    let directory = b.directory().await?;
    let views = views::all(v, b.clock.now(), &directory.queue_names());
    let chosen = views.iter().find(|known| known.id == view).ok_or(domain::Error::NotFound)?;
    page(&mut b.db.read().await?, v, chosen, after, limit).await
}

async fn page(
    conn: &mut Conn,
    v: &Viewer,
    view: &View,
    after: Option<&str>,
    limit: usize,
) -> Outcome<(Vec<TicketRow>, Option<String>)> {
    let mut values = view.values(v);
    let mut condition = format!("{} AND $1 >= '' AND $2 >= 0 AND $3 >= ''", view.condition);
    if let Some(cursor) = after {
        condition = format!("{condition} AND {}", view.order.after(4));
        values.extend(read_cursor(view.order, cursor).ok_or(domain::Error::NotFound)?);
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM tickets t {JOINS} WHERE {condition} ORDER BY {} LIMIT {}",
        view.order.by(),
        limit + 1
    );
    let mut listed: Vec<Listed> = q(sql).bind_all(values).all(conn).await?;
    let more = listed.len() > limit;
    listed.truncate(limit);
    let next = listed.last().filter(|_| more).map(|last| write_cursor(view.order, last));
    Ok((listed.into_iter().map(ticket_row).collect::<Outcome<_>>()?, next))
}

fn write_cursor(order: Order, last: &Listed) -> String {
    match order {
        Order::Urgency => format!("{}.{}.{}", last.urgency, last.due_at, last.id),
        Order::Contact => format!("{}.{}", last.next_contact_at.unwrap_or_default(), last.id),
        Order::Resolved => format!("{}.{}", last.resolved_at.unwrap_or_default(), last.id),
    }
}

fn read_cursor(order: Order, cursor: &str) -> Option<Vec<Value>> {
    let parts: Vec<&str> = cursor.split('.').collect();
    let number = |text: &str| text.parse::<i64>().ok().map(Value::from);
    match (order, parts.as_slice()) {
        (Order::Urgency, [urgency, due, id]) => Some(vec![number(urgency)?, number(due)?, (*id).into()]),
        (Order::Contact | Order::Resolved, [at, id]) => Some(vec![number(at)?, (*id).into()]),
        _ => None,
    }
}

fn ticket_row(listed: Listed) -> Outcome<TicketRow> {
    let promise: Option<PromiseBrief> = serde_json::from_str(&listed.brief)?;
    Ok(TicketRow {
        number: number_text(listed.number),
        version: listed.version,
        subject: listed.subject,
        status: read_status(&listed.status)?,
        priority: read_priority(listed.priority),
        urgency: Urgency::from_rank(listed.urgency),
        customer: listed.customer,
        assignee: listed.assignee,
        unanswered: listed.unanswered,
        promise,
    })
}

/// A status as the database has it.
pub(crate) fn read_status(code: &str) -> Outcome<Status> {
    Status::parse(code).ok_or_else(|| Failure::broken(format!("unknown status {code}")))
}

/// A priority's rank as the database has it.
pub(crate) fn read_priority(rank: i64) -> Priority {
    usize::try_from(rank).ok().and_then(|rank| Priority::ALL.get(rank)).copied().unwrap_or(Priority::Normal)
}

/// The newest other tickets of the one who asked for the ticket called `number`, open ones first.
///
/// # Errors
/// `Forbidden` for customers.
pub async fn others(b: &Backend, v: &Viewer, number: &str) -> Outcome<Vec<TicketRow>> {
    v.ensure(Action::UseConsole)?;
    let number = parse_number(number).ok_or(domain::Error::NotFound)?;
    let sql = format!(
        "SELECT {COLUMNS} FROM tickets t {JOINS}
         WHERE t.requester_id = (SELECT x.requester_id FROM tickets x WHERE x.number = $1) AND t.number <> $1
         ORDER BY t.active DESC, t.changed_at DESC, t.id DESC LIMIT 30"
    );
    let listed: Vec<Listed> = q(sql).bind(number).all(&mut b.db.read().await?).await?;
    listed.into_iter().map(ticket_row).collect()
}

/// The newest tickets of an organisation, open ones first, for its page.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn of_organisation(conn: &mut Conn, organisation_id: &str) -> Outcome<Vec<TicketRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM tickets t {JOINS} WHERE t.organisation_id = $1
         ORDER BY t.active DESC, t.changed_at DESC, t.id DESC LIMIT 30"
    );
    let listed: Vec<Listed> = q(sql).bind(organisation_id).all(conn).await?;
    listed.into_iter().map(ticket_row).collect()
}

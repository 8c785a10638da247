//! The console's list: two statements, whatever the size of the desk.

use domain::Viewer;
use domain::access::Action;
use domain::tickets::view::{COUNT_CAP, PromiseBrief, TicketList, TicketRow, ViewCount};
use domain::tickets::{Priority, Status, Urgency};

use super::scope::number_text;
use super::views::{self, Order, View};
use crate::db::{Conn, Value, q};
use crate::{Backend, Failure, Outcome, row};

/// Rows a page.
pub const PAGE: usize = 50;

const COLUMNS: &str = "t.id, t.number, t.version, t.subject, t.status, t.priority, t.urgency, t.due_at,
  t.next_contact_at, t.resolved_at, t.brief, t.unanswered, COALESCE(o.name, p.name) AS customer, a.name AS assignee";

const JOINS: &str = "JOIN people p ON p.id = t.requester_id
  LEFT JOIN organisations o ON o.id = t.organisation_id
  LEFT JOIN people a ON a.id = t.assignee_id";

const UNREAD: &str = "SELECT COUNT(*) FROM (SELECT 1 FROM notices n WHERE n.person_id = $1 AND n.read_at IS NULL LIMIT 100) u";

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

/// One page of the view called `view`, after the cursor `after`, with every view's count.
///
/// # Errors
/// `NotFound` for a view that does not exist or a cursor that was not given out, `Forbidden` for customers.
pub async fn list(b: &Backend, v: &Viewer, view: &str, after: Option<&str>) -> Outcome<TicketList> {
    v.ensure(Action::UseConsole)?;
    let now = b.clock.now();
    let directory = b.directory().await?;
    let views = views::all(v, now, &directory.queue_names());
    let chosen = views.iter().find(|known| known.id == view).ok_or(domain::Error::NotFound)?;
    let mut conn = b.db.read().await?;
    let (counts, notices) = counts(&mut conn, v, &views).await?;
    let (rows, next) = page(&mut conn, v, chosen, after, PAGE).await?;
    Ok(TicketList {
        view: chosen.id.clone(),
        name: chosen.name.clone(),
        views: views.into_iter().zip(counts).map(|(view, count)| ViewCount { id: view.id, name: view.name, count }).collect(),
        rows,
        next,
        now,
        notices,
    })
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

/// Counts every view and the unread notices in one statement, each up to [`COUNT_CAP`].
async fn counts(conn: &mut Conn, v: &Viewer, views: &[View]) -> Outcome<(Vec<u32>, u32)> {
    let mut values: Vec<Value> = vec![v.person_id.as_str().into()];
    let mut parts = Vec::with_capacity(views.len() + 1);
    for (place, view) in views.iter().enumerate() {
        let (time, text) = (values.len() + 1, values.len() + 2);
        let condition = view.condition.replace("$2", &format!("${time}")).replace("$3", &format!("${text}"));
        values.extend(view.values(v).into_iter().skip(1));
        // Every placeholder has to be used, or PostgreSQL cannot tell its type.
        parts.push(format!(
            "SELECT {place} AS place, COUNT(*) AS n FROM (SELECT 1 FROM tickets t WHERE {condition} \
             AND ${time} >= 0 AND ${text} >= '' LIMIT {COUNT_CAP}) c{place}"
        ));
    }
    parts.push(format!("SELECT {} AS place, ({UNREAD}) AS n", views.len()));
    let sql = format!("SELECT CAST(place AS BIGINT), CAST(n AS BIGINT) FROM ({}) x ORDER BY place", parts.join(" UNION ALL "));
    let rows: Vec<(i64, i64)> = q(sql).bind_all(values).all(conn).await?;
    let mut counts: Vec<u32> = rows.into_iter().map(|(_, n)| u32::try_from(n).unwrap_or(COUNT_CAP)).collect();
    let notices = counts.pop().unwrap_or_default();
    Ok((counts, notices))
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

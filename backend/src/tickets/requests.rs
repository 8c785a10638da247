//! A customer's list of requests: their own, or their organisation's for its manager.

use domain::Viewer;
use domain::access::{Role, TicketScope};
use domain::promises::{Promise, PromiseKind};
use domain::search::HitKind;
use domain::tickets::view::{RequestFilter, RequestList, RequestRow};
use domain::time::Instant;

use super::list::read_status;
use super::page::promise_view;
use super::request::{for_customers, there};
use super::scope::{number_text, parse_number, visible};
use crate::db::{Conn, Value, q};
use crate::search::{Ask, search};
use crate::settings::Directory;
use crate::stamps::Stamper;
use crate::{Backend, Outcome, row};

/// Rows a page.
const PAGE: usize = 20;

/// Most requests that a search among them can give.
const FOUND: usize = 50;

row! {
    struct Line {
        id: String, number: i64, subject: String, status: String, active: bool, assignee_id: Option<String>, requester_id: String,
        requester: String, created_at: i64, changed_at: i64, promises: String,
    }
}

/// One page of the viewer's requests that `filter` leaves, open ones first, newest change first.
///
/// # Errors
/// `SignIn` for visitors, `NotFound` for a cursor that was not given out.
pub async fn requests(
    b: &Backend,
    v: &Viewer,
    filter: &RequestFilter,
    after: Option<&str>,
) -> Outcome<RequestList> {
    let asker = asker(v);
    let scope = asker.ticket_scope();
    if scope == TicketScope::None {
        return Err(domain::Error::SignIn.into());
    }
    let own = Viewer { role: Role::Customer, ..asker.clone() };
    let numbers = found(b, v, filter.q.trim()).await?;
    let directory = b.directory().await?;
    let now = b.clock.now();
    let mut conn = b.db.read().await?;
    let reader = if filter.mine { &own } else { &asker };
    let (lines, next) = page(&mut conn, reader, filter.all, numbers.as_deref(), after).await?;
    let open = count_open(&mut conn, reader).await?;
    let whole_organisation = matches!(scope, TicketScope::Organisation(_));
    let stamper = Stamper::new(v, now);
    let row = |line| request_row(v, &directory, &stamper, whole_organisation, now, line);
    Ok(RequestList {
        rows: lines.into_iter().map(row).collect::<Outcome<_>>()?,
        open,
        next,
        whole_organisation,
        now,
    })
}

/// How many requests the viewer has open, at most 100.
///
/// # Errors
/// When the database does not answer.
pub async fn open_requests(b: &Backend, v: &Viewer) -> Outcome<u32> {
    count_open(&mut b.db.read().await?, &asker(v)).await
}

/// The viewer as somebody who asks: staff who look at the portal see what they themselves asked for.
fn asker(v: &Viewer) -> Viewer {
    let role = if v.is_staff() { Role::Customer } else { v.role };
    Viewer { role, ..v.clone() }
}

/// Numbers of the tickets that fit the words `text`, or the one it names. None: nothing was asked for.
async fn found(b: &Backend, v: &Viewer, text: &str) -> Outcome<Option<Vec<i64>>> {
    if text.is_empty() {
        return Ok(None);
    }
    let ask = Ask { q: text.to_owned(), kinds: vec![HitKind::Ticket], limit: FOUND, ..Ask::default() };
    let hits = search(b, v, &ask).await?.hits;
    Ok(Some(hits.iter().filter_map(|hit| parse_number(&hit.id)).chain(parse_number(text)).collect()))
}

async fn count_open(conn: &mut Conn, v: &Viewer) -> Outcome<u32> {
    let scope = visible(v, 1);
    let sql = format!(
        "SELECT COUNT(*) FROM (SELECT 1 FROM tickets t WHERE {} AND t.active = TRUE LIMIT 100) c",
        scope.condition
    );
    let n: i64 = q(sql).bind_all(scope.value.into_iter().collect()).one(conn).await?;
    Ok(u32::try_from(n).unwrap_or_default())
}

async fn page(
    conn: &mut Conn,
    v: &Viewer,
    all: bool,
    numbers: Option<&[i64]>,
    after: Option<&str>,
) -> Outcome<(Vec<Line>, Option<String>)> {
    let scope = visible(v, 1);
    let mut condition = scope.condition;
    let mut values: Vec<Value> = scope.value.into_iter().collect();
    if !all {
        condition.push_str(" AND t.active = TRUE");
    }
    if let Some(numbers) = numbers {
        let list: Vec<String> = numbers.iter().map(i64::to_string).collect();
        condition = format!(
            "{condition} AND t.number IN ({})",
            if list.is_empty() { "0".to_owned() } else { list.join(", ") }
        );
    }
    if let Some(cursor) = after {
        let (active, changed, id) = read_cursor(cursor).ok_or(domain::Error::NotFound)?;
        let first = values.len() + 1;
        let (second, third) = (first + 1, first + 2);
        condition =
            format!("{condition} AND (t.active, t.changed_at, t.id) < (${first}, ${second}, ${third})");
        values.extend::<[Value; 3]>([active.into(), changed.into(), id.into()]);
    }
    let sql = format!(
        "SELECT t.id, t.number, t.subject, t.status, t.active, t.assignee_id, t.requester_id, p.name AS requester, t.created_at,
         t.changed_at, t.promises FROM tickets t JOIN people p ON p.id = t.requester_id
         WHERE {condition} ORDER BY t.active DESC, t.changed_at DESC, t.id DESC LIMIT {}",
        PAGE + 1
    );
    let mut lines: Vec<Line> = q(sql).bind_all(values).all(conn).await?;
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    let last = lines.last().filter(|_| more);
    let next = last.map(|last| format!("{}.{}.{}", u8::from(last.active), last.changed_at, last.id));
    Ok((lines, next))
}

fn read_cursor(cursor: &str) -> Option<(bool, i64, String)> {
    let mut parts = cursor.split('.');
    let (active, changed, id) = (parts.next()?, parts.next()?, parts.next()?);
    Some((active == "1", changed.parse().ok()?, id.to_owned()))
}

fn request_row(
    v: &Viewer,
    directory: &Directory,
    stamper: &Stamper,
    whole_organisation: bool,
    now: Instant,
    line: Line,
) -> Outcome<RequestRow> {
    let promises: Vec<Promise> = serde_json::from_str(&line.promises)?;
    let shown =
        most_telling(&promises).map(|promise| for_customers(promise_view(promise, directory, stamper)));
    let others = whole_organisation && line.requester_id != v.person_id;
    Ok(RequestRow {
        number: number_text(line.number),
        subject: line.subject,
        status: read_status(&line.status)?,
        is_taken: line.assignee_id.is_some(),
        assignee: line.assignee_id.as_deref().and_then(|id| there(directory, id, now)),
        requester: Some(line.requester).filter(|_| others),
        opened: stamper.stamp(Instant(line.created_at)),
        changed: stamper.stamp(Instant(line.changed_at)),
        promise: shown,
    })
}

/// The promised contact, else the open promise that is due first.
fn most_telling(promises: &[Promise]) -> Option<&Promise> {
    let open = || promises.iter().filter(|promise| promise.is_open() && promise.kind != PromiseKind::Task);
    open()
        .find(|promise| promise.kind == PromiseKind::NextContact)
        .or_else(|| open().min_by_key(|promise| promise.due))
}

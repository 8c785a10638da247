//! A ticket's timeline as its reader may see it.

use domain::Viewer;
use domain::outbox::MailState;
use domain::promises::Move;
use domain::stamp::Stamp;
use domain::tickets::entry::{Body, PolicyReason};
use domain::tickets::view::EntryView;
use domain::time::Instant;
use domain::words::common::in_sentence;
use domain::words::console;

use super::scope::visible_id;
use super::store::read_author;
use crate::db::{Conn, q};
use crate::stamps::Stamper;
use crate::{Backend, Outcome, row};

/// Kind in the table of an entry that stands on another ticket now.
pub(crate) const MOVED: &str = "moved";
/// Entries read at once.
pub(crate) const PAGE: i64 = 40;

/// `mail` is a place in [`MailState::BY_NEED`].
const STAFF_ENTRIES: &str = "SELECT e.seq, e.at, e.kind, e.author, e.author_id, e.body, CASE WHEN e.kind = 'created' AND e.author = 'customer' THEN
    (SELECT r.name FROM tickets t JOIN people r ON r.id = t.requester_id WHERE t.id = e.ticket_id) ELSE p.name END AS author_name,
  (SELECT MIN(CAST(CASE o.state WHEN 'failed' THEN 0 WHEN 'bounced' THEN 1 WHEN 'waiting' THEN 2 WHEN 'sending' THEN 3 WHEN 'withheld' THEN 4 ELSE 5 END
    AS BIGINT)) FROM outbox o WHERE o.entry_id = e.id) AS mail, r.at AS gone_at, r.body AS gone_by, w.name AS gone_with FROM entries e
  LEFT JOIN people p ON p.id = e.author_id LEFT JOIN entries r ON r.ticket_id = e.ticket_id AND r.seq = e.redacted
  LEFT JOIN people w ON w.id = r.author_id WHERE e.ticket_id = $1 AND e.seq < $2 ORDER BY e.seq DESC LIMIT $3";
const PUBLIC_ENTRIES: &str =
    "SELECT e.seq, e.at, e.kind, e.author, e.author_id, e.body, CASE WHEN e.kind = 'created' AND e.author = 'customer' THEN
    (SELECT r.name FROM tickets t JOIN people r ON r.id = t.requester_id WHERE t.id = e.ticket_id) ELSE p.name END AS author_name, CAST(NULL AS BIGINT) AS mail,
    r.at AS gone_at, r.body AS gone_by, CAST(NULL AS TEXT) AS gone_with FROM entries e
  LEFT JOIN people p ON p.id = e.author_id LEFT JOIN entries r ON r.ticket_id = e.ticket_id AND r.seq = e.redacted WHERE e.ticket_id = $1 AND e.seq < $2 AND e.is_public = TRUE
  ORDER BY e.seq DESC LIMIT $3";

row! {
    struct Line {
        seq: i64, at: i64, kind: String, author: String, author_id: Option<String>, body: String, author_name: Option<String>,
        mail: Option<i64>, gone_at: Option<i64>, gone_by: Option<String>, gone_with: Option<String>,
    }
}

/// The newest entries before `before` that `v` may see, newest first, and whether more stand before them.
pub(crate) async fn read(
    conn: &mut Conn,
    v: &Viewer,
    ticket_id: &str,
    before: i64,
    now: Instant,
) -> Outcome<(Vec<EntryView>, bool)> {
    let sql = if v.is_staff() { STAFF_ENTRIES } else { PUBLIC_ENTRIES };
    let mut lines: Vec<Line> = q(sql).bind(ticket_id).bind(before).bind(PAGE + 1).all(conn).await?;
    let more = lines.len() as i64 > PAGE;
    lines.truncate(PAGE as usize);
    let stamper = Stamper::new(v, now);
    let entries = lines.into_iter().map(|line| entry_view(v, &stamper, line)).collect::<Outcome<_>>()?;
    Ok((entries, more))
}

/// Earlier entries of the ticket called `number`, newest first.
///
/// # Errors
/// As [`visible_id`].
pub async fn timeline(b: &Backend, v: &Viewer, number: &str, before: i64) -> Outcome<(Vec<EntryView>, bool)> {
    let id = visible_id(b, v, number).await?;
    read(&mut b.db.read().await?, v, &id, before, b.clock.now()).await
}

fn entry_view(v: &Viewer, stamper: &Stamper, line: Line) -> Outcome<EntryView> {
    let body: Body = serde_json::from_str(&line.body)?;
    let body = if v.is_staff() { body } else { for_customers(body) };
    let redacted = redacted(v, stamper, &line, !body.is_redactable())?;
    let due = match &body {
        Body::NextContact { due, .. }
        | Body::DueSet { due, .. }
        | Body::PromiseMissed { due, .. }
        | Body::PromiseKept { due, .. }
        | Body::Alarm { due, .. } => Some(stamper.exact(*due)),
        Body::Status { review_at, .. } => review_at.map(|at| stamper.exact(at)),
        Body::CalendarChanged { moved, .. }
        | Body::PolicyChosen { reason: PolicyReason::Edited { moved, .. }, .. } => moves(v, stamper, moved),
        _ => None,
    };
    let claimed = match &body {
        Body::Created { unverified, .. } => unverified.clone(),
        _ => None,
    };
    Ok(EntryView {
        seq: u32::try_from(line.seq).unwrap_or_default(),
        at: stamper.stamp(Instant(line.at)),
        author: read_author(&line.author)?,
        mine: claimed.is_none() && line.author_id.as_deref() == Some(v.person_id.as_str()),
        author_name: claimed.or(line.author_name).unwrap_or_default(),
        body,
        due,
        moved: line.kind == MOVED && v.is_staff(),
        redacted,
        mail: line.mail.and_then(|at| MailState::BY_NEED.get(usize::try_from(at).ok()?).copied()),
    })
}

/// What stands in the entry in place of what was taken from it.
fn redacted(v: &Viewer, stamper: &Stamper, line: &Line, is_empty: bool) -> Outcome<Option<String>> {
    let (Some(at), Some(by)) = (line.gone_at, &line.gone_by) else { return Ok(None) };
    let at = in_sentence(v.lang, &stamper.stamp(Instant(at)).text);
    let name = line.gone_with.as_deref().unwrap_or_default();
    Ok(Some(console::redaction_mark(v.lang, &serde_json::from_str(by)?, name, &at, is_empty, v.is_staff())))
}

/// The due times that an edit moved, in a line.
fn moves(v: &Viewer, stamper: &Stamper, moved: &[Move]) -> Option<Stamp> {
    let text = |at: Option<Instant>| at.map(|at| stamper.exact(at).text);
    let line = |one: &Move| {
        console::move_line(v.lang, one.promise, text(one.from).as_deref(), text(one.to).as_deref())
    };
    let at = moved.first().and_then(|first| first.to.or(first.from))?;
    Some(Stamp { at, text: moved.iter().map(line).collect::<Vec<_>>().join(". ") })
}

/// What customers may read of a public entry: an agent's reason for a status is for colleagues.
pub(super) fn for_customers(body: Body) -> Body {
    match body {
        Body::Status { from, to, .. } => Body::Status { from, to, reason: None, review_at: None },
        Body::Call { reached, minutes, .. } => Body::Call { text: String::new(), reached, minutes },
        Body::Created { .. } | Body::Message { .. } => without_mail(body),
        other => other,
    }
}

/// How a message came names other people's addresses and tickets.
fn without_mail(mut body: Body) -> Body {
    if let Body::Created { mail, .. } | Body::Message { mail, .. } = &mut body {
        *mail = None;
    }
    body
}

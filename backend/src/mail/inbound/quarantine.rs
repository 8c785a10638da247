//! What lies in quarantine, and how mail fares: for the admin.

use domain::Viewer;
use domain::access::Action;
use domain::mail::Trouble;
use domain::people::Page;
use domain::time::{DAY_MS, Instant};

use super::take::{Taken, handle, taken};
use crate::access::in_person;
use crate::db::q;
use crate::{Backend, Outcome, row};

const LIST: &str = "SELECT id, mailbox, sender, subject, reason, size, received_at FROM mail_in
  WHERE state = 'quarantined' AND id < $1 ORDER BY id DESC LIMIT 51";
const RETRY: &str = "UPDATE mail_in SET state = 'waiting', reason = NULL, next_at = $2 WHERE id = $1 AND state = 'quarantined'";
const RAW: &str = "SELECT hash FROM mail_in WHERE id = $1";
const COUNTS: &str =
    "SELECT state, COUNT(*) FROM mail_in WHERE received_at >= $1 OR state IN ('waiting', 'quarantined')
  GROUP BY state ORDER BY state LIMIT 10";
const MAILBOXES: &str =
    "SELECT mailbox, checked_at, trouble, failing_since FROM mail_positions ORDER BY mailbox LIMIT 100";

/// Rows of one part of the list.
const PAGE: usize = 50;

row! {
    struct Line {
        id: String, mailbox: String, sender: String, subject: String, reason: Option<String>, size: i64, received_at: i64,
    }
}
row! { struct Position { mailbox: String, checked_at: i64, trouble: Option<String>, failing_since: Option<i64> } }

/// A message that could not be taken further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub id: String,
    pub mailbox: String,
    pub sender: String,
    pub subject: String,
    pub reason: Trouble,
    /// Bytes.
    pub size: u64,
    pub at: Instant,
}

/// How mail that comes in fares.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Health {
    /// Of the last day.
    pub done: u64,
    pub ignored: u64,
    /// Now.
    pub waiting: u64,
    pub quarantined: u64,
    pub mailboxes: Vec<MailboxHealth>,
}

/// One mailbox as it was last read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxHealth {
    pub name: String,
    pub checked: Instant,
    /// Code of what is in the way.
    pub trouble: Option<String>,
    pub failing_since: Option<Instant>,
}

/// What lies in quarantine, newest first; `after` is [`Page::next`] of the part before.
///
/// # Errors
/// `SignIn`, `Forbidden`.
pub async fn list(b: &Backend, v: &Viewer, after: Option<&str>) -> Outcome<Page<Held>> {
    in_person(v, Action::ReadOutbox)?;
    let lines: Vec<Line> = q(LIST).bind(after.unwrap_or("~")).all(&mut b.db.read().await?).await?;
    let next = lines.get(PAGE - 1).filter(|_| lines.len() > PAGE).map(|line| line.id.clone());
    Ok(Page { rows: lines.into_iter().take(PAGE).map(held).collect(), next })
}

fn held(line: Line) -> Held {
    Held {
        id: line.id,
        mailbox: line.mailbox,
        sender: line.sender,
        subject: line.subject,
        reason: line.reason.as_deref().and_then(Trouble::parse).unwrap_or(Trouble::Fault),
        size: u64::try_from(line.size).unwrap_or_default(),
        at: Instant(line.received_at),
    }
}

/// Tries a message in quarantine again, now.
///
/// # Errors
/// `SignIn`, `Forbidden`; `NotFound` for what does not lie there.
pub async fn retry(b: &Backend, v: &Viewer, id: &str) -> Outcome<Taken> {
    in_person(v, Action::ReadOutbox)?;
    let waits = b.db.execute(q(RETRY).bind(id).bind(b.clock.now().plus_ms(DAY_MS).0)).await?;
    if waits == 0 {
        return Err(domain::Error::NotFound.into());
    }
    handle(b, id).await?;
    taken(b, id).await
}

/// The bytes of a message as they came.
///
/// # Errors
/// `SignIn`, `Forbidden`, `NotFound`.
pub async fn raw(b: &Backend, v: &Viewer, id: &str) -> Outcome<bytes::Bytes> {
    in_person(v, Action::ReadOutbox)?;
    let hash: Option<String> = q(RAW).bind(id).opt(&mut b.db.read().await?).await?;
    b.files.whole(&hash.ok_or(domain::Error::NotFound)?).await
}

/// How mail fares.
///
/// # Errors
/// `SignIn`, `Forbidden`.
pub async fn health(b: &Backend, v: &Viewer) -> Outcome<Health> {
    in_person(v, Action::ReadOutbox)?;
    let mut conn = b.db.read().await?;
    let since = b.clock.now().plus_ms(-DAY_MS);
    let mut health = Health::default();
    for (state, n) in q(COUNTS).bind(since.0).all::<(String, i64)>(&mut conn).await? {
        let n = u64::try_from(n).unwrap_or_default();
        match state.as_str() {
            "done" => health.done = n,
            "ignored" => health.ignored = n,
            "waiting" => health.waiting = n,
            _ => health.quarantined = n,
        }
    }
    let positions: Vec<Position> = q(MAILBOXES).all(&mut conn).await?;
    health.mailboxes = positions.into_iter().map(mailbox).collect();
    Ok(health)
}

fn mailbox(line: Position) -> MailboxHealth {
    MailboxHealth {
        name: line.mailbox,
        checked: Instant(line.checked_at),
        trouble: line.trouble,
        failing_since: line.failing_since.map(Instant),
    }
}

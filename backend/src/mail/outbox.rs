//! The outbox: a mail is written in the transaction of what caused it, so that neither exists without the other.

use std::fmt;

use domain::Viewer;
use domain::access::Action;
use domain::people::{OutboxRow, Page};
use domain::time::Instant;

use crate::access::in_person;
use crate::audit::{self, Deed};
use crate::db::{DbError, Tx, q};
use crate::stamps::Stamper;
use crate::{Backend, Failure, Outcome};

const INSERT_MAIL: &str = "INSERT INTO outbox (id, recipient, subject, body, state, created_at, expires_at)
  VALUES ($1, $2, $3, $4, 'waiting', $5, $6)";
const NEWEST: &str = "SELECT id, recipient, subject, body, state, created_at FROM outbox
  WHERE id < $1 ORDER BY id DESC LIMIT 51";

/// Rows of one part of the list; the statement asks for one more to see whether the list goes on.
const PAGE: usize = 50;
/// Sorts behind every id.
const BEHIND_ALL: &str = "~";

/// A mail to be sent. Its text stays out of `Debug`, and so out of logs.
#[derive(Clone)]
pub struct Mail {
    /// From [`Ids::id`](crate::Ids::id); the list is in its order.
    pub id: String,
    pub to: String,
    pub subject: String,
    pub body: String,
    pub at: Instant,
    /// When it has lost its use, as a sign-in code does; sending it later would only confuse.
    pub expires_at: Option<Instant>,
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail").field("id", &self.id).field("at", &self.at).finish_non_exhaustive()
    }
}

/// Puts `mail` into the outbox, to leave once this transaction has committed.
///
/// # Errors
/// When the database refuses.
pub async fn enqueue(tx: &mut Tx, mail: &Mail) -> Result<(), DbError> {
    q(INSERT_MAIL)
        .bind(mail.id.as_str())
        .bind(mail.to.as_str())
        .bind(mail.subject.as_str())
        .bind(mail.body.as_str())
        .bind(mail.at.0)
        .bind(mail.expires_at.map(|at| at.0))
        .exec(tx)
        .await
        .map(drop)
}

/// What was written to people, newest first, for an admin; `after` is [`Page::next`] of the part before. The reading
/// itself is audited first: other people's mail is not read unseen.
///
/// # Errors
/// `SignIn`, `Forbidden`, or a fault of the database.
pub async fn list(b: &Backend, v: &Viewer, after: Option<&str>) -> Outcome<Page<OutboxRow>> {
    in_person(v, Action::ReadOutbox)?;
    let after = after.unwrap_or(BEHIND_ALL);
    let entry = audit::Entry::new(b, Some(v), Deed::OutboxRead, after);
    b.db.write(move |tx| {
        let entry = entry.clone();
        Box::pin(async move { audit::record(tx, &entry).await.map_err(Failure::from) })
    })
    .await?;
    let rows = q(NEWEST).bind(after).all::<Stored>(&mut b.db.read().await?).await?;
    let stamper = Stamper::new(v, b.clock.now());
    let next = rows.get(PAGE - 1).filter(|_| rows.len() > PAGE).map(|(id, ..)| id.clone());
    Ok(Page { rows: rows.into_iter().take(PAGE).map(|row| shown(row, &stamper)).collect(), next })
}

/// id, recipient, subject, body, state, created_at
type Stored = (String, String, String, String, String, i64);

fn shown((id, to, subject, body, state, at): Stored, stamper: &Stamper) -> OutboxRow {
    OutboxRow { id, to, subject, body, state, at: stamper.stamp(Instant(at)) }
}

//! The outbox as an admin reads it.

use domain::Viewer;
use domain::access::Action;
use domain::outbox::{MailKind, MailState, MailTrouble};
use domain::people::{OutboxRow, Page};
use domain::time::Instant;

use crate::access::in_person;
use crate::audit::{self, Deed};
use crate::db::q;
use crate::stamps::Stamper;
use crate::tickets::number_text;
use crate::{Backend, Failure, Outcome, row};

const NEWEST: &str =
    "SELECT o.id, o.recipient, o.subject, o.body, o.state, o.created_at, o.kind, o.trouble, o.answer,
    o.attempts, o.next_at, t.number FROM outbox o LEFT JOIN tickets t ON t.id = o.ticket_id
  WHERE o.id < $1 ORDER BY o.id DESC LIMIT 51";

/// Rows of one part of the list; the statement asks for one more to see whether the list goes on.
const PAGE: usize = 50;
/// Sorts behind every id.
const BEHIND_ALL: &str = "~";

row! {
    struct Line {
        id: String, recipient: String, subject: String, body: String, state: String, created_at: i64, kind: String,
        trouble: Option<String>, answer: String, attempts: i64, next_at: Option<i64>, number: Option<i64>,
    }
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
    let rows = q(NEWEST).bind(after).all::<Line>(&mut b.db.read().await?).await?;
    let now = b.clock.now();
    let stamper = Stamper::new(v, now);
    let next = rows.get(PAGE - 1).filter(|_| rows.len() > PAGE).map(|row| row.id.clone());
    Ok(Page { rows: rows.into_iter().take(PAGE).map(|row| row.shown(&stamper, now)).collect(), next })
}

impl Line {
    fn shown(self, stamper: &Stamper, now: Instant) -> OutboxRow {
        let is_waiting = self.state == MailState::Waiting.code();
        let next = self.next_at.filter(|next| is_waiting && self.attempts > 0 && *next > now.0);
        OutboxRow {
            id: self.id,
            to: self.recipient,
            subject: self.subject,
            body: self.body,
            state: self.state,
            at: stamper.stamp(Instant(self.created_at)),
            kind: MailKind::parse(&self.kind),
            number: self.number.map(number_text),
            trouble: self.trouble.as_deref().and_then(MailTrouble::parse),
            answer: self.answer,
            attempts: u32::try_from(self.attempts).unwrap_or_default(),
            next: next.map(|at| stamper.stamp(Instant(at))),
        }
    }
}

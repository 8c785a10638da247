//! The list of what came in, for the admin.

use domain::Viewer;
use domain::access::Action;
use domain::mail::Trouble;
use domain::mail::view::{MailRow, Shelf};
use domain::people::Page;
use domain::time::Instant;

use crate::access::in_person;
use crate::db::q;
use crate::stamps::Stamper;
use crate::tickets::number_text;
use crate::{Backend, Outcome, row};

const ALL: &str =
    "SELECT m.id, m.mailbox, m.sender, m.subject, m.shelf, m.reason, m.size, m.received_at, t.number
  FROM mail_in m LEFT JOIN tickets t ON t.id = m.ticket_id WHERE m.id < $1 ORDER BY m.id DESC LIMIT 51";
const SHELF: &str = "SELECT m.id, m.mailbox, m.sender, m.subject, m.shelf, m.reason, m.size, m.received_at, t.number
  FROM mail_in m LEFT JOIN tickets t ON t.id = m.ticket_id WHERE m.id < $1 AND m.shelf = $2 ORDER BY m.id DESC LIMIT 51";

/// Rows of one part of the list.
const PAGE: usize = 50;

row! {
    pub(super) struct Line {
        id: String, mailbox: String, sender: String, subject: String, shelf: String, reason: Option<String>, size: i64,
        received_at: i64, number: Option<i64>,
    }
}

/// What came in, newest first, from one shelf or all; `after` is [`Page::next`] of the part before.
///
/// # Errors
/// `SignIn`, `Forbidden`.
pub async fn list(
    b: &Backend,
    v: &Viewer,
    shelf: Option<Shelf>,
    after: Option<&str>,
) -> Outcome<Page<MailRow>> {
    in_person(v, Action::ReadOutbox)?;
    let after = after.unwrap_or("~");
    let query = match shelf {
        Some(shelf) => q(SHELF).bind(after).bind(shelf.code()),
        None => q(ALL).bind(after),
    };
    let lines: Vec<Line> = query.all(&mut b.db.read().await?).await?;
    let next = lines.get(PAGE - 1).filter(|_| lines.len() > PAGE).map(|line| line.id.clone());
    let stamper = Stamper::new(v, b.clock.now());
    Ok(Page { rows: lines.into_iter().take(PAGE).map(|line| line.shown(&stamper)).collect(), next })
}

impl Line {
    pub(super) fn shown(self, stamper: &Stamper) -> MailRow {
        MailRow {
            id: self.id,
            shelf: Shelf::parse(&self.shelf).unwrap_or(Shelf::Waiting),
            sender: self.sender,
            subject: self.subject,
            mailbox: self.mailbox,
            number: self.number.map(number_text),
            trouble: self.reason.as_deref().and_then(Trouble::parse),
            size: u64::try_from(self.size).unwrap_or_default(),
            at: stamper.stamp(Instant(self.received_at)),
        }
    }
}

//! What became of mails, for those who work on their tickets: open pages hear of every change, and whoever has the ticket
//! is told of what people wrote and that did not arrive.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::live::Topic;
use domain::outbox::MailKind;
use domain::tickets::view::Notice;
use domain::time::Instant;

use crate::db::{Tx, Value, places, q};
use crate::live::{Change, record};
use crate::settings::Directory;
use crate::tickets::append::{Pen, Telling};
use crate::tickets::store::{self, Ticket};
use crate::tickets::{notices, number_text};
use crate::{Backend, Outcome, row};

const AUTHOR: &str = "SELECT author_id FROM entries WHERE id = $1 AND author = 'staff'";

row! {
    /// What has to be known of a mail to tell of it.
    struct Line { id: String, kind: String, recipient: String, ticket_id: String, entry_id: Option<String> }
}

/// Mails whose state changed in a transaction, by id, and whether each is lost.
#[derive(Debug, Clone, Default)]
pub(super) struct News(Vec<(String, bool)>);

impl News {
    pub(super) fn moved(&mut self, id: &str) {
        self.0.push((id.to_owned(), false));
    }

    /// It will not arrive by itself any more.
    pub(super) fn lost(&mut self, id: &str) {
        self.0.push((id.to_owned(), true));
    }

    /// Tells it, last in the transaction. Those about no ticket are nobody's news.
    ///
    /// # Errors
    /// The database's faults.
    pub(super) async fn tell(self, tx: &mut Tx, b: &Backend, directory: Arc<Directory>) -> Outcome<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let now = b.clock.now();
        let lines = lines(tx, self.0.iter().map(|(id, _)| id.as_str().into()).collect()).await?;
        let is_lost = |line: &Line| self.0.iter().any(|(id, lost)| *lost && *id == line.id);
        let lost: Vec<&Line> = lines
            .iter()
            .filter(|line| is_lost(line) && kind(line).is_some_and(MailKind::is_missed))
            .collect();
        // Locked in one order, and before the counter of events, so that two nodes never wait for each other.
        let mut tickets = BTreeMap::new();
        for id in lost.iter().map(|line| line.ticket_id.as_str()).collect::<BTreeSet<_>>() {
            tickets.extend(store::lock_by_id(tx, id).await?.map(|ticket| (id, ticket)));
        }
        let pen = Pen { backend: b.clone(), directory, now, actor_id: None };
        for line in &lost {
            if let Some(ticket) = tickets.get(line.ticket_id.as_str()) {
                let tell = telling(tx, ticket, line).await?;
                notices::tell(tx, &pen, ticket, &tell).await?;
            }
        }
        for number in numbers(tx, &lines).await? {
            record(tx, &change(number, now)).await?;
        }
        Ok(())
    }
}

async fn lines(tx: &mut Tx, ids: Vec<Value>) -> Outcome<Vec<Line>> {
    let sql = format!(
        "SELECT id, kind, recipient, ticket_id, entry_id FROM outbox WHERE ticket_id IS NOT NULL AND id IN ({}) ORDER BY id",
        places(1, ids.len())
    );
    Ok(q(sql).bind_all(ids).all(tx).await?)
}

fn kind(line: &Line) -> Option<MailKind> {
    MailKind::parse(&line.kind)
}

/// Who has the ticket, else who wrote.
async fn telling(tx: &mut Tx, ticket: &Ticket, line: &Line) -> Outcome<Vec<Telling>> {
    let person = match (&ticket.assignee_id, &line.entry_id) {
        (Some(assignee), _) => Some(assignee.clone()),
        (None, Some(entry)) => q(AUTHOR).bind(entry.as_str()).opt::<Option<String>>(tx).await?.flatten(),
        (None, None) => None,
    };
    let notice = || Notice::Undelivered { to: line.recipient.clone() };
    Ok(person.map(|person| Telling::new(person, notice())).into_iter().collect())
}

/// The tickets' numbers, each once.
async fn numbers(tx: &mut Tx, lines: &[Line]) -> Outcome<Vec<i64>> {
    let ids: BTreeSet<&str> =
        lines.iter().filter(|line| line.entry_id.is_some()).map(|line| line.ticket_id.as_str()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT number FROM tickets WHERE id IN ({}) ORDER BY number", places(1, ids.len()));
    Ok(q(sql).bind_all(ids.into_iter().map(Value::from).collect()).all(tx).await?)
}

/// For pages of staff only: which address a mail goes to is nobody else's business.
pub(super) fn change(number: i64, at: Instant) -> Change {
    Change::for_staff(Topic::Mail, number_text(number), at)
}

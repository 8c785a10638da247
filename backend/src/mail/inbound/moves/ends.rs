//! The two ends of a move: an entry that leaves or comes back, and the ticket that follows.

use domain::files::Attachment;
use domain::tickets::Status;
use domain::tickets::decide::Draft;
use domain::tickets::entry::{Author, Body};

use crate::db::{Tx, q};
use crate::files;
use crate::tickets::append::apply;
use crate::tickets::store::{self, Ticket};
use crate::tickets::{MOVED, Pen};
use crate::{Outcome, row};

const ENTRY: &str = "SELECT id, seq, kind, author, author_id, body FROM entries WHERE id = $1";
const MARK: &str = "UPDATE entries SET kind = $2, is_public = $3, moves_promises = $4 WHERE id = $1";
const ANSWERED: &str = "SELECT COUNT(*) FROM entries WHERE ticket_id = $1 AND seq > 1
  AND kind IN ('message', 'answers', 'call', 'more_urgent', 'duty_manager', 'survey_answered')";
const STATES: &str =
    "SELECT body FROM entries WHERE ticket_id = $1 AND kind = 'status' ORDER BY seq DESC LIMIT 20";
const FORGET: &str = "DELETE FROM promises WHERE ticket_id = $1 AND kind = $2 AND cycle = $3";

row! { struct Line { id: String, seq: i64, kind: String, author: String, author_id: Option<String>, body: String } }

/// An entry that came by mail.
pub(super) struct Stored {
    pub id: String,
    is_first: bool,
    pub author: Author,
    pub author_id: Option<String>,
    pub body: Body,
    /// It left its ticket.
    pub is_gone: bool,
}

impl Stored {
    pub(super) fn text(&self) -> String {
        match &self.body {
            Body::Created { text, .. } | Body::Message { text, .. } | Body::Mailed { text, .. } => {
                text.clone()
            }
            _ => String::new(),
        }
    }

    fn files(&self) -> &[Attachment] {
        self.body.files().unwrap_or_default()
    }
}

pub(super) async fn entry(tx: &mut Tx, id: &str) -> Outcome<Option<Stored>> {
    let Some(line) = q(ENTRY).bind(id).opt::<Line>(tx).await? else { return Ok(None) };
    Ok(Some(Stored {
        id: line.id,
        is_first: line.seq == 1,
        author: store::read_author(&line.author)?,
        author_id: line.author_id,
        body: serde_json::from_str(&line.body)?,
        is_gone: line.kind == MOVED,
    }))
}

/// Whether the entry may leave the ticket: what staff wrote was sent, an answer needs what it answers, and what was redacted
/// says nothing anywhere else.
pub(super) async fn may_leave(tx: &mut Tx, ticket_id: &str, entry: &Stored) -> Outcome<bool> {
    if entry.is_gone || entry.author == Author::Staff || !entry.body.is_redactable() {
        return Ok(false);
    }
    Ok(!entry.is_first || q(ANSWERED).bind(ticket_id).one::<i64>(tx).await? == 0)
}

/// Marks the entry as gone: promises, lists and searches pass it over. Who opened a ticket still reads what they wrote.
pub(super) async fn leave(tx: &mut Tx, entry: &Stored) -> Outcome<()> {
    let stays = entry.is_first && entry.body.is_public();
    q(MARK).bind(entry.id.as_str()).bind(MOVED).bind(stays).bind(false).exec(tx).await?;
    show_files(tx, entry, stays).await
}

/// Lets it count again.
pub(super) async fn come_back(tx: &mut Tx, entry: &Stored) -> Outcome<()> {
    let (body, is_public) = (&entry.body, entry.body.is_public());
    let mark = q(MARK).bind(entry.id.as_str()).bind(body.code()).bind(is_public).bind(body.moves_promises());
    mark.exec(tx).await?;
    show_files(tx, entry, is_public).await
}

async fn show_files(tx: &mut Tx, entry: &Stored, is_public: bool) -> Outcome<()> {
    for file in entry.files() {
        files::show(tx, &file.id, is_public).await?;
    }
    Ok(())
}

/// Copies of the entry's files for the ticket, each with the id that it has on the entry.
pub(super) async fn copy_files(
    tx: &mut Tx,
    pen: &Pen,
    ticket_id: &str,
    entry: &Stored,
    is_public: bool,
) -> Outcome<Vec<(String, Attachment)>> {
    let mut copies = Vec::new();
    for file in entry.files() {
        copies.push((file.id.clone(), files::copy(tx, &pen.backend, file, ticket_id, is_public).await?));
    }
    Ok(copies)
}

pub(super) fn status(from: Status, to: Status) -> Draft {
    (Author::Staff, Body::Status { from, to, reason: None, review_at: None })
}

/// The way back to the state `to`, with the reason that it had.
pub(super) async fn status_again(tx: &mut Tx, ticket: &Ticket, to: Status) -> Outcome<Draft> {
    let bodies: Vec<String> = q(STATES).bind(ticket.id.as_str()).all(tx).await?;
    let from = ticket.status;
    for body in &bodies {
        if let Body::Status { to: was, reason, review_at, .. } = serde_json::from_str(body)?
            && was == to
        {
            return Ok((Author::Staff, Body::Status { from, to, reason, review_at }));
        }
    }
    Ok(status(from, to))
}

/// Works out anew what follows from the ticket's entries, and adds `drafts`.
pub(super) async fn rework(tx: &mut Tx, pen: &Pen, ticket: &mut Ticket, drafts: Vec<Draft>) -> Outcome<()> {
    let mut told = Ticket { unanswered: false, ..ticket.clone() };
    for entry in store::history(tx, &ticket.id).await? {
        apply(&mut told, &entry);
    }
    ticket.unanswered = told.unanswered;
    let before = ticket.promises.clone();
    pen.append(tx, ticket, drafts, &[]).await?;
    for old in &before {
        let stays = ticket.promises.iter().any(|new| new.kind == old.kind && new.cycle == old.cycle);
        if !stays {
            let forget = q(FORGET).bind(ticket.id.as_str()).bind(old.kind.code());
            forget.bind(i64::from(old.cycle)).exec(tx).await?;
        }
    }
    Ok(())
}

//! Everywhere that an entry's words and files lie, and how each place is emptied. What is added to the desk and keeps a
//! text of an entry has its line here; `backend/tests/redact.rs` looks through every table.

use domain::tickets::entry::Body;
use domain::tickets::view::Notice;
use domain::time::{Instant, MINUTE_MS};

use super::super::store::Ticket;
use crate::db::{Conn, Tx, q};
use crate::ids::first_at;
use crate::{Outcome, files, intake, mail, row};

const ENTRY: &str = "SELECT id, ticket_id, seq, at, author_id, body, redacted FROM entries WHERE id = $1";
const EMPTY: &str = "UPDATE entries SET body = $2, redacted = $3 WHERE id = $1";
const DRAFTS: &str = "DELETE FROM drafts WHERE person_id = $1 AND ticket_id = $2 AND changed_at <= $3";
const NOTICES: &str = "SELECT id, body FROM notices WHERE ticket_id = $1 LIMIT 10000";
const SAY_LESS: &str = "UPDATE notices SET body = $2 WHERE id = $1";
const SUBJECTS: &str = "SELECT id, body FROM entries WHERE ticket_id = $1 AND kind = 'subject' LIMIT 10000";
const RENAME: &str = "UPDATE entries SET body = $2 WHERE id = $1";

row! {
    pub(super) struct Line {
        id: String, ticket_id: String, seq: i64, at: i64, author_id: Option<String>, body: String, redacted: Option<i64>,
    }
}

/// An entry that has to lose something.
pub(super) struct Entry {
    pub id: String,
    ticket_id: String,
    pub seq: i64,
    at: Instant,
    author_id: Option<String>,
    pub body: Body,
    /// It has lost something before.
    pub is_redacted: bool,
}

/// How much of an entry goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    Files,
    All,
}

impl Entry {
    pub(super) fn of(line: Line) -> Outcome<Self> {
        Ok(Self {
            body: serde_json::from_str(&line.body)?,
            at: Instant(line.at),
            is_redacted: line.redacted.is_some(),
            id: line.id,
            ticket_id: line.ticket_id,
            seq: line.seq,
            author_id: line.author_id,
        })
    }
}

pub(super) async fn entry(conn: &mut Conn, id: &str) -> Outcome<Option<Entry>> {
    let line: Option<Line> = q(ENTRY).bind(id).opt(conn).await?;
    line.map(Entry::of).transpose()
}

/// Empties `entry` and whatever else holds the same; `by` is the number of the entry that says so.
pub(super) async fn erase(tx: &mut Tx, entry: &Entry, extent: Extent, by: i64, now: Instant) -> Outcome<()> {
    let left = match extent {
        Extent::Files => entry.body.clone().without_files(),
        Extent::All => entry.body.clone().redacted(),
    };
    q(EMPTY).bind(entry.id.as_str()).bind(serde_json::to_string(&left)?).bind(by).exec(tx).await?;
    let ids: Vec<String> =
        entry.body.files().unwrap_or_default().iter().map(|file| file.id.clone()).collect();
    files::let_go(tx, &ids, now).await?;
    mail::let_go_raw(tx, &entry.id, now).await?;
    if extent == Extent::Files {
        return mail::forget_files(tx, &entry.id).await;
    }
    mail::forget_words(tx, &entry.id, now).await?;
    // What told of the entry was written at the same moment.
    let until = first_at(entry.at.plus_ms(MINUTE_MS));
    mail::forget_told(tx, &entry.ticket_id, entry.at, &until, now).await?;
    say_less(tx, entry).await?;
    if matches!(entry.body, Body::Created { .. }) {
        intake::forget_words(tx, &entry.ticket_id).await?;
    }
    if let Some(author) = &entry.author_id {
        q(DRAFTS).bind(author.as_str()).bind(entry.ticket_id.as_str()).bind(entry.at.0).exec(tx).await?;
    }
    Ok(())
}

/// Notices quote what customers call for, and what colleagues send back.
async fn say_less(tx: &mut Tx, entry: &Entry) -> Outcome<()> {
    let words = entry.body.written();
    let notices: Vec<(String, String)> = q(NOTICES).bind(entry.ticket_id.as_str()).all(tx).await?;
    for (id, body) in notices {
        let notice: Notice = serde_json::from_str(&body)?;
        let less = notice.clone().without(&words);
        if less != notice {
            q(SAY_LESS).bind(id).bind(serde_json::to_string(&less)?).exec(tx).await?;
        }
    }
    Ok(())
}

/// The subject that `ticket` has, and those that it had, give way to `new` wherever they stand.
pub(super) async fn subject(tx: &mut Tx, ticket: &Ticket, new: &str) -> Outcome<()> {
    let mut old = vec![ticket.subject.clone()];
    let entries: Vec<(String, String)> = q(SUBJECTS).bind(ticket.id.as_str()).all(tx).await?;
    for (id, body) in entries {
        if let Body::Subject { from, to } = serde_json::from_str(&body)? {
            old.extend([from, to]);
            let body = Body::Subject { from: new.to_owned(), to: new.to_owned() };
            q(RENAME).bind(id).bind(serde_json::to_string(&body)?).exec(tx).await?;
        }
    }
    old.sort_unstable();
    old.dedup();
    for old in old.iter().filter(|old| !old.is_empty() && *old != new) {
        mail::rename(tx, &ticket.id, old, new).await?;
    }
    Ok(())
}

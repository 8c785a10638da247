//! A message whole, with its verdict: for staff. It is read anew from its bytes each time.

use std::collections::HashMap;

use bytes::Bytes;
use domain::Viewer;
use domain::access::Action;
use domain::files::Attachment;
use domain::mail::Came;
use domain::mail::sender::Standing;
use domain::mail::view::{MailView, Shelf, Whole};
use domain::tickets::entry::{Author, Body};

use super::html::clean;
use super::parse::{self, Enclosure, Parsed};
use super::{list, moves, take};
use crate::access::in_person;
use crate::db::{Conn, q};
use crate::stamps::Stamper;
use crate::{Backend, Failure, Outcome, row};

const ONE: &str =
    "SELECT m.id, m.mailbox, m.sender, m.subject, m.shelf, m.reason, m.size, m.received_at, t.number
  FROM mail_in m LEFT JOIN tickets t ON t.id = m.ticket_id WHERE m.id = $1";
const MORE: &str = "SELECT m.hash, m.ticket_id, m.tries, m.came, e.author, e.body FROM mail_in m
  LEFT JOIN entries e ON e.id = m.entry_id WHERE m.id = $1";

/// Fields of the head that are shown, in this order.
const FIELDS: [&str; 9] = [
    "from",
    "to",
    "cc",
    "date",
    "subject",
    "message-id",
    "in-reply-to",
    "authentication-results",
    "return-path",
];

row! {
    struct More {
        hash: String, ticket_id: Option<String>, tries: i64, came: Option<String>, author: Option<String>,
        body: Option<String>,
    }
}

/// The message `id`: where it lies, why, and all of it.
///
/// # Errors
/// `SignIn`, `Forbidden` for customers; `NotFound`, for agents also when it belongs to no ticket.
pub async fn view(b: &Backend, v: &Viewer, id: &str) -> Outcome<MailView> {
    let mut conn = b.db.read().await?;
    let more = readable(&mut conn, v, id).await?;
    let line: list::Line = q(ONE).bind(id).opt(&mut conn).await?.ok_or(domain::Error::NotFound)?;
    let moved_from = moves::origin(&mut conn, id).await?;
    drop(conn);
    let row = line.shown(&Stamper::new(v, b.clock.now()));
    let came: Option<Came> = more.came.as_deref().map(serde_json::from_str).transpose()?;
    let body: Option<Body> = more.body.as_deref().map(serde_json::from_str).transpose()?;
    let files = body.as_ref().and_then(Body::files).unwrap_or_default().to_vec();
    let is_gone = more.hash.is_empty();
    let whole = if is_gone {
        Whole::default()
    } else {
        read(b.files.whole(&more.hash).await?, files.clone()).await?
    };
    let is_staffs = more.author.as_deref() == Some(Author::Staff.code())
        || came.as_ref().is_some_and(|came| came.standing == Standing::Ours);
    Ok(MailView {
        tries: u32::try_from(more.tries).unwrap_or_default(),
        is_gone,
        may_move: body.is_some_and(|body| body.is_redactable()) && !is_staffs && v.may(Action::ChangeTicket),
        may_let_through: !is_gone
            && matches!(row.shelf, Shelf::Held | Shelf::Refused)
            && v.may(Action::ReplyAsStaff),
        may_refuse: row.shelf == Shelf::Held && v.may(Action::ReplyAsStaff),
        may_retry: row.shelf == Shelf::Quarantined && v.may(Action::ReadOutbox),
        moved_from: moved_from.filter(|_| v.may(Action::ChangeTicket)),
        came,
        whole,
        files,
        row,
    })
}

/// The bytes of the message `id` as they came.
///
/// # Errors
/// As [`view`]; `NotFound` also for one that was removed.
pub async fn raw(b: &Backend, v: &Viewer, id: &str) -> Outcome<Bytes> {
    let more = readable(&mut b.db.read().await?, v, id).await?;
    if more.hash.is_empty() {
        return Err(domain::Error::NotFound.into());
    }
    b.files.whole(&more.hash).await
}

/// What is known of the message, if `v` may read it.
async fn readable(conn: &mut Conn, v: &Viewer, id: &str) -> Outcome<More> {
    in_person(v, Action::UseConsole)?;
    let more: Option<More> = q(MORE).bind(id).opt(conn).await?;
    let is_theirs = |more: &More| more.ticket_id.is_some() || v.may(Action::ReadOutbox);
    Ok(more.filter(is_theirs).ok_or(domain::Error::NotFound)?)
}

/// `files`: those that its entry carries, in the order of the message's parts.
async fn read(raw: Bytes, files: Vec<Attachment>) -> Outcome<Whole> {
    let _turn = take::READERS.acquire().await.map_err(|_| Failure::broken("no reader of mail is left"))?;
    let reading = tokio::task::spawn_blocking(move || whole(&raw, &files));
    tokio::time::timeout(take::READING, reading)
        .await
        .map_err(|_| Failure::from(domain::Error::Busy))?
        .map_err(|_| Failure::broken("a message makes its reader fail"))
}

fn whole(raw: &[u8], files: &[Attachment]) -> Whole {
    let parsed =
        parse::parse(raw).unwrap_or_else(|_| Parsed { head: parse::head_only(raw), ..Parsed::default() });
    let parts: Vec<&Enclosure> = parsed.files.iter().filter(|file| !file.content.is_empty()).collect();
    let pictures: HashMap<String, String> = parts
        .iter()
        .zip(files)
        .filter(|(_, file)| file.is_picture())
        .filter_map(|(part, file)| Some((part.cid.clone()?, file.href())))
        .collect();
    let size = |part: &&Enclosure| (part.name.clone(), part.content.len() as u64);
    let head = &parsed.head;
    let shown =
        FIELDS.iter().flat_map(|name| head.fields(name).map(|value| ((*name).to_owned(), value.to_owned())));
    Whole {
        head: shown.collect(),
        page: parsed.html.as_deref().and_then(|page| clean(page, pictures)),
        // What an entry carries is shown with it.
        parts: if files.is_empty() { parts.iter().map(size).collect() } else { Vec::new() },
        text: parsed.text,
    }
}

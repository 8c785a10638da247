//! Taking a message in: kept, read, decided. What fails on the way lies in quarantine with its reason and is tried again;
//! nothing is lost and nothing stops the next one.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use domain::mail::fold::{Folded, fold};
use domain::mail::head::Head;
use domain::mail::machine::{Writer, writer};
use domain::mail::{MAX_MESSAGE, Trouble};
use domain::time::MINUTE_MS;
use domain::words::Lang;
use futures::stream::{self, StreamExt, TryStreamExt};
use tokio::sync::{Semaphore, watch};

use super::super::{acknowledge, senders};
use super::keep::{Arrival, keep};
use super::large;
use super::parse::{self, Parsed};
use super::settle::{Message, settle};
use crate::db::q;
use crate::files;
use crate::tickets::{Pen, number_text};
use crate::{Backend, Outcome, row};

const ONE: &str = "SELECT id, mailbox, hash, state, tries FROM mail_in WHERE id = $1";
const DUE: &str =
    "SELECT id FROM mail_in WHERE state = 'waiting' AND next_at <= $1 ORDER BY next_at, id LIMIT 20";
const QUARANTINE: &str =
    "UPDATE mail_in SET state = 'quarantined', shelf = 'quarantined', reason = $2, next_at = NULL,
  settled_at = $3 WHERE id = $1 AND state = 'waiting'";
const AGAIN: &str = "UPDATE mail_in SET tries = tries + 1, reason = $4, next_at = $2,
  state = CASE WHEN tries >= $3 THEN 'quarantined' ELSE state END,
  shelf = CASE WHEN tries >= $3 THEN 'quarantined' ELSE shelf END WHERE id = $1 AND state = 'waiting'";
const TAKEN: &str = "SELECT m.state, m.reason, t.number FROM mail_in m LEFT JOIN tickets t ON t.id = m.ticket_id WHERE m.id = $1";

/// Time that one message may take to be read.
pub(super) const READING: Duration = Duration::from_secs(15);
/// Messages that are read at once.
pub(super) static READERS: Semaphore = Semaphore::const_new(2);
/// Files of a message that are written at once: each waits for the disk to have it.
const KEPT_AT_ONCE: usize = 4;
/// How often a message is tried by itself after a fault of ours.
const TRIES: i64 = 6;
/// How often the desk looks for messages that wait.
const LOOK: Duration = Duration::from_secs(15);

row! { pub(super) struct Line { id: String, mailbox: String, pub hash: String, state: String, tries: i64 } }

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub id: String,
    /// `done`, `ignored`, `quarantined`, or `waiting` when it is tried again.
    pub state: String,
    pub reason: Option<Trouble>,
    /// The ticket's.
    pub number: Option<String>,
}

/// Takes a message in. It is safe on disk when this returns, whatever it says.
///
/// # Errors
/// When it could not even be kept: whoever hands it over has to try again.
pub async fn take(b: &Backend, arrival: Arrival) -> Outcome<Taken> {
    let size = arrival.raw.len();
    if size > MAX_MESSAGE {
        return take_head(b, arrival, size).await;
    }
    let (id, hash) = keep(b, &arrival).await?;
    decide(b, &id, Some((hash, arrival.raw))).await?;
    taken(b, &id).await
}

/// Takes in that a message of `size` bytes came, of which only the head is kept.
pub(super) async fn take_head(b: &Backend, arrival: Arrival, size: usize) -> Outcome<Taken> {
    let id = large::keep_head(b, arrival, size).await?;
    handle(b, &id).await?;
    taken(b, &id).await
}

/// What became of the message `id`.
pub(super) async fn taken(b: &Backend, id: &str) -> Outcome<Taken> {
    let (state, reason, number): (String, Option<String>, Option<i64>) =
        q(TAKEN).bind(id).one(&mut b.db.read().await?).await?;
    let reason = reason.as_deref().and_then(Trouble::parse);
    Ok(Taken { id: id.to_owned(), state, reason, number: number.map(number_text) })
}

/// Decides about a message that was kept, unless that is done. A fault of ours leaves it waiting.
pub(super) async fn handle(b: &Backend, id: &str) -> Outcome<()> {
    decide(b, id, None).await
}

/// `at_hand`: bytes under their hash, so that a large message is not read from disk beside them.
async fn decide(b: &Backend, id: &str, at_hand: Option<(String, Bytes)>) -> Outcome<()> {
    let Some(line) = line(b, id).await? else { return Ok(()) };
    if line.state != "waiting" {
        return Ok(());
    }
    match attempt(b, &line, at_hand).await {
        Ok(None) => Ok(()),
        // The machine may have had other things to do.
        Ok(Some(Trouble::TooSlow)) => again(b, &line, Trouble::TooSlow).await,
        Ok(Some(trouble)) => {
            let settled = q(QUARANTINE).bind(id).bind(trouble.code()).bind(b.clock.now().0);
            b.db.execute(settled).await?;
            tracing::warn!(id, reason = trouble.code(), "mail lies in quarantine");
            Ok(())
        }
        Err(fault) => {
            tracing::warn!(id, %fault, "mail waits");
            again(b, &line, Trouble::Fault).await
        }
    }
}

/// Lets the message wait to be tried again, or lie in quarantine when it was tried often enough.
async fn again(b: &Backend, line: &Line, why: Trouble) -> Outcome<()> {
    let next = b.clock.now().plus_ms(MINUTE_MS << line.tries.clamp(0, TRIES));
    let again = q(AGAIN).bind(line.id.as_str()).bind(next.0).bind(TRIES).bind(why.code());
    b.db.execute(again).await?;
    Ok(())
}

/// What is known of the message `id`.
pub(super) async fn line(b: &Backend, id: &str) -> Outcome<Option<Line>> {
    Ok(q(ONE).bind(id).opt(&mut b.db.read().await?).await?)
}

/// What is in the way of the message, if anything is.
async fn attempt(b: &Backend, line: &Line, at_hand: Option<(String, Bytes)>) -> Outcome<Option<Trouble>> {
    let raw = match at_hand {
        Some((hash, raw)) if hash == line.hash => raw,
        _ => b.files.whole(&line.hash).await?,
    };
    let (parsed, folded) = match read(raw).await {
        Ok(read) => read,
        Err(trouble) => return Ok(Some(trouble)),
    };
    let message = Arc::new(message(b, line, parsed, folded).await?);
    let pen = Pen::new(b, None).await?;
    b.db.write(move |tx| {
        let (pen, message) = (pen.clone(), message.clone());
        Box::pin(async move { settle(tx, &pen, &message).await })
    })
    .await?;
    Ok(None)
}

/// Reads `raw` beside everything else, in bounded time.
pub(super) async fn read(raw: Bytes) -> Result<(Parsed, Folded), Trouble> {
    let Ok(_turn) = READERS.acquire().await else { return Err(Trouble::Fault) };
    let reading = tokio::task::spawn_blocking(move || {
        let parsed = parse::parse(&raw)?;
        let folded = fold(&parsed.text);
        Ok((parsed, folded))
    });
    match tokio::time::timeout(READING, reading).await {
        Ok(Ok(read)) => read,
        // It made its reader fail.
        Ok(Err(_)) => Err(Trouble::Unreadable),
        Err(_) => Err(Trouble::TooSlow),
    }
}

/// The message with its files on disk, so that the transaction only names them.
pub(super) async fn message(
    b: &Backend,
    line: &Line,
    mut parsed: Parsed,
    folded: Folded,
) -> Outcome<Message> {
    let files = std::mem::take(&mut parsed.files).into_iter().filter(|file| !file.content.is_empty());
    let keeping = stream::iter(files).map(|file| files::keep(b, file.name, file.content));
    let kept = keeping.buffered(KEPT_AT_ONCE).try_collect().await?;
    let lang = lang(&parsed.head, &folded.text);
    let begins = parsed.head.ancestors().is_empty();
    let by_person = writer(&parsed.head, &b.settings.mail_host()) == Writer::Person;
    let articles = if begins && by_person {
        acknowledge::articles(b, lang, None, &parsed.head.subject, &folded.text).await
    } else {
        acknowledge::Articles::new()
    };
    let mailbox = b.settings.mail.inbound.mailbox(&line.mailbox).cloned();
    let own = senders::own(b).await?;
    Ok(Message { id: line.id.clone(), parsed, folded, files: kept, mailbox, lang, own, articles })
}

/// The language that the mail names, else the one that its words are in.
fn lang(head: &Head, text: &str) -> Lang {
    let named = head.fields("content-language").flat_map(|value| value.split(',')).find_map(Lang::parse);
    named.or_else(|| Lang::of_text(&format!("{}\n{text}", head.subject))).unwrap_or_default()
}

/// Looks again and again for messages that wait, until told to stop.
pub async fn run(b: Backend, mut stop: watch::Receiver<bool>) {
    loop {
        if let Err(error) = take_up(&b).await {
            tracing::warn!(%error, "mail that waits cannot be looked at");
        }
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Tries the messages whose time has come again.
///
/// # Errors
/// When the database does not answer.
pub async fn take_up(b: &Backend) -> Outcome<()> {
    let now = b.clock.now();
    let due: Vec<String> = q(DUE).bind(now.0).all(&mut b.db.read().await?).await?;
    for id in due {
        handle(b, &id).await?;
    }
    Ok(())
}

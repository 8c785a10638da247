//! The mailboxes that the desk reads: each from where it was read last, a position that moves in the transaction that keeps
//! the message. A line that breaks is opened again; what was not kept is fetched again.

use std::time::Duration;

use domain::mail::MAX_MESSAGE;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::imap::{Broken, Found, Imap, Open};
use super::keep::{Arrival, Uid};
use super::setup::Mailbox;
use super::take::{take, take_head};
use crate::db::q;
use crate::{Backend, Outcome, row};

const POSITION: &str = "SELECT validity, uid FROM mail_positions WHERE mailbox = $1";
const READ: &str = "INSERT INTO mail_positions (mailbox, validity, uid, checked_at, tells) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (mailbox) DO UPDATE SET checked_at = excluded.checked_at, trouble = NULL, failing_since = NULL,
    tells = excluded.tells, uid = CASE WHEN mail_positions.validity = excluded.validity AND mail_positions.uid > excluded.uid
      THEN mail_positions.uid ELSE excluded.uid END, validity = excluded.validity";
const FAILS: &str = "INSERT INTO mail_positions (mailbox, validity, uid, checked_at, trouble, failing_since)
  VALUES ($1, 0, 0, 0, $2, $3) ON CONFLICT (mailbox) DO UPDATE SET trouble = excluded.trouble,
    failing_since = COALESCE(mail_positions.failing_since, excluded.failing_since)";

/// How long the desk waits for news before it looks by itself, and between looks where servers tell nothing.
const NEWS: Duration = Duration::from_secs(4 * 60);
const POLL: Duration = Duration::from_secs(30);
/// Pauses after a line broke: the first, and the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_secs(120);

row! { struct Position { validity: i64, uid: i64 } }

/// Reads every mailbox of the settings until told to stop.
pub async fn read_mailboxes(b: Backend, stop: watch::Receiver<bool>) {
    let mut readers = JoinSet::new();
    for mailbox in b.settings.mail.inbound.mailboxes.clone() {
        if let Some(imap) = mailbox.imap.clone() {
            readers.spawn(read(b.clone(), mailbox, imap, stop.clone()));
        }
    }
    while let Some(ended) = readers.join_next().await {
        if let Err(error) = ended {
            tracing::error!(%error, "the reader of a mailbox died");
        }
    }
}

async fn read(b: Backend, mailbox: Mailbox, imap: Imap, mut stop: watch::Receiver<bool>) {
    let mut pause = FIRST_PAUSE;
    loop {
        let mut progress = false;
        let ended = tokio::select! {
            _ = stop.changed() => return,
            ended = follow(&b, &mailbox, &imap, &mut progress) => ended,
        };
        if let Err(broken) = ended {
            tracing::warn!(
                mailbox = mailbox.name,
                trouble = broken.code,
                cause = broken.cause,
                "a mailbox cannot be read"
            );
            if let Err(error) = note_failure(&b, &mailbox.name, broken.code).await {
                tracing::warn!(%error, "the mailbox’s trouble cannot be noted");
            }
        }
        pause = if progress { FIRST_PAUSE } else { (pause * 2).min(LONGEST_PAUSE) };
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Reads the mailbox for as long as the line holds.
async fn follow(b: &Backend, mailbox: &Mailbox, imap: &Imap, progress: &mut bool) -> Result<(), Broken> {
    let mut open = imap.open().await?;
    loop {
        catch_up(b, mailbox, &mut open).await?;
        *progress = true;
        open = open.wait(NEWS, mailbox.poll.unwrap_or(POLL)).await?;
    }
}

/// Takes everything that is new, once.
///
/// # Errors
/// A sentence about the line or the database; what was kept stays.
pub async fn read_once(b: &Backend, mailbox: &Mailbox) -> Result<usize, String> {
    let Some(imap) = &mailbox.imap else { return Ok(0) };
    let said = |broken: Broken| format!("{}: {}", broken.code, broken.cause);
    let mut open = imap.open().await.map_err(said)?;
    let taken = catch_up(b, mailbox, &mut open).await.map_err(said)?;
    open.close().await;
    Ok(taken)
}

async fn catch_up(b: &Backend, mailbox: &Mailbox, open: &mut Open) -> Result<usize, Broken> {
    let fault = |failure: crate::Failure| Broken { code: "fault", cause: failure.to_string() };
    let known = position(b, &mailbox.name).await.map_err(fault)?;
    let known = known.filter(|known| known.validity == i64::from(open.validity));
    let last = known.as_ref().map_or(0, |known| u32::try_from(known.uid).unwrap_or_default());
    // Of a mailbox that is new here, what somebody has read was dealt with elsewhere.
    let found = open.after(last, known.is_none()).await?;
    for one in &found {
        take_one(b, mailbox, open, *one).await?;
    }
    let read = found.last().map_or(open.next.saturating_sub(1), |one| one.uid).max(last);
    let note = q(READ).bind(mailbox.name.as_str()).bind(i64::from(open.validity)).bind(i64::from(read));
    b.db.execute(note.bind(b.clock.now().0).bind(open.can_idle))
        .await
        .map_err(|error| fault(error.into()))?;
    Ok(found.len())
}

async fn take_one(b: &Backend, mailbox: &Mailbox, open: &mut Open, one: Found) -> Result<(), Broken> {
    let is_large = one.size as usize > MAX_MESSAGE;
    let Some(raw) = open.fetch(one.uid, is_large).await? else { return Ok(()) };
    let uid = Some(Uid { validity: open.validity, uid: one.uid });
    let arrival = Arrival { mailbox: mailbox.name.clone(), uid, raw };
    let taken =
        if is_large { take_head(b, arrival, one.size as usize).await } else { take(b, arrival).await };
    taken.map_err(|failure| Broken { code: "fault", cause: failure.to_string() })?;
    open.mark_seen(one.uid).await
}

async fn position(b: &Backend, mailbox: &str) -> Outcome<Option<Position>> {
    Ok(q(POSITION).bind(mailbox).opt(&mut b.db.read().await?).await?)
}

async fn note_failure(b: &Backend, mailbox: &str, code: &'static str) -> Outcome<()> {
    b.db.execute(q(FAILS).bind(mailbox).bind(code).bind(b.clock.now().0)).await?;
    Ok(())
}

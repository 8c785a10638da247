//! Keeping a message before anything is decided about it: its bytes among the files, a row that says so. The same message
//! again, from the same place or another, is noted and changes nothing.

use bytes::Bytes;
use domain::mail::head::Head;
use domain::time::Instant;

use super::parse;
use super::settle::listed;
use crate::db::{Tx, q};
use crate::{Backend, Outcome};

const KEEP: &str = "INSERT INTO mail_in (id, mailbox, hash, sameness, size, state, tries, next_at, sender, subject, received_at, message_id)
  VALUES ($1, $2, $3, $4, $5, 'waiting', 0, $6, $9, $10, $7, $8) ON CONFLICT (sameness) DO NOTHING";
const KEPT: &str = "SELECT id FROM mail_in WHERE sameness = $1";
const SEEN: &str =
    "INSERT INTO mail_seen (mailbox, uid, mail_id) VALUES ($1, $2, $3) ON CONFLICT (mailbox, uid) DO NOTHING";
const POSITION: &str = "INSERT INTO mail_positions (mailbox, validity, uid, checked_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (mailbox) DO UPDATE SET validity = excluded.validity, uid = excluded.uid, checked_at = excluded.checked_at
    WHERE mail_positions.validity <> excluded.validity OR mail_positions.uid < excluded.uid";

/// How long whoever took a message may be at it before somebody else takes over.
pub(super) const AT_IT_MS: i64 = 60_000;

/// Where a message lies in a mailbox: UIDVALIDITY and UID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Uid {
    pub validity: u32,
    pub uid: u32,
}

/// A message as it arrives.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// Name of the mailbox; empty when it was handed over without one.
    pub mailbox: String,
    pub uid: Option<Uid>,
    pub raw: Bytes,
}

/// Keeps `arrival`; answers the id under which it is known from now on, and the hash of its bytes.
pub(super) async fn keep(b: &Backend, arrival: &Arrival) -> Outcome<(String, String)> {
    let now = b.clock.now();
    let hash = b.files.put_whole(arrival.raw.clone(), now).await?.hash;
    let (sameness, head) = envelope(arrival.raw.clone(), hash.clone()).await;
    let (sender, subject) = listed(&head);
    let row = Row {
        id: b.ids.id(now),
        mailbox: arrival.mailbox.clone(),
        uid: arrival.uid,
        size: i64::try_from(arrival.raw.len()).unwrap_or(i64::MAX),
        hash: hash.clone(),
        sameness,
        message_id: head.message_id,
        sender,
        subject,
        now,
    };
    let id =
        b.db.write(move |tx| {
            let row = row.clone();
            Box::pin(async move { row.store(tx).await })
        })
        .await?;
    Ok((id, hash))
}

/// What makes it known again, and its head: whatever becomes of it, lists show from whom it is and about what. A message that
/// makes its reader fail is only the same as its own bytes.
async fn envelope(raw: Bytes, hash: String) -> (String, Head) {
    let own = (hash.clone(), Head::default());
    let read = move || {
        let head = parse::head_only(&raw);
        (parse::sameness(&raw, &hash, &head), head)
    };
    tokio::task::spawn_blocking(read).await.unwrap_or(own)
}

#[derive(Clone)]
struct Row {
    id: String,
    mailbox: String,
    uid: Option<Uid>,
    hash: String,
    sameness: String,
    message_id: Option<String>,
    sender: String,
    subject: String,
    size: i64,
    now: Instant,
}

impl Row {
    async fn store(&self, tx: &mut Tx) -> Outcome<String> {
        let keep = q(KEEP).bind(self.id.as_str()).bind(self.mailbox.as_str()).bind(self.hash.as_str());
        let keep = keep.bind(self.sameness.as_str()).bind(self.size);
        let keep = keep.bind(self.now.0 + AT_IT_MS).bind(self.now.0).bind(self.message_id.clone());
        keep.bind(self.sender.as_str()).bind(self.subject.as_str()).exec(tx).await?;
        let id: String = q(KEPT).bind(self.sameness.as_str()).one(tx).await?;
        if let Some(at) = self.uid {
            let uid = format!("{}.{}", at.validity, at.uid);
            q(SEEN).bind(self.mailbox.as_str()).bind(uid).bind(id.as_str()).exec(tx).await?;
            let position = q(POSITION).bind(self.mailbox.as_str()).bind(i64::from(at.validity));
            position.bind(i64::from(at.uid)).bind(self.now.0).exec(tx).await?;
        }
        Ok(id)
    }
}

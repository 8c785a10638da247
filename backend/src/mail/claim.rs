//! Which mails are sent next. A node takes some at a time, for as long as it renews their [`Lease`]; what it has not settled
//! by then ([`settle`](super::settle)), because it died, is another's. One node takes at a time, so that order and caps hold
//! exactly.

use std::sync::atomic::{AtomicI64, Ordering};

use domain::files::Attachment;
use domain::outbox::{MailKind, MailState};
use domain::time::{DAY_MS, HOUR_MS, Instant, MINUTE_MS, SECOND_MS};

use super::caps::{Candidate, Caps, ends};
use super::news::News;
use super::senders::{self, Own};
use crate::db::{Dialect, Tx, Value, places, q};
use crate::{Backend, Outcome, row};

/// Mails that a node takes at a time.
pub(super) const BATCH: usize = 96;
/// How long they are its own unless it says that it is still at them, and how much of that is to be left.
const LEASE_MS: i64 = MINUTE_MS;
const LEFT_MS: i64 = 40 * SECOND_MS;
const NO_LATER_MS: i64 = 20 * SECOND_MS;

const DUE: &str = "SELECT id FROM outbox WHERE next_at <= $1 LIMIT 1";
const TURN: &str = "SELECT id FROM mail_turn WHERE id = 1";
/// A later mail to the same recipient about the same ticket waits, unless the earlier one was not to leave yet.
const NEXT: &str =
    "SELECT o.id, o.kind, o.is_automatic, o.recipient_norm, o.state, o.attempts, o.doubts, o.created_at,
    o.expires_at, s.email_norm AS stopped,
    (SELECT COUNT(*) FROM outbox c WHERE c.recipient_norm = o.recipient_norm AND c.is_automatic = TRUE
      AND c.tried_at > $3) AS hour,
    (SELECT COUNT(*) FROM outbox c WHERE c.recipient_norm = o.recipient_norm AND c.is_automatic = TRUE
      AND c.kind = 'acknowledgement' AND c.tried_at > $4) AS day
  FROM outbox o LEFT JOIN bounced_addresses s ON s.email_norm = o.recipient_norm
  WHERE o.next_at <= $1 AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.ticket_id = o.ticket_id
    AND e.recipient_norm = o.recipient_norm AND e.next_at IS NOT NULL AND (e.next_at <= $1 OR e.attempts > 0)
    AND (e.place < o.place OR (e.place = o.place AND e.id < o.id)))
  ORDER BY o.next_at, o.id LIMIT $2";
const ACKNOWLEDGED: &str = "SELECT COUNT(*) FROM outbox WHERE kind = 'acknowledgement' AND tried_at > $1";
const TAKE: &str =
    "UPDATE outbox SET state = 'sending', next_at = $2, tried_at = $3, attempts = attempts + 1, trouble = NULL, answer = '',
  doubts = doubts + CASE WHEN state = 'sending' THEN 1 ELSE 0 END WHERE id = $1";
/// Still as if being sent: what takes them counts that they may have arrived.
const FREE: &str = "UPDATE outbox SET next_at = $1 WHERE state = 'sending' AND next_at > $1";
const DROP: &str =
    "UPDATE outbox SET state = $4, next_at = NULL, trouble = $2, settled_at = $3 WHERE id = $1";
row! {
    struct Line {
        id: String, kind: String, recipient: String, recipient_name: String, subject: String, body: String, html: String,
        sender: String, token: String, message_id: String, refs: String, files: String, attempts: i64, doubts: i64,
        created_at: i64, expires_at: Option<i64>,
    }
}

/// A mail that this node is to send.
#[derive(Clone)]
pub(super) struct Claimed {
    pub id: String,
    pub kind: MailKind,
    pub to: String,
    pub name: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub sender: String,
    pub token: String,
    pub message_id: String,
    pub refs: Vec<String>,
    pub files: Vec<Attachment>,
    pub at: Instant,
    pub attempts: i64,
    pub doubts: i64,
    pub ends: Instant,
}

/// What a node has taken.
pub(super) struct Claim {
    pub mails: Vec<Claimed>,
    pub lease: Lease,
    /// There was something to look at, though it may not leave.
    pub found: bool,
}

/// Until when the mails of a claim are this node's own: `next_at` of each that is not settled.
pub(super) struct Lease(AtomicI64);

impl Lease {
    pub(super) fn ends(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Whether another mail may be begun before another node may take it.
    pub(super) fn holds(&self, now: Instant) -> bool {
        now.plus_ms(NO_LATER_MS).0 < self.ends()
    }

    /// Moves it on once some of it is over. One that has ended is not taken back: another node may have the mails.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn renew(&self, b: &Backend, mails: &[Claimed]) -> Outcome<()> {
        let (now, ends) = (b.clock.now(), self.ends());
        if now.plus_ms(LEFT_MS).0 < ends || ends <= now.0 {
            return Ok(());
        }
        let next = now.plus_ms(LEASE_MS).0;
        let sql = format!(
            "UPDATE outbox SET next_at = $1 WHERE next_at = $2 AND state = 'sending' AND id IN ({})",
            places(3, mails.len())
        );
        let ids = mails.iter().map(|mail| mail.id.clone().into()).collect();
        b.db.execute(q(sql).bind(next).bind(ends).bind_all(ids)).await?;
        self.0.store(next, Ordering::Relaxed);
        Ok(())
    }
}

/// Whether any mail is to be sent or settled now.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn is_due(b: &Backend) -> Outcome<bool> {
    let due: Option<String> = q(DUE).bind(b.clock.now().0).opt(&mut b.db.read().await?).await?;
    Ok(due.is_some())
}

/// Lets go, before anything is taken, of what this desk was sending when it was killed. Only where no other node can be at it:
/// one process serves a SQLite file.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn free(b: &Backend) -> Outcome<()> {
    if b.db.dialect() == Dialect::Sqlite {
        b.db.execute(q(FREE).bind(b.clock.now().0)).await?;
    }
    Ok(())
}

/// Takes the mails to be sent next, at most [`BATCH`]; those that must not leave are settled on the way.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn claim(b: &Backend) -> Outcome<Claim> {
    let (own, desk) = (senders::own(b).await?, b.clone());
    let directory = b.directory().await?;
    b.db.write(move |tx| {
        let (own, desk, directory) = (own.clone(), desk.clone(), directory.clone());
        Box::pin(async move {
            let mut news = News::default();
            let taken = take(tx, own, desk.clock.now(), &mut news).await?;
            news.tell(tx, &desk, directory).await?;
            Ok(taken)
        })
    })
    .await
}

async fn take(tx: &mut Tx, own: Own, now: Instant, news: &mut News) -> Outcome<Claim> {
    q(TURN).for_update().one::<i64>(tx).await?;
    let (hour, day) = (now.plus_ms(-HOUR_MS).0, now.plus_ms(-DAY_MS).0);
    let next: Vec<Candidate> = q(NEXT).bind(now.0).bind(BATCH as i64).bind(hour).bind(day).all(tx).await?;
    let found = !next.is_empty();
    let mut caps = Caps::new(own, q(ACKNOWLEDGED).bind(hour).one(tx).await?);
    let lease = now.plus_ms(LEASE_MS).0;
    let mut taken: Vec<Value> = Vec::new();
    for candidate in next {
        match caps.obstacle(&candidate, now) {
            Some(trouble) => {
                let is_withheld = candidate.is_automatic && trouble.is_rule();
                let state = if is_withheld { MailState::Withheld } else { MailState::Failed };
                let drop = q(DROP).bind(candidate.id.as_str()).bind(trouble.code()).bind(now.0);
                drop.bind(state.code()).exec(tx).await?;
                match is_withheld {
                    true => news.moved(&candidate.id),
                    false => news.lost(&candidate.id),
                }
            }
            None => {
                q(TAKE).bind(candidate.id.as_str()).bind(lease).bind(now.0).exec(tx).await?;
                taken.push(candidate.id.into());
            }
        }
    }
    Ok(Claim { mails: load(tx, taken).await?, lease: Lease(AtomicI64::new(lease)), found })
}

/// The whole rows, in the order of `ids`.
async fn load(tx: &mut Tx, ids: Vec<Value>) -> Outcome<Vec<Claimed>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT id, kind, recipient, recipient_name, subject, body, html, sender, token, message_id, refs, files, attempts, \
         doubts, created_at, expires_at FROM outbox WHERE id IN ({}) ORDER BY place, id",
        places(1, ids.len())
    );
    let lines: Vec<Line> = q(sql).bind_all(ids).all(tx).await?;
    lines.into_iter().map(claimed).collect()
}

fn claimed(line: Line) -> Outcome<Claimed> {
    Ok(Claimed {
        kind: MailKind::parse(&line.kind).unwrap_or(MailKind::Reply),
        files: serde_json::from_str(&line.files)?,
        refs: line.refs.split_whitespace().map(str::to_owned).collect(),
        at: Instant(line.created_at),
        ends: ends(line.created_at, line.expires_at),
        id: line.id,
        to: line.recipient,
        name: line.recipient_name,
        subject: line.subject,
        text: line.body,
        html: line.html,
        sender: line.sender,
        token: line.token,
        message_id: line.message_id,
        attempts: line.attempts,
        doubts: line.doubts,
    })
}

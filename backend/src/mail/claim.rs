//! Which mails are sent next, and what became of them. A node takes a few at a time, each for as long as [`LEASE_MS`]; what it
//! has not settled by then, because it died, is another's. One node takes at a time, so that order and caps hold exactly.

use domain::files::Attachment;
use domain::outbox::{MailKind, MailTrouble};
use domain::time::{DAY_MS, HOUR_MS, Instant, MINUTE_MS, SECOND_MS};

use super::caps::{Candidate, Caps, DOUBTS, ends};
use super::outbox::cut;
use super::senders::{self, Own};
use crate::db::{Tx, Value, q};
use crate::{Backend, Outcome, row};

/// Mails that a node takes at a time.
pub(super) const BATCH: usize = 32;
/// How long they are its own. Longer than any server takes for one.
const LEASE_MS: i64 = 15 * MINUTE_MS;
/// The longest that handing over one may take, from the first line to the last.
const LONGEST_MS: i64 = 9 * MINUTE_MS;
/// The first wait after a server put a mail off; each is twice the one before, up to the longest.
const FIRST_WAIT_MS: i64 = 30 * SECOND_MS;
const LONGEST_WAIT_MS: i64 = 4 * MINUTE_MS;

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
    "UPDATE outbox SET state = 'sending', next_at = $2, tried_at = $3, attempts = attempts + 1,
  doubts = doubts + CASE WHEN state = 'sending' THEN 1 ELSE 0 END WHERE id = $1";
const DROP: &str =
    "UPDATE outbox SET state = 'failed', next_at = NULL, trouble = $2, settled_at = $3 WHERE id = $1";
const SENT: &str =
    "UPDATE outbox SET state = 'sent', next_at = NULL, trouble = NULL, answer = '', settled_at = $3
  WHERE id = $1 AND next_at = $2";
const FAILED: &str =
    "UPDATE outbox SET state = 'failed', next_at = NULL, trouble = $4, answer = $5, settled_at = $3
  WHERE id = $1 AND next_at = $2";
const LATER: &str =
    "UPDATE outbox SET state = 'waiting', next_at = $3, trouble = $4, answer = $5, doubts = doubts + $6
  WHERE id = $1 AND next_at = $2";
/// As if it had not been taken.
const BACK: &str = "UPDATE outbox SET state = 'waiting', next_at = $3, attempts = attempts - 1,
  tried_at = CASE WHEN attempts > 1 THEN tried_at ELSE NULL END WHERE id = $1 AND next_at = $2";

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
    attempts: i64,
    doubts: i64,
    ends: Instant,
    lease: i64,
}

impl Claimed {
    /// Whether it can be handed over before another node may take it.
    pub(super) fn leaves_time(&self, now: Instant) -> bool {
        now.plus_ms(LONGEST_MS).0 < self.lease
    }
}

/// What became of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    Sent,
    Failed(MailTrouble, String),
    /// Not now. `doubtful`: the server may have taken it.
    Later {
        trouble: MailTrouble,
        answer: String,
        doubtful: bool,
    },
    /// There was no line to send it over.
    Untried,
}

/// Whether any mail is to be sent or settled now.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn is_due(b: &Backend) -> Outcome<bool> {
    let due: Option<String> = q(DUE).bind(b.clock.now().0).opt(&mut b.db.read().await?).await?;
    Ok(due.is_some())
}

/// Takes the mails to be sent next, at most [`BATCH`]; those that must not leave are settled on the way. Also says whether
/// there was anything at all to look at.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn claim(b: &Backend) -> Outcome<(Vec<Claimed>, bool)> {
    let (own, now) = (senders::own(b).await?, b.clock.now());
    b.db.write(move |tx| {
        let own = own.clone();
        Box::pin(async move { take(tx, own, now).await })
    })
    .await
}

async fn take(tx: &mut Tx, own: Own, now: Instant) -> Outcome<(Vec<Claimed>, bool)> {
    q(TURN).for_update().one::<i64>(tx).await?;
    let (hour, day) = (now.plus_ms(-HOUR_MS).0, now.plus_ms(-DAY_MS).0);
    let next: Vec<Candidate> = q(NEXT).bind(now.0).bind(BATCH as i64).bind(hour).bind(day).all(tx).await?;
    let found = !next.is_empty();
    let mut caps = Caps::new(own, q(ACKNOWLEDGED).bind(hour).one(tx).await?);
    let lease = now.plus_ms(LEASE_MS);
    let mut taken: Vec<Value> = Vec::new();
    for candidate in next {
        match caps.obstacle(&candidate, now) {
            Some(trouble) => {
                q(DROP).bind(candidate.id).bind(trouble.code()).bind(now.0).exec(tx).await?;
            }
            None => {
                q(TAKE).bind(candidate.id.as_str()).bind(lease.0).bind(now.0).exec(tx).await?;
                taken.push(candidate.id.into());
            }
        }
    }
    Ok((load(tx, taken, lease).await?, found))
}

/// The whole rows, in the order of `ids`.
async fn load(tx: &mut Tx, ids: Vec<Value>, lease: Instant) -> Outcome<Vec<Claimed>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=ids.len()).map(|place| format!("${place}")).collect();
    let sql = format!(
        "SELECT id, kind, recipient, recipient_name, subject, body, html, sender, token, message_id, refs, files, attempts, \
         doubts, created_at, expires_at FROM outbox WHERE id IN ({}) ORDER BY place, id",
        places.join(", ")
    );
    let lines: Vec<Line> = q(sql).bind_all(ids).all(tx).await?;
    lines.into_iter().map(|line| claimed(line, lease)).collect()
}

fn claimed(line: Line, lease: Instant) -> Outcome<Claimed> {
    Ok(Claimed {
        kind: MailKind::parse(&line.kind).unwrap_or(MailKind::Reply),
        files: serde_json::from_str(&line.files)?,
        refs: line.refs.split_whitespace().map(str::to_owned).collect(),
        at: Instant(line.created_at),
        ends: ends(line.created_at, line.expires_at),
        lease: lease.0,
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

/// Writes down what became of `mail`; nothing when it is no longer this node's.
///
/// # Errors
/// When the database does not answer: then the mail is taken up again when its lease ends.
pub(super) async fn settle(b: &Backend, mail: &Claimed, fate: Fate) -> Outcome<()> {
    let now = b.clock.now();
    let query = match with_doubts(mail, fate) {
        Fate::Sent => q(SENT).bind(mail.id.as_str()).bind(mail.lease).bind(now.0),
        Fate::Failed(trouble, answer) => q(FAILED)
            .bind(mail.id.as_str())
            .bind(mail.lease)
            .bind(now.0)
            .bind(trouble.code())
            .bind(cut(&answer)),
        Fate::Later { trouble, answer, doubtful } => {
            let at = now.plus_ms(wait(mail.attempts)).min(mail.ends);
            let query = q(LATER).bind(mail.id.as_str()).bind(mail.lease).bind(at.0);
            query.bind(trouble.code()).bind(cut(&answer)).bind(i64::from(doubtful))
        }
        Fate::Untried => q(BACK).bind(mail.id.as_str()).bind(mail.lease).bind(now.0),
    };
    b.db.execute(query).await?;
    Ok(())
}

/// A mail that may have arrived twice is not sent a third time.
fn with_doubts(mail: &Claimed, fate: Fate) -> Fate {
    match fate {
        Fate::Later { doubtful: true, answer, .. } if mail.doubts + 1 >= DOUBTS => {
            Fate::Failed(MailTrouble::Unsure, answer)
        }
        other => other,
    }
}

/// Milliseconds until the next attempt after so many.
fn wait(attempts: i64) -> i64 {
    let doubled = FIRST_WAIT_MS << (attempts - 1).clamp(0, 10);
    doubled.min(LONGEST_WAIT_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_stay_within_five_minutes() {
        let waits: Vec<i64> = (1..7).map(|attempts| wait(attempts) / SECOND_MS).collect();
        assert_eq!(waits, [30, 60, 120, 240, 240, 240]);
    }
}

//! Writing the change log, in the transaction of the change itself.

use domain::live::Topic;
use domain::time::Instant;

use crate::db::{DbError, Tx, q};
use crate::{Backend, Outcome};

const NEXT_SEQ: &str = "UPDATE desk SET change_seq = change_seq + 1 WHERE id = 1 RETURNING change_seq";
const INSERT_CHANGE: &str = "INSERT INTO change_log
  (seq, at, topic, id, version, requester_id, organisation_id, is_public, actor_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// Something that others may want to hear of: what, its version, and who may hear.
#[derive(Debug, Clone)]
pub struct Change {
    pub topic: Topic,
    pub id: String,
    pub version: i64,
    /// The customer and organisation that may hear of it besides staff.
    pub requester_id: Option<String>,
    pub organisation_id: Option<String>,
    /// `false`: staff only.
    pub is_public: bool,
    pub actor_id: Option<String>,
    pub at: Instant,
}

impl Change {
    /// For staff alone, by nobody in particular.
    pub(crate) fn for_staff(topic: Topic, id: impl Into<String>, at: Instant) -> Self {
        Self {
            topic,
            id: id.into(),
            version: at.0,
            requester_id: None,
            organisation_id: None,
            is_public: false,
            actor_id: None,
            at,
        }
    }
}

/// Appends `change` with the next number of the sequence. The counter's row stays locked until the commit, so numbers
/// appear in commit order; call it last in a transaction.
///
/// # Errors
/// When the database refuses.
pub async fn record(tx: &mut Tx, change: &Change) -> Result<i64, DbError> {
    let (seq,): (i64,) = q(NEXT_SEQ).one(tx).await?;
    insert(tx, seq, change).await?;
    Ok(seq)
}

/// Appends `change` under a number already taken from the sequence in this transaction.
pub(crate) async fn insert(tx: &mut Tx, seq: i64, change: &Change) -> Result<(), DbError> {
    q(INSERT_CHANGE)
        .bind(seq)
        .bind(change.at.0)
        .bind(change.topic.code())
        .bind(change.id.as_str())
        .bind(change.version)
        .bind(change.requester_id.clone())
        .bind(change.organisation_id.clone())
        .bind(change.is_public)
        .bind(change.actor_id.clone())
        .exec(tx)
        .await?;
    tx.notify_commit();
    Ok(())
}

/// How long a browser that was away can catch up.
const KEEP_MS: i64 = 7 * 86_400_000;
const FORGET: &str =
    "DELETE FROM change_log WHERE seq IN (SELECT seq FROM change_log WHERE at < $1 ORDER BY at LIMIT 5000)";

/// Removes one batch of events that nobody waits for any more.
///
/// # Errors
/// When the database refuses.
pub async fn forget_old(b: &Backend) -> Outcome<()> {
    let before = b.clock.now().plus_ms(-KEEP_MS);
    b.db.execute(q(FORGET).bind(before.0)).await?;
    Ok(())
}

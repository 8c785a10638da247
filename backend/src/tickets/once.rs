//! Requests that may come twice but act once. The key is noted in the transaction of its effect, so whatever crashes in
//! between, both are there or neither; a second request with the key waits for the first and is given its answer.

use domain::Viewer;
use domain::error::Problem;
use domain::tickets::view::Written;
use domain::time::{DAY_MS, Instant};

use crate::access::digest;
use crate::db::{Tx, q};
use crate::{Backend, Outcome};

/// How long a key is remembered.
const KEEP_MS: i64 = DAY_MS;

const CLAIM: &str =
    "INSERT INTO idempotency_keys (person_id, key, request_hash, status, response, created_at)
  VALUES ($1, $2, $3, 0, '', $4) ON CONFLICT (person_id, key) DO NOTHING";
const KNOWN: &str = "SELECT request_hash, response FROM idempotency_keys WHERE person_id = $1 AND key = $2";
const ANSWER: &str =
    "UPDATE idempotency_keys SET status = 201, response = $3 WHERE person_id = $1 AND key = $2";
const FORGET: &str = "DELETE FROM idempotency_keys WHERE created_at < $1";

/// A person's key for one request.
#[derive(Debug, Clone)]
pub struct Once {
    person_id: String,
    /// Kept as hashes: neither has to be read again.
    key: String,
    request: String,
}

impl Once {
    /// The `key` that `v` chose for `request`, any text that is the same whenever the request is.
    #[must_use]
    pub fn new(v: &Viewer, key: &str, request: &str) -> Self {
        Self { person_id: v.person_id.clone(), key: digest(key), request: digest(request) }
    }

    /// The answer given before, or `None` with the key claimed for this transaction.
    ///
    /// # Errors
    /// `Invalid` for `idempotency_key` when the key belongs to another request.
    async fn recall(&self, tx: &mut Tx, now: Instant) -> Outcome<Option<Written>> {
        let claim = q(CLAIM).bind(&self.person_id).bind(&self.key).bind(&self.request).bind(now.0);
        if claim.exec(tx).await? == 1 {
            return Ok(None);
        }
        Ok(Some(self.answered(q(KNOWN).bind(&self.person_id).bind(&self.key).one(tx).await?)?))
    }

    /// What was answered before, if anything was. Asked before a request is judged by what it has used up itself, such as
    /// the files that it sends.
    ///
    /// # Errors
    /// `Invalid` for `idempotency_key` when the key belongs to another request.
    pub async fn known(&self, b: &Backend) -> Outcome<Option<Written>> {
        let known = q(KNOWN).bind(&self.person_id).bind(&self.key).opt(&mut b.db.read().await?).await?;
        known.map(|known| self.answered(known)).transpose()
    }

    fn answered(&self, (request, response): (String, String)) -> Outcome<Written> {
        if request != self.request {
            return Err(domain::Error::field("idempotency_key", Problem::Taken).into());
        }
        Ok(serde_json::from_str(&response)?)
    }

    async fn keep(&self, tx: &mut Tx, written: &Written) -> Outcome<()> {
        let response = serde_json::to_string(written)?;
        q(ANSWER).bind(&self.person_id).bind(&self.key).bind(response).exec(tx).await?;
        Ok(())
    }
}

/// What `once` answered before, if it did.
pub(super) async fn recall(tx: &mut Tx, once: Option<&Once>, now: Instant) -> Outcome<Option<Written>> {
    match once {
        Some(once) => once.recall(tx, now).await,
        None => Ok(None),
    }
}

/// Keeps the answer beside what it tells of, and hands it on.
pub(super) async fn keep(tx: &mut Tx, once: Option<&Once>, written: Written) -> Outcome<Written> {
    if let Some(once) = once {
        once.keep(tx, &written).await?;
    }
    Ok(written)
}

/// Forgets keys that are older than a day.
///
/// # Errors
/// When the database refuses.
pub async fn forget_keys(b: &Backend) -> Outcome<()> {
    let before = b.clock.now().plus_ms(-KEEP_MS);
    b.db.execute(q(FORGET).bind(before.0)).await?;
    Ok(())
}

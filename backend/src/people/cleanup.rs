//! Forgetting what has run out, a few rows at a time, so that nobody waits behind it.

use crate::access::tries::LONGEST_WINDOW_MS;
use crate::db::q;
use crate::{Backend, Failure, Outcome};

const SESSIONS: &str = "DELETE FROM sessions WHERE token_hash IN
  (SELECT token_hash FROM sessions WHERE expires_at <= $1 ORDER BY expires_at LIMIT 500)";
const CODES: &str = "DELETE FROM login_codes WHERE id IN
  (SELECT id FROM login_codes WHERE expires_at <= $1 ORDER BY expires_at LIMIT 500)";
const TRIES: &str = "DELETE FROM tries WHERE (scope, window_start) IN
  (SELECT scope, window_start FROM tries WHERE window_start <= $1 ORDER BY window_start LIMIT 500)";

/// Rows of one transaction; the statements say the same.
const BATCH: u64 = 500;
/// Transactions of one kind in one run; the next run goes on.
const BATCHES: u32 = 20;

/// Deletes ended sessions and codes and counts of tries that no window needs any more, at most 10 000 of each; answers
/// how many rows. Safe on any number of nodes.
///
/// # Errors
/// A fault of the database; what was deleted before it stays deleted.
pub async fn cleanup(b: &Backend) -> Outcome<u64> {
    let now = b.clock.now();
    let old = now.plus_ms(-LONGEST_WINDOW_MS);
    let mut gone = 0;
    for (statement, before) in [(SESSIONS, now), (CODES, now), (TRIES, old)] {
        gone += drain(b, statement, before.0).await?;
    }
    Ok(gone)
}

async fn drain(b: &Backend, statement: &'static str, before: i64) -> Outcome<u64> {
    let mut gone = 0;
    for _ in 0..BATCHES {
        let batch =
            b.db.write(move |tx| Box::pin(q(statement).bind(before).exec(tx)))
                .await
                .map_err(Failure::from)?;
        gone += batch;
        if batch < BATCH {
            break;
        }
    }
    Ok(gone)
}

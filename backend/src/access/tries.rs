//! Counted tries: how often something may be done by one account, address or person in a stretch of time. The count
//! stands in the database, so it survives restarts and covers all nodes.

use domain::time::{Instant, SECOND_MS};

use super::digest;
use crate::db::{DbError, Tx, q};
use crate::{Backend, Outcome};

const COUNT: &str = "SELECT n FROM tries WHERE scope = $1 AND window_start = $2";
const ADD: &str = "INSERT INTO tries (scope, window_start, n) VALUES ($1, $2, 1)
  ON CONFLICT (scope, window_start) DO UPDATE SET n = tries.n + 1 RETURNING n";
const GIVE_BACK: &str = "UPDATE tries SET n = n - 1 WHERE scope = $1 AND window_start = $2 AND n > 0";

/// The longest window; [`people::cleanup`](crate::people::cleanup) forgets what is older.
pub const LONGEST_WINDOW_MS: i64 = domain::time::DAY_MS;

/// Counts one try of `scope` ("sign-in a@b.example"; kept as a hash) and refuses the one after `limit` in a window of
/// `window_ms`, at most [`LONGEST_WINDOW_MS`]. Windows lie end to end, from the epoch on.
///
/// # Errors
/// `TooMany` with the seconds until the next window, or a fault of the database.
pub async fn take(b: &Backend, scope: &str, limit: u32, window_ms: i64) -> Outcome<()> {
    let now = b.clock.now();
    let (scope, start) = (digest(scope), window_start(now, window_ms));
    let limit = i64::from(limit);
    // A flood is turned away by reading alone, without a durable write for each try.
    let counted = q(COUNT).bind(&scope).bind(start).opt::<i64>(&mut b.db.read().await?).await?;
    let counted = match counted {
        Some(n) if n >= limit => n + 1,
        _ => b.db.write(move |tx| Box::pin(q(ADD).bind(&scope).bind(start).one::<i64>(tx))).await?,
    };
    if counted <= limit { Ok(()) } else { Err(too_many(now, start, window_ms).into()) }
}

/// Takes back a try that [`take`] counted at `taken_at`, because it turned out well.
pub(crate) async fn give_back(
    tx: &mut Tx,
    scope: &str,
    window_ms: i64,
    taken_at: Instant,
) -> Result<(), DbError> {
    let start = window_start(taken_at, window_ms);
    q(GIVE_BACK).bind(digest(scope)).bind(start).exec(tx).await.map(drop)
}

fn window_start(now: Instant, window_ms: i64) -> i64 {
    now.0 - now.0.rem_euclid(window_ms.max(1))
}

fn too_many(now: Instant, start: i64, window_ms: i64) -> domain::Error {
    let left_ms = (start + window_ms - now.0).max(0);
    let seconds = (left_ms + SECOND_MS - 1) / SECOND_MS;
    domain::Error::TooMany { retry_after: u32::try_from(seconds).unwrap_or(u32::MAX) }
}

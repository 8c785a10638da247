//! What was sent long ago is forgotten; what was said in it stands in its ticket.

use domain::time::DAY_MS;

use crate::db::q;
use crate::ids::first_at;
use crate::{Backend, Outcome};

const FORGET: &str = "DELETE FROM outbox WHERE id IN
  (SELECT id FROM outbox WHERE state = $1 AND id < $2 ORDER BY id LIMIT 500)";
const SETTLED: [&str; 3] = ["sent", "failed", "bounced"];
const KEPT_MS: i64 = 90 * DAY_MS;

/// Forgets what was written and settled long ago, at most 500 mails of each state.
///
/// # Errors
/// When the database does not answer.
pub async fn forget_old(b: &Backend) -> Outcome<()> {
    let oldest = first_at(b.clock.now().plus_ms(-KEPT_MS));
    for state in SETTLED {
        b.db.execute(q(FORGET).bind(state).bind(oldest.as_str())).await?;
    }
    Ok(())
}

//! What lies in quarantine, tried again: one message, or all of them.

use std::time::{Duration, Instant};

use domain::Viewer;
use domain::access::Action;
use domain::mail::view::Retried;

use super::keep::AT_IT_MS;
use super::take::{Taken, handle, taken};
use crate::access::in_person;
use crate::db::q;
use crate::{Backend, Outcome};

const RETRY: &str = "UPDATE mail_in SET state = 'waiting', shelf = 'waiting', reason = NULL, next_at = $2
  WHERE id = $1 AND state = 'quarantined'";
/// Those that were tried just now come last, so that pressing again gets to all of them.
const LYING: &str =
    "SELECT id FROM mail_in WHERE state = 'quarantined' ORDER BY COALESCE(settled_at, 0), id LIMIT $1";
const STILL: &str = "SELECT COUNT(*) FROM mail_in WHERE state = 'quarantined'";

/// How many are tried at once at most, and for how long another one is begun.
const AT_ONCE: i64 = 200;
const BEGUN: Duration = Duration::from_secs(20);

/// Tries a message in quarantine again, now.
///
/// # Errors
/// `SignIn`, `Forbidden`; `NotFound` for what does not lie there.
pub async fn retry(b: &Backend, v: &Viewer, id: &str) -> Outcome<Taken> {
    in_person(v, Action::ReadOutbox)?;
    attempt(b, id).await?.ok_or_else(|| domain::Error::NotFound.into())
}

/// Tries everything in quarantine again, in the order in which it came, as far as one call may go.
///
/// # Errors
/// `SignIn`, `Forbidden`.
pub async fn retry_all(b: &Backend, v: &Viewer) -> Outcome<Retried> {
    in_person(v, Action::ReadOutbox)?;
    let mut lying: Vec<String> = q(LYING).bind(AT_ONCE).all(&mut b.db.read().await?).await?;
    lying.sort_unstable();
    let (begun, mut retried) = (Instant::now(), Retried::default());
    for id in lying {
        if begun.elapsed() > BEGUN {
            break;
        }
        let taken = attempt(b, &id).await?;
        retried.taken += u64::from(taken.is_some_and(|taken| matches!(&*taken.state, "done" | "ignored")));
    }
    let still: i64 = q(STILL).one(&mut b.db.read().await?).await?;
    Ok(Retried { still: u64::try_from(still).unwrap_or_default(), ..retried })
}

/// None: it does not lie there.
async fn attempt(b: &Backend, id: &str) -> Outcome<Option<Taken>> {
    let waits = b.db.execute(q(RETRY).bind(id).bind(b.clock.now().plus_ms(AT_IT_MS).0)).await?;
    if waits == 0 {
        return Ok(None);
    }
    handle(b, id).await?;
    taken(b, id).await.map(Some)
}

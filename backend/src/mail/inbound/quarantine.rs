//! What lies in quarantine, tried again.

use domain::Viewer;
use domain::access::Action;
use domain::time::DAY_MS;

use super::take::{Taken, handle, taken};
use crate::access::in_person;
use crate::db::q;
use crate::{Backend, Outcome};

const RETRY: &str = "UPDATE mail_in SET state = 'waiting', shelf = 'waiting', reason = NULL, next_at = $2
  WHERE id = $1 AND state = 'quarantined'";

/// Tries a message in quarantine again, now.
///
/// # Errors
/// `SignIn`, `Forbidden`; `NotFound` for what does not lie there.
pub async fn retry(b: &Backend, v: &Viewer, id: &str) -> Outcome<Taken> {
    in_person(v, Action::ReadOutbox)?;
    let waits = b.db.execute(q(RETRY).bind(id).bind(b.clock.now().plus_ms(DAY_MS).0)).await?;
    if waits == 0 {
        return Err(domain::Error::NotFound.into());
    }
    handle(b, id).await?;
    taken(b, id).await
}

//! Mail that came back: noted on what was sent, and its address flagged when it will never arrive.

use domain::people::email_norm;

use super::super::{ids, outbox};
use super::settle::Case;
use crate::Outcome;
use crate::db::{Tx, q};

const WRITTEN: &str = "SELECT id FROM outbox WHERE message_id = $1 AND recipient_norm = $2 LIMIT 1";

/// Only a report that gives back a message of ours is believed: anybody can write one about somebody else's address.
pub(super) async fn note(tx: &mut Tx, case: &Case) -> Outcome<()> {
    let Some(bounce) = case.came.bounce.as_ref().filter(|bounce| bounce.permanent) else { return Ok(()) };
    let Some(recipient) = &bounce.recipient else { return Ok(()) };
    for id in &case.message.parsed.reported {
        let known = ids::known(tx, id).await?;
        if known.is_some_and(|known| known.origin == ids::Origin::Ours) {
            let answer = if bounce.status.is_empty() { "5" } else { &bounce.status };
            outbox::returned(tx, &case.pen.backend, id, recipient, answer).await?;
            let address = email_norm(recipient);
            // Nor is it believed about an address that this very message was not written to.
            if q(WRITTEN).bind(id.as_str()).bind(address.as_str()).opt::<String>(tx).await?.is_some() {
                outbox::flag(&address, &bounce.status, case.pen.now).exec(tx).await?;
            }
            return Ok(());
        }
    }
    Ok(())
}

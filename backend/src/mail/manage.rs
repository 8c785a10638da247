//! What an admin does about mail that did not get through.

use domain::Viewer;
use domain::access::Action;
use domain::outbox::StoppedAddress;
use domain::people::email_norm;
use domain::time::{DAY_MS, Instant};

use crate::access::in_person;
use crate::audit::{self, Deed};
use crate::db::{Query, q};
use crate::stamps::Stamper;
use crate::{Backend, Failure, Outcome};

/// A code that has had its time stays settled.
const RETRY: &str =
    "UPDATE outbox SET state = 'waiting', next_at = $2, expires_at = $3, attempts = 0, doubts = 0,
    trouble = NULL, answer = '', settled_at = NULL
  WHERE id = $1 AND state IN ('failed', 'bounced') AND kind <> 'code'";
const STOPPED: &str =
    "SELECT email_norm, status, at FROM bounced_addresses ORDER BY at DESC, email_norm LIMIT 500";
const RELEASE: &str = "DELETE FROM bounced_addresses WHERE email_norm = $1";

/// How long a mail is tried that somebody lets leave once more.
const TRIED_MS: i64 = 4 * DAY_MS;

/// Lets the mail `id` leave once more, under the Message-ID that it had.
///
/// # Errors
/// `Forbidden`; `NotFound` for what is not there or has not failed.
pub async fn retry(b: &Backend, v: &Viewer, id: &str) -> Outcome<()> {
    let now = b.clock.now();
    let query = q(RETRY).bind(id).bind(now.0).bind(now.plus_ms(TRIED_MS).0);
    carry_out(b, v, query, audit::Entry::new(b, Some(v), Deed::MailRetried, id)).await
}

/// The addresses that nothing is sent to, the newest first.
///
/// # Errors
/// `Forbidden`.
pub async fn stopped_addresses(b: &Backend, v: &Viewer) -> Outcome<Vec<StoppedAddress>> {
    in_person(v, Action::ReadOutbox)?;
    let rows: Vec<(String, String, i64)> = q(STOPPED).all(&mut b.db.read().await?).await?;
    let stamper = Stamper::new(v, b.clock.now());
    let shown = |(address, status, at)| StoppedAddress { address, status, at: stamper.stamp(Instant(at)) };
    Ok(rows.into_iter().map(shown).collect())
}

/// Lets mail be sent to `address` again.
///
/// # Errors
/// `Forbidden`; `NotFound` for an address that nothing came back from.
pub async fn release_address(b: &Backend, v: &Viewer, address: &str) -> Outcome<()> {
    let address = email_norm(address);
    let entry = audit::Entry::new(b, Some(v), Deed::AddressReleased, &address);
    carry_out(b, v, q(RELEASE).bind(address), entry).await
}

/// Runs what has to touch a row, with its line in the audit log.
async fn carry_out(b: &Backend, v: &Viewer, query: Query, entry: audit::Entry) -> Outcome<()> {
    in_person(v, Action::EditMail)?;
    b.db.write(move |tx| {
        let (query, entry) = (query.clone(), entry.clone());
        Box::pin(async move {
            if query.exec(tx).await? == 0 {
                return Err(Failure::Refused(domain::Error::NotFound));
            }
            audit::record(tx, &entry).await.map_err(Failure::from)
        })
    })
    .await
}

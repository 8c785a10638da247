//! What people do about mail that did not get through: another try, and the list of addresses that nothing is sent to.

use domain::Viewer;
use domain::access::Action;
use domain::error::{Checks, Problem};
use domain::outbox::{Returned, StoppedAddress};
use domain::people::{email_norm, looks_like_email};
use domain::tickets::MAX_REASON;
use domain::time::{DAY_MS, Instant};
use serde_json::json;

use super::news::News;
use crate::access::in_person;
use crate::audit::{self, Deed};
use crate::db::{Query, q};
use crate::stamps::Stamper;
use crate::tickets::number_text;
use crate::{Backend, Failure, Outcome, row};

/// A code that has had its time stays settled.
const RETRY: &str =
    "UPDATE outbox SET state = 'waiting', next_at = $2, expires_at = $3, attempts = 0, doubts = 0,
    trouble = NULL, answer = '', settled_at = NULL
  WHERE id = $1 AND state IN ('failed', 'bounced', 'withheld') AND kind <> 'code' AND body <> ''";
const STOPPED: &str = "SELECT s.email_norm, s.status, s.at, s.reason, p.name AS added_by, o.subject, t.number
  FROM bounced_addresses s LEFT JOIN people p ON p.id = s.added_by
  LEFT JOIN outbox o ON o.id = (SELECT MAX(b.id) FROM outbox b WHERE b.recipient_norm = s.email_norm
    AND (b.state = 'bounced' OR b.trouble = 'refused'))
  LEFT JOIN tickets t ON t.id = o.ticket_id ORDER BY s.at DESC, s.email_norm LIMIT 500";
const STOP: &str =
    "INSERT INTO bounced_addresses (email_norm, status, at, reason, added_by) VALUES ($1, '', $2, $3, $4)
  ON CONFLICT (email_norm) DO NOTHING";
const RELEASE: &str = "DELETE FROM bounced_addresses WHERE email_norm = $1";

/// How long a mail is tried that somebody lets leave once more.
const TRIED_MS: i64 = 4 * DAY_MS;

row! {
    struct Line {
        email_norm: String, status: String, at: i64, reason: String, added_by: Option<String>, subject: Option<String>,
        number: Option<i64>,
    }
}

/// Lets the mail `id` leave once more, under the Message-ID that it had.
///
/// # Errors
/// `Forbidden`; `NotFound` for what is not there or has not failed.
pub async fn retry(b: &Backend, v: &Viewer, id: &str) -> Outcome<()> {
    in_person(v, Action::EditMail)?;
    send_again(b, v, id).await
}

/// The same for somebody who is known to be allowed to.
pub(super) async fn send_again(b: &Backend, v: &Viewer, id: &str) -> Outcome<()> {
    let (now, directory) = (b.clock.now(), b.directory().await?);
    let query = q(RETRY).bind(id).bind(now.0).bind(now.plus_ms(TRIED_MS).0);
    let entry = audit::Entry::new(b, Some(v), Deed::MailRetried, id);
    let (desk, id) = (b.clone(), id.to_owned());
    b.db.write(move |tx| {
        let (query, entry, desk) = (query.clone(), entry.clone(), desk.clone());
        let (directory, id) = (directory.clone(), id.clone());
        Box::pin(async move {
            if query.exec(tx).await? == 0 {
                return Err(Failure::Refused(domain::Error::NotFound));
            }
            audit::record(tx, &entry).await?;
            let mut news = News::default();
            news.moved(&id);
            news.tell(tx, &desk, directory).await
        })
    })
    .await
}

/// The addresses that nothing is sent to, the newest first.
///
/// # Errors
/// `Forbidden`.
pub async fn stopped_addresses(b: &Backend, v: &Viewer) -> Outcome<Vec<StoppedAddress>> {
    in_person(v, Action::ReadOutbox)?;
    let lines: Vec<Line> = q(STOPPED).all(&mut b.db.read().await?).await?;
    let stamper = Stamper::new(v, b.clock.now());
    let shown = |line: Line| StoppedAddress {
        returned: line.subject.map(|subject| Returned { subject, number: line.number.map(number_text) }),
        address: line.email_norm,
        status: line.status,
        at: stamper.stamp(Instant(line.at)),
        reason: line.reason,
        by: line.added_by,
    };
    Ok(lines.into_iter().map(shown).collect())
}

/// Lets nothing be sent to `address` any more.
///
/// # Errors
/// `Forbidden`; `Invalid` for `address` that is none or on the list already, and for a missing `reason`.
pub async fn stop_address(b: &Backend, v: &Viewer, address: &str, reason: &str) -> Outcome<()> {
    in_person(v, Action::EditMail)?;
    let mut checks = Checks::default();
    let address = email_norm(&checks.line("address", address, 254));
    let reason = checks.line("reason", reason, MAX_REASON);
    checks.ensure(address.is_empty() || looks_like_email(&address), "address", Problem::NotAnEmail);
    checks.finish()?;
    let entry = audit::Entry::new(b, Some(v), Deed::AddressStopped, &address);
    let entry = entry.with(json!({ "reason": reason }));
    let query = q(STOP).bind(address).bind(b.clock.now().0).bind(reason).bind(v.person_id.as_str());
    carry_out(b, query, entry, || domain::Error::field("address", Problem::Taken)).await
}

/// Lets mail be sent to `address` again. The reason stands in the audit log.
///
/// # Errors
/// `Forbidden`; `NotFound` for an address that is not on the list; `Invalid` for a missing `reason`.
pub async fn release_address(b: &Backend, v: &Viewer, address: &str, reason: &str) -> Outcome<()> {
    in_person(v, Action::EditMail)?;
    let mut checks = Checks::default();
    let reason = checks.line("reason", reason, MAX_REASON);
    checks.finish()?;
    let address = email_norm(address);
    let entry = audit::Entry::new(b, Some(v), Deed::AddressReleased, &address);
    let entry = entry.with(json!({ "reason": reason }));
    carry_out(b, q(RELEASE).bind(address), entry, || domain::Error::NotFound).await
}

/// Runs what has to touch a row, with its line in the audit log; what touches none is refused.
async fn carry_out(
    b: &Backend,
    query: Query,
    entry: audit::Entry,
    refused: fn() -> domain::Error,
) -> Outcome<()> {
    b.db.write(move |tx| {
        let (query, entry) = (query.clone(), entry.clone());
        Box::pin(async move {
            if query.exec(tx).await? == 0 {
                return Err(Failure::Refused(refused()));
            }
            audit::record(tx, &entry).await.map_err(Failure::from)
        })
    })
    .await
}

//! What mail holds of an entry that has to lose its words: the message that brought it, the copies that told of it.

use domain::time::Instant;

use super::layout;
use crate::db::{Tx, q};
use crate::{Outcome, files};

const BROUGHT: &str = "SELECT id FROM mail_in WHERE entry_id = $1 AND hash <> ''";
const UNTITLE: &str = "UPDATE mail_in SET subject = '' WHERE entry_id = $1";
/// What has not left stays here; of what was on its way nobody asks any more.
const COPIES: &str = "UPDATE outbox SET subject = '', body = '', html = '', files = '[]', answer = '',
    trouble = CASE WHEN state = 'sent' THEN trouble ELSE 'redacted' END,
    settled_at = CASE WHEN state IN ('waiting', 'sending') THEN $2 ELSE settled_at END, next_at = NULL,
    state = CASE WHEN state IN ('waiting', 'sending') THEN 'failed' ELSE state END
  WHERE entry_id = $1";
const TOLD: &str = "UPDATE outbox SET subject = '', body = '', html = '', answer = '',
    trouble = CASE WHEN state = 'sent' THEN trouble ELSE 'redacted' END,
    settled_at = CASE WHEN state IN ('waiting', 'sending') THEN $5 ELSE settled_at END, next_at = NULL,
    state = CASE WHEN state IN ('waiting', 'sending') THEN 'failed' ELSE state END
  WHERE id >= $1 AND id < $2 AND ticket_id = $3 AND created_at = $4 AND kind = 'alarm'";
const FILES: &str = "UPDATE outbox SET files = '[]' WHERE entry_id = $1 AND next_at IS NULL";
const OURS: &str = "UPDATE outbox SET subject = REPLACE(subject, $2, $3), body = REPLACE(body, $2, $3), html = REPLACE(html, $4, $5)
  WHERE message_id IN (SELECT message_id FROM mail_ids WHERE ticket_id = $1 AND ours = TRUE)";
const THEIRS: &str = "UPDATE mail_in SET subject = REPLACE(subject, $2, '')
  WHERE entry_id IN (SELECT id FROM entries WHERE ticket_id = $1)";

/// The bytes of the message that brought the entry go as its files do.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn let_go_raw(tx: &mut Tx, entry_id: &str, now: Instant) -> Outcome<()> {
    let ids: Vec<String> = q(BROUGHT).bind(entry_id).all(tx).await?;
    for id in ids {
        files::let_go_mail(tx, &id, now).await?;
    }
    Ok(())
}

/// The words of the entry leave the mail that brought it and every copy that was made of it; those that wait are not sent.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn forget_words(tx: &mut Tx, entry_id: &str, now: Instant) -> Outcome<()> {
    q(UNTITLE).bind(entry_id).exec(tx).await?;
    q(COPIES).bind(entry_id).bind(now.0).exec(tx).await?;
    Ok(())
}

/// The names of the entry's files leave the copies that were sent.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn forget_files(tx: &mut Tx, entry_id: &str) -> Outcome<()> {
    q(FILES).bind(entry_id).exec(tx).await?;
    Ok(())
}

/// What staff were told by mail at the moment `at` about the ticket goes; `until` sorts after every id of that moment.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn forget_told(
    tx: &mut Tx,
    ticket_id: &str,
    at: Instant,
    until: &str,
    now: Instant,
) -> Outcome<()> {
    let query = q(TOLD).bind(crate::ids::first_at(at)).bind(until).bind(ticket_id);
    query.bind(at.0).bind(now.0).exec(tx).await?;
    Ok(())
}

/// The subject `old` gives way to `new` in the mail about the ticket.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn rename(tx: &mut Tx, ticket_id: &str, old: &str, new: &str) -> Outcome<()> {
    let query = q(OURS).bind(ticket_id).bind(old).bind(new);
    query.bind(layout::escaped(old)).bind(layout::escaped(new)).exec(tx).await?;
    q(THEIRS).bind(ticket_id).bind(old).exec(tx).await?;
    Ok(())
}

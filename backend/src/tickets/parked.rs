//! What was typed into a form that was refused, kept for the browser that sent it: above all while its session has
//! ended, when there is nobody whose draft it could be.

use domain::tickets::MAX_TEXT;
use domain::time::HOUR_MS;

use crate::access::tries;
use crate::db::q;
use crate::people::Client;
use crate::{Backend, Outcome};

const PARK: &str = "INSERT INTO drafts (person_id, ticket_id, mode, body, changed_at) VALUES ($1, $2, 'parked', $3, $4)
  ON CONFLICT (person_id, ticket_id, mode) DO UPDATE SET body = excluded.body, changed_at = excluded.changed_at";
const PARKED: &str = "SELECT ticket_id, body FROM drafts WHERE person_id = $1 AND changed_at >= $2 LIMIT 20";
const UNPARK: &str = "DELETE FROM drafts WHERE person_id = $1 AND ticket_id = $2";
/// In the order of the key: what is parked lies together.
const FORGET: &str =
    "DELETE FROM drafts WHERE person_id >= 'parked ' AND person_id < 'parked!' AND changed_at < $1";

/// How long it is kept.
const KEEP_MS: i64 = 12 * HOUR_MS;
/// Forms of one network that are kept in an hour.
const AN_HOUR: u32 = 120;

/// The owner that stands for the browser which knows `key`.
fn owner(key: &str) -> String {
    format!("parked {key}")
}

/// Keeps `text`, cut where no form takes more, as what was typed into `form` by the browser that knows `key`, a secret.
///
/// # Errors
/// `TooMany`, or a fault of the database.
pub async fn park(b: &Backend, client: &Client, key: &str, form: &str, text: &str) -> Outcome<()> {
    tries::take(b, &format!("parked by {}", client.network()), AN_HOUR, HOUR_MS).await?;
    let text: String = text.chars().take(MAX_TEXT as usize * 2).collect();
    b.db.execute(q(PARK).bind(owner(key)).bind(form).bind(text).bind(b.clock.now().0)).await?;
    Ok(())
}

/// What is kept for the browser that knows `key`, as (form, text).
///
/// # Errors
/// When the database does not answer.
pub async fn parked(b: &Backend, key: &str) -> Outcome<Vec<(String, String)>> {
    let since = b.clock.now().0 - KEEP_MS;
    Ok(q(PARKED).bind(owner(key)).bind(since).all(&mut b.db.read().await?).await?)
}

/// `form` was taken: what was kept of it goes.
///
/// # Errors
/// When the database refuses.
pub async fn unpark(b: &Backend, key: &str, form: &str) -> Outcome<()> {
    b.db.execute(q(UNPARK).bind(owner(key)).bind(form)).await?;
    Ok(())
}

/// Removes what nobody came back for.
///
/// # Errors
/// When the database refuses.
pub async fn forget_parked(b: &Backend) -> Outcome<()> {
    b.db.execute(q(FORGET).bind(b.clock.now().0 - KEEP_MS)).await?;
    Ok(())
}

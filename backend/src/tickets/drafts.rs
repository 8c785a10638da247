//! Texts being written, kept on the server so that nothing typed is ever lost.

use domain::Viewer;
use domain::tickets::MAX_TEXT;

use super::scope::visible_id;
use crate::db::q;
use crate::{Backend, Outcome};

const SAVE: &str = "INSERT INTO drafts (person_id, ticket_id, mode, body, changed_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (person_id, ticket_id, mode) DO UPDATE SET body = excluded.body, changed_at = excluded.changed_at";
const DROP: &str = "DELETE FROM drafts WHERE person_id = $1 AND ticket_id = $2 AND mode = $3";
const LOAD: &str = "SELECT mode, body FROM drafts WHERE person_id = $1 AND ticket_id = $2";

/// Longest draft kept, in bytes; a little more than a text may be long, for the JSON around it.
const MAX_BODY: usize = MAX_TEXT as usize * 4 + 8_192;

/// Keeps `body` as the viewer's draft on the ticket, for one way of writing (`reply`, `note`). An empty one is removed.
///
/// # Errors
/// As [`visible_id`].
pub async fn save(b: &Backend, v: &Viewer, number: &str, mode: &str, body: &str) -> Outcome<()> {
    let id = visible_id(b, v, number).await?;
    let mut cut = body.len().min(MAX_BODY);
    while !body.is_char_boundary(cut) {
        cut -= 1;
    }
    let body = &body[..cut];
    let query = if body.is_empty() { q(DROP) } else { q(SAVE) };
    let query = query.bind(v.person_id.as_str()).bind(id).bind(mode);
    let query = if body.is_empty() { query } else { query.bind(body).bind(b.clock.now().0) };
    b.db.execute(query).await?;
    Ok(())
}

/// The viewer's drafts on the ticket, as (mode, text).
///
/// # Errors
/// As [`visible_id`].
pub async fn load(b: &Backend, v: &Viewer, number: &str) -> Outcome<Vec<(String, String)>> {
    let id = visible_id(b, v, number).await?;
    Ok(q(LOAD).bind(v.person_id.as_str()).bind(id).all(&mut b.db.read().await?).await?)
}

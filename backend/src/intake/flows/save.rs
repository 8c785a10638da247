//! Saving a draft. Faults are no hindrance: a draft may be half done.

use domain::Viewer;
use domain::access::Action;
use domain::intake::Question;

use super::{draft_query, scope};
use crate::db::q;
use crate::{Backend, Outcome};

const SAVE: &str = "INSERT INTO flow_drafts (flow_id, version, body, published, changed_at, changed_by)
  VALUES ($1, $2, $3, 0, $4, $5)
  ON CONFLICT (flow_id) DO UPDATE SET version = excluded.version, body = excluded.body, published = 0,
  changed_at = excluded.changed_at, changed_by = excluded.changed_by";

/// Longest draft, in bytes of its JSON.
const MAX_BODY: usize = 200_000;

/// Keeps the draft of somebody who saw version `seen` of it; answers its version now.
///
/// # Errors
/// `Conflict` when somebody else saved or published meanwhile; `Forbidden`; `NotFound`; `Invalid` when it is far too
/// long.
pub async fn save(b: &Backend, v: &Viewer, id: &str, seen: i64, questions: &[Question]) -> Outcome<i64> {
    v.ensure(Action::EditFlows)?;
    scope(&*b.directory().await?, id)?;
    let body = serde_json::to_string(questions)?;
    if body.len() > MAX_BODY {
        return Err(domain::Error::field("questions", domain::error::Problem::NotReady).into());
    }
    let (id, by, now) = (id.to_owned(), v.person_id.clone(), b.clock.now());
    b.db.write(move |tx| {
        let (id, by, body) = (id.clone(), by.clone(), body.clone());
        Box::pin(async move {
            let known: Option<super::DraftRow> = draft_query(&id).for_update().opt(tx).await?;
            if known.map_or(0, |draft| draft.version) != seen {
                return Err(domain::Error::Conflict(Vec::new()).into());
            }
            let version = seen + 1;
            q(SAVE).bind(id).bind(version).bind(body).bind(now.0).bind(by).exec(tx).await?;
            Ok(version)
        })
    })
    .await
}

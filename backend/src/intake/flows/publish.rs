//! Publishing a draft: it becomes the next version, which every new request answers. What was answered keeps its own.

use domain::access::Action;
use domain::intake::{Question, Scope, review};
use domain::{Viewer, error::Problem};

use super::read::{elsewhere, known};
use super::{draft, draft_query, scope};
use crate::audit::{self, Deed};
use crate::db::{Tx, q};
use crate::{Backend, Outcome};

const NEXT: &str = "SELECT COALESCE(MAX(version), 0) + 1 FROM flow_versions WHERE flow_id = $1";
const KEEP: &str = "INSERT INTO flow_versions (flow_id, version, body, published_at, published_by) VALUES ($1, $2, $3, $4, $5)";
const PUBLISH: &str =
    "INSERT INTO flows (id, product_id, topic_id, version, body) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (id) DO UPDATE SET version = excluded.version, body = excluded.body";
const DONE: &str = "UPDATE flow_drafts SET version = version + 1, published = $2 WHERE flow_id = $1";

/// Publishes the draft that was at version `seen`; answers the flow's new version.
///
/// # Errors
/// `Invalid` while something is wrong with it; `Conflict` when it was saved or published meanwhile, or there is none;
/// `Forbidden`; `NotFound`.
pub async fn publish(b: &Backend, v: &Viewer, id: &str, seen: i64) -> Outcome<i64> {
    v.ensure(Action::EditFlows)?;
    let directory = b.directory().await?;
    let scope = scope(&directory, id)?;
    let mut conn = b.db.read().await?;
    let found = draft(&mut conn, id).await?.filter(|draft| draft.version == seen && draft.published == 0);
    let found = found.ok_or(domain::Error::Conflict(Vec::new()))?;
    let questions: Vec<Question> = serde_json::from_str(&found.body)?;
    let taken = elsewhere(&directory, id);
    let is_sound = review(&questions, &known(&mut conn, &directory, &scope).await?).is_empty();
    if !is_sound || questions.iter().any(|question| taken.contains_key(&question.id)) {
        return Err(domain::Error::field("questions", Problem::NotReady).into());
    }
    drop(conn);
    let audited = audit::Entry::new(b, Some(v), Deed::FlowPublished, id);
    let deed = Deeds { scope, seen, body: found.body, by: v.person_id.clone(), at: b.clock.now().0, audited };
    let version = b.db.write(move |tx| {
        let deed = deed.clone();
        Box::pin(async move { deed.run(tx).await })
    });
    let version = version.await?;
    b.directory_cache.forget();
    Ok(version)
}

#[derive(Clone)]
struct Deeds {
    scope: Scope,
    seen: i64,
    body: String,
    by: String,
    at: i64,
    audited: audit::Entry,
}

impl Deeds {
    async fn run(self, tx: &mut Tx) -> Outcome<i64> {
        let id = self.scope.flow_id();
        let known: Option<super::DraftRow> = draft_query(&id).for_update().opt(tx).await?;
        if known.is_none_or(|draft| draft.version != self.seen) {
            return Err(domain::Error::Conflict(Vec::new()).into());
        }
        let version: i64 = q(NEXT).bind(id.as_str()).one(tx).await?;
        let keep = q(KEEP).bind(id.as_str()).bind(version).bind(self.body.as_str());
        keep.bind(self.at).bind(self.by).exec(tx).await?;
        let publish = q(PUBLISH).bind(id.as_str()).bind(&self.scope.product).bind(&self.scope.topic);
        publish.bind(version).bind(self.body).exec(tx).await?;
        q(DONE).bind(id).bind(version).exec(tx).await?;
        let detail = serde_json::json!({ "version": version });
        audit::record(tx, &self.audited.with(detail)).await?;
        Ok(version)
    }
}

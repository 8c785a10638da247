//! "This answered my question": the intake ends without a ticket, and the article gets the credit.

use domain::Viewer;

use super::store::{self, State};
use crate::db::q;
use crate::knowledge::bind_audiences;
use crate::{Backend, Outcome};

const ARTICLE: &str = "SELECT id FROM articles
  WHERE slug = $1 AND state = 'published' AND (audience IN ($2, $3) OR $4 IN (audience, 'any'))";
const SOLVE: &str =
    "UPDATE intakes SET state = $2, article_id = $3, changed_at = $4 WHERE id = $1 AND state = 'open'";
const REOPEN: &str =
    "UPDATE intakes SET state = $2, changed_at = $3 WHERE id = $1 AND state = 'solved' RETURNING article_id";
const CREDIT: &str = "UPDATE articles SET deflected = deflected + $2 WHERE id = $1";

/// Ends the intake as answered by `by`, the slug of an article that `v` may read; a known problem's number ends it too,
/// without credit.
/// Saying it twice counts once.
///
/// # Errors
/// `NotFound` for an intake that is not the viewer's.
pub async fn deflect(b: &Backend, v: &Viewer, id: &str, by: &str) -> Outcome<()> {
    let loaded = store::load(b, v, id).await?;
    let article = bind_audiences(q(ARTICLE).bind(by), v);
    let (id, now) = (loaded.id, b.clock.now());
    b.db.write(move |tx| {
        let (id, article) = (id.clone(), article.clone());
        Box::pin(async move {
            let article: Option<String> = article.opt(tx).await?;
            let solve = q(SOLVE).bind(id).bind(State::Solved.code()).bind(article.clone()).bind(now.0);
            if solve.exec(tx).await? == 1
                && let Some(article) = article
            {
                q(CREDIT).bind(article).bind(1_i64).exec(tx).await?;
            }
            Ok(())
        })
    })
    .await
}

/// It did not solve it after all: the intake goes on where it was.
///
/// # Errors
/// `NotFound` for an intake that is not the viewer's.
pub async fn undo(b: &Backend, v: &Viewer, id: &str) -> Outcome<()> {
    let loaded = store::load(b, v, id).await?;
    let (id, now) = (loaded.id, b.clock.now());
    b.db.write(move |tx| {
        let id = id.clone();
        Box::pin(async move {
            let reopened: Option<Option<String>> =
                q(REOPEN).bind(id).bind(State::Open.code()).bind(now.0).opt(tx).await?;
            if let Some(Some(article)) = reopened {
                q(CREDIT).bind(article).bind(-1_i64).exec(tx).await?;
            }
            Ok(())
        })
    })
    .await
}

//! An article that somebody has looked at and that is still right: its next review is set, and it fits the newest
//! version of its product. That is a version like any other change, published at once.

use domain::access::Action;
use domain::error::Problem;
use domain::knowledge::desk::SavedArticle;
use domain::knowledge::writing::{ArticleState, Field, Move};
use domain::words::console;
use domain::{Error, Viewer};

use super::health::fits;
use super::{editing, move_on, save};
use crate::db::q;
use crate::{Backend, Outcome};

const STAGE: &str = "SELECT stage FROM articles WHERE id = $1";
/// Until it is looked at again.
const REVIEW_AFTER_DAYS: i32 = 182;

/// Says that what readers see of the article `id` is right today.
///
/// # Errors
/// `SignIn`, `Forbidden` for those who may not publish; `NotFound`; `Invalid` when a change of it waits to be published:
/// that has to be looked at first; `Conflict` when somebody changes it at this moment.
pub async fn still_right(b: &Backend, v: &Viewer, id: &str) -> Outcome<SavedArticle> {
    v.ensure(Action::PublishArticle)?;
    let stage: Option<String> = q(STAGE).bind(id).opt(&mut b.db.read().await?).await?;
    if stage.ok_or(Error::NotFound)? != ArticleState::Published.code() {
        return Err(Error::field("stage", Problem::NotReady).into());
    }
    let known = editing(b, v, id).await?;
    let mut form = known.form;
    form.set(Field::ReviewOn, b.clock.now().utc_date().plus_days(REVIEW_AFTER_DAYS).to_string());
    let directory = b.directory().await?;
    let newest = directory.product(form.get(Field::Product)).and_then(|product| product.versions.last());
    let mut versions = form.list(Field::Versions);
    if let Some(newest) = newest.filter(|newest| !versions.is_empty() && !fits(&versions, newest)) {
        versions.push(newest.clone());
        form.set(Field::Versions, versions.join(", "));
    }
    let note = console::kb_health(v.lang).still_right_note;
    let saved = save(b, v, Some(id), known.head, &form, note).await?;
    move_on(b, v, id, saved.head, Move::Publish, "").await
}

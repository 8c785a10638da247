//! A description as it is being typed: kept a moment after the typing rests, so that a page that is closed or loaded anew
//! has it. Nothing is checked before it is saved.

use std::collections::BTreeMap;

use domain::Viewer;
use domain::intake::Step;

use super::facts::facts;
use super::files;
use super::page::{questions, uploads};
use super::save::take;
use super::store::{self, State};
use crate::db::q;
use crate::{Backend, Outcome};

/// Only over what was read: a page that was saved meanwhile knows better.
const KEEP: &str =
    "UPDATE intakes SET body = $2, changed_at = $3 WHERE id = $1 AND changed_at = $4 AND state = 'open'";

/// Keeps `fields`, what stands in the page that describes the intake `id`. What was typed before the `saves`th saving,
/// and arrives after it, counts for nothing.
///
/// # Errors
/// As [`super::save`].
pub async fn draft(
    b: &Backend,
    v: &Viewer,
    id: &str,
    saves: u32,
    fields: &BTreeMap<String, String>,
) -> Outcome<()> {
    let loaded = store::load(b, v, id).await?;
    let (mut kept, before) = (loaded.kept, loaded.changed_at);
    if loaded.state != State::Open || kept.saves != saves {
        return Ok(());
    }
    let directory = b.directory().await?;
    let facts = facts(b, &v.person_id, kept.intake.product.as_deref()).await?;
    let (mut fields, uploads) = (fields.clone(), uploads(b, id).await?);
    files::fill(&mut fields, &questions(&directory, &kept.intake), &uploads);
    take(&directory, &mut kept.intake, &facts, Step::Describe, &fields);
    let body = serde_json::to_string(&kept)?;
    let now = b.clock.now();
    b.db.execute(q(KEEP).bind(id).bind(body).bind(now.0).bind(before.0)).await?;
    Ok(())
}

//! What each reader wants to hear of, and when.

use domain::Viewer;
use domain::access::Action;
use domain::notices::{NoticeChoices, Rhythm};

use crate::access::in_person;
use crate::db::{Tx, q};
use crate::mail::digest;
use crate::{Backend, Outcome};

const READ: &str = "SELECT body FROM notice_choices WHERE person_id = $1";
const KEEP: &str = "INSERT INTO notice_choices (person_id, body) VALUES ($1, $2)
  ON CONFLICT (person_id) DO UPDATE SET body = excluded.body";

/// The viewer's own choices.
///
/// # Errors
/// `Forbidden` for customers.
pub async fn choices(b: &Backend, v: &Viewer) -> Outcome<NoticeChoices> {
    v.ensure(Action::UseConsole)?;
    let body: Option<String> = q(READ).bind(v.person_id.as_str()).opt(&mut b.db.read().await?).await?;
    Ok(body.map(|body| serde_json::from_str(&body)).transpose()?.unwrap_or_default())
}

/// Ends the digests of a person who chose some.
///
/// # Errors
/// The database's faults.
pub(crate) async fn no_digest(tx: &mut Tx, person_id: &str) -> Outcome<()> {
    let Some(body) = q(READ).bind(person_id).opt::<String>(tx).await? else { return Ok(()) };
    let choices = NoticeChoices { digest: Rhythm::Never, ..serde_json::from_str(&body)? };
    q(KEEP).bind(person_id).bind(serde_json::to_string(&choices)?).exec(tx).await?;
    digest::end(tx, person_id).await
}

/// Keeps the viewer's own choices, and with them when their next digest leaves.
///
/// # Errors
/// `Forbidden` for customers and bearer tokens; `Invalid` for hours that are none.
pub async fn save_choices(b: &Backend, v: &Viewer, choices: NoticeChoices) -> Outcome<()> {
    in_person(v, Action::UseConsole)?;
    let choices = choices.checked()?;
    let (body, rhythm) = (serde_json::to_string(&choices)?, choices.digest);
    let (viewer, now) = (v.clone(), b.clock.now());
    b.db.write(move |tx| {
        let (body, viewer) = (body.clone(), viewer.clone());
        Box::pin(async move {
            q(KEEP).bind(viewer.person_id.as_str()).bind(body).exec(tx).await?;
            digest::plan(tx, &viewer, rhythm, now).await
        })
    })
    .await
}

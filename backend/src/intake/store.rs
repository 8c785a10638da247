//! Intakes in the database. One belongs to its person; a visitor's belongs to whoever knows its unguessable id.

use domain::Viewer;
use domain::error::FieldError;
use domain::intake::{Intake, Step};
use domain::time::DAY_MS;
use serde::{Deserialize, Serialize};

use crate::db::q;
use crate::{Backend, Outcome, row};

const LOAD: &str = "SELECT i.person_id, i.body, i.state, t.number FROM intakes i
  LEFT JOIN tickets t ON t.id = i.ticket_id WHERE i.id = $1";
const SAVE: &str =
    "INSERT INTO intakes (id, person_id, body, state, changed_at) VALUES ($1, $2, $3, 'open', $4)
  ON CONFLICT (id) DO UPDATE SET body = excluded.body, changed_at = excluded.changed_at,
  person_id = COALESCE(intakes.person_id, excluded.person_id)";
const FORGET: &str = "DELETE FROM intakes WHERE id IN
  (SELECT id FROM intakes WHERE state <> 'sent' AND changed_at < $1 ORDER BY changed_at LIMIT 500)";

/// How long an intake is kept of which no ticket came.
const KEEP_MS: i64 = 30 * DAY_MS;

row! { struct Line { person_id: Option<String>, body: String, state: String, number: Option<i64> } }

/// Where an intake stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Open,
    /// A ticket came of it.
    Sent,
    /// An article answered it.
    Solved,
}

impl State {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Sent => "sent",
            Self::Solved => "solved",
        }
    }
}

/// What is stored as the body: the answers, and what the last post was refused for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Kept {
    pub intake: Intake,
    /// The page that was refused, with its errors.
    pub refused: Option<(Step, Vec<FieldError>)>,
}

/// An intake as loaded.
#[derive(Debug, Clone)]
pub(super) struct Loaded {
    pub id: String,
    pub kept: Kept,
    pub state: State,
    pub number: Option<i64>,
}

/// The intake `id`, if `v` may go on with it.
///
/// # Errors
/// `NotFound` when there is none or it is somebody else's.
pub(super) async fn load(b: &Backend, v: &Viewer, id: &str) -> Outcome<Loaded> {
    let line: Line = q(LOAD).bind(id).opt(&mut b.db.read().await?).await?.ok_or(domain::Error::NotFound)?;
    if line.person_id.as_ref().is_some_and(|owner| *owner != v.person_id) {
        return Err(domain::Error::NotFound.into());
    }
    let state = match line.state.as_str() {
        "sent" => State::Sent,
        "solved" => State::Solved,
        _ => State::Open,
    };
    Ok(Loaded { id: id.to_owned(), kept: serde_json::from_str(&line.body)?, state, number: line.number })
}

/// Writes the answers down. A visitor's intake becomes a person's once they have signed in.
pub(super) async fn keep(b: &Backend, v: &Viewer, id: &str, kept: &Kept) -> Outcome<()> {
    let (id, body, now) = (id.to_owned(), serde_json::to_string(kept)?, b.clock.now());
    let owner = v.is_signed_in().then(|| v.person_id.clone());
    b.db.write(move |tx| {
        let query = q(SAVE).bind(id.as_str()).bind(owner.clone()).bind(body.as_str()).bind(now.0);
        Box::pin(async move { Ok(query.exec(tx).await.map(drop)?) })
    })
    .await
}

/// Removes one batch of intakes that were left unfinished, or were answered by an article, long ago.
///
/// # Errors
/// When the database refuses.
pub async fn forget_abandoned(b: &Backend) -> Outcome<()> {
    let before = b.clock.now().plus_ms(-KEEP_MS);
    b.db.write(move |tx| Box::pin(async move { Ok(q(FORGET).bind(before.0).exec(tx).await.map(drop)?) }))
        .await
}

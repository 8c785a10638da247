//! Intakes in the database. One belongs to its person; a visitor's belongs to whoever knows its unguessable id.

use domain::Viewer;
use domain::error::FieldError;
use domain::intake::{Intake, QuestionUse, Step};
use domain::time::{DAY_MS, Instant};
use serde::{Deserialize, Serialize};

use crate::db::{Tx, q};
use crate::{Backend, Outcome, row};

const LOAD: &str = "SELECT i.person_id, i.body, i.state, i.changed_at, t.number FROM intakes i
  LEFT JOIN tickets t ON t.id = i.ticket_id WHERE i.id = $1";
const SAVE: &str =
    "INSERT INTO intakes (id, person_id, body, state, changed_at, stands_at) VALUES ($1, $2, $3, 'open', $4, $5)
  ON CONFLICT (id) DO UPDATE SET body = excluded.body, changed_at = excluded.changed_at, stands_at = excluded.stands_at,
  person_id = COALESCE(intakes.person_id, excluded.person_id)";
const LEFT_AT: &str =
    "SELECT stands_at, COUNT(*) FROM intakes WHERE stands_at IS NOT NULL AND state = 'open' AND id IN
  (SELECT id FROM intakes WHERE state <> 'sent' AND changed_at < $1 ORDER BY changed_at LIMIT 500)
  GROUP BY stands_at LIMIT 500";
const FORGET: &str = "DELETE FROM intakes WHERE id IN
  (SELECT id FROM intakes WHERE state <> 'sent' AND changed_at < $1 ORDER BY changed_at LIMIT 500)";

const EMPTY: &str = "UPDATE intakes SET body = $2 WHERE ticket_id = $1";

/// How long an intake is kept of which no ticket came.
const KEEP_MS: i64 = 30 * DAY_MS;

row! { struct Line { person_id: Option<String>, body: String, state: String, changed_at: i64, number: Option<i64> } }

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
    /// Questions that the last answers led to and that the page did not ask yet.
    #[serde(default)]
    pub fresh: Vec<String>,
    /// How often a page was saved: what was typed before that is older.
    #[serde(default)]
    pub saves: u32,
}

impl Kept {
    /// The question or page at which it stands.
    fn stands_at(&self, steps: &[Step]) -> String {
        let refused = self.refused.iter().flat_map(|(_, errors)| errors).map(|error| &error.field);
        let question = self.fresh.iter().chain(refused).next().cloned();
        question.unwrap_or_else(|| self.intake.next_step(steps).code().to_owned())
    }
}

/// An intake as loaded.
#[derive(Debug, Clone)]
pub(super) struct Loaded {
    pub id: String,
    /// Whose it is; a visitor's is nobody's.
    pub owner: Option<String>,
    pub kept: Kept,
    pub state: State,
    pub changed_at: Instant,
    pub number: Option<i64>,
}

/// The intake `id`, if `v` may go on with it.
///
/// # Errors
/// `NotFound` when there is none or it is somebody else's. `SignIn` for a visitor in both cases: their session may have
/// ended, and whether there is one is nobody else's matter.
pub(super) async fn load(b: &Backend, v: &Viewer, id: &str) -> Outcome<Loaded> {
    let is_own = |owner: &str| v.is_signed_in() && owner == v.person_id;
    let loaded = find(b, id).await?.filter(|loaded| loaded.owner.as_deref().is_none_or(is_own));
    let refused = if v.is_signed_in() { domain::Error::NotFound } else { domain::Error::SignIn };
    Ok(loaded.ok_or(refused)?)
}

/// Refuses an intake that `v` cannot go on with.
///
/// # Errors
/// As [`load`]; `NotFound` for one that was sent.
pub(crate) async fn ensure_open(b: &Backend, v: &Viewer, id: &str) -> Outcome<()> {
    match load(b, v, id).await?.state {
        State::Sent => Err(domain::Error::NotFound.into()),
        State::Open | State::Solved => Ok(()),
    }
}

/// The intake `id`, whoever asks.
async fn find(b: &Backend, id: &str) -> Outcome<Option<Loaded>> {
    let line: Option<Line> = q(LOAD).bind(id).opt(&mut b.db.read().await?).await?;
    let Some(line) = line else { return Ok(None) };
    let state = match line.state.as_str() {
        "sent" => State::Sent,
        "solved" => State::Solved,
        _ => State::Open,
    };
    Ok(Some(Loaded {
        id: id.to_owned(),
        owner: line.person_id,
        kept: serde_json::from_str(&line.body)?,
        state,
        changed_at: Instant(line.changed_at),
        number: line.number,
    }))
}

/// Writes the answers down. A visitor's intake becomes a person's once they have signed in.
pub(super) async fn keep(b: &Backend, v: &Viewer, id: &str, kept: &Kept) -> Outcome<()> {
    let owner = v.is_signed_in().then(|| v.person_id.clone());
    let stands_at = kept.stands_at(&b.directory().await?.steps(&kept.intake));
    let query = q(SAVE).bind(id).bind(owner).bind(serde_json::to_string(kept)?);
    b.db.execute(query.bind(b.clock.now().0).bind(stands_at)).await?;
    Ok(())
}

/// Removes one batch of intakes that were left unfinished, or were answered by an article, long ago; where they were
/// left is counted.
///
/// # Errors
/// When the database refuses.
pub async fn forget_abandoned(b: &Backend) -> Outcome<()> {
    let before = b.clock.now().plus_ms(-KEEP_MS);
    b.db.write(move |tx| {
        Box::pin(async move {
            let left: Vec<(String, i64)> = q(LEFT_AT).bind(before.0).all(tx).await?;
            let given_up =
                |(question, abandoned)| QuestionUse { question, abandoned, ..QuestionUse::default() };
            super::usage::count(tx, &left.into_iter().map(given_up).collect::<Vec<_>>()).await?;
            Ok(q(FORGET).bind(before.0).exec(tx).await.map(drop)?)
        })
    })
    .await
}

/// What was typed goes from the intake that the ticket came of.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn forget_words(tx: &mut Tx, ticket_id: &str) -> Outcome<()> {
    q(EMPTY).bind(ticket_id).bind(serde_json::to_string(&Kept::default())?).exec(tx).await?;
    Ok(())
}

//! Known problems: what customers may read of one, and writing one down.

use domain::knowledge::{ProblemBrief, ProblemState};
use domain::live::Topic;
use domain::time::Instant;

use super::markdown;
use crate::db::{Conn, Tx, q};
use crate::live::{self, Change};
use crate::{Failure, Outcome, row};

const BRIEF: &str = "SELECT k.number, k.title, p.name AS product, k.state, k.public_note, k.workaround_html
  FROM problems k LEFT JOIN products p ON p.id = k.product_id WHERE k.id = $1 AND k.is_public";
const SAVE: &str =
    "INSERT INTO problems (id, number, title, product_id, versions, state, is_public, public_note,
    workaround, workaround_html, internal_note, tickets, changed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
  ON CONFLICT (id) DO UPDATE SET title = excluded.title, product_id = excluded.product_id,
    versions = excluded.versions, state = excluded.state, is_public = excluded.is_public,
    public_note = excluded.public_note, workaround = excluded.workaround,
    workaround_html = excluded.workaround_html, internal_note = excluded.internal_note,
    tickets = excluded.tickets, changed_at = excluded.changed_at";

row! {
    struct BriefRow {
        number: String,
        title: String,
        product: Option<String>,
        state: String,
        public_note: String,
        workaround_html: String,
    }
}

/// A problem as it is written down; the workaround is Markdown.
#[derive(Debug, Clone)]
pub struct ProblemDraft {
    pub id: String,
    /// `P-311`.
    pub number: String,
    pub title: String,
    pub product_id: Option<String>,
    pub versions: Vec<String>,
    pub state: ProblemState,
    pub is_public: bool,
    pub public_note: String,
    pub workaround: String,
    pub internal_note: String,
    /// How many tickets it stands behind.
    pub tickets: i64,
}

/// What a customer may read of the problem with this id; None when it is not public.
///
/// # Errors
/// When the database cannot be read.
pub async fn problem(conn: &mut Conn, id: &str) -> Outcome<Option<ProblemBrief>> {
    let Some(row) = q(BRIEF).bind(id).opt::<BriefRow>(conn).await? else { return Ok(None) };
    let state = ProblemState::parse(&row.state).ok_or_else(|| {
        Failure::broken(format!("problem {} has the unknown state {}", row.number, row.state))
    })?;
    Ok(Some(ProblemBrief {
        number: row.number,
        title: row.title,
        product: row.product,
        state,
        note: row.public_note,
        workaround_html: row.workaround_html,
    }))
}

/// Writes a problem down, new or changed, and tells the followers of the change log.
///
/// # Errors
/// When the database refuses, e.g. for a number that another problem has.
pub async fn save_problem(
    tx: &mut Tx,
    draft: &ProblemDraft,
    at: Instant,
    actor_id: Option<&str>,
) -> Outcome<()> {
    q(SAVE)
        .bind(&draft.id)
        .bind(&draft.number)
        .bind(&draft.title)
        .bind(&draft.product_id)
        .bind(serde_json::to_string(&draft.versions)?)
        .bind(draft.state.code())
        .bind(draft.is_public)
        .bind(&draft.public_note)
        .bind(&draft.workaround)
        .bind(markdown::render(&draft.workaround))
        .bind(&draft.internal_note)
        .bind(draft.tickets)
        .bind(at.0)
        .exec(tx)
        .await?;
    let change = Change {
        topic: Topic::Problem,
        id: draft.number.clone(),
        version: at.0,
        requester_id: None,
        organisation_id: None,
        is_public: draft.is_public,
        actor_id: actor_id.map(str::to_owned),
        at,
    };
    live::record(tx, &change).await?;
    Ok(())
}

//! Moving many open tickets at once: [`plan`] says where each lands, [`step`] moves them in the background, a few in each
//! transaction, and back again. Siblings: `domain::routing::reorganise`, `app/src/console/board/reorganise.rs`.

mod plan;
mod run;

use domain::access::Action;
use domain::error::Problem;
use domain::routing::reorganise::{
    Operation, OperationState, Preview, Receiver, Reorganisation, ReorganisePage,
};
use domain::time::Instant;
use domain::{Error, Viewer};
use serde::{Deserialize, Serialize};

use self::plan::{Planned, plan};
pub use self::run::step;
use crate::audit::{self, Deed};
use crate::db::{Tx, q};
use crate::stamps::Stamper;
use crate::{Backend, Failure, Outcome, row};

const LATEST: &str = "SELECT id, body, actor, state, total, done, left_alone, created_at FROM reorganisations
  ORDER BY id DESC LIMIT 10";
const INSERT: &str = "INSERT INTO reorganisations
  (id, body, actor_id, actor, state, total, done, left_alone, created_at)
  VALUES ($1, $2, $3, $4, 'moving', $5, 0, 0, $6)";
const INSERT_ROW: &str = "INSERT INTO reorganised
  (operation_id, place, ticket_id, from_queue, from_person, to_queue, to_person, is_moved)
  VALUES ($1, $2, $3, $4, $5, $6, $7, FALSE)";
const UNDO: &str = "UPDATE reorganisations SET state = 'undoing', done = 0, left_alone = 0
  WHERE id = $1 AND state = 'moved'";
const BEGUN: &str = "SELECT id, body FROM reorganisations WHERE actor_id = $1 AND created_at >= $2 AND state IN ('moving', 'moved')
  ORDER BY id DESC LIMIT 10";
/// For so long the same press is the same move.
const LATELY_MS: i64 = 10 * 60_000;
const KNOWN: &str = "SELECT COUNT(*) FROM reorganisations WHERE id = $1";

row! {
    struct Line {
        id: String, body: String, actor: String, state: String, total: i64, done: i64, left_alone: i64,
        created_at: i64,
    }
}

/// What was asked for, with the names of that day.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Asked {
    from: String,
    queue: Option<String>,
    receiver: Receiver,
    person: Option<String>,
    /// Mark of the plan that was shown; see [`Planned::mark`].
    #[serde(default)]
    plan: String,
}

/// What can be moved, and what was moved lately.
///
/// # Errors
/// `Forbidden` for those who do not manage work.
pub async fn page(b: &Backend, v: &Viewer) -> Outcome<ReorganisePage> {
    v.ensure(Action::ManageWork)?;
    let directory = b.directory().await?;
    let setup = &directory.routing;
    let mut teams: Vec<String> = setup.queues.iter().map(|queue| queue.team.clone()).collect();
    teams.sort_unstable();
    teams.dedup();
    let lines: Vec<Line> = q(LATEST).all(&mut b.db.read().await?).await?;
    let stamper = Stamper::new(v, b.clock.now());
    let operations = lines.into_iter().map(|line| operation(line, &stamper)).collect::<Outcome<_>>()?;
    Ok(ReorganisePage {
        queues: setup.queue_names(),
        teams,
        people: setup.workers.iter().map(|worker| worker.who.clone()).collect(),
        operations,
    })
}

fn operation(line: Line, stamper: &Stamper) -> Outcome<Operation> {
    let asked: Asked = serde_json::from_str(&line.body)?;
    let state = OperationState::parse(&line.state);
    let number = |stored: i64| u32::try_from(stored).unwrap_or_default();
    Ok(Operation {
        id: line.id,
        from: asked.from,
        queue: asked.queue,
        receiver: asked.receiver,
        person: asked.person,
        by: line.actor,
        at: stamper.stamp(Instant(line.created_at)),
        total: number(line.total),
        done: number(line.done),
        left_alone: number(line.left_alone),
        state: state.ok_or_else(|| Failure::broken(format!("unknown state {}", line.state)))?,
    })
}

/// Where every open ticket would land; nothing is moved.
///
/// # Errors
/// `Forbidden`; `Invalid` for `from`, `queue` or `receiver` that is not there, and for a move that moves nothing.
pub async fn preview(b: &Backend, v: &Viewer, asked: &Reorganisation) -> Outcome<Preview> {
    v.ensure(Action::ManageWork)?;
    Ok(plan(b, asked).await?.preview())
}

/// Begins the move, planned anew, and answers its id; [`step`] carries it out.
///
/// # Errors
/// As [`preview`]; `Invalid` for `plan` when a ticket would now land elsewhere than the preview with that mark showed.
pub async fn begin(b: &Backend, v: &Viewer, asked: &Reorganisation, seen: &str) -> Outcome<String> {
    v.ensure(Action::ManageWork)?;
    if let Some(id) = begun_before(b, v, seen).await? {
        return Ok(id);
    }
    let mut planned = plan(b, asked).await?;
    planned.asked.plan = planned.mark();
    if planned.asked.plan != seen {
        return Err(Error::field("plan", Problem::PlanChanged).into());
    }
    let now = b.clock.now();
    let id = b.ids.id(now);
    let audited = audit::Entry::new(b, Some(v), Deed::WorkMoved, &id);
    let (actor_id, actor, key) = (v.person_id.clone(), v.name.clone(), id.clone());
    let body = serde_json::to_string(&planned.asked)?;
    b.db.write(move |tx| {
        let (planned, audited, id) = (planned.clone(), audited.clone(), key.clone());
        let total = i64::try_from(planned.rows.len()).unwrap_or(i64::MAX);
        let insert = q(INSERT).bind(id.as_str()).bind(body.as_str()).bind(actor_id.as_str());
        let insert = insert.bind(actor.as_str()).bind(total).bind(now.0);
        Box::pin(async move {
            insert.exec(tx).await?;
            insert_rows(tx, &id, &planned).await?;
            Ok::<_, Failure>(audit::record(tx, &audited).await?)
        })
    })
    .await?;
    Ok(id)
}

/// The move that `v` began by the plan marked `seen`, among the latest: a press whose answer was lost comes once more.
async fn begun_before(b: &Backend, v: &Viewer, seen: &str) -> Outcome<Option<String>> {
    let lately = b.clock.now().plus_ms(-LATELY_MS);
    let query = q(BEGUN).bind(v.person_id.as_str()).bind(lately.0);
    for (id, body) in query.all::<(String, String)>(&mut b.db.read().await?).await? {
        if !seen.is_empty() && serde_json::from_str::<Asked>(&body)?.plan == seen {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

async fn insert_rows(tx: &mut Tx, id: &str, planned: &Planned) -> Outcome<()> {
    for (row, place) in planned.rows.iter().zip(0_i64..) {
        let insert = q(INSERT_ROW).bind(id).bind(place).bind(row.ticket_id.as_str());
        let insert = insert.bind(row.from_queue.clone()).bind(row.from_person.clone());
        insert.bind(row.queue.clone()).bind(row.person.clone()).exec(tx).await?;
    }
    Ok(())
}

/// Begins to bring back every ticket of the move `id` that nobody has changed since.
///
/// # Errors
/// `Forbidden`; `NotFound` for a move that never was; `Invalid` for one that is not over or was undone.
pub async fn undo(b: &Backend, v: &Viewer, id: &str) -> Outcome<()> {
    v.ensure(Action::ManageWork)?;
    let audited = audit::Entry::new(b, Some(v), Deed::WorkMovedBack, id);
    let id = id.to_owned();
    b.db.write(move |tx| {
        let (audited, id) = (audited.clone(), id.clone());
        Box::pin(async move {
            if q(UNDO).bind(id.as_str()).exec(tx).await? == 0 {
                let known: i64 = q(KNOWN).bind(id.as_str()).one(tx).await?;
                let not_moved = Error::field("id", Problem::NotMoved);
                return Err(Failure::from(if known == 0 { Error::NotFound } else { not_moved }));
            }
            Ok(audit::record(tx, &audited).await?)
        })
    })
    .await
}

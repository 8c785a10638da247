//! Carries moves out, and back: a few tickets in each transaction, with where it stands kept in the same one, so that it
//! goes on after a restart and moves each ticket once, however many nodes run it.

use domain::tickets::decide::Draft;
use domain::tickets::entry::{Author, Body};

use super::Asked;
use crate::db::{Tx, q};
use crate::tickets::append::Pen;
use crate::tickets::change::assignee;
use crate::tickets::store::{self, Ticket};
use crate::{Backend, Outcome, row};

/// Tickets that move in one transaction: other writers wait no longer than these take.
const BATCH: i64 = 20;

const NEXT: &str =
    "SELECT id, actor_id FROM reorganisations WHERE state IN ('moving', 'undoing') ORDER BY id LIMIT 1";
const LOCK: &str = "SELECT state, body, total, done, left_alone FROM reorganisations WHERE id = $1";
const ROWS: &str =
    "SELECT place, ticket_id, from_queue, from_person, to_queue, to_person, is_moved FROM reorganised
  WHERE operation_id = $1 AND place >= $2 ORDER BY place LIMIT $3";
const MARK: &str = "UPDATE reorganised SET is_moved = $3 WHERE operation_id = $1 AND place = $2";
const ADVANCE: &str = "UPDATE reorganisations SET done = $2, left_alone = $3, state = $4 WHERE id = $1";

row! { struct Standing { state: String, body: String, total: i64, done: i64, left_alone: i64 } }
row! {
    struct Step {
        place: i64, ticket_id: String, from_queue: Option<String>, from_person: Option<String>,
        to_queue: Option<String>, to_person: Option<String>, is_moved: bool,
    }
}

/// Moves the next few tickets of the oldest move; `false` when there is nothing to do.
///
/// # Errors
/// When the database does not answer. What was done before that stays done.
pub async fn step(b: &Backend) -> Outcome<bool> {
    let next: Option<(String, String)> = q(NEXT).opt(&mut b.db.read().await?).await?;
    let Some((id, actor_id)) = next else { return Ok(false) };
    let directory = b.directory().await?;
    let pen = Pen { backend: b.clone(), directory, now: b.clock.now(), actor_id: Some(actor_id) };
    b.db.write(move |tx| {
        let (pen, id) = (pen.clone(), id.clone());
        Box::pin(async move { batch(tx, &pen, &id).await })
    })
    .await?;
    Ok(true)
}

async fn batch(tx: &mut Tx, pen: &Pen, id: &str) -> Outcome<()> {
    let standing: Standing = q(LOCK).bind(id).for_update().one(tx).await?;
    let is_back = match standing.state.as_str() {
        "moving" => false,
        "undoing" => true,
        _ => return Ok(()),
    };
    let steps: Vec<Step> = q(ROWS).bind(id).bind(standing.done).bind(BATCH).all(tx).await?;
    // All of them first: whoever holds a ticket may wait for the counter of changes, which the first entry takes.
    let mut tickets = Vec::with_capacity(steps.len());
    for step in &steps {
        tickets.push(store::lock_by_id(tx, &step.ticket_id).await?);
    }
    let asked: Asked = serde_json::from_str(&standing.body)?;
    let tickets_at_once = u32::try_from(standing.total).unwrap_or(u32::MAX);
    let why = Body::Reorganised { from: asked.from, tickets: tickets_at_once, back: is_back };
    let mut left_alone = standing.left_alone;
    for (step, ticket) in steps.iter().zip(tickets) {
        let moved = match ticket {
            // What was left alone on the way there is so on the way back.
            Some(mut ticket) if !is_back || step.is_moved => {
                follow(tx, pen, step, &mut ticket, why.clone()).await?
            }
            _ => false,
        };
        left_alone += i64::from(!moved);
        if moved {
            q(MARK).bind(id).bind(step.place).bind(!is_back).exec(tx).await?;
        }
    }
    let done = standing.done + i64::try_from(steps.len()).unwrap_or(BATCH);
    let state = match (done >= standing.total, is_back) {
        (false, _) => standing.state.as_str(),
        (true, false) => "moved",
        (true, true) => "undone",
    };
    q(ADVANCE).bind(id).bind(done).bind(left_alone).bind(state).exec(tx).await?;
    Ok(())
}

/// Moves one ticket as `why` says, or back; `false` for one that somebody else has moved or ended meanwhile.
async fn follow(tx: &mut Tx, pen: &Pen, step: &Step, ticket: &mut Ticket, why: Body) -> Outcome<bool> {
    let (from, to) = ((&step.from_queue, &step.from_person), (&step.to_queue, &step.to_person));
    let is_back = matches!(why, Body::Reorganised { back: true, .. });
    let (from, to) = if is_back { (to, from) } else { (from, to) };
    if !ticket.status.is_active() || (&ticket.queue_id, &ticket.assignee_id) != from {
        return Ok(false);
    }
    let queue = |id: &Option<String>| pen.directory.queue(id.as_deref()?).cloned();
    let person = |id: &Option<String>| Some(assignee(&pen.directory, id.as_deref()?));
    let drafts = [
        Some(why),
        (from.0 != to.0).then(|| Body::Queue { from: queue(from.0), to: queue(to.0) }),
        (from.1 != to.1).then(|| Body::Assignee { from: person(from.1), to: person(to.1) }),
    ];
    let drafts: Vec<Draft> = drafts.into_iter().flatten().map(|body| (Author::Staff, body)).collect();
    pen.append(tx, ticket, drafts, &[]).await?;
    Ok(true)
}

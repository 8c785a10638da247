//! The recount: after an edit, the open tickets behind it follow in the background, a few in each transaction. Where it
//! stands is kept in the same transactions, so that it goes on after a restart and each ticket follows once, however
//! many nodes run it.

use std::collections::HashSet;

use domain::access::Action;
use domain::promises::moves;
use domain::promises::policy::PolicyRef;
use domain::settings::Recount;
use domain::tickets::entry::Author;
use domain::{Viewer, time::Instant};

use super::follow::Effect;
use super::project;
use crate::db::{Conn, DbError, Tx, q};
use crate::settings::DIRECTORY_FRESH_MS;
use crate::tickets::append::Pen;
use crate::tickets::store;
use crate::{Backend, Failure, Outcome, row};

/// Tickets that follow in one transaction: other writers wait no longer than these take.
const BATCH: i64 = 20;
/// How long a finished recount is still told of.
const TOLD_MS: i64 = 10 * 60_000;

const NEXT: &str =
    "SELECT id, kind, target, version, name, actor_id, actor, after, done, total, moved, created_at, ended_at
  FROM recounts WHERE ended_at IS NULL ORDER BY id LIMIT 1";
const LOCK: &str =
    "SELECT id, kind, target, version, name, actor_id, actor, after, done, total, moved, created_at, ended_at
  FROM recounts WHERE id = $1";
const LIST: &str =
    "SELECT id, kind, target, version, name, actor_id, actor, after, done, total, moved, created_at, ended_at
  FROM recounts WHERE ended_at IS NULL OR ended_at > $1 ORDER BY id DESC LIMIT 5";
const BEGIN: &str = "INSERT INTO recounts
  (id, kind, target, version, name, actor_id, actor, after, done, total, moved, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, '', 0, $8, 0, $9)";
const ADVANCE: &str =
    "UPDATE recounts SET after = $2, done = done + $3, moved = moved + $4, ended_at = $5 WHERE id = $1";

row! {
    struct Line {
        id: String, kind: String, target: String, version: i64, name: String, actor_id: String, actor: String,
        after: String, done: i64, total: i64, moved: i64, created_at: i64, ended_at: Option<i64>,
    }
}

/// A recount that is to begin.
#[derive(Debug, Clone)]
pub(crate) struct New {
    pub id: String,
    pub effect: Effect,
    pub actor_id: String,
    pub actor: String,
    pub total: i64,
    pub at: Instant,
}

/// Orders a recount, in the transaction of the edit.
pub(crate) async fn begin(tx: &mut Tx, new: &New) -> Result<(), DbError> {
    let (kind, target, version, name) = match &new.effect {
        Effect::Calendar { id, version, name, .. } => ("calendar", id, *version, name),
        Effect::Policy { policy, name, .. } => ("policy", &policy.id, policy.version, name),
    };
    let query = q(BEGIN).bind(new.id.as_str()).bind(kind).bind(target.as_str()).bind(version);
    let query = query.bind(name.as_str()).bind(new.actor_id.as_str()).bind(new.actor.as_str());
    query.bind(new.total).bind(new.at.0).exec(tx).await.map(drop)
}

/// Lets the next few tickets follow the oldest edit; `false` when there is nothing to do. An edit waits until every
/// node has read it: whoever still counted by the old settings would undo what the recount has done.
///
/// # Errors
/// When the database does not answer. What was done before that stays done.
pub async fn step(b: &Backend) -> Outcome<bool> {
    let now = b.clock.now();
    let next: Option<Line> = q(NEXT).opt(&mut b.db.read().await?).await?;
    let Some(line) = next.filter(|line| now.0 - line.created_at >= DIRECTORY_FRESH_MS) else {
        return Ok(false);
    };
    let directory = b.directory().await?;
    let pen = Pen { backend: b.clone(), directory, now, actor_id: Some(line.actor_id.clone()) };
    b.db.write(move |tx| {
        let (pen, id) = (pen.clone(), line.id.clone());
        Box::pin(async move { batch(tx, &pen, &id).await })
    })
    .await?;
    Ok(true)
}

async fn batch(tx: &mut Tx, pen: &Pen, id: &str) -> Outcome<()> {
    let line: Line = q(LOCK).bind(id).for_update().one(tx).await?;
    if line.ended_at.is_some() {
        return Ok(());
    }
    let effect = effect(&line)?;
    let ids: Vec<String> = match effect.next(&pen.directory, "id", &line.after, BATCH) {
        Some(query) => query.all(tx).await?,
        None => Vec::new(),
    };
    // All of them first: whoever holds a ticket may wait for the counter of changes, which the first entry takes.
    let mut tickets = Vec::with_capacity(ids.len());
    for id in &ids {
        tickets.extend(store::lock_by_id(tx, id).await?);
    }
    let mut moved = 0;
    for mut ticket in tickets {
        moved += i64::from(follow(tx, pen, &effect, &mut ticket).await?);
    }
    let done = i64::try_from(ids.len()).unwrap_or(BATCH);
    let ended_at = (done < BATCH).then_some(pen.now.0);
    let after = ids.last().unwrap_or(&line.after);
    let advance = q(ADVANCE).bind(id).bind(after.as_str()).bind(done).bind(moved).bind(ended_at);
    advance.exec(tx).await?;
    Ok(())
}

/// Whether a due time of the ticket moved.
async fn follow(tx: &mut Tx, pen: &Pen, effect: &Effect, ticket: &mut store::Ticket) -> Outcome<bool> {
    if !ticket.status.is_active() {
        return Ok(false);
    }
    let history = store::history(tx, &ticket.id).await?;
    let own = PolicyRef { id: ticket.policy_id.clone(), version: ticket.policy_version };
    let book = &pen.directory.book;
    if let Some(followed) = effect.on(&own, &history, book, pen.now) {
        pen.append(tx, ticket, vec![(Author::System, followed.body)], &[]).await?;
        return Ok(!followed.moves.is_empty());
    }
    // Promised since the edit, but on a node that had not read it yet: what is kept is not what the entries say.
    let as_of = ticket.promises.iter().map(|promise| promise.as_of).max().unwrap_or(pen.now);
    let differs = !moves(&ticket.promises, &project::promises(&history, book, as_of)).is_empty();
    if differs {
        pen.append(tx, ticket, Vec::new(), &[]).await?;
    }
    Ok(differs)
}

fn effect(line: &Line) -> Outcome<Effect> {
    let (id, version, name) = (line.target.clone(), line.version, line.name.clone());
    match line.kind.as_str() {
        "calendar" => Ok(Effect::Calendar { id, version, name, since: Instant(line.created_at) }),
        "policy" => Ok(Effect::Policy { policy: PolicyRef { id, version }, name, by: line.actor.clone() }),
        other => Err(Failure::broken(format!("unknown recount {other}"))),
    }
}

/// Edits that open tickets have still to follow, and those that they followed lately; newest first.
///
/// # Errors
/// `Forbidden` for those who may not read policies.
pub async fn recounts(b: &Backend, v: &Viewer) -> Outcome<Vec<Recount>> {
    v.ensure(Action::ReadPolicies)?;
    list(&mut b.db.read().await?, b.clock.now()).await
}

pub(crate) async fn list(conn: &mut Conn, now: Instant) -> Outcome<Vec<Recount>> {
    let lines: Vec<Line> = q(LIST).bind(now.0 - TOLD_MS).all(conn).await?;
    // Of what open tickets have followed, the newest edit of each calendar and policy.
    let mut told = HashSet::new();
    let is_news =
        |line: &Line| line.ended_at.is_none() || told.insert((line.kind.clone(), line.target.clone()));
    let recount = |line: Line| Recount {
        name: line.name,
        done: line.done,
        // Tickets that were opened meanwhile are looked at, too.
        total: line.total.max(line.done),
        moved: line.moved,
        ended: line.ended_at.is_some(),
    };
    Ok(lines.into_iter().filter(is_news).map(recount).collect())
}

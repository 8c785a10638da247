//! What is promised while its owner is away: a stand-in gets it before it is missed, and where nobody is named the leads
//! are told, once for each absence. A rung of whoever is away goes on at once.

use domain::access::Role;
use domain::promises::{Promise, Standing};
use domain::tickets::Urgency;
use domain::tickets::decide::Draft;
use domain::tickets::entry::{Author, Body, Named};
use domain::tickets::view::Notice;
use domain::time::{DAY_MS, Instant};

use super::load::Worker;
use crate::db::{Tx, q};
use crate::promises::{ladder, timers};
use crate::settings::Directory;
use crate::tickets::append::{Pen, Telling};
use crate::tickets::store::{self, Ticket};
use crate::{Backend, Outcome};

/// How long before it is due a promise changes hands: over a night, so that a stand-in finds it in the morning.
const BEFORE_MS: i64 = DAY_MS;
/// Tickets of one person in one round.
const BATCH: i64 = 20;

const DUE: &str =
    "SELECT t.id FROM tickets t WHERE t.assignee_id = $1 AND t.active = TRUE AND t.urgency <= $2
    AND t.due_at <= $3 AND NOT EXISTS (SELECT 1 FROM alarms a WHERE a.ticket_id = t.id AND a.key = $4)
  ORDER BY t.urgency, t.due_at, t.id LIMIT $5";
/// Rungs that wait for somebody, and those that they had taken of others' tickets.
const ASKED: &str = "SELECT t.id FROM tickets t WHERE t.rung_owner_id = $1 AND t.active = TRUE
    AND NOT EXISTS (SELECT 1 FROM alarms a WHERE a.ticket_id = t.id AND a.key = $2)
  ORDER BY t.urgency, t.due_at, t.id LIMIT $3";
/// Somebody who is away, and who looks after their promises.
#[derive(Clone)]
struct Away {
    who: Named,
    until: Option<Instant>,
    /// The stand-in, unless they are away themselves.
    stand_in: Option<Named>,
    /// Marks tickets that the leads were told of in this absence.
    key: String,
    /// Marks those whose rung was looked at in it.
    asked_key: String,
}

/// Moves or offers what comes due for those who are away; `false` when there was nothing. A ticket that somebody changes
/// meanwhile waits for the next round.
///
/// # Errors
/// When the database does not answer. What was done before that stays done.
pub async fn step(b: &Backend) -> Outcome<bool> {
    let (now, directory) = (b.clock.now(), b.directory().await?);
    let absent: Vec<Away> =
        directory.routing.workers().filter_map(|worker| away(&directory, worker, now)).collect();
    let pen = Pen { backend: b.clone(), directory, now, actor_id: None };
    let mut done = false;
    for away in absent {
        for id in asked(b, &away).await? {
            let (pen, away) = (pen.clone(), away.clone());
            done |=
                b.db.write(move |tx| {
                    let (pen, away, id) = (pen.clone(), away.clone(), id.clone());
                    Box::pin(async move { ask_another(tx, &pen, &away, &id).await })
                })
                .await?;
        }
        for id in coming_due(b, &away, now).await? {
            let (pen, away) = (pen.clone(), away.clone());
            done |=
                b.db.write(move |tx| {
                    let (pen, away, id) = (pen.clone(), away.clone(), id.clone());
                    Box::pin(async move { cover(tx, &pen, &away, &id).await })
                })
                .await?;
        }
    }
    Ok(done)
}

fn away(directory: &Directory, worker: &Worker, now: Instant) -> Option<Away> {
    let absence = worker.absence.as_ref().filter(|absence| absence.covers(now))?;
    let stand_in = directory.routing.stand_in(worker, now);
    Some(Away {
        who: worker.who.clone(),
        until: absence.until,
        stand_in: stand_in.map(|own| own.who.clone()),
        key: format!("away:{}:{}", worker.who.id, absence.from.0),
        asked_key: format!("asked:{}:{}", worker.who.id, absence.from.0),
    })
}

async fn coming_due(b: &Backend, away: &Away, now: Instant) -> Outcome<Vec<String>> {
    let query = q(DUE).bind(away.who.id.as_str()).bind(Urgency::OnTrack.rank()).bind(away.horizon(now).0);
    query.bind(away.key.as_str()).bind(BATCH).all(&mut b.db.read().await?).await.map_err(Into::into)
}

async fn asked(b: &Backend, away: &Away) -> Outcome<Vec<String>> {
    let query = q(ASKED).bind(away.who.id.as_str()).bind(away.asked_key.as_str()).bind(BATCH);
    query.all(&mut b.db.read().await?).await.map_err(Into::into)
}

/// Asks somebody else on the ladder, if there is anybody. What its owner had taken of their own tickets stays theirs:
/// [`cover`] looks after that.
async fn ask_another(tx: &mut Tx, pen: &Pen, away: &Away, id: &str) -> Outcome<bool> {
    let Some(mut ticket) = store::lock_by_id(tx, id).await? else { return Ok(false) };
    let is_own = ticket.assignee_id.as_ref() == Some(&away.who.id);
    let held = ticket.standing.current().filter(|held| held.owner.id == away.who.id);
    let waits = held.is_some_and(|held| held.acknowledged.is_none() || !is_own);
    if pen.is_behind(&ticket) || !timers::fire(tx, id, &away.asked_key, pen.now).await? {
        return Ok(false);
    }
    let climbed = ladder::instead(pen, &ticket, away.stand_in.as_ref()).filter(|_| waits);
    if let Some(climbed) = climbed {
        let tell = ladder::told_of(&climbed);
        pen.append(tx, &mut ticket, vec![(Author::System, climbed)], tell.as_slice()).await?;
    }
    Ok(true)
}

async fn cover(tx: &mut Tx, pen: &Pen, away: &Away, id: &str) -> Outcome<bool> {
    let Some(mut ticket) = store::lock_by_id(tx, id).await? else { return Ok(false) };
    if pen.is_behind(&ticket) || !away.owes(&ticket, pen.now) {
        return Ok(false);
    }
    let told: Vec<Named> = match &away.stand_in {
        Some(_) => Vec::new(),
        None if !timers::fire(tx, id, &away.key, pen.now).await? => return Ok(false),
        // Those who give out work; managers where nobody leads.
        None => pen.directory.others_with(&[Role::Lead, Role::Manager], &[&away.who.id]),
    };
    let tell: Vec<Telling> = match &away.stand_in {
        Some(to) => vec![Telling::new(to.id.clone(), Notice::StandsIn { away: away.who.name.clone() })],
        None => told.iter().map(|lead| Telling::new(lead.id.clone(), away.offer())).collect(),
    };
    pen.append(tx, &mut ticket, away.drafts(told), &tell).await?;
    Ok(true)
}

impl Away {
    /// Up to when a promise is looked after by somebody else: what is due later may still be kept by its owner.
    fn horizon(&self, now: Instant) -> Instant {
        let soon = now.plus_ms(BEFORE_MS);
        self.until.map_or(soon, |until| until.min(soon))
    }

    fn owes(&self, ticket: &Ticket, now: Instant) -> bool {
        let horizon = self.horizon(now);
        let runs =
            |promise: &&Promise| promise.is_open() && !matches!(promise.state, Standing::Paused { .. });
        let mut running = ticket.promises.iter().filter(runs);
        ticket.assignee_id.as_ref() == Some(&self.who.id) && running.any(|promise| promise.due <= horizon)
    }

    fn offer(&self) -> Notice {
        Notice::OwnerAway { away: self.who.name.clone() }
    }

    fn drafts(&self, told: Vec<Named>) -> Vec<Draft> {
        let body = Body::OwnerAway { away: self.who.clone(), to: self.stand_in.clone(), told };
        let moved =
            self.stand_in.clone().map(|to| Body::Assignee { from: Some(self.who.clone()), to: Some(to) });
        [Some(body), moved].into_iter().flatten().map(|body| (Author::System, body)).collect()
    }
}

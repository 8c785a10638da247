//! The timers: whenever the clock alone changes something about a ticket (at risk, missed, an alarm), this writes it
//! down, once, whoever else runs the same loop.
//!
//! A ticket's `wake_at` is the next such moment. Each wake locks the ticket, replays its promises, and records what is
//! new; the `alarms` table's key makes every alarm fire once for ever, on any number of nodes and across restarts.

use std::collections::HashSet;
use std::time::Duration;

use domain::promises::{Alarm, Promise};
use domain::tickets::Status;
use domain::tickets::decide::Draft;
use domain::tickets::entry::{Author, Body};
use domain::tickets::view::Notice;
use domain::time::Instant;
use tokio::sync::watch;

use super::actions::{self, Effects};
use super::{ladder, project};
use crate::db::{Tx, q};
use crate::settings::Staff;
use crate::tickets::append::{Pen, Telling};
use crate::tickets::store::{self, Ticket};
use crate::tickets::{notices, surveys};
use crate::{Backend, Outcome, webhooks};

/// Tickets woken in one round.
const BATCH: i64 = 200;
/// Of them woken at once: SQLite commits these in one group, and none waits so long for a connection that it gives up.
const SIDE_BY_SIDE: usize = 32;
/// The longest the loop sleeps without looking, so that a moved clock or another node's ticket is seen soon.
const NAP: Duration = Duration::from_millis(500);

const DUE: &str = "SELECT id, wake_at FROM tickets WHERE wake_at <= $1 ORDER BY wake_at LIMIT $2";
const FIRED: &str = "SELECT key FROM alarms WHERE ticket_id = $1";
const FIRE: &str = "INSERT INTO alarms (ticket_id, key, fired_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

/// Wakes tickets until told to stop. A fault is logged and tried again; it never ends the loop.
pub async fn run(b: Backend, mut stop: watch::Receiver<bool>) {
    loop {
        let nap = match round(&b).await {
            Ok(woken) if woken as i64 == BATCH => Duration::ZERO,
            Ok(_) => NAP,
            Err(error) => {
                tracing::error!(%error, "timers wait");
                NAP * 4
            }
        };
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(nap) => {}
        }
    }
}

/// Everything whose time has come: tickets, what failed and is tried again, notices that waited.
async fn round(b: &Backend) -> Outcome<usize> {
    let woken = wake_due(b).await?;
    actions::retry(b).await?;
    notices::release(b).await?;
    Ok(woken)
}

/// Wakes every ticket whose time has come, at most one batch, and says how many there were.
///
/// # Errors
/// When the database does not answer. Tickets woken before that stay woken.
pub async fn wake_due(b: &Backend) -> Outcome<usize> {
    let now = b.clock.now();
    let due: Vec<(String, i64)> = q(DUE).bind(now.0).bind(BATCH).all(&mut b.db.read().await?).await?;
    let directory = b.directory().await?;
    let pen = Pen { backend: b.clone(), directory, now, actor_id: None };
    for some in due.chunks(SIDE_BY_SIDE) {
        let wakes = some.iter().map(|(id, _)| wake(&pen, id.clone()));
        for woken in futures::future::join_all(wakes).await {
            woken?;
        }
    }
    Ok(due.len())
}

async fn wake(pen: &Pen, id: String) -> Outcome<()> {
    let job = pen.clone();
    pen.backend
        .db
        .write(move |tx| {
            let (pen, id) = (job.clone(), id.clone());
            Box::pin(async move {
                let ticket = store::lock_by_id(tx, &id).await?;
                match ticket {
                    Some(ticket) => catch_up(tx, &pen, ticket).await,
                    None => Ok(()),
                }
            })
        })
        .await
}

/// Fires what has come due on one locked ticket and sets its next wake. Another node may have been here already: then
/// there is nothing left to add.
async fn catch_up(tx: &mut Tx, pen: &Pen, mut ticket: Ticket) -> Outcome<()> {
    let history = store::history(tx, &ticket.id).await?;
    let promises = project::promises(&history, &pen.directory.book, pen.now);
    let fired: HashSet<String> =
        q(FIRED).bind(ticket.id.as_str()).all::<String>(tx).await?.into_iter().collect();
    let mut firing = Vec::new();
    for (promise, alarm) in due_alarms(pen, &promises, &fired) {
        if fire(tx, &ticket.id, &alarm.key, pen.now).await? {
            firing.push((promise, alarm));
        }
    }
    let (mut drafts, tell) = consequences(pen, &ticket, &firing);
    let survey = surveys::to_send(&ticket, &pen.directory.book, &fired, pen.now);
    if let Some(kind) = survey
        && fire(tx, &ticket.id, kind.key(), pen.now).await?
    {
        drafts.extend(surveys::send(tx, pen, &ticket, kind).await?);
    }
    actions::remember(tx, pen, &ticket, &drafts).await?;
    webhooks::keep(tx, pen, &ticket, &drafts).await?;
    pen.append(tx, &mut ticket, drafts, &tell).await
}

/// Takes `key` of the ticket: true for whoever is first, on any node, for ever.
pub(crate) async fn fire(tx: &mut Tx, ticket_id: &str, key: &str, now: Instant) -> Outcome<bool> {
    Ok(q(FIRE).bind(ticket_id).bind(key).bind(now.0).exec(tx).await? == 1)
}

/// The alarms whose time has come by now and that are not among those `fired`.
pub(crate) fn due_alarms<'p>(
    pen: &Pen,
    promises: &'p [Promise],
    fired: &HashSet<String>,
) -> Vec<(&'p Promise, Alarm)> {
    // Closed promises too: one that was missed and then kept while nobody ran the timers still rings, once.
    let alarms = promises.iter().flat_map(|promise| {
        project::alarms(promise, &pen.directory.book).into_iter().map(move |alarm| (promise, alarm))
    });
    alarms.filter(|(_, alarm)| alarm.fire_at <= pen.now && !fired.contains(&alarm.key)).collect()
}

/// What the clock alone makes of a ticket now: what its alarms do, a rung that nobody took, and that it closes.
pub(crate) fn consequences(
    pen: &Pen,
    ticket: &Ticket,
    firing: &[(&Promise, Alarm)],
) -> (Vec<Draft>, Vec<Telling>) {
    let (mut drafts, mut tell) = (Vec::new(), Vec::new());
    for (promise, alarm) in firing {
        act(pen, ticket, promise, alarm, &mut drafts, &mut tell);
    }
    tell = once_each(tell);
    drafts.extend(ladder::unanswered(pen, ticket, &mut tell).map(|body| (Author::System, body)));
    if project::closes_at(ticket).is_some_and(|at| at <= pen.now) {
        let close = Body::Status { from: ticket.status, to: Status::Closed, reason: None, review_at: None };
        drafts.push((Author::System, close));
    }
    (drafts, tell)
}

/// What an alarm does: an entry that says so, notices, changes to the ticket, and what could not be done.
fn act(
    pen: &Pen,
    ticket: &Ticket,
    promise: &Promise,
    alarm: &Alarm,
    drafts: &mut Vec<Draft>,
    tell: &mut Vec<Telling>,
) {
    let mut effects = Effects::default();
    let mut failed = Vec::new();
    for action in &alarm.rule.actions {
        if let Err(why) = effects.take(&pen.directory, ticket, promise.kind, action, pen.now) {
            let (key, action) = (alarm.key.clone(), action.clone());
            failed.push((Author::System, Body::ActionFailed { key, action, why, name: String::new() }));
        }
    }
    let told = effects.told();
    let missed = promise.due < pen.now;
    let notice = Notice::Promise { promise: promise.kind, missed };
    tell.extend(told.iter().map(|person| Telling {
        not_before: Some(notice_at(pen, promise, alarm)),
        at_once: alarm.rule.round_the_clock,
        ..Telling::new(person.id.clone(), notice.clone())
    }));
    drafts.append(&mut effects.drafts);
    let told = told.into_iter().map(Staff::named).collect();
    let (key, escalate) = (alarm.key.clone(), effects.escalate);
    let warned_late = missed && alarm.rule.when.warns();
    let body = Body::Alarm {
        key,
        promise: promise.kind,
        due: promise.due,
        missed,
        warned_late,
        told,
        escalate,
        webhooks: effects.webhooks,
    };
    drafts.push((Author::System, body));
    drafts.append(&mut failed);
}

/// Alarms that come together, after a time without timers, say the same: each person hears it once, as soon as any of
/// them lets it be heard.
fn once_each(tellings: Vec<Telling>) -> Vec<Telling> {
    let mut once: Vec<Telling> = Vec::with_capacity(tellings.len());
    for own in tellings {
        let same = |known: &&mut Telling| known.person_id == own.person_id && known.notice == own.notice;
        match once.iter_mut().find(same) {
            Some(known) => {
                known.not_before = known.not_before.min(own.not_before);
                known.at_once |= own.at_once;
            }
            None => once.push(own),
        }
    }
    once
}

/// Notices wait for the opening hours that the promise counts in, unless the alarm speaks around the clock.
fn notice_at(pen: &Pen, promise: &Promise, alarm: &Alarm) -> Instant {
    let calendar = promise.calendar.as_ref().and_then(|calendar| pen.directory.calendar(&calendar.id));
    alarm.notice_at(calendar.map(|known| known.schedule.as_ref()))
}

/// When the next ticket wakes, for a test or an operator's look.
///
/// # Errors
/// When the database does not answer.
pub async fn next_wake(b: &Backend) -> Outcome<Option<Instant>> {
    const NEXT: &str = "SELECT MIN(wake_at) FROM tickets";
    let next: Option<i64> = q(NEXT).one(&mut b.db.read().await?).await?;
    Ok(next.map(Instant))
}

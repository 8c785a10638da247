//! Giving a ticket to somebody, a new one in the transaction that makes it.

use std::collections::HashMap;

use domain::routing::hand_out::{Candidate, Considered, Need, choose};
use domain::routing::view::{Given, Placing, Trace};
use domain::routing::weight;
use domain::tickets::entry::{Author, Body, Entry, Named};
use domain::tickets::view::Notice;
use domain::time::Instant;
use domain::words::Lang;

use super::load::{Queue, Worker};
use super::workload::{self, Load};
use crate::Outcome;
use crate::db::{Conn, Tx, q};
use crate::settings::Directory;
use crate::tickets::append::{Pen, Telling};
use crate::tickets::store::Ticket;

const LANG: &str = "SELECT lang FROM people WHERE id = $1";
const FAMILIAR: &str = "SELECT assignee_id FROM tickets WHERE requester_id = $1 AND assignee_id IS NOT NULL
  ORDER BY active DESC, changed_at DESC, id DESC LIMIT 1";

/// Gives `ticket`, not yet written, to somebody if its queue hands out. Who was thought of joins the trace among its
/// `entries`; returns whom to tell.
pub(crate) async fn hand_out(
    tx: &mut Tx,
    pen: &Pen,
    ticket: &mut Ticket,
    entries: &mut Vec<Entry>,
) -> Outcome<Option<Telling>> {
    if ticket.assignee_id.is_some() {
        return Ok(None);
    }
    let Some((considered, given)) = find(tx, pen, ticket).await? else { return Ok(None) };
    note(pen, entries, considered, given.clone());
    let Some(Given { to, .. }) = given else { return Ok(None) };
    ticket.assignee_id = Some(to.id.clone());
    let telling = Telling::new(to.id.clone(), Notice::HandedOut);
    entries.extend(pen.entries(vec![(Author::System, Body::Assignee { from: None, to: Some(to) })]));
    Ok(Some(telling))
}

/// Who was thought of, and who of them should have it.
pub(super) type Found = (Vec<Considered>, Option<Given>);

/// Takes an existing `ticket` from `from`, as `why` says, and gives it to whom `found` names, who is told.
pub(super) async fn give(
    tx: &mut Tx,
    pen: &Pen,
    ticket: &mut Ticket,
    from: Option<Named>,
    why: Option<Body>,
    found: Option<Found>,
) -> Outcome<()> {
    let to = found.as_ref().and_then(|(_, given)| given.as_ref()).map(|given| given.to.clone());
    let queue = ticket.queue_id.as_deref().and_then(|id| pen.directory.queue(id)).cloned();
    let placed = Placing::Waited;
    let routed = found.map(|(considered, given)| {
        Body::Routed(Trace { queue, placed, considered, given, ..Trace::default() })
    });
    let tell: Vec<Telling> = to.iter().map(|to| Telling::new(to.id.clone(), Notice::HandedOut)).collect();
    let bodies = [why, routed, Some(Body::Assignee { from, to })].into_iter().flatten();
    let drafts = bodies.map(|body| (Author::System, body)).collect();
    pen.append(tx, ticket, drafts, &tell).await
}

/// Who of its queue's people was thought of for `ticket`, and who of them should have it; `None` where people take their
/// tickets themselves.
pub(super) async fn find(tx: &mut Tx, pen: &Pen, ticket: &Ticket) -> Outcome<Option<Found>> {
    let setup = &pen.directory.routing;
    let queue = ticket.queue_id.as_deref().and_then(|id| setup.queue(id)).filter(|queue| queue.hands_out);
    let Some(queue) = queue else { return Ok(None) };
    let need = need(tx, queue, ticket).await?;
    let people: Vec<&Worker> = setup.workers_of(queue).collect();
    let candidates = candidates(tx, &pen.directory, &people, pen.now).await?;
    let (chosen, considered) = choose(&candidates, &need);
    Ok(Some((considered, chosen.map(|(to, because)| Given { to, because }))))
}

async fn need(tx: &mut Tx, queue: &Queue, ticket: &Ticket) -> Outcome<Need> {
    let lang: Option<String> = q(LANG).bind(ticket.requester_id.as_str()).opt(tx).await?;
    let familiar = match queue.keeps {
        true => q(FAMILIAR).bind(ticket.requester_id.as_str()).opt::<String>(tx).await?,
        false => None,
    };
    let lang = lang.and_then(|code| Lang::parse(&code)).unwrap_or_default();
    let weight = weight(ticket.priority, ticket.status);
    Ok(Need { skills: ticket.needs.clone(), lang, familiar, weight })
}

/// Says in the trace among `entries` who was thought of and who gets it; a desk without rules has none before that.
fn note(pen: &Pen, entries: &mut Vec<Entry>, considered: Vec<Considered>, given: Option<Given>) {
    let known = entries.iter_mut().find_map(|entry| match &mut entry.body {
        Body::Routed(trace) => Some(trace),
        _ => None,
    });
    match known {
        Some(trace) => (trace.considered, trace.given) = (considered, given),
        None => {
            let trace = Trace { considered, given, ..Trace::default() };
            entries.extend(pen.entries(vec![(Author::System, Body::Routed(trace))]));
        }
    }
}

/// `people` as they stand now.
pub(super) async fn candidates(
    conn: &mut Conn,
    directory: &Directory,
    people: &[&Worker],
    now: Instant,
) -> Outcome<Vec<Candidate>> {
    let loads = workload::all(conn).await?;
    Ok(people.iter().map(|worker| candidate(directory, worker, &loads, now)).collect())
}

pub(super) fn candidate(
    directory: &Directory,
    worker: &Worker,
    loads: &HashMap<String, Load>,
    now: Instant,
) -> Candidate {
    let load = loads.get(&worker.who.id).copied().unwrap_or_default();
    Candidate {
        who: worker.who.clone(),
        skills: worker.profile.skills.clone(),
        langs: worker.langs(),
        duty: worker.duty(directory, now),
        load: load.weight,
        limit: worker.profile.limit,
        last_given: load.given_at,
    }
}

//! Moves that would help: for each ticket that nobody looks after, who could, or why nobody can.

use std::collections::{HashMap, HashSet};

use domain::routing::UNIT;
use domain::routing::board::{Stuck, Suggestion};
use domain::routing::hand_out::{Candidate, Lack, Need, choose, lack};
use domain::time::Instant;
use domain::words::Lang;

use super::board::Movable;
use super::hand_out::candidate;
use super::load::Worker;
use super::workload::Load;
use crate::settings::Directory;

/// Moves that are suggested at once.
const MOST: usize = 5;
/// Tickets that nobody can have, named at once.
const STUCK: usize = 3;

/// Who could take each of `tickets`, most pressing first, and what nobody can. Each move is counted before the next is
/// sought, so that all of them together make sense.
pub(super) fn suggest(
    directory: &Directory,
    loads: &HashMap<String, Load>,
    tickets: impl Iterator<Item = Movable>,
    now: Instant,
) -> (Vec<Suggestion>, Vec<Stuck>) {
    let mut loads = loads.clone();
    let (mut suggestions, mut stuck) = (Vec::new(), Vec::new());
    let mut seen = HashSet::new();
    for ticket in tickets {
        if suggestions.len() == MOST {
            break;
        }
        // A card may stand there for more than one reason.
        if !seen.insert(ticket.number.clone()) {
            continue;
        }
        match one(directory, &loads, &ticket, now) {
            Ok(suggestion) => {
                let load = loads.entry(suggestion.to.id.clone()).or_default();
                load.weight += ticket.weight;
                load.given_at = Some(now);
                suggestions.push(suggestion);
            }
            Err(lack) => stuck.push(Stuck { number: ticket.number, lack }),
        }
    }
    stuck.truncate(STUCK);
    (suggestions, stuck)
}

fn one(
    directory: &Directory,
    loads: &HashMap<String, Load>,
    ticket: &Movable,
    now: Instant,
) -> Result<Suggestion, Lack> {
    let setup = &directory.routing;
    // What is in no queue is everybody's.
    let own_queue = |worker: &&Worker| match ticket.queue.as_deref().and_then(|id| setup.queue(id)) {
        Some(queue) => worker.works_in(queue),
        None => setup.queues.iter().any(|queue| worker.works_in(queue)),
    };
    let stand_in = ticket.owner.as_deref().and_then(|owner| setup.worker(owner)?.absence.as_ref());
    let stand_in = stand_in.and_then(|absence| absence.stand_in.clone());
    // Whoever stands in does so from whatever team.
    let others = setup.workers().filter(|own| own_queue(own) || Some(&own.who.id) == stand_in.as_ref());
    let others = others.filter(|own| Some(&own.who.id) != ticket.owner.as_ref());
    let candidates: Vec<Candidate> = others.map(|worker| candidate(directory, worker, loads, now)).collect();
    let need = Need {
        skills: ticket.needs.clone(),
        lang: Lang::parse(&ticket.lang).unwrap_or_default(),
        familiar: stand_in,
        weight: ticket.weight,
    };
    let (to, because) = choose(&candidates, &need).0.ok_or_else(|| lack(&candidates, &need))?;
    let room = |own: &Candidate| i64::from(own.limit) - (own.load + UNIT - 1) / UNIT;
    Ok(Suggestion {
        number: ticket.number.clone(),
        version: ticket.version,
        room: candidates.iter().find(|own| own.who == to).map_or(0, room),
        skill: ticket.needs.first().map(|skill| skill.name.clone()),
        because,
        to,
    })
}

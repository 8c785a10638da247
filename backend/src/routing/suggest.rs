//! Moves that would help: for each ticket that nobody looks after, who could.

use std::collections::HashMap;

use domain::routing::UNIT;
use domain::routing::board::Suggestion;
use domain::routing::hand_out::{Candidate, Need, choose};
use domain::time::Instant;
use domain::words::Lang;

use super::board::Movable;
use super::hand_out::candidate;
use super::load::Worker;
use super::workload::Load;
use crate::settings::Directory;

/// Moves that are suggested at once.
const MOST: usize = 5;

/// Who could take each of `tickets`, most pressing first. Each move is counted before the next is sought, so that all of
/// them together make sense.
pub(super) fn suggest(
    directory: &Directory,
    loads: &HashMap<String, Load>,
    tickets: impl Iterator<Item = Movable>,
    now: Instant,
) -> Vec<Suggestion> {
    let mut loads = loads.clone();
    let mut suggestions: Vec<Suggestion> = Vec::new();
    for ticket in tickets {
        if suggestions.len() == MOST {
            break;
        }
        // A card may stand there for more than one reason.
        let is_new = suggestions.iter().all(|known| known.number != ticket.number);
        if let Some(suggestion) = one(directory, &loads, &ticket, now).filter(|_| is_new) {
            let load = loads.entry(suggestion.to.id.clone()).or_default();
            load.weight += ticket.weight;
            load.given_at = Some(now);
            suggestions.push(suggestion);
        }
    }
    suggestions
}

fn one(
    directory: &Directory,
    loads: &HashMap<String, Load>,
    ticket: &Movable,
    now: Instant,
) -> Option<Suggestion> {
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
    let (to, because) = choose(&candidates, &need).0?;
    let chosen = candidates.iter().find(|one| one.who.id == to.id)?;
    Some(Suggestion {
        number: ticket.number.clone(),
        version: ticket.version,
        room: i64::from(chosen.limit) - (chosen.load + UNIT - 1) / UNIT,
        skill: ticket.needs.first().map(|skill| skill.name.clone()),
        because,
        to,
    })
}

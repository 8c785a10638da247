//! From a ticket's facts to its promises, with their whole history: one pass, no state of its own, the same answer
//! every time. [`Fact`] is the input, [`Book`] knows policies and calendars, [`replay`] does it.

mod book;
mod clock_data;
mod cycles;
mod fact;
mod replay;
mod story;
mod track;

pub use super::{Promise, PromiseKind};
pub use book::Book;
pub use fact::{Event, Fact, TaskLimit};

use crate::time::Instant;

/// Every promise that the facts ever made, in the order in which they started, as of `now`.
///
/// The first fact is `Created`; facts before it are ignored. Facts stand in the order of the timeline.
#[must_use]
pub fn replay(facts: &[Fact], book: &Book, now: Instant) -> Vec<Promise> {
    let mut facts = facts.iter().skip_while(|fact| !matches!(fact.event, Event::Created { .. }));
    let Some(Fact { at, event: Event::Created { ticket_type, priority, status } }) = facts.next() else {
        return Vec::new();
    };
    let mut replay = replay::Replay::new(book, story::Story::new(*at, ticket_type, *priority, *status));
    for fact in facts {
        replay.apply(fact);
    }
    replay.finish(now)
}

//! What an edit of a policy or a calendar does to the promises of one ticket: which due times move.

use serde::{Deserialize, Serialize};

use super::{Promise, PromiseKind};
use crate::time::Instant;

/// One open promise whose due time an edit moves, ends or makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    pub promise: PromiseKind,
    /// `None`: not promised before.
    pub from: Option<Instant>,
    /// `None`: no longer promised.
    pub to: Option<Instant>,
}

/// What differs between the open promises before and after. What has its verdict does not move.
#[must_use]
pub fn moves(before: &[Promise], after: &[Promise]) -> Vec<Move> {
    let (before, after) = (open(before), open(after));
    let same = |a: &Promise, b: &Promise| (a.kind, a.cycle, &a.task) == (b.kind, b.cycle, &b.task);
    let moved = before.iter().filter_map(|old| {
        let to = after.iter().find(|new| same(old, new)).map(|new| new.due);
        (to != Some(old.due)).then_some(Move { promise: old.kind, from: Some(old.due), to })
    });
    let made = after.iter().filter(|new| !before.iter().any(|old| same(old, new)));
    let made = made.map(|new| Move { promise: new.kind, from: None, to: Some(new.due) });
    moved.chain(made).collect()
}

/// Those that an edit can still move. One that it makes late at once is among them: it is missed where it moved to.
fn open(promises: &[Promise]) -> Vec<&Promise> {
    promises.iter().filter(|promise| promise.is_open()).collect()
}

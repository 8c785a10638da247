//! Moving many tickets at once.

use super::super::{Lang, fill, words};
use crate::routing::reorganise::{Operation, Receiver};

words! {
    Reorganise, reorganise {
        title: "Move work",
        open: "Move work",
        hint: "Moves all open tickets of a queue, a team or a person. Nothing happens before you have seen where each one lands, and all of it can be undone.",
        from: "Open tickets of",
        choose: "Choose",
        of_queue: "Queue: {name}",
        of_team: "Team: {name}",
        queue: "To the queue",
        same_queue: "Each stays in its queue",
        receiver: "To whom",
        same: "Whoever has them now",
        shared: "Shared among the queue’s people, by room",
        nobody: "Nobody, they wait in the queue",
        none: "Nothing would move.",
        total_one: "1 ticket moves",
        total: "{n} tickets move",
        cut: "There are more than move at once. The most pressing ones move first; move the rest after that.",
        shares: "Who has how many of them then",
        nobody_has: "Nobody",
        no_queue: "No queue",
        left_over_one: "1 of them fits nobody who is there and has room: it waits in its queue.",
        left_over: "{n} of them fit nobody who is there and has room: they wait in their queue.",
        landings: "Where each lands",
        ticket: "Ticket",
        was: "Now",
        will_be: "Then",
        more_one: "and 1 more",
        more: "and {n} more",
        go_one: "Move 1 ticket",
        go: "Move {n} tickets",
        lately: "Moved lately",
        lately_none: "Nothing was moved yet.",
        moving: "Moving, {done} of {total}",
        undoing: "Bringing back, {done} of {total}",
        moved_one: "1 ticket moved",
        moved: "{n} tickets moved",
        undone_one: "1 ticket brought back",
        undone: "{n} tickets brought back",
        away: "{name}, who is away now,",
        left_alone_one: "1 was changed by somebody else and left alone",
        left_alone: "{n} were changed by somebody else and left alone",
        undo: "Undo",
        undo_this: "Undo: {what}",
        by: "By {name}",
        line: "{from} to {to}",
        line_both: "{from} to {queue}, {to}",
        line_nobody: "nobody",
        line_shared: "whoever has room",
    }
}

/// What was moved where.
#[must_use]
pub fn moved_line(lang: Lang, own: &Operation) -> String {
    let w = reorganise(lang);
    let to = match &own.receiver {
        Receiver::Same => None,
        Receiver::Nobody => Some(w.line_nobody),
        Receiver::Shared => Some(w.line_shared),
        Receiver::Person(_) => own.person.as_deref(),
    };
    let from = if own.from.is_empty() { w.no_queue } else { own.from.as_str() };
    match (own.queue.as_deref(), to) {
        (Some(queue), Some(to)) => fill(w.line_both, &[("from", from), ("queue", queue), ("to", to)]),
        (Some(to), None) | (None, Some(to)) => fill(w.line, &[("from", from), ("to", to)]),
        (None, None) => from.to_owned(),
    }
}

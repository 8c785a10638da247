//! What the editors of policies and calendars share: saving, previews, progress, versions.

use super::super::super::{Lang, count, fill, promises, words};
use crate::promises::PromiseKind;
use crate::promises::policy::Shown;
use crate::settings::{MoveLine, Recount};

words! {
    /// Saving a policy or a calendar.
    Editing, editing {
        save: "Save changes",
        discard: "Discard",
        nothing: "No changes.",
        one_change: "1 change not saved",
        many_changes: "{n} changes not saved",
        saved: "Saved as version {n}.",
        changes: "Changed",
        was: "{what}: {is}, was {was}",
        new_line: "{what}: {is}",
        gone: "{what}: no longer, was {was}",

        conflict: "Somebody else saved this meanwhile",
        conflict_by: "{by} saved version {n}, {at}. Nothing of yours is lost: take their version, which drops your changes, or keep yours, which replaces theirs.",
        take_theirs: "Take theirs",
        keep_mine: "Keep mine",

        history: "Versions",
        history_show: "Show versions",
        version: "Version {n}",
        seed: "came with the desk",
        history_none: "No versions yet.",
        first: "The first version.",

        preview: "Open tickets",
        preview_go: "Show what would move",
        preview_policy: "What would move, and what customers would see, if this were applied to open tickets, too.",
        preview_calendar: "What moves when this calendar is saved.",
        looking: "Looked at {n} of {all} open tickets.",
        none_moves: "No open ticket moves.",
        one_moves: "1 open ticket moves.",
        many_move: "{n} open tickets move.",
        first_shown: "The first {n} of them:",
        ticket: "Ticket",
        moves: "What moves",
        move_past: "{move}: that is over already",
        move_to: "{promise} from {from} to {to}",
        move_new: "{promise} is promised by {to}",
        move_gone: "{promise} is no longer promised",
        seen_begin: "The customer begins to see the times.",
        seen_end: "The customer no longer sees the times.",
        seen_promise: "The customer sees promises instead of estimates.",
        seen_estimate: "The customer sees estimates instead of promises.",
        one_seen: "What the customer sees changes on 1.",
        many_seen: "What the customers see changes on {n}.",
        stale: "The draft has changed since. Look again.",

        apply: "Who gets the new times",
        apply_new: "New tickets only",
        apply_open: "Open tickets, too",
        apply_hint: "What was missed or met stays as it was.",

        progress: "Open tickets follow {name}",
        progress_at: "{done} of {total} tickets",
        progress_none: "Open tickets follow {name}. No time moved.",
        progress_one: "Open tickets follow {name}. Times moved on 1.",
        progress_done: "Open tickets follow {name}. Times moved on {n}.",
    }
}

/// One due time that moves; `from` and `to` are in the reader's words.
#[must_use]
pub fn move_line(lang: Lang, promise: PromiseKind, from: Option<&str>, to: Option<&str>) -> String {
    let w = editing(lang);
    let name = promises::kind_name(lang, promise);
    match (from, to) {
        (Some(from), Some(to)) => fill(w.move_to, &[("promise", name), ("from", from), ("to", to)]),
        (None, Some(to)) => fill(w.move_new, &[("promise", name), ("to", to)]),
        (_, None) => fill(w.move_gone, &[("promise", name)]),
    }
}

/// The same, of a preview.
#[must_use]
pub fn preview_line(lang: Lang, line: &MoveLine) -> String {
    let text = |stamp: &Option<crate::stamp::Stamp>| stamp.as_ref().map(|stamp| stamp.text.clone());
    let words = move_line(lang, line.promise, text(&line.from).as_deref(), text(&line.to).as_deref());
    if line.is_past { fill(editing(lang).move_past, &[("move", &words)]) } else { words }
}

/// How many changes wait to be saved.
#[must_use]
pub fn unsaved(lang: Lang, changes: usize) -> String {
    let w = editing(lang);
    match changes {
        0 => w.nothing.to_owned(),
        n => count(n as u64, w.one_change, w.many_changes),
    }
}

/// What becomes of the times that a customer sees, `from` before, `to` after.
#[must_use]
pub fn seen_line(lang: Lang, from: Shown, to: Shown) -> &'static str {
    let w = editing(lang);
    match (from.is_told(), to) {
        (_, Shown::Off | Shown::Nothing) => w.seen_end,
        (false, _) => w.seen_begin,
        (true, Shown::Promises) => w.seen_promise,
        (true, Shown::Estimates) => w.seen_estimate,
    }
}

/// How many open tickets move, and of how many the customers see something else.
#[must_use]
pub fn tickets_move(lang: Lang, moved: i64, seen: i64) -> String {
    let w = editing(lang);
    let moves = match u64::try_from(moved).unwrap_or_default() {
        0 => w.none_moves.to_owned(),
        n => count(n, w.one_moves, w.many_move),
    };
    match u64::try_from(seen).unwrap_or_default() {
        0 => moves,
        n => format!("{moves} {}", count(n, w.one_seen, w.many_seen)),
    }
}

/// Where a recount stands, as a sentence.
#[must_use]
pub fn recount_line(lang: Lang, recount: &Recount) -> String {
    let w = editing(lang);
    if recount.ended {
        let pattern = match recount.moved {
            0 => w.progress_none,
            1 => w.progress_one,
            _ => w.progress_done,
        };
        return fill(pattern, &[("name", &recount.name), ("n", &recount.moved.to_string())]);
    }
    fill(w.progress_at, &[("done", &recount.done.to_string()), ("total", &recount.total.to_string())])
}

/// One line that differs between two versions.
#[must_use]
pub fn change_line(lang: Lang, line: &crate::settings::Changed) -> String {
    let w = editing(lang);
    let pattern = match (line.was.is_empty(), line.is.is_empty()) {
        (true, _) => w.new_line,
        (_, true) => w.gone,
        _ => w.was,
    };
    fill(pattern, &[("what", &line.what), ("was", &line.was), ("is", &line.is)])
}

//! The live board: numbers, columns, why a card is there, who is on shift, suggested moves.

use super::super::common::in_sentence;
use super::super::{Lang, count, fill, words};
use crate::promises::countdown::Length;
use crate::routing::agent::Duty;
use crate::routing::board::{Numbers, OnShift, Span, Suggestion, Why};
use crate::routing::hand_out::{Because, Lack};
use crate::time::Instant;

words! {
    Board, board {
        title: "Live board",
        live: "Live, last change {at}",
        stale: "Not live, last change {at}",
        teams: "Teams",
        all_teams: "All teams",
        wall: "Wall screen",
        wall_end: "Leave the wall screen",
        numbers: "Numbers",
        missed: "Missed now",
        missed_none: "Nothing missed",
        oldest: "oldest {length} over",
        at_risk: "At risk",
        next_in: "next in {length}",
        contact: "Next contact set",
        contact_without_one: "1 ticket without",
        contact_without: "{n} tickets without",
        contact_all: "every ticket has one",
        unassigned: "Unassigned",
        unassigned_oldest: "oldest {length}",
        waiting: "Waiting on customer",
        waiting_long: "{n} over 5 days",
        kept: "Promises kept today",
        kept_of: "{kept} of {ended}",
        kept_none: "none has ended yet",
        columns: "Tickets by time left",
        col_missed: "Missed",
        col_half_hour: "Next 30 minutes",
        col_two_hours: "Next 2 hours",
        col_today: "Later today",
        col_none: "Nothing here.",
        more_one: "1 more in the list",
        more: "{n} more in the list",
        why_waits: "{rung}: waits for {name}",
        why_unassigned: "Unassigned for {length}",
        why_away: "Its owner is away",
        why_away_until: "Its owner is away until {at}",
        why_off: "Outside its owner’s hours",
        why_unanswered: "The customer waits for an answer",
        why_no_plan: "No plan on the ticket",
        why_step: "Next: {step}",
        why_no_contact: "No next contact promised",
        nobody: "Unassigned",
        assign: "Assign",
        move_: "Move",
        give_whom: "Who takes it?",
        moves: "Suggested moves",
        moves_none: "No move would help: what presses has somebody who is there, or fits nobody who is there and has room.",
        stuck_people: "nobody is in a team that works on it",
        stuck_skill: "nobody who works there knows {skill} well enough",
        stuck_language: "nobody who works there and knows what it takes reads its customer’s language",
        stuck_there: "whoever could take it is away or outside their hours",
        stuck_room: "whoever could take it has no room",
        give: "Assign {number} to {name}",
        give_before: "Give",
        give_to: "to",
        give_skill: "knows {skill}",
        room_one: "room for 1 more",
        room: "room for {n} more",
        because_familiar: "Stands in for its owner",
        because_only: "The only one who can",
        because_least: "Least on their hands",
        because_idle: "Without a new one for the longest",
        given: "{number} is with {name} now.",
        meanwhile: "Somebody changed this ticket meanwhile. Look at it, then move it if that still helps.",
        on_shift: "On shift",
        open_limit: "load / limit",
        available: "Available",
        off: "Outside their hours",
        away: "Away",
        away_until: "Away until {at}",
        missed_of_one: "1 missed",
        missed_of: "{n} missed",
        load_of: "{name}: work for {load} of {limit} tickets",
        nobody_works: "Nobody works in these queues",
        nobody_works_hint: "Give people the team of a queue, and they show up here.",
    }
}

/// Heading of a column.
#[must_use]
pub fn span_name(lang: Lang, span: Span) -> &'static str {
    let w = board(lang);
    match span {
        Span::Missed => w.col_missed,
        Span::HalfHour => w.col_half_hour,
        Span::TwoHours => w.col_two_hours,
        Span::Today => w.col_today,
    }
}

/// Why a card is there.
#[must_use]
pub fn why_here(lang: Lang, why: &Why, now: Instant) -> String {
    let w = board(lang);
    match why {
        Why::Waits { rung, owner } => fill(w.why_waits, &[("rung", rung), ("name", owner)]),
        Why::Unassigned(since) => {
            fill(w.why_unassigned, &[("length", &Length::of(now.ms_since(*since)).short())])
        }
        Why::OwnerAway(None) => w.why_away.to_owned(),
        Why::OwnerAway(Some(until)) => fill(w.why_away_until, &[("at", &in_sentence(lang, &until.text))]),
        Why::OwnerOff => w.why_off.to_owned(),
        Why::Unanswered => w.why_unanswered.to_owned(),
        Why::NoPlan => w.why_no_plan.to_owned(),
        Why::NoContact => w.why_no_contact.to_owned(),
        Why::Step(step) => fill(w.why_step, &[("step", step)]),
    }
}

/// Why nobody can have a ticket, within a sentence.
#[must_use]
pub fn lack_reason(lang: Lang, lack: &Lack) -> String {
    let w = board(lang);
    match lack {
        Lack::People => w.stuck_people.to_owned(),
        Lack::Skill(skill) => fill(w.stuck_skill, &[("skill", skill)]),
        Lack::Language => w.stuck_language.to_owned(),
        Lack::There => w.stuck_there.to_owned(),
        Lack::Room => w.stuck_room.to_owned(),
    }
}

/// A number of the board: its label, the figure, and what stands beside it.
pub struct Figure {
    pub label: &'static str,
    pub figure: String,
    pub beside: String,
}

/// The six numbers in their order.
#[must_use]
pub fn figures(lang: Lang, n: &Numbers, now: Instant) -> [Figure; 6] {
    let w = board(lang);
    let since = |at: Option<Instant>, pattern: &str| {
        at.map_or_else(String::new, |at| {
            fill(pattern, &[("length", &Length::of(now.ms_since(at).abs()).short())])
        })
    };
    let figure = |label, figure: i64, beside: String| Figure { label, figure: figure.to_string(), beside };
    let percent = |part: i64, whole: i64| {
        if whole == 0 { "–".to_owned() } else { format!("{}%", part * 100 / whole) }
    };
    let without = match n.without_contact {
        0 => w.contact_all.to_owned(),
        some => count(some.unsigned_abs(), w.contact_without_one, w.contact_without),
    };
    let kept = match n.ended {
        0 => w.kept_none.to_owned(),
        ended => fill(w.kept_of, &[("kept", &n.kept.to_string()), ("ended", &ended.to_string())]),
    };
    let long = (n.waiting_long > 0).then(|| fill(w.waiting_long, &[("n", &n.waiting_long.to_string())]));
    [
        figure(w.missed, n.missed, since(n.oldest_missed, w.oldest)),
        figure(w.at_risk, n.at_risk, since(n.next_due, w.next_in)),
        Figure { label: w.contact, figure: percent(n.open - n.without_contact, n.open), beside: without },
        figure(w.unassigned, n.unassigned, since(n.oldest_unassigned, w.unassigned_oldest)),
        figure(w.waiting, n.waiting, long.unwrap_or_default()),
        Figure { label: w.kept, figure: percent(n.kept, n.ended), beside: kept },
    ]
}

/// Whether somebody is there.
#[must_use]
pub fn duty_name(lang: Lang, duty: Duty) -> &'static str {
    let w = board(lang);
    match duty {
        Duty::On => w.available,
        Duty::Off => w.off,
        Duty::Away => w.away,
    }
}

/// Whether somebody is there, until when not, and what they can do.
#[must_use]
pub fn shift_line(lang: Lang, one: &OnShift) -> String {
    let there = match &one.until {
        Some(until) => fill(board(lang).away_until, &[("at", &in_sentence(lang, &until.text))]),
        None => duty_name(lang, one.duty).to_owned(),
    };
    [there].into_iter().chain(one.skills.iter().cloned()).collect::<Vec<_>>().join(", ")
}

/// Why somebody gets a ticket.
#[must_use]
pub fn because_name(lang: Lang, because: Because) -> &'static str {
    let w = board(lang);
    match because {
        Because::Familiar => w.because_familiar,
        Because::Only => w.because_only,
        Because::LeastLoaded => w.because_least,
        Because::IdleLongest => w.because_idle,
    }
}

/// Why a move would help.
#[must_use]
pub fn move_reason(lang: Lang, suggestion: &Suggestion) -> String {
    let w = board(lang);
    let skill = suggestion.skill.as_deref().map(|skill| fill(w.give_skill, &[("skill", skill)]));
    let room = count(suggestion.room.unsigned_abs(), w.room_one, w.room);
    let because = because_name(lang, suggestion.because).to_owned();
    [Some(because), skill, Some(room)].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

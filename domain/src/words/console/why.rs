//! The steps behind a deadline, in sentences.

use super::super::{Lang, fill, words};
use super::short_target;
use crate::promises::countdown::Length;
use crate::promises::{Note, NoteKind, PauseReason, Revision, Why};

words! {
    /// The steps behind a deadline.
    WhySteps, why_steps {
        started: "Started",
        started_target: "Started, promised within {target}",
        opens: "Counting starts when it opens",
        counted: "Counted {length}",
        counted_sum: "Counted {length} in the days after",
        day: "{date} counts as day {n}",
        holiday: "{date} is a holiday and doesn’t count",
        paused: "Paused, {length} didn’t count: {reason}",
        pausing: "Paused since then: {reason}",
        by_hand: "Set by hand: {reason}",
        due: "Due",
        pause_waiting: "waiting on the customer",
        pause_on_hold: "on hold",
        pause_state: "its state",
        pause_resolved: "it was solved",
        pause_merged: "it was merged",
        revised: "Computed anew: {what}",
        revised_priority: "another priority",
        revised_type: "another type",
        revised_policy: "another policy",
        revised_calendar: "the calendar changed",
        revised_merge: "a merge",
        resumed: "Goes on after it was opened again",
        set: "Set by hand",
        miss_remains: "It was missed before, and stays so: {what}",
    }
}

/// One step, without its moment.
#[must_use]
pub fn why_step(lang: Lang, step: &Why) -> String {
    let w = why_steps(lang);
    match step {
        Why::Started { target: Some(target), .. } => {
            fill(w.started_target, &[("target", &short_target(lang, *target))])
        }
        Why::Started { target: None, .. } => w.started.to_owned(),
        Why::Opens { .. } => w.opens.to_owned(),
        Why::Counted { secs, summed, .. } => {
            fill(if *summed { w.counted_sum } else { w.counted }, &[("length", &length(*secs))])
        }
        Why::DayCounted { date, nth } => fill(w.day, &[("date", &date.to_string()), ("n", &nth.to_string())]),
        Why::HolidaySkipped { date } => fill(w.holiday, &[("date", &date.to_string())]),
        Why::PausedFor { to: None, why, .. } => fill(w.pausing, &[("reason", pause(lang, *why))]),
        Why::PausedFor { secs, why, .. } => {
            fill(w.paused, &[("length", &length(*secs)), ("reason", pause(lang, *why))])
        }
        Why::Changed { note } => changed(lang, note),
        Why::SetByHand { reason } => fill(w.by_hand, &[("reason", reason)]),
        Why::Due { .. } => w.due.to_owned(),
    }
}

fn length(secs: i64) -> String {
    Length::of(secs * 1_000).short()
}

fn pause(lang: Lang, why: PauseReason) -> &'static str {
    let w = why_steps(lang);
    match why {
        PauseReason::Waiting => w.pause_waiting,
        PauseReason::OnHold => w.pause_on_hold,
        PauseReason::State => w.pause_state,
        PauseReason::Resolved => w.pause_resolved,
        PauseReason::Merged => w.pause_merged,
    }
}

fn changed(lang: Lang, note: &Note) -> String {
    let w = why_steps(lang);
    match note.what {
        NoteKind::Revised { because, .. } => fill(w.revised, &[("what", revision(lang, because))]),
        NoteKind::MissRemains { because } => fill(w.miss_remains, &[("what", revision(lang, because))]),
        NoteKind::SetByHand { .. } => w.set.to_owned(),
        NoteKind::Reopened => w.resumed.to_owned(),
    }
}

fn revision(lang: Lang, because: Revision) -> &'static str {
    let w = why_steps(lang);
    match because {
        Revision::Priority => w.revised_priority,
        Revision::Type => w.revised_type,
        Revision::Policy => w.revised_policy,
        Revision::Calendar => w.revised_calendar,
        Revision::Merge => w.revised_merge,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::promises::policy::{Target, Unit};
    use crate::time::Instant;

    #[test]
    fn steps_are_sentences() {
        let zero = Instant(0);
        for (step, words) in [
            (
                Why::Started { at: zero, target: Some(Target::new(4, Unit::BusinessHours)) },
                "Started, promised within 4h",
            ),
            (
                Why::Counted { from: zero, to: zero, secs: 3 * 3_600 + 9 * 60, summed: false },
                "Counted 3h 09m",
            ),
            (
                Why::PausedFor { from: zero, to: Some(zero), secs: 7_200, why: PauseReason::Waiting },
                "Paused, 2h didn’t count: waiting on the customer",
            ),
            (
                Why::Changed { note: Note { at: zero, what: NoteKind::Reopened } },
                "Goes on after it was opened again",
            ),
            (Why::Due { at: zero }, "Due"),
        ] {
            assert_eq!(why_step(Lang::En, &step), words);
        }
    }
}

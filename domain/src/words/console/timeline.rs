//! Lines of a ticket's timeline as staff read them.

use super::super::common::closed;
use super::super::promises::kind_name;
use super::super::tickets::{channel_name, priority_name, status_name};
use super::super::{Lang, count, fill, mail_in, words};
use crate::tickets::entry::{Body, Named, PolicyReason};
use crate::tickets::survey::{SurveyAnswers, SurveyKind};

words! {
    Timeline, timeline {
        label: "Timeline",
        earlier: "Show earlier entries",
        jump: "New entries below",
        customer: "Customer",
        by_channel: "Customer, by {channel}",
        team: "Team",
        note: "Internal note",
        answered: "answered what was open",
        call: "Call, {n} min",
        call_missed: "Call, not reached",
        desk: "Casewell",

        status: "set the status to {to}",
        status_reason: "set the status to {to}: {reason}",
        status_review: "put it on hold until {at}: {reason}",
        priority: "set the priority to {to}, it was {from}",
        priority_reason: "set the priority to {to}, it was {from}: {reason}",
        ticket_type: "changed the type",
        assigned: "assigned it to {to}",
        unassigned: "took it off {from}",
        moved: "moved it to {to}",
        unmoved: "took it out of {from}",
        subject: "changed the subject to “{to}”",
        joined: "made it a ticket of {name}",
        plan: "updated the plan",
        contact: "promised next contact {at}",
        policy: "Promises follow {name}",
        policy_contract: "Promises follow {name}, from the contract {contract}",
        policy_expired: "The contract {contract} has ended: promises follow {name}",
        policy_tier: "Promises follow {name}, from the tier {tier}",
        missed: "{promise} promise missed",
        kept: "{promise} promise met",
        kept_late: "{promise} promise met late",
        alarm_near: "{promise} is near its time, {at}",
        alarm_late: "{promise} has passed its time, {at}",
        alarm_unseen: "{promise} was near its time, {at}; the alarm came late",
        alarm_told: "{alarm}. {names} told",
        alarm_called: "{alarm}. Webhook: {names}",
        due_set: "set the time of {promise} to {at}: {reason}",
        policy_edited: "{by} changed {name}, and it was applied to open tickets",
        calendar: "The calendar changed, times were computed anew",
        calendar_named: "The calendar {name} changed",
        moved_none: "{what}. No time moved",
        moved_some: "{what}: {moves}",
        more_urgent: "says it is more urgent: {reason}",
        more_urgent_told: "says it is more urgent: {reason} {names} told",
        works: "says it works again",
        works_text: "says it works again: {text}",
        duty: "asks the duty manager to step in: {reason}",
        duty_told: "asks the duty manager to step in: {reason} {names} told",
        stands_in: "{away} is away and a promise comes due. {name} stands in",
        owner_away: "{away} is away, a promise comes due and nobody is there to stand in. Told: {names}",
        reorganised_one: "moved work of {from}: 1 ticket",
        reorganised: "moved work of {from}: {n} tickets at once",
        brought_back_one: "undid a move of 1 ticket of {from}",
        brought_back: "undid a move of {n} tickets of {from}",
        owner_left: "{name} has left, so this goes back to its queue",
        survey_sent_open: "Asked {to} whether they know how this request stands",
        survey_sent_solved: "Asked {to} how it went",
        survey_score: "rated the help {score} of 5",
        survey_score_comment: "rated the help {score} of 5: {comment}",
        survey_open: "answered how it stands: {answers}",
        follow_up: "Carried on in {number}",
        follow_up_of: "Carries on {number}",
        message: "wrote to the customer",
        wrote: "wrote",
        noted: "added a note",
        called: "logged a call",
        created: "opened this ticket",
        unverified: "not signed in: the address may be somebody else’s",
        opened_articles: "Opened before asking: {articles}",
    }
}

/// What happened, without who did it; `due` is the time inside the entry in the reader's words. Entries that nobody did
/// are whole sentences.
#[must_use]
pub fn event(lang: Lang, body: &Body, due: &str) -> String {
    let w = timeline(lang);
    match body {
        Body::Created { .. } => w.created.to_owned(),
        Body::Message { .. } => w.wrote.to_owned(),
        Body::Mailed { mail, .. } => mail_in::beside(lang, mail),
        Body::MailMoved { from, number, away, back, .. } => {
            mail_in::moved(lang, &from.email, number, *away, *back)
        }
        Body::MailRefused { from, .. } => fill(mail_in::mail_in(lang).refuses, &[("from", &from.email)]),
        Body::Answers { .. } => w.answered.to_owned(),
        Body::Note { .. } => w.noted.to_owned(),
        Body::Call { .. } => w.called.to_owned(),
        Body::Status { to, reason, review_at, .. } => {
            let reason = reason.as_deref().filter(|reason| !reason.is_empty());
            let pattern = match (reason, review_at) {
                (Some(_), Some(_)) => w.status_review,
                (Some(_), None) => w.status_reason,
                (None, _) => w.status,
            };
            fill(
                pattern,
                &[("to", status_name(lang, *to)), ("reason", reason.unwrap_or_default()), ("at", due)],
            )
        }
        Body::Priority { from, to, reason } => {
            let reason = reason.as_deref().filter(|reason| !reason.is_empty());
            let pattern = if reason.is_some() { w.priority_reason } else { w.priority };
            let (from, to) = (priority_name(lang, *from), priority_name(lang, *to));
            fill(pattern, &[("from", from), ("to", to), ("reason", reason.unwrap_or_default())])
        }
        Body::Type { .. } => w.ticket_type.to_owned(),
        Body::Assignee { from, to } => handed(w.assigned, w.unassigned, from.as_ref(), to.as_ref()),
        Body::Queue { from, to } => handed(w.moved, w.unmoved, from.as_ref(), to.as_ref()),
        Body::Subject { to, .. } => fill(w.subject, &[("to", to)]),
        Body::Joined { organisation } => fill(w.joined, &[("name", &organisation.name)]),
        Body::Plan { .. } => w.plan.to_owned(),
        Body::NextContact { .. } => fill(w.contact, &[("at", due)]),
        Body::MoreUrgent { reason, told } => {
            let pattern = if told.is_empty() { w.more_urgent } else { w.more_urgent_told };
            fill(pattern, &[("reason", &closed(reason)), ("names", &names(told))])
        }
        Body::WorksAgain { text } if text.is_empty() => w.works.to_owned(),
        Body::WorksAgain { text } => fill(w.works_text, &[("text", text)]),
        Body::DutyManager { reason, told } => {
            let pattern = if told.is_empty() { w.duty } else { w.duty_told };
            fill(pattern, &[("reason", &closed(reason)), ("names", &names(told))])
        }
        Body::OwnerAway { away, to: Some(to), .. } => {
            fill(w.stands_in, &[("away", &away.name), ("name", &to.name)])
        }
        Body::OwnerAway { away, to: None, told } => {
            fill(w.owner_away, &[("away", &away.name), ("names", &names(told))])
        }
        Body::OwnerLeft { who } => fill(w.owner_left, &[("name", &who.name)]),
        Body::Reorganised { from, tickets, back } => {
            let (one, many) = match back {
                true => (w.brought_back_one, w.brought_back),
                false => (w.reorganised_one, w.reorganised),
            };
            fill(&count((*tickets).into(), one, many), &[("from", from)])
        }
        Body::SurveySent { survey, to } => {
            let pattern = match survey {
                SurveyKind::Open => w.survey_sent_open,
                SurveyKind::Solved => w.survey_sent_solved,
            };
            fill(pattern, &[("to", &to.name)])
        }
        Body::SurveyAnswered { answers } => surveyed(lang, answers),
        Body::FollowUp { number, of } => {
            fill(if *of { w.follow_up_of } else { w.follow_up }, &[("number", number)])
        }
        _ => super::redaction_event(lang, body).unwrap_or_else(|| promised(lang, body, due)),
    }
}

/// What somebody answered to a survey, without who it was.
#[must_use]
pub fn surveyed(lang: Lang, answers: &SurveyAnswers) -> String {
    let w = timeline(lang);
    match answers {
        SurveyAnswers::Solved { score, comment } => {
            let pattern = if comment.is_empty() { w.survey_score } else { w.survey_score_comment };
            fill(pattern, &[("score", &score.to_string()), ("comment", comment)])
        }
        SurveyAnswers::Open { .. } => {
            fill(w.survey_open, &[("answers", &super::super::survey::in_words(lang, answers))])
        }
    }
}

/// The lines about promises themselves.
fn promised(lang: Lang, body: &Body, due: &str) -> String {
    let w = timeline(lang);
    match body {
        Body::PolicyChosen { name, reason, .. } => policy(lang, name, reason, due),
        Body::Routed(trace) => super::routed_event(lang, trace),
        Body::PromiseMissed { promise, .. } => fill(w.missed, &[("promise", kind_name(lang, *promise))]),
        Body::PromiseKept { promise, late, .. } => {
            fill(if *late { w.kept_late } else { w.kept }, &[("promise", kind_name(lang, *promise))])
        }
        Body::Alarm { promise, missed, warned_late, told, webhooks, .. } => {
            let pattern = match (warned_late, missed) {
                (true, _) => w.alarm_unseen,
                (_, true) => w.alarm_late,
                _ => w.alarm_near,
            };
            let alarm = fill(pattern, &[("promise", kind_name(lang, *promise)), ("at", due)]);
            let alarm = match told.is_empty() {
                true => alarm,
                false => fill(w.alarm_told, &[("alarm", &alarm), ("names", &names(told))]),
            };
            match webhooks.is_empty() {
                true => alarm,
                false => fill(w.alarm_called, &[("alarm", &alarm), ("names", &names(webhooks))]),
            }
        }
        Body::DueSet { promise, reason, .. } => {
            let promise = kind_name(lang, *promise);
            fill(w.due_set, &[("promise", promise), ("at", due), ("reason", reason)])
        }
        Body::CalendarChanged { name, .. } => {
            let what = if name.is_empty() {
                w.calendar.to_owned()
            } else {
                fill(w.calendar_named, &[("name", name)])
            };
            with_moves(lang, &what, due)
        }
        _ => super::ladder_event(lang, body),
    }
}

/// `moves` has been put into words by who knows the reader's clock; old entries have none.
fn with_moves(lang: Lang, what: &str, moves: &str) -> String {
    let w = timeline(lang);
    let pattern = if moves.is_empty() { w.moved_none } else { w.moved_some };
    fill(pattern, &[("what", what), ("moves", moves)])
}

fn handed(to_words: &str, from_words: &str, from: Option<&Named>, to: Option<&Named>) -> String {
    match (to, from) {
        (Some(to), _) => fill(to_words, &[("to", &to.name)]),
        (None, from) => fill(from_words, &[("from", from.map_or("", |named| named.name.as_str()))]),
    }
}

fn policy(lang: Lang, name: &str, reason: &PolicyReason, due: &str) -> String {
    let w = timeline(lang);
    match reason {
        PolicyReason::Contract { contract, .. } => {
            fill(w.policy_contract, &[("name", name), ("contract", contract)])
        }
        PolicyReason::ContractExpired { contract, .. } => {
            fill(w.policy_expired, &[("name", name), ("contract", contract)])
        }
        PolicyReason::Tier { tier } => fill(w.policy_tier, &[("name", name), ("tier", tier)]),
        PolicyReason::Default => fill(w.policy, &[("name", name)]),
        PolicyReason::Edited { by, .. } => {
            with_moves(lang, &fill(w.policy_edited, &[("by", by), ("name", name)]), due)
        }
    }
}

pub(super) fn names(told: &[Named]) -> String {
    told.iter().map(|person| person.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// What a customer is called in the head of their message: by the channel where it is not the portal.
#[must_use]
pub fn customer_by(lang: Lang, channel: crate::tickets::Channel) -> String {
    let w = timeline(lang);
    match channel {
        crate::tickets::Channel::Portal => w.customer.to_owned(),
        other => fill(w.by_channel, &[("channel", &channel_name(lang, other).to_lowercase())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::promises::PromiseKind;
    use crate::tickets::{Priority, Status};
    use crate::time::Instant;

    #[test]
    fn events_are_sentences() {
        let marta = Named { id: "m".into(), name: "Marta Oleson".into() };
        for (body, words) in [
            (Body::NextContact { due: Instant(0), previous: None }, "promised next contact Today, 15:00"),
            (
                Body::Priority { from: Priority::Normal, to: Priority::High, reason: None },
                "set the priority to High, it was Normal",
            ),
            (
                Body::Status { from: Status::Open, to: Status::Waiting, reason: None, review_at: None },
                "set the status to Waiting on customer",
            ),
            (Body::Assignee { from: Some(marta.clone()), to: None }, "took it off Marta Oleson"),
            (
                Body::Alarm {
                    key: String::new(),
                    promise: PromiseKind::PeriodicUpdate,
                    due: Instant(0),
                    missed: true,
                    warned_late: false,
                    told: vec![marta.clone()],
                    escalate: false,
                    webhooks: Vec::new(),
                },
                "Update has passed its time, Today, 15:00. Marta Oleson told",
            ),
            (
                Body::Alarm {
                    key: String::new(),
                    promise: PromiseKind::PeriodicUpdate,
                    due: Instant(0),
                    missed: true,
                    warned_late: false,
                    told: vec![marta],
                    escalate: false,
                    webhooks: vec![Named { id: "w".into(), name: "CRM".into() }],
                },
                "Update has passed its time, Today, 15:00. Marta Oleson told. Webhook: CRM",
            ),
            (
                Body::Alarm {
                    key: String::new(),
                    promise: PromiseKind::FirstReply,
                    due: Instant(0),
                    missed: true,
                    warned_late: true,
                    told: Vec::new(),
                    escalate: false,
                    webhooks: Vec::new(),
                },
                "First reply was near its time, Today, 15:00; the alarm came late",
            ),
        ] {
            assert_eq!(event(Lang::En, &body, "Today, 15:00"), words);
        }
    }
}

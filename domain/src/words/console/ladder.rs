//! A ticket on its ladder: climbing, taking over, handing over, sending back.

use super::super::{Lang, fill, promises, words};
use super::names;
use crate::ladder::Cause;
use crate::promises::Trouble;
use crate::promises::policy::{AlarmAction, Audience};
use crate::tickets::entry::Body;

words! {
    /// The rung that a ticket stands on, and its dialogs.
    DeskLadder, ladder {
        label: "Escalation",
        held: "{name}: {owner} has it",
        waits: "{name}: waits for {owner}",
        until: "without an answer it goes on {at}",
        since: "since {at}",
        acknowledge: "I have it",
        send_back: "Send back",
        escalate: "Escalate",
        escalate_to: "Escalate to {name}: {owner}",
        nowhere: "No rung above can be asked. The ticket’s type says who is next.",
        tried: "What was tried",
        evidence: "Evidence: versions, logs, times",
        question: "The question",
        escalate_go: "Hand over",
        escalate_hint: "Whoever receives it reads this first, and can go on with the ticket alone. Customers never see it.",
        missing: "What is missing",
        send_back_hint: "It goes back to {name}, with what you need to go on.",
        class: "Class the call for the duty manager",
        class_hint: "The customer asked for the duty manager. Could we have avoided it?",
        avoidable: "Avoidable",
        unavoidable: "Not avoidable",
        why: "Why",
        class_go: "Keep",
        made: "Promises made",
        by: "Handed over by {name}",
        contract_ended: "The contract {name} has ended. What was promised before stands; it no longer decides for new tickets. Its account manager: {manager}.",
        contract_ended_alone: "The contract {name} has ended. What was promised before stands; it no longer decides for new tickets.",
    }
}

words! {
    /// The page of what alarms could not do.
    FailedAlarms, failed_alarms {
        hint: "What alarms should have done and could not. It is tried again by itself; the ticket says so, too.",
        none: "No alarm has failed",
        none_hint: "When one cannot do what its policy says, it stands here until it can.",
        table: "Failed alarms",
        ticket: "Ticket",
        action: "What should happen",
        why: "Why it did not",
        at: "Failed",
        state: "Now",
        done: "Done {at}",
        next: "Tried again {at}, {n} tries so far",
        given_up: "Given up after {n} tries",
    }
}

words! {
    /// Entries and notices about it.
    LadderLines, ladder_lines {
        handed_over: "hands it over",
        climbed: "{name}: {owner} is asked, {cause}",
        acknowledged: "acknowledged: {name}",
        unanswered: "Nobody took {name} in time, {owner} was asked",
        unanswered_told: "Nobody took {name} in time, {owner} was asked. {names} told",
        vacant: "{owner}, who had {name}, has left",
        vacant_told: "{owner}, who had {name}, has left. {names} told",
        sent_back: "sent it back",
        sent_back_to: "sent it back to {to}",
        avoidable: "classed the call for the duty manager as avoidable: {reason}",
        unavoidable: "classed the call for the duty manager as not avoidable: {reason}",
        agent_asked: "an agent hands it over",
        customer_asked: "the customer asks for the duty manager",
        lapsed: "nobody took it in time",
        owner_away: "{name} is away",
        owner_left: "{name} has left",
        routed: "the rule “{rule}” begins it there",
        alarm: "the alarm for {promise}",
        missed: "{promise} is missed",
        reopened_once: "opened again",
        reopened: "opened again {n} times",
        failed: "Could not {action}: {why}. It is tried again",
        failed_ends: "Could not {action}: {why}",
        done: "Done after all: {action}",
        tell: "tell {who}",
        assignee: "the assignee",
        followers: "followers",
        lead: "the team lead",
        manager: "the manager",
        somebody: "the person it names",
        raise: "raise the priority",
        assign: "give it to the person it names",
        escalate: "move it up the ladder",
        webhook: "call the webhook",
        webhook_named: "call the webhook “{name}”",
        nobody: "there is nobody to tell",
        gone: "the person has left or is switched off",
        no_ladder: "the ticket’s type has no ladder",
        top: "it stands on the highest rung",
        no_webhook: "there is no such webhook any more",
        unanswered_call: "it does not answer",
        refused_call: "it answers with status {status}",
        out_of_bounds: "its address leads into a network that the desk may not call",
    }
}

/// Why a ticket climbed, within a sentence.
#[must_use]
pub fn cause_name(lang: Lang, cause: &Cause) -> String {
    let w = ladder_lines(lang);
    match cause {
        Cause::AgentAsked => w.agent_asked.to_owned(),
        Cause::CustomerAsked => w.customer_asked.to_owned(),
        Cause::Unacknowledged => w.lapsed.to_owned(),
        Cause::Routed { rule } => fill(w.routed, &[("rule", rule)]),
        Cause::OwnerLeft { left } => fill(w.owner_left, &[("name", left)]),
        Cause::OwnerAway { away } => fill(w.owner_away, &[("name", away)]),
        Cause::Alarm { promise } => fill(w.alarm, &[("promise", promises::kind_name(lang, *promise))]),
        Cause::Missed { promise } => fill(w.missed, &[("promise", promises::kind_name(lang, *promise))]),
        Cause::Reopened { times: 0 | 1 } => w.reopened_once.to_owned(),
        Cause::Reopened { times } => fill(w.reopened, &[("n", &times.to_string())]),
    }
}

/// What an alarm should do, within a sentence; `webhook` is the name of the one that it calls.
#[must_use]
pub fn action_name(lang: Lang, action: &AlarmAction, webhook: &str) -> String {
    let w = ladder_lines(lang);
    let who = |audience: &Audience| match audience {
        Audience::Assignee => w.assignee,
        Audience::Followers => w.followers,
        Audience::Lead => w.lead,
        Audience::Manager => w.manager,
        Audience::Person(_) => w.somebody,
    };
    match action {
        AlarmAction::Notify(audience) => fill(w.tell, &[("who", who(audience))]),
        AlarmAction::RaisePriority => w.raise.to_owned(),
        AlarmAction::Assign(_) => w.assign.to_owned(),
        AlarmAction::Escalate => w.escalate.to_owned(),
        AlarmAction::Webhook(_) if webhook.is_empty() => w.webhook.to_owned(),
        AlarmAction::Webhook(_) => fill(w.webhook_named, &[("name", webhook)]),
    }
}

/// Why it could not be done, within a sentence.
#[must_use]
pub fn trouble_name(lang: Lang, why: Trouble) -> String {
    let w = ladder_lines(lang);
    let words = match why {
        Trouble::Nobody => w.nobody,
        Trouble::Gone => w.gone,
        Trouble::NoLadder => w.no_ladder,
        Trouble::Top => w.top,
        Trouble::NoWebhook => w.no_webhook,
        Trouble::Unanswered => w.unanswered_call,
        Trouble::OutOfBounds => w.out_of_bounds,
        Trouble::Refused(status) => return fill(w.refused_call, &[("status", &status.to_string())]),
    };
    words.to_owned()
}

/// A line of the timeline about the ladder, without who did it.
pub(super) fn ladder_event(lang: Lang, body: &Body) -> String {
    let w = ladder_lines(lang);
    match body {
        Body::HandedOver { .. } => w.handed_over.to_owned(),
        Body::Climbed { name, owner, cause, .. } => {
            fill(w.climbed, &[("name", name), ("owner", &owner.name), ("cause", &cause_name(lang, cause))])
        }
        Body::Acknowledged { name, .. } => fill(w.acknowledged, &[("name", name)]),
        Body::Unanswered { name, owner, left, told } => {
            let pattern = match (left, told.is_empty()) {
                (false, true) => w.unanswered,
                (false, false) => w.unanswered_told,
                (true, true) => w.vacant,
                (true, false) => w.vacant_told,
            };
            fill(pattern, &[("name", name), ("owner", &owner.name), ("names", &names(told))])
        }
        Body::SentBack { to: Some(to), .. } => fill(w.sent_back_to, &[("to", &to.name)]),
        Body::SentBack { to: None, .. } => w.sent_back.to_owned(),
        Body::Classed { avoidable, reason } => {
            fill(if *avoidable { w.avoidable } else { w.unavoidable }, &[("reason", reason)])
        }
        Body::ActionFailed { action, why, name, .. } => {
            let pattern = if why.is_final() { w.failed_ends } else { w.failed };
            let (action, why) = (action_name(lang, action, name), trouble_name(lang, *why));
            fill(pattern, &[("action", &action), ("why", &why)])
        }
        Body::ActionDone { action, name, .. } => {
            fill(w.done, &[("action", &action_name(lang, action, name))])
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::promises::PromiseKind;
    use crate::tickets::entry::Named;

    #[test]
    fn what_happens_on_a_ladder_is_a_sentence() {
        let marta = Named { id: "m".into(), name: "Marta Oleson".into() };
        let climbed = Body::Climbed {
            rung: "r".into(),
            name: "Management".into(),
            level: 2,
            owner: marta.clone(),
            cause: Cause::Missed { promise: PromiseKind::FirstReply },
            until: None,
            from: None,
        };
        let gone = AlarmAction::Assign("zoe".into());
        let call = AlarmAction::Webhook("w".into());
        for (body, words) in [
            (climbed, "Management: Marta Oleson is asked, First reply is missed"),
            (Body::Acknowledged { name: "Management".into(), owner: marta }, "acknowledged: Management"),
            (
                Body::ActionFailed {
                    key: String::new(),
                    action: gone,
                    why: Trouble::Gone,
                    name: String::new(),
                },
                "Could not give it to the person it names: the person has left or is switched off. It is tried again",
            ),
            (
                Body::ActionFailed {
                    key: String::new(),
                    action: call,
                    why: Trouble::Refused(503),
                    name: "CRM".into(),
                },
                "Could not call the webhook “CRM”: it answers with status 503. It is tried again",
            ),
        ] {
            assert_eq!(ladder_event(Lang::En, &body), words);
        }
    }
}

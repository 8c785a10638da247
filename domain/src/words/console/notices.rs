//! The notice centre.

use super::super::{Lang, count, fill, mail_in, promises, words};
use crate::tickets::view::Notice;

words! {
    Notices, notices {
        title: "Notices",
        bell_none: "Notices, none unread",
        bell_one: "Notices, {n} unread",
        bell_many: "Notices, {n} unread",
        none: "Nothing to tell you",
        none_hint: "Promises that come near, assignments and calls for help show up here.",
        read_all: "Mark all as read",
        read_done: "All notices are marked as read.",
        see_all: "See all notices",
        unread: "unread",
        older: "Show older",
        soon: "{promise} is due soon",
        missed: "{promise} is missed",
        more_urgent: "The customer says it is more urgent: {reason}",
        duty_manager: "The customer asks for the duty manager: {reason}",
        assigned: "{by} gave it to you",
        handed_out: "A new ticket for you",
        stands_in: "{away} is away: this is yours meanwhile",
        owner_away: "{away} is away and nobody is there to stand in: give it to somebody",
        replied: "{by} replied",
        surveyed: "The customer {answers}",
        climbed: "{name} is yours: {cause}",
        climbed_why: "{name} is yours: {cause}. {reason}",
        sent_back: "{by} sent it back. Missing: {missing}",
        unanswered: "Nobody took {name}, not even {owner}",
        vacant: "{owner}, who had {name}, has left. Nobody has it",
        undelivered: "Your mail to {to} did not arrive",
        contract: "The contract {contract} ends in {n} days",
        contract_one: "The contract {contract} ends in 1 day",
        left: "{name} has left. {n} open tickets go back to their queues: see to those that nobody is given",
        left_one: "{name} has left. An open ticket goes back to its queue: see that somebody has it",
        acknowledge: "I have it",
    }
}

/// What a notice says, without its ticket.
#[must_use]
pub fn notice_sentence(lang: Lang, notice: &Notice) -> String {
    let w = notices(lang);
    match notice {
        Notice::Promise { promise, missed } => {
            let pattern = if *missed { w.missed } else { w.soon };
            fill(pattern, &[("promise", promises::kind_name(lang, *promise))])
        }
        Notice::MoreUrgent { reason } => fill(w.more_urgent, &[("reason", reason)]),
        Notice::DutyManager { reason } => fill(w.duty_manager, &[("reason", reason)]),
        Notice::Assigned { by } => fill(w.assigned, &[("by", by)]),
        Notice::HandedOut => w.handed_out.to_owned(),
        Notice::StandsIn { away } => fill(w.stands_in, &[("away", away)]),
        Notice::OwnerAway { away } => fill(w.owner_away, &[("away", away)]),
        Notice::CustomerReplied { by } => fill(w.replied, &[("by", by)]),
        Notice::MailHeld { from } => fill(mail_in::mail_in(lang).waits, &[("from", from)]),
        Notice::MailTooLarge { from } => fill(mail_in::mail_in(lang).came_too_large, &[("from", from)]),
        Notice::Undelivered { to } => fill(w.undelivered, &[("to", to)]),
        Notice::Surveyed { answers } => {
            fill(w.surveyed, &[("answers", &super::timeline::surveyed(lang, answers))])
        }
        Notice::Climbed { name, cause, reason } => {
            let pattern = if reason.is_empty() { w.climbed } else { w.climbed_why };
            let cause = super::cause_name(lang, cause);
            fill(pattern, &[("name", name), ("cause", &cause), ("reason", reason)])
        }
        Notice::SentBack { by, missing } => fill(w.sent_back, &[("by", by), ("missing", missing)]),
        Notice::Unanswered { name, owner, left } => {
            let pattern = if *left { w.vacant } else { w.unanswered };
            fill(pattern, &[("name", name), ("owner", owner)])
        }
        Notice::Left { name, tickets } => {
            fill(&count((*tickets).into(), w.left_one, w.left), &[("name", name)])
        }
        Notice::ContractEnds { contract, days, .. } => {
            let pattern = if *days == 1 { w.contract_one } else { w.contract };
            fill(pattern, &[("contract", contract), ("n", &days.to_string())])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::promises::PromiseKind;

    #[test]
    fn a_notice_is_a_sentence() {
        let missed = Notice::Promise { promise: PromiseKind::FirstReply, missed: true };
        assert_eq!(notice_sentence(Lang::En, &missed), "First reply is missed");
        let assigned = Notice::Assigned { by: "Ines Kovar".into() };
        assert_eq!(notice_sentence(Lang::En, &assigned), "Ines Kovar gave it to you");
    }
}

//! Ticket types: their page, their ladders, their versions in lines.

use super::super::super::{Lang, count, fill, portal, tickets, words};
use super::role_name;
use crate::ladder::{Reason, Rung, RungOwner, TicketType};

words! {
    Types, types {
        hint: "Kinds of tickets: what a new one begins with, and who has to know when it gets less than it needs.",
        add: "New type",
        new_title: "New type",
        inactive: "Switched off",
        name: "Name",
        priority: "Priority of new tickets",
        priority_hint: "Where nobody chose how much it presses.",
        flow: "Questions asked besides those of the topic",
        no_flow: "None",
        active: "New tickets can be of this type",

        ladder: "Escalation ladder",
        ladder_hint: "A ticket climbs to the next rung that answers to what happened. One named person owns a rung until they acknowledge it. A customer’s call for the duty manager that no rung answers to is a manager’s; after 30 minutes the others hear of it.",
        ladder_none: "No ladder: nothing climbs but a customer’s call for the duty manager.",
        usual_incident: "Incident",
        usual_question: "Question",
        usual_change: "Change",
        duty_manager: "Duty manager",
        rung_n: "Rung {n}",
        rung_name: "Name of rung {n}",
        rung_add: "Add rung",
        rung_remove: "Remove rung {n}",
        rung_removed: "Rung {n} is removed.",
        owner: "Owner of rung {n}",
        queue_lead: "Lead of the queue",
        role: "One with the role {role}",
        when: "Climbed when",
        when_hint: "None ticked: by an alarm that moves it up, or from the rung below when nobody takes that",
        missed: "A promise is missed",
        reopened: "It is opened again",
        reopened_n: "Times opened again, rung {n}",
        customer_asked: "The customer asks for the duty manager",
        agent_asked: "An agent hands it over",
        wait: "Climbs on when nobody takes rung {n}, after",
        wait_unit: "Unit of the wait, rung {n}",
        wait_label: "Climbs on when nobody takes it, after",
        wait_hint: "Empty: it waits. “Open” time counts in the calendar of the ticket’s policy.",

        line_active: "State",
        in_use: "In use",
        line_flow: "Questions",
        line_rung: "Rung {n}",
        rung: "{name}: {owner}; {when}",
        rung_waits: "{name}: {owner}; {when}; climbs on after {t}",
        when_missed: "when a promise is missed",
        when_reopened_one: "when opened again",
        when_reopened: "when opened again {n} times",
        when_customer: "when the customer asks",
        when_agent: "when an agent asks",
        when_none: "by alarms and unanswered rungs only",
    }
}

/// What leads to a rung, within a line.
#[must_use]
pub fn reason_name(lang: Lang, reason: Reason) -> String {
    let w = types(lang);
    match reason {
        Reason::Missed => w.when_missed.to_owned(),
        Reason::Reopened(n) => count(n.into(), w.when_reopened_one, w.when_reopened),
        Reason::CustomerAsked => w.when_customer.to_owned(),
        Reason::AgentAsked => w.when_agent.to_owned(),
    }
}

/// Who owns a rung. `name` knows people by id.
#[must_use]
pub fn rung_owner(lang: Lang, owner: &RungOwner, name: &dyn Fn(&str) -> String) -> String {
    let w = types(lang);
    match owner {
        RungOwner::QueueLead => w.queue_lead.to_owned(),
        RungOwner::Role(role) => fill(w.role, &[("role", role_name(lang, *role))]),
        RungOwner::Person(id) => name(id),
    }
}

/// A type in lines of a name and a text. `name` knows people and flows by id.
#[must_use]
pub fn type_lines(lang: Lang, own: &TicketType, name: &dyn Fn(&str) -> String) -> Vec<(String, String)> {
    let w = types(lang);
    let flow = own.flow.as_deref().map_or_else(|| w.no_flow.to_owned(), name);
    let standing = if own.active { w.in_use } else { w.inactive };
    let fixed = [
        (w.name, own.name.clone()),
        (w.line_active, standing.to_owned()),
        (w.priority, tickets::priority_name(lang, own.priority).to_owned()),
        (w.line_flow, flow),
    ];
    let fixed = fixed.into_iter().map(|(name, text)| (name.to_owned(), text));
    let rungs = own.ladder.iter().enumerate();
    let rungs = rungs
        .map(|(at, rung)| (fill(w.line_rung, &[("n", &(at + 1).to_string())]), rung_line(lang, rung, name)));
    fixed.chain(rungs).collect()
}

fn rung_line(lang: Lang, rung: &Rung, name: &dyn Fn(&str) -> String) -> String {
    let w = types(lang);
    let when: Vec<String> = rung.when.iter().map(|reason| reason_name(lang, *reason)).collect();
    let when = if when.is_empty() { w.when_none.to_owned() } else { when.join(", ") };
    let wait = rung.wait.map(|wait| portal::target(lang, wait));
    let pattern = if wait.is_some() { w.rung_waits } else { w.rung };
    let values = [
        ("name", rung.name.as_str()),
        ("owner", &rung_owner(lang, &rung.owner, name)),
        ("when", &when),
        ("t", wait.as_deref().unwrap_or_default()),
    ];
    fill(pattern, &values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;
    use crate::promises::policy::{Target, Unit};
    use crate::tickets::Priority;

    #[test]
    fn a_rung_is_read_in_a_line() {
        let rung = Rung {
            id: "r".into(),
            name: "Management".into(),
            owner: RungOwner::Role(Role::Manager),
            when: vec![Reason::Missed, Reason::Reopened(2)],
            wait: Some(Target::new(30, Unit::Minutes)),
        };
        let own = TicketType {
            id: "incident".into(),
            version: 1,
            name: "Incident".into(),
            active: true,
            priority: Priority::High,
            flow: None,
            ladder: vec![rung],
        };
        let lines = type_lines(Lang::En, &own, &|id| id.to_owned());
        let expected = "Management: One with the role Manager; when a promise is missed, when opened again 2 times; \
                        climbs on after 30 minutes";
        assert_eq!(lines.last(), Some(&("Rung 1".to_owned(), expected.to_owned())));
    }
}

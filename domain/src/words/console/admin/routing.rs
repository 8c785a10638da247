//! Routing rules and queues: their list, the form of a rule, what a dry run says.

use super::super::super::tickets::{channel_name, priority_name};
use super::super::super::{Lang, count, fill, words};
use crate::routing::Skill;
use crate::routing::rule::{Doubt, Rule, Said};
use crate::routing::view::{DryRow, DryRun, QueueView, RoutingPage};
use crate::tickets::entry::Named;

words! {
    Routing, routing {
        hint: "Each new ticket passes the rules in order. The first that takes it says where it goes; without one its mailbox or product does, else it goes to the queue that takes everything else.",
        rules: "Rules",
        none: "No rules yet",
        none_hint: "Tickets go to the queue of their product. Add a rule to send some of them elsewhere.",
        add: "Add rule",
        edit: "Edit {name}",
        up: "Move {name} up",
        down: "Move {name} down",
        moved: "{name} is now rule {n} of {all}.",
        remove: "Remove {name}",
        removed: "{name} is removed.",
        off: "Off",
        unsaved: "Not saved yet",
        saved_by: "Saved by {name}, {at}",
        saved_at: "Saved {at}",
        nothing: "All saved",
        save: "Save rules",
        saved: "The rules are saved. New tickets follow them.",
        discard: "Discard changes",
        conflict: "Somebody else saved the rules meanwhile. What you changed is still here; taking theirs drops it.",
        theirs: "Take theirs",
        try_it: "Try on the last tickets",
        back: "All rules and queues",
        new_title: "New rule",
        name: "Name",
        name_hint: "It stands in the timeline of the tickets that it takes.",
        is_off: "Switched off",
        when: "Takes tickets that are all of this",
        any_hint: "None ticked: any.",
        types: "Ticket type",
        products: "Product",
        topics: "Topic",
        tiers: "Customer tier",
        langs: "Language of the customer",
        channels: "Came by",
        words: "Says one of these",
        words_hint: "One word or phrase a line, in the subject, the text or an answer.",
        answers: "Answered one of these",
        answers_hint: "One question a line, then = and words of the answer, such as: How many are affected? = Everyone. Without an answer, any will do.",
        hours: "Time",
        any_time: "Any time",
        open: "While {name} is open",
        closed: "While {name} is closed",
        then: "Then",
        queue: "Goes to",
        own_queue: "The queue of its product",
        priority: "Priority",
        same_priority: "As it came",
        rung: "Begins with the support tier",
        no_rung: "None, it climbs when its ladder says so",
        rung_hint: "Whoever owns that rung of its type’s ladder is asked at once.",
        begins: "begins with {rung}",
        skills: "Whoever gets it can do",
        skills_hint: "One skill a line, with its level from 1 to 3, such as: Printers 2",
        keep: "Keep rule",
        kept: "{name} is kept. Save the rules for new tickets to follow.",
        says: "says {words}",
        every: "Every ticket",
        to: "goes to {queue}",
        gets: "gets priority {priority}",
        needs: "asks for {skills}",
        skill: "{name} {level}",
        unreachable: "“{rule}” never gets a ticket: “{by}” above it takes them all.",
        nobody_can: "Nobody here has {skill} at level {level} with all else that “{rule}” asks for, so what it takes stays with nobody.",
        nobody_can_there: "Nobody who works in {queue} has {skill} at level {level} with all else that “{rule}” asks for, so what it takes stays with nobody.",
        nobody_there: "Nobody works in {queue}, so what “{rule}” takes stays with nobody.",
        lacks_rung: "{types} have no “{rung}” on their ladder: there “{rule}” asks nobody.",
        lacks_rung_one: "{types} has no “{rung}” on its ladder: there “{rule}” asks nobody.",
        nobody_asks: "No form asks “{question}”, so “{rule}” never finds an answer to it.",
        answered: "answers “{question}”",
        answered_with: "answers “{question}” with “{answer}”",
        tried: "Tried on the last {n} tickets",
        taken: "takes {n}",
        untouched: "No rule takes {n} of them.",
        changed_none: "None of them would have gone another way than by the rules that are saved.",
        changed_one: "1 of them would have gone another way than by the rules that are saved",
        changed: "{n} of them would have gone another way than by the rules that are saved",
        ticket: "Ticket",
        by: "Rule",
        change: "What would change",
        no_rule: "None",
        queue_change: "{from} → {to}",
        no_queue: "no queue",
        no_tier: "no support tier",
        no_skill: "no skill asked for",
        queues: "Queues",
        queues_hint: "A queue that hands out gives each new ticket at once to whoever can and has the least on their hands. Otherwise people take what is next.",
        no_rest: "What no rule, mailbox or product places waits in no queue. Let one of the queues take everything else.",
        nobody_works: "Nobody works in {queue}: what comes there waits until somebody is in its team.",
        add_queue: "Add queue",
        new_queue: "New queue",
        no_queues: "No queues yet",
        no_queues_hint: "Everybody takes what is next. A queue gives a team its own work.",
        comes: "Comes here",
        rest_short: "Everything else",
        by_rules: "Only by rules and mailboxes",
        people_one: "1 person",
        people_many: "{n} people",
        takes: "People take what is next",
        own_name: "Name",
        own_team: "Team",
        own_team_hint: "Whoever is in this team works in it. Who is in which team stands under People and work.",
        rest: "Takes everything else: what no rule, mailbox or product places. No other queue does then.",
        own_products: "Products",
        own_products_hint: "What is about them comes here unless a rule takes it. A product ticked here leaves the queue that it had.",
        save_queue: "Save queue",
        remove_queue: "Remove queue",
        remove_hint: "Nothing may be open in it, and no rule or mailbox may send tickets to it. What was closed in it stays as it is.",
        queue_removed: "{queue} is removed.",
        queue_conflict: "Somebody else changed this queue meanwhile. What you typed is still here; taking theirs drops it.",
        queue_name: "Queue",
        team: "Team",
        way: "New tickets",
        hands_out: "Hands out each new ticket at once",
        keeps: "Where it hands out, gives a customer’s next ticket to whoever had the last",
        hands_out_short: "Handed out",
        keeps_short: "to the same person again",
        queue_saved: "{queue} is saved.",
    }
}

/// What a rule takes and what it does, in a line each.
#[must_use]
pub fn rule_lines(lang: Lang, rule: &Rule, page: &RoutingPage) -> [String; 2] {
    let w = routing(lang);
    let named = |ids: &[String], all: &[Named]| {
        let name = |id: &String| {
            all.iter().find(|own| own.id == *id).map_or_else(|| id.clone(), |own| own.name.clone())
        };
        (!ids.is_empty()).then(|| ids.iter().map(name).collect::<Vec<_>>().join(" / "))
    };
    let some = |texts: Vec<String>| (!texts.is_empty()).then(|| texts.join(" / "));
    let when = &rule.when;
    let quoted: Vec<String> = when.words.iter().map(|word| format!("“{word}”")).collect();
    let hours = when.hours.as_ref().map(|hours| {
        let name = page.calendars.iter().find(|own| own.id == hours.calendar);
        let name = name.map_or(hours.calendar.as_str(), |own| own.name.as_str());
        fill(if hours.open { w.open } else { w.closed }, &[("name", name)])
    });
    let conditions = [
        named(&when.types, &page.types),
        named(&when.products, &page.products),
        named(&when.topics, &page.topics),
        some(when.tiers.clone()),
        some(when.langs.iter().map(|lang| lang.name().to_owned()).collect()),
        some(when.channels.iter().map(|channel| channel_name(lang, *channel).to_owned()).collect()),
        some(quoted).map(|words| fill(w.says, &[("words", &words)])),
        some(when.answers.iter().map(|said| answered(lang, said)).collect()),
        hours,
    ];
    let conditions: Vec<String> = conditions.into_iter().flatten().collect();
    let takes = if conditions.is_empty() { w.every.to_owned() } else { conditions.join(", ") };
    let queue = rule.then.queue.as_ref().map(|id| {
        let name = page.queues.iter().find(|own| own.id == *id).map_or(id.as_str(), |own| own.name.as_str());
        fill(w.to, &[("queue", name)])
    });
    let priority = rule.then.priority.map(|to| fill(w.gets, &[("priority", priority_name(lang, to))]));
    let skills: Vec<String> = rule.then.skills.iter().map(|skill| skill_line(lang, skill)).collect();
    let skills = (!skills.is_empty()).then(|| fill(w.needs, &[("skills", &skills.join(", "))]));
    let rung = rule.then.rung.as_ref().map(|rung| fill(w.begins, &[("rung", rung)]));
    let does: Vec<String> = [queue, priority, rung, skills].into_iter().flatten().collect();
    [takes, does.join(", ")]
}

/// How many work in a queue.
#[must_use]
pub fn people_count(lang: Lang, n: usize) -> String {
    let w = routing(lang);
    count(n as u64, w.people_one, w.people_many)
}

/// What comes to a queue without a rule: products by name, and everything else.
#[must_use]
pub fn queue_sources(lang: Lang, queue: &QueueView, page: &RoutingPage) -> String {
    let w = routing(lang);
    let served = page.products.iter().filter(|product| queue.products.contains(&product.id));
    let served = served.map(|product| product.name.as_str());
    let all: Vec<&str> = served.chain(queue.takes_rest.then_some(w.rest_short)).collect();
    if all.is_empty() { w.by_rules.to_owned() } else { all.join(", ") }
}

fn answered(lang: Lang, said: &Said) -> String {
    let w = routing(lang);
    let pattern = if said.answer.is_empty() { w.answered } else { w.answered_with };
    fill(pattern, &[("question", &said.question), ("answer", &said.answer)])
}

/// `How many are affected? = Everyone`.
#[must_use]
pub fn said_line(said: &Said) -> String {
    match said.answer.as_str() {
        "" => said.question.clone(),
        answer => format!("{} = {answer}", said.question),
    }
}

/// Reads lines that [`said_line`] would write.
#[must_use]
pub fn read_said(text: &str) -> Vec<Said> {
    let said = |line: &str| {
        let (question, answer) = line.split_once('=').unwrap_or((line, ""));
        Said { question: question.trim().to_owned(), answer: answer.trim().to_owned() }
    };
    text.lines().filter(|line| !line.trim().is_empty()).map(said).collect()
}

/// `Printers 2`.
#[must_use]
pub fn skill_line(lang: Lang, skill: &Skill) -> String {
    fill(routing(lang).skill, &[("name", &skill.name), ("level", &skill.level.to_string())])
}

/// Reads lines that [`skill_line`] would write; without a level it is the first.
#[must_use]
pub fn read_skills(text: &str) -> Vec<Skill> {
    let skill = |line: &str| {
        let line = line.trim();
        let (name, level) = line.rsplit_once(char::is_whitespace).unwrap_or((line, ""));
        match level.parse::<u8>() {
            Ok(level) => Skill { name: name.trim().to_owned(), level },
            Err(_) => Skill { name: line.to_owned(), level: 1 },
        }
    };
    text.lines().map(skill).filter(|skill| !skill.name.is_empty()).collect()
}

/// What is worth a second look.
#[must_use]
pub fn doubt_line(lang: Lang, doubt: &Doubt, rules: &[Rule], page: &RoutingPage) -> String {
    let w = routing(lang);
    let name = |place: usize| rules.get(place).map_or("", |rule| rule.name.as_str());
    match doubt {
        Doubt::Unreachable { rule, by } => fill(w.unreachable, &[("rule", name(*rule)), ("by", name(*by))]),
        Doubt::NobodyCan { rule, skill, level } => {
            let level = level.to_string();
            let queue = rules.get(*rule).and_then(|rule| rule.then.queue.as_ref());
            let queue = queue.and_then(|id| page.queues.iter().find(|own| own.id == *id));
            let values = [("rule", name(*rule)), ("skill", skill), ("level", &level)];
            match queue {
                Some(queue) => fill(w.nobody_can_there, &[&values[..], &[("queue", &queue.name)]].concat()),
                None => fill(w.nobody_can, &values),
            }
        }
        Doubt::NobodyThere { rule, queue } => {
            let named = page.queues.iter().find(|own| own.id == *queue).map_or(queue, |own| &own.name);
            fill(w.nobody_there, &[("rule", name(*rule)), ("queue", named)])
        }
        Doubt::NoRung { rule, rung, types } => {
            let named = |id: &String| {
                page.types.iter().find(|own| own.id == *id).map_or_else(|| id.clone(), |own| own.name.clone())
            };
            let names = types.iter().map(named).collect::<Vec<_>>().join(", ");
            let pattern = if types.len() == 1 { w.lacks_rung_one } else { w.lacks_rung };
            fill(pattern, &[("types", &names), ("rung", rung), ("rule", name(*rule))])
        }
        Doubt::NobodyAsks { rule, question } => {
            fill(w.nobody_asks, &[("rule", name(*rule)), ("question", question)])
        }
    }
}

/// How many of the tickets would have gone another way.
#[must_use]
pub fn dry_run_line(lang: Lang, run: &DryRun) -> String {
    let w = routing(lang);
    match run.rows.len() {
        0 => w.changed_none.to_owned(),
        some => count(some as u64, w.changed_one, w.changed),
    }
}

/// What would have been different about a ticket.
#[must_use]
pub fn dry_row_line(lang: Lang, row: &DryRow) -> String {
    let w = routing(lang);
    let or = |none: &str, name: &str| if name.is_empty() { none.to_owned() } else { name.to_owned() };
    let queue = row.queue.as_ref().map(|(from, to)| (or(w.no_queue, from), or(w.no_queue, to)));
    let rung = row.rung.as_ref().map(|(from, to)| (or(w.no_tier, from), or(w.no_tier, to)));
    let listed = |skills: &[Skill]| {
        let lines: Vec<String> = skills.iter().map(|skill| skill_line(lang, skill)).collect();
        or(w.no_skill, &lines.join(", "))
    };
    let skills = row.skills.as_ref().map(|(from, to)| (listed(from), listed(to)));
    let priority = row
        .priority
        .map(|(from, to)| (priority_name(lang, from).to_owned(), priority_name(lang, to).to_owned()));
    let line = |(from, to): (String, String)| fill(w.queue_change, &[("from", &from), ("to", &to)]);
    queue.into_iter().chain(priority).chain(rung).chain(skills).map(line).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skills_read_back_what_they_write() {
        let skills = read_skills("Printers 2\n\n  Sign-in\nPallet jacks 3 ");
        let lines: Vec<String> = skills.iter().map(|skill| skill_line(Lang::En, skill)).collect();
        assert_eq!(lines, ["Printers 2", "Sign-in 1", "Pallet jacks 3"]);
    }
}

//! Policies: what is promised, when it is at risk, what happens then.

use super::super::super::{Lang, count, fill, portal, promises, tickets, words};
use crate::promises::policy::{
    AlarmAction, AlarmRule, AlarmWhen, Audience, Requirement, RiskLimit, Shown, Target, Unit,
};

words! {
    /// Policies.
    Policies, policies {
        hint: "A ticket gets the policy of its customer’s contract, else of their tier, else the default.",
        default: "Default",
        formal: "Promised to customers",
        estimate: "Shown as an estimate",
        internal: "Internal guideline",
        off: "Switched off",
        who: "Who gets these promises",
        who_tier: "Customers of tier {tiers}, and contracts that name this policy.",
        who_default: "Everybody without a contract or a tier of their own.",
        who_contract: "Contracts that name this policy.",
        what: "What we promise",
        table: "Promised times of {policy}",
        what_hint: "The first row that fits a ticket counts, the most specific first.",
        ticket_type: "Ticket type",
        any: "Any",
        priority: "Priority",
        first_reply: "First reply within",
        next_reply: "Next reply within",
        update: "Update at least every",
        fix: "Fix or workaround within",
        nothing: "None",
        clock: "The clock runs during {calendar}.",
        clock_always: "The clock runs day and night.",
        warn: "Warn and escalate",
        warn_none: "No alarms.",
        pauses: "The clock stops",
        pauses_line: "{promise}: while {states}",
        pauses_never: "{promise}: never",
        pauses_hint: "The customer always sees that a clock is paused, and why.",
        risk: "Counts as at risk",
        risk_percent: "when {n} % of the time are left",
        risk_time: "when {t} are left",
        contact: "Plan and next contact",
        contact_required: "Next contact: a reply that leaves the ticket open needs one.",
        contact_nudged: "Next contact: asked for with every reply, but may be left out.",
        contact_off: "Next contact: not asked for.",
        plan_required: "Plan: a reply that leaves the ticket open needs one.",
        plan_nudged: "Plan: asked for with every reply, but may be left out.",
        plan_off: "Plan: not asked for.",
        contact_within: "Proposed: within {t}.",
    }
}

words! {
    /// The editor of a policy.
    PolicyEditor, policy_editor {
        add: "New policy",
        new_title: "New policy",
        name: "Name",
        tier: "Serves the customer tier",
        no_tier: "None",
        default: "Serves everybody else, too",
        shown: "What customers see",
        calendar: "Opening hours from",
        no_calendar: "No calendar: day and night",
        rows_hint: "Leave a time empty where nothing is promised. “Open” time and “work days” count in the calendar, the rest day and night. The first row that fits a ticket counts, the most specific first.",
        amount: "Row {n}, {promise}, amount",
        unit: "Row {n}, {promise}, unit",
        fits: "Tickets",
        any_priority: "Any priority",
        any_type: "Any type",
        row_priority: "Row {n}, priority",
        row_type: "Row {n}, ticket type",
        row_remove: "Remove row {n}",
        row_remove_head: "Remove",
        row_add: "Add row",
        row_removed: "Row {n} is removed.",

        alarm_add: "Add alarm",
        alarm_remove: "Remove alarm {n}",
        alarm_removed: "Alarm {n} is removed.",
        alarm_n: "Alarm {n}",
        when: "When",
        when_percent: "At % of time left",
        when_before: "Before it is due",
        when_due: "When missed",
        when_after: "After it is missed",
        percent: "Percent left",
        length: "How long",
        length_unit: "Unit",
        repeat: "Repeat every",
        repeat_hint: "Empty: only once.",
        watches: "Promises",
        watches_hint: "None ticked: all of them.",
        does: "What happens",
        tell_assignee: "Tell the assignee",
        tell_lead: "Tell the team lead",
        tell_manager: "Tell the manager",
        raise: "Raise the priority",
        escalate: "Move it up the ladder",
        tell_person: "Also tell",
        assign_to: "Give it to",
        nobody: "Nobody",
        call: "Call the webhook",
        call_none: "None",

        pause_legend: "{promise} stops while",
        risk_kind: "A promise is at risk",
        risk_percent: "when so many % of its time are left",
        risk_time: "when so much of its time is left",
        risk_amount: "How much",
        rule: "Next contact on replies that leave the ticket open",
        required: "Required",
        nudged: "Asked for",
        off: "Not asked for",
        plan_rule: "Plan on replies that leave the ticket open",
        within_amount: "Next contact proposed within",
        within_unit: "Unit of the proposal",
        surveys: "Surveys",
        surveys_hint: "Sent by mail. The answers stand in the ticket; a bad one tells the assignee and the leads.",
        open_survey: "Ask whether they know how their request stands, after",
        open_survey_unit: "Unit of that time",
        solved_survey: "Ask how it went once it is solved",
    }
}

words! {
    /// Alarms in words.
    Alarms, alarms {
        percent: "{n} % of the time left",
        before: "{t} before it is due",
        due: "Missed",
        after: "{t} after missed",
        repeat: "{t} after missed, then every {every}",
        all: "Every promise",
        tell: "tell {who}",
        assignee: "the assignee",
        followers: "followers",
        lead: "the team lead",
        manager: "the manager",
        person: "{name}",
        raise: "raise the priority",
        assign: "give it to {name}",
        escalate: "move it up the ladder",
        webhook: "call {name}",
    }
}

/// "within 1 working day", or that nothing is promised.
#[must_use]
pub fn target_or_nothing(lang: Lang, target: Option<Target>) -> String {
    target.map_or_else(|| policies(lang).nothing.to_owned(), |target| portal::target(lang, target))
}

/// So many seconds, in the largest unit that fits without a rest.
#[must_use]
pub fn seconds(lang: Lang, secs: u32) -> String {
    let (amount, unit) = match secs {
        s if s >= 86_400 && s % 86_400 == 0 => (s / 86_400, Unit::Days),
        s if s >= 3_600 && s % 3_600 == 0 => (s / 3_600, Unit::Hours),
        s => (s / 60, Unit::Minutes),
    };
    portal::target(lang, Target::new(amount, unit))
}

/// When an alarm speaks up.
#[must_use]
pub fn alarm_when(lang: Lang, when: AlarmWhen) -> String {
    let w = alarms(lang);
    match when {
        AlarmWhen::PercentBefore(n) => count(n.into(), w.percent, w.percent),
        AlarmWhen::Before(secs) => fill(w.before, &[("t", &seconds(lang, secs))]),
        AlarmWhen::AtDue => w.due.to_owned(),
        AlarmWhen::After { secs, repeat_secs: None } => fill(w.after, &[("t", &seconds(lang, secs))]),
        AlarmWhen::After { secs, repeat_secs: Some(every) } => {
            fill(w.repeat, &[("t", &seconds(lang, secs)), ("every", &seconds(lang, every))])
        }
    }
}

/// What happens then: "First reply, Next reply: tell the assignee, raise the priority". `name` knows people and webhooks by id.
#[must_use]
pub fn alarm_does(lang: Lang, rule: &AlarmRule, name: &dyn Fn(&str) -> String) -> String {
    let w = alarms(lang);
    let kinds = rule.promises.iter().map(|kind| promises::kind_name(lang, *kind)).collect::<Vec<_>>();
    let kinds = if kinds.is_empty() { w.all.to_owned() } else { kinds.join(", ") };
    let who = |audience: &Audience| match audience {
        Audience::Assignee => w.assignee.to_owned(),
        Audience::Followers => w.followers.to_owned(),
        Audience::Lead => w.lead.to_owned(),
        Audience::Manager => w.manager.to_owned(),
        Audience::Person(id) => fill(w.person, &[("name", &name(id))]),
    };
    let deed = |action: &AlarmAction| match action {
        AlarmAction::Notify(audience) => fill(w.tell, &[("who", &who(audience))]),
        AlarmAction::RaisePriority => w.raise.to_owned(),
        AlarmAction::Assign(id) => fill(w.assign, &[("name", &name(id))]),
        AlarmAction::Escalate => w.escalate.to_owned(),
        AlarmAction::Webhook(id) => fill(w.webhook, &[("name", &name(id))]),
    };
    format!("{kinds}: {}", rule.actions.iter().map(deed).collect::<Vec<_>>().join(", "))
}

/// From when on a promise counts as at risk.
#[must_use]
pub fn risk_limit(lang: Lang, risk: RiskLimit) -> String {
    let w = policies(lang);
    match risk {
        RiskLimit::Percent(n) => count(n.into(), w.risk_percent, w.risk_percent),
        RiskLimit::Seconds(secs) => fill(w.risk_time, &[("t", &seconds(lang, secs))]),
    }
}

/// What customers see of a policy's promises.
#[must_use]
pub fn shown_name(lang: Lang, shown: Shown) -> &'static str {
    let w = policies(lang);
    match shown {
        Shown::Off => w.off,
        Shown::Nothing => w.internal,
        Shown::Estimates => w.estimate,
        Shown::Promises => w.formal,
    }
}

/// Whom a policy serves.
#[must_use]
pub fn serves(lang: Lang, is_default: bool, tiers: &[String]) -> String {
    let w = policies(lang);
    match (is_default, tiers) {
        (true, _) => w.who_default.to_owned(),
        (false, []) => w.who_contract.to_owned(),
        (false, tiers) => fill(w.who_tier, &[("tiers", &tiers.join(", "))]),
    }
}

/// What a reply that leaves the ticket open has to say.
#[must_use]
pub fn contact_rule(lang: Lang, rule: Requirement) -> &'static str {
    let w = policies(lang);
    match rule {
        Requirement::Required => w.contact_required,
        Requirement::Nudged => w.contact_nudged,
        Requirement::Off => w.contact_off,
    }
}

/// The same about the plan.
#[must_use]
pub fn plan_rule(lang: Lang, rule: Requirement) -> &'static str {
    let w = policies(lang);
    match rule {
        Requirement::Required => w.plan_required,
        Requirement::Nudged => w.plan_nudged,
        Requirement::Off => w.plan_off,
    }
}

/// "Fix: while waiting on customer, on hold".
#[must_use]
pub fn pause_line(
    lang: Lang,
    kind: crate::promises::PromiseKind,
    states: &[crate::tickets::Status],
) -> String {
    let w = policies(lang);
    let promise = promises::kind_name(lang, kind);
    if states.is_empty() {
        return fill(w.pauses_never, &[("promise", promise)]);
    }
    let names: Vec<String> =
        states.iter().map(|state| tickets::status_name(lang, *state).to_lowercase()).collect();
    fill(w.pauses_line, &[("promise", promise), ("states", &names.join(", "))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::promises::PromiseKind;
    use crate::tickets::Status;

    #[test]
    fn alarms_are_read_as_sentences() {
        let rule = AlarmRule {
            id: "r".into(),
            promises: vec![PromiseKind::FirstReply],
            when: AlarmWhen::After { secs: 3_600, repeat_secs: Some(900) },
            actions: vec![AlarmAction::Notify(Audience::Lead), AlarmAction::Assign("p1".into())],
            round_the_clock: false,
        };
        assert_eq!(alarm_when(Lang::En, rule.when), "1 hour after missed, then every 15 minutes");
        let name = |id: &str| if id == "p1" { "Ines Kovar".to_owned() } else { id.to_owned() };
        assert_eq!(
            alarm_does(Lang::En, &rule, &name),
            "First reply: tell the team lead, give it to Ines Kovar"
        );
        assert_eq!(alarm_when(Lang::En, AlarmWhen::PercentBefore(25)), "25 % of the time left");
    }

    #[test]
    fn pauses_name_their_states() {
        let line = pause_line(Lang::En, PromiseKind::Resolution, &[Status::Waiting, Status::OnHold]);
        assert_eq!(line, "Fix: while waiting on customer, on hold");
        assert_eq!(pause_line(Lang::En, PromiseKind::FirstReply, &[]), "First reply: never");
    }
}

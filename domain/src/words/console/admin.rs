//! Settings: promises and calendars, people, tokens, outbox.

use super::super::{Lang, common, count, fill, portal, promises, tickets, words};
use crate::access::{Role, Scope};
use crate::promises::policy::{
    AlarmAction, AlarmRule, AlarmWhen, Audience, Requirement, RiskLimit, Target, Unit,
};

words! {
    Admin, admin {
        title: "Settings",
        service: "Service",
        access: "Access",
        work: "Mail",
        promises: "Service promises",
        calendars: "Business calendars",
        people: "People",
        tokens: "API tokens",
        outbox: "Outbox",
        next: "More",
        first: "Back to the start",
        pages: "Pages of the list",
    }
}

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
        contact_required: "A reply that leaves the ticket open needs both.",
        contact_nudged: "Asked for with every reply, but may be left out.",
        contact_off: "Not asked for.",
        contact_within: "Proposed: within {t}.",
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
        webhook: "call a webhook",
    }
}

words! {
    /// Calendars and the what-if box.
    Calendars, calendars {
        hint: "Promises in opening hours and working days count only while their calendar is open.",
        zone: "Time zone",
        open_now: "Open now",
        closed_now: "Closed now",
        week: "Opening hours of {calendar}",
        day: "Day",
        hours: "Hours",
        picture: "0 to 24 h",
        closed: "Closed",
        window: "{from} to {to}",
        daily_breaks: "Closed every day: {hours}",
        exceptions: "Exceptions",
        exceptions_none: "No holidays are entered.",
        exceptions_more: "Show {n} more",
        date: "Date",
        every_year: "every year",
        holiday: "Holiday",
        special: "Other hours",
        pause: "Break",
        version: "Version {n}",
        none: "No calendars yet",
        none_hint: "All promises count day and night.",

        try_title: "Check with a date",
        try_hint: "On the calendar’s own clocks.",
        calendar: "Calendar",
        start: "Request comes in",
        amount: "Promised within",
        unit: "Unit",
        go: "Work it out",
        due: "Due",
        due_never: "This calendar never has that much time.",
        counts: "What counts",
        stretch: "{from} to {to}",
        stretch_more: "And more after that.",
        minutes: "minutes",
        hours_unit: "hours",
        days: "days",
        business_minutes: "opening minutes",
        business_hours: "opening hours",
        business_days: "working days",
    }
}

words! {
    /// People.
    People, people {
        hint: "Everybody who can sign in: customers and colleagues.",
        find: "Find by name or email",
        find_go: "Find",
        table: "People",
        name: "Name",
        email: "Email",
        role: "Role",
        belongs: "Organisation or team",
        state: "State",
        actions: "Actions",
        active: "Active",
        disabled: "Disabled",
        you: "You",
        none: "Nobody fits “{q}”",
        disable: "Disable",
        enable: "Enable",
        disable_title: "Disable {name}?",
        disable_hint: "They are signed out everywhere within seconds and their tokens stop working. Nothing they wrote is lost.",
        disabled_done: "{name} is disabled.",
        enabled_done: "{name} can sign in again.",
        change_role: "Change role",
        of_person: " of {name}",
        role_title: "Role of {name}",
        role_hint: "What they may see and do changes at once. Colleagues belong to no customer organisation.",
        role_done: "{name} is now: {role}.",
        add: "Add person",
        add_title: "Add a person",
        add_hint: "They sign in with a code by email; a password is not needed.",
        added: "{name} has been added.",
    }
}

words! {
    /// Roles.
    Roles, roles {
        visitor: "Visitor",
        customer: "Customer",
        organisation_manager: "Customer, sees the whole organisation",
        light_agent: "Light agent",
        agent: "Agent",
        lead: "Team lead",
        manager: "Manager",
        admin: "Admin",
    }
}

words! {
    /// API tokens.
    Tokens, tokens {
        hint: "A token lets a program act for one person, only within its scopes.",
        table: "Tokens",
        name: "What for",
        person: "Acts for",
        scopes: "Scopes",
        created: "Made",
        state: "State",
        actions: "Actions",
        active: "Active",
        revoked: "Revoked",
        none: "No tokens yet",
        none_hint: "Make one for each program, so that each can be revoked alone.",
        make: "Make token",
        make_title: "Make a token",
        name_hint: "For example “Nightly export”.",
        made: "Your new token",
        made_hint: "Copy it now. It is shown only this once.",
        copy: "Copy",
        copied: "The token is copied.",
        copy_failed: "The browser would not copy. Select the token and copy it yourself.",
        done: "I have copied it",
        revoke: "Revoke",
        revoke_title: "Revoke {name}?",
        revoke_hint: "Programs that use it are refused from now on. This can’t be undone.",
        revoke_done: "{name} is revoked.",
        tickets_read: "Read tickets",
        tickets_write: "Write tickets",
        search_read: "Search",
        calendars_read: "Try calendars",
    }
}

words! {
    /// The outbox.
    Outbox, outbox {
        hint: "What the desk wrote to people, newest first. Reading it is noted in the audit log.",
        none: "Nothing was mailed yet",
        none_hint: "Replies, confirmations and sign-in codes show up here.",
        to: "To {to}",
        waiting: "Waiting",
        sent: "Sent",
        failed: "Not delivered",
        show: "Show the text",
    }
}

/// Name of a role.
#[must_use]
pub fn role_name(lang: Lang, role: Role) -> &'static str {
    let w = roles(lang);
    match role {
        Role::Visitor => w.visitor,
        Role::Customer => w.customer,
        Role::OrganisationManager => w.organisation_manager,
        Role::LightAgent => w.light_agent,
        Role::Agent => w.agent,
        Role::Lead => w.lead,
        Role::Manager => w.manager,
        Role::Admin => w.admin,
    }
}

/// Name of a scope.
#[must_use]
pub fn scope_name(lang: Lang, scope: Scope) -> &'static str {
    let w = tokens(lang);
    match scope {
        Scope::TicketsRead => w.tickets_read,
        Scope::TicketsWrite => w.tickets_write,
        Scope::SearchRead => w.search_read,
        Scope::CalendarsRead => w.calendars_read,
    }
}

/// Name of a unit, for many.
#[must_use]
pub fn unit_name(lang: Lang, unit: Unit) -> &'static str {
    let w = calendars(lang);
    match unit {
        Unit::Minutes => w.minutes,
        Unit::Hours => w.hours_unit,
        Unit::Days => w.days,
        Unit::BusinessMinutes => w.business_minutes,
        Unit::BusinessHours => w.business_hours,
        Unit::BusinessDays => w.business_days,
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

/// What happens then: "First reply, Next reply: tell the assignee, raise the priority". `name` knows people by id.
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
        AlarmAction::Webhook(_) => w.webhook.to_owned(),
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

/// `2026-12-24` or, every year, `12-24`, for people: "24 Dec 2026", "24 Dec". Anything else stays as it is.
#[must_use]
pub fn date_name(lang: Lang, date: &str) -> String {
    let numbers: Option<Vec<u32>> = date.split('-').map(|part| part.parse().ok()).collect();
    match numbers.as_deref() {
        Some([year, month @ 1..=12, day]) => format!("{day} {} {year}", common::month(lang, month - 1)),
        Some([month @ 1..=12, day]) => format!("{day} {}", common::month(lang, month - 1)),
        _ => date.to_owned(),
    }
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
    fn dates_are_read_with_and_without_a_year() {
        assert_eq!(date_name(Lang::En, "2026-12-24"), "24 Dec 2026");
        assert_eq!(date_name(Lang::En, "01-01"), "1 Jan");
        assert_eq!(date_name(Lang::En, "13-01"), "13-01");
        assert_eq!(date_name(Lang::En, "soon"), "soon");
    }

    #[test]
    fn pauses_name_their_states() {
        let line = pause_line(Lang::En, PromiseKind::Resolution, &[Status::Waiting, Status::OnHold]);
        assert_eq!(line, "Fix: while waiting on customer, on hold");
        assert_eq!(pause_line(Lang::En, PromiseKind::FirstReply, &[]), "First reply: never");
    }
}

//! People, roles, tokens, and the outbox.

use super::super::super::{Lang, words};
use crate::access::{Role, Scope};

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
        disable_hint: "They are signed out everywhere within seconds and their tokens stop working. Nothing they wrote is lost. If they are on the team, their open tickets go back to their queues.",
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
        copied: "It is copied.",
        copy_failed: "The browser would not copy. Select it and copy it yourself.",
        done: "I have copied it",
        revoke: "Revoke",
        revoke_title: "Revoke {name}?",
        revoke_hint: "Programs that use it are refused from now on. This can’t be undone.",
        revoke_done: "{name} is revoked.",
        tickets_read: "Read tickets",
        tickets_write: "Write tickets",
        search_read: "Search",
        calendars_read: "Try calendars",
        customers_read: "Read contacts and organisations",
        mail_write: "Hand over mail that came in",
    }
}

words! {
    /// Webhooks.
    Webhooks, webhooks {
        hint: "A program elsewhere that an alarm can call, such as a CRM or a pager. Calls are signed, and tried again for a day.",
        table: "Webhooks",
        name: "Name",
        name_hint: "What it stands for, such as “CRM” or “On-call pager”.",
        address: "Address",
        address_hint: "Where calls go, such as https://crm.example.com/casewell.",
        waiting: "Waiting",
        last: "Last call",
        actions: "Actions",
        never: "None yet",
        taken: "Taken {at}",
        failed: "Failed {at}: {why}",
        most: "{n} or more",
        none: "No webhooks yet",
        none_hint: "Add one, then choose it in an alarm of a service promise.",
        add: "Add webhook",
        add_title: "Add a webhook",
        change: "Change",
        of_webhook: " {name}",
        change_title: "Change {name}",
        renew: "Sign with a new secret from now on",
        renew_hint: "The secret so far is worth nothing any more, also for calls that wait.",
        save: "Save",
        saved: "{name} is saved.",
        secret: "The secret of {name}",
        secret_hint: "Its calls are signed with it. Copy it now. It is shown only this once.",
        try_out: "Test",
        try_taken: "{name} took the test call.",
        try_failed: "{name} did not take the test call: {why}.",
        remove: "Remove",
        remove_title: "Remove {name}?",
        remove_hint: "It is not called any more. Calls that wait are given up, and stand under “Failed alarms”.",
        removed: "{name} is removed.",
    }
}

words! {
    /// The outbox.
    Outbox, outbox {
        hint: "What the desk wrote to people, newest first. Reading it is noted in the audit log.",
        none: "Nothing was mailed yet",
        none_hint: "Replies, confirmations and sign-in codes show up here.",
        to: "To {to}",
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
        Scope::CustomersRead => w.customers_read,
        Scope::MailWrite => w.mail_write,
    }
}

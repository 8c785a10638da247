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
        customers_read: "Read contacts and organisations",
        mail_write: "Hand over mail that came in",
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

//! Settings: one file for promises, calendars, questions, and people with what lets them in.

mod access;
mod agents;
mod calendars;
mod catalogue;
mod contracts;
mod editing;
mod flows;
mod promises;
mod routing;
mod types;
mod versions;

pub use access::*;
pub use agents::*;
pub use calendars::*;
pub use catalogue::*;
pub use contracts::*;
pub use editing::*;
pub use flows::*;
pub use promises::*;
pub use routing::*;
pub use types::*;
pub use versions::*;

use super::super::words;

words! {
    Admin, admin {
        title: "Settings",
        service: "Service",
        asking: "Requests",
        flows: "Questions",
        right_person: "Right person",
        routing: "Routing",
        agents: "People and work",
        access: "Access",
        work: "Mail",
        promises: "Service promises",
        calendars: "Business calendars",
        contracts: "Contracts",
        types: "Ticket types",
        failed: "Failed alarms",
        people: "People",
        tokens: "API tokens",
        webhooks: "Webhooks",
        incoming: "Incoming mail",
        mailboxes: "Mailboxes",
        laboratory: "Mail laboratory",
        outbox: "Outbox",
        next: "More",
        first: "Back to the start",
        pages: "Pages of the list",
    }
}

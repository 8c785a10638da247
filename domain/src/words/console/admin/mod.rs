//! Settings: one file for promises, calendars, questions, and people with what lets them in.

mod access;
mod calendars;
mod flows;
mod promises;

pub use access::*;
pub use calendars::*;
pub use flows::*;
pub use promises::*;

use super::super::words;

words! {
    Admin, admin {
        title: "Settings",
        service: "Service",
        asking: "Requests",
        flows: "Questions",
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

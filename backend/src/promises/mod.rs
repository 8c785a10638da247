//! Promises in the database: replay after every change, what lists sort by, the timers that fire alarms, and
//! the recount of open tickets after an edit. Siblings:
//! `domain::promises` (the rules), `app/src/console/ticket/clocks.rs`.

pub mod actions;
pub mod check;
mod follow;
pub mod hours;
pub(crate) mod ladder;
mod preview;
pub mod project;
pub mod recount;
pub mod timers;

pub(crate) use follow::Effect;
pub use preview::preview;

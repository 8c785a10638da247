//! Promises in the database: replay after every change, what lists sort by, and the timers that fire alarms. Siblings:
//! `domain::promises` (the rules), `app/src/console/ticket/clocks.rs`.

pub mod check;
pub mod hours;
pub mod project;
pub mod timers;

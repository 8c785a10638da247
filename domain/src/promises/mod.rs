//! Promises: one pure engine for every question about time. [`calendar`] turns opening hours into UTC intervals,
//! [`policy`] says what is promised, [`engine`] replays a ticket's facts into its promises, [`alarms`] says when to
//! speak up, [`moves`] what an edit does to open tickets, [`explain`] why a deadline is what it is, [`countdown`] is the browser's half.
//! Siblings: `backend/src/promises` (evaluator, alarms), the clocks of `app`.

pub mod alarms;
pub mod calendar;
pub mod countdown;
pub mod engine;
pub mod explain;
mod moves;
pub mod policy;
mod promise;
pub mod ruler;

pub use alarms::{Alarm, Trouble, alarms};
pub use explain::{Why, explain};
pub use moves::{Move, moves};
pub use promise::*;

//! Promises: one pure engine for every question about time. [`calendar`] turns opening hours into UTC intervals,
//! [`policy`] says what is promised. Siblings: `backend/src/promises` (evaluator, alarms).

pub mod calendar;
pub mod policy;
mod promise;

pub use promise::*;
/// The engine proper.
pub mod engine {
    pub use super::promise::PromiseKind;
}

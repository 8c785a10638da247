//! Calendars: opening hours in a time zone. [`Calendar`] is what people edit and the API reads, [`Schedule`] what
//! compiling it gives: exact UTC arithmetic over changes of the clock, midnight, holidays and years.

mod compile;
mod days;
mod ics;
mod model;
mod schedule;
mod steps;
mod year;
mod zone;

pub use compile::CalendarError;
pub use ics::{IcsError, Imported, read_ics};
pub use model::{Calendar, Feed, FeedDay, Week, Window};
pub use schedule::Schedule;
pub use steps::{Step, StepError, StepResult, run_steps};
pub use year::DayKind;
pub use zone::Zone;

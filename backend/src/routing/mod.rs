//! To the right person: rules place a new ticket, queues hand it out or let people take it, and the board shows what
//! needs somebody. Siblings: `domain::routing`, `app/src/console/{board,admin}`.

mod agents;
mod board;
pub mod cover;
mod dry_run;
mod hand_out;
pub mod left;
mod load;
mod next;
mod place;
mod queues;
pub mod reorganise;
mod rules;
mod suggest;
pub mod waiting;
pub(crate) mod workload;

pub use agents::{agents, save_absence, save_profile};
pub use board::board;
pub use dry_run::dry_run;
pub(crate) use hand_out::hand_out;
pub(crate) use load::load;
pub use load::{Setup, Worker};
pub use next::next;
pub(crate) use place::{facts, place};
pub use queues::{remove_queue, save_queue};
pub use rules::{rules, save_rules};
pub use workload::differing;

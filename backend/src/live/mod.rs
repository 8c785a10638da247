//! Live: the change log that every write adds to, and the hub that carries it to browsers. Siblings: `domain::live`,
//! `server/src/live.rs`.

mod hub;
mod record;

pub use hub::{Hub, follow, subscribe};
pub(crate) use record::insert;
pub use record::{Change, forget_old, record};

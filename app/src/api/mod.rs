//! Server functions that both roots call, one file an area. Each is a session, one use case and its answer.

pub mod account;
pub mod search;
pub mod session;

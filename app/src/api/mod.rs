//! Server functions that the roots call, one file an area. Each is a session, one use case and its answer.

pub mod account;
pub mod admin;
pub mod catalogue;
pub mod customers;
pub mod flows;
pub mod incoming;
pub mod knowledge;
pub mod ladder;
pub mod missing;
pub mod outgoing;
pub mod phone;
pub mod promises;
pub mod redact;
pub mod reorganise;
pub mod routing;
pub mod search;
pub mod session;
pub mod survey;
pub mod tickets;
pub mod webhooks;

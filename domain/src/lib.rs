//! Casewell's rules and the shapes that travel between server and browser. No clock, no I/O, no async: everything
//! here is decided from what is passed in, natively and in WebAssembly alike.

pub mod access;
pub mod contracts;
pub mod customers;
pub mod error;
pub mod files;
pub mod intake;
pub mod knowledge;
pub mod ladder;
pub mod links;
pub mod live;
pub mod mail;
pub mod notices;
pub mod outbox;
pub mod people;
pub mod phone;
pub mod promises;
pub mod routing;
pub mod search;
pub mod settings;
pub mod stamp;
pub mod text;
pub mod tickets;
pub mod time;
pub mod webhooks;
pub mod words;

pub use access::Viewer;
pub use error::Error;

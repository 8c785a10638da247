//! A ticket of another system, as the tickets' own code takes it in. People in it exist already.

use domain::tickets::entry::Author;
use domain::tickets::{Channel, Status};
use domain::time::Instant;

/// A whole thread. `source_id` tells whether it was imported before.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// Unique among everything ever imported; the ticket's own id is made of it.
    pub source_id: String,
    pub subject: String,
    pub channel: Channel,
    /// A product of the desk.
    pub product_id: Option<String>,
    pub requester_id: String,
    pub organisation_id: Option<String>,
    /// Where the thread ended.
    pub status: Status,
    /// When it was solved, for a status that is over.
    pub resolved_at: Option<Instant>,
    /// In order of time; the first is the requester's description.
    pub messages: Vec<ImportedMessage>,
}

/// A public message of a thread.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedMessage {
    pub at: Instant,
    pub author: Author,
    pub author_id: String,
    pub text: String,
}

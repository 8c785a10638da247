//! Live events: only what changed and its version, never what it says. Siblings: `backend/src/live`,
//! `server/src/live.rs`, `app/src/browser/live.rs`.

use serde::{Deserialize, Serialize};

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// `id` is the tracking number.
    Ticket,
    /// `id` is the person; their notices changed.
    Notices,
    /// `id` is the slug.
    Article,
    /// `id` is the number of a known problem.
    Problem,
    /// `id` is the tracking number; for staff: where the mail of its entries stands has changed.
    Mail,
    /// The session behind the stream has ended.
    SignedOut,
}

impl Topic {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ticket => "ticket",
            Self::Notices => "notices",
            Self::Article => "article",
            Self::Problem => "problem",
            Self::Mail => "mail",
            Self::SignedOut => "signed_out",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Ticket, Self::Notices, Self::Article, Self::Problem, Self::Mail, Self::SignedOut]
            .into_iter()
            .find(|topic| topic.code() == code)
    }
}

/// One event as the browser gets it; `seq` is also the SSE id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub seq: i64,
    pub topic: Topic,
    pub id: String,
    pub version: i64,
    /// The reader caused it.
    pub mine: bool,
}

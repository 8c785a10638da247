//! A moment as one reader sees it: the instant for machines, the text in the reader's language and zone.

use serde::{Deserialize, Serialize};

use crate::time::Instant;

/// Made by the server for one viewer ("Today, 15:00"), so that pages need neither zone data nor a second pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    pub at: Instant,
    pub text: String,
}

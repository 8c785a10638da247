//! Webhooks: programs elsewhere that an alarm calls, as admins see them. Siblings: `backend/src/webhooks`,
//! `app/src/console/admin/webhooks.rs`.

use serde::{Deserialize, Serialize};

use crate::promises::Trouble;
use crate::stamp::Stamp;

/// A webhook as an admin wants it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookDraft {
    /// Empty for a new one.
    pub id: String,
    /// The version that was edited; 0 for a new one.
    pub seen: i64,
    pub name: String,
    pub address: String,
    /// It is to sign with another secret from now on; a new one always gets its first.
    #[serde(default)]
    pub renew: bool,
}

/// What has been kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeWebhook {
    pub id: String,
    /// What its calls are signed with, where that is new: told only this once.
    pub secret: Option<String>,
}

/// A webhook, with what became of its calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookRow {
    pub id: String,
    pub version: i64,
    pub name: String,
    pub address: String,
    /// Calls that wait to be made or to be tried again, counted up to [`MOST_WAITING`].
    pub waiting: i64,
    pub last: Option<LastCall>,
}

/// How far waiting calls are counted.
pub const MOST_WAITING: i64 = 100;

/// The newest call that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastCall {
    pub at: Stamp,
    /// None: it was taken.
    pub trouble: Option<Trouble>,
}

//! When a policy speaks up about its promises, and what happens then.

use serde::{Deserialize, Serialize};

use super::super::PromiseKind;

/// When to speak up about a promise, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlarmRule {
    /// Part of the alarm's key: stable over versions of the policy.
    pub id: String,
    /// The promises it watches; empty: all.
    #[serde(default)]
    pub promises: Vec<PromiseKind>,
    pub when: AlarmWhen,
    pub actions: Vec<AlarmAction>,
    /// Notices go out at once, also outside the recipient's opening hours.
    #[serde(default)]
    pub round_the_clock: bool,
}

impl AlarmRule {
    #[must_use]
    pub fn watches(&self, kind: PromiseKind) -> bool {
        self.promises.is_empty() || self.promises.contains(&kind)
    }
}

/// Times are counted like the promise itself: opening time for business targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlarmWhen {
    /// So many percent of the time are left.
    PercentBefore(u8),
    /// So many seconds are left.
    Before(u32),
    AtDue,
    /// So many seconds after the miss, then again every `repeat_secs`.
    After {
        secs: u32,
        repeat_secs: Option<u32>,
    },
}

impl AlarmWhen {
    /// Whether it speaks while the promise can still be kept.
    #[must_use]
    pub fn warns(self) -> bool {
        matches!(self, Self::PercentBefore(_) | Self::Before(_))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlarmAction {
    Notify(Audience),
    RaisePriority,
    /// To this person.
    Assign(String),
    /// One rung up the ladder of the ticket's type.
    Escalate,
    /// Calls the webhook of this id.
    Webhook(String),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    Assignee,
    Followers,
    Lead,
    Manager,
    Person(String),
}

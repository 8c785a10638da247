//! The demo's tickets as they were written: scenarios, the cast that plays them, and fragments for all the others.

use std::collections::BTreeMap;

use domain::tickets::{Priority, Turn};
use serde::Deserialize;

/// A whole ticket. `after_minutes` counts from its creation.
#[derive(Deserialize)]
pub(super) struct Scenario {
    pub product: String,
    pub topic: String,
    #[serde(rename = "type")]
    pub ticket_type: String,
    pub subject: String,
    pub description: String,
    pub impact: String,
    pub answers: BTreeMap<String, String>,
    pub thread: Vec<Said>,
    pub ending: Ending,
    pub hold: Option<Hold>,
    pub article: Option<String>,
    pub problem: Option<String>,
    /// `None`: anybody who has the product.
    pub organisation: Option<String>,
}

/// The tour's first ticket: a scenario with named people and fixed times.
#[derive(Deserialize)]
pub(super) struct Story {
    #[serde(flatten)]
    pub scenario: Scenario,
    pub number: i64,
    pub requester: String,
    pub assignee: String,
    pub opened_minutes_ago: i64,
    pub draft: StoryDraft,
}

#[derive(Deserialize)]
pub(super) struct StoryDraft {
    pub who: String,
    pub text: String,
}

#[derive(Debug, Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Ending {
    Open,
    Waiting,
    Hold,
    Solved,
}

#[derive(Deserialize)]
pub(super) struct Hold {
    pub reason: String,
    pub review_minutes: i64,
}

/// One contribution to a scenario's thread.
#[derive(Deserialize)]
pub(super) struct Said {
    pub from: From,
    /// Address of the writer; `None`: whoever plays that part.
    pub who: Option<String>,
    pub after_minutes: i64,
    pub text: String,
    #[serde(default)]
    pub plan: Vec<Step>,
    /// Steps of the plan that are done with this.
    #[serde(default)]
    pub plan_done: Vec<String>,
    /// Counts from the message.
    pub next_contact_minutes: Option<i64>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum From {
    Agent,
    Customer,
    Note,
    Call,
    /// Something the desk notes by itself.
    Event,
}

#[derive(Deserialize)]
pub(super) struct Step {
    pub text: String,
    pub who: Turn,
    #[serde(default)]
    pub state: StepState,
}

#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum StepState {
    Done,
    Now,
    #[default]
    Next,
}

/// Where and when a scenario appears among the newest tickets. Times in minutes before now.
#[derive(Deserialize, Default)]
pub(super) struct Cue {
    pub number: i64,
    #[serde(default)]
    pub opened: i64,
    /// Subject of the scenario played.
    pub scenario: Option<String>,
    /// The story is played.
    #[serde(default)]
    pub story: bool,
    /// Put together from fragments.
    pub invented: Option<Invented>,
    pub requester: Option<String>,
    /// Address; `None`: nobody has taken it.
    pub assignee: Option<String>,
    /// When the agent wrote last.
    pub spoke: Option<i64>,
    /// The next contact then promised, in minutes from now; negative: it was missed.
    pub contact: Option<i64>,
    pub ending: Option<Ending>,
    pub priority: Option<Priority>,
    pub agreed: Option<Agreed>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Invented {
    Solved,
    Unassigned,
}

/// A due time for the fix that was set by hand.
#[derive(Deserialize)]
pub(super) struct Agreed {
    /// Minutes after the creation.
    pub after: i64,
    /// Minutes from now.
    pub due: i64,
    pub by: String,
    pub reason: String,
}

/// Pieces for tickets in bulk.
#[derive(Deserialize)]
pub(super) struct Fragments {
    pub sites: Vec<String>,
    pub docks: Vec<String>,
    pub devices: BTreeMap<String, Vec<String>>,
    pub openings: Vec<String>,
    pub closings: Vec<String>,
    pub worries: ByType<Vec<String>>,
    pub agent_openings: ByType<Vec<String>>,
    pub agent_updates: ByType<Vec<String>>,
    pub agent_closings: ByType<Vec<String>>,
    pub customer_replies: ByType<Vec<String>>,
    pub customer_nudges: Vec<String>,
    pub customer_thanks: ByType<Vec<String>>,
    pub solved_closings: ByType<Vec<String>>,
    pub notes: ByType<Vec<String>>,
    pub calls: ByType<Vec<String>>,
    pub plans: ByType<Plans>,
    pub hold_reasons: Vec<String>,
    pub subject_patterns: Vec<Pattern>,
}

#[derive(Deserialize)]
pub(super) struct ByType<T> {
    incident: T,
    other: T,
}

impl<T> ByType<T> {
    pub fn of(&self, ticket_type: &str) -> &T {
        if ticket_type == "incident" { &self.incident } else { &self.other }
    }
}

#[derive(Deserialize)]
pub(super) struct Plans {
    pub us: Vec<String>,
    pub you: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Pattern {
    pub product: String,
    pub topic: String,
    #[serde(rename = "type")]
    pub ticket_type: String,
    pub impact: String,
    pub article: Option<String>,
    /// `None`: any version.
    pub versions: Option<Vec<String>>,
    pub problem: Option<String>,
    pub subject: String,
    pub descriptions: Vec<String>,
    pub question: String,
    pub solution: String,
    pub n: (i64, i64),
}

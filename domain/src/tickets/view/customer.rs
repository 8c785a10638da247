//! What customers see of their requests.

use serde::{Deserialize, Serialize};

use super::super::entry::Answer;
use super::super::{PlanStep, Status};
use super::{EntryView, PolicyBrief, PromiseView};
use crate::files::Upload;
use crate::knowledge::ProblemBrief;
use crate::stamp::Stamp;
use crate::time::Instant;

/// Which of their requests a customer wants to see.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestFilter {
    /// Solved and closed ones too.
    pub all: bool,
    /// Only the reader's own, where they may see their organisation's.
    pub mine: bool,
    /// Words of the subject, or a number; empty: any.
    pub q: String,
}

/// One of a customer's own requests in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RequestRow {
    pub number: String,
    pub subject: String,
    pub status: Status,
    /// Whose it is, while they are there.
    pub assignee: Option<String>,
    /// It is somebody's.
    pub is_taken: bool,
    /// Who asked, when the reader sees the whole organisation.
    pub requester: Option<String>,
    pub opened: Stamp,
    pub changed: Stamp,
    /// The next contact or the most pressing public promise.
    pub promise: Option<PromiseView>,
}

/// A page of a customer's requests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RequestList {
    pub rows: Vec<RequestRow>,
    pub open: u32,
    pub next: Option<String>,
    /// The reader sees the organisation's requests, not only their own.
    pub whole_organisation: bool,
    pub now: Instant,
}

/// A customer's page of one request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RequestPage {
    pub number: String,
    pub version: i64,
    pub subject: String,
    pub status: Status,
    pub opened: Stamp,
    pub assignee: Option<String>,
    /// The same while they are there, to write.
    pub writer: Option<String>,
    /// Who answers for it while a promise is missed, or as soon as one is.
    pub told: Option<Answering>,
    pub product: Option<String>,
    pub topic: Option<String>,
    pub answers: Vec<Answer>,
    pub requester: String,
    pub contract: Option<String>,
    pub next_contact: Option<PromiseView>,
    /// Who has the customer's call for the duty manager, or was told of it last.
    pub called: Option<Answering>,
    /// When we had promised to write, where that was missed and only promised again since.
    pub broken_word: Option<Stamp>,
    pub promises: Vec<PromiseView>,
    pub policy: PolicyBrief,
    pub plan: Vec<PlanStep>,
    /// Public entries, newest first.
    pub entries: Vec<EntryView>,
    pub earlier: bool,
    /// A reply that was typed but not yet accepted.
    pub draft: String,
    /// What this browser typed into a form of the page that was refused, by the form's name.
    pub typed: Vec<(String, String)>,
    /// Files that wait for the reply to be sent.
    pub waiting: Vec<Upload>,
    pub problem: Option<ProblemBrief>,
    /// Answers that are needed and not given.
    pub missing: u32,
    pub now: Instant,
}

/// Who answers to the customer for what is late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answering {
    pub name: String,
    pub how: Stand,
    /// For [`Stand::Hears`].
    pub at: Option<Stamp>,
}

impl Answering {
    #[must_use]
    pub fn new(name: String, how: Stand) -> Self {
        Self { name, how, at: None }
    }
}

/// How somebody stands to what is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stand {
    /// They have said since that they have it.
    HasIt,
    /// They were asked to take it.
    Told,
    /// They are asked at that time: it became late outside their hours.
    Hears,
    /// The request is theirs.
    OnIt,
    /// They lead the team that it waits for.
    Leads,
}

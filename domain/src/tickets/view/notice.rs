//! What the console's notice centre shows.

use serde::{Deserialize, Serialize};

use crate::promises::PromiseKind;
use crate::stamp::Stamp;

/// A notice in the console's notice centre.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoticeView {
    pub id: String,
    pub at: Stamp,
    pub number: String,
    pub subject: String,
    pub body: Notice,
    pub read: bool,
    /// The ticket stands on a rung that the reader owns and has not acknowledged.
    pub to_acknowledge: bool,
}

/// What a notice says; worded by the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notice {
    /// A promise is near its due time or past it.
    Promise {
        promise: PromiseKind,
        missed: bool,
    },
    MoreUrgent {
        reason: String,
    },
    DutyManager {
        reason: String,
    },
    Assigned {
        by: String,
    },
    /// The desk gave it to the reader.
    HandedOut,
    /// The reader stands in for its owner.
    StandsIn {
        away: String,
    },
    /// Its owner is away, nobody stands in, and a promise comes due.
    OwnerAway {
        away: String,
    },
    CustomerReplied {
        by: String,
    },
    /// Mail of somebody who does not take part waits to be let through.
    MailHeld {
        from: String,
    },
    /// A mail was too large to be taken.
    MailTooLarge {
        from: String,
    },
    /// What was written to this address did not arrive.
    Undelivered {
        to: String,
    },
    /// What the customer answered to a survey.
    Surveyed {
        answers: crate::tickets::survey::SurveyAnswers,
    },
    /// The reader owns a rung of the ticket's ladder now.
    Climbed {
        name: String,
        cause: crate::ladder::Cause,
        /// In the words of whoever asked; empty when nobody did.
        #[serde(default)]
        reason: String,
    },
    /// What the reader handed over came back.
    SentBack {
        by: String,
        missing: String,
    },
    /// Nobody acknowledged the highest rung, or whoever had it has `left`.
    Unanswered {
        name: String,
        owner: String,
        #[serde(default)]
        left: bool,
    },
    /// A colleague has left, whose open tickets go back to their queues; about no ticket.
    Left {
        name: String,
        tickets: u32,
    },
    /// A contract of one of the reader's organisations ends; about no ticket.
    ContractEnds {
        organisation_id: String,
        organisation: String,
        contract: String,
        days: u32,
    },
}

//! What admins set up, as the console shows it. Siblings: `backend/src/settings`, `app/src/console/admin`.

use serde::{Deserialize, Serialize};

use crate::promises::calendar::Calendar;
use crate::promises::policy::{Policy, Target};
use crate::stamp::Stamp;
use crate::tickets::entry::Named;

/// Every policy's newest version and every calendar's, with the names that their ids stand for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PromisesPage {
    pub policies: Vec<PolicyView>,
    pub calendars: Vec<CalendarView>,
    pub ticket_types: Vec<Named>,
}

/// A policy and whom it serves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PolicyView {
    pub policy: Policy,
    /// It serves tickets without a contract or a tier of their own.
    pub is_default: bool,
    /// Customer tiers it serves.
    pub tiers: Vec<String>,
    /// Name of its calendar; empty where plain time counts.
    pub calendar: String,
}

/// A calendar with its opening hours in a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CalendarView {
    pub id: String,
    pub name: String,
    pub version: i64,
    pub hours: String,
    pub is_open: bool,
    pub calendar: Calendar,
}

/// A question to a calendar: when is so much time over?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatIf {
    /// Id of the calendar.
    pub calendar: String,
    /// On the calendar's own clocks: `2026-04-02T17:30`.
    pub start: String,
    pub target: Target,
}

/// The answer, in the calendar's zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatIfAnswer {
    pub start: Stamp,
    /// `None` when the calendar never has that much time.
    pub due: Option<Stamp>,
    /// The stretches that count, in order.
    pub counted: Vec<Stretch>,
    /// There are more of them than these.
    pub more: bool,
    /// IANA name.
    pub time_zone: String,
}

/// A stretch of time that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    pub from: Stamp,
    pub to: Stamp,
    pub ms: i64,
}

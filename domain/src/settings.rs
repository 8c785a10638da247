//! What admins set up, as the console shows it. Siblings: `backend/src/settings`, `app/src/console/admin`.

use serde::{Deserialize, Serialize};

use crate::promises::calendar::Calendar;
use crate::promises::policy::Policy;
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

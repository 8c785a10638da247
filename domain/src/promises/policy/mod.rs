//! Policies: which promises a ticket gets, how they pause, when alarms speak up. Stored as JSON, one row per version.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::PromiseKind;
use super::calendar::Schedule;
use crate::tickets::{Priority, Status};
use crate::time::{DAY_MS, HOUR_MS, Instant, MINUTE_MS};

mod alarm_rule;
mod check;
mod choose;
mod seed;

pub use alarm_rule::{AlarmAction, AlarmRule, AlarmWhen, Audience};
pub use check::PolicyProblem;
pub use choose::{Asked, Choice, ContractTerms, choose_policy};

/// One version of the rules. Versions are never edited: an edit makes the next one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    pub id: String,
    pub version: i64,
    pub name: String,
    /// Switched off: makes no promises and fires no alarms.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// A promise to the customer, rather than an internal guideline.
    #[serde(default)]
    pub formal: bool,
    /// Informal, but shown to customers as an estimate.
    #[serde(default)]
    pub shown_as_estimate: bool,
    /// Id of the calendar that business units count in.
    #[serde(default)]
    pub calendar: Option<String>,
    pub rows: Vec<PolicyRow>,
    #[serde(default)]
    pub pauses: PauseRules,
    #[serde(default)]
    pub risk: RiskLimit,
    #[serde(default)]
    pub alarms: Vec<AlarmRule>,
    /// Whether a reply that leaves the ticket open needs a next contact.
    #[serde(default)]
    pub contact_rule: Requirement,
    /// Whether it needs a plan.
    #[serde(default)]
    pub plan_rule: Requirement,
    /// The next contact that the composer proposes.
    #[serde(default)]
    pub contact_within: Option<Target>,
    /// After how long the customer of an open ticket is asked whether they know how it stands.
    #[serde(default)]
    pub open_survey: Option<Target>,
    /// Whether they are asked how it went once it is solved.
    #[serde(default)]
    pub solved_survey: bool,
}

fn yes() -> bool {
    true
}

/// Names a policy's version for ever.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PolicyRef {
    pub id: String,
    pub version: i64,
}

/// Targets for the tickets it fits; `None` fits all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyRow {
    #[serde(default)]
    pub ticket_type: Option<String>,
    #[serde(default)]
    pub priority: Option<Priority>,
    pub targets: Targets,
}

impl PolicyRow {
    fn fits(&self, ticket_type: &str, priority: Priority) -> bool {
        self.ticket_type.as_deref().is_none_or(|own| own == ticket_type)
            && self.priority.is_none_or(|own| own == priority)
    }

    /// 3: type and priority, 2: type, 1: priority, 0: any. Type outweighs priority.
    #[must_use]
    pub fn specificity(&self) -> u8 {
        2 * u8::from(self.ticket_type.is_some()) + u8::from(self.priority.is_some())
    }
}

/// What is promised; an absent target is no promise.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Targets {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_reply: Option<Target>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_reply: Option<Target>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub periodic_update: Option<Target>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolution: Option<Target>,
}

impl Targets {
    #[must_use]
    pub fn of(&self, kind: PromiseKind) -> Option<Target> {
        match kind {
            PromiseKind::FirstReply => self.first_reply,
            PromiseKind::NextReply => self.next_reply,
            PromiseKind::PeriodicUpdate => self.periodic_update,
            PromiseKind::Resolution => self.resolution,
            PromiseKind::NextContact | PromiseKind::Task => None,
        }
    }
}

/// So much time, in the unit the admin chose: "1 business day" and "24 hours" stay different.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub amount: u32,
    pub unit: Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Minutes,
    Hours,
    /// 24 hours each, on the plain clock.
    Days,
    BusinessMinutes,
    BusinessHours,
    /// The same local time so many open days later.
    BusinessDays,
}

impl Target {
    #[must_use]
    pub const fn new(amount: u32, unit: Unit) -> Self {
        Self { amount, unit }
    }

    /// Counts in the policy's calendar rather than on the plain clock.
    #[must_use]
    pub fn is_business(self) -> bool {
        matches!(self.unit, Unit::BusinessMinutes | Unit::BusinessHours | Unit::BusinessDays)
    }

    /// The longest that can be promised; whatever is longer was mistyped.
    pub const MOST_DAYS: u32 = 3_650;

    /// Whether it is longer than [`Self::MOST_DAYS`] of its own kind: of business hours, 24 a day.
    #[must_use]
    pub fn is_too_long(self) -> bool {
        let a_day = match self.unit {
            Unit::Minutes | Unit::BusinessMinutes => 24 * 60,
            Unit::Hours | Unit::BusinessHours => 24,
            Unit::Days | Unit::BusinessDays => 1,
        };
        self.amount > Self::MOST_DAYS * a_day
    }

    /// Length in milliseconds of counted time; `None` for business days, whose length depends on the days.
    #[must_use]
    pub fn length_ms(self) -> Option<i64> {
        let unit = match self.unit {
            Unit::Minutes | Unit::BusinessMinutes => MINUTE_MS,
            Unit::Hours | Unit::BusinessHours => HOUR_MS,
            Unit::Days => DAY_MS,
            Unit::BusinessDays => return None,
        };
        Some(i64::from(self.amount) * unit)
    }

    /// When so much time after `from` is over. Without opening hours it is counted day and night; `None` when these never
    /// have that much time.
    #[must_use]
    pub fn after(self, from: Instant, hours: Option<&Schedule>) -> Option<Instant> {
        let plain = i64::from(self.amount) * DAY_MS;
        match (hours.filter(|_| self.is_business()), self.length_ms()) {
            (Some(hours), Some(ms)) => hours.add(from, ms),
            (Some(hours), None) => hours.add_business_days(from, self.amount),
            (None, ms) => Some(from.plus_ms(ms.unwrap_or(plain))),
        }
    }
}

/// Per kind of promise, the states in which it does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PauseRules(pub BTreeMap<PromiseKind, Vec<Status>>);

impl PauseRules {
    #[must_use]
    pub fn pauses(&self, kind: PromiseKind, status: Status) -> bool {
        self.0.get(&kind).is_some_and(|states| states.contains(&status))
    }
}

/// Resolution and updates wait with the customer and on hold; replies never do.
impl Default for PauseRules {
    fn default() -> Self {
        let states = || vec![Status::Waiting, Status::OnHold];
        Self([(PromiseKind::PeriodicUpdate, states()), (PromiseKind::Resolution, states())].into())
    }
}

/// From when on a promise counts as at risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RiskLimit {
    /// This much of its time is left, in percent.
    Percent(u8),
    /// So many counted seconds are left.
    Seconds(u32),
}

impl Default for RiskLimit {
    fn default() -> Self {
        Self::Percent(25)
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    Required,
    #[default]
    Nudged,
    Off,
}

/// What customers see of a policy's promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// The policy is switched off.
    Off,
    Nothing,
    Estimates,
    Promises,
}

impl Shown {
    /// Whether customers see them.
    #[must_use]
    pub fn is_told(self) -> bool {
        matches!(self, Self::Estimates | Self::Promises)
    }
}

impl Policy {
    /// What customers see of its promises.
    #[must_use]
    pub fn shown(&self) -> Shown {
        match (self.enabled, self.formal, self.shown_as_estimate) {
            (false, ..) => Shown::Off,
            (_, true, _) => Shown::Promises,
            (_, _, true) => Shown::Estimates,
            _ => Shown::Nothing,
        }
    }

    /// Shows them so.
    pub fn show(&mut self, shown: Shown) {
        self.enabled = shown != Shown::Off;
        (self.formal, self.shown_as_estimate) = (shown == Shown::Promises, shown == Shown::Estimates);
    }

    #[must_use]
    pub fn reference(&self) -> PolicyRef {
        PolicyRef { id: self.id.clone(), version: self.version }
    }

    /// The rows in the order in which they are tried: most specific first, then as listed. Total, so it can be shown.
    #[must_use]
    pub fn ranked_rows(&self) -> Vec<&PolicyRow> {
        let mut rows: Vec<_> = self.rows.iter().collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.specificity()));
        rows
    }

    /// The most specific row that fits; the first listed among equals.
    #[must_use]
    pub fn row_for(&self, ticket_type: &str, priority: Priority) -> Option<&PolicyRow> {
        let fitting = self.rows.iter().filter(|row| row.fits(ticket_type, priority));
        fitting.rev().max_by_key(|row| row.specificity())
    }
}

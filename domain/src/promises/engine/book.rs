//! Where the engine looks policies and calendars up, as they stood at any time.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::calendar::Schedule;
use super::super::policy::{Policy, PolicyRef};
use super::super::ruler::Ruler;
use super::super::{CalendarRef, Promise};
use crate::time::Instant;

/// Policies by version, calendars by the time from which each version is in force.
#[derive(Debug, Clone, Default)]
pub struct Book {
    policies: HashMap<PolicyRef, Arc<Policy>>,
    calendars: HashMap<String, Vec<(Instant, Arc<Schedule>)>>,
}

impl Book {
    #[must_use]
    pub fn with_policy(mut self, policy: impl Into<Arc<Policy>>) -> Self {
        let policy = policy.into();
        self.policies.insert(policy.reference(), policy);
        self
    }

    /// Adds a version of calendar `id`, in force from `since` on.
    #[must_use]
    pub fn with_calendar(mut self, id: &str, since: Instant, schedule: impl Into<Arc<Schedule>>) -> Self {
        let versions = self.calendars.entry(id.to_owned()).or_default();
        let place = versions.partition_point(|(other, _)| *other <= since);
        versions.insert(place, (since, schedule.into()));
        self
    }

    #[must_use]
    pub fn policy(&self, policy: &PolicyRef) -> Option<&Policy> {
        self.policies.get(policy).map(Arc::as_ref)
    }

    /// The calendar as it stood at `as_of`; its first version for times before that.
    #[must_use]
    pub fn schedule(&self, id: &str, as_of: Instant) -> Option<&Schedule> {
        let versions = self.calendars.get(id)?;
        let known = versions.partition_point(|(since, _)| *since <= as_of).max(1);
        versions.get(known - 1).map(|(_, schedule)| schedule.as_ref())
    }

    /// What to measure with: the plain clock without a calendar, or with one that is unknown.
    #[must_use]
    pub fn ruler(&self, calendar: Option<&CalendarRef>) -> Ruler<'_> {
        calendar.and_then(|own| self.schedule(&own.id, own.as_of)).map_or(Ruler::Plain, Ruler::Open)
    }

    /// What `promise` is measured with.
    #[must_use]
    pub fn ruler_of(&self, promise: &Promise) -> Ruler<'_> {
        self.ruler(promise.calendar.as_ref())
    }
}

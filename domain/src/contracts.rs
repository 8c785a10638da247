//! Contracts: which policy an organisation has agreed on, for what, from when to when. Which one counts for a ticket is
//! `promises::policy::choose_policy`. Siblings: `backend/src/settings/contracts.rs`, `app/src/console/admin/contracts.rs`.

use serde::{Deserialize, Serialize};

use crate::Error;
use crate::error::{Checks, Problem};
use crate::text;
use crate::tickets::entry::Named;
use crate::time::{DAY_MS, Date, Instant};

/// Longest name, in characters.
const MAX_NAME: u32 = 80;
/// Most hours that a contract may include.
const MAX_HOURS: u32 = 100_000;

/// A contract as an admin wants it; dates and numbers as they were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractDraft {
    /// Empty for a new one.
    pub id: String,
    /// The version that was edited; 0 for a new one.
    pub seen: i64,
    /// Id of the organisation.
    pub organisation: String,
    pub name: String,
    /// Id of the policy.
    pub policy: String,
    /// Ids; none: all.
    pub types: Vec<String>,
    /// Ids; none: all.
    pub products: Vec<String>,
    /// The first day that it covers, `2026-12-24`.
    pub starts: String,
    /// The last day that it covers; empty: no end.
    pub ends: String,
    /// Id of the policy after its end; empty: the tier's or the default.
    pub fallback: String,
    /// Hours of work that it includes; empty: none are counted.
    pub hours: String,
}

/// The parts of a draft that had to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    pub starts: Date,
    pub ends: Option<Date>,
    pub hours: Option<u32>,
}

/// Days until `ends`; part of a day is one.
#[must_use]
pub fn days_left(ends: Instant, now: Instant) -> u32 {
    u32::try_from((ends.ms_since(now) + DAY_MS - 1).div_euclid(DAY_MS)).unwrap_or_default()
}

impl ContractDraft {
    /// The name as it is kept, and what dates and hours say.
    ///
    /// # Errors
    /// `Invalid` with every field that needs another value.
    pub fn checked(mut self) -> Result<(Self, Terms), Error> {
        let mut checks = Checks::default();
        self.name = checks.line("name", &self.name, MAX_NAME);
        let starts = self.starts.trim().parse::<Date>();
        checks.ensure(starts.is_ok(), "starts", Problem::NotADate);
        let ends = text::line(&self.ends);
        let ends = (!ends.is_empty()).then(|| ends.parse::<Date>());
        checks.ensure(!matches!(ends, Some(Err(_))), "ends", Problem::NotADate);
        let ends = ends.and_then(Result::ok);
        let in_order = ends.zip(starts.ok()).is_none_or(|(ends, starts)| starts <= ends);
        checks.ensure(in_order, "ends", Problem::EndsBefore);
        let hours = text::line(&self.hours);
        let hours =
            (!hours.is_empty()).then(|| hours.parse::<u32>().ok().filter(|hours| *hours <= MAX_HOURS));
        checks.ensure(hours != Some(None), "hours", Problem::NotBetween { least: 0, most: MAX_HOURS });
        checks.finish()?;
        let terms = Terms { starts: starts.unwrap_or(Date(0)), ends, hours: hours.flatten() };
        Ok((self, terms))
    }
}

/// How many days before its end a contract is told of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractAlarms {
    /// The version that was read; 0 while nobody has changed it.
    pub seen: i64,
    pub days: Vec<u32>,
}

impl Default for ContractAlarms {
    fn default() -> Self {
        Self { seen: 0, days: vec![30, 7] }
    }
}

/// Longest time before its end that a contract is told of, in days.
const MAX_ALARM_DAYS: u32 = 365;
/// Most times that it is told of.
const MAX_ALARMS: usize = 5;

/// Reads "30, 7": days before the end, none twice, most first. Empty: nobody is told.
///
/// # Errors
/// `Invalid` for `days` that are no numbers, zero, too far off, or too many.
pub fn alarm_days(text: &str) -> Result<Vec<u32>, Error> {
    let parts = text.split([',', ';', ' ']).map(str::trim).filter(|part| !part.is_empty());
    let days: Option<Vec<u32>> =
        parts.map(|part| part.parse().ok().filter(|days| (1..=MAX_ALARM_DAYS).contains(days))).collect();
    let mut days = days.ok_or_else(|| Error::field("days", Problem::NotANumber))?;
    days.sort_unstable_by(|a, b| b.cmp(a));
    days.dedup();
    if days.len() > MAX_ALARMS { Err(Error::field("days", Problem::TooMuch)) } else { Ok(days) }
}

/// How close the end of a contract is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// It has not begun yet.
    Before,
    Active,
    /// It ends within this many days.
    Soon(u32),
    Ended,
}

/// A contract in the list, with what its form begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractRow {
    pub organisation: String,
    pub account_manager: Option<String>,
    pub policy: String,
    pub ending: Ending,
    pub draft: ContractDraft,
}

/// Every contract, those that end first at the beginning, and what can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractsPage {
    pub rows: Vec<ContractRow>,
    /// There are more than these.
    pub more: bool,
    pub policies: Vec<Named>,
    pub types: Vec<Named>,
    pub products: Vec<Named>,
    /// What a new one begins with, and the name of the organisation that it is for, when the address names one.
    pub begun: Option<(String, ContractDraft)>,
    pub alarms: ContractAlarms,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(starts: &str, ends: &str, hours: &str) -> ContractDraft {
        ContractDraft {
            name: " Gold support\n".into(),
            starts: starts.into(),
            ends: ends.into(),
            hours: hours.into(),
            ..ContractDraft::default()
        }
    }

    #[test]
    fn what_is_typed_is_read() {
        let (kept, terms) = draft("2026-01-01", "2026-12-31", "40").checked().unwrap();
        assert_eq!((kept.name.as_str(), terms.hours), ("Gold support", Some(40)));
        assert_eq!(terms.ends, "2026-12-31".parse().ok());
        let (_, open) = draft("2026-01-01", "", " ").checked().unwrap();
        assert_eq!((open.ends, open.hours), (None, None));
    }

    #[test]
    fn days_before_the_end_are_read() {
        assert_eq!(alarm_days(" 7, 30 30"), Ok(vec![30, 7]));
        assert_eq!(alarm_days(""), Ok(vec![]));
        for faulty in ["soon", "0", "400", "-7"] {
            assert_eq!(alarm_days(faulty), Err(Error::field("days", Problem::NotANumber)), "{faulty}");
        }
    }

    #[test]
    fn every_fault_is_named() {
        let faulty = draft("soon", "2026-13-01", "many");
        let Err(Error::Invalid(fields)) = faulty.checked() else { panic!("not refused") };
        let fields: Vec<String> = fields.into_iter().map(|field| field.field).collect();
        assert_eq!(fields, ["starts", "ends", "hours"]);
        let backwards = draft("2026-02-01", "2026-01-31", "").checked();
        assert_eq!(backwards.unwrap_err(), Error::field("ends", Problem::EndsBefore));
    }
}

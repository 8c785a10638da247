//! What the desk knows of those who work on tickets: what they can do, when they are there and how much they carry.

use serde::{Deserialize, Serialize};

use super::{Skill, same_name};
use crate::Error;
use crate::error::{Checks, Problem};
use crate::text;
use crate::time::Instant;
use crate::words::Lang;

/// Open work that somebody carries unless a profile says otherwise, in tickets of normal priority.
pub const DEFAULT_LIMIT: u32 = 12;
/// The highest limit.
pub const MAX_LIMIT: u32 = 500;
/// Most skills of one person.
const MAX_SKILLS: usize = 50;
/// Longest name of a skill, in characters.
const MAX_NAME: u32 = 80;

/// What somebody can do and when they are there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    pub skills: Vec<Skill>,
    /// Languages they write besides their own.
    pub langs: Vec<Lang>,
    /// Id of the calendar of their working hours; `None`: any time.
    pub calendar: Option<String>,
    /// Open work that they carry, in tickets of normal priority.
    pub limit: u32,
}

impl Default for Profile {
    fn default() -> Self {
        Self { skills: Vec::new(), langs: Vec::new(), calendar: None, limit: DEFAULT_LIMIT }
    }
}

/// Somebody is not there from `from` to before `until`; `None`: until further notice. Their stand-in looks after what is
/// promised meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    pub from: Instant,
    pub until: Option<Instant>,
    /// Person id.
    pub stand_in: Option<String>,
}

impl Absence {
    /// Whether there is a moment in both.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let begins_before_end = |one: &Self, two: &Self| two.until.is_none_or(|until| one.from < until);
        begins_before_end(self, other) && begins_before_end(other, self)
    }

    #[must_use]
    pub fn covers(&self, at: Instant) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

/// Whether somebody can take work now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    On,
    /// Outside their hours.
    Off,
    Away,
}

impl Profile {
    /// The profile with its texts as they are kept. `is_calendar` knows the calendars.
    ///
    /// # Errors
    /// `Invalid` with every field that needs another value.
    pub fn checked(mut self, is_calendar: impl Fn(&str) -> bool) -> Result<Self, Error> {
        let mut checks = Checks::default();
        let many = self.skills.len() > MAX_SKILLS;
        checks.ensure(!many, "skills", Problem::TooLong { max: MAX_SKILLS as u32 });
        let mut seen: Vec<String> = Vec::new();
        for skill in &mut self.skills {
            skill.name = text::line(&skill.name);
            checks.line("skills", &skill.name, MAX_NAME);
            checks.ensure(
                (1..=Skill::TOP).contains(&skill.level),
                "skills",
                Problem::NotALevel { most: Skill::TOP },
            );
            let is_new = !seen.iter().any(|name| same_name(name, &skill.name));
            checks.ensure(is_new, "skills", Problem::Twice);
            seen.push(skill.name.clone());
        }
        let known = self.calendar.as_deref().is_none_or(is_calendar);
        checks.ensure(known, "calendar", Problem::NotAChoice);
        let fits = (1..=MAX_LIMIT).contains(&self.limit);
        checks.ensure(fits, "limit", Problem::NotBetween { least: 1, most: MAX_LIMIT });
        checks.finish().map(|()| self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn away_is_from_the_first_moment_to_before_the_last() {
        let away = Absence { from: Instant(10), until: Some(Instant(20)), stand_in: None };
        assert_eq!([9, 10, 19, 20].map(|at| away.covers(Instant(at))), [false, true, true, false]);
        let open_end = Absence { until: None, ..away };
        assert!(open_end.covers(Instant(i64::MAX)));
    }

    #[test]
    fn profiles_that_cannot_be_are_refused_field_by_field() {
        let skill = |name: &str, level| Skill { name: name.into(), level };
        let refused = |profile: Profile| match profile.checked(|id| id == "office") {
            Err(Error::Invalid(fields)) => fields.into_iter().map(|field| field.field).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        let twice = vec![skill("Printers", 1), skill(" printers", 2)];
        assert_eq!(refused(Profile { skills: twice, ..Profile::default() }), ["skills"]);
        assert_eq!(refused(Profile { skills: vec![skill("x", 0)], ..Profile::default() }), ["skills"]);
        let nobodys = Profile { calendar: Some("gone".into()), limit: 0, ..Profile::default() };
        assert_eq!(refused(nobodys), ["calendar", "limit"]);
        let good = Profile { calendar: Some("office".into()), ..Profile::default() };
        assert_eq!(good.clone().checked(|id| id == "office"), Ok(good));
    }
}

//! What makes a policy unusable; the admin page shows each at its field.

use super::{AlarmWhen, Policy, RiskLimit, Target, Targets};

/// A part of a policy that cannot stay as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyProblem {
    #[error("{field}: a target of zero is no target; leave it empty instead")]
    ZeroTarget { field: String },
    #[error("{field}: longer than ten years")]
    TooLong { field: String },
    #[error("{field}: counts in business time, but the policy has no calendar")]
    NoCalendar { field: String },
    #[error("{field}: has to be between 1 and 99 percent")]
    BadPercent { field: String },
    #[error("{field}: repeats more often than once a minute")]
    RepeatsTooOften { field: String },
    #[error("{field}: this name is used twice")]
    Duplicate { field: String },
    #[error("rows: a policy that is switched on has to promise something")]
    NoTargets,
    #[error("{field}: an alarm has to do something")]
    NoActions { field: String },
    #[error("{field}: a time of zero is the due time itself")]
    ZeroTime { field: String },
}

impl PolicyProblem {
    /// The JSON path of the part to change.
    #[must_use]
    pub fn field(&self) -> &str {
        match self {
            Self::ZeroTarget { field }
            | Self::TooLong { field }
            | Self::NoCalendar { field }
            | Self::BadPercent { field }
            | Self::RepeatsTooOften { field }
            | Self::Duplicate { field }
            | Self::NoActions { field }
            | Self::ZeroTime { field } => field,
            Self::NoTargets => "rows",
        }
    }
}

impl Policy {
    /// Everything that has to change before it can be saved; empty when it is fine.
    #[must_use]
    pub fn problems(&self) -> Vec<PolicyProblem> {
        let mut problems = Vec::new();
        if self.enabled && self.rows.iter().all(|row| row.targets == Targets::default()) {
            problems.push(PolicyProblem::NoTargets);
        }
        for (index, row) in self.rows.iter().enumerate() {
            let same = |other: &super::PolicyRow| {
                other.ticket_type == row.ticket_type && other.priority == row.priority
            };
            if self.rows.iter().take(index).any(same) {
                problems.push(PolicyProblem::Duplicate { field: format!("rows[{index}]") });
            }
            for (name, target) in row.targets.named() {
                self.check_target(format!("rows[{index}].{name}"), target, &mut problems);
            }
        }
        self.check_target("contact_within".into(), self.contact_within, &mut problems);
        self.check_target("open_survey".into(), self.open_survey, &mut problems);
        if matches!(self.risk, RiskLimit::Percent(percent) if !(1..=99).contains(&percent)) {
            problems.push(PolicyProblem::BadPercent { field: "risk".into() });
        }
        self.check_alarms(&mut problems);
        problems
    }

    fn check_target(&self, field: String, target: Option<Target>, problems: &mut Vec<PolicyProblem>) {
        match target {
            Some(target) if target.amount == 0 => problems.push(PolicyProblem::ZeroTarget { field }),
            Some(target) if target.is_too_long() => problems.push(PolicyProblem::TooLong { field }),
            Some(target) if target.is_business() && self.calendar.is_none() => {
                problems.push(PolicyProblem::NoCalendar { field });
            }
            _ => {}
        }
    }

    fn check_alarms(&self, problems: &mut Vec<PolicyProblem>) {
        for (index, rule) in self.alarms.iter().enumerate() {
            let field = format!("alarms[{index}]");
            if self.alarms.iter().take(index).any(|other| other.id == rule.id) {
                problems.push(PolicyProblem::Duplicate { field: format!("{field}.id") });
            }
            match rule.when {
                AlarmWhen::PercentBefore(percent) if !(1..=99).contains(&percent) => {
                    problems.push(PolicyProblem::BadPercent { field });
                }
                AlarmWhen::Before(secs) | AlarmWhen::After { secs, .. }
                    if secs > Target::MOST_DAYS * 86_400 =>
                {
                    problems.push(PolicyProblem::TooLong { field });
                }
                AlarmWhen::After { repeat_secs: Some(secs), .. } if secs < 60 => {
                    problems.push(PolicyProblem::RepeatsTooOften { field });
                }
                AlarmWhen::Before(0) | AlarmWhen::After { secs: 0, .. } => {
                    problems.push(PolicyProblem::ZeroTime { field });
                }
                _ if rule.actions.is_empty() => problems.push(PolicyProblem::NoActions { field }),
                _ => {}
            }
        }
    }
}

impl Targets {
    /// Each with its name in JSON.
    #[must_use]
    pub fn named(&self) -> [(&'static str, Option<Target>); 4] {
        [
            ("first_reply", self.first_reply),
            ("next_reply", self.next_reply),
            ("periodic_update", self.periodic_update),
            ("resolution", self.resolution),
        ]
    }
}

//! What makes a ladder unusable; the editor shows each at its field.

use super::{Colleague, MAX_NAME, Reason, Rung, RungOwner, candidates};
use crate::promises::policy::Target;
use crate::text;

/// A part of a ladder that cannot stay as it is. `rung` counts from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LadderProblem {
    NoName {
        rung: usize,
    },
    LongName {
        rung: usize,
    },
    SameName {
        rung: usize,
    },
    /// Nobody has the role, or there is no lead.
    Nobody {
        rung: usize,
    },
    /// The person has left or is switched off.
    Gone {
        rung: usize,
    },
    /// Only people whom a lower rung has asked already.
    SameOwner {
        rung: usize,
    },
    /// It climbs on before anybody can acknowledge it.
    NoTime {
        rung: usize,
    },
    /// It waits for years.
    LongTime {
        rung: usize,
    },
    /// Opened again no times.
    NoTimes {
        rung: usize,
    },
}

impl LadderProblem {
    /// The JSON path of the part to change.
    #[must_use]
    pub fn field(&self) -> String {
        let (rung, part) = match self {
            Self::NoName { rung } | Self::LongName { rung } | Self::SameName { rung } => (rung, "name"),
            Self::Nobody { rung } | Self::Gone { rung } | Self::SameOwner { rung } => (rung, "owner"),
            Self::NoTime { rung } | Self::LongTime { rung } => (rung, "wait"),
            Self::NoTimes { rung } => (rung, "reopened"),
        };
        format!("ladder[{rung}].{part}")
    }
}

/// Everything that has to change before `ladder` can be saved, on a desk with `staff`; empty when it is fine.
#[must_use]
pub fn problems(ladder: &[Rung], staff: &[Colleague]) -> Vec<LadderProblem> {
    let rungs = ladder.iter().enumerate();
    rungs
        .flat_map(|(rung, own)| {
            let below = &ladder[..rung];
            [name_problem(rung, own, below), owner_problem(rung, own, below, staff), time_problem(rung, own)]
        })
        .flatten()
        .collect()
}

fn name_problem(rung: usize, own: &Rung, below: &[Rung]) -> Option<LadderProblem> {
    let name = text::line(&own.name);
    match () {
        () if name.is_empty() => Some(LadderProblem::NoName { rung }),
        () if name.chars().count() > MAX_NAME as usize => Some(LadderProblem::LongName { rung }),
        () if below.iter().any(|other| text::line(&other.name) == name) => {
            Some(LadderProblem::SameName { rung })
        }
        () => None,
    }
}

fn owner_problem(rung: usize, own: &Rung, below: &[Rung], staff: &[Colleague]) -> Option<LadderProblem> {
    let can = candidates(&own.owner, staff, None);
    if can.is_empty() {
        let gone = matches!(own.owner, RungOwner::Person(_));
        return Some(if gone { LadderProblem::Gone { rung } } else { LadderProblem::Nobody { rung } });
    }
    // Whom a lower rung asks for certain: it has nobody else.
    let is_asked = |one: &&Colleague| {
        below.iter().any(|other| match candidates(&other.owner, staff, None).as_slice() {
            [only] => only.id == one.id,
            _ => false,
        })
    };
    let alike = below.iter().filter(|other| other.owner == own.owner).count();
    // A queue has one lead; a role has as many people as have it.
    let most = if own.owner == RungOwner::QueueLead { 1 } else { can.len() };
    (can.iter().all(is_asked) || alike >= most).then_some(LadderProblem::SameOwner { rung })
}

fn time_problem(rung: usize, own: &Rung) -> Option<LadderProblem> {
    if own.wait.is_some_and(|wait| wait.amount == 0) {
        return Some(LadderProblem::NoTime { rung });
    }
    if own.wait.is_some_and(Target::is_too_long) {
        return Some(LadderProblem::LongTime { rung });
    }
    own.when.contains(&Reason::Reopened(0)).then_some(LadderProblem::NoTimes { rung })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;
    use crate::promises::policy::Unit;

    fn staff() -> Vec<Colleague> {
        let one = |id: &str, role| Colleague { id: id.into(), name: id.into(), role, team: None };
        vec![
            one("lea", Role::Lead),
            one("max", Role::Manager),
            one("ina", Role::Agent),
            one("jon", Role::Agent),
        ]
    }

    fn rung(name: &str, owner: RungOwner) -> Rung {
        Rung { id: String::new(), name: name.into(), owner, when: vec![Reason::Missed], wait: None }
    }

    fn person(id: &str) -> RungOwner {
        RungOwner::Person(id.into())
    }

    #[test]
    fn a_ladder_that_can_be_climbed_is_fine() {
        let hour = Some(Target::new(1, Unit::BusinessHours));
        let ladder = [
            Rung { wait: hour, ..rung("Level 2", RungOwner::Role(Role::Agent)) },
            rung("Level 3", RungOwner::Role(Role::Agent)),
            rung("Team lead", RungOwner::QueueLead),
            rung("Management", RungOwner::Role(Role::Manager)),
        ];
        assert_eq!(problems(&ladder, &staff()), []);
        assert_eq!(problems(&[], &staff()), []);
    }

    #[test]
    fn names_are_given_once() {
        let ladder =
            [rung("Lead", RungOwner::QueueLead), rung(" Lead ", person("max")), rung(" ", person("ina"))];
        let expected = [LadderProblem::SameName { rung: 1 }, LadderProblem::NoName { rung: 2 }];
        assert_eq!(problems(&ladder, &staff()), expected);
    }

    #[test]
    fn nobody_and_who_has_left_own_no_rung() {
        let ladder = [rung("Light", RungOwner::Role(Role::LightAgent)), rung("Zoe", person("zoe"))];
        let expected = [LadderProblem::Nobody { rung: 0 }, LadderProblem::Gone { rung: 1 }];
        assert_eq!(problems(&ladder, &staff()), expected);
    }

    #[test]
    fn a_ladder_that_leads_back_to_the_same_person_is_none() {
        let twice = [rung("A", person("max")), rung("B", RungOwner::Role(Role::Manager))];
        assert_eq!(problems(&twice, &staff()), [LadderProblem::SameOwner { rung: 1 }]);
        let lead = [rung("A", RungOwner::QueueLead), rung("B", person("lea"))];
        assert_eq!(problems(&lead, &staff()), [LadderProblem::SameOwner { rung: 1 }]);
        let mut leads = staff();
        leads.push(Colleague { id: "leo".into(), name: "leo".into(), role: Role::Lead, team: None });
        let twice = ["A", "B"].map(|name| rung(name, RungOwner::QueueLead));
        let expected = [LadderProblem::SameOwner { rung: 1 }];
        assert_eq!(problems(&twice, &leads), expected, "another queue's lead is not this one's");
        let agents = ["A", "B", "C"].map(|name| rung(name, RungOwner::Role(Role::Agent)));
        assert_eq!(
            problems(&agents, &staff()),
            [LadderProblem::SameOwner { rung: 2 }],
            "two agents, three rungs"
        );
    }

    #[test]
    fn no_time_is_no_time() {
        let mut none = rung("A", RungOwner::QueueLead);
        none.wait = Some(Target::new(0, Unit::Minutes));
        assert_eq!(problems(&[none], &staff()), [LadderProblem::NoTime { rung: 0 }]);
        let long = Rung { wait: Some(Target::new(4_000, Unit::Days)), ..rung("A", RungOwner::QueueLead) };
        assert_eq!(problems(&[long], &staff()), [LadderProblem::LongTime { rung: 0 }]);
        let mut never = rung("A", RungOwner::QueueLead);
        never.when = vec![Reason::Reopened(0)];
        assert_eq!(problems(&[never], &staff()), [LadderProblem::NoTimes { rung: 0 }]);
    }
}

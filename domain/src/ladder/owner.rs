//! Who owns a rung when a ticket climbs to it: always one person, by name.

use super::RungOwner;
use crate::access::Role;

/// One of the staff, as far as owning a rung goes. People who are switched off are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    pub id: String,
    pub name: String,
    pub role: Role,
    pub team: Option<String>,
}

/// Who stands in where a rung has nobody, in this order.
const STAND_INS: [Role; 3] = [Role::Manager, Role::Admin, Role::Lead];

/// Everybody who can own the rung, those of `team` first. Empty: it is owned by nobody.
#[must_use]
pub fn candidates<'s>(owner: &RungOwner, staff: &'s [Colleague], team: Option<&str>) -> Vec<&'s Colleague> {
    let fits = |own: &&Colleague| match owner {
        RungOwner::QueueLead => own.role == Role::Lead,
        RungOwner::Role(role) => own.role == *role,
        RungOwner::Person(id) => own.id == *id,
    };
    let mut found: Vec<&Colleague> = staff.iter().filter(fits).collect();
    // The sort is stable: otherwise in the order of the staff.
    found.sort_by_key(|own| team.is_none() || own.team.as_deref() != team);
    found
}

/// The one who owns the rung of a ticket that `team` serves. Who has had the ticket already (`passed`, ids) comes
/// last; where the rung has nobody, somebody stands in. `None` only on a desk without leads, managers and admins.
#[must_use]
pub fn owner_of<'s>(
    owner: &RungOwner,
    staff: &'s [Colleague],
    team: Option<&str>,
    passed: &[&str],
) -> Option<&'s Colleague> {
    let fresh = next_owner_of(owner, staff, team, passed);
    fresh.or_else(|| in_turn(owner, staff, team).next())
}

/// The same among those who have not had the ticket yet.
#[must_use]
pub fn next_owner_of<'s>(
    owner: &RungOwner,
    staff: &'s [Colleague],
    team: Option<&str>,
    passed: &[&str],
) -> Option<&'s Colleague> {
    in_turn(owner, staff, team).find(|one| !passed.contains(&one.id.as_str()))
}

/// Everybody who can be asked, in the order in which they are.
fn in_turn<'s>(
    owner: &RungOwner,
    staff: &'s [Colleague],
    team: Option<&str>,
) -> impl Iterator<Item = &'s Colleague> {
    let stand_ins = STAND_INS.iter().flat_map(move |role| candidates(&RungOwner::Role(*role), staff, team));
    candidates(owner, staff, team).into_iter().chain(stand_ins)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staff() -> Vec<Colleague> {
        let one = |id: &str, role, team: Option<&str>| Colleague {
            id: id.into(),
            name: id.into(),
            role,
            team: team.map(str::to_owned),
        };
        vec![
            one("ana", Role::Lead, Some("Print")),
            one("bea", Role::Lead, Some("Label")),
            one("max", Role::Manager, None),
            one("ada", Role::Admin, None),
        ]
    }

    #[test]
    fn the_queues_own_lead_comes_first() {
        let staff = staff();
        let lead = |team, passed: &[&str]| {
            owner_of(&RungOwner::QueueLead, &staff, team, passed).map(|one| one.id.as_str())
        };
        assert_eq!(lead(Some("Label"), &[]), Some("bea"));
        assert_eq!(lead(None, &[]), Some("ana"));
        assert_eq!(lead(Some("Label"), &["bea"]), Some("ana"), "whoever has had it comes last");
        assert_eq!(lead(Some("Label"), &["bea", "ana"]), Some("max"));
    }

    #[test]
    fn somebody_stands_in_for_who_has_left() {
        let staff = staff();
        let gone = RungOwner::Person("zoe".into());
        assert!(candidates(&gone, &staff, None).is_empty());
        assert_eq!(owner_of(&gone, &staff, None, &[]).map(|one| one.id.as_str()), Some("max"));
        assert_eq!(owner_of(&gone, &[], None, &[]), None);
    }

    #[test]
    fn when_everybody_has_had_it_the_first_has_it_again() {
        let staff = staff();
        let manager = RungOwner::Role(Role::Manager);
        let all = ["ana", "bea", "max", "ada"];
        assert_eq!(owner_of(&manager, &staff, None, &all).map(|one| one.id.as_str()), Some("max"));
        assert_eq!(next_owner_of(&manager, &staff, None, &all), None);
        let next = next_owner_of(&manager, &staff, None, &["max"]);
        assert_eq!(next.map(|one| one.id.as_str()), Some("ada"));
    }
}

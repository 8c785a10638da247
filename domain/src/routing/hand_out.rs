//! Who gets a ticket: of those who can, the one with the least on their hands.

use serde::{Deserialize, Serialize};

use super::agent::Duty;
use super::{Skill, UNIT};
use crate::tickets::entry::Named;
use crate::time::Instant;
use crate::words::Lang;

/// Somebody who might get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub who: Named,
    pub skills: Vec<Skill>,
    pub langs: Vec<Lang>,
    pub duty: Duty,
    /// Open work they carry, in hundredths of a normal ticket; see [`super::weight`].
    pub load: i64,
    /// And how much of it they carry at most, in normal tickets.
    pub limit: u32,
    /// When they were last given something.
    pub last_given: Option<Instant>,
}

/// What the ticket asks of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Need {
    pub skills: Vec<Skill>,
    /// The language its customer reads.
    pub lang: Lang,
    /// Id of the one who looked after this customer's last one, when the queue lets them keep it.
    pub familiar: Option<String>,
    /// What it adds to the work of whoever gets it, in hundredths of a normal ticket.
    pub weight: i64,
}

/// Why somebody does not get it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unfit {
    Away,
    OffHours,
    /// A skill they have not, or not well enough.
    Skill(String),
    Language,
    /// They carry as much as they can.
    Full,
}

/// Why somebody gets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// They know this customer.
    Familiar,
    /// The only one who can.
    Only,
    /// The least on their hands.
    LeastLoaded,
    /// As little as another, and without a new one for the longest.
    IdleLongest,
}

/// Somebody who was looked at, as a trace keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Considered {
    pub who: Named,
    /// In hundredths of a normal ticket.
    pub load: i64,
    /// In normal tickets.
    pub limit: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unfit: Option<Unfit>,
}

impl Candidate {
    /// Why it cannot be them.
    #[must_use]
    pub fn unfit(&self, need: &Need) -> Option<Unfit> {
        match self.duty {
            Duty::Away => return Some(Unfit::Away),
            Duty::Off => return Some(Unfit::OffHours),
            Duty::On => {}
        }
        if let Some(lacking) = need.skills.iter().find(|skill| !skill.is_in(&self.skills)) {
            return Some(Unfit::Skill(lacking.name.clone()));
        }
        if !self.langs.contains(&need.lang) {
            return Some(Unfit::Language);
        }
        // Empty hands can take anything.
        let is_full = !self.has_room() || self.load > 0 && self.load + need.weight > self.most();
        is_full.then_some(Unfit::Full)
    }

    /// Whether they are there and could carry more.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.duty == Duty::On && self.load < self.most()
    }

    /// What they carry at most.
    fn most(&self) -> i64 {
        i64::from(self.limit) * UNIT
    }

    /// How full their hands are, in millionths.
    #[must_use]
    pub fn share(&self) -> i64 {
        self.load * 1_000_000 / (i64::from(self.limit.max(1)) * UNIT)
    }
}

/// Who gets it and why, and everybody who was looked at. Ties go to the one who was given something longest ago, then to
/// the first by id, so that every node decides alike.
#[must_use]
pub fn choose(candidates: &[Candidate], need: &Need) -> (Option<(Named, Because)>, Vec<Considered>) {
    let considered: Vec<Considered> = candidates
        .iter()
        .map(|one| Considered {
            who: one.who.clone(),
            load: one.load,
            limit: one.limit,
            unfit: one.unfit(need),
        })
        .collect();
    let mut fit: Vec<&Candidate> = candidates.iter().filter(|one| one.unfit(need).is_none()).collect();
    fit.sort_by(|a, b| rank(a).cmp(&rank(b)));
    let familiar = fit.iter().find(|one| need.familiar.as_ref() == Some(&one.who.id));
    let chosen = match (familiar, fit.as_slice()) {
        (Some(known), _) => Some((known, Because::Familiar)),
        (None, []) => None,
        (None, [only]) => Some((only, Because::Only)),
        (None, [first, second, ..]) if first.share() == second.share() => Some((first, Because::IdleLongest)),
        (None, [first, ..]) => Some((first, Because::LeastLoaded)),
    };
    (chosen.map(|(one, because)| (one.who.clone(), because)), considered)
}

/// Why nobody of those who were looked at can have a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lack {
    /// There was nobody to look at.
    People,
    /// Nobody has this skill, or not well enough.
    Skill(String),
    /// Nobody reads the customer's language and has the skills, too.
    Language,
    /// Whoever could is away or outside their hours.
    There,
    /// Whoever could and is there carries as much as they can.
    Room,
}

/// What keeps all of `candidates` from it; asked where nobody fits `need`. What has to be mended first comes first.
#[must_use]
pub fn lack(candidates: &[Candidate], need: &Need) -> Lack {
    let has = |own: &Candidate, skill: &Skill| skill.is_in(&own.skills);
    let lacking = need.skills.iter().find(|skill| !candidates.iter().any(|own| has(own, skill)));
    let able =
        |own: &&Candidate| own.langs.contains(&need.lang) && need.skills.iter().all(|skill| has(own, skill));
    let mut able = candidates.iter().filter(able).peekable();
    match lacking {
        _ if candidates.is_empty() => Lack::People,
        Some(skill) => Lack::Skill(skill.name.clone()),
        None if able.peek().is_none() => Lack::Language,
        None if able.any(|own| own.duty == Duty::On) => Lack::Room,
        None => Lack::There,
    }
}

fn rank(one: &Candidate) -> (i64, Instant, &str) {
    (one.share(), one.last_given.unwrap_or(Instant(i64::MIN)), one.who.id.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agent(id: &str, load: i64) -> Candidate {
        Candidate {
            who: Named { id: id.into(), name: id.to_uppercase() },
            skills: vec![Skill { name: "Printers".into(), level: 2 }],
            langs: vec![Lang::En],
            duty: Duty::On,
            load,
            limit: 10,
            last_given: None,
        }
    }

    fn chosen(candidates: &[Candidate], need: &Need) -> Option<(String, Because)> {
        choose(candidates, need).0.map(|(who, because)| (who.id, because))
    }

    #[test]
    fn the_fullness_of_hands_counts_not_the_number_of_tickets() {
        let half = Candidate { limit: 4, ..agent("part", 200) };
        let people = [agent("a", 400), half, agent("b", 300)];
        assert_eq!(chosen(&people, &Need::default()), Some(("b".into(), Because::LeastLoaded)));
    }

    #[test]
    fn nobody_is_given_more_than_they_carry_at_most() {
        let two = |id: &str, load| Candidate { limit: 2, ..agent(id, load) };
        let heavy = Need { weight: 150, ..Need::default() };
        assert_eq!(two("a", 150).unfit(&heavy), Some(Unfit::Full));
        assert_eq!(two("a", 50).unfit(&heavy), None);
        let urgent = Need { weight: 240, ..Need::default() };
        assert_eq!(two("a", 0).unfit(&urgent), None, "else nobody with so small a limit ever gets one");
    }

    #[test]
    fn of_equals_the_one_without_a_new_one_for_the_longest_gets_it() {
        let given = |id: &str, at| Candidate { last_given: Some(Instant(at)), ..agent(id, 100) };
        let people = [given("a", 20), given("b", 10), given("c", 30)];
        assert_eq!(chosen(&people, &Need::default()), Some(("b".into(), Because::IdleLongest)));
        let fresh = [given("a", 20), agent("b", 100)];
        assert_eq!(
            chosen(&fresh, &Need::default()),
            Some(("b".into(), Because::IdleLongest)),
            "never given: first"
        );
        let alike = [agent("b", 0), agent("a", 0)];
        assert_eq!(
            chosen(&alike, &Need::default()),
            Some(("a".into(), Because::IdleLongest)),
            "by id at the end"
        );
    }

    #[test]
    fn who_cannot_is_named_with_the_reason() {
        let better = Need { skills: vec![Skill { name: "printers".into(), level: 3 }], ..Need::default() };
        let german = Need { lang: Lang::De, ..Need::default() };
        let away = Candidate { duty: Duty::Away, ..agent("a", 0) };
        let off = Candidate { duty: Duty::Off, ..agent("a", 0) };
        let full = agent("a", 1_000);
        assert_eq!(agent("a", 0).unfit(&better), Some(Unfit::Skill("printers".into())));
        assert_eq!(agent("a", 0).unfit(&german), Some(Unfit::Language));
        assert_eq!(away.unfit(&Need::default()), Some(Unfit::Away));
        assert_eq!(off.unfit(&Need::default()), Some(Unfit::OffHours));
        assert_eq!(full.unfit(&Need::default()), Some(Unfit::Full));
        assert_eq!(
            agent("a", 999).unfit(&Need::default()),
            None,
            "below the limit there is room for one more"
        );
        assert_eq!(chosen(&[away, off, full], &Need::default()), None);
    }

    #[test]
    fn what_nobody_can_have_says_what_is_lacking() {
        let better = Need { skills: vec![Skill { name: "printers".into(), level: 3 }], ..Need::default() };
        let german = Need { lang: Lang::De, ..Need::default() };
        let full = agent("a", 1_000);
        let off = Candidate { duty: Duty::Off, ..agent("b", 0) };
        let people = [full, off.clone()];
        assert_eq!(lack(&[], &Need::default()), Lack::People);
        assert_eq!(lack(&people, &better), Lack::Skill("printers".into()));
        assert_eq!(lack(&people, &german), Lack::Language);
        assert_eq!(lack(&people, &Need::default()), Lack::Room);
        assert_eq!(lack(&[off], &Need::default()), Lack::There);
    }

    #[test]
    fn who_knows_the_customer_keeps_them_if_they_can() {
        let need = Need { familiar: Some("b".into()), ..Need::default() };
        let busy = [agent("a", 0), agent("b", 900)];
        assert_eq!(chosen(&busy, &need), Some(("b".into(), Because::Familiar)));
        let full = [agent("a", 0), agent("b", 1_000)];
        assert_eq!(chosen(&full, &need), Some(("a".into(), Because::Only)));
    }

    #[test]
    fn two_agents_end_up_with_the_same_load() {
        let mut people = [agent("a", 0), Candidate { limit: 5, ..agent("b", 0) }];
        for turn in 0..12 {
            let (Some((who, _)), _) = choose(&people, &Need::default()) else { panic!("nobody at {turn}") };
            let one = people.iter_mut().find(|one| one.who.id == who.id).expect("a candidate");
            (one.load, one.last_given) = (one.load + UNIT, Some(Instant(turn)));
        }
        assert_eq!(people.map(|one| one.load / UNIT), [8, 4], "in the proportion of their limits");
    }
}

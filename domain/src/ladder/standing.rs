//! Where a ticket stands on its ladder: nothing but its entries, one after the other.

use serde::{Deserialize, Serialize};

use crate::tickets::entry::{Body, Entry, Named};
use crate::time::{DAY_MS, Instant};

/// A ticket's place on its ladder. Solving it takes it down; what counts over its life stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Standing {
    /// How often it was opened again.
    pub reopened: u32,
    /// Calls for the duty manager that nobody has classed as avoidable or not.
    pub unclassed: u32,
    /// The rungs that it has climbed, lowest first.
    pub rungs: Vec<Held>,
}

/// A rung that was climbed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Id of the rung.
    pub rung: String,
    pub name: String,
    /// From 1 on.
    pub level: u32,
    pub owner: Named,
    pub since: Instant,
    /// When it climbs on, unless it is acknowledged before.
    pub until: Option<Instant>,
    /// When everybody hears once more that nobody took it, once all have been asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_again: Option<Instant>,
    pub acknowledged: Option<Instant>,
    /// The agent who handed it over.
    pub from: Option<Named>,
}

impl Standing {
    /// What `entries` lead to, oldest first.
    #[must_use]
    pub fn of<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Self {
        let mut standing = Self::default();
        for entry in entries {
            standing.take(entry);
        }
        standing
    }

    /// Takes the next entry in.
    pub fn take(&mut self, entry: &Entry) {
        match &entry.body {
            Body::Climbed { rung, name, level, owner, until, from, .. } => self.rungs.push(Held {
                rung: rung.clone(),
                name: name.clone(),
                level: *level,
                owner: owner.clone(),
                since: entry.at,
                until: *until,
                told_again: None,
                acknowledged: None,
                from: from.clone(),
            }),
            Body::Acknowledged { owner, .. } => self.settle(entry.at, Some(owner)),
            Body::Unanswered { .. } => {
                if let Some(held) = self.rungs.last_mut() {
                    (held.until, held.told_again) = (None, Some(entry.at.plus_ms(DAY_MS)));
                }
            }
            Body::SentBack { .. } => {
                // All who were asked on it, one in another's place.
                let level = self.rungs.last().map(|held| held.level);
                self.rungs.retain(|held| Some(held.level) != level);
                self.settle(entry.at, None);
            }
            Body::DutyManager { .. } => self.unclassed += 1,
            Body::Classed { .. } => self.unclassed = 0,
            Body::Status { from, to, .. } if from.is_active() != to.is_active() => {
                self.reopened += u32::from(to.is_active());
                self.rungs.clear();
            }
            _ => {}
        }
    }

    /// Nothing waits on the current rung any more.
    fn settle(&mut self, at: Instant, owner: Option<&Named>) {
        let Some(held) = self.rungs.last_mut() else { return };
        held.acknowledged = held.acknowledged.or(Some(at));
        (held.until, held.told_again) = (None, None);
        if let Some(owner) = owner {
            held.owner.clone_from(owner);
        }
    }

    /// The rung that it stands on.
    #[must_use]
    pub fn current(&self) -> Option<&Held> {
        self.rungs.last()
    }

    /// The same, while nobody has acknowledged it.
    #[must_use]
    pub fn waiting(&self) -> Option<&Held> {
        self.current().filter(|held| held.acknowledged.is_none())
    }

    /// When it climbs on by itself, or nobody having taken it is told again.
    #[must_use]
    pub fn climbs_at(&self) -> Option<Instant> {
        self.waiting().and_then(|held| held.until.or(held.told_again))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Cause, HandOver};
    use super::*;
    use crate::tickets::Status;
    use crate::tickets::entry::Author;

    fn named(id: &str) -> Named {
        Named { id: id.into(), name: id.to_uppercase() }
    }

    fn after(bodies: &[Body]) -> Standing {
        let entry = |(at, body): (i64, &Body)| Entry {
            id: at.to_string(),
            at: Instant(at),
            author: Author::Staff,
            author_id: None,
            body: body.clone(),
        };
        let entries: Vec<Entry> = (1_i64..).zip(bodies).map(entry).collect();
        Standing::of(&entries)
    }

    fn climbed(rung: &str, level: u32, owner: &str) -> Body {
        Body::Climbed {
            rung: rung.into(),
            name: rung.into(),
            level,
            owner: named(owner),
            cause: Cause::AgentAsked,
            until: Some(Instant(100)),
            from: Some(named("ines")),
        }
    }

    fn status(from: Status, to: Status) -> Body {
        Body::Status { from, to, reason: None, review_at: None }
    }

    #[test]
    fn a_rung_waits_until_somebody_acknowledges_it() {
        let waiting = after(&[climbed("two", 1, "lea")]);
        assert_eq!(waiting.climbs_at(), Some(Instant(100)));
        let taken = after(&[
            climbed("two", 1, "lea"),
            Body::Acknowledged { name: "two".into(), owner: named("max") },
        ]);
        assert_eq!((taken.climbs_at(), taken.waiting()), (None, None));
        let held = taken.current().unwrap();
        assert_eq!(
            (held.owner.id.as_str(), held.acknowledged),
            ("max", Some(Instant(2))),
            "who takes it has it"
        );
    }

    #[test]
    fn sent_back_it_stands_where_it_was_and_climbs_no_further() {
        let back = Body::SentBack { name: "two".into(), missing: "the log".into(), to: Some(named("ines")) };
        let standing = after(&[climbed("one", 1, "lea"), climbed("two", 2, "max"), back.clone()]);
        assert_eq!(standing.current().map(|held| held.rung.as_str()), Some("one"));
        assert_eq!(standing.climbs_at(), None, "the rung below does not lapse at once");
        let handed = Body::HandedOver {
            hand_over: HandOver { tried: "a".into(), evidence: "b".into(), question: "c".into() },
        };
        assert_eq!(after(&[handed, climbed("one", 1, "lea"), back]).current(), None);
    }

    #[test]
    fn solving_takes_it_down_and_opening_again_is_counted() {
        let standing = after(&[
            climbed("one", 1, "lea"),
            status(Status::Open, Status::Resolved),
            status(Status::Resolved, Status::Closed),
            status(Status::Closed, Status::Open),
        ]);
        assert_eq!((standing.current(), standing.reopened), (None, 1));
    }

    #[test]
    fn calls_for_the_duty_manager_wait_to_be_classed() {
        let asked = Body::DutyManager { reason: "now".into(), told: Vec::new() };
        assert_eq!(after(&[asked.clone(), asked.clone()]).unclassed, 2);
        let classed = Body::Classed { avoidable: true, reason: "no update".into() };
        assert_eq!(after(&[asked, classed]).unclassed, 0);
    }
}

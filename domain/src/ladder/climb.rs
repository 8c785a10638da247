//! From what happened to a ticket to the rung that it climbs to.

use serde::{Deserialize, Serialize};

use super::{Reason, Rung, Standing};
use crate::promises::PromiseKind;
use crate::promises::policy::AlarmAction;
use crate::tickets::entry::{Body, Entry};

/// Why a ticket climbs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum Cause {
    /// An agent handed it over.
    AgentAsked,
    /// The customer asked for the duty manager.
    CustomerAsked,
    /// Nobody acknowledged the rung below in time.
    Unacknowledged,
    /// An alarm of this promise moves it up.
    Alarm {
        promise: PromiseKind,
    },
    Missed {
        promise: PromiseKind,
    },
    Reopened {
        times: u32,
    },
}

impl Cause {
    /// Whether it leads to `rung`. Alarms and unacknowledged rungs lead to the next one, whatever that answers to.
    #[must_use]
    pub fn leads_to(&self, rung: &Rung) -> bool {
        let answers = |asked: Reason| rung.when.contains(&asked);
        match self {
            Self::Alarm { .. } | Self::Unacknowledged => true,
            Self::AgentAsked => answers(Reason::AgentAsked),
            Self::CustomerAsked => answers(Reason::CustomerAsked),
            Self::Missed { .. } => answers(Reason::Missed),
            Self::Reopened { times } => {
                rung.when.iter().any(|own| matches!(own, Reason::Reopened(least) if times >= least))
            }
        }
    }
}

/// What of a change, whose entries were `added`, can make a ticket climb; the most telling first. `standing` knows of
/// the change already.
#[must_use]
pub fn causes(added: &[Entry], standing: &Standing) -> Vec<Cause> {
    let mut causes: Vec<Cause> = added.iter().filter_map(|entry| cause(&entry.body, standing)).collect();
    causes.sort_by_key(rank);
    causes
}

fn cause(body: &Body, standing: &Standing) -> Option<Cause> {
    Some(match body {
        Body::HandedOver { .. } => Cause::AgentAsked,
        Body::DutyManager { .. } => Cause::CustomerAsked,
        Body::Unanswered { .. } => Cause::Unacknowledged,
        Body::Alarm { promise, escalate: true, .. } => Cause::Alarm { promise: *promise },
        Body::ActionDone { key, action: AlarmAction::Escalate } => {
            Cause::Alarm { promise: key.split('/').next().and_then(PromiseKind::parse)? }
        }
        Body::PromiseMissed { promise, .. } => Cause::Missed { promise: *promise },
        Body::Status { from, to, .. } if !from.is_active() && to.is_active() => {
            Cause::Reopened { times: standing.reopened }
        }
        _ => return None,
    })
}

fn rank(cause: &Cause) -> u8 {
    match cause {
        Cause::AgentAsked => 0,
        Cause::CustomerAsked => 1,
        Cause::Unacknowledged => 2,
        Cause::Alarm { .. } => 3,
        Cause::Missed { .. } => 4,
        Cause::Reopened { .. } => 5,
    }
}

/// The rung of `ladder` above `standing` that `cause` leads to, and its number from 1 on.
#[must_use]
pub fn next<'l>(ladder: &'l [Rung], standing: &Standing, cause: &Cause) -> Option<(u32, &'l Rung)> {
    let here = standing.current().map_or(0, |held| {
        let place = ladder.iter().position(|rung| rung.id == held.rung);
        // A rung that was taken out of the ladder keeps its height.
        place.map_or(held.level as usize, |place| place + 1)
    });
    let mut above = (1_u32..).zip(ladder).skip(here);
    above.find(|(_, rung)| cause.leads_to(rung))
}

#[cfg(test)]
mod tests {
    use super::super::{Held, RungOwner};
    use super::*;
    use crate::access::Role;
    use crate::tickets::Status;
    use crate::tickets::entry::{Author, Named};
    use crate::time::Instant;

    fn rung(id: &str, when: &[Reason]) -> Rung {
        let owner = RungOwner::Role(Role::Manager);
        Rung { id: id.into(), name: id.into(), owner, when: when.to_vec(), wait: None }
    }

    fn on(rung: &str, level: u32) -> Standing {
        let owner = Named { id: "p".into(), name: "P".into() };
        let held = Held {
            rung: rung.into(),
            name: rung.into(),
            level,
            owner,
            since: Instant(0),
            until: None,
            acknowledged: None,
            from: None,
        };
        Standing { rungs: vec![held], ..Standing::default() }
    }

    fn entry(body: Body) -> Entry {
        Entry { id: "e".into(), at: Instant(0), author: Author::System, author_id: None, body }
    }

    #[test]
    fn a_cause_leads_to_the_first_rung_above_that_answers_to_it() {
        let ladder = [
            rung("two", &[Reason::AgentAsked]),
            rung("lead", &[Reason::Missed, Reason::Reopened(2)]),
            rung("manager", &[Reason::CustomerAsked, Reason::Missed]),
            rung("board", &[]),
        ];
        let to = |standing: &Standing, cause: Cause| {
            next(&ladder, standing, &cause).map(|(_, rung)| rung.id.as_str())
        };
        let ground = Standing::default();
        let missed = || Cause::Missed { promise: PromiseKind::FirstReply };
        assert_eq!(to(&ground, Cause::AgentAsked), Some("two"));
        assert_eq!(to(&ground, missed()), Some("lead"));
        assert_eq!(to(&ground, Cause::CustomerAsked), Some("manager"));
        assert_eq!(to(&ground, Cause::Reopened { times: 1 }), None);
        assert_eq!(to(&ground, Cause::Reopened { times: 3 }), Some("lead"));
        assert_eq!(to(&on("lead", 2), missed()), Some("manager"));
        assert_eq!(to(&on("lead", 2), Cause::AgentAsked), None, "never down");
        assert_eq!(to(&on("manager", 3), Cause::Unacknowledged), Some("board"));
        assert_eq!(to(&on("board", 4), Cause::Unacknowledged), None, "the top is the top");
        assert_eq!(
            to(&on("gone", 2), Cause::Unacknowledged),
            Some("manager"),
            "a rung taken out keeps its height"
        );
    }

    #[test]
    fn the_most_telling_cause_comes_first() {
        let missed = Body::PromiseMissed { promise: PromiseKind::FirstReply, cycle: 1, due: Instant(0) };
        let asked = Body::DutyManager { reason: "now".into(), told: Vec::new() };
        let reopened =
            Body::Status { from: Status::Resolved, to: Status::Open, reason: None, review_at: None };
        let begun = Body::Status { from: Status::New, to: Status::Open, reason: None, review_at: None };
        let added = [missed, asked, reopened, begun].map(entry);
        let standing = Standing { reopened: 1, ..Standing::default() };
        let expected = [
            Cause::CustomerAsked,
            Cause::Missed { promise: PromiseKind::FirstReply },
            Cause::Reopened { times: 1 },
        ];
        assert_eq!(causes(&added, &standing), expected);
    }
}

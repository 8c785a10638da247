//! From what happened to a ticket to the rung that it climbs to.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{Reason, Rung, RungOwner, Standing};
use crate::access::Role;
use crate::promises::PromiseKind;
use crate::promises::policy::{AlarmAction, Target, Unit};
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
    /// Whoever had the rung is away.
    OwnerAway {
        away: String,
    },
    /// Whoever had the rung has left.
    OwnerLeft {
        left: String,
    },
    /// A routing rule begins it there.
    Routed {
        rule: String,
    },
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
    /// Whether it leads to `rung`. Alarms and rungs that nobody takes lead to the next one, whatever that answers to.
    #[must_use]
    pub fn leads_to(&self, rung: &Rung) -> bool {
        let answers = |asked: Reason| rung.when.contains(&asked);
        match self {
            Self::Alarm { .. } | Self::Unacknowledged | Self::OwnerAway { .. } | Self::OwnerLeft { .. } => {
                true
            }
            // It names its rung.
            Self::Routed { .. } => false,
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
        Body::Unanswered { left: true, owner, .. } => Cause::OwnerLeft { left: owner.name.clone() },
        Body::Unanswered { .. } => Cause::Unacknowledged,
        Body::Alarm { promise, escalate: true, .. } => Cause::Alarm { promise: *promise },
        Body::ActionDone { key, action: AlarmAction::Escalate, .. } => {
            Cause::Alarm { promise: PromiseKind::of_key(key)? }
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
        Cause::Unacknowledged | Cause::OwnerAway { .. } | Cause::OwnerLeft { .. } | Cause::Routed { .. } => 2,
        Cause::Alarm { .. } => 3,
        Cause::Missed { .. } => 4,
        Cause::Reopened { .. } => 5,
    }
}

/// Id of the rung that every type has without being told to.
const DUTY_MANAGER: &str = "duty_manager";
const DUTY_WAIT: Target = Target::new(30, Unit::Minutes);

/// The rung of `ladder` above `standing` that `cause` leads to, and its number from 1 on. A customer's call always has one:
/// where the ladder has none, it is called `duty_manager`, beside the ladder at the height where the ticket stands.
#[must_use]
pub fn next<'l>(
    ladder: &'l [Rung],
    standing: &Standing,
    cause: &Cause,
    duty_manager: &str,
) -> Option<(u32, Cow<'l, Rung>)> {
    let here = standing.current().map_or(0, |held| {
        let place = ladder.iter().position(|rung| rung.id == held.rung);
        // A rung that is not of the ladder, or no longer, keeps its height.
        place.map_or(held.level, |place| (1_u32..).nth(place).unwrap_or(u32::MAX))
    });
    let from = if has_tier_open(ladder, standing, cause) { 0 } else { here };
    let mut above = (1_u32..).zip(ladder).skip(from as usize);
    let found = above.find(|(_, rung)| cause.leads_to(rung));
    // Whoever was called still has time to take it.
    let is_called = || {
        let Some(held) = standing.waiting() else { return false };
        let rung = ladder.iter().find(|rung| rung.id == held.rung);
        let answers = held.rung == DUTY_MANAGER || rung.is_some_and(|rung| cause.leads_to(rung));
        answers && (held.until.is_some() || rung.is_some_and(|rung| rung.wait.is_none()))
    };
    match found {
        Some((level, rung)) => Some((level, Cow::Borrowed(rung))),
        None if *cause == Cause::CustomerAsked && !is_called() => {
            Some((here, Cow::Owned(duty_rung(duty_manager))))
        }
        None => None,
    }
}

/// Whether an agent can still ask a tier of experts although whoever leads has the ticket: they took a rung above before any
/// tier was asked, which is no reason to do without what it knows.
fn has_tier_open(ladder: &[Rung], standing: &Standing, cause: &Cause) -> bool {
    let is_taken = standing.current().is_some_and(|held| held.acknowledged.is_some());
    let is_tier = |id: &str| ladder.iter().any(|rung| rung.id == id && Cause::AgentAsked.leads_to(rung));
    *cause == Cause::AgentAsked && is_taken && !standing.rungs.iter().any(|held| is_tier(&held.rung))
}

/// The rung of a call that the ladder has none for.
#[must_use]
pub fn duty_rung(name: &str) -> Rung {
    Rung {
        id: DUTY_MANAGER.into(),
        name: name.into(),
        owner: RungOwner::Role(Role::Manager),
        when: vec![Reason::CustomerAsked],
        wait: Some(DUTY_WAIT),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Held;
    use super::*;
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
            told_again: None,
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
        let to = |standing: &Standing, cause: Cause| match next(&ladder, standing, &cause, "Duty")? {
            (_, Cow::Borrowed(rung)) => Some(rung.id.as_str()),
            (_, Cow::Owned(_)) => None,
        };
        let ground = Standing::default();
        let missed = || Cause::Missed { promise: PromiseKind::FirstReply };
        assert_eq!(to(&ground, Cause::AgentAsked), Some("two"));
        assert_eq!(to(&ground, missed()), Some("lead"));
        assert_eq!(to(&ground, Cause::CustomerAsked), Some("manager"));
        assert_eq!(to(&ground, Cause::Reopened { times: 1 }), None);
        assert_eq!(to(&ground, Cause::Reopened { times: 3 }), Some("lead"));
        assert_eq!(to(&on("lead", 2), missed()), Some("manager"));
        assert_eq!(to(&on("lead", 2), Cause::AgentAsked), None, "not down while somebody is waited for");
        let mut taken = on("manager", 3);
        taken.rungs[0].acknowledged = Some(Instant(1));
        assert_eq!(to(&taken, Cause::AgentAsked), Some("two"), "the experts can still be asked");
        assert_eq!(to(&taken, missed()), None, "nothing else goes down");
        taken.rungs.extend(on("two", 1).rungs);
        taken.rungs[1].acknowledged = Some(Instant(2));
        assert_eq!(to(&taken, Cause::AgentAsked), None, "once");
        assert_eq!(to(&on("manager", 3), Cause::Unacknowledged), Some("board"));
        assert_eq!(to(&on("board", 4), Cause::Unacknowledged), None, "the top is the top");
        assert_eq!(
            to(&on("gone", 2), Cause::Unacknowledged),
            Some("manager"),
            "a rung taken out keeps its height"
        );
    }

    #[test]
    fn a_call_for_the_duty_manager_always_has_a_rung() {
        let ladder = [rung("lead", &[Reason::Missed])];
        let to = |standing: &Standing| {
            next(&ladder, standing, &Cause::CustomerAsked, "Duty")
                .map(|(level, rung)| (level, rung.into_owned()))
        };
        let (level, rung) = to(&Standing::default()).expect("a rung");
        assert_eq!((level, rung.name.as_str(), rung.wait), (0, "Duty", Some(DUTY_WAIT)));
        assert_eq!(to(&on("lead", 1)).map(|(level, _)| level), Some(1));
        let mut called = on(DUTY_MANAGER, 0);
        assert_eq!(to(&called).map(|(level, _)| level), Some(0), "nobody took it in time");
        called.rungs[0].until = Some(Instant(1));
        assert_eq!(to(&called), None, "somebody is called already");
        let missed = Cause::Missed { promise: PromiseKind::FirstReply };
        let above = next(&ladder, &called, &missed, "Duty");
        assert_eq!(above.map(|(level, _)| level), Some(1), "the ladder is still there to climb");
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

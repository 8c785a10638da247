//! Builders for tests of promises: local times of an office in Berlin, its calendar, short policies, tickets as lists
//! of what happened.

use domain::promises::calendar::{Calendar, Schedule, Week, Window, Zone};
use domain::promises::engine::{Book, Event, Fact, replay};
use domain::promises::policy::{
    AlarmAction, AlarmRule, AlarmWhen, Audience, Policy, PolicyRef, PolicyRow, Target, Targets, Unit,
};
use domain::promises::{Alarm, Promise, PromiseKind, Standing, alarms};
use domain::tickets::{Priority, Status};
use domain::time::{Date, HOUR_MS, Instant, MINUTE_MS};

pub use Unit::{BusinessDays, BusinessHours, BusinessMinutes, Hours, Minutes};

pub const ZONE: &str = "Europe/Berlin";

/// `2026-03-02 16:30` or `… 16:30:05` by Berlin's clock. 2026-03-02 is a Monday.
pub fn at(local: &str) -> Instant {
    let (date, time) = local.split_once(' ').expect("a date and a time");
    let mut parts = time.split(':').map(|part| part.parse::<i64>().expect("digits"));
    let (hours, minutes, seconds) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap_or(0));
    let date: Date = date.parse().expect("a date");
    Zone::named(ZONE).unwrap().instant_at(date, hours * HOUR_MS + minutes * MINUTE_MS + seconds * 1000)
}

/// Monday to Friday with these windows, in Berlin.
pub fn workdays(windows: &[(&str, &str)]) -> Calendar {
    let windows: Vec<Window> = windows.iter().map(|(from, to)| Window::new(from, to)).collect();
    Calendar { timezone: ZONE.into(), week: Week::workdays(&windows), ..Calendar::default() }
}

pub fn office() -> Calendar {
    workdays(&[("09:00", "17:00")])
}

pub fn compiled(calendar: &Calendar) -> Schedule {
    calendar.compile(at("2026-01-01 00:00")).expect("a calendar that opens")
}

/// A policy with the office calendar and one row for everything.
pub fn policy(targets: Targets) -> Policy {
    let row = PolicyRow { ticket_type: None, priority: None, targets };
    Policy {
        calendar: Some("office".into()),
        rows: vec![row],
        alarms: Vec::new(),
        ..Policy::default_policy()
    }
}

pub fn first_reply(amount: u32, unit: Unit) -> Targets {
    Targets { first_reply: Some(Target::new(amount, unit)), ..Targets::default() }
}

pub fn next_reply(amount: u32, unit: Unit) -> Targets {
    Targets { next_reply: Some(Target::new(amount, unit)), ..Targets::default() }
}

pub fn update(amount: u32, unit: Unit) -> Targets {
    Targets { periodic_update: Some(Target::new(amount, unit)), ..Targets::default() }
}

pub fn resolution(amount: u32, unit: Unit) -> Targets {
    Targets { resolution: Some(Target::new(amount, unit)), ..Targets::default() }
}

/// First reply in 4 business hours, next reply in 2, resolution in 8.
pub fn full() -> Policy {
    policy(Targets {
        first_reply: Some(Target::new(4, BusinessHours)),
        next_reply: Some(Target::new(2, BusinessHours)),
        periodic_update: None,
        resolution: Some(Target::new(8, BusinessHours)),
    })
}

pub fn rule(id: &str, when: AlarmWhen) -> AlarmRule {
    let actions = vec![AlarmAction::Notify(Audience::Lead)];
    AlarmRule { id: id.into(), promises: Vec::new(), when, actions, round_the_clock: false }
}

/// A ticket and the rules it lives under.
#[derive(Clone)]
pub struct Ticket {
    pub book: Book,
    pub facts: Vec<Fact>,
}

impl Ticket {
    /// A new question of normal priority under `policy`, whose calendar is the office's.
    pub fn new(policy: Policy, created: &str) -> Self {
        let chosen = Event::PolicyChanged { policy: Some(policy.reference()) };
        let born = Event::Created {
            ticket_type: "question".into(),
            priority: Priority::Normal,
            status: Status::New,
        };
        let book =
            Book::default().with_calendar("office", Instant(0), compiled(&office())).with_policy(policy);
        Self { book, facts: Vec::new() }.then(created, born).then(created, chosen)
    }

    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.book = self.book.with_policy(policy);
        self
    }

    pub fn with_calendar(mut self, since: &str, calendar: &Calendar) -> Self {
        self.book = self.book.with_calendar("office", at(since), compiled(calendar));
        self
    }

    pub fn then(mut self, when: &str, event: Event) -> Self {
        self.facts.push(Fact::new(at(when), event));
        self
    }

    pub fn customer(self, when: &str) -> Self {
        self.then(when, Event::CustomerMessage { goodbye: false })
    }

    pub fn reply(self, when: &str) -> Self {
        self.then(when, Event::StaffReply)
    }

    pub fn status(self, when: &str, to: Status) -> Self {
        self.then(when, Event::StatusChanged { to })
    }

    pub fn priority(self, when: &str, to: Priority) -> Self {
        self.then(when, Event::PriorityChanged { to })
    }

    pub fn under(self, when: &str, id: &str) -> Self {
        self.then(when, Event::PolicyChanged { policy: Some(PolicyRef { id: id.into(), version: 1 }) })
    }

    pub fn promises(&self, now: &str) -> Vec<Promise> {
        replay(&self.facts, &self.book, at(now))
    }

    pub fn all(&self, kind: PromiseKind, now: &str) -> Vec<Promise> {
        self.promises(now).into_iter().filter(|promise| promise.kind == kind).collect()
    }

    /// The newest cycle of a promise.
    pub fn newest(&self, kind: PromiseKind, now: &str) -> Promise {
        self.all(kind, now).pop().unwrap_or_else(|| panic!("no {kind:?} promise"))
    }

    pub fn alarms(&self, now: &str) -> Vec<Alarm> {
        let promises = self.promises(now);
        let of = |promise: &Promise| {
            let policy = promise.policy.as_ref().and_then(|policy| self.book.policy(policy));
            policy.map(|policy| alarms(promise, policy, &self.book)).unwrap_or_default()
        };
        promises.iter().flat_map(of).collect()
    }

    /// The keys of the alarms that have come true by `now`.
    pub fn fired(&self, now: &str) -> Vec<String> {
        self.alarms(now).into_iter().filter(|alarm| alarm.fire_at <= at(now)).map(|alarm| alarm.key).collect()
    }
}

pub fn kept(when: &str) -> Standing {
    Standing::Kept { at: at(when) }
}

pub fn kept_late(when: &str) -> Standing {
    Standing::KeptLate { at: at(when) }
}

pub fn missed(when: &str) -> Standing {
    Standing::Missed { at: at(when), stopped: None }
}

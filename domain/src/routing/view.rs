//! What the console shows of routing: the rules with what they may name, what they would do, and who works here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Skill;
use super::agent::{Absence, Duty, Profile};
use super::hand_out::{Because, Considered};
use super::queue::QueueDraft;
use super::rule::{Hand, Known, Looked, Rules};
use crate::stamp::Stamp;
use crate::tickets::entry::Named;
use crate::tickets::{Channel, Priority};
use crate::time::Instant;
use crate::words::Lang;

/// Tickets that a dry run looks at.
pub const DRY_RUN: usize = 200;

/// Why a ticket went where it went: written into its timeline when it was made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Trace {
    /// The rules that were looked at, in order. The last one decided if it did not fail.
    pub looked: Vec<Looked>,
    pub queue: Option<Named>,
    /// Why that queue.
    pub placed: Placing,
    /// What whoever gets it has to be able to do.
    pub skills: Vec<Skill>,
    /// Who was thought of; empty where people take their tickets themselves.
    pub considered: Vec<Considered>,
    pub given: Option<Given>,
}

/// Why a ticket stands in its queue.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Placing {
    #[default]
    Product,
    /// A rule names it.
    Rule,
    /// Nothing names one: it stands in none.
    Nowhere,
    /// It waited there for somebody who can take it.
    Waited,
    /// It came to a mailbox that leads there.
    Mailbox,
    /// The queue takes everything else.
    Rest,
}

/// Who got it and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    pub to: Named,
    pub because: Because,
}

/// A queue, and how it hands out what comes in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueView {
    pub id: String,
    pub name: String,
    /// The team that works in it.
    pub team: String,
    /// Each ticket is given to somebody at once; otherwise people take what is next.
    pub hands_out: bool,
    /// Whoever looked after a customer's last ticket gets the next, if they can.
    pub keeps: bool,
    /// What nothing else places comes here.
    pub takes_rest: bool,
    /// Ids of the products whose tickets come here.
    pub products: Vec<String>,
    /// How many work in it.
    pub people: usize,
}

impl QueueView {
    /// The queue as it stands, to be changed.
    #[must_use]
    pub fn draft(&self) -> QueueDraft {
        QueueDraft {
            id: self.id.clone(),
            name: self.name.clone(),
            team: self.team.clone(),
            hands_out: self.hands_out,
            keeps: self.keeps,
            takes_rest: self.takes_rest,
            products: self.products.clone(),
        }
    }
}

/// The rules, and everything that they may name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoutingPage {
    pub rules: Rules,
    pub queues: Vec<QueueView>,
    pub types: Vec<Named>,
    pub products: Vec<Named>,
    /// By [`super::rule::topic_key`], with the product's name before their own.
    pub topics: Vec<Named>,
    pub tiers: Vec<String>,
    /// Of the queues and of those who work here, by name.
    pub teams: Vec<String>,
    pub calendars: Vec<Named>,
    /// Those who work here.
    pub hands: Vec<Hand>,
    /// What flows ask, by the questions' words.
    pub questions: Vec<String>,
    /// Names of the rungs of each type's ladder, lowest first, by the type's id.
    pub rungs: BTreeMap<String, Vec<String>>,
    /// Who saved the rules last; `None` before that.
    pub saved: Option<(String, Stamp)>,
}

impl RoutingPage {
    /// What [`Rules::checked`] and [`Rules::doubts`] compare with.
    #[must_use]
    pub fn known(&self) -> Known {
        let ids = |all: &[Named]| all.iter().map(|own| own.id.clone()).collect();
        let queues = |staffed: bool| {
            let queues = self.queues.iter().filter(|queue| !staffed || queue.people > 0);
            queues.map(|queue| queue.id.clone()).collect()
        };
        Known {
            types: ids(&self.types),
            products: ids(&self.products),
            topics: ids(&self.topics),
            tiers: self.tiers.clone(),
            queues: queues(false),
            staffed: queues(true),
            calendars: ids(&self.calendars),
            hands: self.hands.clone(),
            questions: self.questions.clone(),
            rungs: self.rungs.clone(),
        }
    }
}

/// What drafted rules would have done with the last tickets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DryRun {
    /// Tickets looked at.
    pub looked: usize,
    /// How many each rule takes, in their order.
    pub taken: Vec<usize>,
    /// Those that no rule takes.
    pub untouched: usize,
    /// Those that would have gone elsewhere or got another priority, newest first.
    pub rows: Vec<DryRow>,
}

/// One ticket under drafted rules. `from` is how it was routed when it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DryRow {
    pub number: String,
    pub subject: String,
    /// Name of the rule that takes it; `None`: none does.
    pub rule: Option<String>,
    /// Names of the queues.
    pub queue: Option<(String, String)>,
    pub priority: Option<(Priority, Priority)>,
    /// Names of the support tiers that it begins with; empty: none.
    pub rung: Option<(String, String)>,
    /// What whoever gets it has to be able to do.
    pub skills: Option<(Vec<Skill>, Vec<Skill>)>,
}

/// Somebody who works on tickets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentView {
    pub who: Named,
    pub team: String,
    pub lang: Lang,
    pub duty: Duty,
    pub profile: Profile,
    pub absence: Option<AbsenceView>,
    /// Open tickets.
    pub open: i64,
    /// In hundredths of a normal ticket.
    pub load: i64,
    /// Goes up with each change of the profile or the absence.
    pub version: i64,
}

/// An absence with its ends as the reader's zone has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsenceView {
    pub absence: Absence,
    pub from: Stamp,
    pub until: Option<Stamp>,
    /// Name of the stand-in.
    pub stand_in: Option<String>,
}

/// Everybody who works on tickets, and what their profiles may name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentsPage {
    pub agents: Vec<AgentView>,
    /// Of the queues and of those who work here, by name.
    pub teams: Vec<String>,
    pub calendars: Vec<Named>,
    pub skills: Vec<String>,
    pub now: Instant,
}

/// A profile as somebody wants it; texts as they were typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileDraft {
    pub person: String,
    /// The version that was edited.
    pub seen: i64,
    /// Empty: none.
    pub team: String,
    pub profile: Profile,
}

/// An absence as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsenceDraft {
    pub person: String,
    /// The version that was edited.
    pub seen: i64,
    /// `None`: they are here.
    pub absence: Option<Absence>,
}

/// The channels that a rule can name.
pub const CHANNELS: [Channel; 4] = [Channel::Portal, Channel::Email, Channel::Phone, Channel::Api];

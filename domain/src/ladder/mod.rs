//! Ladders: who has to know next when a ticket gets less than it needs. A ticket type has a list of rungs, lowest first;
//! something happens ([`Cause`]) and the ticket climbs to the next rung that answers to it, which one named person owns
//! until they acknowledge. [`owner_of`] says who, [`Standing`] where a ticket stands, [`problems`] what cannot be a
//! ladder. Siblings: `backend/src/promises/ladder.rs`, `app/src/console/ticket/ladder`, `app/src/console/admin/types`.

mod check;
mod climb;
mod owner;
mod standing;

use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::promises::policy::Target;
use crate::tickets::Priority;

pub use check::{LadderProblem, problems};
pub use climb::{Cause, causes, duty_rung, next};
pub use owner::{Colleague, candidates, next_owner_of, owner_of};
pub use standing::{Held, Standing};

/// Longest name of a type or rung, in characters.
pub const MAX_NAME: u32 = 80;
/// Most rungs.
pub const MAX_RUNGS: usize = 12;

/// A kind of ticket, and what hangs on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketType {
    /// Empty for a new one.
    pub id: String,
    /// The version that was read; 0 for a new one.
    pub version: i64,
    pub name: String,
    /// New tickets can be of it.
    pub active: bool,
    /// Of new tickets for which nobody chose one.
    pub priority: Priority,
    /// Id of a flow that is asked about its topics besides their own.
    #[serde(default)]
    pub flow: Option<String>,
    /// Lowest rung first; empty: nothing climbs.
    #[serde(default)]
    pub ladder: Vec<Rung>,
}

/// A step of a ladder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rung {
    /// Named by entries: stable over versions. Empty for a new one.
    pub id: String,
    /// "Level 2", "Management".
    pub name: String,
    pub owner: RungOwner,
    /// Any of these leads here. None: an alarm that moves tickets up, or the rung below when nobody acknowledges it.
    #[serde(default)]
    pub when: Vec<Reason>,
    /// Unacknowledged for so long, the next rung is climbed. `None`: it waits for ever.
    #[serde(default)]
    pub wait: Option<Target>,
}

/// Who owns a rung.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RungOwner {
    /// The lead of the team that serves the ticket's queue.
    QueueLead,
    /// One with this role, of the queue's team where there is one.
    Role(Role),
    /// This person, by id.
    Person(String),
}

/// What leads to a rung.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    Missed,
    /// The customer or an agent opened it again so many times.
    Reopened(u32),
    CustomerAsked,
    AgentAsked,
}

/// What an agent hands over with a ticket: who receives it can go on from there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    pub tried: String,
    pub evidence: String,
    pub question: String,
}

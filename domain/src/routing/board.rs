//! The live board: what needs somebody now, and who has room for it.

use serde::{Deserialize, Serialize};

use super::agent::Duty;
use super::hand_out::{Because, Lack};
use crate::promises::PromiseKind;
use crate::promises::countdown::ClockData;
use crate::stamp::Stamp;
use crate::tickets::Priority;
use crate::tickets::entry::Named;
use crate::time::Instant;

/// Cards of a column before the others are only counted.
pub const CARDS: usize = 12;

/// Where a card stands: by the time that is left until its next promise is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    Missed,
    HalfHour,
    TwoHours,
    /// The rest of the reader's day.
    Today,
}

impl Span {
    pub const ALL: [Self; 4] = [Self::Missed, Self::HalfHour, Self::TwoHours, Self::Today];
}

/// The board of one team or of all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Board {
    pub now: Instant,
    /// The same on the reader's clock, `14:21`.
    pub clock: String,
    pub teams: Vec<String>,
    pub numbers: Numbers,
    pub columns: Vec<Column>,
    pub people: Vec<OnShift>,
    pub moves: Vec<Suggestion>,
    /// What presses before these and nobody can have.
    pub stuck: Vec<Stuck>,
}

/// Counts of open tickets, exact up to [`COUNT_CAP`](crate::tickets::view::COUNT_CAP), and of the day's promises.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbers {
    pub missed: i64,
    /// Due time of the oldest miss.
    pub oldest_missed: Option<Instant>,
    pub at_risk: i64,
    /// When the next one is due.
    pub next_due: Option<Instant>,
    /// Open tickets whose turn is ours.
    pub open: i64,
    /// Those of them without a next contact.
    pub without_contact: i64,
    pub unassigned: i64,
    /// When the oldest of these was made.
    pub oldest_unassigned: Option<Instant>,
    pub waiting: i64,
    /// Those waiting whose customer has not been heard for five days.
    pub waiting_long: i64,
    /// Promises that came to their end today, in the reader's day, and those of them that were kept in time.
    pub ended: i64,
    pub kept: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    pub span: Span,
    /// Up to the cap.
    pub count: i64,
    pub cards: Vec<Card>,
}

/// Why a card needs somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A rung of its ladder waits for its owner to take it.
    Waits {
        rung: String,
        owner: String,
    },
    /// Nobody has it since.
    Unassigned(Instant),
    /// Its owner is away, until then if that is known.
    OwnerAway(Option<Stamp>),
    /// It is outside its owner's hours.
    OwnerOff,
    /// The customer wrote last.
    Unanswered,
    NoPlan,
    NoContact,
    /// All is in hand; this is the next step of its plan.
    Step(String),
}

impl Why {
    /// Whether somebody has to do something about it.
    #[must_use]
    pub fn is_pressing(&self) -> bool {
        !matches!(self, Self::Step(_))
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Card {
    pub number: String,
    pub version: i64,
    pub subject: String,
    pub customer: String,
    pub tier: Option<String>,
    pub priority: Priority,
    pub promise: PromiseKind,
    pub clock: ClockData,
    pub why: Option<Why>,
    pub assignee: Option<Named>,
}

/// Somebody who works here, with what is on their hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnShift {
    pub who: Named,
    pub duty: Duty,
    pub until: Option<Stamp>,
    pub skills: Vec<String>,
    /// Open tickets.
    pub open: i64,
    /// In hundredths of a normal ticket.
    pub load: i64,
    /// In normal tickets.
    pub limit: u32,
    /// Tickets of theirs with a missed promise.
    pub missed: i64,
}

/// A ticket that nobody looks after and nobody can be given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stuck {
    pub number: String,
    pub lack: Lack,
}

/// A ticket that somebody else had better have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    pub number: String,
    pub version: i64,
    pub to: Named,
    pub because: Because,
    /// How much more they could take, in normal tickets.
    pub room: i64,
    /// A skill that it needs and they have.
    pub skill: Option<String>,
}

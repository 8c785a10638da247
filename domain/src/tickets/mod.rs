//! Tickets: the words for their state, their timeline ([`entry`]), what may be done to them ([`decide`]) and the
//! shapes pages read ([`view`]). Siblings: `backend/src/tickets` (SQL and use cases), `app/src/{portal,console}`.

mod carried;
mod command;
pub mod decide;
pub mod entry;
pub mod facts;
pub mod goodbye;
mod hand_over;
#[cfg(test)]
mod hand_over_tests;
mod kinds;
pub mod redact;
pub mod survey;
pub mod view;

use serde::{Deserialize, Serialize};

use self::command::Command;

/// Longest subject, in characters.
pub const MAX_SUBJECT: u32 = 200;
/// Longest message, note or description, in characters.
pub const MAX_TEXT: u32 = 20_000;
/// Longest reason and plan step, in characters.
pub const MAX_REASON: u32 = 500;
/// Most steps in a plan.
pub const MAX_STEPS: usize = 12;
/// Furthest a next contact may be promised, in days.
pub const MAX_CONTACT_DAYS: u32 = 90;

/// Declares an enum whose values have a stable code for the database, the addresses and the API.
macro_rules! coded {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable word for it outside the program.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// Reads what `code` wrote.
            #[must_use]
            pub fn parse(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use coded;

coded! {
    /// Where a ticket stands in its life.
    Status {
        New = "new",
        Open = "open",
        /// The customer's turn.
        Waiting = "waiting",
        /// A third party's turn; needs a reason and a review date.
        OnHold = "on_hold",
        Resolved = "resolved",
        Closed = "closed",
    }
}

impl Status {
    /// Somebody still owes something.
    #[must_use]
    pub fn is_active(self) -> bool {
        !matches!(self, Self::Resolved | Self::Closed)
    }
}

coded! {
    /// How much a ticket presses, in rising order.
    Priority { Low = "low", Normal = "normal", High = "high", Urgent = "urgent" }
}

impl Priority {
    /// One step up, or the same at the top.
    #[must_use]
    pub fn raised(self) -> Self {
        match self {
            Self::Low => Self::Normal,
            Self::Normal => Self::High,
            Self::High | Self::Urgent => Self::Urgent,
        }
    }
}

coded! {
    /// The way a ticket or message came in.
    Channel { Portal = "portal", Email = "email", Phone = "phone", Chat = "chat", Api = "api" }
}

coded! {
    /// The group a ticket stands under in a list: the state of its most pressing promise.
    Urgency { Missed = "missed", AtRisk = "at_risk", OnTrack = "on_track", Paused = "paused", Nothing = "nothing" }
}

impl Urgency {
    /// Position in the list, stored so that a list is one index scan.
    #[must_use]
    pub fn rank(self) -> i64 {
        self as i64
    }

    #[must_use]
    pub fn from_rank(rank: i64) -> Self {
        usize::try_from(rank).ok().and_then(|index| Self::ALL.get(index)).copied().unwrap_or(Self::Nothing)
    }
}

/// Whose turn a step of the plan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    Us,
    You,
}

/// One step of the action plan a customer can read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanStep {
    pub text: String,
    pub turn: Turn,
    #[serde(default)]
    pub done: bool,
}

/// One thing that changed while somebody was writing: who, what, in stable codes and texts made for the reader.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub at: crate::time::Instant,
    pub by: String,
    pub body: entry::Body,
}

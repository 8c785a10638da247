//! Many open tickets moved at once: from a queue, a team or a person to another queue, other people, or both. What is
//! planned is shown ticket by ticket before it is done, and can be undone as a whole. Siblings:
//! `backend/src/routing/reorganise`, `app/src/console/board/reorganise.rs`.

use serde::{Deserialize, Serialize};

use crate::tickets::entry::Named;

/// Most tickets that move at once; more are moved in parts.
pub const MOST: usize = 5_000;
/// Tickets of a preview that are named.
pub const SHOWN: usize = 100;

/// Whose open tickets move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", content = "id", rename_all = "snake_case")]
pub enum Source {
    Queue(String),
    /// What lies in no queue.
    NoQueue,
    Team(String),
    Person(String),
}

/// Who has them then.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", content = "id", rename_all = "snake_case")]
pub enum Receiver {
    /// Whoever has them now.
    #[default]
    Same,
    /// Nobody: they wait in their queue.
    Nobody,
    Person(String),
    /// Those who work in the queue, each as much as they have room for; everybody where there is no queue.
    Shared,
}

/// A move of many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reorganisation {
    pub from: Source,
    /// `None`: each stays in its queue.
    pub queue: Option<String>,
    pub receiver: Receiver,
}

impl Source {
    /// As a form has it: `queue:print`, `queue:` for none, `team:Print`, `person:01…`.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Queue(id) => format!("queue:{id}"),
            Self::NoQueue => "queue:".into(),
            Self::Team(name) => format!("team:{name}"),
            Self::Person(id) => format!("person:{id}"),
        }
    }

    /// Reads what [`Source::code`] wrote.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        match code.split_once(':')? {
            ("queue", "") => Some(Self::NoQueue),
            ("queue", id) => Some(Self::Queue(id.to_owned())),
            ("team", name) => Some(Self::Team(name.to_owned())),
            ("person", id) => Some(Self::Person(id.to_owned())),
            _ => None,
        }
    }
}

impl Receiver {
    /// As a form has it: `same`, `nobody`, `shared`, `person:01…`.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Same => "same".into(),
            Self::Nobody => "nobody".into(),
            Self::Shared => "shared".into(),
            Self::Person(id) => format!("person:{id}"),
        }
    }

    /// Reads what [`Receiver::code`] wrote.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "same" => Some(Self::Same),
            "nobody" => Some(Self::Nobody),
            "shared" => Some(Self::Shared),
            _ => code.strip_prefix("person:").map(|id| Self::Person(id.to_owned())),
        }
    }
}

/// Where one ticket lands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Landing {
    pub number: String,
    pub subject: String,
    pub from_queue: Option<Named>,
    pub from: Option<Named>,
    pub queue: Option<Named>,
    pub to: Option<Named>,
}

/// How many somebody has, and how many they will have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// `None`: nobody has them.
    pub who: Option<Named>,
    /// Whoever gets them is not there now.
    pub is_away: bool,
    pub gets: u32,
}

/// What a move would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Preview {
    /// Tickets that would move, at most [`MOST`].
    pub total: u32,
    /// More than [`MOST`] would: those that press most come first.
    pub is_cut: bool,
    /// The first [`SHOWN`], those that press most first.
    pub landings: Vec<Landing>,
    /// Who gets how many, most first.
    pub shares: Vec<Share>,
    /// Tickets that nobody has room, hours or the skills for: they wait in their queue.
    pub left_over: u32,
    /// Tells this plan from every other: what begins is what was shown.
    pub plan: String,
}

/// A move that was made or is being made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    pub id: String,
    /// What it moves where, in the words of the day it was made; empty: what lay in no queue.
    pub from: String,
    pub queue: Option<String>,
    pub receiver: Receiver,
    /// The receiver by name, when it is a person.
    pub person: Option<String>,
    pub by: String,
    pub at: crate::stamp::Stamp,
    pub total: u32,
    /// Looked at so far, in this direction.
    pub done: u32,
    /// Changed by somebody else meanwhile, and so left as they are.
    pub left_alone: u32,
    pub state: OperationState,
}

impl Operation {
    /// Tickets that moved, once it is over.
    #[must_use]
    pub fn moved(&self) -> u32 {
        self.total.saturating_sub(self.left_alone)
    }
}

crate::tickets::coded! {
    OperationState {
        Moving = "moving",
        Moved = "moved",
        Undoing = "undoing",
        Undone = "undone",
    }
}

/// What can be moved, what that would do, and what was moved lately.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReorganisePage {
    pub queues: Vec<Named>,
    pub teams: Vec<String>,
    pub people: Vec<Named>,
    pub operations: Vec<Operation>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_read_back() {
        for source in [
            Source::Queue("print".into()),
            Source::NoQueue,
            Source::Team("A: B".into()),
            Source::Person("01".into()),
        ] {
            assert_eq!(Source::parse(&source.code()), Some(source));
        }
        for receiver in [Receiver::Same, Receiver::Nobody, Receiver::Shared, Receiver::Person("01".into())] {
            assert_eq!(Receiver::parse(&receiver.code()), Some(receiver));
        }
        assert_eq!((Source::parse("queue"), Receiver::parse("all")), (None, None));
    }
}

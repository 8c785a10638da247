//! The rules of mail that comes in: which messages are from machines, which ticket one belongs to, who it is from, and
//! what of its text somebody typed. Siblings: `backend/src/mail/inbound` (parsing, storing, deciding with the database).

pub mod bounce;
mod entities;
pub mod fold;
pub mod forward;
pub mod head;
pub mod html;
pub mod machine;
pub mod sender;
pub mod subject;
pub mod view;
pub mod which;

use serde::{Deserialize, Serialize};

use self::bounce::Bounce;
use self::head::Address;
use self::machine::Sign;
use self::sender::{Dmarc, Standing};
use self::which::Rule;

/// Largest message taken whole, in bytes.
pub const MAX_MESSAGE: usize = 25 << 20;
/// Deepest nesting of parts, and most parts, that are read.
pub const MAX_DEPTH: usize = 100;
pub const MAX_PARTS: usize = 1_000;

/// How an entry came by mail, and why it stands where it stands. For staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Came {
    /// Id of the message as it was kept.
    pub id: String,
    pub from: Address,
    pub rule: Rule,
    /// What led to the ticket: a Message-ID, an address, a number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub clue: String,
    /// The ticket was carried on by this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<String>,
    /// Another ticket that it may belong to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggested: Option<Suggestion>,
    pub standing: Standing,
    pub dmarc: Dmarc,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign: Option<Sign>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounce: Option<Bounce>,
    /// It waits for staff to let it through.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
    /// Staff would not have it in the conversation.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub refused: bool,
    /// From staff, and no answer to the customer: a word among colleagues.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inside: bool,
    /// It answers a mail that lay in quarantine when it came: that one's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<String>,
    /// Lines of quotes and signatures that are folded away.
    #[serde(default)]
    pub folded: u32,
    /// Ids of pictures that its sender sends with every mail: folded away, too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub logos: Vec<String>,
    /// The text went on, or something about it could not be read as it was meant: the whole is with the message.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
}

/// A ticket that a message may belong to, though nothing proves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    pub number: String,
    pub because: Rule,
}

/// Why a message lies in quarantine or was not looked at further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// There is nothing in it that can be read as a message.
    Unreadable,
    /// More parts, or deeper ones, than anybody writes.
    TooComplex,
    TooLarge,
    /// Nobody is named as its sender.
    NoSender,
    /// Its sender's account is switched off.
    Disabled,
    /// Something of ours failed; it is tried again.
    Fault,
    /// It took longer than a message may.
    TooSlow,
    /// From one of our own addresses.
    Ours,
    /// A machine's, and it belongs to no ticket.
    Machine,
    /// Its sender wants no more surveys; it says nothing else.
    Unsubscribed,
}

impl Trouble {
    /// Every kind, for reading stored ones.
    pub const ALL: [Self; 10] = [
        Self::Unreadable,
        Self::TooComplex,
        Self::TooLarge,
        Self::NoSender,
        Self::Disabled,
        Self::Fault,
        Self::TooSlow,
        Self::Ours,
        Self::Machine,
        Self::Unsubscribed,
    ];

    /// The stable word for it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::TooComplex => "too_complex",
            Self::TooLarge => "too_large",
            Self::NoSender => "no_sender",
            Self::Disabled => "disabled",
            Self::Fault => "fault",
            Self::TooSlow => "too_slow",
            Self::Ours => "ours",
            Self::Machine => "machine",
            Self::Unsubscribed => "unsubscribed",
        }
    }

    /// Reads what [`Trouble::code`] wrote.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|trouble| trouble.code() == code)
    }
}

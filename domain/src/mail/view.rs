//! What people see of mail that came in: the list, one message with its verdict, the mailboxes, the laboratory.
//! Siblings: `backend/src/mail/inbound`, `domain::words::incoming` for the sentences.

use serde::{Deserialize, Serialize};

use super::bounce::Bounce;
use super::head::Address;
use super::machine::Sign;
use super::sender::{Dmarc, Standing};
use super::which::{Deed, Rule};
use super::{Came, Suggestion, Trouble};
use crate::files::Attachment;
use crate::stamp::Stamp;
use crate::tickets::coded;
use crate::tickets::entry::Named;

coded! {
    /// Where a message lies.
    Shelf {
        /// It is tried again by itself.
        Waiting = "waiting",
        /// It cannot be taken further; somebody has to look.
        Quarantined = "quarantined",
        /// On its ticket, until staff let it through.
        Held = "held",
        /// On its ticket, where staff would not let it through.
        Refused = "refused",
        /// On its ticket, as somebody's words.
        Arrived = "arrived",
        /// On its ticket, beside the conversation: no person wrote it.
        Machine = "machine",
        /// On none: our own, or a machine's that belongs to no ticket.
        Ignored = "ignored",
    }
}

/// A message in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailRow {
    pub id: String,
    pub shelf: Shelf,
    /// The address in From; empty as long as nobody has read it.
    pub sender: String,
    pub subject: String,
    pub mailbox: String,
    /// The ticket's.
    pub number: Option<String>,
    pub trouble: Option<Trouble>,
    /// Bytes.
    pub size: u64,
    pub at: Stamp,
}

/// What came of trying everything in quarantine again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Retried {
    /// Messages that lie there no more.
    pub taken: u64,
    /// Those that do.
    pub still: u64,
}

/// A page that can be shown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Clean {
    pub html: String,
    /// Addresses of pictures that were left out because they lie elsewhere.
    pub remote: Vec<String>,
}

/// A message as it came.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Whole {
    /// Names and values, as the message has them.
    pub head: Vec<(String, String)>,
    /// All of its text, quotes and signatures as well.
    pub text: String,
    /// Its page, cleaned; none when it has none, or one that nobody writes.
    pub page: Option<Clean>,
    /// What it brings that is no file of an entry: names, and sizes in bytes.
    pub parts: Vec<(String, u64)>,
}

/// One message: where it lies, why, all of it, and what its reader may do with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailView {
    pub row: MailRow,
    /// How often it was tried, unless it is done.
    pub tries: u32,
    pub came: Option<Came>,
    pub whole: Whole,
    /// Its bytes were removed: there is nothing more to show.
    pub is_gone: bool,
    /// What its entry carries.
    pub files: Vec<Attachment>,
    /// The ticket that it was moved from, which can be undone.
    pub moved_from: Option<String>,
    pub may_move: bool,
    pub may_let_through: bool,
    pub may_refuse: bool,
    pub may_retry: bool,
}

/// How mail that comes in fares.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct IncomingHealth {
    /// Of the last day.
    pub done: u64,
    pub ignored: u64,
    /// Now.
    pub waiting: u64,
    pub quarantined: u64,
    pub held: u64,
    pub mailboxes: Vec<MailboxView>,
    /// Servers whose word on a sender counts.
    pub trusted: Vec<String>,
}

/// How a mailbox is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Its server tells of news.
    Told,
    /// It is looked into again and again.
    Polled,
    /// Nobody has reached it yet.
    Unread,
    /// Its messages are handed over by somebody else.
    HandedOver,
}

/// One mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxView {
    pub name: String,
    pub address: String,
    /// The queue that its tickets go to.
    pub queue: Option<String>,
    pub way: Way,
    pub checked: Option<Stamp>,
    /// Code of what is in the way, and since when.
    pub trouble: Option<(String, Stamp)>,
    /// Messages of it that wait to be taken further.
    pub waiting: u64,
}

/// A domain whose mail comes from one organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainRow {
    pub domain: String,
    pub organisation: Named,
}

/// What each step made of a message, up to the one that ended it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Steps {
    /// It would lie in quarantine, for this.
    pub trouble: Option<Trouble>,
    pub subject: String,
    pub message_id: Option<String>,
    /// Who wrote it, as the head says.
    pub from: Option<Address>,
    pub is_list: bool,
    pub sign: Option<Sign>,
    pub dmarc: Dmarc,
    pub standing: Option<Standing>,
    /// What leads to its ticket, what that was, and the ticket's number; without one it begins a matter.
    pub rule: Option<Rule>,
    pub clue: String,
    pub ticket: Option<String>,
    pub suggested: Option<Suggestion>,
    pub deed: Option<Deed>,
    pub is_acknowledged: bool,
    /// What would be shown, and how many lines are folded away.
    pub text: String,
    pub folded: u32,
    pub files: Vec<String>,
    pub bounce: Option<Bounce>,
}

//! Mail that the desk sends: why it was written, where it stands, and the texts that admins may put in other words.
//! Siblings: `backend/src/mail`, `domain::words::outgoing`.

pub mod digest;
pub mod template;

use serde::{Deserialize, Serialize};

use crate::stamp::Stamp;
use crate::tickets::coded;
use crate::tickets::entry::Named;

coded! {
    /// Why a mail was written.
    MailKind {
        /// A public message of an agent.
        Reply = "reply",
        /// That a request which came by mail has arrived.
        Acknowledgement = "acknowledgement",
        /// The same for a request from elsewhere.
        Receipt = "receipt",
        /// What happens next, and when the customer hears of it.
        Plan = "plan",
        Solved = "solved",
        /// A notice to staff.
        Alarm = "alarm",
        Survey = "survey",
        /// What a customer wrote on the desk, for the others who take part.
        Passed = "passed",
        /// A member of staff's work in short, as often as they chose.
        Digest = "digest",
        /// Asked for by whoever gets it, to sign in.
        Code = "code",
        /// Something about an account changed.
        Account = "account",
        /// An admin tries out a text.
        Test = "test",
    }
}

impl MailKind {
    /// Whether the desk writes it by itself, so that the caps count it: neither a person wrote it, nor did whoever gets
    /// it ask for it.
    #[must_use]
    pub fn is_automatic(self) -> bool {
        !matches!(self, Self::Reply | Self::Passed | Self::Code | Self::Account | Self::Test)
    }

    /// Whether somebody of the staff wrote it or had it written, and has to hear when it does not arrive.
    #[must_use]
    pub fn is_missed(self) -> bool {
        matches!(self, Self::Reply | Self::Plan | Self::Solved)
    }

    /// Whether more of the kind come without being asked for, so that each says how to end them.
    #[must_use]
    pub fn comes_again(self) -> bool {
        matches!(self, Self::Survey | Self::Digest)
    }

    /// Value of Auto-Submitted (RFC 3834); a person's own words have none.
    #[must_use]
    pub fn auto_submitted(self) -> Option<&'static str> {
        match self {
            Self::Reply | Self::Passed => None,
            Self::Acknowledgement => Some("auto-replied"),
            _ => Some("auto-generated"),
        }
    }
}

coded! {
    /// Where a mail stands.
    MailState {
        Waiting = "waiting",
        /// A node is at it.
        Sending = "sending",
        /// The mail server took it.
        Sent = "sent",
        Failed = "failed",
        /// It came back after it was sent.
        Bounced = "bounced",
        /// A rule of the desk kept it back: nothing went wrong, and nobody has to act.
        Withheld = "withheld",
    }
}

coded! {
    /// What is in a mail's way.
    MailTrouble {
        /// The server put it off; it is tried again.
        Deferred = "deferred",
        /// No mail server is named in the settings. Never stored: it holds for everything that waits.
        NoServer = "no_server",
        /// Its sender's own server cannot be reached; it is tried again.
        Away = "away",
        /// The connection broke while it was handed over.
        Interrupted = "interrupted",
        /// The server refused it for good.
        Refused = "refused",
        /// It would have come too late.
        Expired = "expired",
        /// Its address had as many automatic mails as it may have.
        Capped = "capped",
        /// Mail to the address came back before.
        Stopped = "stopped",
        /// It would have gone to the desk itself, or to a machine.
        Machine = "machine",
        /// It broke off twice in handing over, and may have arrived: a third copy is not sent.
        Unsure = "unsure",
        /// Its files could not be read; it is tried again.
        Files = "files",
        /// Its address or its text cannot be put into a mail.
        Unsendable = "unsendable",
        /// It came back.
        Returned = "returned",
        /// What it said was redacted.
        Redacted = "redacted",
    }
}

impl MailTrouble {
    /// Whether it is a rule of the desk that keeps automatic mail back, and no failure.
    #[must_use]
    pub fn is_rule(self) -> bool {
        matches!(self, Self::Capped | Self::Stopped | Self::Machine)
    }

    /// Whether sending it once more can help; `is_stopped`: nothing is sent to its address for now.
    #[must_use]
    pub fn can_be_retried(self, is_stopped: bool) -> bool {
        !is_stopped && !matches!(self, Self::Machine | Self::Unsendable | Self::Redacted)
    }
}

/// One recipient's copy of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    pub id: String,
    pub to: String,
    pub state: MailState,
    pub trouble: Option<MailTrouble>,
    /// What the mail server said, in its own words; empty when it said nothing.
    pub answer: String,
    /// When it took this state.
    pub at: Stamp,
    /// When it is tried next.
    pub next: Option<Stamp>,
    /// The reader may let it leave once more.
    pub can_retry: bool,
}

/// How outgoing mail fares, for the admin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutgoingHealth {
    /// False: no mail server is named in the settings, and everything waits.
    pub configured: bool,
    /// Up to [`OutgoingHealth::MOST`], as are those below.
    pub waiting: u32,
    /// When the one that has waited longest was written.
    pub oldest: Option<Stamp>,
    /// Not delivered, or come back, within the last week.
    pub failed: u32,
    /// Since when the mail server cannot be reached, and what it or the network said.
    pub unreachable: Option<(Stamp, String)>,
}

impl OutgoingHealth {
    /// Where counting stops.
    pub const MOST: u32 = 10_000;
}

/// An address that nothing is sent to any more, because mail came back from it for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoppedAddress {
    pub address: String,
    /// The enhanced status code of the bounce, such as 5.1.1; empty when nothing came back.
    pub status: String,
    pub at: Stamp,
    /// Why somebody put it there, in their words; empty when a bounce did.
    pub reason: String,
    /// Who that was.
    pub by: Option<String>,
    /// The newest mail that came back from it, as far as it is still known.
    pub returned: Option<Returned>,
}

/// A mail that came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    pub subject: String,
    /// The ticket that it was about.
    pub number: Option<String>,
}

/// In whose name a queue writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SenderRow {
    pub queue: Named,
    pub name: String,
    /// Empty: it writes as the desk does.
    pub address: String,
}

/// The admin's page of senders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendersPage {
    /// In whose name the desk writes, as the settings have it.
    pub name: String,
    pub address: String,
    /// Host and port of the server that takes the mail, and of those that take one sender's each; none: it waits.
    pub server: Option<String>,
    pub queues: Vec<SenderRow>,
}

impl MailState {
    /// The order in which a reader has to know of them, where a message has several copies.
    pub const BY_NEED: [Self; 6] =
        [Self::Failed, Self::Bounced, Self::Waiting, Self::Sending, Self::Withheld, Self::Sent];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_or_asked_for_is_not_automatic() {
        let personal: Vec<MailKind> =
            MailKind::ALL.iter().copied().filter(|kind| !kind.is_automatic()).collect();
        let expected = [MailKind::Reply, MailKind::Passed, MailKind::Code, MailKind::Account, MailKind::Test];
        assert_eq!(personal, expected);
        let unmarked = MailKind::ALL.iter().filter(|kind| kind.auto_submitted().is_none());
        assert_eq!(unmarked.collect::<Vec<_>>(), [&MailKind::Reply, &MailKind::Passed]);
    }
}

//! Which mailboxes the desk reads, and whom it believes.

use std::time::Duration;

use super::imap::Imap;

/// How an installation receives mail.
#[derive(Debug, Clone, Default)]
pub struct Inbound {
    pub mailboxes: Vec<Mailbox>,
    /// Names under which servers of ours write Authentication-Results.
    pub trusted: Vec<String>,
}

/// An address of the desk's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mailbox {
    /// What the admin calls it; also the `--mailbox` of `casewell mail-in`.
    pub name: String,
    pub address: String,
    /// Id or name of the queue that its tickets go to, unless a rule sends them elsewhere.
    pub queue: Option<String>,
    /// Where it is read; none: its messages are handed over.
    pub imap: Option<Imap>,
    /// Time between looks where the server tells of no news; none: the usual.
    pub poll: Option<Duration>,
}

impl Inbound {
    /// The mailbox of this name.
    #[must_use]
    pub fn mailbox(&self, name: &str) -> Option<&Mailbox> {
        self.mailboxes.iter().find(|mailbox| mailbox.name == name)
    }
}

//! Which mailboxes the desk reads, and whom it believes.

use std::time::Duration;

use domain::tickets::entry::Named;

use super::imap::Imap;
use crate::settings::Directory;
use crate::{Backend, Outcome};

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

impl Mailbox {
    /// The desk's queue that its settings name.
    pub(crate) fn queue_in<'d>(&self, directory: &'d Directory) -> Option<&'d Named> {
        let wanted = self.queue.as_deref()?;
        directory.queues.iter().find(|queue| queue.id == wanted || queue.name == wanted)
    }
}

/// Mailboxes whose settings name a queue that is none, each with that.
///
/// # Errors
/// When the database does not answer.
pub async fn unknown_queues(b: &Backend) -> Outcome<Vec<(String, String)>> {
    let directory = b.directory().await?;
    let unknown = |mailbox: &&Mailbox| mailbox.queue_in(&directory).is_none();
    let mailboxes = b.settings.mail.inbound.mailboxes.iter().filter(unknown);
    Ok(mailboxes.filter_map(|own| Some((own.name.clone(), own.queue.clone()?))).collect())
}

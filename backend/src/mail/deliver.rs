//! Sends what waits in the outbox: takes some mails, hands them over on several lines side by side, while what became of
//! those before is written down. A mail leaves with the same Message-ID however often it is tried.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::outbox::MailTrouble;
use domain::people::email_norm;
use tokio::sync::{Mutex, mpsc, watch};

use super::claim::{self, BATCH, Claimed, Lease};
use super::mime::{self, Enclosed};
use super::settle::{Fate, Settled, settle_all};
use super::smtp::{Fault, Line, Smtp};
use super::token::{self, Secret};
use super::{health, senders};
use crate::settings::Directory;
use crate::{Backend, Outcome, files};

/// Lines to the server that one node holds.
const LINES: usize = 8;
/// How long the loop sleeps when nothing waits, and at most when the server does not answer.
const NAP: Duration = Duration::from_millis(500);
const LONGEST_NAP: Duration = Duration::from_secs(60);
/// How long a mail that is being handed over may take when the node is told to stop.
const GRACE: Duration = Duration::from_secs(5);
/// Bytes of files that go with a mail; what is over that is read on the desk.
const ENCLOSED: u64 = 15 << 20;
/// A mail with more than this in its files is put together alone, so that memory has an end.
const HEAVY: u64 = 1 << 20;

/// The lines to the mail server that a node holds between its rounds.
pub struct Lines {
    smtp: Smtp,
    open: Vec<Line>,
    /// What this node last noted about the server.
    noted: Noted,
    /// What tells the node to stop.
    stop: Option<watch::Receiver<bool>>,
}

#[derive(Clone, PartialEq, Eq)]
enum Noted {
    Nothing,
    Reached,
    /// For this cause.
    Away(String),
}

/// What a round came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Round {
    /// Nothing was due.
    Idle,
    /// Some mails are settled, or put off.
    Busy,
    /// The server cannot be reached; nothing was tried.
    Unreachable,
}

/// Sends until told to stop. Without a server in the settings nothing is sent, and mails wait.
pub async fn run(b: Backend, mut stop: watch::Receiver<bool>) {
    let Some(lines) = Lines::new(&b) else { return };
    let mut lines = Lines { stop: Some(stop.clone()), ..lines };
    if let Err(error) = claim::free(&b).await {
        tracing::error!(%error, "mail that was being sent waits for the end of its lease");
    }
    let mut nap = NAP;
    loop {
        let round = tokio::select! {
            round = lines.round(&b) => round,
            () = patience(stop.clone()) => return,
        };
        nap = match round {
            Ok(Round::Busy) => Duration::ZERO,
            Ok(Round::Idle) => NAP,
            Ok(Round::Unreachable) => (nap * 2).clamp(NAP, LONGEST_NAP),
            Err(error) => {
                tracing::error!(%error, "the outbox waits");
                (nap * 2).clamp(NAP, LONGEST_NAP)
            }
        };
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(nap) => {}
        }
    }
}

/// Ends a while after `stop` turned true: a server that does not answer holds nobody up.
async fn patience(mut stop: watch::Receiver<bool>) {
    if stop.wait_for(|stop| *stop).await.is_ok() {
        tokio::time::sleep(GRACE).await;
    }
}

impl Lines {
    /// None without a mail server in the settings.
    #[must_use]
    pub fn new(b: &Backend) -> Option<Self> {
        Some(Self {
            smtp: b.settings.mail.smtp.clone()?,
            open: Vec::new(),
            noted: Noted::Nothing,
            stop: None,
        })
    }

    /// Sends the mails whose turn it is, at most [`BATCH`].
    ///
    /// # Errors
    /// When the database does not answer; what was being sent is taken up again later.
    pub async fn round(&mut self, b: &Backend) -> Outcome<Round> {
        if !claim::is_due(b).await? {
            return Ok(Round::Idle);
        }
        let reached = self.reach(b).await;
        self.note(b, reached.as_ref().err()).await?;
        if reached.is_err() {
            return Ok(Round::Unreachable);
        }
        let claim = claim::claim(b).await?;
        if claim.mails.is_empty() {
            return Ok(if claim.found { Round::Busy } else { Round::Idle });
        }
        let directory = b.directory().await?;
        let secret = token::known_secret(&mut b.db.read().await?).await?;
        let heavy = Mutex::new(());
        let (done, fates) = mpsc::channel(BATCH);
        let lane = |mails| {
            let (stop, done) = (self.stop.as_ref(), done.clone());
            let line = self.open.pop();
            let (smtp, directory, heavy, secret) = (&self.smtp, &*directory, &heavy, secret.as_ref());
            let lease = &claim.lease;
            Lane { b, smtp, directory, heavy, secret, lease, line, own: BTreeMap::new(), stop, done }
                .send(mails)
        };
        let lanes: Vec<_> = claim.mails.chunks(claim.mails.len().div_ceil(LINES)).map(lane).collect();
        drop(done);
        let (lines, settled) = tokio::join!(futures::future::join_all(lanes), settle_all(b, &claim, fates));
        self.open.extend(lines.into_iter().flatten());
        settled?;
        Ok(Round::Busy)
    }

    /// Notes for the admin whether the server is there and what is wrong with it now, whenever that has changed.
    async fn note(&mut self, b: &Backend, cause: Option<&String>) -> Outcome<()> {
        let now = cause.map_or(Noted::Reached, |cause| Noted::Away(cause.clone()));
        if self.noted != now {
            if let Some(cause) = cause {
                tracing::warn!(%cause, "the mail server cannot be reached");
            }
            health::note(b, cause.map(String::as_str)).await?;
            self.noted = now;
        }
        Ok(())
    }

    /// Makes sure of one line before anything is taken.
    async fn reach(&mut self, b: &Backend) -> Result<(), String> {
        while let Some(mut line) = self.open.pop() {
            if line.is_alive().await {
                self.open.push(line);
                return Ok(());
            }
        }
        self.open.push(self.smtp.connect(&b.settings.mail_host()).await?);
        Ok(())
    }
}

/// One line with the mails that go over it, one after the other.
struct Lane<'a> {
    b: &'a Backend,
    smtp: &'a Smtp,
    directory: &'a Directory,
    /// Held by the lane that has a heavy mail in hand.
    heavy: &'a Mutex<()>,
    secret: Option<&'a Secret>,
    lease: &'a Lease,
    line: Option<Line>,
    /// Lines to servers that take the mail of one sender, by address.
    own: BTreeMap<String, Option<Line>>,
    stop: Option<&'a watch::Receiver<bool>>,
    done: mpsc::Sender<Settled<'a>>,
}

impl<'a> Lane<'a> {
    /// Sends `mails` and says what became of each, until nobody listens: what cannot be written down is not sent.
    /// Answers the line if it still holds.
    async fn send(mut self, mails: &'a [Claimed]) -> Option<Line> {
        for mail in mails {
            let is_told_to_stop = self.stop.is_some_and(|stop| *stop.borrow());
            let fate = if is_told_to_stop || !self.lease.holds(self.b.clock.now()) {
                Fate::Untried
            } else {
                self.hand_over(mail).await
            };
            if self.done.send((mail, fate)).await.is_err() {
                break;
            }
        }
        self.line
    }

    async fn hand_over(&mut self, mail: &Claimed) -> Fate {
        let is_heavy = mail.files.iter().map(|file| file.size).sum::<u64>() > HEAVY;
        let _alone = if is_heavy { Some(self.heavy.lock().await) } else { None };
        let files = match enclosed(self.b, mail).await {
            Ok(files) => files,
            Err(error) => {
                tracing::warn!(%error, mail = %mail.id, "files of a mail cannot be read");
                return later(MailTrouble::Files, String::new(), false);
            }
        };
        let sender = senders::sender(self.b, self.directory, &mail.sender);
        let way_out = self.secret.map(|secret| secret.way_out(&mail.id)).unwrap_or_default();
        let way_out = format!("{}/unsubscribe/{way_out}", self.b.settings.base_url);
        match mime::ready(mail, &sender, &way_out, files) {
            Ok(ready) => self.put_on_line(&sender.address, ready).await,
            Err(fate) => fate,
        }
    }

    async fn put_on_line(&mut self, sender: &str, ready: mime::Ready) -> Fate {
        let sender = email_norm(sender);
        let own = self.b.settings.mail.own_servers.get(&sender);
        let place = if own.is_some() { self.own.entry(sender).or_default() } else { &mut self.line };
        let line = match place {
            Some(line) => line,
            None => match own.unwrap_or(self.smtp).connect(&self.b.settings.mail_host()).await {
                Ok(line) => place.insert(line),
                Err(cause) if own.is_some() => return later(MailTrouble::Away, cause, false),
                Err(_) => return Fate::Untried,
            },
        };
        let (answer, doubtful) = match line.send(ready.from, ready.to, &ready.text).await {
            Ok(()) => return Fate::Sent,
            Err(Fault::Refused(answer)) => return Fate::Failed(MailTrouble::Refused, answer),
            Err(Fault::Nobody(status, answer)) => return Fate::Nobody { status, answer },
            Err(Fault::Deferred(answer)) => return later(MailTrouble::Deferred, answer, false),
            Err(Fault::Lost(answer)) => (answer, false),
            Err(Fault::Unknown(answer)) => (answer, true),
        };
        *place = None;
        later(MailTrouble::Interrupted, answer, doubtful)
    }
}

fn later(trouble: MailTrouble, answer: String, doubtful: bool) -> Fate {
    Fate::Later { trouble, answer, doubtful }
}

/// The files that go with `mail`, as far as they fit.
async fn enclosed(b: &Backend, mail: &Claimed) -> Outcome<Vec<Enclosed>> {
    let mut enclosed = Vec::new();
    for file in fitting(&mail.files) {
        if let Some(content) = files::content(b, &file.id).await? {
            enclosed.push(Enclosed { name: file.name.clone(), media: file.media.clone(), content });
        }
    }
    Ok(enclosed)
}

/// The first files that fit into a mail together.
pub(super) fn fitting(files: &[domain::files::Attachment]) -> &[domain::files::Attachment] {
    let mut sum = 0;
    let fit = files.iter().take_while(|file| {
        sum += file.size;
        sum <= ENCLOSED
    });
    &files[..fit.count()]
}

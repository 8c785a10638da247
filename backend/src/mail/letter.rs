//! A mail about a ticket from a template: what fills its places, and the row it becomes.

use domain::outbox::MailKind;
use domain::outbox::template::TemplateKey;
use domain::time::Instant;
use domain::words::outgoing;

use super::opt_outs;
use super::outbox::{self, About, Mail};
use super::readers;
pub(crate) use super::readers::Reader;
use super::setup;
use crate::db::Tx;
use crate::settings::Directory;
use crate::tickets::number_text;
use crate::tickets::store::Ticket;
use crate::{Backend, Outcome};

/// A mail that is about to be written: the ticket, why, and what goes into places of the template that not every mail has.
#[derive(Clone, Copy)]
pub(super) struct Letter<'a> {
    pub b: &'a Backend,
    pub directory: &'a Directory,
    pub ticket: &'a Ticket,
    pub kind: MailKind,
    pub key: TemplateKey,
    pub now: Instant,
    /// Who signs it; `None`: the desk.
    pub author: Option<(&'a str, &'a str)>,
    pub entry_id: Option<&'a str>,
}

impl Letter<'_> {
    /// Writes to `reader`, with `more` in the places that they name.
    pub(super) async fn write(self, tx: &mut Tx, reader: &Reader, more: &[(&str, &str)]) -> Outcome<()> {
        let mail = self.mail(reader, more);
        outbox::enqueue(tx, self.b, &mail).await
    }

    /// The mail itself, to be changed before it is put into the outbox.
    pub(super) fn mail(&self, reader: &Reader, more: &[(&str, &str)]) -> Mail {
        let (number, url) = (number_text(self.ticket.number), self.url(reader));
        let desk = || self.b.settings.sender().name;
        let signature = match self.author {
            Some((id, name)) => setup::signature(self.directory, Some(id), name),
            None => setup::signature(self.directory, None, &desk()),
        };
        let usual = [
            ("name", reader.name.as_str()),
            ("number", &number),
            ("subject", &self.ticket.subject),
            ("url", &url),
            ("signature", &signature),
        ];
        let values: Vec<(&str, &str)> = more.iter().copied().chain(usual).collect();
        let words = self.directory.mail.template(reader.lang, self.key).fill(&values);
        let mail = Mail::new(self.b, self.kind, reader.lang, &reader.address, words);
        let queue_id = self.ticket.queue_id.clone();
        Mail { name: reader.name.clone(), at: self.now, queue_id, about: Some(self.about()), ..mail }
    }

    fn about(&self) -> About {
        About {
            entry_id: self.entry_id.map(str::to_owned),
            in_thread: self.kind != MailKind::Alarm,
            ..About::of(self.ticket)
        }
    }

    /// Where the reader finds the ticket on the desk; nowhere when they only take part by mail.
    pub(super) fn url(&self, reader: &Reader) -> String {
        let number = number_text(self.ticket.number);
        match (reader.has_page, self.kind) {
            (false, _) => String::new(),
            (true, MailKind::Alarm) => format!("{}/desk/t/{number}", self.b.settings.base_url),
            (true, _) => format!("{}/requests/{number}", self.b.settings.base_url),
        }
    }
}

/// Asks the requester of a ticket something in the words of [`TemplateKey::Survey`]: `words` gives the question and the
/// address where it is answered. Answers who was asked; nothing is written when nobody is there to ask. Call it in the
/// transaction that decides to ask, with the directory as it was before that; the caps of automatic mail hold.
///
/// # Errors
/// The database's faults.
pub(crate) async fn ask(
    tx: &mut Tx,
    b: &Backend,
    directory: &Directory,
    ticket: &Ticket,
    words: impl Fn(&Reader) -> (String, String),
) -> Outcome<Option<Reader>> {
    let Some(reader) = readers::requester(tx, ticket).await? else { return Ok(None) };
    if opt_outs::wants_none(tx, &reader.address).await? {
        return Ok(None);
    }
    let (question, url) = words(&reader);
    let letter = Letter {
        b,
        directory,
        ticket,
        kind: MailKind::Survey,
        key: TemplateKey::Survey,
        now: b.clock.now(),
        author: None,
        entry_id: None,
    };
    letter.write(tx, &reader, &[("question", &question), ("url", &url)]).await?;
    Ok(Some(reader))
}

/// What the reader is told of files that do not fit into the mail; empty when all do.
pub(super) fn too_large(reader: &Reader, url: &str, left_out: usize) -> String {
    let w = outgoing::pieces(reader.lang);
    match left_out {
        0 => String::new(),
        1 => domain::words::fill(w.files_one, &[("url", url)]),
        n => domain::words::fill(w.files_many, &[("url", url), ("n", &n.to_string())]),
    }
}

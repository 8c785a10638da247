//! What staff did to a ticket that its customer has to hear of: a reply, a plan, when the next contact is, that it is solved;
//! and what one customer wrote on the desk, for the others who take part. One change is one mail, whatever it holds. Only
//! public entries are looked at.

use domain::Viewer;
use domain::files::Attachment;
use domain::outbox::MailKind;
use domain::outbox::template::TemplateKey;
use domain::people::email_norm;
use domain::tickets::entry::Body;
use domain::tickets::{PlanStep, Status};
use domain::time::Instant;
use domain::words::{fill, outgoing};

use super::deliver::fitting;
use super::letter::{Letter, too_large};
use super::outbox::{self, Mail};
use super::readers::{self, Reader};
use crate::Outcome;
use crate::db::{Tx, q};
use crate::tickets::append::Pen;
use crate::tickets::store::Ticket;

const NEWS: &str = "SELECT id, body FROM entries
  WHERE ticket_id = $1 AND seq > $2 AND is_public = TRUE AND author = $3 ORDER BY seq LIMIT 50";

/// Writes to everybody on the ticket but `v`, and those who `have` it at these addresses, what `v` has added since version
/// `before`.
///
/// # Errors
/// The database's faults.
pub(crate) async fn announce(
    tx: &mut Tx,
    pen: &Pen,
    v: &Viewer,
    ticket: &Ticket,
    before: i64,
    have: &[String],
) -> Outcome<()> {
    if ticket.version == before {
        return Ok(());
    }
    let is_answer = v.is_staff() && v.person_id != ticket.requester_id;
    let author = if is_answer { "staff" } else { "customer" };
    let rows: Vec<(String, String)> =
        q(NEWS).bind(ticket.id.as_str()).bind(before).bind(author).all(tx).await?;
    let mut news = News { author: v.name.clone(), ..News::default() };
    for (id, body) in rows {
        news.take(id, serde_json::from_str(&body)?);
    }
    let Some((kind, key)) = (if is_answer { news.kind() } else { news.passed() }) else { return Ok(()) };
    let letter = Letter {
        b: &pen.backend,
        directory: &pen.directory,
        ticket,
        kind,
        key,
        now: pen.now,
        author: Some((&v.person_id, &v.name)),
        entry_id: news.message.as_ref().map(|message| message.id.as_str()),
    };
    let own = readers::addresses(tx, &v.person_id).await?;
    for reader in readers::everybody(tx, ticket).await? {
        let address = email_norm(&reader.address);
        if !own.contains(&address) && !have.contains(&address) {
            outbox::enqueue(tx, letter.b, &news.mail(&letter, &reader)).await?;
        }
    }
    Ok(())
}

/// What one change told the customer.
#[derive(Default)]
struct News {
    author: String,
    message: Option<Message>,
    plan: Vec<PlanStep>,
    contact: Option<Instant>,
    is_solved: bool,
}

struct Message {
    id: String,
    text: String,
    files: Vec<Attachment>,
}

impl News {
    fn take(&mut self, id: String, body: Body) {
        match body {
            Body::Message { text, files, .. } => match &mut self.message {
                Some(message) => {
                    message.text = format!("{}\n\n{text}", message.text);
                    message.files.extend(files);
                }
                None => self.message = Some(Message { id, text, files }),
            },
            Body::Plan { steps } => self.plan = steps,
            Body::NextContact { due, .. } => self.contact = Some(due),
            Body::Status { to, .. } => self.is_solved = to == Status::Resolved,
            _ => {}
        }
    }

    /// Which mail says it; `None` when there is nothing to say.
    fn kind(&self) -> Option<(MailKind, TemplateKey)> {
        if self.message.is_some() {
            Some((MailKind::Reply, TemplateKey::Reply))
        } else if self.is_solved {
            Some((MailKind::Solved, TemplateKey::Solved))
        } else if self.contact.is_some() || !self.plan.is_empty() {
            Some((MailKind::Plan, TemplateKey::Plan))
        } else {
            None
        }
    }

    /// The same for what a customer did: only their words are for others to read.
    fn passed(&self) -> Option<(MailKind, TemplateKey)> {
        self.message.as_ref().map(|_| (MailKind::Passed, TemplateKey::Passed))
    }

    fn mail(&self, letter: &Letter<'_>, reader: &Reader) -> Mail {
        let w = outgoing::pieces(reader.lang);
        let contact = self.contact.map(|due| fill(w.contact, &[("at", &reader.time(due))]));
        let solved = if self.is_solved { w.solved } else { "" };
        let files = self.message.as_ref().map(|message| message.files.as_slice()).unwrap_or_default();
        let enclosed = fitting(files);
        let left_out = too_large(reader, &letter.url(reader), files.len() - enclosed.len());
        let text = self.message.as_ref().map(|message| message.text.as_str()).unwrap_or_default();
        let text =
            [text, &left_out].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n");
        let mut mail = letter.mail(
            reader,
            &[
                ("author", &self.author),
                ("message", &text),
                ("plan", &outgoing::plan(reader.lang, &self.plan)),
                ("contact", contact.as_deref().unwrap_or_default()),
                ("solved", solved),
            ],
        );
        if let Some(about) = &mut mail.about {
            about.files = enclosed.to_vec();
        }
        mail
    }
}

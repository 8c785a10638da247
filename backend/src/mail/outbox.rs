//! The outbox: a mail is written in the transaction of what caused it, so that neither exists without the other. What
//! leaves it when, [`claim`](super::claim) decides.

use std::fmt;

use domain::files::Attachment;
use domain::outbox::MailKind;
use domain::people::email_norm;
use domain::text;
use domain::time::Instant;
use domain::words::Lang;

use super::ids::{self, Origin};
use super::news::News;
use super::{layout, token};
use crate::db::{Query, Tx, q};
use crate::tickets::store::Ticket;
use crate::{Backend, Outcome};

const INSERT_MAIL: &str = "INSERT INTO outbox (id, kind, is_automatic, recipient, recipient_norm, recipient_name, subject, body,
    html, ticket_id, entry_id, place, sender, token, message_id, refs, files, state, created_at, expires_at, next_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 'waiting', $18, $19, $20)";
const THREAD: &str = "SELECT message_id FROM mail_ids WHERE ticket_id = $1 AND seen = TRUE
  ORDER BY created_at DESC, message_id LIMIT 20";
/// What came back has left, whatever the row says so far.
const RETURN: &str =
    "UPDATE outbox SET state = 'bounced', next_at = NULL, trouble = 'returned', answer = $3, settled_at = $4
  WHERE message_id = $1 AND recipient_norm = $2 AND state <> 'bounced' AND (state IN ('sent', 'sending') OR doubts > 0)
  RETURNING id";

const FLAG: &str = "INSERT INTO bounced_addresses (email_norm, status, at) VALUES ($1, $2, $3)
  ON CONFLICT (email_norm) DO UPDATE SET status = excluded.status, at = excluded.at";

/// Bytes kept of what a mail server said.
pub(super) const ANSWER: usize = 300;

/// A mail to be sent. Its text stays out of `Debug`, and so out of logs.
#[derive(Clone)]
pub struct Mail {
    /// From [`Ids::id`](crate::Ids::id); the list is in its order.
    pub id: String,
    pub kind: MailKind,
    pub to: String,
    /// The recipient's name, if they have one.
    pub name: String,
    /// The recipient's.
    pub lang: Lang,
    pub subject: String,
    /// As [`layout`] reads it.
    pub body: String,
    pub at: Instant,
    /// The queue in whose name it is written; none: the desk's.
    pub queue_id: Option<String>,
    /// It does not leave before this.
    pub not_before: Option<Instant>,
    /// When it has lost its use, as a sign-in code does; sending it later would only confuse.
    pub expires_at: Option<Instant>,
    /// The ticket that it is about.
    pub about: Option<About>,
}

/// What a mail has to do with a ticket.
#[derive(Debug, Clone)]
pub struct About {
    pub ticket_id: String,
    pub number: i64,
    /// The ticket's version.
    pub place: i64,
    /// The entry whose words it brings; all copies of it have one Message-ID.
    pub entry_id: Option<String>,
    /// It stands in the conversation with the customer.
    pub in_thread: bool,
    /// What is answered to it is for colleagues.
    pub is_inside: bool,
    pub files: Vec<Attachment>,
}

impl About {
    /// A mail of the conversation about `ticket` that brings no entry's words.
    pub(super) fn of(ticket: &Ticket) -> Self {
        Self {
            ticket_id: ticket.id.clone(),
            number: ticket.number,
            place: ticket.version,
            entry_id: None,
            in_thread: true,
            is_inside: false,
            files: Vec::new(),
        }
    }

    fn token(&self, secret: &token::Secret, recipient: &str) -> String {
        if self.is_inside {
            secret.inside_token(self.number, recipient)
        } else {
            secret.reply_token(self.number, recipient)
        }
    }
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail").field("id", &self.id).field("at", &self.at).finish_non_exhaustive()
    }
}

impl Mail {
    /// A mail that is about no ticket.
    #[must_use]
    pub fn new(b: &Backend, kind: MailKind, lang: Lang, to: &str, (subject, body): (String, String)) -> Self {
        let at = b.clock.now();
        Self {
            id: b.ids.id(at),
            kind,
            to: to.to_owned(),
            name: String::new(),
            lang,
            subject,
            body,
            at,
            queue_id: None,
            not_before: None,
            expires_at: None,
            about: None,
        }
    }
}

/// Puts `mail` into the outbox, to leave once this transaction has committed. Its Message-ID and the address for answers
/// are set for good here.
///
/// # Errors
/// When the database refuses.
pub async fn enqueue(tx: &mut Tx, b: &Backend, mail: &Mail) -> Outcome<()> {
    let secret = token::secret(tx).await?;
    let about = mail.about.as_ref();
    let entry_id = about.and_then(|about| about.entry_id.clone());
    let message_id = secret.message_id(entry_id.as_ref().unwrap_or(&mail.id), &b.settings.mail_host());
    let recipient = email_norm(&mail.to);
    let refs = match about {
        Some(about) if about.in_thread => thread(tx, &about.ticket_id, &message_id).await?,
        Some(about) => secret.message_id(&about.ticket_id, &b.settings.mail_host()),
        None => String::new(),
    };
    let base_url = &b.settings.base_url;
    q(INSERT_MAIL)
        .bind(mail.id.as_str())
        .bind(mail.kind.code())
        .bind(mail.kind.is_automatic())
        .bind(mail.to.trim())
        .bind(recipient.as_str())
        .bind(text::line(&mail.name))
        .bind(text::line(&mail.subject))
        .bind(layout::plain(&mail.body, base_url))
        .bind(layout::html(&mail.body, mail.lang, base_url))
        .bind(about.map(|about| about.ticket_id.clone()))
        .bind(entry_id.clone())
        .bind(about.map_or(0, |about| about.place))
        .bind(mail.queue_id.clone().unwrap_or_default())
        .bind(about.map(|about| about.token(&secret, &recipient)).unwrap_or_default())
        .bind(message_id.as_str())
        .bind(refs)
        .bind(serde_json::to_string(about.map_or(&[][..], |about| &about.files))?)
        .bind(mail.at.0)
        .bind(mail.expires_at.map(|at| at.0))
        .bind(mail.not_before.map_or(mail.at, |at| at.max(mail.at)).0)
        .exec(tx)
        .await?;
    match about {
        Some(about) => {
            let entry = entry_id.as_deref();
            ids::learn(tx, &message_id, &about.ticket_id, entry, Origin::Ours, mail.at).await
        }
        None => Ok(()),
    }
}

/// The Message-IDs of the ticket's conversation so far, oldest first.
async fn thread(tx: &mut Tx, ticket_id: &str, own: &str) -> Outcome<String> {
    let mut newest: Vec<String> = q(THREAD).bind(ticket_id).all(tx).await?;
    newest.retain(|id| id != own && !id.contains(char::is_whitespace));
    newest.reverse();
    Ok(newest.join(" "))
}

/// Notes that the mail of this Message-ID to `address` came back after it was sent, and tells who has its ticket; whether
/// there was one. Call it when nothing more is locked in the transaction.
///
/// # Errors
/// When the database refuses.
pub async fn returned(
    tx: &mut Tx,
    b: &Backend,
    message_id: &str,
    address: &str,
    answer: &str,
) -> Outcome<bool> {
    let bare = message_id.trim().trim_start_matches('<').trim_end_matches('>');
    let query = q(RETURN).bind(bare).bind(email_norm(address)).bind(cut(answer)).bind(b.clock.now().0);
    let back: Vec<String> = query.all(tx).await?;
    let mut news = News::default();
    back.iter().for_each(|id| news.lost(id));
    news.tell(tx, b, b.directory().await?).await?;
    Ok(!back.is_empty())
}

/// Puts `address` on the stop list, since a server has nobody there, in the words of its enhanced `status`.
pub(super) fn flag(address: &str, status: &str, at: Instant) -> Query {
    q(FLAG).bind(email_norm(address)).bind(status).bind(at.0)
}

/// What a mail server said, as far as it is kept.
pub(super) fn cut(answer: &str) -> String {
    let line = text::line(answer);
    line[..line.floor_char_boundary(ANSWER)].to_owned()
}

//! A message that is larger than any may be: its head is kept, a ticket says that it came, its sender is told, and those
//! who lead hear of it.

use bytes::Bytes;
use domain::access::Role;
use domain::mail::MAX_MESSAGE;
use domain::mail::machine::Writer;
use domain::mail::sender::Dmarc;
use domain::outbox::MailKind;
use domain::tickets::view::Notice;
use domain::words::Lang;
use domain::words::{fill, mail_in};

use super::keep::{Arrival, keep};
use super::settle::{Case, Message};
use crate::db::Tx;
use crate::mail::outbox::{self, About, Mail};
use crate::tickets::append::Telling;
use crate::tickets::{notices, number_text, store};
use crate::{Backend, Outcome};

/// Bytes of its beginning that are kept.
const BEGINNING: usize = 64 << 10;
/// Tells, in the head that is kept, how large the message was.
pub(super) const SIZE_FIELD: &str = "x-casewell-too-large";

/// Keeps the head of `arrival` with its size, and leaves the rest.
pub(super) async fn keep_head(b: &Backend, arrival: Arrival, size: usize) -> Outcome<String> {
    let head = head(&arrival.raw);
    let size = size.div_ceil(1 << 20);
    let mut raw = format!("{SIZE_FIELD}: {size}\r\n").into_bytes();
    raw.extend_from_slice(head);
    raw.extend_from_slice(b"\r\n\r\n");
    Ok(keep(b, &Arrival { raw: Bytes::from(raw), ..arrival }).await?.0)
}

/// What stands before the first empty line.
fn head(raw: &[u8]) -> &[u8] {
    let beginning = &raw[..raw.len().min(BEGINNING)];
    let ends = |at: &usize| beginning[*at..].starts_with(b"\n\n") || beginning[*at..].starts_with(b"\n\r\n");
    (0..beginning.len()).find(ends).map_or(beginning, |at| beginning[..at].trim_ascii_end())
}

/// What stands in the ticket in place of the message; nothing for one that came whole.
pub(super) fn stub(case: &Case, lang: Lang) -> Option<String> {
    let head = &case.message.parsed.head;
    let size = head.field(SIZE_FIELD)?;
    let most = (MAX_MESSAGE >> 20).to_string();
    let from = &case.who.address.email;
    let w = mail_in::mail_in(lang);
    let told = if is_told(case) { w.too_large_told } else { "" };
    let values =
        [("size", size), ("most", &most), ("from", from), ("subject", &head.subject), ("told", told)];
    Some(fill(w.too_large, &values).trim_end().to_owned())
}

/// Whether only the head of `message` was kept.
pub(super) fn is_stub(message: &Message) -> bool {
    message.parsed.head.field(SIZE_FIELD).is_some()
}

/// Those who lead hear of it.
async fn alarm(tx: &mut Tx, case: &Case, ticket_id: &str) -> Outcome<()> {
    let Some(ticket) = store::lock_by_id(tx, ticket_id).await? else { return Ok(()) };
    let leads = case.pen.directory.with_role(Role::Lead);
    let notice = Notice::MailTooLarge { from: case.who.address.email.clone() };
    let tell: Vec<Telling> = leads.map(|lead| Telling::new(lead.id.clone(), notice.clone())).collect();
    notices::tell(tx, &case.pen, &ticket, &tell).await
}

/// Whether its sender is told: a machine never is, nor a whole list, nor an address that denies having written.
fn is_told(case: &Case) -> bool {
    case.writer == Writer::Person && case.who.dmarc != Dmarc::Fail
}

/// Tells the sender that it was too large, and those who lead. An answer to that comes to the ticket.
pub(super) async fn tell(tx: &mut Tx, case: &Case, ticket_id: &str) -> Outcome<()> {
    if !is_stub(&case.message) {
        return Ok(());
    }
    alarm(tx, case, ticket_id).await?;
    let Some(ticket) = store::lock_by_id(tx, ticket_id).await?.filter(|_| is_told(case)) else {
        return Ok(());
    };
    let b = &case.pen.backend;
    let lang = case.who.person.as_ref().map_or(case.message.lang, |person| person.lang);
    let (w, number) = (mail_in::mail_in(lang), number_text(ticket.number));
    let most = (MAX_MESSAGE >> 20).to_string();
    let subject = &case.message.parsed.head.subject;
    let values =
        [("subject", subject.as_str()), ("most", &most), ("number", &number), ("url", &b.settings.base_url)];
    let text = (fill(w.too_large_subject, &values), fill(w.sent_too_large, &values));
    let about = About::of(&ticket);
    // A receipt: whoever was acknowledged this morning has to hear this all the same.
    let mail = Mail::new(b, MailKind::Receipt, lang, &case.who.address.email, text);
    outbox::enqueue(tx, b, &Mail { queue_id: ticket.queue_id, about: Some(about), ..mail }).await
}

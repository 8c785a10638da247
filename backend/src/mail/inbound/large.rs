//! A message that is larger than any may be: its head is kept, a ticket says that it came, its sender is told, and those
//! who lead hear of it.

use bytes::Bytes;
use domain::access::Role;
use domain::mail::MAX_MESSAGE;
use domain::outbox::MailKind;
use domain::tickets::view::Notice;
use domain::words::Lang;
use domain::words::{fill, mail_in};

use super::keep::{Arrival, keep};
use super::settle::{Case, Message};
use crate::db::Tx;
use crate::mail::outbox::{self, Mail};
use crate::tickets::append::Telling;
use crate::tickets::{notices, store};
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
    keep(b, &Arrival { raw: Bytes::from(raw), ..arrival }).await
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
    let values = [("size", size), ("most", &most), ("from", from), ("subject", &head.subject)];
    Some(fill(mail_in::mail_in(lang).too_large, &values))
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

/// Tells the sender that it was too large, and those who lead.
pub(super) async fn tell(tx: &mut Tx, case: &Case, ticket_id: &str) -> Outcome<()> {
    if !is_stub(&case.message) {
        return Ok(());
    }
    let head = &case.message.parsed.head;
    alarm(tx, case, ticket_id).await?;
    let b = &case.pen.backend;
    let lang = case.who.person.as_ref().map(|person| person.lang).unwrap_or_default();
    let w = mail_in::mail_in(lang);
    let most = (MAX_MESSAGE >> 20).to_string();
    let body =
        fill(w.sent_too_large, &[("subject", &head.subject), ("most", &most), ("url", &b.settings.base_url)]);
    let text = (w.too_large_subject.to_owned(), body);
    outbox::enqueue(tx, b, &Mail::new(b, MailKind::Acknowledgement, lang, &case.who.address.email, text))
        .await
}

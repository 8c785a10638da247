//! What in a message leads to a ticket, looked up.

use domain::mail::head::Head;
use domain::mail::subject;
use domain::mail::which::{Candidate, Clues, is_close};

use super::super::ids::{self, Origin};
use super::super::token::Secret;
use super::who::Who;
use crate::Outcome;
use crate::db::{Conn, q};

const BY_NUMBER: &str = "SELECT id FROM tickets WHERE number = $1";
const MERGED: &str = "SELECT merged_into FROM tickets WHERE id = $1";
const TAKES_PART: &str = "SELECT COUNT(*) FROM tickets t WHERE t.id = $1 AND (t.requester_id = $2
    OR (t.organisation_id IS NOT NULL AND t.organisation_id = $3)
    OR EXISTS (SELECT 1 FROM participants p WHERE p.ticket_id = t.id AND p.email_norm = $4))";
const OPEN: &str = "SELECT id, subject FROM tickets WHERE requester_id = $1 AND active = TRUE ORDER BY changed_at DESC, id LIMIT 20";

/// How often a merged ticket may have been merged on.
const MERGES: usize = 10;

/// Everything in the head that leads to a ticket; `reported` are the messages that a report gives back.
pub(super) async fn clues(
    conn: &mut Conn,
    secret: Option<&Secret>,
    head: &Head,
    reported: &[String],
    who: &Who,
) -> Outcome<Clues> {
    let mut clues = Clues { token: by_token(conn, secret, head, who).await?, ..Clues::default() };
    let own = head.message_id.as_deref();
    for id in reported.iter().map(String::as_str).chain(head.ancestors()).chain(own) {
        let Some(known) = ids::known(conn, id).await? else { continue };
        let place = match known.origin {
            Origin::Ours => &mut clues.ours,
            Origin::Theirs => &mut clues.theirs,
            Origin::Named => &mut clues.named,
        };
        if place.is_none() {
            *place = Some(candidate(conn, known.ticket_id, id.to_owned(), who).await?);
        }
    }
    clues.subject = by_subject(conn, head, who).await?;
    clues.close = close(conn, head, who).await?;
    Ok(clues)
}

async fn by_token(
    conn: &mut Conn,
    secret: Option<&Secret>,
    head: &Head,
    who: &Who,
) -> Outcome<Option<Candidate>> {
    let Some(secret) = secret else { return Ok(None) };
    let recipients = head.recipients();
    let signed = recipients.iter().find_map(|address| Some((address, secret.read_address(address)?)));
    let Some((address, reply)) = signed else { return Ok(None) };
    by_number(conn, reply.ticket, address.clone(), who).await
}

async fn by_subject(conn: &mut Conn, head: &Head, who: &Who) -> Outcome<Option<Candidate>> {
    match subject::tag(&head.subject) {
        Some(number) => by_number(conn, number, crate::tickets::number_text(number), who).await,
        None => Ok(None),
    }
}

async fn by_number(conn: &mut Conn, number: i64, clue: String, who: &Who) -> Outcome<Option<Candidate>> {
    match q(BY_NUMBER).bind(number).opt::<String>(conn).await? {
        Some(id) => Ok(Some(candidate(conn, id, clue, who).await?)),
        None => Ok(None),
    }
}

/// An open ticket of the sender about the same.
async fn close(conn: &mut Conn, head: &Head, who: &Who) -> Outcome<Option<Candidate>> {
    let Some(person) = &who.person else { return Ok(None) };
    let open: Vec<(String, String)> = q(OPEN).bind(person.person_id.as_str()).all(conn).await?;
    let plain = subject::plain(&head.subject);
    let found = open.into_iter().find(|(_, subject)| is_close(&plain, &subject::plain(subject)));
    Ok(found.map(|(ticket_id, clue)| Candidate { ticket_id, takes_part: true, clue }))
}

/// The ticket, or the one that carries it on.
async fn candidate(conn: &mut Conn, ticket_id: String, clue: String, who: &Who) -> Outcome<Candidate> {
    let ticket_id = survivor(conn, ticket_id).await?;
    let takes_part = takes_part(conn, &ticket_id, who).await?;
    Ok(Candidate { ticket_id, takes_part, clue })
}

/// Where a merged ticket ended.
pub(super) async fn survivor(conn: &mut Conn, mut ticket_id: String) -> Outcome<String> {
    for _ in 0..MERGES {
        match q(MERGED).bind(ticket_id.as_str()).opt::<Option<String>>(conn).await?.flatten() {
            Some(into) if into != ticket_id => ticket_id = into,
            _ => break,
        }
    }
    Ok(ticket_id)
}

/// Whether the sender is the requester, somebody of their organisation, or was named on the ticket.
async fn takes_part(conn: &mut Conn, ticket_id: &str, who: &Who) -> Outcome<bool> {
    let person = who.person.as_ref();
    let takes = q(TAKES_PART).bind(ticket_id).bind(person.map_or("", |person| person.person_id.as_str()));
    let takes = takes.bind(person.and_then(|person| person.organisation_id.clone()));
    Ok(takes.bind(who.address.norm()).one::<i64>(conn).await? > 0)
}

//! What in a message leads to a ticket, looked up.

use domain::mail::head::{Address, Head};
use domain::mail::sender::{Dmarc, Standing, is_everybodys};
use domain::mail::subject;
use domain::mail::which::{Candidate, Clues, is_close};

use super::super::ids::{self, Known, Origin};
use super::super::token::Secret;
use super::who::Who;
use crate::Outcome;
use crate::db::{Conn, q};

const BY_NUMBER: &str = "SELECT id FROM tickets WHERE number = $1";
const MERGED: &str = "SELECT merged_into FROM tickets WHERE id = $1";
const TAKES_PART: &str = "SELECT COUNT(*) FROM tickets t WHERE t.id = $1 AND (t.requester_id = $2
    OR (t.organisation_id IS NOT NULL AND t.organisation_id = $3)
    OR EXISTS (SELECT 1 FROM participants p WHERE p.ticket_id = t.id AND p.email_norm = $4))";
const SHOWN: &str = "SELECT is_public FROM entries WHERE id = $1";
const ANSWERED: &str = "SELECT token FROM outbox WHERE message_id = $1 LIMIT 1";
const READERS: &str =
    "SELECT e.email_norm FROM person_emails e JOIN tickets t ON t.requester_id = e.person_id WHERE t.id = $1
  UNION SELECT p.email_norm FROM participants p WHERE p.ticket_id = $1 LIMIT 100";
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
    let seek = Seek { secret, head, who };
    let mut clues = Clues { token: seek.by_token(conn).await?, ..Clues::default() };
    let own = head.message_id.as_deref();
    for id in reported.iter().map(String::as_str).chain(head.ancestors()).chain(own) {
        let Some(known) = ids::known(conn, id).await? else { continue };
        let place = match known.origin {
            Origin::Ours => &mut clues.ours,
            Origin::Theirs => &mut clues.theirs,
            Origin::Named => &mut clues.named,
        };
        if place.is_none() {
            let with_customer = seek.is_with_customer(conn, id, &known).await?;
            *place = Some(seek.candidate(conn, known.ticket_id, id.to_owned(), with_customer).await?);
        }
    }
    clues.subject = seek.by_subject(conn).await?;
    clues.mark = seek.by_mark(conn).await?;
    clues.close = close(conn, head, who).await?;
    Ok(clues)
}

/// The number of another desk in the subject, as its sender's domain is known by; nothing for staff, and nothing that a
/// domain denies.
pub(super) fn mark_id(head: &Head, who: &Who) -> Option<String> {
    let is_theirs =
        matches!(who.standing, Standing::Contact | Standing::Stranger) && who.dmarc != Dmarc::Fail;
    let mark = subject::foreign_mark(&head.subject).filter(|_| is_theirs)?;
    let domain = who.address.domain();
    let whose = if domain.is_empty() || is_everybodys(&domain) { who.address.norm() } else { domain };
    Some(ids::of_mark(&whose, &mark))
}

/// What is looked for, and for whom.
struct Seek<'a> {
    secret: Option<&'a Secret>,
    head: &'a Head,
    who: &'a Who,
}

impl Seek<'_> {
    async fn by_token(&self, conn: &mut Conn) -> Outcome<Option<Candidate>> {
        let Some(secret) = self.secret else { return Ok(None) };
        let recipients = self.head.recipients();
        let signed = recipients.iter().find_map(|address| Some((address, secret.read_address(address)?)));
        let Some((address, reply)) = signed else { return Ok(None) };
        self.by_number(conn, reply.ticket, address.clone(), !reply.is_inside).await
    }

    async fn by_subject(&self, conn: &mut Conn) -> Outcome<Option<Candidate>> {
        let Some(number) = subject::tag(&self.head.subject) else { return Ok(None) };
        self.by_number(conn, number, crate::tickets::number_text(number), false).await
    }

    async fn by_mark(&self, conn: &mut Conn) -> Outcome<Option<Candidate>> {
        let Some(id) = mark_id(self.head, self.who) else { return Ok(None) };
        let Some(known) = ids::known(conn, &id).await? else { return Ok(None) };
        let clue = subject::foreign_mark(&self.head.subject).unwrap_or_default();
        Ok(Some(self.candidate(conn, known.ticket_id, clue, false).await?))
    }

    async fn by_number(
        &self,
        conn: &mut Conn,
        number: i64,
        clue: String,
        with_customer: bool,
    ) -> Outcome<Option<Candidate>> {
        match q(BY_NUMBER).bind(number).opt::<String>(conn).await? {
            Some(id) => Ok(Some(self.candidate(conn, id, clue, with_customer).await?)),
            None => Ok(None),
        }
    }

    /// The ticket, or the one that carries it on.
    async fn candidate(
        &self,
        conn: &mut Conn,
        ticket_id: String,
        clue: String,
        with_customer: bool,
    ) -> Outcome<Candidate> {
        let ticket_id = survivor(conn, ticket_id).await?;
        let takes_part = takes_part(conn, &ticket_id, self.who).await?;
        // What staff pass on is for colleagues, whatever it stood in: programs put it into the thread of its first mail.
        let with_customer = with_customer && !subject::is_forward(&self.head.subject)
            || self.is_staffs() && reaches(conn, &ticket_id, self.head).await?;
        Ok(Candidate { ticket_id, takes_part, with_customer, clue })
    }

    /// Whether the message of this id is one that the customer wrote or was sent.
    async fn is_with_customer(&self, conn: &mut Conn, id: &str, known: &Known) -> Outcome<bool> {
        if !self.is_staffs() || known.origin == Origin::Named {
            return Ok(false);
        }
        if let Some(entry) = &known.entry_id {
            return Ok(q(SHOWN).bind(entry.as_str()).opt::<bool>(conn).await?.unwrap_or_default());
        }
        let token: Option<String> = q(ANSWERED).bind(id).opt(conn).await?;
        let reply = token.and_then(|token| self.secret?.read_token(&token));
        Ok(reply.is_some_and(|reply| !reply.is_inside))
    }

    fn is_staffs(&self) -> bool {
        matches!(self.who.standing, Standing::Staff | Standing::ClaimsStaff)
    }
}

/// Whether the message goes to the requester, or to somebody who takes part, by itself.
async fn reaches(conn: &mut Conn, ticket_id: &str, head: &Head) -> Outcome<bool> {
    let readers: Vec<String> = q(READERS).bind(ticket_id).all(conn).await?;
    Ok(head.to.iter().chain(&head.cc).map(Address::norm).any(|address| readers.contains(&address)))
}

/// An open ticket of the sender about the same.
async fn close(conn: &mut Conn, head: &Head, who: &Who) -> Outcome<Option<Candidate>> {
    let Some(person) = &who.person else { return Ok(None) };
    let open: Vec<(String, String)> = q(OPEN).bind(person.person_id.as_str()).all(conn).await?;
    let plain = subject::plain(&head.subject);
    let found = open.into_iter().find(|(_, subject)| is_close(&plain, &subject::plain(subject)));
    Ok(found.map(|(ticket_id, clue)| Candidate { ticket_id, takes_part: true, with_customer: false, clue }))
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

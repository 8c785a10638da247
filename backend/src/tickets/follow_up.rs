//! A message to a closed request opens another one that carries it on; each names the other.

use domain::Viewer;
use domain::mail::Came;
use domain::tickets::Channel;
use domain::tickets::decide::{Command, NewTicket};
use domain::tickets::entry::{Author, Body};
use domain::tickets::view::Written;

use super::append::Pen;
use super::change::tellings;
use super::create::{draft, insert, written};
use super::requester::requester_facts;
use super::scope::number_text;
use super::store::Ticket;
use crate::db::Tx;
use crate::files::Enclosed;
use crate::{Failure, Outcome};

/// Opens the request that `text` begins, with the files that were sent along, for the requester of `closed`, and links
/// the two. Whoever had the closed one is told. `mail`: how it came by mail.
///
/// # Errors
/// The database's faults.
pub(crate) async fn carry_on(
    tx: &mut Tx,
    pen: &Pen,
    v: &Viewer,
    closed: &mut Ticket,
    text: &str,
    enclosed: &Enclosed,
    mail: Option<&Came>,
) -> Outcome<Written> {
    let for_whom = requester_facts(tx, &closed.requester_id).await?;
    let for_whom = for_whom.ok_or_else(|| Failure::broken("a ticket without its requester"))?;
    let of = Body::FollowUp { number: number_text(closed.number), of: true };
    let channel = if mail.is_some() { Channel::Email } else { Channel::Portal };
    let new = like(closed, channel, text);
    let (ticket, mut entries, pressing) = draft(pen, &for_whom, &new, None, vec![(Author::System, of)])?;
    if let (Some(came), Some(first)) = (mail, entries.first_mut()) {
        first.body = first.body.clone().by_mail(came);
    }
    let written = written(&insert(tx, pen, ticket, entries, &pressing, enclosed).await?);
    let by = Body::FollowUp { number: written.number.clone(), of: false };
    let tell = tellings(pen, closed, v, &Command::CustomerMessage { text: text.to_owned() });
    pen.append(tx, closed, vec![(Author::System, by)], &tell).await?;
    Ok(written)
}

fn like(closed: &Ticket, channel: Channel, text: &str) -> NewTicket {
    NewTicket {
        channel,
        subject: closed.subject.clone(),
        text: text.to_owned(),
        ticket_type: closed.ticket_type.clone(),
        priority: closed.priority,
        product: closed.product_id.clone(),
        topic: closed.topic_id.clone(),
        answers: Vec::new(),
        opened: Vec::new(),
    }
}

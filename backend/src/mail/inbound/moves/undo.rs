//! Taking a move back, as a whole.

use domain::Viewer;
use domain::access::Action;
use domain::tickets::Status;

use super::super::take::{Taken, taken};
use super::{MERGE, PLACED, both, ends, newest, settle, told};
use crate::access::in_person;
use crate::db::{Tx, q};
use crate::mail::inbound::participants;
use crate::tickets::Pen;
use crate::{Backend, Failure, Outcome};

const UNDONE: &str = "UPDATE mail_moves SET undone = TRUE WHERE id = $1";

/// Brings the message `id` back to the ticket that it was moved from last. States go back as well, unless somebody has
/// changed them since.
///
/// # Errors
/// `SignIn`, `Forbidden` for who may not change tickets; `NotFound` for a message that was not moved.
pub async fn undo_move(b: &Backend, v: &Viewer, id: &str) -> Outcome<Taken> {
    in_person(v, Action::ChangeTicket)?;
    let pen = Pen::new(b, Some(v)).await?;
    let mail = id.to_owned();
    b.db.write(move |tx| {
        let (pen, mail) = (pen.clone(), mail.clone());
        Box::pin(async move { carry_back(tx, &pen, &mail).await })
    })
    .await?;
    taken(b, id).await
}

async fn carry_back(tx: &mut Tx, pen: &Pen, mail: &str) -> Outcome<()> {
    let placed: Option<(String, String, String)> = q(PLACED).bind(mail).for_update().opt(tx).await?;
    let (_, _, entry_id) = placed.ok_or(domain::Error::NotFound)?;
    let (id, moved) = newest(tx, mail).await?.ok_or(domain::Error::NotFound)?;
    let gone = || Failure::broken("a move without its entries");
    let there = ends::entry(tx, &entry_id).await?.filter(|_| entry_id == moved.to.entry_id);
    let (there, here) = (there, ends::entry(tx, &moved.from.entry_id).await?.ok_or_else(gone)?);
    let there = there.ok_or(domain::Error::NotFound)?;
    let (mut source, mut target) = both(tx, &moved.from.ticket_id, &moved.to.ticket_id).await?;
    ends::leave(tx, &there).await?;
    ends::come_back(tx, &here).await?;
    let mut leaving = vec![told(mail, &moved.came, &source, true, true)];
    let (stood, since) = moved.stood;
    if stood != since && target.status == since {
        leaving.push(ends::status_again(tx, &target, stood).await?);
    }
    let mut returning = vec![told(mail, &moved.came, &target, false, true)];
    if let Some(open) = moved.closed.filter(|open| *open != Status::Closed) {
        q(MERGE).bind(source.id.as_str()).bind(None::<String>).exec(tx).await?;
        if source.status == Status::Closed {
            returning.push(ends::status_again(tx, &source, open).await?);
        }
    }
    ends::rework(tx, pen, &mut target, leaving).await?;
    ends::rework(tx, pen, &mut source, returning).await?;
    if moved.joined {
        participants::leave(tx, &target.id, &moved.came.from).await?;
    }
    settle(tx, mail, &moved.to.entry_id, &moved.from, &moved.came).await?;
    q(UNDONE).bind(id).exec(tx).await?;
    Ok(())
}

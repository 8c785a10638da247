//! Mail that waits beside a conversation because its sender does not take part, or is denied by their own domain: a member
//! of staff lets it through, and the sender takes part from then on, or refuses it, and it stays where it is.

use std::sync::Arc;

use domain::Viewer;
use domain::access::Action;
use domain::mail::Came;
use domain::tickets::entry::{Author, Body};

use super::settle::{self, Message, shelf_of};
use super::take::{self, Line, Taken, taken};
use crate::access::in_person;
use crate::db::{Tx, q};
use crate::tickets::{Pen, store};
use crate::{Backend, Failure, Outcome};

const HELD: &str = "SELECT came FROM mail_in WHERE id = $1 AND ticket_id IS NOT NULL AND hash <> ''";
const WAITS: &str = "SELECT came, ticket_id, entry_id FROM mail_in
  WHERE id = $1 AND shelf = 'held' AND came IS NOT NULL AND ticket_id IS NOT NULL AND entry_id IS NOT NULL";
const DECIDED: &str = "UPDATE mail_in SET came = $2, shelf = $3 WHERE id = $1";
const BODY: &str = "SELECT body FROM entries WHERE id = $1";
const RESTATE: &str = "UPDATE entries SET body = $2 WHERE id = $1";

/// Lets the message `id` speak on its ticket, also when it was refused before.
///
/// # Errors
/// `SignIn`, `Forbidden` for who may not answer customers; `NotFound` for what does not wait.
pub async fn let_through(b: &Backend, v: &Viewer, id: &str) -> Outcome<Taken> {
    v.ensure(Action::ReplyAsStaff)?;
    let came: Option<Option<String>> = q(HELD).bind(id).opt(&mut b.db.read().await?).await?;
    let came = came.flatten().ok_or(domain::Error::NotFound)?;
    let came: Came = serde_json::from_str(&came)?;
    if !(came.held || came.refused) {
        return Err(domain::Error::NotFound.into());
    }
    let message = Arc::new(read(b, id).await?);
    let pen = Pen::new(b, None).await?;
    b.db.write(move |tx| {
        let (pen, message) = (pen.clone(), message.clone());
        Box::pin(async move { settle::let_through(tx, &pen, &message).await })
    })
    .await?;
    taken(b, id).await
}

/// Keeps the message `id` out of its ticket's conversation; the ticket says who did so.
///
/// # Errors
/// `SignIn`, `Forbidden` for who may not answer customers; `NotFound` for what does not wait.
pub async fn refuse(b: &Backend, v: &Viewer, id: &str) -> Outcome<Taken> {
    in_person(v, Action::ReplyAsStaff)?;
    let pen = Pen::new(b, Some(v)).await?;
    let mail = id.to_owned();
    b.db.write(move |tx| {
        let (pen, mail) = (pen.clone(), mail.clone());
        Box::pin(async move { keep_out(tx, &pen, &mail).await })
    })
    .await?;
    taken(b, id).await
}

async fn keep_out(tx: &mut Tx, pen: &Pen, mail: &str) -> Outcome<()> {
    let found: Option<(String, String, String)> = q(WAITS).bind(mail).for_update().opt(tx).await?;
    let (came, ticket_id, entry_id) = found.ok_or(domain::Error::NotFound)?;
    let came = Came { held: false, refused: true, ..serde_json::from_str(&came)? };
    let ticket = store::lock_by_id(tx, &ticket_id).await?;
    let mut ticket = ticket.ok_or_else(|| Failure::broken("mail on a ticket that is not there"))?;
    restate(tx, &entry_id, &came).await?;
    let decided = q(DECIDED).bind(mail).bind(serde_json::to_string(&came)?);
    decided.bind(shelf_of(&came).code()).exec(tx).await?;
    let told = Body::MailRefused { mail: mail.to_owned(), from: came.from };
    pen.append(tx, &mut ticket, vec![(Author::Staff, told)], &[]).await
}

/// The entry beside the conversation says what has become of its message.
pub(super) async fn restate(tx: &mut Tx, entry_id: &str, came: &Came) -> Outcome<()> {
    let body: String = q(BODY).bind(entry_id).one(tx).await?;
    if let Body::Mailed { text, files, .. } = serde_json::from_str(&body)? {
        let body = Body::Mailed { text, mail: Box::new(came.clone()), files };
        q(RESTATE).bind(entry_id).bind(serde_json::to_string(&body)?).exec(tx).await?;
    }
    Ok(())
}

async fn read(b: &Backend, id: &str) -> Outcome<Message> {
    let line: Line = take::line(b, id).await?.ok_or(domain::Error::NotFound)?;
    let raw = b.files.whole(&line.hash).await?;
    let (parsed, folded) =
        take::read(raw).await.map_err(|trouble| Failure::broken(format!("kept mail: {}", trouble.code())))?;
    take::message(b, &line, parsed, folded).await
}

//! Mail that waits beside a conversation because its sender does not take part: a member of staff lets it through, and
//! the sender takes part from then on.

use std::sync::Arc;

use domain::Viewer;
use domain::access::Action;
use domain::mail::Came;

use super::settle::{self, Message};
use super::take::{self, Line, Taken, taken};
use crate::db::q;
use crate::tickets::Pen;
use crate::{Backend, Failure, Outcome};

const HELD: &str = "SELECT came FROM mail_in WHERE id = $1 AND ticket_id IS NOT NULL";

/// Lets the message `id` speak on its ticket.
///
/// # Errors
/// `SignIn`, `Forbidden` for who may not answer customers; `NotFound` for what does not wait.
pub async fn let_through(b: &Backend, v: &Viewer, id: &str) -> Outcome<Taken> {
    v.ensure(Action::ReplyAsStaff)?;
    let came: Option<Option<String>> = q(HELD).bind(id).opt(&mut b.db.read().await?).await?;
    let came = came.flatten().ok_or(domain::Error::NotFound)?;
    if !serde_json::from_str::<Came>(&came)?.held {
        return Err(domain::Error::NotFound.into());
    }
    let message = Arc::new(read(b, id).await?);
    let pen = Pen { backend: b.clone(), directory: b.directory().await?, now: b.clock.now(), actor_id: None };
    b.db.write(move |tx| {
        let (pen, message) = (pen.clone(), message.clone());
        Box::pin(async move { settle::let_through(tx, &pen, &message).await })
    })
    .await?;
    taken(b, id).await
}

async fn read(b: &Backend, id: &str) -> Outcome<Message> {
    let line: Line = take::line(b, id).await?.ok_or(domain::Error::NotFound)?;
    let raw = b.files.whole(&line.hash).await?;
    let (parsed, folded) =
        take::read(raw).await.map_err(|trouble| Failure::broken(format!("kept mail: {}", trouble.code())))?;
    take::message(b, &line, parsed, folded).await
}

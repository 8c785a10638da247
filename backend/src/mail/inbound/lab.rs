//! The laboratory: a message goes through every step, and nothing is kept or changed.

use bytes::Bytes;
use domain::Viewer;
use domain::access::Action;
use domain::mail::machine::{Writer, writer};
use domain::mail::view::Steps;
use domain::mail::which::{Deed, choose, deed, is_acknowledged};
use domain::mail::{Suggestion, Trouble, bounce};

use super::super::{senders, token};
use super::settle::{number, unsubscribes};
use super::who::{Who, who};
use super::{clues, take};
use crate::access::in_person;
use crate::{Backend, Outcome};

/// What would become of `raw`.
///
/// # Errors
/// `SignIn`, `Forbidden`; the database's faults.
pub async fn lab(b: &Backend, v: &Viewer, raw: Bytes) -> Outcome<Steps> {
    in_person(v, Action::ReadOutbox)?;
    let (parsed, folded) = match take::read(raw).await {
        Ok(read) => read,
        Err(trouble) => return Ok(Steps { trouble: Some(trouble), ..Steps::default() }),
    };
    let head = &parsed.head;
    let by = writer(head, &b.settings.mail_host());
    let sign = if let Writer::Machine(sign) = by { Some(sign) } else { None };
    let mut steps = Steps {
        subject: head.subject.clone(),
        message_id: head.message_id.clone(),
        from: head.from.first().cloned(),
        is_list: by == Writer::ListMember,
        sign,
        text: folded.text,
        folded: folded.lines,
        files: parsed.files.iter().map(|file| file.name.clone()).collect(),
        bounce: sign
            .and_then(|_| bounce::read(&parsed.status, &parsed.text, head.field("x-failed-recipients"))),
        ..Steps::default()
    };
    let own = senders::own(b).await?;
    let mut conn = b.db.read().await?;
    let who = match who(&mut conn, b, &own, head).await? {
        Ok(who) => who,
        Err(Trouble::NoSender) if sign.is_some() => Who::machine(),
        Err(trouble) => return Ok(Steps { trouble: Some(trouble), ..steps }),
    };
    (steps.dmarc, steps.standing) = (who.dmarc, Some(who.standing));
    let secret = token::known_secret(&mut conn).await?;
    let choice = choose(&clues::clues(&mut conn, secret.as_ref(), head, &parsed.reported, &who).await?);
    let done = match unsubscribes(head, by, &who, &choice) {
        true => Deed::Keep,
        false => who.limit(deed(&choice, by, who.standing, who.dmarc)),
    };
    (steps.rule, steps.deed, steps.is_acknowledged) =
        (Some(choice.rule), Some(done), is_acknowledged(done, by, who.dmarc));
    if let Some(ticket) = &choice.ticket {
        steps.clue.clone_from(&ticket.clue);
        steps.ticket = Some(number(&mut conn, &ticket.ticket_id).await?);
    }
    if let Some((because, ticket)) = &choice.suggested {
        let number = number(&mut conn, &ticket.ticket_id).await?;
        steps.suggested = Some(Suggestion { number, because: *because });
    }
    Ok(steps)
}

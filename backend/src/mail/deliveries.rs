//! What became of the copies of one message, for whoever wrote it, and another try for one that failed.

use domain::Viewer;
use domain::access::Action;
use domain::outbox::{Delivery, MailState, MailTrouble};
use domain::time::Instant;

use super::manage;
use crate::access::in_person;
use crate::db::q;
use crate::stamps::Stamper;
use crate::tickets::visible_id;
use crate::{Backend, Outcome, row};

const OF_ENTRY: &str =
    "SELECT o.id, o.recipient, o.state, o.trouble, o.answer, o.created_at, o.tried_at, o.settled_at, o.next_at,
    s.email_norm AS stopped FROM outbox o JOIN entries e ON e.id = o.entry_id
  LEFT JOIN bounced_addresses s ON s.email_norm = o.recipient_norm
  WHERE e.ticket_id = $1 AND e.seq = $2 ORDER BY o.id LIMIT 100";

row! {
    struct Line {
        id: String, recipient: String, state: String, trouble: Option<String>, answer: String, created_at: i64,
        tried_at: Option<i64>, settled_at: Option<i64>, next_at: Option<i64>, stopped: Option<String>,
    }
}

/// Each recipient's copy of the entry `seq` of the ticket called `number`; empty for what was not mailed.
///
/// # Errors
/// `Forbidden` for customers; `NotFound` for tickets outside the viewer's rights.
pub async fn deliveries(b: &Backend, v: &Viewer, number: &str, seq: u32) -> Outcome<Vec<Delivery>> {
    v.ensure(Action::UseConsole)?;
    let ticket_id = visible_id(b, v, number).await?;
    let query = q(OF_ENTRY).bind(ticket_id).bind(i64::from(seq));
    let lines: Vec<Line> = query.all(&mut b.db.read().await?).await?;
    let stamper = Stamper::new(v, b.clock.now());
    let (may_retry, has_server) = (v.may(Action::ReplyAsStaff), b.settings.mail.smtp.is_some());
    Ok(lines.into_iter().map(|line| line.delivery(&stamper, may_retry, has_server)).collect())
}

/// Lets the copy `id` of the entry `seq` leave once more, under the Message-ID that it had.
///
/// # Errors
/// `Forbidden`; `NotFound` for tickets outside the viewer's rights, and for a copy that is none of this entry or that
/// another try cannot help.
pub async fn retry_delivery(b: &Backend, v: &Viewer, number: &str, seq: u32, id: &str) -> Outcome<()> {
    in_person(v, Action::ReplyAsStaff)?;
    let known = deliveries(b, v, number, seq).await?;
    if !known.iter().any(|copy| copy.id == id && copy.can_retry) {
        return Err(domain::Error::NotFound.into());
    }
    manage::send_again(b, v, id).await
}

impl Line {
    fn delivery(self, stamper: &Stamper, may_retry: bool, has_server: bool) -> Delivery {
        let state = MailState::parse(&self.state).unwrap_or(MailState::Failed);
        let unserved = (state == MailState::Waiting && !has_server).then_some(MailTrouble::NoServer);
        let trouble = unserved.or_else(|| MailTrouble::parse(self.trouble.as_deref()?));
        let has_ended = matches!(state, MailState::Failed | MailState::Bounced | MailState::Withheld);
        let can_help = trouble.is_none_or(|trouble| trouble.can_be_retried(self.stopped.is_some()));
        let at = self.settled_at.or(self.tried_at).unwrap_or(self.created_at);
        let next = self.next_at.filter(|_| state == MailState::Waiting && self.tried_at.is_some());
        Delivery {
            id: self.id,
            to: self.recipient,
            state,
            trouble,
            can_retry: may_retry && has_ended && can_help,
            answer: self.answer,
            at: stamper.stamp(Instant(at)),
            next: next.map(|next| stamper.stamp(Instant(next))),
        }
    }
}

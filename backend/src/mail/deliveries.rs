//! What became of the copies of one message, for whoever wrote it.

use domain::Viewer;
use domain::access::Action;
use domain::outbox::{Delivery, MailState, MailTrouble};
use domain::time::Instant;

use crate::db::q;
use crate::stamps::Stamper;
use crate::tickets::visible_id;
use crate::{Backend, Outcome, row};

const OF_ENTRY: &str =
    "SELECT o.recipient, o.state, o.trouble, o.answer, o.created_at, o.tried_at, o.settled_at, o.next_at
  FROM outbox o JOIN entries e ON e.id = o.entry_id
  WHERE e.ticket_id = $1 AND e.seq = $2 ORDER BY o.id LIMIT 100";

row! {
    struct Line {
        recipient: String, state: String, trouble: Option<String>, answer: String, created_at: i64,
        tried_at: Option<i64>, settled_at: Option<i64>, next_at: Option<i64>,
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
    Ok(lines.into_iter().map(|line| line.delivery(&stamper)).collect())
}

impl Line {
    fn delivery(self, stamper: &Stamper) -> Delivery {
        let state = MailState::parse(&self.state).unwrap_or(MailState::Failed);
        let at = self.settled_at.or(self.tried_at).unwrap_or(self.created_at);
        let next = self.next_at.filter(|_| state == MailState::Waiting && self.tried_at.is_some());
        Delivery {
            to: self.recipient,
            state,
            trouble: self.trouble.as_deref().and_then(MailTrouble::parse),
            answer: self.answer,
            at: stamper.stamp(Instant(at)),
            next: next.map(|next| stamper.stamp(Instant(next))),
        }
    }
}

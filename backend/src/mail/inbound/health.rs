//! How mail that comes in fares: what waits, and each mailbox as it was last looked into.

use std::collections::HashMap;

use domain::Viewer;
use domain::access::Action;
use domain::mail::view::{IncomingHealth, MailboxView, Shelf, Way};
use domain::time::{DAY_MS, Instant};

use super::setup::Mailbox;
use crate::access::in_person;
use crate::db::q;
use crate::stamps::Stamper;
use crate::{Backend, Outcome, row};

/// Of the last day what is settled, of all days what waits for something.
const COUNTS: &str = "SELECT shelf, mailbox, COUNT(*) FROM mail_in
  WHERE received_at >= $1 OR shelf IN ('waiting', 'quarantined', 'held') GROUP BY shelf, mailbox
  ORDER BY shelf, mailbox LIMIT 1000";
const POSITIONS: &str = "SELECT mailbox, checked_at, trouble, failing_since, tells FROM mail_positions ORDER BY mailbox LIMIT 100";

row! {
    struct Position {
        mailbox: String, checked_at: i64, trouble: Option<String>, failing_since: Option<i64>, tells: Option<bool>,
    }
}

/// How mail fares.
///
/// # Errors
/// `SignIn`, `Forbidden`.
pub async fn health(b: &Backend, v: &Viewer) -> Outcome<IncomingHealth> {
    in_person(v, Action::ReadOutbox)?;
    let mut conn = b.db.read().await?;
    let now = b.clock.now();
    let counts: Vec<(String, String, i64)> = q(COUNTS).bind(now.plus_ms(-DAY_MS).0).all(&mut conn).await?;
    let positions: Vec<Position> = q(POSITIONS).all(&mut conn).await?;
    let (mut health, mut waiting) = (IncomingHealth::default(), HashMap::new());
    for (shelf, mailbox, n) in counts {
        let n = u64::try_from(n).unwrap_or_default();
        match Shelf::parse(&shelf) {
            Some(Shelf::Waiting) => {
                health.waiting += n;
                waiting.insert(mailbox, n);
            }
            Some(Shelf::Quarantined) => health.quarantined += n,
            Some(Shelf::Held) => health.held += n,
            Some(Shelf::Ignored) => health.ignored += n,
            _ => health.done += n,
        }
    }
    let inbound = &b.settings.mail.inbound;
    let stamper = Stamper::new(v, now);
    let mailboxes = inbound.mailboxes.iter().map(|mailbox| {
        let position = positions.iter().find(|position| position.mailbox == mailbox.name);
        let waiting = waiting.get(&mailbox.name).copied().unwrap_or_default();
        view(mailbox, position, waiting, &stamper)
    });
    health.mailboxes = mailboxes.collect();
    health.trusted.clone_from(&inbound.trusted);
    Ok(health)
}

fn view(mailbox: &Mailbox, position: Option<&Position>, waiting: u64, stamper: &Stamper) -> MailboxView {
    let way = match position.and_then(|position| position.tells) {
        _ if mailbox.imap.is_none() => Way::HandedOver,
        Some(true) => Way::Told,
        Some(false) => Way::Polled,
        None => Way::Unread,
    };
    let stamp = |at: i64| stamper.stamp(Instant(at));
    let since =
        position.and_then(|position| Some((position.trouble.clone()?, stamp(position.failing_since?))));
    MailboxView {
        name: mailbox.name.clone(),
        address: mailbox.address.clone(),
        queue: mailbox.queue.clone(),
        way,
        checked: position
            .filter(|position| position.checked_at > 0)
            .map(|position| stamp(position.checked_at)),
        trouble: since,
        waiting,
    }
}

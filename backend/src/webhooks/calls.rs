//! The calls that are to be made: kept, taken by one node for a while, and what became of each.

use domain::promises::policy::AlarmAction;
use domain::promises::{PromiseKind, Trouble};
use domain::settings::FailedAction;
use domain::tickets::decide::Draft;
use domain::tickets::entry::{Author, Body};
use domain::time::{DAY_MS, HOUR_MS, Instant, SECOND_MS};

use super::letter::Event;
use crate::db::{Tx, q};
use crate::stamps::Stamper;
use crate::tickets::append::Pen;
use crate::tickets::number_text;
use crate::tickets::store::{self, Ticket};
use crate::{Backend, Outcome, row};

/// Calls of one webhook that a node takes at a time, and for how long they are its own.
const BATCH: i64 = 8;
const LEASE_MS: i64 = 30 * SECOND_MS;
/// Between the first two tries; each further wait is twice as long, up to the longest. After a day it is given up.
const FIRST_WAIT_MS: i64 = 30 * SECOND_MS;
const LONGEST_WAIT_MS: i64 = HOUR_MS;
const TRIED_FOR_MS: i64 = DAY_MS;
/// How long those that are over are kept, and how many are forgotten in one go.
const KEPT_MS: i64 = 30 * DAY_MS;
/// Failed ones in the list.
pub(crate) const LISTED: i64 = 100;

const KEEP: &str =
    "INSERT INTO webhook_calls (id, webhook_id, ticket_id, key, event, created_at, next_at, tries)
  VALUES ($1, $2, $3, $4, $5, $6, $7, 0) ON CONFLICT DO NOTHING";
const NEXT: &str = "SELECT id, ticket_id, key, event, created_at, next_at, tries FROM webhook_calls
  WHERE webhook_id = $1 AND next_at <= $2 ORDER BY next_at, id LIMIT $3";
const TAKE: &str = "UPDATE webhook_calls SET next_at = $3 WHERE id = $1 AND next_at = $2";
const DONE: &str = "UPDATE webhook_calls SET next_at = NULL, tries = tries + 1, done_at = $3
  WHERE id = $1 AND next_at = $2";
const FAILED: &str =
    "UPDATE webhook_calls SET next_at = $3, tries = tries + 1, failed_at = COALESCE(failed_at, $4), why = $5
  WHERE id = $1 AND next_at = $2";
const LAST: &str = "UPDATE webhooks SET last_at = $2, last_trouble = $3 WHERE id = $1";
const LIST: &str =
    "SELECT c.webhook_id, w.name, c.key, c.why, c.tries, c.failed_at, c.next_at, c.done_at, t.number, t.subject
  FROM webhook_calls c JOIN webhooks w ON w.id = c.webhook_id JOIN tickets t ON t.id = c.ticket_id
  WHERE c.failed_at IS NOT NULL ORDER BY c.failed_at DESC LIMIT $1";
const FORGET: &str = "DELETE FROM webhook_calls WHERE id IN
  (SELECT id FROM webhook_calls WHERE next_at IS NULL AND created_at < $1 LIMIT 1000)";

row! {
    struct Line {
        id: String, ticket_id: String, key: String, event: String, created_at: i64, next_at: i64, tries: i64,
    }
}
row! {
    struct FailedLine {
        webhook_id: String, name: String, key: String, why: String, tries: i64, failed_at: i64, next_at: Option<i64>,
        done_at: Option<i64>, number: i64, subject: String,
    }
}

/// A call that this node is to make.
#[derive(Debug, Clone)]
pub(super) struct Taken {
    pub id: String,
    pub ticket_id: String,
    pub event: Event,
    pub at: Instant,
    key: String,
    tries: i64,
    /// What `next_at` is as long as it is this node's.
    lease: i64,
}

/// Keeps the calls that alarms among `drafts` make.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn keep(tx: &mut Tx, pen: &Pen, ticket: &Ticket, drafts: &[Draft]) -> Outcome<()> {
    for (_, body) in drafts {
        let Body::Alarm { key, promise, due, missed, webhooks, .. } = body else { continue };
        let event = Event { alarm: key.clone(), promise: *promise, due: *due, missed: *missed };
        let event = serde_json::to_string(&event)?;
        for own in webhooks {
            let insert =
                q(KEEP).bind(pen.backend.ids.id(pen.now)).bind(own.id.as_str()).bind(ticket.id.as_str());
            insert.bind(key.as_str()).bind(event.as_str()).bind(pen.now.0).bind(pen.now.0).exec(tx).await?;
        }
    }
    Ok(())
}

/// Takes some calls of `webhook` whose time has come. Those that another node takes meanwhile are its own.
pub(super) async fn take(b: &Backend, webhook: &str) -> Outcome<Vec<Taken>> {
    let (now, webhook) = (b.clock.now(), webhook.to_owned());
    b.db.write(move |tx| {
        let webhook = webhook.clone();
        Box::pin(async move {
            let next: Vec<Line> = q(NEXT).bind(webhook).bind(now.0).bind(BATCH).all(tx).await?;
            let lease = now.plus_ms(LEASE_MS).0;
            let mut taken = Vec::new();
            for line in next {
                if q(TAKE).bind(line.id.as_str()).bind(line.next_at).bind(lease).exec(tx).await? == 1 {
                    taken.push(Taken {
                        event: serde_json::from_str(&line.event)?,
                        at: Instant(line.created_at),
                        id: line.id,
                        ticket_id: line.ticket_id,
                        key: line.key,
                        tries: line.tries,
                        lease,
                    });
                }
            }
            Ok::<_, crate::Failure>(taken)
        })
    })
    .await
}

/// Writes down what became of `call`: for the webhook's page, and in the ticket when it failed first and when it was taken
/// after all.
pub(super) async fn settle(
    b: &Backend,
    webhook: &(String, String),
    call: &Taken,
    fate: Result<(), Trouble>,
) -> Outcome<()> {
    let pen = Pen::new(b, None).await?;
    let (webhook, call) = (webhook.clone(), call.clone());
    b.db.write(move |tx| {
        let (pen, webhook, call) = (pen.clone(), webhook.clone(), call.clone());
        Box::pin(async move { write_down(tx, &pen, webhook, &call, fate).await })
    })
    .await
}

async fn write_down(
    tx: &mut Tx,
    pen: &Pen,
    (id, name): (String, String),
    call: &Taken,
    fate: Result<(), Trouble>,
) -> Outcome<()> {
    let (key, action) = (call.key.clone(), AlarmAction::Webhook(id.clone()));
    let news = match fate {
        Ok(()) if call.tries == 0 => None,
        Ok(()) => Some(Body::ActionDone { key, action, name }),
        Err(why) if call.tries == 0 => Some(Body::ActionFailed { key, action, why, name }),
        Err(_) => None,
    };
    // The ticket's lock comes first, as everywhere.
    let ticket = if news.is_some() { store::lock_by_id(tx, &call.ticket_id).await? } else { None };
    let trouble = fate.err().map(|why| serde_json::to_string(&why)).transpose()?;
    let own = match (fate, &trouble) {
        (Err(why), Some(trouble)) => {
            let next = next_try(pen.now, call.at, call.tries, why);
            let own = q(FAILED).bind(call.id.as_str()).bind(call.lease);
            own.bind(next).bind(pen.now.0).bind(trouble.as_str())
        }
        _ => q(DONE).bind(call.id.as_str()).bind(call.lease).bind(pen.now.0),
    };
    if own.exec(tx).await? == 0 {
        // Its time was up: it is another node's now.
        return Ok(());
    }
    if let (Some(news), Some(mut ticket)) = (news, ticket) {
        pen.append(tx, &mut ticket, vec![(Author::System, news)], &[]).await?;
    }
    q(LAST).bind(id).bind(pen.now.0).bind(trouble).exec(tx).await?;
    Ok(())
}

/// When a call made at `at`, which failed after so many earlier tries, is tried again, in milliseconds; `None`: no more.
fn next_try(now: Instant, at: Instant, earlier: i64, why: Trouble) -> Option<i64> {
    let ends = at.plus_ms(TRIED_FOR_MS).0;
    let wait = (FIRST_WAIT_MS << earlier.clamp(0, 10)).min(LONGEST_WAIT_MS);
    (now.0 < ends && !why.is_final()).then(|| now.plus_ms(wait).0.min(ends))
}

/// Calls that failed, the newest first, also those that were taken later.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn failed(b: &Backend, stamper: &Stamper) -> Outcome<Vec<FailedAction>> {
    let lines: Vec<FailedLine> = q(LIST).bind(LISTED).all(&mut b.db.read().await?).await?;
    let stamp = |at: i64| stamper.stamp(Instant(at));
    let shown = |line: FailedLine| {
        Ok(FailedAction {
            number: number_text(line.number),
            subject: line.subject,
            promise: PromiseKind::of_key(&line.key),
            action: AlarmAction::Webhook(line.webhook_id),
            name: line.name,
            why: serde_json::from_str(&line.why)?,
            tries: u32::try_from(line.tries).unwrap_or_default(),
            at: stamp(line.failed_at),
            next: line.next_at.map(stamp),
            done: line.done_at.map(stamp),
        })
    };
    lines.into_iter().map(shown).collect()
}

/// Forgets some of those that are long over.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn forget_old(b: &Backend) -> Outcome<()> {
    b.db.execute(q(FORGET).bind(b.clock.now().plus_ms(-KEPT_MS).0)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_tried_for_a_day_at_growing_intervals() {
        let (began, mut now, mut waits) = (Instant(0), Instant(0), Vec::new());
        while let Some(next) = next_try(now, began, waits.len() as i64, Trouble::Unanswered) {
            waits.push((next - now.0) / SECOND_MS);
            now = Instant(next);
        }
        assert_eq!(waits[..9], [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
        assert_eq!(now, Instant(TRIED_FOR_MS));
        assert_eq!(next_try(began, began, 0, Trouble::NoWebhook), None);
    }
}

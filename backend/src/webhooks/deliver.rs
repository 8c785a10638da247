//! Makes the calls whose time has come. Webhooks do not wait for each other: one that is slow holds up its own calls alone.

use std::collections::HashSet;
use std::time::Duration;

use domain::promises::Trouble;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::calls::{self, Taken};
use super::letter::Letter;
use super::line::Line;
use crate::db::q;
use crate::tickets::store;
use crate::{Backend, Outcome, row};

/// Between two looks whether there is something to call.
const NAP: Duration = Duration::from_millis(500);
/// After a fault.
const CALM: Duration = Duration::from_secs(4);

const DUE: &str = "SELECT w.id FROM webhooks w WHERE EXISTS
  (SELECT c.id FROM webhook_calls c WHERE c.webhook_id = w.id AND c.next_at <= $1) ORDER BY w.id LIMIT 1000";
const ONE: &str = "SELECT id, name, address, secret, removed_at FROM webhooks WHERE id = $1";

row! { struct Webhook { id: String, name: String, address: String, secret: String, removed_at: Option<i64> } }

/// Makes calls until told to stop. What is under way then is made again by whoever comes next.
pub async fn run(b: Backend, mut stop: watch::Receiver<bool>) {
    let line = match Line::new(&b.settings.webhooks) {
        Ok(line) => line,
        Err(error) => return tracing::error!(%error, "webhooks are not called"),
    };
    let (mut busy, mut rounds) = (HashSet::new(), JoinSet::new());
    loop {
        let nap = match due(&b).await {
            Ok(ids) => {
                for id in ids {
                    if busy.insert(id.clone()) {
                        let (b, line) = (b.clone(), line.clone());
                        rounds.spawn(async move { (some_of(&b, &line, &id).await, id) });
                    }
                }
                NAP
            }
            Err(error) => {
                tracing::error!(%error, "webhooks wait");
                CALM
            }
        };
        tokio::select! {
            _ = stop.changed() => return,
            Some(round) = rounds.join_next() => match round {
                Ok((Ok(_), id)) => drop(busy.remove(&id)),
                Ok((Err(error), id)) => {
                    tracing::error!(%error, "the calls of a webhook wait");
                    busy.remove(&id);
                    tokio::time::sleep(CALM).await;
                }
                // Nobody knows whose it was.
                Err(error) => {
                    tracing::error!(%error, "calling a webhook died");
                    rounds.abort_all();
                    busy.clear();
                }
            },
            () = tokio::time::sleep(nap) => {}
        }
    }
}

/// Makes some of the calls that are due, of every webhook; answers how many.
///
/// # Errors
/// When the database does not answer: what was being made is made again later.
pub async fn round(b: &Backend) -> Outcome<usize> {
    let line = Line::new(&b.settings.webhooks)?;
    let mut made = 0;
    for id in due(b).await? {
        made += some_of(b, &line, &id).await?;
    }
    Ok(made)
}

async fn due(b: &Backend) -> Outcome<Vec<String>> {
    Ok(q(DUE).bind(b.clock.now().0).all(&mut b.db.read().await?).await?)
}

/// Makes some calls of one webhook, side by side.
async fn some_of(b: &Backend, line: &Line, id: &str) -> Outcome<usize> {
    let webhook: Webhook = q(ONE).bind(id).one(&mut b.db.read().await?).await?;
    let taken = calls::take(b, id).await?;
    let made = taken.iter().map(|call| make(b, line, &webhook, call));
    for made in futures::future::join_all(made).await {
        made?;
    }
    Ok(taken.len())
}

async fn make(b: &Backend, line: &Line, webhook: &Webhook, call: &Taken) -> Outcome<()> {
    let fate = match webhook.removed_at {
        Some(_) => Err(Trouble::NoWebhook),
        None => {
            let letter = letter(b, call).await?;
            line.call(b, &webhook.address, &webhook.secret, &letter).await?
        }
    };
    calls::settle(b, &(webhook.id.clone(), webhook.name.clone()), call, fate).await
}

async fn letter(b: &Backend, call: &Taken) -> Outcome<Letter> {
    let directory = b.directory().await?;
    let ticket = store::by_id(&mut b.db.read().await?, &call.ticket_id).await?;
    Ok(Letter::of_alarm(b, &directory, &call.id, call.at, &call.event, &ticket))
}

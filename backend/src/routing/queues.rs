//! Setting up the queues: what they are called, whose they are, what comes to them. Siblings: [`super::place`],
//! `domain::routing::queue`.

use domain::Viewer;
use domain::access::Action;
use domain::error::Problem;
use domain::routing::queue::QueueDraft;

use crate::audit::{self, Deed};
use crate::db::{Tx, q};
use crate::settings::Directory;
use crate::{Backend, Failure, Outcome, row};

const ADD: &str = "INSERT INTO queues (id, name, team, position, hands_out, keeps, takes_rest)
  SELECT $1, $2, $3, COALESCE(MAX(position), 0) + 1, $4, $5, FALSE FROM queues";
const NOW: &str = "SELECT name, team, hands_out, keeps, takes_rest FROM queues WHERE id = $1";
const CHANGE: &str = "UPDATE queues SET name = $2, team = $3, hands_out = $4, keeps = $5 WHERE id = $1";
const NO_REST: &str = "UPDATE queues SET takes_rest = FALSE WHERE takes_rest = TRUE";
const REST: &str = "UPDATE queues SET takes_rest = $2 WHERE id = $1";
const RELEASE: &str = "DELETE FROM queue_products WHERE queue_id = $1";
const SERVE: &str = "INSERT INTO queue_products (product_id, queue_id) VALUES ($1, $2)
  ON CONFLICT (product_id) DO UPDATE SET queue_id = excluded.queue_id";
const OPEN: &str = "SELECT number FROM tickets WHERE queue_id = $1 AND active = TRUE LIMIT 1";
const NO_SENDER: &str = "DELETE FROM mail_senders WHERE queue_id = $1";
const REMOVE: &str = "DELETE FROM queues WHERE id = $1";

row! { struct Line { name: String, team: String, hands_out: bool, keeps: bool, takes_rest: bool } }

/// Keeps a queue that was read as `seen` as `draft` has it, or begins a new one; answers its id.
///
/// # Errors
/// `Forbidden`; `NotFound` without such a queue; `Conflict` when somebody changed it meanwhile; `Invalid` with every field
/// that needs another value.
pub async fn save_queue(b: &Backend, v: &Viewer, seen: QueueDraft, draft: QueueDraft) -> Outcome<String> {
    v.ensure(Action::EditPolicies)?;
    let mut draft = draft.checked(&super::rules(b, v).await?)?;
    draft.team = b.directory().await?.routing.known_team(&draft.team);
    let is_new = draft.id.is_empty();
    if is_new {
        draft.id = b.ids.id(b.clock.now());
    }
    let (id, audited) = (draft.id.clone(), audit::Entry::new(b, Some(v), Deed::QueueSaved, &draft.id));
    b.db.write(move |tx| {
        let (seen, draft, audited) = (seen.clone(), draft.clone(), audited.clone());
        Box::pin(async move {
            if !is_new {
                ensure_unchanged(tx, &seen, &draft.id).await?;
            }
            keep(tx, &draft, is_new).await?;
            Ok::<_, Failure>(audit::record(tx, &audited).await?)
        })
    })
    .await?;
    b.directory_cache.forget();
    Ok(id)
}

/// Locks the queue for this transaction.
async fn ensure_unchanged(tx: &mut Tx, seen: &QueueDraft, id: &str) -> Outcome<()> {
    let line: Option<Line> = q(NOW).bind(id).for_update().opt(tx).await?;
    let line = line.ok_or(domain::Error::NotFound)?;
    let now = (line.name, line.team, line.hands_out, line.keeps, line.takes_rest);
    let before = (seen.name.clone(), seen.team.clone(), seen.hands_out, seen.keeps, seen.takes_rest);
    if now == before { Ok(()) } else { Err(domain::Error::Conflict(Vec::new()).into()) }
}

async fn keep(tx: &mut Tx, draft: &QueueDraft, is_new: bool) -> Outcome<()> {
    let id = draft.id.as_str();
    let write =
        q(if is_new { ADD } else { CHANGE }).bind(id).bind(draft.name.as_str()).bind(draft.team.as_str());
    write.bind(draft.hands_out).bind(draft.keeps).exec(tx).await?;
    if draft.takes_rest {
        q(NO_REST).exec(tx).await?;
    }
    q(REST).bind(id).bind(draft.takes_rest).exec(tx).await?;
    q(RELEASE).bind(id).exec(tx).await?;
    for product in &draft.products {
        q(SERVE).bind(product.as_str()).bind(id).exec(tx).await?;
    }
    Ok(())
}

/// Removes a queue in which nothing is open and to which nothing leads. What was closed there stays as it is.
///
/// # Errors
/// `Forbidden`; `NotFound` without such a queue; `Invalid` for `queue` when something is open in it, or naming the rules
/// and mailboxes that lead to it.
pub async fn remove_queue(b: &Backend, v: &Viewer, id: &str) -> Outcome<()> {
    v.ensure(Action::EditPolicies)?;
    let directory = b.directory().await?;
    let users = leading_to(b, &directory, id)?;
    if !users.is_empty() {
        return Err(domain::Error::field("queue", Problem::QueueUsed(users.join(", "))).into());
    }
    let (id, audited) = (id.to_owned(), audit::Entry::new(b, Some(v), Deed::QueueRemoved, id));
    b.db.write(move |tx| {
        let (id, audited) = (id.clone(), audited.clone());
        Box::pin(async move {
            if q(OPEN).bind(id.as_str()).opt::<i64>(tx).await?.is_some() {
                return Err(Failure::from(domain::Error::field("queue", Problem::HasOpenWork)));
            }
            q(RELEASE).bind(id.as_str()).exec(tx).await?;
            q(NO_SENDER).bind(id.as_str()).exec(tx).await?;
            q(REMOVE).bind(id.as_str()).exec(tx).await?;
            Ok(audit::record(tx, &audited).await?)
        })
    })
    .await?;
    b.directory_cache.forget();
    Ok(())
}

/// Names of the rules and mailboxes that send tickets to the queue `id`.
fn leading_to(b: &Backend, directory: &Directory, id: &str) -> Outcome<Vec<String>> {
    let setup = &directory.routing;
    setup.queue(id).ok_or(domain::Error::NotFound)?;
    let rules = setup.rules.rules.iter().filter(|rule| rule.then.queue.as_deref() == Some(id));
    let mailboxes = b.settings.mail.inbound.mailboxes.iter();
    let mailboxes = mailboxes.filter(|own| own.queue_in(directory).is_some_and(|queue| queue.id == id));
    Ok(rules.map(|rule| rule.name.clone()).chain(mailboxes.map(|own| own.name.clone())).collect())
}

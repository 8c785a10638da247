//! The work of those who have left: their open tickets go back to their queues, and to somebody else where the queue hands
//! out.

use domain::access::Role;
use domain::tickets::entry::{Body, Named};
use domain::tickets::view::Notice;

use super::hand_out::{find, give};
use crate::db::{Tx, q};
use crate::promises::ladder;
use crate::tickets::append::Pen;
use crate::tickets::notices::tell_person;
use crate::tickets::store;
use crate::{Backend, Outcome, row};

/// Asked of the people themselves: what is known of the staff may be a moment old, and without somebody who came just now.
const LEFT: &str = "SELECT p.id, p.name FROM workloads w JOIN people p ON p.id = w.person_id
  WHERE w.tickets > 0 AND (p.disabled_at IS NOT NULL OR p.role NOT IN ('agent', 'lead', 'manager', 'admin'))
  ORDER BY p.id LIMIT 100";
/// The first that press.
const OPEN: &str = "SELECT id FROM tickets WHERE assignee_id = $1 AND active = TRUE
  ORDER BY urgency, due_at, id LIMIT 20";

row! { struct Line { id: String, name: String } }
row! { struct Leaves { name: String, tickets: i64 } }

const LEAVES: &str = "SELECT p.name, w.tickets FROM people p JOIN workloads w ON w.person_id = p.id
  WHERE p.id = $1 AND w.tickets > 0";

/// What becomes of the work of `person_id`, who leaves with `tx`: rungs are passed on, and the leads know that there are
/// tickets to see to, as not every queue hands out. [`step`] does the rest.
pub(crate) async fn leave(tx: &mut Tx, pen: &Pen, person_id: &str) -> Outcome<()> {
    ladder::pass_on(tx, person_id, pen.now).await?;
    let Some(line) = q(LEAVES).bind(person_id).opt::<Leaves>(tx).await? else { return Ok(()) };
    let knows = [person_id, pen.actor_id.as_deref().unwrap_or_default()];
    let notice = Notice::Left { name: line.name, tickets: u32::try_from(line.tickets).unwrap_or(u32::MAX) };
    for lead in pen.directory.others_with(&[Role::Lead, Role::Manager, Role::Admin], &knows) {
        tell_person(tx, &pen.backend, pen.now, &lead.id, notice.clone()).await?;
    }
    Ok(())
}

/// Takes a few tickets from those who have left; `false` when there was nothing.
///
/// # Errors
/// When the database does not answer. What was done before that stays done.
pub async fn step(b: &Backend) -> Outcome<bool> {
    let left: Vec<Line> = q(LEFT).all(&mut b.db.read().await?).await?;
    if left.is_empty() {
        return Ok(false);
    }
    let pen = Pen::new(b, None).await?;
    // Whom this node still knows as a colleague it might hand out to: they wait until it does not.
    let left = left.into_iter().filter(|line| pen.directory.routing.worker(&line.id).is_none());
    let mut done = false;
    for Line { id, name } in left {
        let tickets: Vec<String> = q(OPEN).bind(id.as_str()).all(&mut b.db.read().await?).await?;
        let who = Named { id, name };
        for ticket in tickets {
            let (pen, who) = (pen.clone(), who.clone());
            done |=
                b.db.write(move |tx| {
                    let (pen, who, ticket) = (pen.clone(), who.clone(), ticket.clone());
                    Box::pin(async move { take_back(tx, &pen, who, &ticket).await })
                })
                .await?;
        }
    }
    Ok(done)
}

async fn take_back(tx: &mut Tx, pen: &Pen, who: Named, id: &str) -> Outcome<bool> {
    let Some(mut ticket) = store::lock_by_id(tx, id).await? else { return Ok(false) };
    if pen.is_behind(&ticket) || !ticket.status.is_active() || ticket.assignee_id.as_ref() != Some(&who.id) {
        return Ok(false);
    }
    let found = find(tx, pen, &ticket).await?;
    let left = Body::OwnerLeft { who: who.clone() };
    give(tx, pen, &mut ticket, Some(who), Some(left), found).await?;
    Ok(true)
}

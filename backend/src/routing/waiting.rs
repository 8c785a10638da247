//! What found nobody in a queue that hands out: it is given as soon as somebody can take it, the most pressing first.

use domain::routing::hand_out::{Candidate, Need, choose};
use domain::routing::weight;
use domain::tickets::{Priority, Status};
use domain::words::Lang;

use super::hand_out::{self, candidates, find};
use super::load::{Queue, Worker};
use crate::db::{Conn, Tx, q};
use crate::tickets::append::Pen;
use crate::tickets::list::{read_priority, read_status};
use crate::tickets::store;
use crate::{Backend, Outcome, row};

/// The first that press. What somebody of the staff took from its owner by hand stays as they left it.
const WAITING: &str = "SELECT t.id, t.needs, t.priority, t.status, p.lang FROM tickets t JOIN people p ON p.id = t.requester_id
  WHERE t.queue_id = $1 AND t.active = TRUE AND t.assignee_id IS NULL AND t.status IN ('new', 'open')
    AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.ticket_id = t.id AND e.kind = 'assignee' AND e.author = 'staff'
      AND e.seq = (SELECT MAX(last.seq) FROM entries last WHERE last.ticket_id = t.id AND last.kind = 'assignee'))
  ORDER BY t.urgency, t.due_at, t.id LIMIT 500";

row! { struct Line { id: String, needs: String, priority: i64, status: String, lang: String } }

/// Gives one ticket of each queue that hands out to somebody, if it waits and somebody can take it now; `false` when there
/// was nothing.
///
/// # Errors
/// When the database does not answer. What was done before that stays done.
pub async fn step(b: &Backend) -> Outcome<bool> {
    let pen = Pen::new(b, None).await?;
    let mut done = false;
    for queue in pen.directory.routing.handing_out() {
        let Some(id) = first(&pen, queue, &mut b.db.read().await?).await? else { continue };
        let job = pen.clone();
        done |=
            b.db.write(move |tx| {
                let (pen, id) = (job.clone(), id.clone());
                Box::pin(async move { give(tx, &pen, &id).await })
            })
            .await?;
    }
    Ok(done)
}

/// The most pressing ticket that somebody could take.
async fn first(pen: &Pen, queue: &Queue, conn: &mut Conn) -> Outcome<Option<String>> {
    let people: Vec<&Worker> = pen.directory.routing.workers_of(queue).collect();
    let people = candidates(conn, &pen.directory, &people, pen.now).await?;
    if !people.iter().any(Candidate::has_room) {
        return Ok(None);
    }
    for line in q(WAITING).bind(queue.id.as_str()).all::<Line>(conn).await? {
        let (priority, status): (Priority, Status) =
            (read_priority(line.priority), read_status(&line.status)?);
        let need = Need {
            skills: serde_json::from_str(&line.needs)?,
            lang: Lang::parse(&line.lang).unwrap_or_default(),
            familiar: None,
            weight: weight(priority, status),
        };
        if choose(&people, &need).0.is_some() {
            return Ok(Some(line.id));
        }
    }
    Ok(None)
}

async fn give(tx: &mut Tx, pen: &Pen, id: &str) -> Outcome<bool> {
    let Some(mut ticket) = store::lock_by_id(tx, id).await? else { return Ok(false) };
    let waits = matches!(ticket.status, Status::New | Status::Open) && ticket.assignee_id.is_none();
    if pen.is_behind(&ticket) || !waits {
        return Ok(false);
    }
    let found = find(tx, pen, &ticket).await?.filter(|(_, given)| given.is_some());
    if found.is_none() {
        return Ok(false);
    }
    hand_out::give(tx, pen, &mut ticket, None, None, found).await?;
    Ok(true)
}

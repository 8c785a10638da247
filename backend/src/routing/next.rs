//! "Next ticket": the most pressing one that nobody has and its asker can do, taken at once.

use domain::Viewer;
use domain::access::{Action, Role};
use domain::routing::Skill;
use domain::tickets::decide::Command;
use domain::tickets::entry::Named;
use domain::tickets::view::Written;
use domain::words::Lang;

use super::load::Worker;
use crate::db::{Conn, Value, place_rows, q};
use crate::settings::Directory;
use crate::tickets::{change, number_text};
use crate::{Backend, Outcome, row};

/// Tickets looked at before the asker is told that there is nothing for them.
const LOOKED: i64 = 50;

row! { struct Line { number: i64, version: i64, needs: String, lang: String } }

/// Gives the viewer the most pressing ticket of their queues, or of none, that nobody has and that asks for nothing they lack; managers
/// get any queue's. `None`: there is none.
///
/// # Errors
/// `Forbidden` for those who take no tickets.
pub async fn next(b: &Backend, v: &Viewer) -> Outcome<Option<Written>> {
    v.ensure(Action::ChangeTicket)?;
    let directory = b.directory().await?;
    let worker = directory.routing.worker(&v.person_id).ok_or(domain::Error::Forbidden)?;
    for line in waiting(&mut b.db.read().await?, &directory, worker).await? {
        if !fits(worker, &line)? {
            continue;
        }
        let to = Some(Named { id: v.person_id.clone(), name: v.name.clone() });
        let taken = change(b, v, &number_text(line.number), Some(line.version), Command::Assign { to }).await;
        match taken {
            // Somebody was quicker: the next one, then.
            Err(crate::Failure::Refused(domain::Error::Conflict(_))) => {}
            other => return other.map(Some),
        }
    }
    Ok(None)
}

async fn waiting(conn: &mut Conn, directory: &Directory, worker: &Worker) -> Outcome<Vec<Line>> {
    let setup = &directory.routing;
    let own = setup.queues.iter().filter(|queue| worker.role >= Role::Manager || worker.works_in(queue));
    let queues: Vec<Value> = own.map(|queue| queue.id.as_str().into()).collect();
    let theirs = match queues.len() {
        0 => String::new(),
        count => format!(" OR t.queue_id IN {}", place_rows(1, count)),
    };
    let sql = format!(
        "SELECT t.number, t.version, t.needs, p.lang FROM tickets t JOIN people p ON p.id = t.requester_id \
         WHERE t.assignee_id IS NULL AND t.active = TRUE AND (t.queue_id IS NULL{theirs}) \
         ORDER BY t.urgency, t.due_at, t.id LIMIT {LOOKED}"
    );
    Ok(q(sql).bind_all(queues).all(conn).await?)
}

fn fits(worker: &Worker, line: &Line) -> Outcome<bool> {
    let needs: Vec<Skill> = serde_json::from_str(&line.needs)?;
    let lang = Lang::parse(&line.lang).unwrap_or_default();
    Ok(worker.langs().contains(&lang) && needs.iter().all(|need| need.is_in(&worker.profile.skills)))
}

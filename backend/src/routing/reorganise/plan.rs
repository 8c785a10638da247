//! Where each ticket lands, decided once for all of them and then kept, so that what runs is what was shown.

use std::collections::HashMap;

use domain::Error;
use domain::error::Problem;
use domain::routing::hand_out::{Candidate, Need, choose};
use domain::routing::reorganise::{Landing, MOST, Preview, Receiver, Reorganisation, SHOWN, Share, Source};
use domain::routing::weight;
use domain::tickets::entry::Named;
use domain::words::Lang;
use sha2::{Digest, Sha256};

use super::Asked;
use crate::db::{Query, places, q};
use crate::ids::hex;
use crate::routing::hand_out::candidate;
use crate::routing::load::{Queue, Setup};
use crate::routing::workload;
use crate::settings::Directory;
use crate::tickets::list::{read_priority, read_status};
use crate::tickets::number_text;
use crate::{Backend, Outcome, row};

const OPEN: &str =
    "SELECT t.id, t.number, t.subject, t.status, t.priority, t.queue_id, t.assignee_id, t.needs, p.lang
  FROM tickets t JOIN people p ON p.id = t.requester_id WHERE t.active = TRUE";
const ORDER: &str = " ORDER BY t.urgency, t.due_at, t.id LIMIT ";

row! {
    struct Line {
        id: String, number: i64, subject: String, status: String, priority: i64, queue_id: Option<String>,
        assignee_id: Option<String>, needs: String, lang: String,
    }
}

/// One ticket's way.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub ticket_id: String,
    pub from_queue: Option<String>,
    pub from_person: Option<String>,
    pub queue: Option<String>,
    pub person: Option<String>,
    landing: Landing,
}

/// All ways, in the order in which the tickets press.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    pub asked: Asked,
    pub rows: Vec<Row>,
    is_cut: bool,
    left_over: u32,
    /// Ids of those who are not there now.
    away: Vec<String>,
}

impl Planned {
    /// The same for plans that bring the same tickets from the same places to the same places, and for no others.
    pub fn mark(&self) -> String {
        let mut digest = Sha256::new();
        for row in &self.rows {
            let from = (&row.from_queue, &row.from_person);
            digest.update(format!("{:?}\n", (&row.ticket_id, from, &row.queue, &row.person)));
        }
        hex(&digest.finalize())
    }

    pub fn preview(self) -> Preview {
        let plan = self.mark();
        let mut gets: HashMap<Option<String>, Share> = HashMap::new();
        for row in &self.rows {
            let is_away = row.person.as_ref().is_some_and(|id| self.away.contains(id));
            let none = Share { who: row.landing.to.clone(), is_away, gets: 0 };
            gets.entry(row.person.clone()).or_insert(none).gets += 1;
        }
        let mut shares: Vec<Share> = gets.into_values().collect();
        let name = |share: &Share| share.who.as_ref().map(|who| (who.name.clone(), who.id.clone()));
        shares.sort_by_key(|share| (std::cmp::Reverse(share.gets), name(share)));
        Preview {
            total: u32::try_from(self.rows.len()).unwrap_or(u32::MAX),
            is_cut: self.is_cut,
            landings: self.rows.into_iter().take(SHOWN).map(|row| row.landing).collect(),
            shares,
            left_over: self.left_over,
            plan,
        }
    }
}

/// Plans what is asked for, on the desk as it stands.
pub(super) async fn plan(b: &Backend, asked: &Reorganisation) -> Outcome<Planned> {
    let directory = b.directory().await?;
    let (names, to_queue) = check(&directory, asked)?;
    let mut conn = b.db.read().await?;
    let mut lines: Vec<Line> = open_of(&directory.routing, &asked.from).all(&mut conn).await?;
    let is_cut = lines.len() > MOST;
    lines.truncate(MOST);
    let now = b.clock.now();
    let loads = workload::all(&mut conn).await?;
    let workers = &directory.routing.workers;
    let mut hands: Vec<Candidate> =
        workers.iter().map(|worker| candidate(&directory, worker, &loads, now)).collect();
    let away = directory.routing.away(now).into_iter().map(str::to_owned).collect();
    let mut planned = Planned { asked: names, rows: Vec::new(), is_cut, left_over: 0, away };
    for line in lines {
        let queue = to_queue.map(|queue| queue.id.clone()).or_else(|| line.queue_id.clone());
        let person = match &asked.receiver {
            Receiver::Same => line.assignee_id.clone(),
            Receiver::Nobody => None,
            Receiver::Person(id) => Some(id.clone()),
            Receiver::Shared => {
                let person = share(&directory.routing, &mut hands, queue.as_deref(), &line)?;
                planned.left_over += u32::from(person.is_none());
                person
            }
        };
        if (&queue, &person) != (&line.queue_id, &line.assignee_id) {
            planned.rows.push(row(&directory, line, queue, person));
        }
    }
    Ok(planned)
}

/// The names of what is asked for, and the queue that the tickets go to.
fn check<'d>(directory: &'d Directory, asked: &Reorganisation) -> Result<(Asked, Option<&'d Queue>), Error> {
    let setup = &directory.routing;
    let not_a_choice = |field: &'static str| move || Error::field(field, Problem::NotAChoice);
    let from = match &asked.from {
        Source::Queue(id) => setup.queue(id).map(|queue| queue.name.clone()),
        Source::NoQueue => Some(String::new()),
        Source::Team(name) => setup.queues.iter().any(|queue| queue.team == *name).then(|| name.clone()),
        Source::Person(id) => setup.worker(id).map(|worker| worker.who.name.clone()),
    };
    let queue = match asked.queue.as_deref() {
        Some(id) => Some(setup.queue(id).ok_or_else(not_a_choice("queue"))?),
        None => None,
    };
    let person = match &asked.receiver {
        Receiver::Person(id) => Some(setup.worker(id).ok_or_else(not_a_choice("receiver"))?.who.name.clone()),
        _ => None,
    };
    if queue.is_none() && asked.receiver == Receiver::Same {
        return Err(Error::field("receiver", Problem::Required));
    }
    let asked = Asked {
        from: from.ok_or_else(not_a_choice("from"))?,
        queue: queue.map(|queue| queue.name.clone()),
        receiver: asked.receiver.clone(),
        person,
        plan: String::new(),
    };
    Ok((asked, queue))
}

/// The open tickets of `from`, one more than [`MOST`].
fn open_of(setup: &Setup, from: &Source) -> Query {
    let (condition, values) = match from {
        Source::NoQueue => ("t.queue_id IS NULL".to_owned(), Vec::new()),
        Source::Queue(id) => ("t.queue_id = $1".to_owned(), vec![id.clone()]),
        Source::Person(id) => ("t.assignee_id = $1".to_owned(), vec![id.clone()]),
        Source::Team(name) => {
            let own = setup.queues.iter().filter(|queue| queue.team == *name);
            let ids: Vec<String> = own.map(|queue| queue.id.clone()).collect();
            (format!("t.queue_id IN ({})", places(1, ids.len())), ids)
        }
    };
    let query = q(format!("{OPEN} AND {condition}{ORDER}{}", MOST + 1));
    query.bind_all(values.into_iter().map(Into::into).collect())
}

/// Who of the queue's people, or of all without one, takes it, with what they were given so far counted in. Whoever has it
/// already is one of them, without it.
fn share(
    setup: &Setup,
    hands: &mut [Candidate],
    queue: Option<&str>,
    line: &Line,
) -> Outcome<Option<String>> {
    let queue = queue.and_then(|id| setup.queue(id));
    let weight = weight(read_priority(line.priority), read_status(&line.status)?);
    if let Some(old) = hands.iter_mut().find(|one| Some(&one.who.id) == line.assignee_id.as_ref()) {
        old.load -= weight;
    }
    let works = |one: &&Candidate| {
        let worker = setup.worker(&one.who.id);
        queue.is_none_or(|queue| worker.is_some_and(|worker| worker.works_in(queue)))
    };
    let own: Vec<Candidate> = hands.iter().filter(works).cloned().collect();
    let need = Need {
        skills: serde_json::from_str(&line.needs)?,
        lang: Lang::parse(&line.lang).unwrap_or_default(),
        familiar: None,
        weight,
    };
    let Some((to, _)) = choose(&own, &need).0 else { return Ok(None) };
    if let Some(new) = hands.iter_mut().find(|one| one.who.id == to.id) {
        new.load += weight;
    }
    Ok(Some(to.id))
}

fn row(directory: &Directory, line: Line, queue: Option<String>, person: Option<String>) -> Row {
    let setup = &directory.routing;
    let queue_named = |id: &Option<String>| {
        let queue = setup.queue(id.as_deref()?)?;
        Some(Named { id: queue.id.clone(), name: queue.name.clone() })
    };
    let person_named =
        |id: &Option<String>| Some(crate::tickets::change::assignee(directory, id.as_deref()?));
    let landing = Landing {
        number: number_text(line.number),
        subject: line.subject,
        from_queue: queue_named(&line.queue_id),
        from: person_named(&line.assignee_id),
        queue: queue_named(&queue),
        to: person_named(&person),
    };
    Row {
        ticket_id: line.id,
        from_queue: line.queue_id,
        from_person: line.assignee_id,
        queue,
        person,
        landing,
    }
}

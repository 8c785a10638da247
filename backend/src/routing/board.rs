//! The live board: how the open tickets stand, which need somebody now, who has room. A dozen statements, whatever the
//! size of the desk; the numbers of all open tickets are one look at an index of them.

use std::collections::{HashMap, HashSet};

use domain::Viewer;
use domain::access::Action;
use domain::routing::Skill;
use domain::routing::agent::Duty;
use domain::routing::board::{Board, CARDS, Card, Column, Numbers, OnShift, Span, Why};
use domain::tickets::entry::Named;
use domain::tickets::view::{COUNT_CAP, PromiseBrief};
use domain::time::{DAY_MS, Instant, MINUTE_MS};

use super::load::{Setup, Worker};
use super::suggest::suggest;
use super::workload::{self, Load};
use crate::db::{Conn, Value, places, q};
use crate::settings::Directory;
use crate::stamps::{Stamper, time_of_day};
use crate::tickets::list::{read_priority, read_status};
use crate::tickets::number_text;
use crate::tickets::rows::read_ladder;
use crate::tickets::views::{end_of_day, start_of_day};
use crate::{Backend, Failure, Outcome, row};

/// From how many days of silence on a ticket waits long for its customer.
const LONG_DAYS: i64 = 5;
/// People on the board.
const PEOPLE: usize = 60;

const STANDING: &str =
    "SELECT urgency, queue_id, status, COUNT(*) AS tickets, COUNT(assignee_id) AS assigned,
    CAST(SUM(CASE WHEN next_contact_at > $2 THEN 1 ELSE 0 END) AS BIGINT) AS contacts, MIN(due_at) AS due_at,
    MIN(CASE WHEN assignee_id IS NULL THEN created_at END) AS unassigned_at,
    CAST(SUM(CASE WHEN changed_at < $1 THEN 1 ELSE 0 END) AS BIGINT) AS silent
  FROM tickets WHERE active = TRUE GROUP BY urgency, queue_id, status";
/// A promise counts on the day of its verdict: when it is kept, or when it is missed, whatever became of it later.
const VERDICTS: &str =
    "SELECT t.queue_id, v.is_kept, COUNT(*) FROM (SELECT ticket_id, TRUE AS is_kept FROM promises
      WHERE ended_at >= $1 AND state = 'kept'
    UNION ALL SELECT ticket_id, FALSE AS is_kept FROM promises WHERE missed_at >= $1) v
  JOIN tickets t ON t.id = v.ticket_id GROUP BY t.queue_id, v.is_kept";
const MISSING: &str = "SELECT assignee_id, COUNT(*) FROM tickets
  WHERE active = TRUE AND urgency = 0 AND assignee_id IS NOT NULL GROUP BY assignee_id";

row! {
    struct Standing {
        urgency: i64, queue_id: Option<String>, status: String, tickets: i64, assigned: i64, contacts: i64,
        due_at: Option<i64>, unassigned_at: Option<i64>, silent: i64,
    }
}
row! {
    pub(super) struct Line {
        number: i64, version: i64, subject: String, status: String, priority: i64, brief: String,
        assignee_id: Option<String>, queue_id: Option<String>, needs: String, ladder: String, unanswered: bool, plan: String,
        next_contact_at: Option<i64>, nobodys_since: i64, lang: String, customer: String, tier: Option<String>,
    }
}

/// The board of the queues of `team`, or of all.
///
/// # Errors
/// `Forbidden` for customers; `NotFound` for a team that no queue has.
pub async fn board(b: &Backend, v: &Viewer, team: &str) -> Outcome<Board> {
    v.ensure(Action::UseConsole)?;
    let (directory, now) = (b.directory().await?, b.clock.now());
    let look = Look::new(&directory, v, now, team).ok_or(domain::Error::NotFound)?;
    let mut conn = b.db.read().await?;
    let loads = workload::all(&mut conn).await?;
    let mut columns = Vec::new();
    let mut pressing = Vec::new();
    for span in Span::ALL {
        let lines = look.lines(&mut conn, &look.condition(span)).await?;
        pressing.extend(lines.iter().map(|line| look.movable(line)).collect::<Outcome<Vec<_>>>()?);
        let cards = lines.into_iter().map(|line| look.card(line)).collect::<Outcome<_>>()?;
        columns.push(Column { span, count: look.count(&mut conn, &look.condition(span)).await?, cards });
    }
    let unassigned = look.lines(&mut conn, &look.unassigned()).await?;
    let unassigned = unassigned.iter().map(|line| look.movable(line)).collect::<Outcome<Vec<_>>>()?;
    let pressing = pressing.into_iter().chain(unassigned).flatten();
    let (moves, stuck) = suggest(&directory, &loads, pressing, now);
    Ok(Board {
        now,
        clock: time_of_day(&v.time_zone, now),
        teams: teams(&directory.routing),
        numbers: look.numbers(&mut conn).await?,
        columns,
        people: look.people(&mut conn, &loads).await?,
        moves,
        stuck,
    })
}

/// Teams that have a queue, each once, in the order of the queues.
fn teams(setup: &Setup) -> Vec<String> {
    let mut seen = HashSet::new();
    setup.queues.iter().filter(|queue| seen.insert(&queue.team)).map(|queue| queue.team.clone()).collect()
}

/// A ticket that had better have another owner.
pub(super) struct Movable {
    pub number: String,
    pub version: i64,
    pub queue: Option<String>,
    pub owner: Option<String>,
    pub needs: Vec<Skill>,
    pub lang: String,
    pub weight: i64,
}

/// One reader's look at some queues.
struct Look<'d> {
    directory: &'d Directory,
    stamper: Stamper,
    now: Instant,
    midnight: Instant,
    day_ends: Instant,
    team: String,
    /// Ids of the team's queues; `None`: every ticket.
    queues: Option<Vec<String>>,
}

impl<'d> Look<'d> {
    fn new(directory: &'d Directory, v: &Viewer, now: Instant, team: &str) -> Option<Self> {
        let own = directory.routing.queues.iter().filter(|queue| queue.team == team);
        let own: Vec<String> = own.map(|queue| queue.id.clone()).collect();
        if own.is_empty() && !team.is_empty() {
            return None;
        }
        Some(Self {
            directory,
            stamper: Stamper::new(v, now),
            now,
            midnight: start_of_day(v, now),
            day_ends: end_of_day(v, now),
            team: team.to_owned(),
            queues: (!team.is_empty()).then_some(own),
        })
    }

    fn has(&self, queue: Option<&String>) -> bool {
        self.queues.as_ref().is_none_or(|own| queue.is_some_and(|queue| own.contains(queue)))
    }

    async fn numbers(&self, conn: &mut Conn) -> Outcome<Numbers> {
        let long_ago = self.now.plus_ms(-LONG_DAYS * DAY_MS);
        let mut numbers = Numbers::default();
        let standing: Vec<Standing> = q(STANDING).bind(long_ago.0).bind(self.now.0).all(conn).await?;
        for line in standing.iter().filter(|line| self.has(line.queue_id.as_ref())) {
            let sooner =
                |known: Option<Instant>, at: Option<i64>| known.into_iter().chain(at.map(Instant)).min();
            match line.urgency {
                0 => {
                    numbers.missed += line.tickets;
                    numbers.oldest_missed = sooner(numbers.oldest_missed, line.due_at);
                }
                1 => {
                    numbers.at_risk += line.tickets;
                    numbers.next_due = sooner(numbers.next_due, line.due_at);
                }
                _ => {}
            }
            if line.status == "waiting" {
                numbers.waiting += line.tickets;
                numbers.waiting_long += line.silent;
            } else {
                numbers.open += line.tickets;
                numbers.without_contact += line.tickets - line.contacts;
            }
            numbers.unassigned += line.tickets - line.assigned;
            numbers.oldest_unassigned = sooner(numbers.oldest_unassigned, line.unassigned_at);
        }
        let verdicts: Vec<(Option<String>, bool, i64)> = q(VERDICTS).bind(self.midnight.0).all(conn).await?;
        for (_, is_kept, promises) in verdicts.iter().filter(|(queue, ..)| self.has(queue.as_ref())) {
            numbers.ended += promises;
            numbers.kept += if *is_kept { *promises } else { 0 };
        }
        Ok(numbers)
    }

    /// The tickets of a column as a condition on `tickets t`, with its values.
    fn condition(&self, span: Span) -> (String, Vec<Value>) {
        let soon = |minutes: i64| self.now.plus_ms(minutes * MINUTE_MS);
        let (from, to) = match span {
            Span::Missed => (None, self.now),
            Span::HalfHour => (Some(Instant(i64::MIN)), soon(30)),
            Span::TwoHours => (Some(soon(30)), soon(120)),
            Span::Today => (Some(soon(120)), self.day_ends),
        };
        match from {
            None => self.within("t.active = TRUE AND t.urgency = 0", Vec::new()),
            Some(from) => self.within(
                "t.active = TRUE AND t.urgency IN (1, 2) AND t.due_at >= $1 AND t.due_at < $2",
                vec![Value::from(from.0), Value::from(to.0)],
            ),
        }
    }

    /// What nobody has, whenever it is due.
    fn unassigned(&self) -> (String, Vec<Value>) {
        self.within("t.active = TRUE AND t.assignee_id IS NULL", Vec::new())
    }

    /// `condition`, with its values, in the queues of the look.
    fn within(&self, condition: &str, mut values: Vec<Value>) -> (String, Vec<Value>) {
        let mut condition = condition.to_owned();
        if let Some(queues) = &self.queues {
            let places = places(values.len() + 1, queues.len());
            condition = format!("{condition} AND t.queue_id IN ({places})");
            values.extend(queues.iter().map(|queue| Value::from(queue.as_str())));
        }
        (condition, values)
    }

    /// The most pressing tickets of which `condition` holds.
    async fn lines(&self, conn: &mut Conn, (condition, values): &(String, Vec<Value>)) -> Outcome<Vec<Line>> {
        let sql = format!(
            "SELECT t.number, t.version, t.subject, t.status, t.priority, t.brief, t.assignee_id, t.queue_id, t.needs, t.ladder, \
             t.unanswered, t.plan, t.next_contact_at, CASE WHEN t.assignee_id IS NOT NULL THEN t.created_at ELSE COALESCE((SELECT MAX(e.at) \
             FROM entries e WHERE e.ticket_id = t.id AND e.kind = 'assignee'), t.created_at) END AS nobodys_since, p.lang, COALESCE(o.name, p.name) AS customer, o.tier \
             FROM tickets t JOIN people p ON p.id = t.requester_id LEFT JOIN organisations o ON o.id = t.organisation_id \
             WHERE {condition} ORDER BY t.urgency, t.due_at, t.id LIMIT {CARDS}"
        );
        Ok(q(sql).bind_all(values.clone()).all(conn).await?)
    }

    /// How many there are, up to the cap.
    async fn count(&self, conn: &mut Conn, (condition, values): &(String, Vec<Value>)) -> Outcome<i64> {
        let sql = format!(
            "SELECT COUNT(*) FROM (SELECT 1 FROM tickets t WHERE {condition} LIMIT {COUNT_CAP}) AS shown"
        );
        Ok(q(sql).bind_all(values.clone()).one(conn).await?)
    }

    fn owner(&self, line: &Line) -> Option<&'d Worker> {
        self.directory.routing.worker(line.assignee_id.as_deref()?)
    }

    fn card(&self, line: Line) -> Outcome<Card> {
        let brief: Option<PromiseBrief> = serde_json::from_str(&line.brief)?;
        let brief = brief
            .ok_or_else(|| Failure::broken(format!("ticket {} is due without a promise", line.number)))?;
        let name = |id: &String| {
            let name = self.directory.staff_member(id).map_or_else(|| id.clone(), |staff| staff.name.clone());
            Named { id: id.clone(), name }
        };
        Ok(Card {
            why: self.why(&line)?,
            number: number_text(line.number),
            version: line.version,
            customer: line.customer,
            tier: line.tier,
            priority: read_priority(line.priority),
            promise: brief.kind,
            clock: brief.clock,
            assignee: line.assignee_id.as_ref().map(name),
            subject: line.subject,
        })
    }

    fn why(&self, line: &Line) -> Outcome<Option<Why>> {
        if let Some(held) = read_ladder(&line.ladder)?.waiting() {
            return Ok(Some(Why::Waits { rung: held.name.clone(), owner: held.owner.name.clone() }));
        }
        if line.assignee_id.is_none() {
            return Ok(Some(Why::Unassigned(Instant(line.nobodys_since))));
        }
        let owner = self.owner(line);
        let until = |worker: &Worker| {
            let until = worker.absence.as_ref().and_then(|absence| absence.until);
            until.map(|until| self.stamper.stamp(until))
        };
        let plan: Vec<domain::tickets::PlanStep> = serde_json::from_str(&line.plan)?;
        Ok(match owner.map(|worker| (worker, worker.duty(self.directory, self.now))) {
            Some((worker, Duty::Away)) => Some(Why::OwnerAway(until(worker))),
            Some((_, Duty::Off)) => Some(Why::OwnerOff),
            _ if line.unanswered => Some(Why::Unanswered),
            _ if plan.is_empty() => Some(Why::NoPlan),
            _ if line.next_contact_at.is_none() => Some(Why::NoContact),
            _ => plan.into_iter().find(|step| !step.done).map(|step| Why::Step(step.text)),
        })
    }

    /// The ticket as one to be moved, when nobody has it or its owner is not there.
    fn movable(&self, line: &Line) -> Outcome<Option<Movable>> {
        if self.owner(line).is_some_and(|owner| owner.duty(self.directory, self.now) == Duty::On) {
            return Ok(None);
        }
        Ok(Some(Movable {
            number: number_text(line.number),
            version: line.version,
            queue: line.queue_id.clone(),
            owner: line.assignee_id.clone(),
            needs: serde_json::from_str(&line.needs)?,
            lang: line.lang.clone(),
            weight: domain::routing::weight(read_priority(line.priority), read_status(&line.status)?),
        }))
    }

    async fn people(&self, conn: &mut Conn, loads: &HashMap<String, Load>) -> Outcome<Vec<OnShift>> {
        let missing: HashMap<String, i64> =
            q(MISSING).all::<(String, i64)>(conn).await?.into_iter().collect();
        let setup = &self.directory.routing;
        let is_shown = |worker: &&Worker| {
            let mut queues =
                setup.queues.iter().filter(|queue| self.team.is_empty() || queue.team == self.team);
            queues.any(|queue| worker.works_in(queue))
        };
        let shown = setup.workers.iter().filter(is_shown).map(|worker| {
            let load = loads.get(&worker.who.id).copied().unwrap_or_default();
            let duty = worker.duty(self.directory, self.now);
            let until =
                worker.absence.as_ref().and_then(|absence| absence.until).filter(|_| duty == Duty::Away);
            OnShift {
                who: worker.who.clone(),
                duty,
                until: until.map(|until| self.stamper.stamp(until)),
                skills: worker.profile.skills.iter().map(|skill| skill.name.clone()).collect(),
                open: load.tickets,
                load: load.weight,
                limit: worker.profile.limit,
                missed: missing.get(&worker.who.id).copied().unwrap_or_default(),
            }
        });
        let mut people: Vec<OnShift> = shown.collect();
        people.sort_by_key(|one| (one.duty != Duty::On, -one.load));
        people.truncate(PEOPLE);
        Ok(people)
    }
}

//! What everybody has on their hands: open tickets and their weight, one row a person, moved with each ticket.

use std::collections::HashMap;

use domain::routing::weight;
use domain::time::Instant;

use crate::db::{Conn, Tx, q};
use crate::tickets::store::Ticket;
use crate::{Backend, Outcome, row};

const SHIFT: &str = "INSERT INTO workloads (person_id, tickets, weight) VALUES ($1, $2, $3)
  ON CONFLICT (person_id) DO UPDATE SET tickets = workloads.tickets + excluded.tickets,
  weight = workloads.weight + excluded.weight";
const GIVEN: &str = "UPDATE workloads SET given_at = $2 WHERE person_id = $1";
const ALL: &str = "SELECT person_id, tickets, weight, given_at FROM workloads LIMIT 5000";
const CARRIED: &str = "SELECT assignee_id, priority, status, COUNT(*) AS count FROM tickets
  WHERE active = TRUE AND assignee_id IS NOT NULL GROUP BY assignee_id, priority, status";
const CLEAR: &str = "DELETE FROM workloads";

row! { struct Line { person_id: String, tickets: i64, weight: i64, given_at: Option<i64> } }
row! { struct Carried { assignee_id: String, priority: i64, status: String, count: i64 } }

/// One person's open tickets and their weight, in hundredths of a normal one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Load {
    pub tickets: i64,
    pub weight: i64,
    pub given_at: Option<Instant>,
}

/// What a ticket is to whoever has it; compared before and after a change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Burden {
    person: Option<String>,
    tickets: i64,
    weight: i64,
}

impl Burden {
    /// Of `ticket` as it stands.
    pub(crate) fn of(ticket: &Ticket) -> Self {
        let tickets = i64::from(ticket.status.is_active());
        Self { person: ticket.assignee_id.clone(), tickets, weight: weight(ticket.priority, ticket.status) }
    }
}

/// Takes `before` from one pair of hands and puts `after` into another. Rows are taken in the order of their ids, so that
/// two of these never wait for each other.
pub(crate) async fn shift(tx: &mut Tx, before: &Burden, after: &Burden, now: Instant) -> Outcome<()> {
    if before == after {
        return Ok(());
    }
    let mut moves: Vec<(&str, i64, i64)> = Vec::new();
    moves.extend(before.person.as_deref().map(|person| (person, -before.tickets, -before.weight)));
    moves.extend(after.person.as_deref().map(|person| (person, after.tickets, after.weight)));
    if let [(one, out, lighter), (other, into, heavier)] = moves[..]
        && one == other
    {
        moves = vec![(one, out + into, lighter + heavier)];
    }
    moves.sort_unstable();
    for (person, tickets, weight) in moves {
        if (tickets, weight) != (0, 0) {
            q(SHIFT).bind(person).bind(tickets).bind(weight).exec(tx).await?;
        }
    }
    if let Some(person) = after.person.as_deref().filter(|_| before.person != after.person) {
        q(GIVEN).bind(person).bind(now.0).exec(tx).await?;
    }
    Ok(())
}

/// Everybody's load, by person id.
pub(crate) async fn all(conn: &mut Conn) -> Outcome<HashMap<String, Load>> {
    let lines: Vec<Line> = q(ALL).all(conn).await?;
    let load = |line: Line| {
        let given_at = line.given_at.map(Instant);
        (line.person_id, Load { tickets: line.tickets, weight: line.weight, given_at })
    };
    Ok(lines.into_iter().map(load).collect())
}

/// The same, counted from the tickets: the table must say nothing else.
pub(crate) async fn counted(conn: &mut Conn) -> Outcome<HashMap<String, Load>> {
    let mut counted: HashMap<String, Load> = HashMap::new();
    for line in q(CARRIED).all::<Carried>(conn).await? {
        let status = crate::tickets::list::read_status(&line.status)?;
        let load = counted.entry(line.assignee_id).or_default();
        load.tickets += line.count;
        load.weight += line.count * weight(crate::tickets::list::read_priority(line.priority), status);
    }
    Ok(counted)
}

/// Counts everybody's load anew, after tickets were written in bulk.
pub(crate) async fn recount(tx: &mut Tx) -> Outcome<()> {
    let counted = counted(tx).await?;
    q(CLEAR).exec(tx).await?;
    let mut people: Vec<_> = counted.into_iter().collect();
    people.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    for (person, load) in people {
        q(SHIFT).bind(person).bind(load.tickets).bind(load.weight).exec(tx).await?;
    }
    Ok(())
}

/// People whose row does not say what their tickets say. For `casewell check` and tests.
///
/// # Errors
/// When the database does not answer.
pub async fn differing(b: &Backend) -> Outcome<Vec<String>> {
    let mut conn = b.db.read().await?;
    let (stored, counted) = (all(&mut conn).await?, counted(&mut conn).await?);
    let of = |loads: &HashMap<String, Load>, person: &str| {
        loads.get(person).map_or((0, 0), |load| (load.tickets, load.weight))
    };
    let people = stored.keys().chain(counted.keys());
    let mut differing: Vec<String> =
        people.filter(|person| of(&stored, person) != of(&counted, person)).cloned().collect();
    differing.sort_unstable();
    differing.dedup();
    Ok(differing)
}

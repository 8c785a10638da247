//! Taking in a whole thread of another system: the same entries, projection and rows as if it had happened here.

use std::collections::HashSet;

use domain::ladder::Standing;
use domain::promises::policy::PolicyRef;
use domain::tickets::entry::{Author, Body, Entry, PolicyReason};
use domain::tickets::{Priority, Status};
use domain::time::Instant;

use super::append::Pen;
use super::store::{self, Ticket};
use crate::db::{Tx, Value, q};
use crate::import::{Imported, Saved};
use crate::promises::project;
use crate::{Backend, Outcome, live};

const KNOWN: &str = "SELECT id FROM tickets WHERE id = $1";
const NEXT_NUMBER: &str = "UPDATE desk SET last_ticket = last_ticket + 1, change_seq = change_seq + 1
  WHERE id = 1 RETURNING last_ticket, change_seq";

/// Writes `imported` down unless it is there already. Alarms whose time has passed are noted as fired, so
/// that the past does not ring today.
///
/// # Errors
/// `Invalid` for a thread without messages; the database's faults.
pub async fn import(b: &Backend, imported: Imported) -> Outcome<Saved> {
    let id = crate::import::stable_id("ticket", &imported.source_id);
    let directory = b.directory().await?;
    let pen = Pen { backend: b.clone(), directory, now: b.clock.now(), actor_id: None };
    b.db.write(move |tx| {
        let (pen, id, imported) = (pen.clone(), id.clone(), imported.clone());
        Box::pin(async move { write(tx, &pen, id, &imported).await })
    })
    .await
}

async fn write(tx: &mut Tx, pen: &Pen, id: String, imported: &Imported) -> Outcome<Saved> {
    if q(KNOWN).bind(id.as_str()).opt::<String>(tx).await?.is_some() {
        return Ok(Saved::Unchanged);
    }
    let policy = pen.directory.newest_policy(&pen.directory.default_policy).map(|policy| policy.reference());
    let mut entries =
        entries(pen, imported, &policy.clone().unwrap_or(PolicyRef { id: String::new(), version: 0 }))?;
    let mut ticket = blank(pen, id, imported, &entries);
    let pressing = pen.project(&mut ticket, &[], &mut entries)?;
    ticket.version = i64::try_from(entries.len()).unwrap_or_default();
    let (number, seq): (i64, i64) = q(NEXT_NUMBER).one(tx).await?;
    ticket.number = number;
    store::insert_ticket(tx, &ticket, &pressing).await?;
    store::insert_entries(tx, &ticket.id, 1, &entries).await?;
    store::upsert_promises(tx, &ticket.id, &ticket.promises.iter().collect::<Vec<_>>()).await?;
    silence(tx, pen, &ticket).await?;
    live::insert(tx, seq, &pen.change(&ticket, true)).await?;
    Ok(Saved::Added)
}

/// The timeline: the description, each message with what it did to the status, and the end.
fn entries(pen: &Pen, imported: &Imported, policy: &PolicyRef) -> Outcome<Vec<Entry>> {
    let Some((first, rest)) = imported.messages.split_first() else {
        return Err(domain::Error::field("messages", domain::error::Problem::Required).into());
    };
    let name = pen.directory.book.policy(policy).map(|policy| policy.name.clone()).unwrap_or_default();
    let entry = |at: Instant, author: Author, author_id: Option<&str>, body: Body| Entry {
        id: pen.backend.ids.id(at),
        at,
        author,
        author_id: author_id.map(str::to_owned),
        body,
    };
    let created = Body::Created {
        channel: imported.channel,
        text: first.text.clone(),
        ticket_type: DEFAULT_TYPE.to_owned(),
        priority: Priority::Normal,
        answers: Vec::new(),
        opened: Vec::new(),
        unverified: None,
        files: Vec::new(),
        mail: None,
    };
    let reason = PolicyReason::Default;
    let chosen = Body::PolicyChosen { policy: policy.id.clone(), version: policy.version, name, reason };
    let mut entries = vec![
        entry(first.at, first.author, Some(&first.author_id), created),
        entry(first.at, Author::System, None, chosen),
    ];
    let mut status = Status::New;
    for message in rest {
        let said = Body::message(message.text.clone());
        entries.push(entry(message.at, message.author, Some(&message.author_id), said));
        if message.author == Author::Staff && status == Status::New {
            entries.push(entry(
                message.at,
                Author::Staff,
                Some(&message.author_id),
                moved(&mut status, Status::Open),
            ));
        }
    }
    if imported.status != status {
        let last = entries.last().map_or(first.at, |entry| entry.at);
        let at = imported.resolved_at.unwrap_or(last).max(last);
        entries.push(entry(at, Author::System, None, moved(&mut status, imported.status)));
    }
    Ok(entries)
}

/// What another system's threads count as.
const DEFAULT_TYPE: &str = "question";

fn moved(status: &mut Status, to: Status) -> Body {
    let from = std::mem::replace(status, to);
    Body::Status { from, to, reason: None, review_at: None }
}

fn blank(pen: &Pen, id: String, imported: &Imported, entries: &[Entry]) -> Ticket {
    let at = |entry: Option<&Entry>| entry.map_or(pen.now, |entry| entry.at);
    Ticket {
        id,
        number: 0,
        version: 0,
        subject: imported.subject.clone(),
        status: Status::New,
        priority: Priority::Normal,
        ticket_type: DEFAULT_TYPE.to_owned(),
        channel: imported.channel.code().to_owned(),
        product_id: imported.product_id.clone(),
        topic_id: None,
        requester_id: imported.requester_id.clone(),
        organisation_id: imported.organisation_id.clone(),
        assignee_id: None,
        queue_id: imported
            .product_id
            .as_ref()
            .and_then(|product| pen.directory.product_queues.get(product))
            .cloned(),
        problem_id: None,
        policy_id: String::new(),
        policy_version: 0,
        promises: Vec::new(),
        plan: Vec::new(),
        next_contact: None,
        wake_at: None,
        unanswered: false,
        created_at: at(entries.first()),
        changed_at: at(entries.last()),
        resolved_at: None,
        needs: Vec::new(),
        standing: Standing::default(),
    }
}

/// Notes alarms whose time has passed as fired.
async fn silence(tx: &mut Tx, pen: &Pen, ticket: &Ticket) -> Outcome<()> {
    let alarms = ticket.promises.iter().flat_map(|promise| project::alarms(promise, &pen.directory.book));
    let keys: HashSet<String> =
        alarms.filter(|alarm| alarm.fire_at <= pen.now).map(|alarm| alarm.key).collect();
    if keys.is_empty() {
        return Ok(());
    }
    let rows = keys.len();
    let values =
        keys.into_iter().flat_map(|key| [Value::from(ticket.id.as_str()), key.into(), pen.now.0.into()]);
    let sql =
        format!("INSERT INTO alarms (ticket_id, key, fired_at) VALUES {}", crate::db::place_rows(rows, 3));
    q(sql).bind_all(values.collect()).exec(tx).await?;
    Ok(())
}

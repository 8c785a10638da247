//! A new ticket, the same from every channel: number, policy with its reason, promises, all in one transaction.

use domain::Viewer;
use domain::access::Action;
use domain::ladder::Standing;
use domain::tickets::decide::{Draft, NewTicket};
use domain::tickets::entry::{Author, Body, Entry, Named};
use domain::tickets::view::Written;
use domain::tickets::{Channel, Status};

use super::append::{Pen, Telling};
use super::once::{self, Once};
use super::requester::{For, chosen, person_by_email, requester_facts};
use super::scope::number_text;
use super::store::{self, Pressing, Ticket};
use crate::db::{Conn, Tx, q};
use crate::files::{self, Enclosed};
use crate::mail::acknowledge::Receipt;
use crate::promises::ladder;
use crate::routing::workload::{self, Burden};
use crate::settings::Directory;
use crate::{Backend, Outcome, live, routing};

const NEXT_NUMBER: &str = "UPDATE desk SET last_ticket = last_ticket + 1, change_seq = change_seq + 1,
  data_kind = CASE WHEN data_kind = 'empty' THEN 'real' ELSE data_kind END WHERE id = 1 RETURNING last_ticket, change_seq";

/// Whose ticket it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Requester {
    /// The viewer's own.
    Myself,
    /// In a contact's name; only staff may.
    Person(String),
    /// The same, by email address.
    Email(String),
    /// The viewer stands for the contact whose address a visitor gave; nobody has shown that it is theirs.
    Unverified,
}

/// Makes a ticket and answers once it is on disk.
///
/// # Errors
/// `Invalid` for texts that are missing or too long and for unknown products, topics and types; `Forbidden` for
/// customers who speak for others; `NotFound` for a requester who does not exist.
pub async fn create(b: &Backend, v: &Viewer, requester: &Requester, new: NewTicket) -> Outcome<Written> {
    create_once(b, v, requester, new, Enclosed::default(), None).await
}

/// Makes a ticket with the files that were sent along, unless `once` says that it was made before; then answers what was
/// answered then.
///
/// # Errors
/// As [`create`]; `Invalid` for `files` that are not there, and for `idempotency_key` when the key belongs to another request.
pub async fn create_once(
    b: &Backend,
    v: &Viewer,
    requester: &Requester,
    new: NewTicket,
    enclosed: Enclosed,
    once: Option<Once>,
) -> Outcome<Written> {
    let new = new.checked()?;
    let needed = match requester {
        Requester::Myself | Requester::Unverified => Action::CreateRequest,
        Requester::Person(_) | Requester::Email(_) => Action::CreateForCustomer,
    };
    v.ensure(needed)?;
    let directory = b.directory().await?;
    check_choices(&directory, &new)?;
    let for_whom = for_whom(b, v, requester).await?;
    let actor_id = Some(v.person_id.clone());
    let pen = Pen { backend: b.clone(), directory, now: b.clock.now(), actor_id };
    let receipt = Receipt::of(b, for_whom.lang, &new).await;
    let (ticket, entries, pressing) = draft(&pen, &for_whom, &new, None, Vec::new())?;
    b.db.write(move |tx| {
        let (pen, ticket, entries, pressing) =
            (pen.clone(), ticket.clone(), entries.clone(), pressing.clone());
        let (once, enclosed, receipt) = (once.clone(), enclosed.clone(), receipt.clone());
        Box::pin(async move {
            if let Some(known) = once::recall(tx, once.as_ref(), pen.now).await? {
                return Ok(known);
            }
            let ticket = insert(tx, &pen, ticket, entries, &pressing, &enclosed).await?;
            receipt.write(tx, &pen, &ticket).await?;
            once::keep(tx, once.as_ref(), written(&ticket)).await
        })
    })
    .await
}

async fn for_whom(b: &Backend, v: &Viewer, requester: &Requester) -> Outcome<For> {
    let mut conn = b.db.read().await?;
    let person_id = match requester {
        Requester::Myself => v.person_id.clone(),
        Requester::Person(id) => id.clone(),
        Requester::Email(address) => by_email(&mut conn, address).await?,
        Requester::Unverified => return Ok(For::unverified(v)),
    };
    Ok(requester_facts(&mut conn, &person_id).await?.ok_or(domain::Error::NotFound)?)
}

async fn by_email(conn: &mut Conn, address: &str) -> Outcome<String> {
    person_by_email(conn, address)
        .await?
        .ok_or_else(|| domain::Error::field("requester", domain::error::Problem::Unknown).into())
}

fn check_choices(directory: &Directory, new: &NewTicket) -> Result<(), domain::Error> {
    let mut checks = domain::error::Checks::default();
    let unknown = || domain::error::Problem::NotAChoice;
    let product = new.product.as_deref().map(|id| directory.product(id));
    checks.ensure(product != Some(None), "product", unknown());
    let topic_fits =
        |topic: &str| product.flatten().is_some_and(|p| p.topics.iter().any(|own| own.id == topic));
    checks.ensure(new.topic.as_deref().is_none_or(topic_fits), "topic", unknown());
    checks.ensure(directory.offers_type(&new.ticket_type), "ticket_type", unknown());
    checks.finish()
}

/// The ticket, its first entries with `more` after them, and its promises, before it has a number; `mailbox`: the queue
/// where the mailbox leads that it came to.
pub(crate) fn draft(
    pen: &Pen,
    for_whom: &For,
    new: &NewTicket,
    mailbox: Option<&Named>,
    more: Vec<Draft>,
) -> Outcome<(Ticket, Vec<Entry>, Pressing)> {
    let (policy, chosen) = chosen(pen, for_whom, &new.ticket_type, new.product.as_deref());
    let rules = &pen.directory.routing.rules.rules;
    let who = (for_whom.tier.as_deref(), for_whom.lang);
    let facts = routing::facts(&pen.directory, &rules.iter().collect::<Vec<_>>(), new, who, pen.now);
    let placed = routing::place(&pen.directory, rules, &facts, mailbox);
    let mut ticket = Ticket {
        id: pen.backend.ids.id(pen.now),
        number: 0,
        version: 0,
        subject: new.subject.clone(),
        status: Status::New,
        priority: new.priority,
        ticket_type: new.ticket_type.clone(),
        channel: new.channel.code().to_owned(),
        product_id: new.product.clone(),
        topic_id: new.topic.clone(),
        requester_id: for_whom.person_id.clone(),
        organisation_id: for_whom.organisation_id.clone(),
        assignee_id: None,
        queue_id: placed.queue,
        problem_id: None,
        policy_id: policy.id,
        policy_version: policy.version,
        promises: Vec::new(),
        plan: Vec::new(),
        next_contact: None,
        wake_at: None,
        unanswered: true,
        created_at: pen.now,
        changed_at: pen.now,
        resolved_at: None,
        needs: placed.needs,
        standing: Standing::default(),
    };
    let by_rule = placed.priority.filter(|(_, to)| *to != new.priority).map(|(rule, to)| Body::Priority {
        from: new.priority,
        to,
        reason: Some(rule),
    });
    let begun = placed.rung.and_then(|(rule, rung)| ladder::begun_on(pen, &ticket, rule, &rung));
    let routed = placed.trace.map(Body::Routed).into_iter().chain(by_rule).chain(begun);
    let by_desk = [chosen].into_iter().chain(routed).map(|body| (Author::System, body));
    let first = [created(new, for_whom.unverified.clone())].into_iter().chain(by_desk);
    let mut entries = pen.entries(first.chain(more).collect());
    let pressing = pen.project(&mut ticket, &[], &mut entries)?;
    ticket.unanswered = true;
    ticket.version = i64::try_from(entries.len()).unwrap_or_default();
    Ok((ticket, entries, pressing))
}

/// A call that an agent writes down is the customer's matter all the same.
fn created(new: &NewTicket, unverified: Option<String>) -> Draft {
    let author = if new.channel == Channel::Phone { Author::Staff } else { Author::Customer };
    let body = Body::Created {
        channel: new.channel,
        text: new.text.clone(),
        ticket_type: new.ticket_type.clone(),
        priority: new.priority,
        answers: new.answers.clone(),
        opened: new.opened.clone(),
        unverified,
        files: Vec::new(),
        mail: None,
    };
    (author, body)
}

pub(crate) async fn insert(
    tx: &mut Tx,
    pen: &Pen,
    mut ticket: Ticket,
    mut entries: Vec<Entry>,
    pressing: &Pressing,
    enclosed: &Enclosed,
) -> Outcome<Ticket> {
    let (number, seq): (i64, i64) = q(NEXT_NUMBER).one(tx).await?;
    ticket.number = number;
    let begun = entries.iter().find_map(|entry| ladder::told_of(&entry.body));
    let telling = routing::hand_out(tx, pen, &mut ticket, &mut entries).await?;
    let tell: Vec<Telling> = telling.into_iter().chain(begun).collect();
    ticket.version = i64::try_from(entries.len()).unwrap_or_default();
    store::insert_ticket(tx, &ticket, pressing).await?;
    files::attach(tx, pen, &ticket.id, enclosed, entries.iter_mut().map(|entry| &mut entry.body)).await?;
    store::insert_entries(tx, &ticket.id, 1, &entries).await?;
    store::upsert_promises(tx, &ticket.id, &ticket.promises.iter().collect::<Vec<_>>()).await?;
    workload::shift(tx, &Burden::default(), &Burden::of(&ticket), pen.now).await?;
    live::insert(tx, seq, &pen.change(&ticket, true)).await?;
    super::notices::tell(tx, pen, &ticket, &tell).await?;
    Ok(ticket)
}

/// What whoever wrote it hears of `ticket`.
pub(crate) fn written(ticket: &Ticket) -> Written {
    Written { number: number_text(ticket.number), version: ticket.version }
}

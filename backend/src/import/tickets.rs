//! Tickets from JSON Lines: threads with `id`, `subject`, `status` and `messages`, each of these with `author`, `role`
//! (customer, agent or peer), `created_at` and `body`.

use std::collections::BTreeMap;
use std::path::Path;

use domain::access::Role;
use domain::error::{Checks, Problem};
use domain::text;
use domain::tickets::entry::Author;
use domain::tickets::{Channel, MAX_SUBJECT, MAX_TEXT, Status};
use domain::time::Instant;
use domain::words::{Lang, fill, import::import, json::json};
use serde::Deserialize;

use super::people::{self, Person};
use super::stream::{Line, json_lines, reason};
use super::{Imported, ImportedMessage, Report, Saved, mark_real};
use crate::db::q;
use crate::{Backend, Failure, Outcome};

const PRODUCT_IDS: &str = "SELECT id FROM products ORDER BY id LIMIT 1000";
/// Where the people of a file without addresses live: a domain that can never receive mail.
const DOMAIN: &str = "import.invalid";

/// What a role in the file is here. Peers answer in the company's name, but may do no more than write notes.
const ROLES: [(&str, (Author, Role)); 3] = [
    ("customer", (Author::Customer, Role::Customer)),
    ("agent", (Author::Staff, Role::Agent)),
    ("peer", (Author::Staff, Role::LightAgent)),
];
/// And a status.
const STATUSES: [(&str, Status); 3] =
    [("open", Status::Open), ("answered", Status::Waiting), ("solved", Status::Resolved)];
/// Longest name of an author, in characters.
const MAX_NAME: u32 = 200;

#[derive(Debug, Deserialize)]
struct Thread {
    id: String,
    #[serde(default)]
    source_url: Option<String>,
    #[serde(default)]
    product: Option<String>,
    subject: String,
    status: String,
    #[serde(default)]
    solved_at: Option<String>,
    messages: Vec<Message>,
}

#[derive(Debug, Deserialize)]
struct Message {
    author: String,
    role: String,
    created_at: String,
    body: String,
}

/// Imports the threads in `path`. Authors become people without a sign-in.
///
/// # Errors
/// When the file cannot be read or the database refuses; what was written before stays.
pub async fn tickets(b: &Backend, path: &Path) -> Outcome<Report> {
    tickets_into(b, path, async |b, imported| crate::tickets::import(b, imported).await).await
}

/// As [`tickets`], with `take` writing each thread down.
///
/// # Errors
/// As [`tickets`].
pub async fn tickets_into(
    b: &Backend,
    path: &Path,
    take: impl AsyncFn(&Backend, Imported) -> Outcome<Saved>,
) -> Outcome<Report> {
    let products: Vec<String> = q(PRODUCT_IDS).all(&mut b.db.read().await?).await?;
    let now = b.clock.now();
    let mut report = Report::default();
    let mut batches = json_lines::<Thread>(path);
    while let Some(batch) = batches.next().await? {
        let mut authors = BTreeMap::new();
        let mut tickets = Vec::with_capacity(batch.len());
        for Line { number, record } in batch {
            match record.and_then(|thread| thread.imported(&products, now, &mut authors)) {
                Ok(ticket) => tickets.push((number, ticket)),
                Err(why) => report.reject(number, why),
            }
        }
        let ids = make_people(b, authors).await?;
        for (number, ticket) in tickets {
            match take(b, ticket.with_ids(&ids)).await {
                Ok(saved) => report.count(saved),
                Err(Failure::Refused(refused)) => report.reject(number, reason(&refused)),
                Err(fault) => return Err(fault),
            }
        }
    }
    Ok(report.in_order())
}

/// Everybody who wrote in a batch, by pseudonym, with the highest role they wrote in.
type Authors = BTreeMap<String, Role>;

/// Ids of the people, by pseudonym.
async fn make_people(b: &Backend, authors: Authors) -> Outcome<BTreeMap<String, String>> {
    let at = b.clock.now();
    b.db.write(move |tx| {
        let authors = authors.clone();
        Box::pin(async move {
            mark_real(tx).await?;
            let mut ids = BTreeMap::new();
            for (name, role) in authors {
                let email = format!("{}@{DOMAIN}", crate::knowledge::slug_of(&name));
                let id = match people::known(tx, &email).await? {
                    Some(known) => known.id,
                    None => {
                        let person = Person {
                            name: name.clone(),
                            email,
                            title: None,
                            role,
                            organisation_id: None,
                            disabled: true,
                        };
                        people::make(tx, &person, at).await?
                    }
                };
                ids.insert(name, id);
            }
            Ok(ids)
        })
    })
    .await
}

impl Thread {
    /// The thread with its authors' pseudonyms where their ids will be, and those noted in `authors`.
    fn imported(self, products: &[String], now: Instant, authors: &mut Authors) -> Result<Imported, String> {
        let mut checks = Checks::default();
        checks.ensure(!self.id.trim().is_empty(), "id", Problem::Required);
        let subject: String = text::line(&self.subject).chars().take(MAX_SUBJECT as usize).collect();
        checks.ensure(!subject.is_empty(), "subject", Problem::Required);
        let status = chosen(&mut checks, "status", &STATUSES, &self.status).unwrap_or(Status::Open);
        let solved = self.solved_at.map(|at| moment(&mut checks, "solved_at", &at, now));
        checks.ensure(!self.messages.is_empty(), "messages", Problem::Required);
        let read = |(n, message): (usize, Message)| message.imported(&mut checks, n, now);
        let mut read: Vec<(Role, ImportedMessage)> =
            self.messages.into_iter().enumerate().map(read).collect();
        read.sort_by_key(|(_, message)| message.at);
        let begun = read.first().is_none_or(|(_, first)| first.author == Author::Customer);
        checks.ensure(begun, "role", Problem::Expected(import(Lang::En).first_by_customer.to_owned()));
        checks.finish().map_err(|refused| reason(&refused))?;
        for (role, message) in &read {
            let known = authors.entry(message.author_id.clone()).or_insert(*role);
            *known = (*known).max(*role);
        }
        let messages: Vec<ImportedMessage> = read.into_iter().map(|(_, message)| message).collect();
        Ok(Imported {
            source_id: self.source_url.unwrap_or(self.id),
            subject,
            channel: Channel::Portal,
            product_id: self.product.filter(|product| products.contains(product)),
            requester_id: messages.first().map(|first| first.author_id.clone()).unwrap_or_default(),
            organisation_id: None,
            resolved_at: solved.filter(|_| status == Status::Resolved),
            status,
            messages,
        })
    }
}

impl Imported {
    /// With the ids of those whose pseudonyms stand in it.
    fn with_ids(mut self, ids: &BTreeMap<String, String>) -> Self {
        let id = |name: &String| ids.get(name).cloned().unwrap_or_default();
        self.requester_id = id(&self.requester_id);
        for message in &mut self.messages {
            message.author_id = id(&message.author_id);
        }
        self
    }
}

impl Message {
    /// The `n`th message of its thread.
    fn imported(self, checks: &mut Checks, n: usize, now: Instant) -> (Role, ImportedMessage) {
        let field = |name: &str| format!("messages[{n}].{name}");
        let role = chosen(checks, &field("role"), &ROLES, &self.role);
        let (author, role) = role.unwrap_or((Author::Customer, Role::Customer));
        let author_id = checks.line(&field("author"), &self.author, MAX_NAME);
        let at = moment(checks, &field("created_at"), &self.created_at, now);
        let text = text::prose(&self.body).chars().take(MAX_TEXT as usize).collect();
        (role, ImportedMessage { at, author, author_id, text })
    }
}

/// What `word` stands for among `choices`.
fn chosen<T: Copy>(checks: &mut Checks, field: &str, choices: &[(&str, T)], word: &str) -> Option<T> {
    let found = choices.iter().find(|(own, _)| *own == word).map(|(_, value)| *value);
    let words: Vec<&str> = choices.iter().map(|(own, _)| *own).collect();
    let one_of = fill(json(Lang::En).one_of, &[("choices", &words.join(", "))]);
    checks.ensure(found.is_some(), field, Problem::Expected(one_of));
    found
}

/// A time that has passed.
fn moment(checks: &mut Checks, field: &str, text: &str, now: Instant) -> Instant {
    let read = text.parse::<Instant>();
    checks.ensure(read.is_ok(), field, Problem::Expected(json(Lang::En).time.to_owned()));
    let at = read.unwrap_or(now);
    checks.ensure(at <= now, field, Problem::InFuture);
    at
}

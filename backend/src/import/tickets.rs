//! Tickets from JSON Lines: threads with `id`, `subject`, `status` and `messages`, each of these with `author`, `role`
//! (customer, agent or peer), `created_at` and `body`.

use std::collections::BTreeMap;
use std::path::Path;

use domain::access::Role;
use domain::tickets::entry::Author;
use domain::tickets::{Channel, MAX_SUBJECT, MAX_TEXT, Status};
use domain::time::Instant;
use serde::Deserialize;

use super::people::{self, Person};
use super::stream::{Line, json_lines};
use super::{Imported, ImportedMessage, Report, Saved, mark_real};
use crate::db::q;
use crate::{Backend, Failure, Outcome};

const PRODUCT_IDS: &str = "SELECT id FROM products ORDER BY id LIMIT 1000";
/// Where the people of a file without addresses live: a domain that can never receive mail.
const DOMAIN: &str = "import.invalid";

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
    let mut report = Report::default();
    let mut batches = json_lines::<Thread>(path);
    while let Some(batch) = batches.next().await? {
        let ids = make_people(b, authors(&batch)).await?;
        for Line { number, record } in batch {
            let ticket = match record.and_then(|thread| thread.imported(&products, &ids)) {
                Ok(ticket) => ticket,
                Err(why) => {
                    report.reject(number, why);
                    continue;
                }
            };
            match take(b, ticket).await {
                Ok(saved) => report.count(saved),
                Err(Failure::Refused(why)) => report.reject(number, why),
                Err(fault) => return Err(fault),
            }
        }
    }
    Ok(report.in_order())
}

/// Everybody who wrote in a batch, by pseudonym, with the highest role they wrote in.
fn authors(batch: &[Line<Thread>]) -> BTreeMap<String, Role> {
    let mut authors = BTreeMap::new();
    for message in
        batch.iter().filter_map(|line| line.record.as_ref().ok()).flat_map(|thread| &thread.messages)
    {
        let role = author(&message.role).map_or(Role::Customer, |(_, role)| role);
        let known = authors.entry(message.author.clone()).or_insert(role);
        *known = role.max(*known);
    }
    authors
}

/// Ids of the people, by pseudonym.
async fn make_people(b: &Backend, authors: BTreeMap<String, Role>) -> Outcome<BTreeMap<String, String>> {
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

/// What a role in the file is here. Peers answer in the company's name, but may do no more than write notes.
fn author(role: &str) -> Option<(Author, Role)> {
    match role {
        "customer" => Some((Author::Customer, Role::Customer)),
        "agent" => Some((Author::Staff, Role::Agent)),
        "peer" => Some((Author::Staff, Role::LightAgent)),
        _ => None,
    }
}

impl Thread {
    fn imported(self, products: &[String], ids: &BTreeMap<String, String>) -> Result<Imported, String> {
        let subject: String = self.subject.trim().chars().take(MAX_SUBJECT as usize).collect();
        if self.id.trim().is_empty() || subject.is_empty() {
            return Err("the thread has no id or no subject".to_owned());
        }
        let status = match self.status.as_str() {
            "solved" => Status::Resolved,
            "answered" => Status::Waiting,
            "open" => Status::Open,
            other => return Err(format!("{other} is not a status")),
        };
        let resolved_at = self.solved_at.as_deref().map(instant).transpose()?;
        let mut messages =
            self.messages.into_iter().map(|message| message.imported(ids)).collect::<Result<Vec<_>, _>>()?;
        messages.sort_by_key(|message| message.at);
        let first = messages.first().ok_or("the thread has no message")?;
        if first.author != Author::Customer {
            return Err("the thread does not begin with a customer's message".to_owned());
        }
        Ok(Imported {
            source_id: self.source_url.unwrap_or(self.id),
            subject,
            channel: Channel::Portal,
            product_id: self.product.filter(|product| products.contains(product)),
            requester_id: first.author_id.clone(),
            organisation_id: None,
            resolved_at: resolved_at.filter(|_| status == Status::Resolved),
            status,
            messages,
        })
    }
}

impl Message {
    fn imported(self, ids: &BTreeMap<String, String>) -> Result<ImportedMessage, String> {
        let (author, _) =
            author(&self.role).ok_or_else(|| format!("{} is not a role in a thread", self.role))?;
        let author_id = ids.get(&self.author).cloned().ok_or("a message has no author")?;
        let text = self.body.trim().chars().take(MAX_TEXT as usize).collect();
        Ok(ImportedMessage { at: instant(&self.created_at)?, author, author_id, text })
    }
}

fn instant(text: &str) -> Result<Instant, String> {
    text.parse().map_err(|_| format!("{text} is not a time"))
}

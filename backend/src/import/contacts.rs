//! Contacts from a CSV file with the columns `name`, `email` and, as far as known, `organisation`, `title` and `role`.

use std::path::Path;

use domain::access::Role;
use domain::error::{Checks, Problem};
use domain::people::looks_like_email;
use domain::time::Instant;
use domain::words::{Lang, fill, import::import, json::json};
use serde::Deserialize;

use super::people::{self, Known, Person};
use super::stream::{Line, csv, reason};
use super::{Report, Saved, mark_real};
use crate::db::Tx;
use crate::{Backend, Outcome};

const COLUMNS: &[&str] = &["name", "email"];
/// Longest name or title, in characters.
const MAX_NAME: u32 = 200;
/// What a contact may be; the first when nothing is said.
const ROLES: [Role; 2] = [Role::Customer, Role::OrganisationManager];

#[derive(Debug, Clone, Deserialize)]
struct Record {
    name: String,
    email: String,
    #[serde(default)]
    organisation: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    role: String,
}

/// A record that makes sense.
#[derive(Debug, Clone)]
struct Contact {
    line: u64,
    organisation: String,
    person: Person,
}

/// Imports the contacts in `path`. Known ones, by their address, get what differs; their sign-in stays as it is. Role is
/// `customer` (also when empty) or `organisation_manager`: members of staff are not made by a file.
///
/// # Errors
/// When the file cannot be read, has no such columns, or the database refuses; what was written before stays.
pub async fn contacts(b: &Backend, path: &Path) -> Outcome<Report> {
    let mut report = Report::default();
    let mut batches = csv::<Record>(path, COLUMNS);
    while let Some(batch) = batches.next().await? {
        let contacts = checked(batch, &mut report);
        for (line, saved) in save(b, contacts).await? {
            match saved {
                Ok(saved) => report.count(saved),
                Err(why) => report.reject(line, why),
            }
        }
    }
    Ok(report.in_order())
}

fn checked(batch: Vec<Line<Record>>, report: &mut Report) -> Vec<Contact> {
    let mut contacts = Vec::with_capacity(batch.len());
    for Line { number, record } in batch {
        match record.and_then(|record| record.contact(number)) {
            Ok(contact) => contacts.push(contact),
            Err(why) => report.reject(number, why),
        }
    }
    contacts
}

impl Record {
    fn contact(self, line: u64) -> Result<Contact, String> {
        let mut checks = Checks::default();
        let name = checks.line("name", &self.name, MAX_NAME);
        let title = checks.optional_line("title", &self.title, MAX_NAME);
        let organisation = checks.optional_line("organisation", &self.organisation, MAX_NAME);
        checks.ensure(looks_like_email(&self.email), "email", Problem::NotAnEmail);
        let code = self.role.to_lowercase();
        let role = ROLES.into_iter().find(|role| role.code() == code || code.is_empty());
        let one_of = fill(json(Lang::En).one_of, &[("choices", &ROLES.map(Role::code).join(", "))]);
        checks.ensure(role.is_some(), "role", Problem::Expected(one_of));
        let role = role.unwrap_or(Role::Customer);
        let alone = role == Role::OrganisationManager && organisation.is_empty();
        checks.ensure(!alone, "organisation", Problem::Required);
        checks.finish().map_err(|refused| reason(&refused))?;
        let title = Some(title).filter(|title| !title.is_empty());
        let person = Person { name, email: self.email, title, role, organisation_id: None, disabled: false };
        Ok(Contact { line, organisation, person })
    }
}

type Fate = (u64, Result<Saved, &'static str>);

async fn save(b: &Backend, contacts: Vec<Contact>) -> Outcome<Vec<Fate>> {
    let at = b.clock.now();
    b.db.write(move |tx| {
        let contacts = contacts.clone();
        Box::pin(async move {
            mark_real(tx).await?;
            let mut fates = Vec::with_capacity(contacts.len());
            for contact in contacts {
                fates.push((contact.line, keep(tx, contact, at).await?));
            }
            Ok(fates)
        })
    })
    .await
}

async fn keep(tx: &mut Tx, contact: Contact, at: Instant) -> Outcome<Result<Saved, &'static str>> {
    let mut person = contact.person;
    let known = people::known(tx, &person.email).await?;
    if known.as_ref().and_then(|known| Role::parse(&known.role)).is_some_and(Role::is_staff) {
        return Ok(Err(import(Lang::En).staff));
    }
    if !contact.organisation.is_empty() {
        person.organisation_id = Some(people::organisation(tx, &contact.organisation, at).await?);
    }
    Ok(Ok(match known {
        None => {
            people::make(tx, &person, at).await?;
            Saved::Added
        }
        Some(known) if same(&known, &person) => Saved::Unchanged,
        Some(known) => {
            people::update(tx, &known.id, &person).await?;
            Saved::Updated
        }
    }))
}

fn same(known: &Known, person: &Person) -> bool {
    known.name == person.name
        && known.title == person.title
        && known.role == person.role.code()
        && known.organisation_id == person.organisation_id
}

//! Finding the contact who is on the phone, and the contacts of an organisation.

use domain::Viewer;
use domain::access::Action;
use domain::customers::{Contact, ContactRow};
use domain::people::Page;

use crate::db::{Conn, q};
use crate::people::containing;
use crate::{Backend, Outcome, row};

const POSITION: &str = "SELECT name_norm FROM people WHERE id = $1";
const BY_NAME: &str =
    "SELECT p.id AS person_id, p.name, p.title, e.email, p.organisation_id, o.name AS organisation
  FROM people p LEFT JOIN person_emails e ON e.person_id = p.id AND e.is_primary
  LEFT JOIN organisations o ON o.id = p.organisation_id
  WHERE p.role IN ('customer', 'organisation_manager') AND p.disabled_at IS NULL
    AND (p.name_norm, p.id) > ($1, $2)
    AND (p.name_norm LIKE $3 ESCAPE '\\' OR o.name_norm LIKE $3 ESCAPE '\\' OR EXISTS
      (SELECT 1 FROM person_emails m WHERE m.person_id = p.id AND m.email_norm LIKE $3 ESCAPE '\\'))
  ORDER BY p.name_norm, p.id LIMIT $4";
const OF_ORGANISATION: &str =
    "SELECT p.id AS person_id, p.name, p.title, e.email, p.organisation_id, o.name AS organisation
  FROM people p LEFT JOIN person_emails e ON e.person_id = p.id AND e.is_primary
  LEFT JOIN organisations o ON o.id = p.organisation_id
  WHERE p.organisation_id = $1 AND p.disabled_at IS NULL ORDER BY p.name_norm, p.id LIMIT 200";
/// Once for each address, the primary one first.
const ONE: &str = "SELECT p.name, p.title, p.phone, p.time_zone, p.organisation_id, o.name AS organisation, e.email
  FROM people p LEFT JOIN person_emails e ON e.person_id = p.id LEFT JOIN organisations o ON o.id = p.organisation_id
  WHERE p.id = $1 AND p.role IN ('customer', 'organisation_manager') AND p.disabled_at IS NULL
  ORDER BY e.is_primary DESC, e.email_norm LIMIT 50";

row! {
    struct Line {
        person_id: String, name: String, title: Option<String>, email: Option<String>,
        organisation_id: Option<String>, organisation: Option<String>,
    }
}
row! {
    struct Addressed {
        name: String, title: Option<String>, phone: Option<String>, time_zone: String,
        organisation_id: Option<String>, organisation: Option<String>, email: Option<String>,
    }
}

/// Contacts whose name, address or organisation contains `query`, by name; `after` is [`Page::next`] of the part
/// before, `limit` the rows of this one.
///
/// # Errors
/// `SignIn`, `Forbidden` for customers; `NotFound` when nobody is `after`.
pub async fn contacts(
    b: &Backend,
    v: &Viewer,
    query: &str,
    after: Option<&str>,
    limit: usize,
) -> Outcome<Page<ContactRow>> {
    v.ensure(Action::UseConsole)?;
    let mut conn = b.db.read().await?;
    let after_name = match after {
        Some(id) => q(POSITION).bind(id).opt::<String>(&mut conn).await?.ok_or(domain::Error::NotFound)?,
        None => String::new(),
    };
    let statement = q(BY_NAME).bind(after_name).bind(after.unwrap_or_default()).bind(containing(query));
    let lines: Vec<Line> = statement.bind(super::one_more(limit)).all(&mut conn).await?;
    let rows = lines.into_iter().map(Line::shown).collect();
    Ok(super::part(rows, limit, |row: &ContactRow| &row.person_id))
}

/// One contact.
///
/// # Errors
/// `SignIn`, `Forbidden` for customers; `NotFound`, also for staff and those who were disabled.
pub async fn contact(b: &Backend, v: &Viewer, id: &str) -> Outcome<Contact> {
    v.ensure(Action::UseConsole)?;
    let lines: Vec<Addressed> = q(ONE).bind(id).all(&mut b.db.read().await?).await?;
    let emails: Vec<String> = lines.iter().filter_map(|line| line.email.clone()).collect();
    let first = lines.into_iter().next().ok_or(domain::Error::NotFound)?;
    let row = ContactRow {
        person_id: id.to_owned(),
        name: first.name,
        title: first.title,
        email: emails.first().cloned().unwrap_or_default(),
        organisation_id: first.organisation_id,
        organisation: first.organisation,
    };
    Ok(Contact { row, emails, phone: first.phone, time_zone: first.time_zone })
}

/// Everybody of an organisation, two hundred at most, by name.
pub(super) async fn of_organisation(conn: &mut Conn, id: &str) -> Outcome<Vec<ContactRow>> {
    let lines: Vec<Line> = q(OF_ORGANISATION).bind(id).all(conn).await?;
    Ok(lines.into_iter().map(Line::shown).collect())
}

impl Line {
    fn shown(self) -> ContactRow {
        ContactRow {
            person_id: self.person_id,
            name: self.name,
            title: self.title,
            email: self.email.unwrap_or_default(),
            organisation_id: self.organisation_id,
            organisation: self.organisation,
        }
    }
}

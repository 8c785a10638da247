//! Finding the contact who is on the phone, and the contacts of an organisation.

use domain::Viewer;
use domain::access::Action;
use domain::customers::ContactRow;

use crate::db::{Conn, q};
use crate::people::containing;
use crate::{Backend, Outcome, row};

const FOUND: &str = "SELECT p.id AS person_id, p.name, p.title, e.email, o.name AS organisation
  FROM people p LEFT JOIN person_emails e ON e.person_id = p.id AND e.is_primary
  LEFT JOIN organisations o ON o.id = p.organisation_id
  WHERE p.role IN ('customer', 'organisation_manager') AND p.disabled_at IS NULL
    AND (p.name_norm LIKE $1 ESCAPE '\\' OR o.name_norm LIKE $1 ESCAPE '\\' OR EXISTS
      (SELECT 1 FROM person_emails m WHERE m.person_id = p.id AND m.email_norm LIKE $1 ESCAPE '\\'))
  ORDER BY p.name_norm, p.id LIMIT 20";
const OF_ORGANISATION: &str = "SELECT p.id AS person_id, p.name, p.title, e.email, o.name AS organisation
  FROM people p LEFT JOIN person_emails e ON e.person_id = p.id AND e.is_primary
  LEFT JOIN organisations o ON o.id = p.organisation_id
  WHERE p.organisation_id = $1 AND p.disabled_at IS NULL ORDER BY p.name_norm, p.id LIMIT 200";

row! { struct Line { person_id: String, name: String, title: Option<String>, email: Option<String>, organisation: Option<String> } }

/// The first twenty contacts whose name, address or organisation contains `query`, by name.
///
/// # Errors
/// `SignIn`, `Forbidden` for customers.
pub async fn contacts(b: &Backend, v: &Viewer, query: &str) -> Outcome<Vec<ContactRow>> {
    v.ensure(Action::UseConsole)?;
    let lines: Vec<Line> = q(FOUND).bind(containing(query)).all(&mut b.db.read().await?).await?;
    Ok(lines.into_iter().map(Line::shown).collect())
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
            organisation: self.organisation,
        }
    }
}

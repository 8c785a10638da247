//! The admin's list of people, by name.

use domain::Viewer;
use domain::access::{Action, Role};
use domain::people::{Page, PersonRow, name_norm};

use crate::access::in_person;
use crate::db::q;
use crate::{Backend, Failure, Outcome};

const POSITION: &str = "SELECT name_norm FROM people WHERE id = $1";
const BY_NAME: &str =
    "SELECT p.id, p.name, e.email, p.role, o.name AS organisation, p.team, p.disabled_at, p.version
  FROM people p LEFT JOIN person_emails e ON e.person_id = p.id AND e.is_primary
  LEFT JOIN organisations o ON o.id = p.organisation_id
  WHERE (p.name_norm, p.id) > ($1, $2) AND (p.name_norm LIKE $3 ESCAPE '\\' OR EXISTS
    (SELECT 1 FROM person_emails m WHERE m.person_id = p.id AND m.email_norm LIKE $3 ESCAPE '\\'))
  ORDER BY p.name_norm, p.id LIMIT 51";

/// Rows of one part of the list; the statement asks for one more to see whether the list goes on.
const PAGE: usize = 50;
/// Characters of the search text that count.
const MAX_QUERY: usize = 100;

/// People whose name or address contains `query`, by name, for an admin; `after` is [`Page::next`] of the part before.
///
/// # Errors
/// `SignIn`, `Forbidden`, `NotFound` when nobody is `after`.
pub async fn list(b: &Backend, v: &Viewer, query: &str, after: Option<&str>) -> Outcome<Page<PersonRow>> {
    in_person(v, Action::ManagePeople)?;
    let mut conn = b.db.read().await?;
    let after_name = match after {
        Some(id) => q(POSITION).bind(id).opt::<String>(&mut conn).await?.ok_or(domain::Error::NotFound)?,
        None => String::new(),
    };
    let statement = q(BY_NAME).bind(after_name).bind(after.unwrap_or_default()).bind(containing(query));
    let rows = statement.all::<Listed>(&mut conn).await?;
    let next = rows.get(PAGE - 1).filter(|_| rows.len() > PAGE).map(|row| row.id.clone());
    let rows = rows.into_iter().take(PAGE).map(Listed::shown).collect::<Outcome<_>>()?;
    Ok(Page { rows, next })
}

/// The `LIKE` pattern of texts that contain `query`, whose own wildcards stand for themselves.
pub(crate) fn containing(query: &str) -> String {
    let mut pattern = String::from("%");
    for c in name_norm(query).chars().take(MAX_QUERY) {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

crate::row! {
    struct Listed {
        id: String,
        name: String,
        email: Option<String>,
        role: String,
        organisation: Option<String>,
        team: Option<String>,
        disabled_at: Option<i64>,
        version: i64,
    }
}

impl Listed {
    fn shown(self) -> Outcome<PersonRow> {
        let role =
            Role::parse(&self.role).ok_or_else(|| Failure::broken(format!("unknown role {}", self.role)))?;
        Ok(PersonRow {
            id: self.id,
            name: self.name,
            email: self.email.unwrap_or_default(),
            role,
            organisation: self.organisation,
            team: self.team,
            disabled: self.disabled_at.is_some(),
            version: self.version,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_stand_for_themselves() {
        assert_eq!(containing(" Ana "), "%ana%");
        assert_eq!(containing("50%_\\"), "%50\\%\\_\\\\%");
        assert_eq!(containing(""), "%%");
    }
}

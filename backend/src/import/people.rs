//! The people of another system: found by their address, made when missing.

use domain::access::Role;
use domain::people::{email_norm, name_norm};
use domain::time::Instant;
use domain::words::Lang;

use super::stable_id;
use crate::db::{Tx, q};
use crate::{Outcome, row};

const BY_EMAIL: &str = "SELECT p.id, p.name, p.title, p.role, p.organisation_id FROM person_emails e
  JOIN people p ON p.id = e.person_id WHERE e.email_norm = $1";
const INSERT: &str = "INSERT INTO people
    (id, name, name_norm, title, role, organisation_id, lang, time_zone, disabled_at, created_at, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1) ON CONFLICT (id) DO NOTHING";
const INSERT_EMAIL: &str = "INSERT INTO person_emails (email_norm, email, person_id, is_primary)
  VALUES ($1, $2, $3, TRUE) ON CONFLICT (email_norm) DO NOTHING";
const UPDATE: &str =
    "UPDATE people SET name = $2, name_norm = $3, title = $4, role = $5, organisation_id = $6,
  version = version + 1 WHERE id = $1";
const ORGANISATION: &str = "SELECT id FROM organisations WHERE name_norm = $1 ORDER BY id LIMIT 1";
const INSERT_ORGANISATION: &str = "INSERT INTO organisations (id, name, name_norm, time_zone, created_at)
  VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING";
/// Where times are shown until somebody says otherwise.
const ZONE: &str = "Etc/UTC";

row! {
    pub(super) struct Known {
        pub id: String,
        pub name: String,
        pub title: Option<String>,
        pub role: String,
        pub organisation_id: Option<String>,
    }
}

/// Somebody who may have to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Person {
    pub name: String,
    pub email: String,
    pub title: Option<String>,
    pub role: Role,
    pub organisation_id: Option<String>,
    /// Never signs in.
    pub disabled: bool,
}

pub(super) async fn known(tx: &mut Tx, email: &str) -> Outcome<Option<Known>> {
    Ok(q(BY_EMAIL).bind(email_norm(email)).opt(tx).await?)
}

/// Makes `person`; answers their id.
pub(super) async fn make(tx: &mut Tx, person: &Person, at: Instant) -> Outcome<String> {
    let id = stable_id("person", &email_norm(&person.email));
    q(INSERT)
        .bind(&id)
        .bind(&person.name)
        .bind(name_norm(&person.name))
        .bind(&person.title)
        .bind(person.role.code())
        .bind(&person.organisation_id)
        .bind(Lang::default().code())
        .bind(ZONE)
        .bind(person.disabled.then_some(at.0))
        .bind(at.0)
        .exec(tx)
        .await?;
    q(INSERT_EMAIL).bind(email_norm(&person.email)).bind(&person.email).bind(&id).exec(tx).await?;
    Ok(id)
}

pub(super) async fn update(tx: &mut Tx, id: &str, person: &Person) -> Outcome<()> {
    let update = q(UPDATE).bind(id).bind(&person.name).bind(name_norm(&person.name));
    update.bind(&person.title).bind(person.role.code()).bind(&person.organisation_id).exec(tx).await?;
    Ok(())
}

/// The organisation called `name`, made when missing.
pub(super) async fn organisation(tx: &mut Tx, name: &str, at: Instant) -> Outcome<String> {
    let norm = name_norm(name);
    if let Some(id) = q(ORGANISATION).bind(&norm).opt(tx).await? {
        return Ok(id);
    }
    let id = stable_id("organisation", &norm);
    q(INSERT_ORGANISATION).bind(&id).bind(name).bind(norm).bind(ZONE).bind(at.0).exec(tx).await?;
    Ok(id)
}

//! Making people, for admins and for the operator at the console.

use domain::Viewer;
use domain::access::{Action, Role};
use domain::error::{Checks, Problem};
use domain::people::{NewPerson, email_norm, looks_like_email, name_norm};
use domain::text::spaced;
use domain::time::Instant;
use domain::words::Lang;
use serde_json::json;

use super::password;
use crate::access::in_person;
use crate::audit::{self, Deed};
use crate::db::{Tx, q};
use crate::{Backend, Outcome};

const ORGANISATION_ZONE: &str = "SELECT time_zone FROM organisations WHERE id = $1";
const INSERT_PERSON: &str = "INSERT INTO people
  (id, name, name_norm, role, organisation_id, password_hash, lang, time_zone, created_at, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)";
const INSERT_EMAIL: &str = "INSERT INTO person_emails (email_norm, email, person_id, is_primary)
  VALUES ($1, $2, $3, TRUE) ON CONFLICT (email_norm) DO NOTHING";
const MARK_REAL: &str = "UPDATE desk SET data_kind = 'real' WHERE id = 1 AND data_kind <> 'real'";

pub(super) const MAX_NAME: u32 = 200;
/// Where a person's times are shown until they or their organisation say otherwise.
const DEFAULT_ZONE: &str = "Etc/UTC";

/// Makes a person, for an admin; answers their id.
///
/// # Errors
/// `SignIn`, `Forbidden`; `Invalid` for `name`, `email` (`NotAnEmail`, `Taken`), `role` (`Unknown`), `password` or
/// `organisation_id` (`NotAChoice`: it does not exist, or the person would be staff, who belong to none).
pub async fn add(b: &Backend, v: &Viewer, new: &NewPerson) -> Outcome<String> {
    in_person(v, Action::ManagePeople)?;
    insert(b, Some(v), new).await
}

/// Makes a person at the operator's console; answers their id.
///
/// # Errors
/// `Invalid` as for [`add`].
pub async fn add_as_operator(b: &Backend, new: &NewPerson) -> Outcome<String> {
    insert(b, None, new).await
}

async fn insert(b: &Backend, actor: Option<&Viewer>, new: &NewPerson) -> Outcome<String> {
    let name = check(new)?;
    let password_hash = match &new.password {
        Some(password) => Some(password::hash(&*b.ids, password).await?),
        None => None,
    };
    let at = b.clock.now();
    let id = b.ids.id(at);
    let entry = audit::Entry::new(b, actor, Deed::PersonAdded, &id).with(json!({ "role": new.role.code() }));
    let email = new.email.trim().to_owned();
    let (role, organisation_id) = (new.role, new.organisation_id.clone());
    let (at, lang) = (at.0, Lang::default());
    let draft = Draft { id: id.clone(), name, email, role, organisation_id, password_hash, lang, at, entry };
    b.db.write(move |tx| {
        let draft = draft.clone();
        Box::pin(async move { draft.store(tx).await })
    })
    .await?;
    Ok(id)
}

/// Makes the contact behind an address that nobody has yet, in the transaction of what they wrote in `lang`; answers their
/// id.
///
/// # Errors
/// `Invalid` when somebody has the address; the database's faults.
pub(crate) async fn contact(
    tx: &mut Tx,
    b: &Backend,
    (name, email): (&str, &str),
    organisation_id: Option<String>,
    lang: Lang,
    at: Instant,
) -> Outcome<String> {
    let id = b.ids.id(at);
    let entry =
        audit::Entry::new(b, None, Deed::PersonAdded, &id).with(json!({ "role": Role::Customer.code() }));
    let name = if name.trim().is_empty() { email } else { name };
    let (name, email) = (name.chars().take(MAX_NAME as usize).collect(), email.trim().to_owned());
    let draft = Draft {
        id: id.clone(),
        name,
        email,
        role: Role::Customer,
        organisation_id,
        password_hash: None,
        lang,
        at: at.0,
        entry,
    };
    draft.store(tx).await?;
    Ok(id)
}

/// The name as it is kept, when everything can be taken.
fn check(new: &NewPerson) -> Result<String, domain::Error> {
    let mut checks = Checks::default();
    let name = checks.line("name", &spaced(&new.name), MAX_NAME);
    checks.ensure(!new.email.trim().is_empty(), "email", Problem::Required);
    checks.ensure(looks_like_email(&new.email), "email", Problem::NotAnEmail);
    checks.ensure(new.role != Role::Visitor, "role", Problem::Unknown);
    checks.ensure(
        !(new.role.is_staff() && new.organisation_id.is_some()),
        "organisation_id",
        Problem::NotAChoice,
    );
    if let Some(password) = &new.password {
        password::check_new(&mut checks, "password", password);
    }
    checks.finish()?;
    Ok(name)
}

/// A checked person, ready to be written.
#[derive(Clone)]
struct Draft {
    id: String,
    name: String,
    email: String,
    role: Role,
    organisation_id: Option<String>,
    password_hash: Option<String>,
    lang: Lang,
    at: i64,
    entry: audit::Entry,
}

impl Draft {
    async fn store(&self, tx: &mut Tx) -> Outcome<()> {
        let time_zone = self.time_zone(tx).await?;
        q(INSERT_PERSON)
            .bind(&self.id)
            .bind(&self.name)
            .bind(name_norm(&self.name))
            .bind(self.role.code())
            .bind(&self.organisation_id)
            .bind(&self.password_hash)
            .bind(self.lang.code())
            .bind(time_zone)
            .bind(self.at)
            .exec(tx)
            .await?;
        let email = q(INSERT_EMAIL).bind(email_norm(&self.email)).bind(&self.email).bind(&self.id);
        if email.exec(tx).await? == 0 {
            return Err(domain::Error::field("email", Problem::Taken).into());
        }
        q(MARK_REAL).exec(tx).await?;
        Ok(audit::record(tx, &self.entry).await?)
    }

    /// That of the organisation, which has to exist.
    async fn time_zone(&self, tx: &mut Tx) -> Outcome<String> {
        let Some(organisation) = &self.organisation_id else { return Ok(DEFAULT_ZONE.to_owned()) };
        let zone = q(ORGANISATION_ZONE).bind(organisation).opt::<String>(tx).await?;
        Ok(zone.ok_or_else(|| domain::Error::field("organisation_id", Problem::NotAChoice))?)
    }
}

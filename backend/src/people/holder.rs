//! The person behind a session, a token or an address, as a [`Viewer`] is made of one.

use domain::Viewer;
use domain::access::Role;
use domain::words::Lang;

use crate::db::{Conn, DbError, FromRow, Row, Tx, q};
use crate::{Backend, Failure, Outcome};

const BY_ID: &str = "SELECT p.id, p.name, e.email, p.role, p.organisation_id, o.tier, p.lang, p.time_zone
  FROM people p JOIN person_emails e ON e.person_id = p.id AND e.is_primary
  LEFT JOIN organisations o ON o.id = p.organisation_id
  WHERE p.id = $1 AND p.disabled_at IS NULL";
const BY_EMAIL: &str = "SELECT p.id, p.name, m.email, p.role, p.organisation_id, o.tier, p.lang, p.time_zone, p.password_hash
  FROM person_emails e JOIN people p ON p.id = e.person_id JOIN person_emails m ON m.person_id = p.id AND m.is_primary
  LEFT JOIN organisations o ON o.id = p.organisation_id
  WHERE e.email_norm = $1 AND p.disabled_at IS NULL";

crate::row! {
    pub(crate) struct Holder {
        pub id: String,
        pub name: String,
        /// Their primary address, as they write it.
        pub email: String,
        pub role: String,
        pub organisation_id: Option<String>,
        pub tier: Option<String>,
        pub lang: String,
        pub time_zone: String,
    }
}

impl Holder {
    pub(crate) fn viewer(self) -> Outcome<Viewer> {
        let Some(role) = Role::parse(&self.role) else {
            return Err(Failure::broken(format!("person {} has the unknown role {}", self.id, self.role)));
        };
        Ok(Viewer {
            person_id: self.id,
            name: self.name,
            email: self.email,
            role,
            organisation_id: self.organisation_id,
            tier: self.tier,
            lang: Lang::parse(&self.lang).unwrap_or_default(),
            time_zone: self.time_zone,
            scopes: None,
        })
    }

    pub(super) fn lang(&self) -> Lang {
        Lang::parse(&self.lang).unwrap_or_default()
    }
}

/// A person who may sign in, with the hash of their password if they have one.
pub(super) struct Account {
    pub(super) holder: Holder,
    pub(super) password_hash: Option<String>,
}

impl FromRow for Account {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self { holder: Holder::from_row(row)?, password_hash: row.get("password_hash")? })
    }
}

/// Whoever has the address and is not disabled; any of their addresses will do.
pub(super) async fn by_email(b: &Backend, email_norm: &str) -> Outcome<Option<Account>> {
    Ok(q(BY_EMAIL).bind(email_norm).opt(&mut b.db.read().await?).await?)
}

/// The person, unless disabled, for who only reads.
pub(crate) async fn of(conn: &mut Conn, id: &str) -> Outcome<Option<Holder>> {
    Ok(q(BY_ID).bind(id).opt(conn).await?)
}

/// The person, unless disabled.
pub(super) async fn by_id(tx: &mut Tx, id: &str) -> Outcome<Option<Holder>> {
    Ok(q(BY_ID).bind(id).opt(tx).await?)
}

//! What an admin does with people who exist: disabling, enabling, giving another role. Nobody does these to themselves,
//! so there is always an admin left.

use domain::Viewer;
use domain::access::{Action, Role};
use domain::error::Problem;
use serde_json::json;

use super::session;
use crate::access::in_person;
use crate::audit::{self, Deed};
use crate::db::{Tx, q};
use crate::routing::left;
use crate::tickets::append::Pen;
use crate::{Backend, Outcome};

const EXISTS: &str = "SELECT id FROM people WHERE id = $1";
const DISABLE: &str =
    "UPDATE people SET disabled_at = $2, version = version + 1 WHERE id = $1 AND disabled_at IS NULL";
const ENABLE: &str =
    "UPDATE people SET disabled_at = NULL, version = version + 1 WHERE id = $1 AND disabled_at IS NOT NULL";
const REVOKE_TOKENS: &str = "UPDATE tokens SET revoked_at = $2 WHERE person_id = $1 AND revoked_at IS NULL";
const FORGET_CODES: &str =
    "DELETE FROM login_codes WHERE email_norm IN (SELECT email_norm FROM person_emails WHERE person_id = $1)";
const STANDING: &str = "SELECT role, version FROM people WHERE id = $1";
const SET_ROLE: &str = "UPDATE people SET role = $2, version = version + 1,
  organisation_id = CASE WHEN $3 THEN NULL ELSE organisation_id END WHERE id = $1";

/// Shuts a person out: sessions, codes and tokens end with the commit, open streams within seconds on every node.
/// Somebody disabled already stays so.
///
/// # Errors
/// `SignIn`, `Forbidden` (also for oneself), `NotFound`.
pub async fn disable(b: &Backend, v: &Viewer, id: &str) -> Outcome<()> {
    let step = Step::new(b, v, id, Deed::PersonDisabled).await?;
    b.db.write(move |tx| {
        let step = step.clone();
        Box::pin(async move { step.disable(tx).await })
    })
    .await?;
    b.sessions.forget_person(id);
    b.directory_cache.forget();
    Ok(())
}

/// Lets a person in again. Sessions and tokens that ended stay ended.
///
/// # Errors
/// `SignIn`, `Forbidden` (also for oneself), `NotFound`.
pub async fn enable(b: &Backend, v: &Viewer, id: &str) -> Outcome<()> {
    let step = Step::new(b, v, id, Deed::PersonEnabled).await?;
    b.db.write(move |tx| {
        let step = step.clone();
        Box::pin(async move { step.enable(tx).await })
    })
    .await
}

/// Gives a person another role; staff leave their organisation. `seen` is the version the admin looked at. Open streams
/// look again what they may carry.
///
/// # Errors
/// `SignIn`, `Forbidden` (also for oneself), `NotFound`, `Conflict` when the person changed meanwhile, `Invalid` for
/// `role`.
pub async fn set_role(b: &Backend, v: &Viewer, id: &str, seen: i64, role: Role) -> Outcome<()> {
    let step = Step::new(b, v, id, Deed::RoleChanged).await?;
    if role == Role::Visitor {
        return Err(domain::Error::field("role", Problem::Unknown).into());
    }
    b.db.write(move |tx| {
        let step = step.clone();
        Box::pin(async move { step.set_role(tx, seen, role).await })
    })
    .await?;
    b.sessions.forget_person(id);
    b.directory_cache.forget();
    Ok(())
}

/// One deed of an admin on one person.
#[derive(Clone)]
struct Step {
    id: String,
    pen: Pen,
    entry: audit::Entry,
}

impl Step {
    async fn new(b: &Backend, v: &Viewer, id: &str, deed: Deed) -> Outcome<Self> {
        in_person(v, Action::ManagePeople)?;
        if v.person_id == id {
            return Err(domain::Error::Forbidden.into());
        }
        let entry = audit::Entry::new(b, Some(v), deed, id);
        Ok(Self { id: id.to_owned(), pen: Pen::new(b, Some(v)).await?, entry })
    }

    async fn disable(&self, tx: &mut Tx) -> Outcome<()> {
        if q(DISABLE).bind(&self.id).bind(self.pen.now.0).exec(tx).await? == 0 {
            return self.ensure_exists(tx).await;
        }
        session::end_all(tx, &self.id).await?;
        q(REVOKE_TOKENS).bind(&self.id).bind(self.pen.now.0).exec(tx).await?;
        q(FORGET_CODES).bind(&self.id).exec(tx).await?;
        left::leave(tx, &self.pen, &self.id).await?;
        self.finish(tx).await
    }

    async fn enable(&self, tx: &mut Tx) -> Outcome<()> {
        if q(ENABLE).bind(&self.id).exec(tx).await? == 0 {
            return self.ensure_exists(tx).await;
        }
        // A sign-in that ran beside the disabling may have left one.
        session::end_all(tx, &self.id).await?;
        Ok(audit::record(tx, &self.entry).await?)
    }

    async fn set_role(&self, tx: &mut Tx, seen: i64, role: Role) -> Outcome<()> {
        let standing = q(STANDING).bind(&self.id).for_update().opt::<(String, i64)>(tx).await?;
        let (was, version) = standing.ok_or(domain::Error::NotFound)?;
        if version != seen {
            return Err(domain::Error::Conflict(Vec::new()).into());
        }
        q(SET_ROLE).bind(&self.id).bind(role.code()).bind(role.is_staff()).exec(tx).await?;
        if role < Role::Agent && Role::parse(&was).is_some_and(Role::is_staff) {
            left::leave(tx, &self.pen, &self.id).await?;
        }
        let entry = self.entry.clone().with(json!({ "from": was, "to": role.code() }));
        Step { entry, ..self.clone() }.finish(tx).await
    }

    async fn finish(&self, tx: &mut Tx) -> Outcome<()> {
        audit::record(tx, &self.entry).await?;
        Ok(session::announce_end(tx, &self.id, self.pen.actor_id.as_deref(), self.pen.now).await?)
    }

    /// Nothing was to be done, which is fine if there is such a person.
    async fn ensure_exists(&self, tx: &mut Tx) -> Outcome<()> {
        q(EXISTS)
            .bind(&self.id)
            .opt::<String>(tx)
            .await?
            .map(drop)
            .ok_or_else(|| domain::Error::NotFound.into())
    }
}

//! What stands under replies: an agent's own signature, and their team's for those who have none.

use domain::Viewer;
use domain::access::{Action, Role};
use domain::error::Checks;

use crate::access::in_person;
use crate::db::q;
use crate::{Backend, Outcome};

const READ: &str = "SELECT body FROM mail_signatures WHERE owner = $1";
const KEEP: &str = "INSERT INTO mail_signatures (owner, body) VALUES ($1, $2)
  ON CONFLICT (owner) DO UPDATE SET body = excluded.body";
const FORGET: &str = "DELETE FROM mail_signatures WHERE owner = $1";

/// Longest signature, in characters.
const MAX: u32 = 1_000;

/// Whose signature it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// The viewer.
    Myself,
    /// The team of this name; for leads and above.
    Team(String),
}

impl Owner {
    /// The team of this name; without a name the viewer.
    #[must_use]
    pub fn of(team: String) -> Self {
        if team.is_empty() { Self::Myself } else { Self::Team(team) }
    }

    fn row(&self, v: &Viewer) -> Result<String, domain::Error> {
        match self {
            Self::Myself => Ok(format!("person {}", v.person_id)),
            Self::Team(name) if v.role >= Role::Lead => Ok(format!("team {name}")),
            Self::Team(_) => Err(domain::Error::Forbidden),
        }
    }
}

/// The signature; empty when there is none.
///
/// # Errors
/// `Forbidden` for customers, and for a team's below leads.
pub async fn signature(b: &Backend, v: &Viewer, owner: &Owner) -> Outcome<String> {
    v.ensure(Action::ReplyAsStaff)?;
    let body: Option<String> = q(READ).bind(owner.row(v)?).opt(&mut b.db.read().await?).await?;
    Ok(body.unwrap_or_default())
}

/// Keeps the signature; an empty one is none. `{agent}` in it stands for the name of whoever writes.
///
/// # Errors
/// As [`signature`]; `Forbidden` for bearer tokens; `Invalid` when it is too long.
pub async fn save_signature(b: &Backend, v: &Viewer, owner: &Owner, text: &str) -> Outcome<()> {
    in_person(v, Action::ReplyAsStaff)?;
    let mut checks = Checks::default();
    let text = checks.optional_text("signature", text, MAX);
    checks.finish()?;
    let owner = owner.row(v)?;
    let query = if text.is_empty() { q(FORGET).bind(owner) } else { q(KEEP).bind(owner).bind(text) };
    b.db.execute(query).await?;
    b.directory_cache.forget();
    Ok(())
}

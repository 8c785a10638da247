//! What stands under replies: an agent's own signature, and their team's for those who have none.

use std::collections::BTreeSet;

use domain::access::{Action, Role};
use domain::error::{Checks, Problem};
use domain::outbox::template::places;
use domain::{Error, Viewer};

use crate::access::in_person;
use crate::audit::{self, Deed};
use crate::db::{Query, q};
use crate::{Backend, Failure, Outcome};

const READ: &str = "SELECT body FROM mail_signatures WHERE owner = $1";
/// Only over the text that its writer had before them.
const BEGIN: &str =
    "INSERT INTO mail_signatures (owner, body) VALUES ($1, $2) ON CONFLICT (owner) DO NOTHING";
const CHANGE: &str = "UPDATE mail_signatures SET body = $2 WHERE owner = $1 AND body = $3";
const FORGET: &str = "DELETE FROM mail_signatures WHERE owner = $1 AND body = $2";

/// Longest signature, in characters.
const MAX: u32 = 1_000;
/// The one place that may stand in it: the name of whoever writes.
const PLACE: &str = "agent";

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

    fn row(&self, v: &Viewer) -> Result<String, Error> {
        match self {
            Self::Myself => Ok(format!("person {}", v.person_id)),
            Self::Team(name) if v.role >= Role::Lead => Ok(format!("team {name}")),
            Self::Team(_) => Err(Error::Forbidden),
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

/// Every team by name, with its signature.
///
/// # Errors
/// `Forbidden` below leads.
pub async fn of_teams(b: &Backend, v: &Viewer) -> Outcome<Vec<(String, String)>> {
    v.ensure(Action::ReplyAsStaff)?;
    let directory = b.directory().await?;
    let teams: BTreeSet<&String> = directory.staff.iter().filter_map(|staff| staff.team.as_ref()).collect();
    let mut conn = b.db.read().await?;
    let mut all = Vec::with_capacity(teams.len());
    for team in teams {
        let owner = Owner::Team(team.clone()).row(v)?;
        let body: Option<String> = q(READ).bind(owner).opt(&mut conn).await?;
        all.push((team.clone(), body.unwrap_or_default()));
    }
    Ok(all)
}

/// Keeps the signature; an empty one is none. `{agent}` in it stands for the name of whoever writes. `seen` is the text
/// that its writer had before them.
///
/// # Errors
/// As [`signature`]; `Forbidden` for bearer tokens; `Invalid` when it is too long or has a place that cannot be filled; `Conflict` when somebody else changed it
/// meanwhile.
pub async fn save_signature(
    b: &Backend,
    v: &Viewer,
    owner: &Owner,
    seen: &str,
    text: &str,
) -> Outcome<String> {
    in_person(v, Action::ReplyAsStaff)?;
    let mut checks = Checks::default();
    let text = checks.optional_text("signature", text, MAX);
    let unknown = places(&text).find(|place| *place != PLACE).map(str::to_owned);
    checks.ensure(unknown.is_none(), "signature", Problem::NoSuchPlace(unknown.unwrap_or_default()));
    checks.finish()?;
    if text == seen {
        return Ok(text);
    }
    let owner = owner.row(v)?;
    let entry = audit::Entry::new(b, Some(v), Deed::MailTextSaved, &owner);
    let query = write(owner, seen, &text);
    b.db.write(move |tx| {
        let (query, entry) = (query.clone(), entry.clone());
        Box::pin(async move {
            if query.exec(tx).await? == 0 {
                return Err(Failure::Refused(Error::Conflict(Vec::new())));
            }
            audit::record(tx, &entry).await.map_err(Failure::from)
        })
    })
    .await?;
    b.directory_cache.forget();
    Ok(text)
}

fn write(owner: String, seen: &str, text: &str) -> Query {
    match (seen.is_empty(), text.is_empty()) {
        (true, _) => q(BEGIN).bind(owner).bind(text),
        (false, true) => q(FORGET).bind(owner).bind(seen),
        (false, false) => q(CHANGE).bind(owner).bind(text).bind(seen),
    }
}

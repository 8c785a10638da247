//! Bearer tokens: made by an admin for one person, limited to scopes, shown once, kept as a hash. What a token may do
//! is what its person may do at that moment, cut down to its scopes.

use domain::Viewer;
use domain::access::{Action, Scope};
use domain::error::{Checks, Problem};
use domain::people::{MadeToken, NewToken, Page, TokenRow, email_norm};
use domain::time::Instant;
use serde_json::json;

use super::{digest, in_person};
use crate::audit::{self, Deed};
use crate::db::{DbError, FromRow, Row, Tx, q};
use crate::people::{Credential, Holder};
use crate::stamps::Stamper;
use crate::{Backend, Failure, Outcome};

const HOLDER: &str = "SELECT p.id, p.name, e.email, p.role, p.organisation_id, o.tier, p.lang, p.time_zone, t.scopes
  FROM tokens t JOIN people p ON p.id = t.person_id JOIN person_emails e ON e.person_id = p.id AND e.is_primary
  LEFT JOIN organisations o ON o.id = p.organisation_id
  WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND p.disabled_at IS NULL";
const PERSON_BY_EMAIL: &str = "SELECT person_id FROM person_emails WHERE email_norm = $1";
const INSERT_TOKEN: &str =
    "INSERT INTO tokens (id, token_hash, person_id, name, scopes, created_at, created_by)
  SELECT $1, $2, id, $4, $5, $6, $7 FROM people WHERE id = $3 AND disabled_at IS NULL";
const NEWEST: &str = "SELECT t.id, t.name, p.name AS person, t.scopes, t.created_at, t.revoked_at
  FROM tokens t JOIN people p ON p.id = t.person_id WHERE t.id < $1 ORDER BY t.id DESC LIMIT 51";
const REVOKE: &str =
    "UPDATE tokens SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING token_hash";
const EXISTS: &str = "SELECT id FROM tokens WHERE id = $1";

/// What every secret begins with, so that people and scanners recognise one that leaked.
const PREFIX: &str = "cw_";
const DIGITS: usize = 64;
const MAX_NAME: u32 = 100;
/// Rows of one part of the list; the statement asks for one more to see whether the list goes on.
const PAGE: usize = 50;
/// Sorts behind every id.
const BEHIND_ALL: &str = "~";
/// `created_by` of tokens made at the console.
const OPERATOR: &str = "operator";

/// Who asks with `bearer`, the text after `Authorization: Bearer`. `None` when it is unknown, revoked or its person
/// disabled; other nodes see both within two seconds.
///
/// # Errors
/// A fault of the database.
pub async fn viewer(b: &Backend, bearer: &str) -> Outcome<Option<Viewer>> {
    if bearer.strip_prefix(PREFIX).is_none_or(|digits| digits.len() != DIGITS) {
        return Ok(None);
    }
    let now = b.clock.now();
    let credential = Credential::Token(digest(bearer));
    if let Some(viewer) = b.sessions.get(&credential, now) {
        return Ok(Some(viewer));
    }
    let found = q(HOLDER).bind(credential.digest()).opt::<TokenHolder>(&mut b.db.read().await?).await?;
    let Some(TokenHolder { holder, scopes }) = found else { return Ok(None) };
    let viewer = Viewer { scopes: Some(parse(&scopes)), ..holder.viewer()? };
    b.sessions.put(credential, viewer.clone(), now);
    Ok(Some(viewer))
}

/// Makes a token for another person or oneself, for an admin.
///
/// # Errors
/// `SignIn`, `Forbidden`, `Invalid` for `name`, `scopes` (`Unknown`) or `person_id` (`NotAChoice`).
pub async fn make(b: &Backend, v: &Viewer, new: &NewToken) -> Outcome<MadeToken> {
    in_person(v, Action::ManageTokens)?;
    insert(b, Some(v), new).await
}

/// Makes a token for the person with this `email`, at the operator's console.
///
/// # Errors
/// As [`make`]; `Invalid` for `email` when nobody has it.
pub async fn make_as_operator(b: &Backend, email: &str, name: &str, scopes: &[String]) -> Outcome<MadeToken> {
    let person = q(PERSON_BY_EMAIL).bind(email_norm(email)).opt(&mut b.db.read().await?).await?;
    let person_id = person.ok_or_else(|| domain::Error::field("email", Problem::Unknown))?;
    insert(b, None, &NewToken { person_id, name: name.to_owned(), scopes: scopes.to_vec() }).await
}

/// All tokens, newest first, for an admin; `after` is [`Page::next`] of the part before.
///
/// # Errors
/// `SignIn`, `Forbidden`, or a fault of the database.
pub async fn list(b: &Backend, v: &Viewer, after: Option<&str>) -> Outcome<Page<TokenRow>> {
    in_person(v, Action::ManageTokens)?;
    let rows = q(NEWEST).bind(after.unwrap_or(BEHIND_ALL)).all::<Listed>(&mut b.db.read().await?).await?;
    let stamper = Stamper::new(v, b.clock.now());
    let next = rows.get(PAGE - 1).filter(|_| rows.len() > PAGE).map(|row| row.id.clone());
    Ok(Page { rows: rows.into_iter().take(PAGE).map(|row| row.shown(&stamper)).collect(), next })
}

/// Ends a token for good, for an admin. One that has ended already stays as it is.
///
/// # Errors
/// `SignIn`, `Forbidden`, `NotFound`.
pub async fn revoke(b: &Backend, v: &Viewer, id: &str) -> Outcome<()> {
    in_person(v, Action::ManageTokens)?;
    let entry = audit::Entry::new(b, Some(v), Deed::TokenRevoked, id);
    let (id, now) = (id.to_owned(), b.clock.now());
    let ended =
        b.db.write(move |tx| {
            let (id, entry) = (id.clone(), entry.clone());
            Box::pin(async move { end(tx, &id, now, &entry).await })
        })
        .await?;
    if let Some(hash) = ended {
        b.sessions.forget(&Credential::Token(hash));
    }
    Ok(())
}

/// The hash of the token that was ended, `None` when it had ended before.
async fn end(tx: &mut Tx, id: &str, now: Instant, entry: &audit::Entry) -> Outcome<Option<String>> {
    let ended = q(REVOKE).bind(id).bind(now.0).opt::<String>(tx).await?;
    if ended.is_some() {
        audit::record(tx, entry).await?;
    } else if q(EXISTS).bind(id).opt::<String>(tx).await?.is_none() {
        return Err(domain::Error::NotFound.into());
    }
    Ok(ended)
}

async fn insert(b: &Backend, actor: Option<&Viewer>, new: &NewToken) -> Outcome<MadeToken> {
    let mut checks = Checks::default();
    let name = checks.line("name", &new.name, MAX_NAME);
    let known = new.scopes.iter().all(|code| Scope::parse(code).is_some());
    checks.ensure(!new.scopes.is_empty(), "scopes", Problem::Required);
    checks.ensure(known, "scopes", Problem::Unknown);
    checks.finish()?;

    let now = b.clock.now();
    let made = MadeToken { id: b.ids.id(now), secret: format!("{PREFIX}{}", b.ids.secret()) };
    let scopes = stored(&new.scopes);
    let detail = json!({ "person": new.person_id, "scopes": scopes });
    let entry = audit::Entry::new(b, actor, Deed::TokenMade, &made.id).with(detail);
    let by = actor.map_or(OPERATOR, |viewer| &viewer.person_id);
    let statement = q(INSERT_TOKEN)
        .bind(&made.id)
        .bind(digest(&made.secret))
        .bind(&new.person_id)
        .bind(name)
        .bind(scopes)
        .bind(now.0)
        .bind(by);
    b.db.write(move |tx| {
        let (statement, entry) = (statement.clone(), entry.clone());
        Box::pin(async move {
            if statement.exec(tx).await? == 0 {
                return Err(Failure::from(domain::Error::field("person_id", Problem::NotAChoice)));
            }
            Ok(audit::record(tx, &entry).await?)
        })
    })
    .await?;
    Ok(made)
}

/// Scopes as `tokens.scopes` has them: codes in the order of [`Scope::ALL`], once each, with blanks between.
fn stored(codes: &[String]) -> String {
    let chosen: Vec<_> =
        Scope::ALL.iter().map(|scope| scope.code()).filter(|code| codes.iter().any(|c| c == code)).collect();
    chosen.join(" ")
}

fn parse(stored: &str) -> Vec<Scope> {
    stored.split(' ').filter_map(Scope::parse).collect()
}

struct TokenHolder {
    holder: Holder,
    scopes: String,
}

impl FromRow for TokenHolder {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self { holder: Holder::from_row(row)?, scopes: row.get("scopes")? })
    }
}

crate::row! {
    struct Listed {
        id: String,
        name: String,
        person: String,
        scopes: String,
        created_at: i64,
        revoked_at: Option<i64>,
    }
}

impl Listed {
    fn shown(self, stamper: &Stamper) -> TokenRow {
        TokenRow {
            scopes: self.scopes.split(' ').map(str::to_owned).collect(),
            created: stamper.stamp(Instant(self.created_at)),
            revoked: self.revoked_at.is_some(),
            id: self.id,
            name: self.name,
            person: self.person,
        }
    }
}

//! Sessions: a secret of 256 bits in the browser's cookie, its SHA-256 here. A session ends 14 days after it was last
//! used and 60 days after it began, and with the person.

use std::fmt;

use domain::Viewer;
use domain::live::Topic;
use domain::time::{DAY_MS, Instant, MINUTE_MS};

use super::Client;
use super::cache::Credential;
use super::holder::{self, Holder};
use crate::access::{digest, signed_in_person};
use crate::db::{DbError, FromRow, Row, Tx, q};
use crate::{Backend, Failure, Outcome, live};

const FIND: &str = "SELECT p.id, p.name, e.email, p.role, p.organisation_id, o.tier, p.lang, p.time_zone, s.seen_at
  FROM sessions s JOIN people p ON p.id = s.person_id JOIN person_emails e ON e.person_id = p.id AND e.is_primary
  LEFT JOIN organisations o ON o.id = p.organisation_id
  WHERE s.token_hash = $1 AND s.expires_at > $2 AND p.disabled_at IS NULL";
const INSERT_SESSION: &str =
    "INSERT INTO sessions (token_hash, person_id, created_at, seen_at, expires_at, agent)
  VALUES ($1, $2, $3, $3, $4, $5)";
const TOUCH: &str = "UPDATE sessions SET seen_at = $2,
  expires_at = CASE WHEN created_at + $4 < $3 THEN created_at + $4 ELSE $3 END
  WHERE token_hash = $1 AND seen_at <= $5";
const END_ONE: &str = "DELETE FROM sessions WHERE token_hash = $1 RETURNING person_id";
const END_OTHERS: &str = "DELETE FROM sessions WHERE person_id = $1 AND token_hash <> $2";

const IDLE_MS: i64 = 14 * DAY_MS;
const ABSOLUTE_MS: i64 = 60 * DAY_MS;
/// Use is noted at most this often, so that reading costs no writes.
const SEEN_EVERY_MS: i64 = 5 * MINUTE_MS;
const MAX_AGENT: usize = 200;

/// A session just begun: the only time its token can be read. It goes into the cookie; the one the browser had before
/// is to be signed out.
#[derive(Clone)]
pub struct NewSession {
    pub token: String,
    pub viewer: Viewer,
}

impl fmt::Debug for NewSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewSession").field("person", &self.viewer.person_id).finish_non_exhaustive()
    }
}

/// Who asks with the session's `token`. `None` when it is unknown, ended or out of time, or its person disabled. The
/// answer may be two seconds old when another node ended it.
///
/// # Errors
/// A fault of the database.
pub async fn session(b: &Backend, token: &str) -> Outcome<Option<Viewer>> {
    let now = b.clock.now();
    let credential = Credential::Session(digest(token));
    if let Some(viewer) = b.sessions.get(&credential, now) {
        return Ok(Some(viewer));
    }
    let found = q(FIND).bind(credential.digest()).bind(now.0).opt::<Found>(&mut b.db.read().await?).await?;
    let Some(Found { holder, seen_at }) = found else { return Ok(None) };
    let viewer = holder.viewer()?;
    if now.0 - seen_at >= SEEN_EVERY_MS {
        // Nobody waits for this: a page must not stand still because the database takes no writes at the moment.
        tokio::spawn(touch(b.clone(), credential.digest().to_owned(), now));
    }
    b.sessions.put(credential, viewer.clone(), now);
    Ok(Some(viewer))
}

/// Ends the session of `token`, here at once and on other nodes within two seconds. An unknown token is no error.
///
/// # Errors
/// A fault of the database.
pub async fn sign_out(b: &Backend, token: &str) -> Outcome<()> {
    let credential = Credential::Session(digest(token));
    let (hash, now) = (credential.digest().to_owned(), b.clock.now());
    b.db.write(move |tx| {
        let hash = hash.clone();
        Box::pin(async move {
            match q(END_ONE).bind(hash).opt::<String>(tx).await? {
                Some(person_id) => announce_end(tx, &person_id, None, now).await,
                None => Ok(()),
            }
        })
    })
    .await?;
    b.sessions.forget(&credential);
    Ok(())
}

/// Ends every session of `v`, this one too.
///
/// # Errors
/// `SignIn`, `Forbidden` for a bearer token, or a fault of the database.
pub async fn sign_out_everywhere(b: &Backend, v: &Viewer) -> Outcome<()> {
    signed_in_person(v)?;
    let (person_id, now) = (v.person_id.clone(), b.clock.now());
    b.db.write(move |tx| {
        let person_id = person_id.clone();
        Box::pin(async move {
            end_all(tx, &person_id).await?;
            Ok::<_, Failure>(announce_end(tx, &person_id, Some(&person_id), now).await?)
        })
    })
    .await?;
    b.sessions.forget_person(&v.person_id);
    Ok(())
}

/// A session about to begin; drawn before the transaction that writes it.
#[derive(Clone)]
pub(super) struct Draft {
    token: String,
    agent: String,
    at: Instant,
}

impl Draft {
    pub(super) fn new(b: &Backend, client: &Client) -> Self {
        let agent = client.agent.chars().filter(|c| !c.is_control()).take(MAX_AGENT).collect();
        Self { token: b.ids.secret(), agent, at: b.clock.now() }
    }

    /// Begins the session, unless the person is gone or disabled.
    pub(super) async fn begin(self, tx: &mut Tx, person_id: &str) -> Outcome<Option<NewSession>> {
        let Some(holder) = holder::by_id(tx, person_id).await? else { return Ok(None) };
        q(INSERT_SESSION)
            .bind(digest(&self.token))
            .bind(person_id)
            .bind(self.at.0)
            .bind(self.at.plus_ms(IDLE_MS).0)
            .bind(self.agent)
            .exec(tx)
            .await?;
        Ok(Some(NewSession { token: self.token, viewer: holder.viewer()? }))
    }
}

/// Ends every session of a person.
pub(super) async fn end_all(tx: &mut Tx, person_id: &str) -> Result<(), DbError> {
    end_all_but(tx, person_id, "").await
}

/// Ends every session of a person but the one with token digest `kept`.
pub(super) async fn end_all_but(tx: &mut Tx, person_id: &str, kept: &str) -> Result<(), DbError> {
    q(END_OTHERS).bind(person_id).bind(kept).exec(tx).await.map(drop)
}

/// Tells the live streams of a person, on every node, to look again whether they may go on.
pub(crate) async fn announce_end(
    tx: &mut Tx,
    person_id: &str,
    actor: Option<&str>,
    at: Instant,
) -> Result<(), DbError> {
    let change = live::Change {
        topic: Topic::SignedOut,
        id: person_id.to_owned(),
        version: 0,
        requester_id: Some(person_id.to_owned()),
        organisation_id: None,
        is_public: true,
        actor_id: actor.map(str::to_owned),
        at,
    };
    live::record(tx, &change).await.map(drop)
}

/// Notes that a session was used, which moves its end.
async fn touch(b: Backend, hash: String, now: Instant) {
    let statement = q(TOUCH)
        .bind(hash)
        .bind(now.0)
        .bind(now.plus_ms(IDLE_MS).0)
        .bind(ABSOLUTE_MS)
        .bind(now.plus_ms(-SEEN_EVERY_MS).0);
    let noted = b.db.write(move |tx| Box::pin(statement.clone().exec(tx))).await;
    if let Err(cause) = noted {
        tracing::warn!(%cause, "the use of a session was not noted");
    }
}

struct Found {
    holder: Holder,
    seen_at: i64,
}

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self { holder: Holder::from_row(row)?, seen_at: row.get("seen_at")? })
    }
}

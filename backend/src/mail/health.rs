//! How outgoing mail fares: what waits, what failed, and since when the server cannot be reached.

use domain::Viewer;
use domain::access::Action;
use domain::outbox::OutgoingHealth;
use domain::time::{DAY_MS, Instant};
use serde::{Deserialize, Serialize};

use crate::access::in_person;
use crate::db::{Conn, q};
use crate::stamps::Stamper;
use crate::{Backend, Failure, Outcome};

/// Under which name the trouble with the server lies among the desk's settings.
const NAME: &str = "mail_server";
const READ: &str = "SELECT body FROM desk_settings WHERE name = $1";
const NOTE: &str = "INSERT INTO desk_settings (name, version, body) VALUES ($1, 1, $2)
  ON CONFLICT (name) DO UPDATE SET body = excluded.body";
const FORGET: &str = "DELETE FROM desk_settings WHERE name = $1";
const WAITING: &str = "SELECT COUNT(*), MIN(created_at) FROM
  (SELECT created_at FROM outbox WHERE state IN ('waiting', 'sending') ORDER BY id LIMIT $1) w";
const FAILED: &str = "SELECT COUNT(*) FROM
  (SELECT 1 AS one FROM outbox WHERE state IN ('failed', 'bounced') AND settled_at > $1 LIMIT $2) f";

/// What is wrong with the mail server.
#[derive(Serialize, Deserialize)]
struct Trouble {
    since: Instant,
    cause: String,
}

/// Notes why the server cannot be reached now, or with `None` that it can. The first to see it says since when.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn note(b: &Backend, cause: Option<&str>) -> Outcome<()> {
    let Some(cause) = cause.map(str::to_owned) else {
        return b.db.execute(q(FORGET).bind(NAME)).await.map(drop).map_err(Failure::from);
    };
    let now = b.clock.now();
    b.db.write(move |tx| {
        let cause = cause.clone();
        Box::pin(async move {
            let since = trouble(tx).await?.map_or(now, |trouble| trouble.since);
            let body = serde_json::to_string(&Trouble { since, cause })?;
            q(NOTE).bind(NAME).bind(body).exec(tx).await?;
            Ok(())
        })
    })
    .await
}

async fn trouble(conn: &mut Conn) -> Outcome<Option<Trouble>> {
    let body: Option<String> = q(READ).bind(NAME).opt(conn).await?;
    Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
}

/// How outgoing mail fares.
///
/// # Errors
/// `Forbidden`.
pub async fn health(b: &Backend, v: &Viewer) -> Outcome<OutgoingHealth> {
    in_person(v, Action::ReadOutbox)?;
    let (most, now) = (i64::from(OutgoingHealth::MOST), b.clock.now());
    let mut conn = b.db.read().await?;
    let (waiting, oldest): (i64, Option<i64>) = q(WAITING).bind(most).one(&mut conn).await?;
    let failed: i64 = q(FAILED).bind(now.plus_ms(-7 * DAY_MS).0).bind(most).one(&mut conn).await?;
    let trouble = trouble(&mut conn).await?;
    let stamper = Stamper::new(v, now);
    Ok(OutgoingHealth {
        configured: b.settings.mail.smtp.is_some(),
        waiting: u32::try_from(waiting).unwrap_or_default(),
        oldest: oldest.map(|at| stamper.stamp(Instant(at))),
        failed: u32::try_from(failed).unwrap_or_default(),
        unreachable: trouble.map(|trouble| (stamper.stamp(trouble.since), trouble.cause)),
    })
}

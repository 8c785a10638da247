//! "Did this solve it?"

use domain::Viewer;
use domain::error::Checks;
use domain::tickets::MAX_REASON;
use domain::time::{HOUR_MS, Instant};

use super::bind_audiences;
use crate::access::tries;
use crate::db::{Tx, q};
use crate::people::Client;
use crate::{Backend, Outcome};

const READABLE: &str = "SELECT id FROM articles
  WHERE slug = $1 AND state = 'published' AND (audience IN ($2, $3) OR $4 IN (audience, 'any'))";
const BEFORE: &str = "SELECT helped FROM article_feedback WHERE id = $1";
const SAVE: &str = "INSERT INTO article_feedback (id, article_id, person_id, helped, reason, at)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (id) DO UPDATE SET helped = excluded.helped, reason = excluded.reason, at = excluded.at";
const COUNT: &str = "UPDATE articles SET helped = helped + $2, not_helped = not_helped + $3 WHERE id = $1";

/// Answers that one person, or one network without an account, may give in an hour.
const AN_HOUR: u32 = 100;

#[derive(Clone)]
struct Said {
    id: String,
    article_id: String,
    person_id: Option<String>,
    helped: bool,
    reason: String,
    at: Instant,
}

/// Keeps whether the article helped, and why not. A person has one answer per article, the last; a visitor's count each.
///
/// # Errors
/// `NotFound` for an article that `v` may not read, `Invalid` for a reason that is too long, `TooMany`.
pub async fn feedback(
    b: &Backend,
    v: &Viewer,
    client: &Client,
    slug: &str,
    helped: bool,
    reason: &str,
) -> Outcome<()> {
    let mut checks = Checks::default();
    let reason = checks.optional_text("reason", reason, MAX_REASON);
    checks.finish()?;
    let article_id: Option<String> =
        bind_audiences(q(READABLE).bind(slug), v).opt(&mut b.db.read().await?).await?;
    let article_id = article_id.ok_or(domain::Error::NotFound)?;
    tries::take(b, &format!("feedback {}", client.or_person(v)), AN_HOUR, HOUR_MS).await?;
    let at = b.clock.now();
    let person_id = v.is_signed_in().then(|| v.person_id.clone());
    // The page finds a person's own answer by this id.
    let by = person_id.clone().unwrap_or_else(|| b.ids.id(at));
    let said = Said { id: format!("{article_id}.{by}"), article_id, person_id, helped, reason, at };
    b.db.write(move |tx| {
        let said = said.clone();
        Box::pin(async move { keep(tx, said).await })
    })
    .await
}

async fn keep(tx: &mut Tx, said: Said) -> Outcome<()> {
    let before: Option<bool> = q(BEFORE).bind(&said.id).opt(tx).await?;
    let votes = |helped: bool| i64::from(said.helped == helped) - i64::from(before == Some(helped));
    q(COUNT).bind(&said.article_id).bind(votes(true)).bind(votes(false)).exec(tx).await?;
    let save = q(SAVE).bind(said.id).bind(said.article_id).bind(said.person_id);
    save.bind(said.helped).bind(said.reason).bind(said.at.0).exec(tx).await?;
    Ok(())
}

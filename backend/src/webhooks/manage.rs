//! The webhooks as admins set them up.

use domain::Viewer;
use domain::access::Action;
use domain::error::{Checks, Problem};
use domain::promises::Trouble;
use domain::promises::policy::{AlarmAction, Policy};
use domain::tickets::entry::Named;
use domain::time::Instant;
use domain::webhooks::{LastCall, MOST_WAITING, MadeWebhook, WebhookDraft, WebhookRow};
use serde_json::json;
use url::Url;

use super::Bounds;
use super::letter::{Letter, new_secret};
use super::line::{Line, destination};
use crate::access::in_person;
use crate::audit::{self, Deed};
use crate::db::{Conn, Query, q};
use crate::stamps::Stamper;
use crate::{Backend, Failure, Outcome, row};

const MAX_NAME: u32 = 100;
const MAX_ADDRESS: usize = 1000;
/// Webhooks of a desk.
const MOST: i64 = 100;

const NAMES: &str = "SELECT id, name FROM webhooks WHERE removed_at IS NULL ORDER BY name, id LIMIT 1000";
const LIST: &str = "SELECT w.id, w.version, w.name, w.address, w.last_at, w.last_trouble,
    (SELECT COUNT(*) FROM (SELECT c.id FROM webhook_calls c WHERE c.webhook_id = w.id AND c.next_at IS NOT NULL LIMIT $1) few)
    AS waiting
  FROM webhooks w WHERE w.removed_at IS NULL ORDER BY w.name, w.id LIMIT 1000";
const COUNT: &str = "SELECT COUNT(*) FROM webhooks WHERE removed_at IS NULL";
const TAKEN: &str = "SELECT COUNT(*) FROM webhooks WHERE name = $1 AND id <> $2 AND removed_at IS NULL";
const ONE: &str = "SELECT address, secret FROM webhooks WHERE id = $1 AND removed_at IS NULL";
const INSERT: &str =
    "INSERT INTO webhooks (id, version, name, address, secret, created_at) VALUES ($1, 1, $2, $3, $4, $5)";
const CHANGE: &str =
    "UPDATE webhooks SET version = version + 1, name = $3, address = $4, secret = COALESCE($5, secret)
  WHERE id = $1 AND version = $2 AND removed_at IS NULL";
const REMOVE: &str = "UPDATE webhooks SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL";

row! {
    struct Listed {
        id: String, version: i64, name: String, address: String, last_at: Option<i64>, last_trouble: Option<String>,
        waiting: i64,
    }
}
row! { struct Callable { address: String, secret: String } }

/// What alarms can call, for the settings that everything reads.
pub(crate) async fn load(conn: &mut Conn) -> Outcome<Vec<Named>> {
    let names: Vec<(String, String)> = q(NAMES).all(conn).await?;
    Ok(names.into_iter().map(|(id, name)| Named { id, name }).collect())
}

/// Every webhook, by name.
///
/// # Errors
/// `SignIn`, `Forbidden`.
pub async fn list(b: &Backend, v: &Viewer) -> Outcome<Vec<WebhookRow>> {
    in_person(v, Action::EditPolicies)?;
    let stamper = Stamper::new(v, b.clock.now());
    let rows: Vec<Listed> = q(LIST).bind(MOST_WAITING).all(&mut b.db.read().await?).await?;
    rows.into_iter().map(|row| row.shown(&stamper)).collect()
}

impl Listed {
    fn shown(self, stamper: &Stamper) -> Outcome<WebhookRow> {
        let trouble = self.last_trouble.map(|trouble| serde_json::from_str(&trouble)).transpose()?;
        Ok(WebhookRow {
            id: self.id,
            version: self.version,
            name: self.name,
            address: self.address,
            waiting: self.waiting,
            last: self.last_at.map(|at| LastCall { at: stamper.stamp(Instant(at)), trouble }),
        })
    }
}

/// Keeps a webhook, new or changed.
///
/// # Errors
/// `SignIn`, `Forbidden`; `Invalid` for `name` or `address`; `Conflict` when somebody changed or removed it meanwhile.
pub async fn save(b: &Backend, v: &Viewer, draft: &WebhookDraft) -> Outcome<MadeWebhook> {
    in_person(v, Action::EditPolicies)?;
    let mut checks = Checks::default();
    let name = checks.line("name", &draft.name, MAX_NAME);
    let (address, fault) = checked_address(&draft.address, &Bounds::new(b.settings.webhooks.private.clone()));
    if let Some(problem) = fault {
        checks.ensure(false, "address", problem);
    }
    let (is_new, now) = (draft.id.is_empty(), b.clock.now());
    {
        let mut conn = b.db.read().await?;
        let taken: i64 = q(TAKEN).bind(name.as_str()).bind(draft.id.as_str()).one(&mut conn).await?;
        checks.ensure(taken == 0, "name", Problem::Taken);
        let full = is_new && q(COUNT).one::<i64>(&mut conn).await? >= MOST;
        checks.ensure(!full, "name", Problem::TooMuch);
    }
    checks.finish()?;
    let secret = (is_new || draft.renew).then(|| new_secret(b));
    let id = if is_new { b.ids.id(now) } else { draft.id.clone() };
    let keep = match is_new {
        true => q(INSERT).bind(id.as_str()).bind(name).bind(address).bind(secret.clone()).bind(now.0),
        false => q(CHANGE).bind(id.as_str()).bind(draft.seen).bind(name).bind(address).bind(secret.clone()),
    };
    let audited = audit::Entry::new(b, Some(v), Deed::WebhookSaved, &id);
    let audited = audited.with(json!({ "new": is_new, "secret": secret.is_some() }));
    write(b, keep, audited, domain::Error::Conflict(Vec::new())).await?;
    Ok(MadeWebhook { id, secret })
}

/// Calls no more to be made to it, by nobody. Policies whose alarms call it have to let go of it first.
///
/// # Errors
/// `SignIn`, `Forbidden`, `NotFound`; `Invalid` for `webhook` while a policy calls it.
pub async fn remove(b: &Backend, v: &Viewer, id: &str) -> Outcome<()> {
    in_person(v, Action::EditPolicies)?;
    let directory = b.directory().await?;
    let users: Vec<&str> = directory
        .newest_policies()
        .filter(|policy| calls(policy, id))
        .map(|policy| policy.name.as_str())
        .collect();
    if !users.is_empty() {
        return Err(domain::Error::field("webhook", Problem::WebhookUsed(users.join(", "))).into());
    }
    let audited = audit::Entry::new(b, Some(v), Deed::WebhookRemoved, id);
    write(b, q(REMOVE).bind(id).bind(b.clock.now().0), audited, domain::Error::NotFound).await
}

fn calls(policy: &Policy, webhook: &str) -> bool {
    let is_it = |action: &AlarmAction| matches!(action, AlarmAction::Webhook(id) if id == webhook);
    policy.alarms.iter().any(|rule| rule.actions.iter().any(is_it))
}

/// Writes one row with its audit; `missing` when there is none to write.
async fn write(b: &Backend, query: Query, audited: audit::Entry, missing: domain::Error) -> Outcome<()> {
    b.db.write(move |tx| {
        let (query, audited, missing) = (query.clone(), audited.clone(), missing.clone());
        Box::pin(async move {
            if query.exec(tx).await? == 0 {
                return Err(Failure::from(missing));
            }
            Ok(audit::record(tx, &audited).await?)
        })
    })
    .await?;
    b.directory_cache.forget();
    Ok(())
}

/// Calls it once with nothing to tell, and says what came of it.
///
/// # Errors
/// `SignIn`, `Forbidden`, `NotFound`.
pub async fn try_out(b: &Backend, v: &Viewer, id: &str) -> Outcome<Option<Trouble>> {
    in_person(v, Action::EditPolicies)?;
    let known: Option<Callable> = q(ONE).bind(id).opt(&mut b.db.read().await?).await?;
    let known = known.ok_or(domain::Error::NotFound)?;
    let line = Line::new(&b.settings.webhooks)?;
    Ok(line.call(b, &known.address, &known.secret, &Letter::test(b)).await?.err())
}

/// The address as it is kept, and what is wrong with it.
fn checked_address(text: &str, bounds: &Bounds) -> (String, Option<Problem>) {
    let text = text.trim();
    if text.is_empty() {
        return (String::new(), Some(Problem::Required));
    }
    let is_web = |url: &Url| {
        let schemes: &[&str] = if bounds.lists_any() { &["https", "http"] } else { &["https"] };
        schemes.contains(&url.scheme())
            && url.has_host()
            && url.username().is_empty()
            && url.password().is_none()
    };
    let Some(mut url) = Url::parse(text).ok().filter(|url| is_web(url) && text.len() <= MAX_ADDRESS) else {
        return (text.to_owned(), Some(Problem::NotAWebAddress));
    };
    url.set_fragment(None);
    let out_of_bounds = destination(url.as_str(), bounds).is_none().then_some(Problem::OutOfBounds);
    (url.into(), out_of_bounds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_of_the_web_and_leads_nowhere_inside() {
        let (open, inside) = (Bounds::default(), Bounds::new(vec!["127.0.0.0/8".parse().unwrap()]));
        for (text, bounds, kept, problem) in [
            (" https://crm.example/hook#part ", &open, "https://crm.example/hook", None),
            ("https://CRM.example", &open, "https://crm.example/", None),
            ("http://127.0.0.1:8080/x", &inside, "http://127.0.0.1:8080/x", None),
            ("", &open, "", Some(Problem::Required)),
            ("crm.example/hook", &open, "crm.example/hook", Some(Problem::NotAWebAddress)),
            ("http://crm.example/", &open, "http://crm.example/", Some(Problem::NotAWebAddress)),
            ("ftp://crm.example/", &inside, "ftp://crm.example/", Some(Problem::NotAWebAddress)),
            (
                "https://me:secret@crm.example/",
                &open,
                "https://me:secret@crm.example/",
                Some(Problem::NotAWebAddress),
            ),
            ("https://127.0.0.1/", &open, "https://127.0.0.1/", Some(Problem::OutOfBounds)),
            ("https://0x7f.1/", &open, "https://127.0.0.1/", Some(Problem::OutOfBounds)),
            ("https://[::ffff:10.0.0.1]/", &open, "https://[::ffff:a00:1]/", Some(Problem::OutOfBounds)),
            ("http://8.8.8.8/", &inside, "http://8.8.8.8/", Some(Problem::OutOfBounds)),
        ] {
            assert_eq!(checked_address(text, bounds), (kept.to_owned(), problem), "{text}");
        }
    }
}

//! What an admin sets up and everything else reads: products, queues, staff, policies, calendars. Siblings:
//! `domain::promises::policy`, `domain::settings`, `domain::intake`, `app/src/console/admin`.

mod calendars;
mod catalogue;
mod contract_alarms;
mod contracts;
mod directory;
mod history;
mod load;
mod policies;
mod promises;
mod types;
mod what_if;

pub use calendars::save_calendar;
pub(crate) use calendars::{checked as checked_calendar, refused};
pub use catalogue::{catalogue, save_impacts, save_product, save_topic};
pub use contract_alarms::{save_contract_alarms, tell_of_ending_contracts};
pub use contracts::{contracts, save_contract};
pub(crate) use directory::FRESH_MS as DIRECTORY_FRESH_MS;
pub use directory::{Directory, DirectoryCache, Staff};
pub use history::{calendar_history, policy_history, type_history};
pub(crate) use load::IMPACTS;
pub(crate) use policies::checked as checked_policy;
pub use policies::save_policy;
pub(crate) use promises::tiers;
pub use promises::{promises, read_holidays};
pub use types::{begin_types, save_type};
pub use what_if::what_if;

use domain::Viewer;
use domain::settings::Saved;

use crate::audit;
use crate::db::{Query, Tx, q};
use crate::promises::{Effect, recount};
use crate::{Backend, Failure, Outcome};

const SEEN: &str = "SELECT version FROM desk_settings WHERE name = $1";
const KEEP: &str = "INSERT INTO desk_settings (name, version, body) VALUES ($1, 1, $2)
  ON CONFLICT (name) DO UPDATE SET body = excluded.body, version = desk_settings.version + 1";

/// A recount of the open tickets behind an edit by `v`, for the edit's own transaction.
async fn recount_of(b: &Backend, v: &Viewer, directory: &Directory, effect: Effect) -> Outcome<recount::New> {
    let at = b.clock.now();
    let total = effect.count(&mut b.db.read().await?, directory).await?;
    let (actor_id, actor) = (v.person_id.clone(), v.name.clone());
    Ok(recount::New { id: b.ids.id(at), effect, actor_id, actor, total, at })
}

/// Keeps the next version of something, by `insert`, with what follows from it. `is_next`: nobody has saved it since.
///
/// # Errors
/// `Conflict` when somebody has.
pub(crate) async fn keep_version(
    tx: &mut Tx,
    is_next: bool,
    insert: Query,
    recount: Option<&recount::New>,
    audited: &audit::Entry,
) -> Outcome<()> {
    // Of two at once, one finds the other's version when it inserts.
    if !is_next || insert.exec(tx).await? == 0 {
        return Err(domain::Error::Conflict(Vec::new()).into());
    }
    if let Some(recount) = recount {
        recount::begin(tx, recount).await?;
    }
    Ok(audit::record(tx, audited).await?)
}

/// Keeps the setting called `name` of the desk as a whole; `seen` is the version that was edited, 0 for the first.
///
/// # Errors
/// `Conflict` when somebody else changed it meanwhile.
pub(crate) async fn keep_setting(
    b: &Backend,
    name: &'static str,
    seen: i64,
    body: String,
    audited: audit::Entry,
) -> Outcome<Saved> {
    b.db.write(move |tx| {
        let (body, audited) = (body.clone(), audited.clone());
        Box::pin(async move {
            let newest: Option<i64> = q(SEEN).bind(name).for_update().opt(tx).await?;
            if newest.unwrap_or(0) != seen {
                return Err(Failure::from(domain::Error::Conflict(Vec::new())));
            }
            q(KEEP).bind(name).bind(body).exec(tx).await?;
            Ok(audit::record(tx, &audited).await?)
        })
    })
    .await?;
    Ok(Saved { id: name.to_owned(), version: seen + 1 })
}

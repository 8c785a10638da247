//! What an admin sets up and everything else reads: products, queues, staff, policies, calendars. Siblings:
//! `domain::promises::policy`, `domain::settings`, `domain::intake`, `app/src/console/admin`.

mod calendars;
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
pub use types::save_type;
pub use what_if::what_if;

use domain::Viewer;

use crate::audit;
use crate::db::{Query, Tx};
use crate::promises::{Effect, recount};
use crate::{Backend, Outcome};

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

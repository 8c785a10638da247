//! Contracts that end soon: their account managers hear of it, so many days before, once for each end.

use domain::Viewer;
use domain::access::Action;
use domain::contracts::{ContractAlarms, alarm_days, days_left};
use domain::settings::Saved;
use domain::tickets::view::Notice;
use domain::time::{DAY_MS, Instant};

use super::keep_setting;
use crate::audit::{self, Deed};
use crate::db::{Conn, Tx, q};
use crate::tickets::notices::tell_person;
use crate::{Backend, Outcome, row};

/// Name of the setting.
const NAME: &str = "contract_alarms";
/// Contracts told of in one round.
const BATCH: i64 = 50;

const READ: &str = "SELECT version, body FROM desk_settings WHERE name = $1";
const ENDING: &str = "SELECT c.id, c.name, c.ends_at, o.id AS organisation_id, o.name AS organisation,
    o.account_manager_id AS manager_id
  FROM contracts c JOIN organisations o ON o.id = c.organisation_id
  WHERE c.ends_at > $1 AND c.ends_at <= $2 AND o.account_manager_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM contract_alarms a WHERE a.contract_id = c.id AND a.ends_at = c.ends_at AND a.days = $3)
  ORDER BY c.ends_at, c.id LIMIT $4";
const TOLD: &str = "INSERT INTO contract_alarms (contract_id, ends_at, days, told_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT DO NOTHING";

row! {
    struct Line {
        id: String, name: String, ends_at: i64, organisation_id: String, organisation: String, manager_id: String,
    }
}

/// How many days before its end a contract is told of.
pub(super) async fn read(conn: &mut Conn) -> Outcome<ContractAlarms> {
    let kept: Option<(i64, String)> = q(READ).bind(NAME).opt(conn).await?;
    let Some((seen, body)) = kept else { return Ok(ContractAlarms::default()) };
    Ok(ContractAlarms { seen, days: serde_json::from_str(&body)? })
}

/// Keeps how many days before its end a contract is told of.
///
/// # Errors
/// `Forbidden`; `Conflict` when somebody else changed it meanwhile; `Invalid` for `days` that are none.
pub async fn save_contract_alarms(b: &Backend, v: &Viewer, seen: i64, days: &str) -> Outcome<Saved> {
    v.ensure(Action::EditPolicies)?;
    let body = serde_json::to_string(&alarm_days(days)?)?;
    let audited = audit::Entry::new(b, Some(v), Deed::ContractAlarmsSaved, NAME);
    keep_setting(b, NAME, seen, body, audited).await
}

/// Tells account managers of contracts that end soon, at most one batch for each number of days.
///
/// # Errors
/// When the database does not answer. Who was told before that is not told again.
pub async fn tell_of_ending_contracts(b: &Backend) -> Outcome<usize> {
    let now = b.clock.now();
    let mut days = read(&mut b.db.read().await?).await?.days;
    days.sort_unstable();
    let mut count = 0;
    for (place, own) in days.iter().enumerate() {
        let until = now.0 + i64::from(*own) * DAY_MS;
        let query = q(ENDING).bind(now.0).bind(until).bind(i64::from(*own)).bind(BATCH);
        let lines: Vec<Line> = query.all(&mut b.db.read().await?).await?;
        // Who hears of seven days need not hear of thirty afterwards.
        let covered = days[place..].to_vec();
        for line in lines {
            let (backend, line, covered) = (b.clone(), line.clone(), covered.clone());
            count += 1;
            b.db.write(move |tx| {
                let (backend, line, covered) = (backend.clone(), line.clone(), covered.clone());
                Box::pin(async move { tell(tx, &backend, now, &line, &covered).await })
            })
            .await?;
        }
    }
    Ok(count)
}

/// Another node may have told them already.
async fn tell(tx: &mut Tx, b: &Backend, now: Instant, line: &Line, days: &[u32]) -> Outcome<()> {
    let mut is_first = false;
    for (place, days) in days.iter().enumerate() {
        let told = q(TOLD).bind(line.id.as_str()).bind(line.ends_at).bind(i64::from(*days)).bind(now.0);
        is_first |= told.exec(tx).await? == 1 && place == 0;
    }
    if !is_first {
        return Ok(());
    }
    let notice = Notice::ContractEnds {
        organisation_id: line.organisation_id.clone(),
        organisation: line.organisation.clone(),
        contract: line.name.clone(),
        days: days_left(Instant(line.ends_at), now),
    };
    tell_person(tx, b, now, &line.manager_id, notice).await
}

//! Contracts of organisations. A change counts for new tickets; promises that were made are kept.

use domain::Viewer;
use domain::access::Action;
use domain::contracts::{ContractDraft, ContractRow, ContractsPage, Ending, Terms, days_left};
use domain::error::{Checks, Problem};
use domain::promises::calendar::Zone;
use domain::settings::Saved;
use domain::tickets::entry::Named;
use domain::time::{DAY_MS, Date, Instant};

use super::Directory;
use crate::audit::{self, Deed};
use crate::db::{Tx, q};
use crate::stamps::date_of;
use crate::{Backend, Outcome, row};

/// Contracts in the list.
const SHOWN: i64 = 500;
/// From how many days before its end on a contract ends soon.
const SOON_DAYS: i64 = 60;

const LIST: &str = "SELECT c.id, c.version, c.organisation_id, c.name, c.policy_id, c.ticket_types, c.products,
    c.starts_at, c.ends_at, c.fallback_policy_id, c.hours, o.name AS organisation, o.time_zone, m.name AS manager
  FROM contracts c JOIN organisations o ON o.id = c.organisation_id LEFT JOIN people m ON m.id = o.account_manager_id
  ORDER BY COALESCE(c.ends_at, 9000000000000000), o.name_norm, c.id LIMIT $1";
const ORGANISATION: &str = "SELECT name, tier, time_zone FROM organisations WHERE id = $1";
const ZONE: &str = "SELECT time_zone FROM organisations WHERE id = $1";
const SEEN: &str = "SELECT version FROM contracts WHERE id = $1";
const INSERT: &str = "INSERT INTO contracts
  (id, organisation_id, name, policy_id, ticket_types, products, starts_at, ends_at, fallback_policy_id, hours, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)";
const UPDATE: &str = "UPDATE contracts SET name = $3, policy_id = $4, ticket_types = $5, products = $6, starts_at = $7,
  ends_at = $8, fallback_policy_id = $9, hours = $10, version = version + 1 WHERE id = $1 AND organisation_id = $2";

row! {
    struct Line {
        id: String, version: i64, organisation_id: String, name: String, policy_id: String, ticket_types: String,
        products: String, starts_at: i64, ends_at: Option<i64>, fallback_policy_id: Option<String>,
        hours: Option<i64>, organisation: String, time_zone: String, manager: Option<String>,
    }
}

row! { struct Client { name: String, tier: Option<String>, time_zone: String } }

/// Every contract, those that end first at the beginning; `organisation` is the id of the one that a new contract is for.
///
/// # Errors
/// `Forbidden`; `NotFound` without such an organisation.
pub async fn contracts(b: &Backend, v: &Viewer, organisation: &str) -> Outcome<ContractsPage> {
    v.ensure(Action::ReadPolicies)?;
    let (directory, now) = (b.directory().await?, b.clock.now());
    let mut conn = b.db.read().await?;
    let begun = match organisation {
        "" => None,
        id => {
            let found: Option<Client> = q(ORGANISATION).bind(id).opt(&mut conn).await?;
            Some(begun(&directory, id, found.ok_or(domain::Error::NotFound)?, now))
        }
    };
    let mut lines: Vec<Line> = q(LIST).bind(SHOWN + 1).all(&mut conn).await?;
    let more = lines.len() as i64 > SHOWN;
    lines.truncate(SHOWN as usize);
    let rows = lines.into_iter().map(|line| row(&directory, line, now)).collect::<Outcome<_>>()?;
    let product = |own: &domain::intake::Product| Named { id: own.id.clone(), name: own.name.clone() };
    Ok(ContractsPage {
        rows,
        more,
        policies: policies(&directory),
        types: directory.ticket_types.clone(),
        products: directory.products.iter().map(product).collect(),
        begun,
        alarms: super::contract_alarms::read(&mut conn).await?,
    })
}

/// A contract of `client`, the organisation `id`: from today on, with what its tier is promised without one.
fn begun(directory: &Directory, id: &str, client: Client, now: Instant) -> (String, ContractDraft) {
    let by_tier = client.tier.and_then(|tier| directory.tiers.get(&tier));
    let draft = ContractDraft {
        organisation: id.to_owned(),
        policy: by_tier.unwrap_or(&directory.default_policy).clone(),
        starts: date_of(&client.time_zone, now),
        ..ContractDraft::default()
    };
    (client.name, draft)
}

fn policies(directory: &Directory) -> Vec<Named> {
    let newest = directory.newest_policies();
    let mut policies: Vec<Named> =
        newest.map(|own| Named { id: own.id.clone(), name: own.name.clone() }).collect();
    policies.sort_by(|a, b| a.name.cmp(&b.name));
    policies
}

fn row(directory: &Directory, line: Line, now: Instant) -> Outcome<ContractRow> {
    let day = |at: Instant| date_of(&line.time_zone, at);
    let policy = directory.newest_policy(&line.policy_id);
    let ends = line.ends_at.map(Instant);
    Ok(ContractRow {
        organisation: line.organisation,
        account_manager: line.manager,
        policy: policy.map_or_else(|| line.policy_id.clone(), |policy| policy.name.clone()),
        ending: ending(Instant(line.starts_at), ends, now),
        draft: ContractDraft {
            id: line.id,
            seen: line.version,
            organisation: line.organisation_id,
            name: line.name,
            policy: line.policy_id,
            types: serde_json::from_str(&line.ticket_types)?,
            products: serde_json::from_str(&line.products)?,
            starts: day(Instant(line.starts_at)),
            // The last covered instant lies before the end.
            ends: ends.map(|ends| day(ends.plus_ms(-1))).unwrap_or_default(),
            fallback: line.fallback_policy_id.unwrap_or_default(),
            hours: line.hours.map(|hours| hours.to_string()).unwrap_or_default(),
        },
    })
}

fn ending(starts: Instant, ends: Option<Instant>, now: Instant) -> Ending {
    match ends {
        Some(ends) if ends <= now => Ending::Ended,
        _ if starts > now => Ending::Before,
        Some(ends) if ends.ms_since(now) <= SOON_DAYS * DAY_MS => Ending::Soon(days_left(ends, now)),
        _ => Ending::Active,
    }
}

/// Keeps a contract.
///
/// # Errors
/// `Forbidden`; `NotFound` without such an organisation or contract; `Conflict` when somebody else changed it meanwhile;
/// `Invalid` with every field that needs another value.
pub async fn save_contract(b: &Backend, v: &Viewer, draft: &ContractDraft) -> Outcome<Saved> {
    v.ensure(Action::EditPolicies)?;
    let directory = b.directory().await?;
    let (draft, terms) = draft.clone().checked()?;
    check_names(&directory, &draft)?;
    let zone: Option<String> = q(ZONE).bind(draft.organisation.as_str()).opt(&mut b.db.read().await?).await?;
    let zone = Zone::named(&zone.ok_or(domain::Error::NotFound)?).or(Zone::named("Etc/UTC"));
    let midnight = move |date: Date| zone.map_or(date.midnight_utc(), |zone| zone.instant_at(date, 0));
    let is_new = draft.id.is_empty();
    let id = if is_new { b.ids.id(b.clock.now()) } else { draft.id.clone() };
    let audited = audit::Entry::new(b, Some(v), Deed::ContractSaved, &id);
    let saved = Saved { id: id.clone(), version: draft.seen + 1 };
    let save = Save {
        id,
        is_new,
        starts: midnight(terms.starts),
        ends: terms.ends.map(|last| midnight(last.plus_days(1))),
        draft,
        terms,
        audited,
    };
    b.db.write(move |tx| {
        let save = save.clone();
        Box::pin(async move { save.run(tx).await })
    })
    .await?;
    Ok(saved)
}

fn check_names(directory: &Directory, draft: &ContractDraft) -> Outcome<()> {
    let mut checks = Checks::default();
    let is_policy = |id: &str| directory.newest.contains_key(id);
    checks.ensure(is_policy(&draft.policy), "policy", Problem::NotAChoice);
    let fallback = draft.fallback.as_str();
    checks.ensure(fallback.is_empty() || is_policy(fallback), "fallback", Problem::NotAChoice);
    checks.ensure(draft.types.iter().all(|id| directory.has_type(id)), "types", Problem::NotAChoice);
    let is_product = |id: &String| directory.product(id).is_some();
    checks.ensure(draft.products.iter().all(is_product), "products", Problem::NotAChoice);
    Ok(checks.finish()?)
}

#[derive(Clone)]
struct Save {
    id: String,
    is_new: bool,
    draft: ContractDraft,
    terms: Terms,
    starts: Instant,
    ends: Option<Instant>,
    audited: audit::Entry,
}

impl Save {
    async fn run(self, tx: &mut Tx) -> Outcome<()> {
        if !self.is_new {
            let seen: Option<i64> = q(SEEN).bind(self.id.as_str()).for_update().opt(tx).await?;
            if seen.ok_or(domain::Error::NotFound)? != self.draft.seen {
                return Err(domain::Error::Conflict(Vec::new()).into());
            }
        }
        let draft = self.draft;
        let write = q(if self.is_new { INSERT } else { UPDATE }).bind(self.id).bind(draft.organisation);
        let write = write.bind(draft.name).bind(draft.policy).bind(serde_json::to_string(&draft.types)?);
        let write = write.bind(serde_json::to_string(&draft.products)?).bind(self.starts.0);
        let write = write.bind(self.ends.map(|ends| ends.0));
        let write = write
            .bind(Some(draft.fallback).filter(|id| !id.is_empty()))
            .bind(self.terms.hours.map(i64::from));
        if write.exec(tx).await? == 0 {
            return Err(domain::Error::NotFound.into());
        }
        Ok(audit::record(tx, &self.audited).await?)
    }
}

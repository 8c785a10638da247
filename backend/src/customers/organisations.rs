//! The list of customers, by name.

use domain::Viewer;
use domain::access::Action;
use domain::customers::OrganisationRow;
use domain::people::Page;

use super::contract;
use crate::db::q;
use crate::people::containing;
use crate::stamps::Stamper;
use crate::{Backend, Outcome, row};

const POSITION: &str = "SELECT name_norm FROM organisations WHERE id = $1";
/// The newest contract stands for all of them.
const BY_NAME: &str =
    "SELECT o.id, o.name, o.tier, o.city, o.time_zone, c.name AS contract, c.ends_at AS contract_ends,
    (SELECT COUNT(*) FROM people p WHERE p.organisation_id = o.id AND p.disabled_at IS NULL) AS contacts,
    (SELECT COUNT(*) FROM tickets t WHERE t.organisation_id = o.id AND t.active = TRUE) AS open_tickets
  FROM organisations o
  LEFT JOIN contracts c ON c.id = (SELECT k.id FROM contracts k WHERE k.organisation_id = o.id
    ORDER BY k.starts_at DESC, k.id LIMIT 1)
  WHERE (o.name_norm, o.id) > ($1, $2) AND o.name_norm LIKE $3 ESCAPE '\\'
  ORDER BY o.name_norm, o.id LIMIT $4";

row! {
    struct Listed {
        id: String, name: String, tier: Option<String>, city: Option<String>, time_zone: String, contract: Option<String>,
        contract_ends: Option<i64>, contacts: i64, open_tickets: i64,
    }
}

/// Organisations whose name contains `query`, by name; `after` is [`Page::next`] of the part before, `limit` the rows of
/// this one.
///
/// # Errors
/// `SignIn`, `Forbidden` for customers; `NotFound` when no organisation is `after`.
pub async fn organisations(
    b: &Backend,
    v: &Viewer,
    query: &str,
    after: Option<&str>,
    limit: usize,
) -> Outcome<Page<OrganisationRow>> {
    v.ensure(Action::UseConsole)?;
    let mut conn = b.db.read().await?;
    let after_name = match after {
        Some(id) => q(POSITION).bind(id).opt::<String>(&mut conn).await?.ok_or(domain::Error::NotFound)?,
        None => String::new(),
    };
    let statement = q(BY_NAME).bind(after_name).bind(after.unwrap_or_default()).bind(containing(query));
    let rows: Vec<Listed> = statement.bind(super::one_more(limit)).all(&mut conn).await?;
    let now = b.clock.now();
    let stamper = Stamper::new(v, now);
    let shown = |row: Listed| OrganisationRow {
        id: row.id,
        name: row.name,
        tier: row.tier,
        city: row.city,
        contacts: u32::try_from(row.contacts).unwrap_or(u32::MAX),
        open_tickets: u32::try_from(row.open_tickets).unwrap_or(u32::MAX),
        contract: contract(row.contract, (row.contract_ends, Some(&row.time_zone)), &stamper, now),
    };
    let rows = rows.into_iter().map(shown).collect();
    Ok(super::part(rows, limit, |row: &OrganisationRow| &row.id))
}

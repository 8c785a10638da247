//! One customer: what they have, who they are, what they asked.

use domain::Viewer;
use domain::access::Action;
use domain::customers::{InstalledProduct, OrganisationPage, OrganisationPanel};
use domain::time::Instant;

use super::contacts::of_organisation;
use super::contract;
use crate::db::q;
use crate::stamps::Stamper;
use crate::tickets::list;
use crate::{Backend, Outcome, row};

/// The organisation with its newest contract, once for each installed product, once without any.
const PANEL: &str =
    "SELECT o.id, o.name, o.tier, o.city, o.time_zone, m.name AS account_manager, c.name AS contract,
    c.ends_at AS contract_ends, p.name AS product, i.version, i.note
  FROM organisations o
  LEFT JOIN people m ON m.id = o.account_manager_id
  LEFT JOIN contracts c ON c.id = (SELECT k.id FROM contracts k WHERE k.organisation_id = o.id
    ORDER BY k.starts_at DESC, k.id LIMIT 1)
  LEFT JOIN installed_products i ON i.organisation_id = o.id
  LEFT JOIN products p ON p.id = i.product_id
  WHERE o.id = $1 ORDER BY p.position, p.id LIMIT 50";

row! {
    struct Line {
        id: String, name: String, tier: Option<String>, city: Option<String>, time_zone: String, account_manager: Option<String>,
        contract: Option<String>, contract_ends: Option<i64>, product: Option<String>, version: Option<String>,
        note: Option<String>,
    }
}

/// The organisation's page: products and contract, contacts by name, open and newest tickets.
///
/// # Errors
/// `SignIn`, `Forbidden` for customers; `NotFound`.
pub async fn organisation(b: &Backend, v: &Viewer, id: &str) -> Outcome<OrganisationPage> {
    v.ensure(Action::UseConsole)?;
    let mut conn = b.db.read().await?;
    let now = b.clock.now();
    let lines: Vec<Line> = q(PANEL).bind(id).all(&mut conn).await?;
    let panel = panel(lines, &Stamper::new(v, now), now).ok_or(domain::Error::NotFound)?;
    let contacts = of_organisation(&mut conn, id).await?;
    let tickets = list::of_organisation(&mut conn, id).await?;
    Ok(OrganisationPage { panel, contacts, tickets, now })
}

fn panel(lines: Vec<Line>, stamper: &Stamper, now: Instant) -> Option<OrganisationPanel> {
    let first = lines.first()?.clone();
    let product = |line: Line| {
        let (version, note) = (line.version.unwrap_or_default(), line.note.unwrap_or_default());
        Some(InstalledProduct { product: line.product?, version, note })
    };
    Some(OrganisationPanel {
        id: first.id,
        name: first.name,
        tier: first.tier,
        city: first.city,
        account_manager: first.account_manager,
        contract: contract(first.contract, (first.contract_ends, Some(&first.time_zone)), stamper, now),
        products: lines.into_iter().filter_map(product).collect(),
    })
}

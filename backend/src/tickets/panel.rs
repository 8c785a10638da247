//! The ticket page's side panel, and the times its composer proposes.

use domain::Viewer;
use domain::customers::{ContractBrief, CustomerPanel, InstalledProduct, OrganisationPanel};
use domain::promises::policy::Policy;
use domain::time::Instant;

use super::page::Line;
use crate::db::{Conn, q};
use crate::settings::Directory;
use crate::stamps::{Stamper, time_of_day};
use crate::{Outcome, row};

const INSTALLED: &str = "SELECT product_id, version, note FROM installed_products WHERE organisation_id = $1 ORDER BY product_id LIMIT 50";

row! { struct InstalledLine { product_id: String, version: String, note: String } }

/// Who asks and what they have: one statement beside the ticket's own line.
pub(super) async fn customer(
    conn: &mut Conn,
    v: &Viewer,
    line: &Line,
    directory: &Directory,
    now: Instant,
) -> Outcome<CustomerPanel> {
    let organisation = match (&line.organisation_id, &line.organisation) {
        (Some(id), Some(name)) => Some(OrganisationPanel {
            id: id.clone(),
            name: name.clone(),
            tier: line.tier.clone(),
            city: line.city.clone(),
            account_manager: line.account_manager.clone(),
            contract: contract(v, line, now),
            products: installed(conn, directory, id).await?,
        }),
        _ => None,
    };
    Ok(CustomerPanel {
        person_id: line.person_id.clone(),
        name: line.person_name.clone(),
        title: line.title.clone(),
        email: line.email.clone().unwrap_or_default(),
        phone: line.phone.clone(),
        local_time: time_of_day(&line.time_zone, now),
        open_requests: u32::try_from(line.open_requests).unwrap_or_default(),
        organisation,
    })
}

fn contract(v: &Viewer, line: &Line, now: Instant) -> Option<ContractBrief> {
    let ends = line.contract_ends.map(Instant);
    Some(ContractBrief {
        name: line.contract.clone()?,
        ends: ends.map(|ends| Stamper::new(v, now).stamp(ends)),
        expired: ends.is_some_and(|ends| ends <= now),
    })
}

/// Products an organisation has installed, by name.
pub(crate) async fn installed(
    conn: &mut Conn,
    directory: &Directory,
    organisation_id: &str,
) -> Outcome<Vec<InstalledProduct>> {
    let lines: Vec<InstalledLine> = q(INSTALLED).bind(organisation_id).all(conn).await?;
    let product = |line: InstalledLine| InstalledProduct {
        product: directory.product(&line.product_id).map_or(line.product_id, |product| product.name.clone()),
        version: line.version,
        note: line.note,
    };
    Ok(lines.into_iter().map(product).collect())
}

/// Times to propose as next contact: in two opening hours, at the end of today's opening, at the next opening after
/// that, and what the policy says; soonest first, none in the past.
pub(super) fn contact_choices(directory: &Directory, policy: Option<&Policy>, now: Instant) -> Vec<Instant> {
    const HOUR: i64 = 3_600_000;
    let schedule = policy
        .and_then(|policy| directory.calendar(policy.calendar.as_deref()?))
        .map(|known| &known.schedule);
    let mut choices = match schedule {
        Some(schedule) => {
            let close = schedule.next_close(now);
            vec![
                schedule.add(now, 2 * HOUR),
                close.map(|close| close.plus_ms(-HOUR / 2)),
                close.and_then(|close| schedule.add(close, HOUR)),
            ]
        }
        None => vec![Some(now.plus_ms(2 * HOUR)), Some(now.plus_ms(4 * HOUR)), Some(now.plus_ms(24 * HOUR))],
    };
    if let Some(target) = policy.and_then(|policy| policy.contact_within) {
        choices.push(match (target.length_ms(), schedule) {
            (Some(ms), Some(schedule)) if target.is_business() => schedule.add(now, ms),
            (Some(ms), _) => Some(now.plus_ms(ms)),
            (None, Some(schedule)) => schedule.add_business_days(now, target.amount),
            (None, None) => None,
        });
    }
    let mut times: Vec<Instant> =
        choices.into_iter().flatten().map(to_minute).filter(|at| *at > now).collect();
    times.sort_unstable();
    times.dedup();
    times
}

/// Up to the next five minutes, as a person would say it.
fn to_minute(at: Instant) -> Instant {
    const STEP: i64 = 5 * 60_000;
    Instant((at.0 + STEP - 1).div_euclid(STEP) * STEP)
}

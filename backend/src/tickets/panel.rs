//! The ticket page's side panel, and the times its composer proposes.

use domain::Viewer;
use domain::customers::{CustomerPanel, InstalledProduct, OrganisationPanel};
use domain::promises::calendar::Zone;
use domain::promises::policy::Policy;
use domain::tickets::view::ContactWhy;
use domain::time::{HOUR_MS, Instant};

use super::page::Line;
use crate::customers::contract;
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
            contract: contract(
                line.contract.clone(),
                (line.contract_ends, line.organisation_zone.as_deref()),
                &Stamper::new(v, now),
                now,
            ),
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

/// Times to propose as next contact, and why: in two opening hours, before we close, after we open again, before the day of
/// a customer in `zone` ends, and what the policy says; soonest first, none in the past, each once.
pub(super) fn contact_choices(
    directory: &Directory,
    policy: Option<&Policy>,
    zone: &str,
    now: Instant,
) -> Vec<(ContactWhy, Instant)> {
    let schedule = policy
        .and_then(|policy| directory.calendar(policy.calendar.as_deref()?))
        .map(|known| known.schedule.as_ref());
    let mut choices = match schedule {
        Some(schedule) => {
            let close = schedule.next_close(now);
            vec![
                (ContactWhy::Soon, schedule.add(now, 2 * HOUR_MS)),
                (ContactWhy::Close, close.map(|close| close.plus_ms(-HOUR_MS / 2))),
                (ContactWhy::Opening, close.and_then(|close| schedule.add(close, HOUR_MS))),
            ]
        }
        None => [2, 4, 24].map(|hours| (ContactWhy::Soon, Some(now.plus_ms(hours * HOUR_MS)))).to_vec(),
    };
    choices.push((ContactWhy::TheirDay, end_of_their_day(zone, now)));
    let within = policy.and_then(|policy| policy.contact_within);
    choices.push((ContactWhy::Policy, within.and_then(|target| target.after(now, schedule))));
    let known = choices.into_iter().filter_map(|(why, at)| Some((why, to_minute(at?))));
    let mut times: Vec<(ContactWhy, Instant)> = known.filter(|(_, at)| *at > now).collect();
    times.sort_by_key(|(_, at)| *at);
    times.dedup_by_key(|(_, at)| *at);
    times
}

/// Half an hour before people in `zone` usually go home, today or else tomorrow.
fn end_of_their_day(zone: &str, now: Instant) -> Option<Instant> {
    const END_MS: i64 = 16 * HOUR_MS + HOUR_MS / 2;
    let zone = Zone::named(zone)?;
    let (today, _) = zone.local(now);
    [today, today.plus_days(1)].into_iter().map(|day| zone.instant_at(day, END_MS)).find(|at| *at > now)
}

/// Up to the next five minutes, as a person would say it.
fn to_minute(at: Instant) -> Instant {
    const STEP: i64 = 5 * 60_000;
    Instant((at.0 + STEP - 1).div_euclid(STEP) * STEP)
}

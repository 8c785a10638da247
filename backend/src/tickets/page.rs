//! The console's ticket page in three statements: the ticket with everybody on it, its newest entries, the products
//! that the customer has.

use domain::Viewer;
use domain::access::Action;
use domain::promises::policy::PolicyRef;
use domain::promises::{Promise, Standing};
use domain::tickets::Channel;
use domain::tickets::entry::Named;
use domain::tickets::view::{ClockData, ContactChoice, PolicyBrief, PromiseView, TicketPage};
use domain::time::Instant;

use super::change::assignee;
use super::ladder::Look;
use super::list::{read_priority, read_status};
use super::scope::{number_text, parse_number};
use super::{panel, timeline};
use crate::db::q;
use crate::promises::hours;
use crate::settings::Directory;
use crate::stamps::Stamper;
use crate::{Backend, Outcome, row};

const TICKET: &str = "SELECT t.id, t.number, t.version, t.subject, t.status, t.priority, t.ticket_type, t.channel,
  t.product_id, t.topic_id, t.organisation_id, t.assignee_id, t.queue_id, t.policy_id, t.policy_version, t.promises, t.plan,
  t.ladder, t.next_contact_at, p.id AS person_id, p.name AS person_name, p.title, p.phone, p.time_zone, e.email,
  o.name AS organisation, o.time_zone AS organisation_zone, o.tier, o.city, m.name AS account_manager, c.name AS contract,
  c.ends_at AS contract_ends,
  (SELECT COUNT(*) FROM (SELECT 1 FROM tickets x WHERE x.requester_id = t.requester_id AND x.active = TRUE LIMIT 100) y) AS open_requests
  FROM tickets t
  JOIN people p ON p.id = t.requester_id
  LEFT JOIN person_emails e ON e.person_id = p.id AND e.is_primary = TRUE
  LEFT JOIN organisations o ON o.id = t.organisation_id
  LEFT JOIN people m ON m.id = o.account_manager_id
  LEFT JOIN contracts c ON c.id = (SELECT k.id FROM contracts k WHERE k.organisation_id = t.organisation_id
    ORDER BY COALESCE(k.ends_at, 9000000000000000) DESC, k.id LIMIT 1)
  WHERE t.number = $1";

row! {
    pub(super) struct Line {
        pub id: String, pub number: i64, pub version: i64, pub subject: String, pub status: String, pub priority: i64,
        pub ticket_type: String, pub channel: String, pub product_id: Option<String>, pub topic_id: Option<String>,
        pub organisation_id: Option<String>, pub assignee_id: Option<String>, pub queue_id: Option<String>,
        pub policy_id: String, pub policy_version: i64, pub promises: String, pub plan: String, pub ladder: String,
        pub next_contact_at: Option<i64>, pub person_id: String, pub person_name: String, pub title: Option<String>,
        pub phone: Option<String>, pub time_zone: String, pub email: Option<String>, pub organisation: Option<String>,
        pub tier: Option<String>, pub city: Option<String>, pub account_manager: Option<String>,
        pub contract: Option<String>, pub contract_ends: Option<i64>, pub organisation_zone: Option<String>,
        pub open_requests: i64,
    }
}

/// The ticket called `number` as staff see it.
///
/// # Errors
/// `NotFound` when there is none, `Forbidden` for customers.
pub async fn page(b: &Backend, v: &Viewer, number: &str) -> Outcome<TicketPage> {
    v.ensure(Action::UseConsole)?;
    let number = parse_number(number).ok_or(domain::Error::NotFound)?;
    let directory = b.directory().await?;
    let now = b.clock.now();
    let mut conn = b.db.read().await?;
    let line: Line = q(TICKET).bind(number).opt(&mut conn).await?.ok_or(domain::Error::NotFound)?;
    let (mut entries, earlier) = timeline::read(&mut conn, v, &line.id, i64::MAX, now).await?;
    entries.reverse();
    let customer = panel::customer(&mut conn, v, &line, &directory, now).await?;
    let stamper = Stamper::new(v, now);
    let promises: Vec<Promise> = serde_json::from_str(&line.promises)?;
    let policy = PolicyRef { id: line.policy_id.clone(), version: line.policy_version };
    let known = directory.book.policy(&policy);
    let ladder = Look { v, directory: &directory, stamper: &stamper, line: &line, promises: &promises, now };
    let ladder = ladder.view(&mut conn).await?;
    Ok(TicketPage {
        number: number_text(line.number),
        version: line.version,
        status: read_status(&line.status)?,
        priority: read_priority(line.priority),
        channel: Channel::parse(&line.channel).unwrap_or(Channel::Portal),
        assignee: line.assignee_id.as_deref().map(|id| assignee(&directory, id)),
        queue: line.queue_id.as_deref().and_then(|id| directory.queue(id)).cloned(),
        product: line
            .product_id
            .as_deref()
            .and_then(|id| directory.product(id))
            .map(|p| Named { id: p.id.clone(), name: p.name.clone() }),
        topic: topic_name(&directory, line.product_id.as_deref(), line.topic_id.as_deref()),
        promises: promise_views(&promises, &directory, &stamper),
        plan: serde_json::from_str(&line.plan)?,
        next_contact: line.next_contact_at.map(|at| stamper.exact(Instant(at))),
        contact_rule: known.map(|policy| policy.contact_rule).unwrap_or_default(),
        plan_rule: known.map(|policy| policy.plan_rule).unwrap_or_default(),
        policy: policy_brief(
            &directory,
            &policy,
            line.contract_ends.is_some_and(|ends| Instant(ends) <= now),
        ),
        contact_choices: panel::contact_choices(&directory, known, &line.time_zone, now)
            .into_iter()
            .map(|(why, at)| ContactChoice { why, at: stamper.exact(at) })
            .collect(),
        ladder,
        id: line.id,
        subject: line.subject,
        ticket_type: line.ticket_type,
        entries,
        earlier,
        customer,
        now,
    })
}

pub(super) fn topic_name(
    directory: &Directory,
    product: Option<&str>,
    topic: Option<&str>,
) -> Option<String> {
    let product = directory.product(product?)?;
    product.topics.iter().find(|own| Some(own.id.as_str()) == topic).map(|own| own.name.clone())
}

/// The promises a page shows: of each kind those still owed, else the newest; never ones that simply ended.
pub(super) fn promise_views(
    promises: &[Promise],
    directory: &Directory,
    stamper: &Stamper,
) -> Vec<PromiseView> {
    let newest = |promise: &&Promise| {
        !promises.iter().any(|later| {
            later.kind == promise.kind && later.task == promise.task && later.cycle > promise.cycle
        })
    };
    let shown =
        promises.iter().filter(newest).filter(|promise| !matches!(promise.state, Standing::Ended { .. }));
    let mut shown: Vec<&Promise> = shown.collect();
    shown.sort_by_key(|promise| promise.kind);
    shown.into_iter().map(|promise| promise_view(promise, directory, stamper)).collect()
}

pub(crate) fn promise_view(promise: &Promise, directory: &Directory, stamper: &Stamper) -> PromiseView {
    PromiseView {
        kind: promise.kind,
        cycle: promise.cycle,
        clock: ClockData::of(promise, &directory.book),
        due: Some(stamper.exact(promise.due)),
        late_since: promise.late_since().map(|at| stamper.exact(at)),
        target: promise.target,
        manual: promise.manual.clone(),
    }
}

pub(crate) fn policy_brief(directory: &Directory, policy: &PolicyRef, contract_expired: bool) -> PolicyBrief {
    let policy = directory.book.policy(policy);
    let calendar = policy.and_then(|policy| directory.calendar(policy.calendar.as_deref()?));
    PolicyBrief {
        name: policy.map(|policy| policy.name.clone()).unwrap_or_default(),
        formal: policy.is_some_and(|policy| policy.formal),
        calendar: calendar.map(|known| known.name.clone()).unwrap_or_default(),
        time_zone: calendar.map(|known| known.model.timezone.clone()).unwrap_or_default(),
        hours: calendar.map(|known| hours::in_words(&known.model)).unwrap_or_default(),
        breaks: calendar.map(|known| hours::breaks(&known.model)).unwrap_or_default(),
        unlike: Vec::new(),
        contract_expired,
    }
}

/// The same for whoever was promised `promises`: with the days until then that are unlike others.
pub(crate) fn policy_towards(
    directory: &Directory,
    policy: &PolicyRef,
    contract_expired: bool,
    (promises, now): (&[Promise], Instant),
) -> PolicyBrief {
    let calendar = directory.book.policy(policy).and_then(|policy| policy.calendar.as_deref());
    let known = calendar.and_then(|id| directory.calendar(id));
    let unlike = known.map(|known| hours::unlike(&known.schedule, promises, now)).unwrap_or_default();
    PolicyBrief { unlike, ..policy_brief(directory, policy, contract_expired) }
}

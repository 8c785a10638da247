//! The demo's settings: products, questions, queues, opening hours, policies, services.

use std::collections::BTreeMap;

use domain::intake::{Question, Scope};
use domain::knowledge::ServiceState;
use domain::promises::calendar::Calendar;
use domain::promises::policy::Policy;
use domain::time::{DAY_MS, Instant, MINUTE_MS};
use serde::Serialize;

use super::content::{Content, IncidentState, PolicyText, QuestionText, ServiceText, StatusText};
use super::holidays::support_hours;
use super::sheet::Sheet;
use crate::Outcome;
use crate::settings::IMPACTS;

/// When the settings were made: before everything that follows them.
const SET_UP_MS: i64 = 3 * 365 * DAY_MS;

/// All settings as rows.
///
/// # Errors
/// When a setting cannot be written as JSON.
pub(super) fn sheets(content: &Content, now: Instant) -> Outcome<Vec<Sheet>> {
    let since = now.plus_ms(-SET_UP_MS);
    let (products, topics) = products(content)?;
    let (queues, served) = queues(content);
    let (flows, versions) = flows(content)?;
    let (services, types) = (services(&content.status, now), ticket_types(content)?);
    Ok(vec![
        products,
        topics,
        types,
        flows,
        versions,
        question_use(content),
        missed_searches(content, now),
        queues,
        served,
        calendars(now, since)?,
        policies(content, since)?,
        services,
    ])
}

fn json(value: &impl Serialize) -> Outcome<String> {
    Ok(serde_json::to_string(value)?)
}

fn products(content: &Content) -> Outcome<(Sheet, Sheet)> {
    let mut products = Sheet::new("products", "id, name, blurb, icon, position, versions");
    let mut topics = Sheet::new("topics", "id, product_id, name, hint, ticket_type, position");
    for (place, p) in (1_i64..).zip(&content.products) {
        let (id, name, blurb, icon) = (p.id.as_str(), p.name.as_str(), p.blurb.as_str(), p.icon.as_str());
        products.row([
            id.into(),
            name.into(),
            blurb.into(),
            icon.into(),
            place.into(),
            json(&p.versions)?.into(),
        ]);
        for (place, t) in (1_i64..).zip(&p.topics) {
            let (hint, kind) = (t.hint.as_str(), t.ticket_type.as_str());
            topics.row([(&t.id).into(), id.into(), (&t.name).into(), hint.into(), kind.into(), place.into()]);
        }
    }
    Ok((products, topics))
}

fn ticket_types(content: &Content) -> Outcome<Sheet> {
    let mut types = Sheet::new("ticket_types", "id, name, position, ladder");
    for (place, kind) in (1_i64..).zip(&content.ticket_types) {
        types.row([(&kind.id).into(), (&kind.name).into(), place.into(), json(&kind.ladder)?.into()]);
    }
    Ok(types)
}

/// One list of questions for each product and for each of its topics, with its first version, and the list of impacts.
fn flows(content: &Content) -> Outcome<(Sheet, Sheet)> {
    let mut flows = Sheet::new("flows", "id, product_id, topic_id, version, body");
    let mut versions = Sheet::new("flow_versions", "flow_id, version, body");
    let nowhere = None::<String>;
    flows.row([
        IMPACTS.into(),
        (&nowhere).into(),
        (&nowhere).into(),
        1_i64.into(),
        json(&content.intake.impacts)?.into(),
    ]);
    let mut lists: BTreeMap<Scope, Vec<&Question>> = BTreeMap::new();
    for asked in &content.intake.questions {
        let scope = Scope { product: asked.product.clone(), topic: asked.topic.clone() };
        lists.entry(scope).or_default().push(&asked.question);
    }
    for (scope, questions) in lists {
        let (id, body) = (scope.flow_id(), json(&questions)?);
        versions.row([id.as_str().into(), 1_i64.into(), body.as_str().into()]);
        flows.row([id.into(), (&scope.product).into(), (&scope.topic).into(), 1_i64.into(), body.into()]);
    }
    Ok((flows, versions))
}

/// How often each question was asked, left out, changed and given up at in the past year: made up, and the same each time.
fn question_use(content: &Content) -> Sheet {
    let mut uses = Sheet::new("question_use", "question, shown, skipped, edited, abandoned, asked_again");
    for (place, asked) in (1_i64..).zip(&content.intake.questions) {
        let question = &asked.question;
        let all = described(content, asked);
        let shown = if question.when.is_empty() { all } else { all / 4 };
        let skipped = if question.required { 0 } else { shown * (5 + place * 13 % 35) / 100 };
        let (edited, abandoned) = (shown * (place * 7 % 9) / 100, place * 5 % 4);
        uses.row([
            question.id.as_str().into(),
            shown.into(),
            skipped.into(),
            edited.into(),
            abandoned.into(),
            (skipped * (place % 4) / 4).into(),
        ]);
    }
    uses
}

/// How many requests came to the page on which `asked` is always asked: those of its topic, of all topics of its product,
/// or all.
fn described(content: &Content, asked: &QuestionText) -> i64 {
    let topics = content.products.iter().flat_map(|p| p.topics.iter().map(move |topic| (&p.id, &topic.id)));
    let is_asked = |product: &String, topic: &String| {
        asked.product.as_ref().is_none_or(|own| own == product)
            && asked.topic.as_ref().is_none_or(|own| own == topic)
    };
    let numbered = (1_i64..).zip(topics).filter(|(_, (product, topic))| is_asked(product, topic));
    numbered.map(|(place, _)| 40 + place * 37 % 120).sum()
}

fn missed_searches(content: &Content, now: Instant) -> Sheet {
    let mut missed = Sheet::new("missed_searches", "words, n, last_at");
    for search in &content.missed_searches {
        let last = now.plus_ms(-search.days_ago * DAY_MS).0;
        missed.row([search.words.as_str().into(), search.n.into(), last.into()]);
    }
    missed
}

/// The queues, and for each product the first one that takes it.
fn queues(content: &Content) -> (Sheet, Sheet) {
    let mut queues = Sheet::new("queues", "id, name, team, position");
    let mut served = Sheet::new("queue_products", "product_id, queue_id");
    for (place, queue) in (1_i64..).zip(&content.queues) {
        queues.row([(&queue.id).into(), (&queue.name).into(), (&queue.team).into(), place.into()]);
    }
    for product in &content.products {
        let queue =
            content.queues.iter().find(|queue| queue.level == 1 && queue.products.contains(&product.id));
        if let Some(queue) = queue {
            served.row([(&product.id).into(), (&queue.id).into()]);
        }
    }
    (queues, served)
}

/// The hours that the policies count in, and plain time.
fn calendars(now: Instant, since: Instant) -> Outcome<Sheet> {
    let mut calendars = Sheet::new("calendars", "id, version, name, body, created_at");
    let all = [
        ("support-hours", "Support hours", support_hours(now)),
        ("around-the-clock", "Around the clock", Calendar::always("Europe/Berlin")),
    ];
    for (id, name, calendar) in all {
        calendars.row([id.into(), 1_i64.into(), name.into(), json(&calendar)?.into(), since.0.into()]);
    }
    Ok(calendars)
}

/// Those of the contracts, and the one that everybody else has.
fn policies(content: &Content, since: Instant) -> Outcome<Sheet> {
    let mut policies = Sheet::new("policies", "id, version, name, tier, is_default, body, created_at");
    let mut row = |policy: &Policy, tier: Option<String>, is_default: bool| {
        let body = json(policy)?;
        let (id, name) = (policy.id.as_str(), policy.name.as_str());
        policies.row([
            id.into(),
            policy.version.into(),
            name.into(),
            tier.into(),
            is_default.into(),
            body.into(),
            since.0.into(),
        ]);
        Outcome::Ok(())
    };
    for PolicyText { tier, policy } in &content.policies {
        row(policy, tier.clone(), false)?;
    }
    row(&Policy::default_policy(), None, true)?;
    Ok(policies)
}

fn services(status: &StatusText, now: Instant) -> Sheet {
    let columns = "id, name, product_id, state, note, since, next_update_at, position";
    let mut services = Sheet::new("services", columns);
    for (place, service) in (1_i64..).zip(&status.services) {
        services.row(service_row(service, status, now, place));
    }
    services
}

/// A service does as its newest incident says, unless that is over.
fn service_row(s: &ServiceText, status: &StatusText, now: Instant, place: i64) -> [crate::db::Value; 8] {
    let minutes = |n: i64| now.plus_ms(n * MINUTE_MS).0;
    let incident = status.incidents.iter().find(|i| i.service == s.id && i.state != IncidentState::Resolved);
    let (state, note) = incident.map_or((ServiceState::Up, &s.note), |i| (ServiceState::Slow, &i.summary));
    let since = incident.map_or(-SET_UP_MS / MINUTE_MS, |incident| -incident.since_minutes_ago);
    let next_update = incident.and_then(|incident| incident.next_update_in_minutes).map(minutes);
    [
        (&s.id).into(),
        (&s.name).into(),
        (&s.product).into(),
        state.code().into(),
        note.into(),
        minutes(since).into(),
        next_update.into(),
        place.into(),
    ]
}

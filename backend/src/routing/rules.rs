//! The page of the rules and queues, and saving them.

use std::collections::BTreeSet;

use domain::Viewer;
use domain::access::Action;
use domain::intake::Product;
use domain::routing::rule::{Hand, Rule, Rules, topic_key};
use domain::routing::view::{QueueView, RoutingPage};
use domain::tickets::entry::Named;
use domain::time::Instant;

use super::load::{Setup, Worker};
use crate::audit::{self, Deed};
use crate::db::q;
use crate::settings::{Directory, tiers};
use crate::stamps::Stamper;
use crate::{Backend, Outcome, row};

const SAVED: &str =
    "SELECT r.created_at, p.name FROM routing_rules r LEFT JOIN people p ON p.id = r.changed_by
  ORDER BY r.version DESC LIMIT 1";
const NEWEST_RULES: &str =
    "SELECT version, body, changed_by FROM routing_rules ORDER BY version DESC LIMIT 1";
const NEWEST: &str = "SELECT COALESCE(MAX(version), 0) FROM routing_rules";
const INSERT: &str =
    "INSERT INTO routing_rules (version, body, created_at, changed_by) VALUES ($1, $2, $3, $4)
  ON CONFLICT (version) DO NOTHING";

row! { struct SavedLine { created_at: i64, name: Option<String> } }
row! { struct NewestLine { version: i64, body: String, changed_by: Option<String> } }

/// The rules, the queues, and everything that rules may name.
///
/// # Errors
/// `Forbidden`.
pub async fn rules(b: &Backend, v: &Viewer) -> Outcome<RoutingPage> {
    v.ensure(Action::ReadPolicies)?;
    let directory = b.directory().await?;
    let mut conn = b.db.read().await?;
    let tiers = tiers(&mut conn, &directory).await?;
    let stamper = Stamper::new(v, b.clock.now());
    let saved: Option<SavedLine> = q(SAVED).opt(&mut conn).await?;
    let saved = saved.map(|line| (line.name.unwrap_or_default(), stamper.stamp(Instant(line.created_at))));
    Ok(page(&directory, tiers, saved))
}

fn page(
    directory: &Directory,
    tiers: Vec<String>,
    saved: Option<(String, domain::stamp::Stamp)>,
) -> RoutingPage {
    let setup = &directory.routing;
    let queue = |queue: &super::load::Queue| QueueView {
        id: queue.id.clone(),
        name: queue.name.clone(),
        team: queue.team.clone(),
        hands_out: queue.hands_out,
        keeps: queue.keeps,
        takes_rest: queue.takes_rest,
        products: directory.products_of(&queue.id),
        people: setup.workers_of(queue).count(),
    };
    let product = |own: &Product| Named { id: own.id.clone(), name: own.name.clone() };
    RoutingPage {
        rules: setup.rules.clone(),
        queues: setup.queues.iter().map(queue).collect(),
        types: directory.ticket_types.clone(),
        products: directory.products.iter().map(product).collect(),
        topics: directory.products.iter().flat_map(topics).collect(),
        tiers,
        teams: setup.teams(),
        calendars: calendars(directory),
        hands: setup.workers.iter().map(|worker| hand(setup, worker)).collect(),
        questions: questions(directory),
        rungs: directory.ticket_types.iter().map(|own| (own.id.clone(), rungs(directory, &own.id))).collect(),
        saved,
    }
}

fn topics(product: &Product) -> impl Iterator<Item = Named> + '_ {
    product.topics.iter().map(|topic| Named {
        id: topic_key(&product.id, &topic.id),
        name: format!("{}: {}", product.name, topic.name),
    })
}

fn hand(setup: &Setup, worker: &Worker) -> Hand {
    let queues = setup.queues.iter().filter(|queue| worker.works_in(queue));
    Hand { queues: queues.map(|queue| queue.id.clone()).collect(), skills: worker.profile.skills.clone() }
}

fn rungs(directory: &Directory, ticket_type: &str) -> Vec<String> {
    directory.ladder(ticket_type).iter().map(|rung| rung.name.clone()).collect()
}

/// What flows ask, each question once.
fn questions(directory: &Directory) -> Vec<String> {
    let asked = directory.flows.values().flat_map(|flow| &flow.questions);
    let labels: BTreeSet<&str> = asked.map(|question| question.label.as_str()).collect();
    labels.into_iter().map(str::to_owned).collect()
}

/// Calendars that are in use, by name.
pub(super) fn calendars(directory: &Directory) -> Vec<Named> {
    let newest = directory.calendars.iter().filter_map(|(id, versions)| Some((id, versions.last()?)));
    let mut calendars: Vec<Named> = newest
        .filter(|(_, own)| !own.archived)
        .map(|(id, own)| Named { id: id.clone(), name: own.name.clone() })
        .collect();
    calendars.sort_by(|a, b| a.name.cmp(&b.name));
    calendars
}

/// Keeps `rules`, which were read at their version. New tickets follow them.
///
/// # Errors
/// `Forbidden`; `Conflict` when somebody saved others meanwhile; `Invalid` with every field that needs another value.
pub async fn save_rules(b: &Backend, v: &Viewer, rules: Rules) -> Outcome<i64> {
    v.ensure(Action::EditPolicies)?;
    if let Some(version) = saved_before(b, v, &rules).await? {
        return Ok(version);
    }
    let rules = checked(b, v, rules).await?;
    let (next, at) = (rules.version + 1, b.clock.now());
    let body = serde_json::to_string(&rules)?;
    let audited = audit::Entry::new(b, Some(v), Deed::RulesSaved, &next.to_string());
    let actor = v.person_id.clone();
    b.db.write(move |tx| {
        let (body, audited, actor) = (body.clone(), audited.clone(), actor.clone());
        Box::pin(async move {
            let newest: i64 = q(NEWEST).one(tx).await?;
            let insert = q(INSERT).bind(next).bind(body).bind(at.0).bind(actor);
            crate::settings::keep_version(tx, newest + 1 == next, insert, None, &audited).await
        })
    })
    .await?;
    b.directory_cache.forget();
    Ok(next)
}

/// The version as which `v` saved the same rules a moment ago: a save whose answer was lost is made once more.
async fn saved_before(b: &Backend, v: &Viewer, rules: &Rules) -> Outcome<Option<i64>> {
    let newest = q(NEWEST_RULES).opt::<NewestLine>(&mut b.db.read().await?).await?;
    let is_own =
        |own: &NewestLine| own.version == rules.version + 1 && own.changed_by.as_ref() == Some(&v.person_id);
    let Some(newest) = newest.filter(is_own) else { return Ok(None) };
    let saved: Rules = serde_json::from_str(&newest.body)?;
    // A new rule got its id as it was saved.
    let same = |(saved, own): (&Rule, &Rule)| match own.id.is_empty() {
        true => *saved == Rule { id: saved.id.clone(), ..own.clone() },
        false => saved == own,
    };
    let is_same = saved.rules.len() == rules.rules.len() && saved.rules.iter().zip(&rules.rules).all(same);
    Ok(is_same.then_some(newest.version))
}

/// `rules` with ids and with their texts as they are kept.
pub(super) async fn checked(b: &Backend, v: &Viewer, rules: Rules) -> Outcome<Rules> {
    let known = self::rules(b, v).await?.known();
    let mut rules = rules.checked(&known)?;
    for rule in rules.rules.iter_mut().filter(|rule| rule.id.is_empty()) {
        rule.id = b.ids.id(b.clock.now());
    }
    Ok(rules)
}

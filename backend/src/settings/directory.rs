//! The settings every page needs, kept in memory for a few seconds and shared.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::access::Role;
use domain::intake::{Flow, Impact, Intake, Product, Question, Scope, Step, questions_of, steps};
use domain::ladder::{Colleague, Rung, TicketType};
use domain::promises::calendar::{Calendar, Schedule};
use domain::promises::engine::Book;
use domain::promises::policy::{Policy, PolicyRef};
use domain::tickets::Priority;
use domain::tickets::entry::Named;
use domain::time::Instant;

use crate::{Backend, Outcome};

/// How long a copy may be used after it was read.
pub(crate) const FRESH_MS: i64 = 5_000;

/// A member of staff, as far as lists and alarms need them.
#[derive(Debug, Clone)]
pub struct Staff {
    pub id: String,
    pub name: String,
    pub role: Role,
    pub team: Option<String>,
}

impl Staff {
    #[must_use]
    pub fn named(&self) -> Named {
        Named { id: self.id.clone(), name: self.name.clone() }
    }
}

impl From<&Staff> for Colleague {
    fn from(own: &Staff) -> Self {
        Self { id: own.id.clone(), name: own.name.clone(), role: own.role, team: own.team.clone() }
    }
}

/// One consistent copy of the settings.
#[derive(Debug, Default)]
pub struct Directory {
    pub staff: Vec<Staff>,
    pub queues: Vec<Named>,
    pub ticket_types: Vec<Named>,
    /// The same with what hangs on them, also those that are switched off.
    pub types: Vec<TicketType>,
    /// The retired ones among them.
    pub products: Vec<Product>,
    /// Those that new requests can be about, without retired topics.
    pub offered: Vec<Product>,
    /// Product id → queue id.
    pub product_queues: HashMap<String, String>,
    /// Flow id → its newest published version.
    pub flows: HashMap<String, Flow>,
    pub impacts: Vec<Impact>,
    pub policies: HashMap<PolicyRef, Arc<Policy>>,
    /// The same policies and calendars as the promise engine looks them up.
    pub book: Book,
    /// Newest version of each policy.
    pub newest: HashMap<String, i64>,
    /// Customer tier → policy id.
    pub tiers: HashMap<String, String>,
    pub default_policy: String,
    /// Every version of every calendar, oldest first.
    pub calendars: HashMap<String, Vec<KnownCalendar>>,
    pub routing: crate::routing::Setup,
    pub mail: crate::mail::Setup,
    /// What alarms can call.
    pub webhooks: Vec<Named>,
}

/// One version of a calendar, ready to count with.
#[derive(Debug, Clone)]
pub struct KnownCalendar {
    pub version: i64,
    pub since: Instant,
    pub name: String,
    pub archived: bool,
    pub model: Arc<Calendar>,
    pub schedule: Arc<Schedule>,
}

impl Directory {
    /// Queue ids and names in their order.
    #[must_use]
    pub fn queue_names(&self) -> Vec<(String, String)> {
        self.queues.iter().map(|queue| (queue.id.clone(), queue.name.clone())).collect()
    }

    #[must_use]
    pub fn staff_member(&self, id: &str) -> Option<&Staff> {
        self.staff.iter().find(|staff| staff.id == id)
    }

    #[must_use]
    pub fn webhook(&self, id: &str) -> Option<&Named> {
        self.webhooks.iter().find(|own| own.id == id)
    }

    #[must_use]
    pub fn queue(&self, id: &str) -> Option<&Named> {
        self.queues.iter().find(|queue| queue.id == id)
    }

    /// Ids of the products that the queue serves.
    #[must_use]
    pub fn products_of(&self, queue: &str) -> Vec<String> {
        let served = self
            .products
            .iter()
            .filter(|product| self.product_queues.get(&product.id).is_some_and(|of| of == queue));
        served.map(|product| product.id.clone()).collect()
    }

    #[must_use]
    pub fn product(&self, id: &str) -> Option<&Product> {
        self.products.iter().find(|product| product.id == id)
    }

    /// The policy's newest version.
    #[must_use]
    pub fn newest_policy(&self, id: &str) -> Option<&Arc<Policy>> {
        let version = *self.newest.get(id)?;
        self.policies.get(&PolicyRef { id: id.to_owned(), version })
    }

    /// The newest version of every policy.
    pub fn newest_policies(&self) -> impl Iterator<Item = &Arc<Policy>> {
        self.newest.keys().filter_map(|id| self.newest_policy(id))
    }

    /// Whether tickets can be of the type `id`.
    #[must_use]
    pub fn has_type(&self, id: &str) -> bool {
        self.ticket_types.iter().any(|own| own.id == id)
    }

    #[must_use]
    pub fn ticket_type(&self, id: &str) -> Option<&TicketType> {
        self.types.iter().find(|own| own.id == id)
    }

    /// Whether new tickets can be of the type `id`.
    #[must_use]
    pub fn offers_type(&self, id: &str) -> bool {
        self.ticket_type(id).is_some_and(|own| own.active)
    }

    /// The type of new tickets for which nobody chose one; empty on a desk without any.
    #[must_use]
    pub fn usual_type(&self) -> String {
        self.active_types().into_iter().next().map(|own| own.id).unwrap_or_default()
    }

    /// The priority of new tickets of this type for which nobody chose one.
    #[must_use]
    pub fn usual_priority(&self, ticket_type: &str) -> Priority {
        self.ticket_type(ticket_type).map_or(Priority::Normal, |own| own.priority)
    }

    /// The types that new tickets can be of, in their order.
    #[must_use]
    pub fn active_types(&self) -> Vec<Named> {
        let active = self.types.iter().filter(|own| own.active);
        active.map(|own| Named { id: own.id.clone(), name: own.name.clone() }).collect()
    }

    /// The ladder of tickets of this type; empty: nothing climbs.
    #[must_use]
    pub fn ladder(&self, ticket_type: &str) -> &[Rung] {
        self.ticket_type(ticket_type).map(|own| own.ladder.as_slice()).unwrap_or_default()
    }

    /// The staff who can own rungs.
    #[must_use]
    pub fn colleagues(&self) -> Vec<Colleague> {
        self.staff.iter().filter(|own| own.role >= Role::Agent).map(Colleague::from).collect()
    }

    /// The flows that ask about a topic: the product's, whose answers the topic's may look at, the topic's, the one that its
    /// type asks for, and the one for every request. Each once.
    #[must_use]
    pub fn flows_for(&self, product: Option<&str>, topic: Option<&str>) -> Vec<&Flow> {
        let scope = |product: Option<&str>, topic: Option<&str>| Scope {
            product: product.map(str::to_owned),
            topic: topic.map(str::to_owned),
        };
        let of_product = product.map(|_| scope(product, None));
        let of_topic = product.and(topic).map(|_| scope(product, topic));
        let of_topic_and_product = [of_product, of_topic].into_iter().flatten().map(|scope| scope.flow_id());
        let of_type = product.zip(topic).and_then(|(product, topic)| self.flow_of_type(product, topic));
        let mut ids: Vec<String> = of_topic_and_product.collect();
        ids.extend(of_type.filter(|id| !ids.contains(id)));
        ids.push(Scope::default().flow_id());
        ids.iter().filter_map(|id| self.flows.get(id)).collect()
    }

    /// The flows that ask about a new request; none before its product and topic are chosen, as far as there is a choice.
    #[must_use]
    pub fn flows_asking(&self, product: Option<&str>, topic: Option<&str>) -> Vec<&Flow> {
        let named = |id: Option<&str>| id.map(str::to_owned);
        let begun = Intake { product: named(product), topic: named(topic), ..Intake::default() };
        match begun.next_step(&self.steps(&begun)) {
            Step::Product | Step::Topic => Vec::new(),
            _ => self.flows_for(product, topic),
        }
    }

    /// The pages that ask about the request `intake`.
    #[must_use]
    pub fn steps(&self, intake: &Intake) -> Vec<Step> {
        steps(&self.offered, intake)
    }

    /// Id of the flow that the topic's type asks for besides.
    fn flow_of_type(&self, product: &str, topic: &str) -> Option<String> {
        let topic = self.product(product)?.topics.iter().find(|own| own.id == topic)?;
        self.ticket_type(&topic.ticket_type)?.flow.clone().filter(|id| id != Scope::ALL)
    }

    /// All that may be asked about a topic, in order.
    #[must_use]
    pub fn questions_for(&self, product: Option<&str>, topic: Option<&str>) -> Vec<Question> {
        questions_of(&self.flows_for(product, topic))
    }

    /// The calendar as it is now.
    #[must_use]
    pub fn calendar(&self, id: &str) -> Option<&KnownCalendar> {
        self.calendars.get(id)?.last()
    }

    /// Active people with at least this role, e.g. everybody a manager alarm goes to.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = &Staff> {
        self.staff.iter().filter(move |staff| staff.role == role)
    }

    /// Who somebody speaks to who wants more than an agent can give at `now`: managers, or else admins, or else leads, as long
    /// as any of them is there; away, they are asked all the same where nobody else is.
    #[must_use]
    pub fn deciders(&self, now: Instant) -> Vec<Named> {
        let roles = [Role::Manager, Role::Admin, Role::Lead];
        let there = self.others_with(&roles, &self.routing.away(now));
        if there.is_empty() { self.others_with(&roles, &[]) } else { there }
    }

    /// The leads of the team that serves `queue`, an id; every lead where it has none of its own.
    #[must_use]
    pub fn leads_of(&self, queue: Option<&str>) -> Vec<&Staff> {
        let own: Vec<&Staff> = self.team_leads(queue).collect();
        if own.is_empty() { self.with_role(Role::Lead).collect() } else { own }
    }

    /// The leads of the team that serves `queue`, an id, and nobody else.
    pub fn team_leads(&self, queue: Option<&str>) -> impl Iterator<Item = &Staff> {
        let team = queue.and_then(|id| self.routing.queue(id)).map(|queue| queue.team.as_str());
        self.with_role(Role::Lead).filter(move |lead| team.is_some() && lead.team.as_deref() == team)
    }

    /// Everybody with the first of `roles` that somebody else than those of `but`, ids, has.
    #[must_use]
    pub fn others_with(&self, roles: &[Role], but: &[&str]) -> Vec<Named> {
        let is_other = |own: &&Staff| !but.contains(&own.id.as_str());
        let with = |role: &Role| self.with_role(*role).filter(is_other).map(Staff::named).collect();
        roles.iter().map(with).find(|others: &Vec<Named>| !others.is_empty()).unwrap_or_default()
    }
}

/// The settings as they were read last, by one process.
#[derive(Debug, Default)]
pub struct DirectoryCache(Mutex<Held>);

#[derive(Debug, Default)]
struct Held {
    /// How often what was held has been forgotten.
    turns: u64,
    read: Option<(Instant, Arc<Directory>)>,
}

impl DirectoryCache {
    /// What was read a moment ago, or the turn in which to read it anew.
    fn fresh(&self, now: Instant) -> Result<Arc<Directory>, u64> {
        let held = self.held();
        let read = held.read.as_ref().filter(|(read, _)| (now.0 - read.0).abs() < FRESH_MS);
        read.map(|(_, directory)| directory.clone()).ok_or(held.turns)
    }

    /// Keeps what was read since the beginning of `turn`: a change that was made meanwhile may be missing in it.
    fn keep(&self, turn: u64, now: Instant, directory: &Arc<Directory>) {
        let mut held = self.held();
        if held.turns == turn {
            held.read = Some((now, directory.clone()));
        }
    }

    /// Makes the next reader read anew; call it after changing settings.
    pub fn forget(&self) {
        let mut held = self.held();
        *held = Held { turns: held.turns + 1, read: None };
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Backend {
    /// The settings, at most a few seconds old.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn directory(&self) -> Outcome<Arc<Directory>> {
        let now = self.clock.now();
        let turn = match self.directory_cache.fresh(now) {
            Ok(directory) => return Ok(directory),
            Err(turn) => turn,
        };
        let directory = Arc::new(super::load::load(&mut self.db.read().await?).await?);
        self.directory_cache.keep(turn, now, &directory);
        Ok(directory)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_before_a_change_is_not_kept_after_it() {
        let (cache, now, old) = (DirectoryCache::default(), Instant(0), Arc::new(Directory::default()));
        let turn = cache.fresh(now).expect_err("nothing is known");
        cache.forget();
        cache.keep(turn, now, &old);
        let turn = cache.fresh(now).expect_err("the change may be missing in it");
        cache.keep(turn, now, &old);
        assert!(cache.fresh(now).is_ok());
    }
}

//! The settings every page needs, kept in memory for a few seconds and shared.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::access::Role;
use domain::intake::{Flow, Impact, Product, Question, Scope, questions_of};
use domain::promises::calendar::{Calendar, Schedule};
use domain::promises::engine::Book;
use domain::promises::policy::{Policy, PolicyRef};
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

/// One consistent copy of the settings.
#[derive(Debug, Default)]
pub struct Directory {
    pub staff: Vec<Staff>,
    pub queues: Vec<Named>,
    pub ticket_types: Vec<Named>,
    pub products: Vec<Product>,
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
    pub fn queue(&self, id: &str) -> Option<&Named> {
        self.queues.iter().find(|queue| queue.id == id)
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

    /// The flows that ask about a topic: the product's, whose answers the topic's may look at, the topic's, and the one
    /// for every request.
    #[must_use]
    pub fn flows_for(&self, product: Option<&str>, topic: Option<&str>) -> Vec<&Flow> {
        let scope = |product: Option<&str>, topic: Option<&str>| Scope {
            product: product.map(str::to_owned),
            topic: topic.map(str::to_owned),
        };
        let of_product = product.map(|_| scope(product, None));
        let of_topic = product.and(topic).map(|_| scope(product, topic));
        let scopes = [of_product, of_topic, Some(Scope::default())].into_iter().flatten();
        scopes.filter_map(|scope| self.flows.get(&scope.flow_id())).collect()
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
}

/// Holds the newest [`Directory`].
#[derive(Default)]
pub struct DirectoryCache(Mutex<Option<(Instant, Arc<Directory>)>>);

impl DirectoryCache {
    fn fresh(&self, now: Instant) -> Option<Arc<Directory>> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.as_ref()
            .filter(|(read, _)| (now.0 - read.0).abs() < FRESH_MS)
            .map(|(_, directory)| directory.clone())
    }

    fn keep(&self, now: Instant, directory: &Arc<Directory>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, directory.clone()));
    }

    /// Makes the next reader read anew; call it after changing settings.
    pub fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Backend {
    /// The settings, at most a few seconds old.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn directory(&self) -> Outcome<Arc<Directory>> {
        let now = self.clock.now();
        if let Some(directory) = self.directory_cache.fresh(now) {
            return Ok(directory);
        }
        let directory = Arc::new(super::load::load(&mut self.db.read().await?).await?);
        self.directory_cache.keep(now, &directory);
        Ok(directory)
    }
}

//! Reads the settings out of their tables. All of them are small and bounded by what people set up by hand.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use domain::access::Role;
use domain::intake::{Flow, Impact, Product, Topic};
use domain::ladder::TicketType;
use domain::promises::calendar::Calendar;
use domain::promises::engine::Book;
use domain::promises::policy::{Policy, PolicyRef};
use domain::tickets::entry::Named;
use domain::time::Instant;
use domain::words::Lang;
use serde::Deserialize;

use super::directory::{Directory, KnownCalendar, Staff};
use crate::db::{Conn, q};
use crate::tickets::list::read_priority;
use crate::{Failure, Outcome, row};

const STAFF: &str = "SELECT id, name, role, team FROM people
  WHERE role IN ('light_agent', 'agent', 'lead', 'manager', 'admin') AND disabled_at IS NULL ORDER BY name_norm, id LIMIT 2000";
const TYPES: &str = "SELECT id, version, name, active, priority, flow_id, ladder FROM ticket_types
  ORDER BY position, id LIMIT 200";
const PRODUCTS: &str =
    "SELECT id, name, blurb, icon, versions, retired FROM products ORDER BY position, id LIMIT 500";
const TOPICS: &str = "SELECT id, product_id, name, hint, ticket_type, retired FROM topics ORDER BY product_id, position, id LIMIT 5000";
const PRODUCT_QUEUES: &str = "SELECT product_id, queue_id FROM queue_products LIMIT 500";
const FLOWS: &str = "SELECT id, version, body FROM flows LIMIT 5000";
const POLICIES: &str =
    "SELECT id, version, tier, is_default, body FROM policies ORDER BY id, version LIMIT 5000";
const CALENDARS: &str =
    "SELECT id, version, name, body, archived, created_at FROM calendars ORDER BY id, version LIMIT 5000";

row! { struct StaffRow { id: String, name: String, role: String, team: Option<String> } }
row! {
    struct TypeRow {
        id: String, version: i64, name: String, active: bool, priority: i64, flow_id: Option<String>, ladder: String,
    }
}
row! { struct ProductRow { id: String, name: String, blurb: String, icon: String, versions: String, retired: bool } }
row! {
    struct TopicRow {
        id: String, product_id: String, name: String, hint: String, ticket_type: String, retired: bool
    }
}
row! { struct PolicyLine { id: String, version: i64, tier: Option<String>, is_default: bool, body: String } }
row! {
    struct CalendarLine { id: String, version: i64, name: String, body: String, archived: bool, created_at: i64 }
}

/// Id of the flow whose body lists the impact choices instead of questions.
pub(crate) const IMPACTS: &str = "impacts";

pub(super) async fn load(conn: &mut Conn) -> Outcome<Directory> {
    let mut directory = Directory {
        staff: staff(conn).await?,
        types: types(conn).await?,
        products: products(conn).await?,
        product_queues: q(PRODUCT_QUEUES).all::<(String, String)>(conn).await?.into_iter().collect(),
        calendars: calendars(conn).await?,
        routing: crate::routing::load(conn).await?,
        mail: crate::mail::load(conn).await?,
        webhooks: crate::webhooks::load(conn).await?,
        ..Directory::default()
    };
    directory.offered = directory.products.iter().filter_map(Product::offered).collect();
    directory.queues = directory.routing.queue_names();
    directory.ticket_types =
        directory.types.iter().map(|own| Named { id: own.id.clone(), name: own.name.clone() }).collect();
    flows(conn, &mut directory).await?;
    policies(conn, &mut directory).await?;
    directory.book = book(&directory);
    Ok(directory)
}

fn book(directory: &Directory) -> Book {
    let policies = directory.policies.values().cloned();
    let book = policies.fold(Book::default(), Book::with_policy);
    directory.calendars.iter().fold(book, |book, (id, versions)| {
        versions.iter().fold(book, |book, known| book.with_calendar(id, known.since, known.schedule.clone()))
    })
}

async fn staff(conn: &mut Conn) -> Outcome<Vec<Staff>> {
    let rows: Vec<StaffRow> = q(STAFF).all(conn).await?;
    let staff = |row: StaffRow| {
        Some(Staff { role: Role::parse(&row.role)?, id: row.id, name: row.name, team: row.team })
    };
    Ok(rows.into_iter().filter_map(staff).collect())
}

async fn types(conn: &mut Conn) -> Outcome<Vec<TicketType>> {
    let own = |row: TypeRow| {
        Ok(TicketType {
            ladder: serde_json::from_str(&row.ladder)?,
            priority: read_priority(row.priority),
            id: row.id,
            version: row.version,
            name: row.name,
            active: row.active,
            flow: row.flow_id,
        })
    };
    q(TYPES).all::<TypeRow>(conn).await?.into_iter().map(own).collect()
}

async fn products(conn: &mut Conn) -> Outcome<Vec<Product>> {
    let mut topics: HashMap<String, Vec<Topic>> = HashMap::new();
    for row in q(TOPICS).all::<TopicRow>(conn).await? {
        let TopicRow { id, product_id, name, hint, ticket_type, retired } = row;
        let topic = Topic { id, name, hint, ticket_type, retired };
        topics.entry(product_id).or_default().push(topic);
    }
    let rows: Vec<ProductRow> = q(PRODUCTS).all(conn).await?;
    let product = |row: ProductRow| {
        Ok(Product {
            topics: topics.remove(&row.id).unwrap_or_default(),
            versions: serde_json::from_str(&row.versions)?,
            id: row.id,
            name: row.name,
            blurb: row.blurb,
            icon: row.icon,
            retired: row.retired,
        })
    };
    rows.into_iter().map(product).collect()
}

async fn flows(conn: &mut Conn, directory: &mut Directory) -> Outcome<()> {
    for (id, version, body) in q(FLOWS).all::<(String, i64, String)>(conn).await? {
        if id == IMPACTS {
            directory.impacts = serde_json::from_str(&body)?;
        } else {
            let questions = serde_json::from_str(&body)?;
            directory.flows.insert(id.clone(), Flow { id, version, questions });
        }
    }
    if directory.impacts.is_empty() {
        directory.impacts = Impact::usual(Lang::En);
    }
    Ok(())
}

/// A desk without any policy has the one that everybody knows. Whom a policy serves, its newest version says.
async fn policies(conn: &mut Conn, directory: &mut Directory) -> Outcome<()> {
    let seed = Policy::default_policy();
    directory.default_policy.clone_from(&seed.id);
    remember(directory, seed);
    let mut newest: BTreeMap<String, (Option<String>, bool)> = BTreeMap::new();
    for row in q(POLICIES).all::<PolicyLine>(conn).await? {
        let policy = Policy { id: row.id.clone(), version: row.version, ..serde_json::from_str(&row.body)? };
        remember(directory, policy);
        newest.insert(row.id, (row.tier, row.is_default));
    }
    for (id, (tier, is_default)) in newest {
        if is_default {
            directory.default_policy.clone_from(&id);
        }
        directory.tiers.extend(tier.map(|tier| (tier, id)));
    }
    Ok(())
}

fn remember(directory: &mut Directory, policy: Policy) {
    directory.newest.insert(policy.id.clone(), policy.version);
    directory.policies.insert(PolicyRef { id: policy.id.clone(), version: policy.version }, Arc::new(policy));
}

async fn calendars(conn: &mut Conn) -> Outcome<HashMap<String, Vec<KnownCalendar>>> {
    let mut calendars: HashMap<String, Vec<KnownCalendar>> = HashMap::new();
    for row in q(CALENDARS).all::<CalendarLine>(conn).await? {
        let model = Calendar::deserialize(&mut serde_json::Deserializer::from_str(&row.body))?;
        let schedule = model.schedule().map_err(|error| {
            Failure::broken(format!("calendar {} version {}: {error:?}", row.id, row.version))
        })?;
        calendars.entry(row.id).or_default().push(KnownCalendar {
            version: row.version,
            since: Instant(row.created_at),
            name: row.name,
            archived: row.archived,
            model: Arc::new(model),
            schedule: Arc::new(schedule),
        });
    }
    Ok(calendars)
}

//! Saving a ticket type: its ladder counts for open tickets at once, the rest for new ones. Every save is a version.

use domain::Viewer;
use domain::access::Action;
use domain::error::{Checks, Problem};
use domain::intake::Scope;
use domain::ladder::{MAX_NAME, MAX_RUNGS, Rung, TicketType, problems};
use domain::settings::Saved;
use domain::text;
use domain::tickets::entry::Named;
use domain::time::Instant;
use domain::words::{Lang, console};

use super::Directory;
use crate::audit::{self, Deed};
use crate::db::{Tx, q};
use crate::{Backend, Failure, Outcome};

const HOW_MANY: &str = "SELECT COUNT(*) FROM ticket_types";
const BEGIN: &str =
    "INSERT INTO ticket_types (id, name, position) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING";
const SEEN: &str = "SELECT version FROM ticket_types WHERE id = $1";
/// A new one stands at the end.
const INSERT: &str =
    "INSERT INTO ticket_types (id, name, active, priority, flow_id, ladder, version, position)
  SELECT $1, $2, $3, $4, $5, $6, 1, COALESCE(MAX(position), 0) + 1 FROM ticket_types";
const UPDATE: &str =
    "UPDATE ticket_types SET name = $2, active = $3, priority = $4, flow_id = $5, ladder = $6,
  version = version + 1 WHERE id = $1";
const KEEP: &str =
    "INSERT INTO type_versions (id, version, body, created_at, changed_by) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT DO NOTHING";

/// Gives a desk that has no type of ticket the ones that everybody knows, so that it can take requests.
///
/// # Errors
/// When the database refuses.
pub async fn begin_types(b: &Backend) -> Outcome<()> {
    if q(HOW_MANY).one::<i64>(&mut b.db.read().await?).await? > 0 {
        return Ok(());
    }
    let w = console::types(Lang::En);
    let usual = [("incident", w.usual_incident), ("question", w.usual_question), ("change", w.usual_change)];
    b.db.write(move |tx| {
        Box::pin(async move {
            for (position, (id, name)) in (1_i64..).zip(usual) {
                q(BEGIN).bind(id).bind(name).bind(position).exec(tx).await?;
            }
            Ok::<_, Failure>(())
        })
    })
    .await
}

/// Keeps `draft` as the type's next version, unless nothing differs.
///
/// # Errors
/// `Forbidden`; `Conflict` when somebody else saved it meanwhile; `Invalid` with every field that needs another value.
pub async fn save_type(b: &Backend, v: &Viewer, draft: &TicketType) -> Outcome<Saved> {
    v.ensure(Action::EditPolicies)?;
    let (directory, now) = (b.directory().await?, b.clock.now());
    if let Some(saved) = made_before(&directory, draft) {
        return Ok(saved);
    }
    let mut own = checked(b, &directory, draft)?;
    let before = directory.ticket_type(&own.id).cloned();
    if before.as_ref() == Some(&own) {
        return Ok(Saved { id: own.id, version: own.version });
    }
    if own.id.is_empty() {
        own.id = b.ids.id(now);
    }
    let seen = own.version;
    own.version = seen + 1;
    let audited = audit::Entry::new(b, Some(v), Deed::TypeSaved, &own.id)
        .with(serde_json::json!({ "version": own.version, "active": own.active }));
    let saved = Saved { id: own.id.clone(), version: own.version };
    let save = Save { own, before, seen, by: v.person_id.clone(), now, audited };
    b.db.write(move |tx| {
        let save = save.clone();
        Box::pin(async move { save.run(tx).await })
    })
    .await?;
    b.directory_cache.forget();
    Ok(saved)
}

#[derive(Clone)]
struct Save {
    own: TicketType,
    before: Option<TicketType>,
    seen: i64,
    by: String,
    now: Instant,
    audited: audit::Entry,
}

impl Save {
    async fn run(self, tx: &mut Tx) -> Outcome<()> {
        let newest: Option<i64> = q(SEEN).bind(self.own.id.as_str()).for_update().opt(tx).await?;
        if newest.unwrap_or(0) != self.seen {
            return Err(domain::Error::Conflict(Vec::new()).into());
        }
        if let Some(before) = self.before.as_ref().filter(|before| before.version == 1) {
            // What came with the desk stands in no version yet.
            self.keep(tx, before, None).await?;
        }
        let write = q(if self.seen == 0 { INSERT } else { UPDATE });
        let write = write.bind(self.own.id.as_str()).bind(self.own.name.as_str()).bind(self.own.active);
        let write = write.bind(self.own.priority as i64).bind(self.own.flow.clone());
        write.bind(serde_json::to_string(&self.own.ladder)?).exec(tx).await?;
        self.keep(tx, &self.own, Some(self.by.clone())).await?;
        Ok(audit::record(tx, &self.audited).await?)
    }

    async fn keep(&self, tx: &mut Tx, version: &TicketType, by: Option<String>) -> Outcome<()> {
        let keep = q(KEEP).bind(version.id.as_str()).bind(version.version);
        keep.bind(serde_json::to_string(version)?).bind(self.now.0).bind(by).exec(tx).await?;
        Ok(())
    }
}

/// What a new `draft` has become already: it is sent again because the answer was lost.
fn made_before(directory: &Directory, draft: &TicketType) -> Option<Saved> {
    let plain = |own: &TicketType| {
        let unnamed = |rung: &Rung| Rung { id: String::new(), ..rung.clone() };
        let ladder = own.ladder.iter().map(unnamed).collect();
        TicketType { id: String::new(), version: 0, name: text::line(&own.name), ladder, ..own.clone() }
    };
    let wanted = plain(draft);
    let is_it = |own: &&TicketType| draft.id.is_empty() && own.version == 1 && plain(own) == wanted;
    directory.types.iter().find(is_it).map(|own| Saved { id: own.id.clone(), version: own.version })
}

/// The draft with its texts as they are kept, and with an id for each rung.
fn checked(b: &Backend, directory: &Directory, draft: &TicketType) -> Outcome<TicketType> {
    let mut checks = Checks::default();
    let mut own = draft.clone();
    if own.id.is_empty() != (own.version == 0) || (!own.id.is_empty() && !directory.has_type(&own.id)) {
        return Err(domain::Error::NotFound.into());
    }
    own.name = checks.line("name", &own.name, MAX_NAME);
    let is_taken = directory.types.iter().any(|other| other.id != own.id && other.name == own.name);
    checks.ensure(!is_taken, "name", Problem::Taken);
    checks.ensure(own.ladder.len() <= MAX_RUNGS, "ladder", Problem::TooMuch);
    checks.extend(problems(&own.ladder, &directory.colleagues()).iter());
    let is_flow = |id: &str| directory.flows.contains_key(id);
    checks.ensure(own.flow.as_deref().is_none_or(is_flow), "flow", Problem::NotAChoice);
    let users = if own.active { Vec::new() } else { topics(directory, &own.id) };
    checks.ensure(users.is_empty(), "active", Problem::TypeUsed(users.join(", ")));
    let others = directory.types.iter().any(|other| other.active && other.id != own.id);
    checks.ensure(own.active || others, "active", Problem::Required);
    checks.finish()?;
    for rung in &mut own.ladder {
        rung.name = text::line(&rung.name);
        if rung.id.is_empty() {
            rung.id = b.ids.id(b.clock.now());
        }
    }
    Ok(own)
}

/// Names of the topics whose requests are of this type.
fn topics(directory: &Directory, id: &str) -> Vec<String> {
    let topics = directory.products.iter().flat_map(|product| &product.topics);
    topics.filter(|topic| topic.ticket_type == id).map(|topic| topic.name.clone()).collect()
}

/// The published flows of products and topics, which a type can ask for, by name.
pub(super) fn flows(directory: &Directory) -> Vec<Named> {
    let scopes = Scope::every(&directory.products).filter(|scope| scope.product.is_some());
    let known = scopes.filter(|scope| directory.flows.contains_key(&scope.flow_id()));
    known.map(|scope| Named { id: scope.flow_id(), name: flow_name(directory, &scope) }).collect()
}

/// "Label Studio, Printing"
fn flow_name(directory: &Directory, scope: &Scope) -> String {
    let product = scope.product.as_deref().and_then(|id| directory.product(id));
    let topics = product.iter().flat_map(|product| &product.topics);
    let topic =
        topics.filter(|topic| Some(&topic.id) == scope.topic.as_ref()).map(|topic| topic.name.clone());
    let names: Vec<String> = product.map(|product| product.name.clone()).into_iter().chain(topic).collect();
    names.join(", ")
}

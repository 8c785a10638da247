//! What travels over the API. Names and meanings here are a promise to other people's programs: fields may be added,
//! never renamed or given another meaning.

use domain::access::Viewer;
use domain::promises::PromiseKind;
use domain::promises::countdown::ClockFace;
use domain::tickets::entry::Named;
use domain::tickets::view::{
    EntryView, PromiseBrief, PromiseView, RequestPage, RequestRow, TicketPage, TicketRow, Written,
};
use domain::tickets::{self, Channel, Priority, Status, Turn, Urgency};
use domain::time::Instant;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Pass as `cursor` to read on; `null` at the end.
    pub next: Option<String>,
}

/// Something with a name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Reference {
    pub id: String,
    pub name: String,
}

impl From<Named> for Reference {
    fn from(named: Named) -> Self {
        Self { id: named.id, name: named.name }
    }
}

/// A promise and how it stands now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Promise {
    pub kind: PromiseKind,
    /// 1, 2, 3 … within the kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cycle: Option<u32>,
    /// `on_track`, `at_risk`, `missed`, `paused`, `met`, `met_late` or `ended`.
    #[schema(value_type = String, example = "on_track")]
    pub state: ClockFace,
    /// The last moment at which it is kept, RFC 3339.
    #[schema(example = "2026-11-23T16:00:00Z")]
    pub due: Option<String>,
    /// Seconds left, in the opening hours it counts in; negative: over.
    pub seconds_left: i64,
}

impl Promise {
    fn new(view: &PromiseView, now: Instant) -> Self {
        Self {
            cycle: Some(view.cycle),
            ..Self::brief(&PromiseBrief { kind: view.kind, clock: view.clock.clone() }, now)
        }
    }

    fn brief(brief: &PromiseBrief, now: Instant) -> Self {
        let clock = &brief.clock;
        Self {
            kind: brief.kind,
            cycle: None,
            state: clock.at(now).state,
            due: clock.due.map(|due| due.to_string()),
            seconds_left: clock.left_ms(now).div_euclid(1_000),
        }
    }
}

/// A ticket in a list. What only staff see is missing for customers.
#[derive(Debug, Serialize, ToSchema)]
pub struct TicketSummary {
    #[schema(example = "CW-10234")]
    pub number: String,
    pub subject: String,
    pub status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// The state of its most pressing promise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
    /// The organisation, or the person who asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    pub assignee: Option<String>,
    /// The customer wrote last and nobody has answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unanswered: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<String>,
    pub promise: Option<Promise>,
}

impl TicketSummary {
    pub fn of_row(row: TicketRow, now: Instant) -> Self {
        Self {
            number: row.number,
            subject: row.subject,
            status: row.status,
            priority: Some(row.priority),
            urgency: Some(row.urgency),
            customer: Some(row.customer),
            assignee: row.assignee,
            unanswered: Some(row.unanswered),
            opened: None,
            changed: None,
            promise: row.promise.map(|brief| Promise::brief(&brief, now)),
        }
    }

    pub fn of_request(row: RequestRow, now: Instant) -> Self {
        Self {
            number: row.number,
            subject: row.subject,
            status: row.status,
            priority: None,
            urgency: None,
            customer: row.requester,
            assignee: row.assignee,
            unanswered: None,
            opened: Some(row.opened.at.to_string()),
            changed: Some(row.changed.at.to_string()),
            promise: row.promise.map(|view| Promise::new(&view, now)),
        }
    }
}

/// One ticket. What only staff see is missing for customers.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ticket {
    #[schema(example = "CW-10234")]
    pub number: String,
    /// Also the `ETag`; send it back as `If-Match` when changing the ticket.
    pub version: i64,
    pub subject: String,
    pub status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub ticket_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    pub requester: Requester,
    /// Who works on it; customers read the name alone.
    pub assignee: Option<Assignee>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue: Option<Reference>,
    /// The product's name.
    pub product: Option<String>,
    pub topic: Option<String>,
    pub policy: String,
    pub promises: Vec<Promise>,
    /// When the next word to the customer is promised, RFC 3339.
    pub next_contact: Option<String>,
    pub plan: Vec<PlanStep>,
}

/// The person who asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct Requester {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<Reference>,
}

/// The person who works on a ticket.
#[derive(Debug, Serialize, ToSchema)]
pub struct Assignee {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub name: String,
}

impl From<TicketPage> for Ticket {
    fn from(page: TicketPage) -> Self {
        let customer = page.customer;
        let organisation = customer.organisation.map(|own| Reference { id: own.id, name: own.name });
        Self {
            number: page.number,
            version: page.version,
            subject: page.subject,
            status: page.status,
            priority: Some(page.priority),
            ticket_type: Some(page.ticket_type),
            channel: Some(page.channel),
            requester: Requester {
                id: Some(customer.person_id),
                name: customer.name,
                email: Some(customer.email),
                organisation,
            },
            assignee: page.assignee.map(|person| Assignee { id: Some(person.id), name: person.name }),
            queue: page.queue.map(Reference::from),
            product: page.product.map(|product| product.name),
            topic: page.topic,
            policy: page.policy.name,
            promises: page.promises.iter().map(|view| Promise::new(view, page.now)).collect(),
            next_contact: page.next_contact.map(|stamp| stamp.at.to_string()),
            plan: page.plan.into_iter().map(PlanStep::from).collect(),
        }
    }
}

impl From<RequestPage> for Ticket {
    fn from(page: RequestPage) -> Self {
        let contact = page.next_contact.as_ref().and_then(|view| view.clock.due);
        Self {
            number: page.number,
            version: page.version,
            subject: page.subject,
            status: page.status,
            priority: None,
            ticket_type: None,
            channel: None,
            requester: Requester { id: None, name: page.requester, email: None, organisation: None },
            assignee: page.assignee.map(|name| Assignee { id: None, name }),
            queue: None,
            product: page.product,
            topic: page.topic,
            policy: page.policy.name,
            promises: page.promises.iter().map(|view| Promise::new(view, page.now)).collect(),
            next_contact: contact.map(|due| due.to_string()),
            plan: page.plan.into_iter().map(PlanStep::from).collect(),
        }
    }
}

/// A step of the plan that the customer can read.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanStep {
    pub text: String,
    /// Whose turn it is: `us` or `you`, the customer.
    #[schema(value_type = String, example = "us")]
    pub turn: Turn,
    #[serde(default)]
    pub done: bool,
}

impl From<tickets::PlanStep> for PlanStep {
    fn from(step: tickets::PlanStep) -> Self {
        Self { text: step.text, turn: step.turn, done: step.done }
    }
}

impl From<PlanStep> for tickets::PlanStep {
    fn from(step: PlanStep) -> Self {
        Self { text: step.text, turn: step.turn, done: step.done }
    }
}

/// What a write made.
#[derive(Debug, Serialize, ToSchema)]
pub struct Accepted {
    #[schema(example = "CW-10234")]
    pub number: String,
    /// The ticket's version after it, also the `ETag`.
    pub version: i64,
}

impl From<Written> for Accepted {
    fn from(written: Written) -> Self {
        Self { number: written.number, version: written.version }
    }
}

/// One line of a timeline.
#[derive(Debug, Serialize, ToSchema)]
pub struct Entry {
    /// 1, 2, 3 … within the ticket; customers see gaps.
    pub seq: u32,
    /// RFC 3339.
    pub at: String,
    /// `customer`, `staff` or `system`.
    #[schema(example = "staff")]
    pub author: &'static str,
    /// Empty for the desk itself.
    pub author_name: String,
    /// Whether customers may see it.
    pub public: bool,
    /// What happened: `kind` and what belongs to it.
    #[schema(value_type = Object, example = json!({"kind": "message", "text": "We are on it."}))]
    pub body: Value,
}

impl From<EntryView> for Entry {
    fn from(view: EntryView) -> Self {
        Self {
            seq: view.seq,
            at: view.at.at.to_string(),
            author: view.author.code(),
            author_name: view.author_name,
            public: view.body.is_public(),
            body: body(&view.body),
        }
    }
}

/// Something that changed while the caller was at it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Change {
    /// RFC 3339.
    pub at: String,
    pub by: String,
    #[schema(value_type = Object)]
    pub body: Value,
}

impl From<tickets::Change> for Change {
    fn from(change: tickets::Change) -> Self {
        Self { at: change.at.to_string(), by: change.by, body: body(&change.body) }
    }
}

/// An entry's body as it is stored, with its times made readable.
fn body(body: &tickets::entry::Body) -> Value {
    const TIMES: [&str; 6] = ["due", "previous", "review_at", "ends", "ended", "at"];
    fn readable(value: &mut Value) {
        let Value::Object(fields) = value else { return };
        for (name, value) in fields.iter_mut() {
            match value.as_i64().filter(|_| TIMES.contains(&name.as_str())) {
                Some(ms) => *value = Instant(ms).to_string().into(),
                None => readable(value),
            }
        }
    }
    let mut value = serde_json::to_value(body).unwrap_or_default();
    readable(&mut value);
    value
}

/// Who is behind a token.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    pub id: String,
    pub name: String,
    pub email: String,
    #[schema(example = "agent")]
    pub role: &'static str,
    /// What the token may be used for.
    pub scopes: Vec<&'static str>,
}

impl From<&Viewer> for Me {
    fn from(v: &Viewer) -> Self {
        let scopes = v.scopes.iter().flatten().map(|scope| scope.code());
        Self {
            id: v.person_id.clone(),
            name: v.name.clone(),
            email: v.email.clone(),
            role: v.role.code(),
            scopes: scopes.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_inside_an_entry_are_readable() {
        let due = Instant(1_795_255_200_000);
        let shown = body(&tickets::entry::Body::NextContact { due, previous: None });
        assert_eq!(shown["due"], "2026-11-21T10:00:00Z");
        assert_eq!(shown["kind"], "next_contact");
        assert!(shown["previous"].is_null());
    }
}

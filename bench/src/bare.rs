//! The least a server could do for the same answers: the same statements, the rows as JSON.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use backend::db::{Db, DbError, Options, Tx, q};
use backend::{Ids, RandomIds};
use serde_json::{Value, json};

use crate::Fault;

const LIST: &str = "SELECT t.id, t.number, t.version, t.subject, t.status, t.priority, t.urgency, t.due_at,
  t.next_contact_at, t.resolved_at, t.brief, t.unanswered, COALESCE(o.name, p.name) AS customer, a.name AS assignee
  FROM tickets t JOIN people p ON p.id = t.requester_id
  LEFT JOIN organisations o ON o.id = t.organisation_id
  LEFT JOIN people a ON a.id = t.assignee_id
  WHERE t.active = TRUE ORDER BY t.urgency, t.due_at, t.id LIMIT 51";
const TICKET: &str =
    "SELECT t.id, t.number, t.version, t.subject, t.status, t.priority, t.promises, t.plan, p.name,
  e.email, o.id AS organisation_id, o.name AS organisation, c.name AS contract
  FROM tickets t JOIN people p ON p.id = t.requester_id
  LEFT JOIN person_emails e ON e.person_id = p.id AND e.is_primary = TRUE
  LEFT JOIN organisations o ON o.id = t.organisation_id
  LEFT JOIN contracts c ON c.id = (SELECT k.id FROM contracts k WHERE k.organisation_id = t.organisation_id
    ORDER BY COALESCE(k.ends_at, 9000000000000000) DESC, k.id LIMIT 1)
  WHERE t.number = $1";
const ENTRIES: &str = "SELECT e.seq, e.at, e.author, e.body, p.name FROM entries e
  LEFT JOIN people p ON p.id = e.author_id WHERE e.ticket_id = $1 ORDER BY e.seq DESC LIMIT 41";
const INSTALLED: &str = "SELECT product_id, version, note FROM installed_products
  WHERE organisation_id = $1 ORDER BY product_id LIMIT 50";

const NEXT: &str = "UPDATE desk SET last_ticket = last_ticket + 1, change_seq = change_seq + 1
  WHERE id = 1 RETURNING last_ticket, change_seq";
const COPY_TICKET: &str = "INSERT INTO tickets (id, number, version, subject, status, active, priority, ticket_type, channel,
  requester_id, policy_id, policy_version, urgency, due_at, brief, promises, plan, wake_at, unanswered, entries, created_at,
  changed_at)
  SELECT $1, $2, version, subject, status, active, priority, ticket_type, channel, requester_id, policy_id, policy_version,
  urgency, due_at, brief, promises, plan, wake_at, unanswered, entries, created_at, changed_at FROM tickets WHERE number = $3";
const COPY_ENTRIES: &str =
    "INSERT INTO entries (id, ticket_id, seq, at, author, kind, is_public, moves_promises, body)
  SELECT e.id || $1, $1, e.seq, e.at, e.author, e.kind, e.is_public, e.moves_promises, e.body
  FROM entries e JOIN tickets t ON t.id = e.ticket_id WHERE t.number = $2 AND e.seq <= 2";
const COPY_PROMISES: &str = "INSERT INTO promises (ticket_id, kind, cycle, state, started_at, due_at)
  SELECT $1, p.kind, p.cycle, p.state, p.started_at, p.due_at
  FROM promises p JOIN tickets t ON t.id = p.ticket_id WHERE t.number = $2";
const CHANGE: &str =
    "INSERT INTO change_log (seq, at, topic, id, version, is_public) VALUES ($1, 0, 'bench', $2, 1, FALSE)";

backend::row! {
    struct Listed {
        id: String, number: i64, version: i64, subject: String, status: String, priority: i64, urgency: i64, due_at: i64,
        next_contact_at: Option<i64>, resolved_at: Option<i64>, brief: String, unanswered: bool, customer: String,
        assignee: Option<String>,
    }
}
backend::row! {
    struct Ticket {
        id: String, number: i64, version: i64, subject: String, status: String, priority: i64, promises: String, plan: String,
        name: String, email: Option<String>, organisation_id: Option<String>, organisation: Option<String>,
        contract: Option<String>,
    }
}
type Entry = (i64, i64, String, String, Option<String>);
type Installed = (String, String, String);
type Answer = Result<Json<Value>, StatusCode>;

pub async fn serve(database: &str) -> Result<(), Fault> {
    let db = Db::open(database, Options::default()).await?;
    let router = Router::new()
        .route("/list", get(list))
        .route("/ticket/{number}", get(ticket))
        .route("/create/{number}", post(create))
        .with_state(db);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    eprintln!("bare on http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, router).await?)
}

fn failed(_: DbError) -> StatusCode {
    StatusCode::INTERNAL_SERVER_ERROR
}

async fn list(State(db): State<Db>) -> Answer {
    let rows: Vec<Listed> = q(LIST).all(&mut db.read().await.map_err(failed)?).await.map_err(failed)?;
    let item = |row: &Listed| {
        json!({ "id": row.id, "number": row.number, "version": row.version, "subject": row.subject, "status": row.status,
            "priority": row.priority, "urgency": row.urgency, "due_at": row.due_at, "next_contact_at": row.next_contact_at,
            "resolved_at": row.resolved_at, "brief": row.brief, "unanswered": row.unanswered, "customer": row.customer,
            "assignee": row.assignee })
    };
    Ok(Json(rows.iter().map(item).collect()))
}

async fn ticket(State(db): State<Db>, Path(number): Path<i64>) -> Answer {
    let mut conn = db.read().await.map_err(failed)?;
    let row: Ticket = q(TICKET).bind(number).one(&mut conn).await.map_err(failed)?;
    let entries: Vec<Entry> = q(ENTRIES).bind(&row.id).all(&mut conn).await.map_err(failed)?;
    let organisation = row.organisation_id.clone().unwrap_or_default();
    let installed: Vec<Installed> = q(INSTALLED).bind(organisation).all(&mut conn).await.map_err(failed)?;
    Ok(Json(json!({ "id": row.id, "number": row.number, "version": row.version, "subject": row.subject,
        "status": row.status, "priority": row.priority, "promises": row.promises, "plan": row.plan, "name": row.name,
        "email": row.email, "organisation": row.organisation, "contract": row.contract, "entries": entries,
        "installed": installed })))
}

/// Writes as many rows as a new ticket does, copied from the one called `number`.
async fn create(State(db): State<Db>, Path(number): Path<i64>) -> Answer {
    let mut bytes = [0; 13];
    RandomIds.fill(&mut bytes);
    let id = backend::ids::hex(&bytes);
    let made = db.write(move |tx| {
        let id = id.clone();
        Box::pin(async move { insert(tx, &id, number).await })
    });
    Ok(Json(json!({ "number": made.await.map_err(failed)? })))
}

async fn insert(tx: &mut Tx, id: &str, number: i64) -> Result<i64, DbError> {
    let (next, seq): (i64, i64) = q(NEXT).one(tx).await?;
    q(COPY_TICKET).bind(id).bind(next).bind(number).exec(tx).await?;
    q(COPY_ENTRIES).bind(id).bind(number).exec(tx).await?;
    q(COPY_PROMISES).bind(id).bind(number).exec(tx).await?;
    q(CHANGE).bind(seq).bind(id).exec(tx).await?;
    Ok(next)
}

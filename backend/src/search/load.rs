//! What is indexed, read from the database: all of it in pages, or one thing by its address.

use domain::tickets::entry::Body;

use crate::db::{Conn, DbError, q};
use crate::knowledge::markdown::cut;
use crate::row;

/// Things read at once.
pub(super) const PAGE: i64 = 200;
/// Entries read at once, and how much text of one ticket is indexed, in bytes for messages and for notes.
const ENTRIES: usize = 1_000;
const MAX_TEXT: usize = 128 * 1024;

const ARTICLES: &str =
    "SELECT a.id, a.slug, a.title, a.problem, a.body, a.product_id, p.name AS product, a.audience,
    a.keywords, a.versions, a.topic, a.lang, a.changed_at
  FROM articles a LEFT JOIN products p ON p.id = a.product_id
  WHERE a.state = 'published' AND a.id > $1 ORDER BY a.id LIMIT $2";
const ARTICLE: &str =
    "SELECT a.id, a.slug, a.title, a.problem, a.body, a.product_id, p.name AS product, a.audience,
    a.keywords, a.versions, a.topic, a.lang, a.changed_at
  FROM articles a LEFT JOIN products p ON p.id = a.product_id WHERE a.state = 'published' AND a.slug = $1";
const PROBLEMS: &str = "SELECT k.id, k.number, k.title, k.product_id, p.name AS product, k.versions, k.state,
    k.public_note, k.workaround, k.changed_at
  FROM problems k LEFT JOIN products p ON p.id = k.product_id
  WHERE k.is_public AND k.id > $1 ORDER BY k.id LIMIT $2";
const PROBLEM: &str = "SELECT k.id, k.number, k.title, k.product_id, p.name AS product, k.versions, k.state,
    k.public_note, k.workaround, k.changed_at
  FROM problems k LEFT JOIN products p ON p.id = k.product_id WHERE k.is_public AND k.number = $1";
const TICKETS: &str =
    "SELECT t.id, t.number, t.subject, t.status, t.product_id, p.name AS product, t.requester_id,
    t.organisation_id, r.name AS requester, e.email_norm AS email, o.name AS organisation, t.ticket_type,
    y.name AS type_name, t.priority, t.channel, t.assignee_id, w.name AS assignee, u.name AS queue, t.changed_at
  FROM tickets t JOIN people r ON r.id = t.requester_id LEFT JOIN products p ON p.id = t.product_id
  LEFT JOIN person_emails e ON e.person_id = t.requester_id AND e.is_primary
  LEFT JOIN organisations o ON o.id = t.organisation_id LEFT JOIN ticket_types y ON y.id = t.ticket_type
  LEFT JOIN people w ON w.id = t.assignee_id LEFT JOIN queues u ON u.id = t.queue_id
  WHERE t.id > $1 ORDER BY t.id LIMIT $2";
const TICKET: &str =
    "SELECT t.id, t.number, t.subject, t.status, t.product_id, p.name AS product, t.requester_id,
    t.organisation_id, r.name AS requester, e.email_norm AS email, o.name AS organisation, t.ticket_type,
    y.name AS type_name, t.priority, t.channel, t.assignee_id, w.name AS assignee, u.name AS queue, t.changed_at
  FROM tickets t JOIN people r ON r.id = t.requester_id LEFT JOIN products p ON p.id = t.product_id
  LEFT JOIN person_emails e ON e.person_id = t.requester_id AND e.is_primary
  LEFT JOIN organisations o ON o.id = t.organisation_id LEFT JOIN ticket_types y ON y.id = t.ticket_type
  LEFT JOIN people w ON w.id = t.assignee_id LEFT JOIN queues u ON u.id = t.queue_id
  WHERE t.number = $1";
const ENTRY_TEXTS: &str = "SELECT ticket_id, seq, is_public, body FROM entries
  WHERE (ticket_id, seq) > ($1, $2) AND ticket_id <= $3
    AND kind IN ('created', 'message', 'note', 'call', 'more_urgent', 'works_again', 'duty_manager')
  ORDER BY ticket_id, seq LIMIT 1000";

row! {
    pub(super) struct ArticleRow {
        pub id: String,
        pub slug: String,
        pub title: String,
        pub problem: String,
        pub body: String,
        pub product_id: Option<String>,
        pub product: Option<String>,
        pub audience: String,
        pub keywords: String,
        pub versions: String,
        pub topic: Option<String>,
        pub lang: String,
        pub changed_at: i64,
    }
}

row! {
    pub(super) struct ProblemRow {
        pub id: String,
        pub number: String,
        pub title: String,
        pub product_id: Option<String>,
        pub product: Option<String>,
        pub versions: String,
        pub state: String,
        pub public_note: String,
        pub workaround: String,
        pub changed_at: i64,
    }
}

row! {
    pub(super) struct TicketRow {
        pub id: String,
        pub number: i64,
        pub subject: String,
        pub status: String,
        pub product_id: Option<String>,
        pub product: Option<String>,
        pub requester_id: String,
        pub organisation_id: Option<String>,
        pub requester: String,
        pub email: Option<String>,
        pub organisation: Option<String>,
        pub ticket_type: String,
        pub type_name: Option<String>,
        pub priority: i64,
        pub channel: String,
        pub assignee_id: Option<String>,
        pub assignee: Option<String>,
        pub queue: Option<String>,
        pub changed_at: i64,
    }
}

row! {
    struct EntryRow {
        ticket_id: String,
        seq: i64,
        is_public: bool,
        body: String,
    }
}

/// What was said in a ticket: to everybody in it, and among staff.
#[derive(Debug, Default)]
pub(super) struct TicketText {
    pub public: String,
    pub notes: String,
}

/// The published articles after the one with id `after`.
pub(super) async fn articles(conn: &mut Conn, after: &str) -> Result<Vec<ArticleRow>, DbError> {
    q(ARTICLES).bind(after).bind(PAGE).all(conn).await
}

/// The article under `slug` if it is published.
pub(super) async fn article(conn: &mut Conn, slug: &str) -> Result<Option<ArticleRow>, DbError> {
    q(ARTICLE).bind(slug).opt(conn).await
}

pub(super) async fn problems(conn: &mut Conn, after: &str) -> Result<Vec<ProblemRow>, DbError> {
    q(PROBLEMS).bind(after).bind(PAGE).all(conn).await
}

pub(super) async fn problem(conn: &mut Conn, number: &str) -> Result<Option<ProblemRow>, DbError> {
    q(PROBLEM).bind(number).opt(conn).await
}

/// The tickets after the one with id `after`, each with its text.
pub(super) async fn tickets(conn: &mut Conn, after: &str) -> Result<Vec<(TicketRow, TicketText)>, DbError> {
    let rows: Vec<TicketRow> = q(TICKETS).bind(after).bind(PAGE).all(conn).await?;
    with_texts(conn, rows).await
}

pub(super) async fn ticket(conn: &mut Conn, number: i64) -> Result<Option<(TicketRow, TicketText)>, DbError> {
    let row: Option<TicketRow> = q(TICKET).bind(number).opt(conn).await?;
    Ok(with_texts(conn, row.into_iter().collect()).await?.pop())
}

/// `rows` in order of their ids, none left out between the first and the last.
async fn with_texts(conn: &mut Conn, rows: Vec<TicketRow>) -> Result<Vec<(TicketRow, TicketText)>, DbError> {
    let mut all: Vec<(TicketRow, TicketText)> =
        rows.into_iter().map(|row| (row, TicketText::default())).collect();
    let Some(last) = all.last().map(|(row, _)| row.id.clone()) else { return Ok(all) };
    let mut from = (all[0].0.id.clone(), 0);
    loop {
        let query = q(ENTRY_TEXTS).bind(&from.0).bind(from.1).bind(&last);
        let entries: Vec<EntryRow> = query.all(conn).await?;
        let Some(end) = entries.last() else { return Ok(all) };
        from = (end.ticket_id.clone(), end.seq);
        let more = entries.len() == ENTRIES;
        for entry in entries {
            if let Ok(place) = all.binary_search_by(|(row, _)| row.id.as_str().cmp(&entry.ticket_id)) {
                all[place].1.add(&entry);
            }
        }
        if !more {
            return Ok(all);
        }
    }
}

impl TicketText {
    fn add(&mut self, entry: &EntryRow) {
        let Ok(body) = serde_json::from_str::<Body>(&entry.body) else { return };
        // What was said on the phone is written down for colleagues; customers see that a call was made.
        let is_public = entry.is_public && body.is_public() && !matches!(body, Body::Call { .. });
        let text = if is_public { &mut self.public } else { &mut self.notes };
        for words in said(&body) {
            text.push_str(cut(words, MAX_TEXT - text.len().min(MAX_TEXT)));
            text.push('\n');
        }
    }
}

/// The words that people wrote in an entry, and what they called its files.
pub(super) fn said(body: &Body) -> Vec<&str> {
    let files = body.files().unwrap_or_default().iter().map(|file| file.name.as_str());
    body.written().into_iter().chain(files).collect()
}

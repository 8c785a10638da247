//! Hits as readers get them. The index names documents; the database, asked with the viewer's filter, says which of them
//! are shown and what they say.

use std::collections::HashMap;

use domain::Viewer;
use domain::knowledge::ArticleBrief;
use domain::search::{Hit, HitKind};
use domain::tickets::entry::Body;

use super::find::Found;
use super::highlight::{LOOKED_AT, Marker};
use super::load::said;
use crate::db::{Conn, Query, places, q};
use crate::knowledge::{bind_audiences, markdown};
use crate::tickets::{number_text, parse_number, visible};
use crate::{Outcome, row};

/// Most hits that are loaded at once.
pub(super) const MOST: usize = 50;

const ARTICLES: &str =
    "SELECT a.slug AS id, a.title, a.problem, a.body, a.product_id, a.topic, p.name AS product
  FROM articles a LEFT JOIN products p ON p.id = a.product_id
  WHERE a.state = 'published' AND (a.audience IN ($1, $2) OR $3 IN (a.audience, 'any')) AND a.slug IN ($4)";
const BRIEFS: &str = "SELECT slug, title, problem, topic FROM articles
  WHERE state = 'published' AND (audience IN ($1, $2) OR $3 IN (audience, 'any')) AND slug IN ($4)";
const PROBLEMS: &str = "SELECT k.number AS id, k.title, k.state, k.public_note, k.workaround, k.product_id,
    p.name AS product
  FROM problems k LEFT JOIN products p ON p.id = k.product_id WHERE k.is_public AND k.number IN ($1)";
/// A row for each entry with text; public ones only, unless the second argument is true. The viewer's filter takes the
/// place of `1 = 1`.
const TICKETS: &str =
    "SELECT t.number, t.subject, t.status, t.product_id, t.topic_id AS topic, p.name AS product,
    e.is_public, e.body
  FROM tickets t JOIN entries e ON e.ticket_id = t.id LEFT JOIN products p ON p.id = t.product_id
  WHERE t.number IN ($3) AND (e.is_public OR $2) AND e.seq <= 100
    AND e.kind IN ('created', 'message', 'note', 'call', 'more_urgent', 'works_again', 'duty_manager')
    AND 1 = 1 ORDER BY t.number, e.seq LIMIT 2000";

row! {
    struct ArticleRow {
        id: String,
        title: String,
        problem: String,
        body: String,
        product_id: Option<String>,
        topic: Option<String>,
        product: Option<String>,
    }
}

row! {
    struct BriefRow {
        slug: String,
        title: String,
        problem: String,
        topic: Option<String>,
    }
}

row! {
    struct ProblemRow {
        id: String,
        title: String,
        state: String,
        public_note: String,
        workaround: String,
        product_id: Option<String>,
        product: Option<String>,
    }
}

row! {
    struct TicketRow {
        number: i64,
        subject: String,
        status: String,
        product_id: Option<String>,
        topic: Option<String>,
        product: Option<String>,
        is_public: bool,
        body: String,
    }
}

/// What stands in the database for a document of the index.
pub(super) struct Loaded {
    title: String,
    texts: Vec<String>,
    state: Option<String>,
    product: Option<String>,
    pub product_id: Option<String>,
    pub topic: Option<String>,
}

/// The documents among `found` that `v` may see, in that order.
pub(super) async fn load(conn: &mut Conn, v: &Viewer, found: &[Found]) -> Outcome<Vec<(Found, Loaded)>> {
    let ids = |kind| found.iter().filter(move |f| f.kind == kind).map(|f| f.id.as_str()).collect::<Vec<_>>();
    let mut loaded = articles(conn, v, &ids(HitKind::Article)).await?;
    loaded.extend(problems(conn, &ids(HitKind::Problem)).await?);
    loaded.extend(tickets(conn, v, &ids(HitKind::Ticket)).await?);
    let mut take = |f: &Found| Some((f.clone(), loaded.remove(&(f.kind, f.id.clone()))?));
    Ok(found.iter().filter_map(&mut take).collect())
}

/// The articles among `slugs` that `v` may read, in that order.
pub(super) async fn briefs(conn: &mut Conn, v: &Viewer, slugs: &[&str]) -> Outcome<Vec<ArticleBrief>> {
    if slugs.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<BriefRow> =
        bind_list(bind_audiences(list_query(BRIEFS, 4, slugs.len()), v), slugs).all(conn).await?;
    let brief = |row: BriefRow| ArticleBrief {
        slug: row.slug,
        title: row.title,
        problem: row.problem,
        topic: row.topic,
    };
    let mut briefs: Vec<ArticleBrief> = rows.into_iter().map(brief).collect();
    briefs.sort_by_key(|brief| slugs.iter().position(|slug| *slug == brief.slug));
    Ok(briefs)
}

impl Loaded {
    pub fn hit(&self, found: &Found, marker: &mut Marker<'_>) -> Hit {
        Hit {
            kind: found.kind,
            id: found.id.clone(),
            title: marker.marked(&self.title),
            snippet: marker.snippet(self.texts.iter().map(String::as_str)),
            score: found.score,
            state: self.state.clone(),
            product: self.product.clone(),
            why: Vec::new(),
        }
    }

    /// Everything in it that the viewer may read.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.title.as_str()).chain(self.texts.iter().map(String::as_str))
    }
}

type ById = HashMap<(HitKind, String), Loaded>;

async fn articles(conn: &mut Conn, v: &Viewer, slugs: &[&str]) -> Outcome<ById> {
    if slugs.is_empty() {
        return Ok(ById::new());
    }
    let query = bind_audiences(list_query(ARTICLES, 4, slugs.len()), v);
    let rows: Vec<ArticleRow> = bind_list(query, slugs).all(conn).await?;
    let loaded = rows.into_iter().map(|row| {
        let texts = vec![row.problem, markdown::plain(markdown::cut(&row.body, LOOKED_AT))];
        let ArticleRow { title, product, product_id, topic, .. } = row;
        let loaded = Loaded { title, texts, state: None, product, product_id, topic };
        ((HitKind::Article, row.id), loaded)
    });
    Ok(loaded.collect())
}

async fn problems(conn: &mut Conn, numbers: &[&str]) -> Outcome<ById> {
    if numbers.is_empty() {
        return Ok(ById::new());
    }
    let rows: Vec<ProblemRow> = bind_list(list_query(PROBLEMS, 1, numbers.len()), numbers).all(conn).await?;
    let loaded = rows.into_iter().map(|row| {
        let texts = vec![row.public_note, markdown::plain(&row.workaround)];
        let ProblemRow { title, product, product_id, .. } = row;
        let loaded = Loaded { title, texts, state: Some(row.state), product, product_id, topic: None };
        ((HitKind::Problem, row.id), loaded)
    });
    Ok(loaded.collect())
}

async fn tickets(conn: &mut Conn, v: &Viewer, numbers: &[&str]) -> Outcome<ById> {
    let numbers: Vec<i64> = numbers.iter().filter_map(|number| parse_number(number)).collect();
    let scope = visible(v, 1);
    if numbers.is_empty() {
        return Ok(ById::new());
    }
    let sql = with_list(TICKETS, 3, numbers.len()).replace("1 = 1", &scope.condition);
    // Not every scope has a value; the placeholder takes an empty one then, for an argument that nothing reads.
    let query = q(sql).bind(scope.value.unwrap_or_else(|| "".into())).bind(v.is_staff());
    let rows: Vec<TicketRow> = bind_list(query, &numbers).all(conn).await?;
    let mut loaded = ById::new();
    for row in rows {
        let id = (HitKind::Ticket, number_text(row.number));
        let texts = said_to(v, row.is_public, &row.body);
        let TicketRow { subject, status, product, product_id, topic, .. } = row;
        let ticket = loaded.entry(id).or_insert_with(|| Loaded {
            title: subject,
            texts: Vec::new(),
            state: Some(status),
            product,
            product_id,
            topic,
        });
        ticket.texts.extend(texts);
    }
    Ok(loaded)
}

/// What an entry says to `v`: nothing to a customer unless both the row and its kind are public.
fn said_to(v: &Viewer, is_public: bool, body: &str) -> Vec<String> {
    let Ok(body) = serde_json::from_str::<Body>(body) else { return Vec::new() };
    if !(v.is_staff() || is_public && body.is_public()) {
        return Vec::new();
    }
    said(&body).into_iter().map(str::to_owned).collect()
}

pub(super) fn list_query(sql: &'static str, first: usize, count: usize) -> Query {
    q(with_list(sql, first, count))
}

/// `sql` with its `IN ($first)` made long enough for `count` values, in steps, so that few texts differ.
fn with_list(sql: &str, first: usize, count: usize) -> String {
    sql.replace(&format!("IN (${first})"), &format!("IN ({})", places(first, steps(count))))
}

/// Binds `values`, the last one repeated up to the next step.
pub(super) fn bind_list<V: Copy + Into<crate::db::Value>>(query: Query, values: &[V]) -> Query {
    let places = 0..steps(values.len());
    places.fold(query, |query, place| query.bind(values[place.min(values.len() - 1)]))
}

fn steps(count: usize) -> usize {
    count.next_power_of_two().max(8)
}

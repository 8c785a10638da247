//! Articles, problems and tickets for tests, written straight into the tables with their line in the change log.
#![allow(dead_code, reason = "each test binary uses its own part of this")]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests fail as tests do")]

use crate::common::desk::{Desk, START};
use backend::Backend;
use backend::db::{Tx, q};
use backend::knowledge::{Draft, ProblemDraft, Saved, save_article, save_problem};
use backend::live::{Change, record};
use backend::search::{self, Ask, Known};
use domain::Viewer;
use domain::access::Role;
use domain::knowledge::{Audience, ProblemState};
use domain::live::Topic;
use domain::search::{Hit, HitKind, Results, plain};
use domain::tickets::Channel;
use domain::tickets::Priority;
use domain::tickets::entry::Body;
use std::path::PathBuf;

const INSERT_TICKET: &str = "INSERT INTO tickets (id, number, version, subject, status, active, priority, ticket_type, channel,
    product_id, requester_id, organisation_id, policy_id, policy_version, urgency, due_at, brief, promises, plan,
    unanswered, entries, created_at, changed_at)
  VALUES ($1, $2, 1, $3, $4, $5, 1, 'incident', 'portal', NULL, $6, $7, 'standard', 1, 4, 0, 'null', '[]', '[]', FALSE, 1, $8, $8)";
const INSERT_ENTRY: &str =
    "INSERT INTO entries (id, ticket_id, seq, at, author, author_id, kind, is_public, moves_promises, body)
  VALUES ($1, $2, $3, $4, 'customer', NULL, $5, $6, FALSE, $7)";
const INSERT_ORGANISATION: &str = "INSERT INTO organisations (id, name, name_norm, time_zone, created_at)
  VALUES ($1, $1, $1, 'Etc/UTC', 0)";
const JOIN: &str = "UPDATE people SET organisation_id = $2 WHERE id = $1";
const INSERT_PRODUCT: &str =
    "INSERT INTO products (id, name, blurb, icon, position, versions) VALUES ($1, $2, '', 'box', 1, '[]')";

/// An article for everybody, found and read.
pub fn an_article(slug: &str, title: &str, body: &str) -> Draft {
    Draft {
        id: format!("id-{slug}"),
        slug: slug.into(),
        title: title.into(),
        problem: String::new(),
        body: body.into(),
        product_id: None,
        topic: None,
        audience: Audience::Public,
        state: "published".into(),
        lang: "en".into(),
        keywords: Vec::new(),
        versions: Vec::new(),
        owner_id: None,
        source_url: None,
        licence: None,
    }
}

pub fn a_problem(number: &str, title: &str) -> ProblemDraft {
    ProblemDraft {
        id: format!("id-{number}"),
        number: number.into(),
        title: title.into(),
        product_id: None,
        versions: vec!["7.4.1".into()],
        state: ProblemState::Workaround,
        is_public: true,
        public_note: "We are on it.".into(),
        workaround: "Go back to **7.3.9**.".into(),
        internal_note: "Suspect the flux capacitor.".into(),
        tickets: 3,
    }
}

/// A ticket with a description and what was said after it.
pub struct Case<'a> {
    pub number: i64,
    pub by: &'a Viewer,
    pub subject: &'a str,
    pub text: &'a str,
    pub status: &'a str,
    pub more: Vec<Body>,
}

pub fn a_case<'a>(number: i64, by: &'a Viewer, subject: &'a str, text: &'a str) -> Case<'a> {
    Case { number, by, subject, text, status: "open", more: Vec::new() }
}

pub fn note(text: &str) -> Body {
    Body::note(text)
}

impl Desk {
    pub async fn product(&self, id: &'static str, name: &'static str) {
        self.exec(INSERT_PRODUCT, vec![id.into(), name.into()]).await;
    }

    pub async fn save(&self, draft: Draft) -> Saved {
        let article = draft.rendered().unwrap();
        let saved = self.b.db.write(move |tx| {
            let article = article.clone();
            Box::pin(async move { save_article(tx, &article, START, None).await })
        });
        saved.await.unwrap()
    }

    pub async fn save_problem(&self, draft: ProblemDraft) {
        let saved = self.b.db.write(move |tx| {
            let draft = draft.clone();
            Box::pin(async move { save_problem(tx, &draft, START, None).await })
        });
        saved.await.unwrap();
    }

    /// A customer of an organisation, which is made when `email` is its first.
    pub async fn of(&self, role: Role, email: &str, organisation: &'static str) -> Viewer {
        let viewer = self.person(role, email).await;
        let known = self.texts("SELECT id FROM organisations LIMIT 100").await;
        if !known.iter().any(|id| id == organisation) {
            self.exec(INSERT_ORGANISATION, vec![organisation.into()]).await;
        }
        self.exec(JOIN, vec![viewer.person_id.clone().into(), organisation.into()]).await;
        Viewer { organisation_id: Some(organisation.into()), ..viewer }
    }

    pub async fn raise(&self, case: Case<'_>) {
        let created = Body::Created {
            channel: Channel::Portal,
            text: case.text.into(),
            ticket_type: "incident".into(),
            priority: Priority::Normal,
            answers: Vec::new(),
            opened: Vec::new(),
            unverified: None,
            files: Vec::new(),
            mail: None,
        };
        let row = Row {
            number: case.number,
            subject: case.subject.into(),
            status: case.status.into(),
            requester: case.by.person_id.clone(),
            organisation: case.by.organisation_id.clone(),
            bodies: std::iter::once(created).chain(case.more).collect(),
        };
        let written = self.b.db.write(move |tx| {
            let row = row.clone();
            Box::pin(async move { row.insert(tx).await })
        });
        written.await.unwrap();
    }

    /// Brings the index up to date.
    pub async fn index(&self) {
        search::catch_up(&self.b).await.unwrap();
    }

    pub async fn search(&self, v: &Viewer, query: &str) -> Results {
        search::search(&self.b, v, &Ask { q: query.into(), ..Ask::default() }).await.unwrap()
    }

    /// Ids of the hits.
    pub async fn ids(&self, v: &Viewer, query: &str) -> Vec<String> {
        self.search(v, query).await.hits.into_iter().map(|hit| hit.id).collect()
    }

    pub async fn suggestions(&self, v: &Viewer, text: &str) -> Vec<(HitKind, String)> {
        let hits = search::suggest(&self.b, v, &Known::of(text)).await.unwrap();
        hits.into_iter().map(|hit| (hit.kind, hit.id)).collect()
    }
}

#[derive(Clone)]
struct Row {
    number: i64,
    subject: String,
    status: String,
    requester: String,
    organisation: Option<String>,
    bodies: Vec<Body>,
}

impl Row {
    async fn insert(&self, tx: &mut Tx) -> backend::Outcome<()> {
        let id = format!("t{:08}", self.number);
        let active = !matches!(self.status.as_str(), "resolved" | "closed");
        let ticket =
            q(INSERT_TICKET).bind(&id).bind(self.number).bind(&self.subject).bind(&self.status).bind(active);
        ticket.bind(&self.requester).bind(&self.organisation).bind(START.0).exec(tx).await?;
        for (seq, body) in (1_i64..).zip(&self.bodies) {
            let entry = q(INSERT_ENTRY).bind(format!("{id}-{seq}")).bind(&id).bind(seq).bind(START.0);
            let entry = entry.bind(body.code()).bind(body.is_public()).bind(serde_json::to_string(body)?);
            entry.exec(tx).await?;
        }
        let change = Change {
            topic: Topic::Ticket,
            id: format!("CW-{}", self.number),
            version: 1,
            requester_id: Some(self.requester.clone()),
            organisation_id: self.organisation.clone(),
            is_public: true,
            actor_id: None,
            at: START,
        };
        record(tx, &change).await?;
        Ok(())
    }
}

/// Everything a hit shows.
pub fn shown(hits: &[Hit]) -> String {
    hits.iter().map(|hit| format!("{} {}\n", plain(&hit.title), plain(&hit.snippet))).collect()
}

/// The folder of real texts, and one line that says so when it is missing.
pub fn shared_data(name: &str) -> Option<PathBuf> {
    let folder = std::env::var("CASEWELL_SHARED_DATA")
        .map_or_else(|_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"), PathBuf::from);
    let path = folder.join(name);
    if !path.exists() {
        println!("skipped: there is no {}", path.display());
        return None;
    }
    Some(path)
}

/// The index's folder of a node.
pub fn index_folder(b: &Backend) -> PathBuf {
    b.settings.data_dir.join("index")
}

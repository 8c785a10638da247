//! The whole desk behind its real router, in this process: the demo's company on a clock that tests move. On SQLite,
//! and on PostgreSQL too when `TEST_DATABASE_URL` names a server (`scripts/postgres.sh start` prints one).
#![allow(
    dead_code,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "each test takes what it needs, and fails loudly"
)]

pub mod people;
pub mod postgres;
pub mod process;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::request::Builder;
use axum::http::{HeaderMap, HeaderValue, Request, Response, header};
use backend::clock::FixedClock;
use backend::db::{Db, Options, Value as Bound, q};
use backend::{Backend, RandomIds, Settings};
use clap::Parser;
use domain::time::Instant;
use people::Secrets;
use serde_json::Value;
use server::config::{Cli, Config};
use tokio::sync::{OnceCell, watch};
use tower::ServiceExt;

/// Tuesday, 2026-11-24 13:21 UTC: where every test's clock begins, in the desk's opening hours.
pub const START: Instant = Instant(1_795_526_460_000);

/// A desk of its own for one test.
pub struct Desk {
    pub b: Backend,
    pub clock: Arc<FixedClock>,
    pub router: Router,
    pub stop: watch::Sender<bool>,
    folder: Folder,
    secrets: Secrets,
}

/// A temporary folder, removed when dropped.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("casewell-server-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a temporary folder");
        Self(path)
    }

    pub fn sqlite_url(&self) -> String {
        format!("sqlite://{}", self.0.join("casewell.db").display())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Whatever is left lies where the system tidies up.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Where a desk lies whose test does not care.
const BASE_URL: &str = "http://desk.example";

/// A desk on SQLite with the demo in it.
pub async fn desk() -> Desk {
    desk_at(BASE_URL, &[]).await
}

/// The same under another address and with other settings.
pub async fn desk_at(base_url: &str, settings: &[&str]) -> Desk {
    let (folder, demo) = (Folder::new(), demo().await);
    std::fs::write(folder.0.join("casewell.db"), &demo.file).expect("a copy of the demo");
    let clock = Arc::new(FixedClock::at(START));
    let b = open(&folder, &folder.sqlite_url(), clock.clone(), base_url).await;
    Desk::new(b, clock, folder, demo.secrets.clone(), settings)
}

/// A desk on SQLite, and one on PostgreSQL when there is a server.
pub async fn desks() -> Vec<Desk> {
    let mut desks = vec![desk().await];
    if let Some(url) = postgres::fresh().await {
        let (folder, clock) = (Folder::new(), Arc::new(FixedClock::at(START)));
        let b = open(&folder, &url, clock.clone(), BASE_URL).await;
        let secrets = fill(&b).await;
        desks.push(Desk::new(b, clock, folder, secrets, &[]));
    }
    desks
}

async fn open(folder: &Folder, url: &str, clock: Arc<FixedClock>, base_url: &str) -> Backend {
    let options = Options { started_at: clock_now(&clock), record: true, ..Options::default() };
    let db = Db::open(url, options).await.expect("a database");
    db.migrate().await.expect("the schema");
    let settings = Settings {
        data_dir: folder.0.clone(),
        name: String::new(),
        base_url: base_url.to_owned(),
        mail: Default::default(),
        bucket: None,
        webhooks: backend::webhooks::WebhookSettings::default(),
    };
    Backend::new(db, clock, Arc::new(RandomIds), settings).await.expect("a desk")
}

async fn fill(b: &Backend) -> Secrets {
    backend::demo::fill(b, 60, 1).await.expect("the demo");
    people::signed_in(b).await
}

fn clock_now(clock: &FixedClock) -> i64 {
    backend::Clock::now(clock).0
}

/// The settings a server would read from such a command line.
pub fn config(folder: &Folder, base_url: &str, settings: &[&str]) -> Config {
    let folder = folder.0.display().to_string();
    let fixed = ["casewell", "serve", "--data-dir", &folder, "--base-url", base_url];
    let cli = Cli::try_parse_from(fixed.into_iter().chain(settings.iter().copied())).expect("settings");
    cli.settings.resolve().expect("a configuration")
}

/// The demo on SQLite, filled once in a process, with its people signed in.
struct Demo {
    file: Vec<u8>,
    secrets: Secrets,
}

async fn demo() -> &'static Demo {
    static DEMO: OnceCell<Demo> = OnceCell::const_new();
    DEMO.get_or_init(|| async {
        let folder = Folder::new();
        let b = open(&folder, &folder.sqlite_url(), Arc::new(FixedClock::at(START)), BASE_URL).await;
        let secrets = fill(&b).await;
        b.db.close().await;
        Demo { file: std::fs::read(folder.0.join("casewell.db")).expect("the demo's file"), secrets }
    })
    .await
}

impl Desk {
    fn new(b: Backend, clock: Arc<FixedClock>, folder: Folder, secrets: Secrets, settings: &[&str]) -> Self {
        println!("on {:?}", b.db.dialect());
        let (stop, stopped) = watch::channel(false);
        let config = config(&folder, &b.settings.base_url, settings);
        let router = server::http::router(b.clone(), &config, stopped);
        Self { b, clock, router, stop, folder, secrets }
    }

    pub fn get(&self, path: &str) -> Ask<'_> {
        self.ask("GET", path)
    }

    pub fn post(&self, path: &str, body: &Value) -> Ask<'_> {
        self.ask("POST", path).json(body)
    }

    pub fn patch(&self, path: &str, body: &Value) -> Ask<'_> {
        self.ask("PATCH", path).json(body)
    }

    pub fn ask(&self, method: &str, path: &str) -> Ask<'_> {
        self.ask_at("desk.example", method, path)
    }

    pub fn ask_at(&self, host: &str, method: &str, path: &str) -> Ask<'_> {
        let builder = Request::builder().method(method).uri(path).header(header::HOST, host);
        Ask { desk: self, builder, body: Body::empty() }
    }

    /// The text that `sql` selects first.
    pub async fn text(&self, sql: &'static str) -> String {
        q(sql).one(&mut self.b.db.read().await.expect("a connection")).await.expect("a text")
    }

    /// The number that `sql` selects first.
    pub async fn number(&self, sql: &'static str) -> i64 {
        q(sql).one(&mut self.b.db.read().await.expect("a connection")).await.expect("a number")
    }

    /// Runs one statement.
    pub async fn exec(&self, sql: &'static str, values: Vec<Bound>) {
        let run = self.b.db.write(move |tx| Box::pin(q(sql).bind_all(values.clone()).exec(tx)));
        run.await.expect("a statement that runs");
    }

    /// The folder with the database and the index.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Brings the search index up to date.
    pub async fn index(&self) {
        backend::search::reindex(&self.b).await.expect("an index");
    }
}

/// A request being put together.
pub struct Ask<'d> {
    desk: &'d Desk,
    builder: Builder,
    body: Body,
}

impl Ask<'_> {
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.builder = self.builder.header(name, value);
        self
    }

    pub fn bearer(self, token: &str) -> Self {
        self.with("authorization", &format!("Bearer {token}"))
    }

    /// The session's cookie, sent by a page of the desk's own.
    pub fn cookie(self, cookie: &str) -> Self {
        if cookie.is_empty() {
            return self;
        }
        let origin = &self.desk.b.settings.base_url;
        self.with("origin", origin).with("cookie", cookie)
    }

    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    pub fn form(self, body: &str) -> Self {
        self.body("application/x-www-form-urlencoded", body.to_owned())
    }

    pub fn body(mut self, kind: &str, body: String) -> Self {
        self.body = Body::from(body);
        self.with("content-type", kind)
    }

    pub fn stream(mut self, body: Body) -> Self {
        self.body = body;
        self
    }

    /// The answer's head, with its body still to come.
    pub async fn open(self) -> Response<Body> {
        let mut request = self.builder.body(self.body).expect("a request");
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 1], 4_000))));
        self.desk.router.clone().oneshot(request).await.expect("an answer")
    }

    pub async fn send(self) -> Reply {
        let response = self.open().await;
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 64 << 20).await.expect("a body");
        Reply {
            status: parts.status.as_u16(),
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}

/// A whole answer.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap<HeaderValue>,
    pub text: String,
}

impl Reply {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {} {}", self.status, self.text))
    }

    /// The body, after making sure of the status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    /// The problem details, after making sure of their form.
    #[track_caller]
    pub fn problem(self, status: u16) -> Value {
        let reply = self.expect(status);
        assert_eq!(reply.header("content-type"), "application/problem+json", "{}", reply.text);
        let problem = reply.json();
        assert_eq!(problem["status"], status);
        for member in ["type", "title", "detail"] {
            assert!(problem[member].as_str().is_some_and(|text| !text.is_empty()), "{member} in {problem}");
        }
        problem
    }
}

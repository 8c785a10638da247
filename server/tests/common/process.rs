//! The program itself, started as an operator would, and a client that speaks to it.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{HeaderMap, Request, StatusCode};
use backend::clock::SystemClock;
use backend::db::{Db, Options};
use backend::{Backend, RandomIds, Settings};
use http_body_util::BodyExt;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

use super::Folder;

const PROGRAM: &str = env!("CARGO_BIN_EXE_casewell");
const CUSTOMER: &str = "customer@demo.example";

/// A database with the demo, and a token for its customer.
pub struct Ready {
    pub folder: Folder,
    pub url: String,
    pub token: String,
}

impl Ready {
    pub async fn on_sqlite() -> Self {
        let folder = Folder::new();
        let url = folder.sqlite_url();
        Self::fill(folder, url).await
    }

    /// The desk's data while no server runs on it.
    pub async fn backend(&self) -> Backend {
        let db = Db::open(&self.url, Options::default()).await.expect("a database");
        Self::desk(&self.folder, db).await
    }

    async fn desk(folder: &Folder, db: Db) -> Backend {
        let settings = Settings {
            data_dir: folder.0.clone(),
            name: String::new(),
            base_url: "http://desk.example".into(),
            mail: Default::default(),
            bucket: None,
            webhooks: backend::webhooks::WebhookSettings::default(),
        };
        Backend::new(db, Arc::new(SystemClock), Arc::new(RandomIds), settings).await.expect("a desk")
    }

    pub async fn fill(folder: Folder, url: String) -> Self {
        let db = Db::open(&url, Options::default()).await.expect("a database");
        db.migrate().await.expect("the schema");
        let b = Self::desk(&folder, db).await;
        backend::demo::fill(&b, 60, 1).await.expect("the demo");
        let scopes = ["tickets:read".to_owned(), "tickets:write".to_owned()];
        let made = backend::access::tokens::make_as_operator(&b, CUSTOMER, "test", &scopes).await;
        b.db.close().await;
        Self { folder, url, token: made.expect("a token").secret }
    }
}

/// The program with its data in `folder`. It logs warnings unless `command` says otherwise.
pub fn casewell(folder: &Folder, database: &str, command: &[&str]) -> Command {
    let mut program = Command::new(PROGRAM);
    let log: &[&str] = if command.contains(&"--log") { &[] } else { &["--log", "warn"] };
    program
        .current_dir(&folder.0)
        .env_clear()
        .args(command)
        .args(log)
        .args(["--database-url", database, "--data-dir"])
        .arg(&folder.0)
        .stdin(Stdio::null());
    program
}

/// A running server; killed when dropped.
pub struct Running {
    child: Child,
    pub addr: SocketAddr,
    /// Reads what it says, so that the pipe never fills; ends with it.
    listener: Option<JoinHandle<String>>,
}

impl Running {
    pub fn start(folder: &Folder, database: &str) -> Self {
        Self::start_with(folder, database, &[])
    }

    /// The same with more settings.
    pub fn start_with(folder: &Folder, database: &str, settings: &[&str]) -> Self {
        let unlimited = ["--limit-calls", "1000000", "--limit-creations", "1000000"];
        let serve = [&["serve", "--addr", "127.0.0.1:0"], &unlimited[..], settings].concat();
        let mut program = casewell(folder, database, &serve);
        let mut child = program.stderr(Stdio::piped()).spawn().expect("the program");
        let mut lines = BufReader::new(child.stderr.take().expect("its words")).lines().map_while(Result::ok);
        let mut said = String::new();
        let greeting = lines.by_ref().inspect(|line| said.extend([line, "\n"])).find_map(|line| {
            line.split_once("Casewell serves on http://").and_then(|(_, addr)| addr.parse().ok())
        });
        let addr = greeting.expect("the server to say where it serves");
        let rest = move || lines.fold(said, |said, line| said + &line + "\n");
        Self { child, addr, listener: Some(std::thread::spawn(rest)) }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Stops it as an operator does; answers how it ended.
    pub fn terminate(self) -> ExitStatus {
        Command::new("kill").args(["-TERM", &self.pid().to_string()]).status().expect("a signal");
        self.wait()
    }

    /// Stops it, and everything it said.
    pub fn log(mut self) -> String {
        let listener = self.listener.take().expect("somebody who listens");
        assert!(self.terminate().success());
        listener.join().expect("what it said")
    }

    /// Waits for its end.
    pub fn wait(mut self) -> ExitStatus {
        self.child.wait().expect("its end")
    }

    pub async fn connect(&self) -> Client {
        Client::connect(self.addr).await.expect("a connection")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One kept connection.
pub struct Client(SendRequest<Body>);

/// A whole answer.
pub struct Answered {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Client {
    pub async fn connect(addr: SocketAddr) -> Option<Self> {
        let stream = TcpStream::connect(addr).await.ok()?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await.ok()?;
        tokio::spawn(connection);
        Some(Self(sender))
    }

    /// `None` when the connection broke before the whole answer was there.
    pub async fn send(&mut self, request: Request<Body>) -> Option<Answered> {
        self.0.ready().await.ok()?;
        let response =
            tokio::time::timeout(Duration::from_secs(30), self.0.send_request(request)).await.ok()?.ok()?;
        let (head, body) = response.into_parts();
        let bytes = body.collect().await.ok()?.to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Some(Answered { status: head.status, headers: head.headers, text })
    }

    pub async fn get(&mut self, path: &str, token: &str) -> Option<Answered> {
        self.send(request("GET", path, token).body(Body::empty()).expect("a request")).await
    }

    /// A form as browsers post it without scripts, with this cookie.
    pub async fn post(&mut self, path: &str, cookie: &str, form: &str) -> Answered {
        let request = Request::builder()
            .method("POST")
            .uri(path)
            .header("host", "desk.example")
            .header("origin", "http://desk.example")
            .header("accept", "text/html")
            .header("cookie", cookie)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()));
        self.send(request.expect("a request")).await.expect("an answer")
    }

    /// A message handed over.
    pub async fn mail(&mut self, token: &str, raw: &str) -> Option<Answered> {
        let request =
            request("POST", "/api/v1/inbound/email", token).header("content-type", "message/rfc822");
        self.send(request.body(Body::from(raw.to_owned())).expect("a request")).await
    }

    /// A new ticket under a key.
    pub async fn create(&mut self, token: &str, key: &str) -> Option<Answered> {
        self.send(draft("POST", "/api/v1/tickets", token, key, &format!("matter {key}"))).await
    }

    /// A ticket's draft, sent anywhere.
    pub async fn write(
        &mut self,
        method: &str,
        path: &str,
        token: &str,
        key: &str,
        subject: &str,
    ) -> Answered {
        self.send(draft(method, path, token, key, subject)).await.expect("an answer")
    }
}

fn draft(method: &str, path: &str, token: &str, key: &str, subject: &str) -> Request<Body> {
    let body = serde_json::json!({ "subject": subject, "text": format!("Every label is white: {subject}") });
    let request = request(method, path, token)
        .header("content-type", "application/json")
        .header("idempotency-key", key)
        .body(Body::from(body.to_string()));
    request.expect("a request")
}

fn request(method: &str, path: &str, token: &str) -> Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header("host", "desk.example")
        .header("authorization", format!("Bearer {token}"))
}

impl Answered {
    /// The session's cookie that came with it, as it is sent back.
    pub fn session(&self) -> Option<&str> {
        let cookies = self.headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
        let mut pairs = cookies.filter_map(|cookie| cookie.split(';').next());
        pairs.find(|pair| pair.starts_with("casewell="))
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect("JSON")
    }
}

/// Everything the program says when it refuses.
pub fn refusal(mut program: Command) -> (Option<i32>, String) {
    let mut child = program.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().expect("the program");
    let mut said = String::new();
    child.stderr.take().expect("its words").read_to_string(&mut said).expect("its words");
    (child.wait().expect("its end").code(), said)
}

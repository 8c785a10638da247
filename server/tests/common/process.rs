//! The program itself, started as an operator would, and a client that speaks to it.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

use super::Folder;

const PROGRAM: &str = env!("CARGO_BIN_EXE_casewell");

/// The program with its data in `folder`.
pub fn casewell(folder: &Folder, database: &str, command: &[&str]) -> Command {
    let mut program = Command::new(PROGRAM);
    program
        .current_dir(&folder.0)
        .env_clear()
        .args(command)
        .args(["--log", "warn", "--database-url", database, "--data-dir"])
        .arg(&folder.0)
        .stdin(Stdio::null());
    program
}

/// A running server; killed when dropped.
pub struct Running {
    child: Child,
    pub addr: SocketAddr,
}

impl Running {
    pub fn start(folder: &Folder, database: &str) -> Self {
        let mut program = casewell(folder, database, &["serve", "--addr", "127.0.0.1:0"]);
        let mut child = program.stderr(Stdio::piped()).spawn().expect("the program");
        let mut lines = BufReader::new(child.stderr.take().expect("its words")).lines();
        let greeting = lines.by_ref().map_while(Result::ok).find(|line| line.contains(" serves on http://"));
        let greeting = greeting.expect("the server to say where it serves");
        // What it says later must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        let addr = greeting.rsplit("http://").next().and_then(|addr| addr.parse().ok()).expect("an address");
        Self { child, addr }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Stops it as an operator does; answers how it ended.
    pub fn terminate(self) -> ExitStatus {
        Command::new("kill").args(["-TERM", &self.pid().to_string()]).status().expect("a signal");
        self.wait()
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
    pub retry_after: Option<String>,
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
        let retry_after =
            response.headers().get("retry-after").and_then(|value| Some(value.to_str().ok()?.to_owned()));
        let status = response.status();
        let bytes = response.into_body().collect().await.ok()?.to_bytes();
        Some(Answered { status, retry_after, text: String::from_utf8_lossy(&bytes).into_owned() })
    }

    pub async fn get(&mut self, path: &str, token: &str) -> Option<Answered> {
        self.send(request("GET", path, token).body(Body::empty()).expect("a request")).await
    }

    /// A new ticket under a key.
    pub async fn create(&mut self, token: &str, key: &str) -> Option<Answered> {
        let draft =
            serde_json::json!({ "subject": format!("matter {key}"), "text": "Every label is white." });
        let request = request("POST", "/api/v1/tickets", token)
            .header("content-type", "application/json")
            .header("idempotency-key", key)
            .body(Body::from(draft.to_string()));
        self.send(request.expect("a request")).await
    }
}

fn request(method: &str, path: &str, token: &str) -> Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header("host", "desk.example")
        .header("authorization", format!("Bearer {token}"))
}

impl Answered {
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

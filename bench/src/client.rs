//! A small client with kept connections, and load made with eight of them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Method, Request};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::Fault;

/// Connections that ask at once.
const CLIENTS: usize = 8;

/// What to ask for.
#[derive(Debug, Clone)]
pub struct Ask {
    pub method: Method,
    pub path: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

impl Ask {
    pub fn get(path: impl Into<String>) -> Self {
        Self { method: Method::GET, path: path.into(), headers: Vec::new(), body: String::new() }
    }

    pub fn post(path: impl Into<String>, body: String) -> Self {
        let ask = Self { method: Method::POST, body, ..Self::get(path) };
        ask.with("content-type", "application/json")
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    fn request(&self) -> Result<Request<Body>, Fault> {
        let builder = Request::builder().method(&self.method).uri(&self.path).header("host", "desk.example");
        let builder =
            self.headers.iter().fold(builder, |builder, (name, value)| builder.header(*name, value));
        Ok(builder.body(Body::from(self.body.clone()))?)
    }
}

/// One kept connection.
pub struct Client(SendRequest<Body>);

impl Client {
    pub async fn connect(addr: SocketAddr) -> Result<Self, Fault> {
        let stream = TcpStream::connect(addr).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self(sender))
    }

    /// The answer's body as it comes; anything but a success is a fault.
    pub async fn open(&mut self, ask: &Ask) -> Result<Incoming, Fault> {
        self.0.ready().await?;
        let response = self.0.send_request(ask.request()?).await?;
        if !response.status().is_success() {
            return Err(format!("{} {} answered {}", ask.method, ask.path, response.status()).into());
        }
        Ok(response.into_body())
    }

    pub async fn send(&mut self, ask: &Ask) -> Result<Vec<u8>, Fault> {
        Ok(self.open(ask).await?.collect().await?.to_bytes().to_vec())
    }
}

/// What a load gave.
#[derive(Debug, Clone)]
pub struct Load {
    pub per_second: f64,
    /// Sorted times of single answers.
    times: Vec<Duration>,
}

impl Load {
    pub fn of(mut times: Vec<Duration>, took: Duration) -> Self {
        times.sort_unstable();
        Self { per_second: times.len() as f64 / took.as_secs_f64(), times }
    }

    /// The time within which `share` of the answers came.
    pub fn within(&self, share: f64) -> Duration {
        let at = (self.times.len() as f64 * share) as usize;
        self.times.get(at.min(self.times.len().saturating_sub(1))).copied().unwrap_or_default()
    }

    pub fn figure(&self) -> String {
        format!("{:.0}/s", self.per_second)
    }

    pub fn times(&self) -> String {
        format!("p50 {:.1} ms, p99 {:.1} ms", ms(self.within(0.5)), ms(self.within(0.99)))
    }
}

pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Eight connections that ask one after the other for `length`; `ask` is given a number of its own each time.
pub async fn load(
    addr: SocketAddr,
    length: Duration,
    ask: impl Fn(usize) -> Ask + Send + Sync + 'static,
) -> Result<Load, Fault> {
    let ask = Arc::new(ask);
    let began = Instant::now();
    let mut clients = tokio::task::JoinSet::new();
    for first in 0..CLIENTS {
        let (ask, mut client) = (ask.clone(), Client::connect(addr).await?);
        clients.spawn(async move {
            let mut times = Vec::new();
            for number in (first..).step_by(CLIENTS) {
                let begun = Instant::now();
                client.send(&ask(number)).await?;
                times.push(begun.elapsed());
                if began.elapsed() > length {
                    break;
                }
            }
            Ok::<_, Fault>(times)
        });
    }
    let times = clients.join_all().await.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(Load::of(times.concat(), began.elapsed()))
}

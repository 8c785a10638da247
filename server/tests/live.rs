//! Live events through the real router: only to those who may hear, resumable, and over when the session is.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use backend::Viewer;
use common::{Ask, Desk, desks};
use domain::access::Role;
use futures::StreamExt;
use serde_json::{Value, json};
use tokio::time::timeout;

const AGENT: &str = "agent@demo.example";
const CUSTOMER: &str = "customer@demo.example";
/// What P19 allows.
const FIVE_SECONDS: Duration = Duration::from_secs(5);
/// Long enough for an event that is on its way, here.
const A_MOMENT: Duration = Duration::from_millis(400);

/// An open stream.
struct Stream {
    body: BodyDataStream,
    text: String,
}

impl Stream {
    async fn open(desk: &Desk, cookie: &str, last: Option<i64>) -> Self {
        let ask = desk.get("/live").cookie(cookie);
        let ask = match last {
            Some(last) => ask.with("last-event-id", &last.to_string()),
            None => ask,
        };
        Self::greeted(ask).await
    }

    async fn greeted(ask: Ask<'_>) -> Self {
        let response = ask.open().await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut stream = Self { body: Body::into_data_stream(response.into_body()), text: String::new() };
        // The greeting says that the stream listens.
        stream.more(FIVE_SECONDS).await;
        stream
    }

    /// False at the end of the stream or after `patience`.
    async fn more(&mut self, patience: Duration) -> bool {
        match timeout(patience, self.body.next()).await {
            Ok(Some(Ok(bytes))) => {
                self.text.push_str(&String::from_utf8_lossy(&bytes));
                true
            }
            _ => false,
        }
    }

    /// Everything heard until nothing comes for a moment.
    async fn heard(&mut self) -> Vec<Value> {
        while self.more(A_MOMENT).await {}
        let lines = self.text.lines().filter_map(|line| line.strip_prefix("data: "));
        lines.map(|data| serde_json::from_str(data).unwrap()).collect()
    }

    async fn ends(&mut self) -> bool {
        timeout(FIVE_SECONDS, async { while self.body.next().await.is_some() {} }).await.is_ok()
    }
}

/// Desks whose change log is followed, as `serve` does it.
async fn following() -> Vec<Desk> {
    let desks = desks().await;
    for desk in &desks {
        tokio::spawn(backend::live::follow(desk.b.clone(), desk.stop.subscribe()));
    }
    desks
}

async fn write(desk: &Desk, email: &str, path: &str, body: Value) {
    let token = desk.token(email).await;
    desk.post(path, &body).bearer(&token).send().await.expect(201);
}

#[tokio::test]
async fn events_reach_those_who_may_hear_and_nobody_else() {
    for desk in following().await {
        let number = desk.ticket().await;
        let (agent, customer) = (desk.cookie(AGENT).await, desk.cookie(CUSTOMER).await);
        let (boss, other) =
            (desk.cookie("boss@demo.example").await, desk.cookie("customer2@demo.example").await);
        let mut streams = Vec::new();
        for cookie in [&agent, &customer, &boss, &other] {
            streams.push(Stream::open(&desk, cookie, None).await);
        }
        let path = format!("/api/v1/tickets/{number}");
        write(&desk, AGENT, &format!("{path}/replies"), json!({ "text": "On it.", "after": "wait" })).await;
        write(&desk, AGENT, &format!("{path}/notes"), json!({ "text": "Among us." })).await;
        let mut counts = Vec::new();
        for stream in &mut streams {
            let heard = stream.heard().await;
            counts.push(heard.iter().filter(|event| event["id"] == number.as_str()).count());
            assert!(heard.iter().all(|event| event.get("text").is_none()));
        }
        assert_eq!(counts, [2, 1, 1, 0], "agent, customer, their manager, somebody else");
    }
}

#[tokio::test]
async fn a_stream_resumes_after_the_last_event_it_heard() {
    for desk in following().await {
        let (number, cookie) = (desk.ticket().await, desk.cookie(CUSTOMER).await);
        let path = format!("/api/v1/tickets/{number}/replies");
        let mut stream = Stream::open(&desk, &cookie, None).await;
        write(&desk, AGENT, &path, json!({ "text": "One.", "after": "wait" })).await;
        let first = stream.heard().await;
        assert_eq!(first.len(), 1);
        assert!(stream.text.contains(&format!("id: {}", first[0]["seq"])));
        drop(stream);

        for text in ["Two.", "Three."] {
            write(&desk, AGENT, &path, json!({ "text": text, "after": "wait" })).await;
        }
        let mut again = Stream::open(&desk, &cookie, first[0]["seq"].as_i64()).await;
        let missed = again.heard().await;
        let seqs: Vec<i64> = missed.iter().map(|event| event["seq"].as_i64().unwrap()).collect();
        assert_eq!(missed.len(), 2, "{missed:?}");
        assert!(seqs.is_sorted() && seqs[0] > first[0]["seq"].as_i64().unwrap());

        // A page has no such header for its first stream: it names the change that it was drawn after.
        let since = format!("/live?last={}", first[0]["seq"]);
        let mut opened = Stream::greeted(desk.get(&since).cookie(&cookie)).await;
        assert_eq!(opened.heard().await, missed);
    }
}

#[tokio::test]
async fn a_stream_ends_with_the_person() {
    for desk in following().await {
        let cookie = desk.cookie(AGENT).await;
        let mut stream = Stream::open(&desk, &cookie, None).await;
        let id =
            desk.text("SELECT person_id FROM person_emails WHERE email_norm = 'agent@demo.example'").await;
        let admin = Viewer { person_id: "another".into(), role: Role::Admin, ..Viewer::default() };
        backend::people::disable(&desk.b, &admin, &id).await.unwrap();
        assert!(stream.ends().await);
        desk.get("/live").cookie(&cookie).send().await.expect(401);
        let page = desk.get("/desk/v/mine").cookie(&cookie).send().await.expect(303);
        assert!(page.header("location").starts_with("/login"));
    }
}

#[tokio::test]
async fn a_stream_that_missed_the_end_of_its_session_finds_out() {
    for desk in following().await {
        let cookie = desk.cookie(AGENT).await;
        let mut stream = Stream::open(&desk, &cookie, None).await;
        // As on a node that remembered the session when it was asked: no event tells.
        desk.exec("DELETE FROM sessions", Vec::new()).await;
        desk.clock.advance(2_500);
        assert!(stream.ends().await);
    }
}

#[tokio::test]
async fn a_stream_ends_when_the_server_stops() {
    for desk in following().await {
        let cookie = desk.cookie(AGENT).await;
        let mut stream = Stream::open(&desk, &cookie, None).await;
        desk.stop.send_replace(true);
        assert!(stream.ends().await);
    }
}

#[tokio::test]
async fn visitors_have_no_stream() {
    for desk in desks().await {
        desk.get("/live").send().await.expect(401);
    }
}

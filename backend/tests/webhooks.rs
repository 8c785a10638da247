//! Webhooks: an alarm calls once, signed, after it is written down; what does not answer is called again for a day, on any
//! number of nodes; nothing inside a network is called unless the settings list it.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

mod common;

use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use backend::promises::actions::failed;
use backend::promises::timers::wake_due;
use backend::settings::save_policy;
use backend::{jobs, tickets, webhooks};
use common::desk::{Desk, START, desks, refusal};
use domain::access::Role;
use domain::error::Problem;
use domain::promises::policy::{AlarmAction, AlarmRule, AlarmWhen, Policy};
use domain::promises::{PromiseKind, Trouble};
use domain::settings::PolicyDraft;
use domain::tickets::decide::{AfterReply, Command};
use domain::tickets::entry::Body;
use domain::time::{DAY_MS, HOUR_MS, Instant, MINUTE_MS};
use domain::webhooks::WebhookDraft;
use domain::{Error, Viewer};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// A program elsewhere: remembers what it was sent and answers as it is told to.
#[derive(Clone, Default)]
struct Receiver {
    status: Arc<AtomicU16>,
    got: Arc<Mutex<Vec<(HeaderMap, Bytes)>>>,
}

impl Receiver {
    /// Listens; the address to call.
    async fn start(&self) -> String {
        let receive = |State(own): State<Self>, headers: HeaderMap, body: Bytes| async move {
            own.got.lock().unwrap_or_else(PoisonError::into_inner).push((headers, body));
            let status = StatusCode::from_u16(own.status.load(Ordering::Relaxed)).unwrap_or(StatusCode::OK);
            (status, [("location", "http://169.254.169.254/")], "words that nobody reads")
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let app = Router::new().route("/hook", post(receive)).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.expect("a server") });
        format!("http://{address}/hook")
    }

    fn answers(&self, status: u16) {
        self.status.store(status, Ordering::Relaxed);
    }

    fn got(&self) -> Vec<(HeaderMap, Bytes)> {
        self.got.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Ids of the calls in their order, after `n` of them have come.
    fn ids(&self, n: usize) -> Vec<String> {
        let got = self.got();
        assert_eq!(got.len(), n, "calls that came");
        got.iter().map(|(headers, _)| header(headers, "webhook-id")).collect()
    }
}

fn header(headers: &HeaderMap, name: &str) -> String {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

fn draft(name: &str, address: &str) -> WebhookDraft {
    WebhookDraft { name: name.into(), address: address.into(), ..WebhookDraft::default() }
}

/// A webhook at `address` that every missed promise calls; its id.
async fn calling(desk: &Desk, admin: &Viewer, address: &str) -> String {
    let id = webhooks::save(&desk.b, admin, &draft("CRM", address)).await.expect("a webhook").id;
    let alarm = AlarmRule {
        id: "missed".into(),
        promises: vec![PromiseKind::FirstReply],
        when: AlarmWhen::AtDue,
        actions: vec![AlarmAction::Webhook(id.clone())],
        round_the_clock: false,
    };
    let policy = Policy { alarms: vec![alarm], ..Policy::default_policy() };
    let draft = PolicyDraft { policy, tier: String::new(), is_default: true, apply: false };
    save_policy(&desk.b, admin, &draft).await.expect("a policy");
    id
}

/// A desk with a webhook, and a ticket whose first reply is missed by now, without a node that calls.
async fn missed(desk: &Desk, address: &str) -> (Viewer, String, String) {
    let cast = desk.cast().await;
    let admin = desk.person(Role::Admin, "ada@desk.example").await;
    let id = calling(desk, &admin, address).await;
    let number = desk.request(&cast.ana, "Blank labels").await;
    desk.clock.set(Instant(START.0 + 5 * HOUR_MS));
    wake_due(&desk.b).await.expect("timers");
    (admin, id, number)
}

async fn bodies(desk: &Desk, v: &Viewer, number: &str) -> Vec<Body> {
    let page = tickets::page(&desk.b, v, number).await.expect("a ticket");
    page.entries.into_iter().map(|entry| entry.body).collect()
}

#[tokio::test]
async fn a_missed_promise_calls_once_with_a_signature_that_its_secret_makes() {
    for desk in desks().await {
        let receiver = Receiver::default();
        let address = receiver.start().await;
        let (admin, id, number) = missed(&desk, &address).await;
        assert_eq!(receiver.got().len(), 0, "the alarm's transaction calls nobody");
        wake_due(&desk.b).await.expect("timers");
        assert_eq!(webhooks::round(&desk.b).await.expect("a round"), 1);
        assert_eq!(webhooks::round(&desk.b).await.expect("another"), 0);

        let (headers, body) = receiver.got().pop().expect("a call");
        assert_eq!(header(&headers, "content-type"), "application/json");
        assert_eq!(header(&headers, "webhook-timestamp"), (desk.b.clock.now().0 / 1000).to_string());
        assert!(header(&headers, "webhook-signature").starts_with("v1,"));
        assert_eq!(header(&headers, "webhook-id").len(), 26);
        let told: Value = serde_json::from_slice(&body).expect("JSON");
        assert_eq!(told["type"], "promise.alarm");
        assert_eq!(told["data"]["alarm"]["promise"], "first_reply");
        assert_eq!(told["data"]["alarm"]["missed"], true);
        assert_eq!(told["data"]["ticket"]["number"], number.as_str());
        assert_eq!(told["data"]["ticket"]["subject"], "Blank labels");
        assert_eq!(told["data"]["ticket"]["url"], format!("https://desk.example/desk/t/{number}"));

        let row = webhooks::list(&desk.b, &admin).await.expect("webhooks").pop().expect("one");
        assert_eq!((row.id, row.waiting), (id, 0));
        assert_eq!(row.last.expect("a call").trouble, None);
        let said = bodies(&desk, &admin, &number).await;
        let called = said.iter().find_map(|body| match body {
            Body::Alarm { webhooks, .. } => webhooks.first().map(|own| own.name.clone()),
            _ => None,
        });
        assert_eq!(called.as_deref(), Some("CRM"), "the ticket says who was called");
        assert!(failed(&desk.b, &admin).await.expect("a list").is_empty());
    }
}

#[tokio::test]
async fn what_is_not_taken_is_shown_tried_again_under_its_own_id_and_told_when_it_is_taken() {
    for desk in desks().await {
        let receiver = Receiver::default();
        receiver.answers(503);
        let address = receiver.start().await;
        let (admin, _, number) = missed(&desk, &address).await;
        webhooks::round(&desk.b).await.expect("a round");
        let shown = failed(&desk.b, &admin).await.expect("a list").pop().expect("it stands there");
        assert_eq!((shown.name.as_str(), shown.why, shown.tries), ("CRM", Trouble::Refused(503), 1));
        assert_eq!((shown.number.as_str(), shown.promise), (number.as_str(), Some(PromiseKind::FirstReply)));
        let at = |ms: i64| desk.clock.set(Instant(START.0 + 5 * HOUR_MS + ms));
        at(MINUTE_MS / 2 - 1);
        assert_eq!(webhooks::round(&desk.b).await.expect("too soon"), 0);
        // A redirect is no success, and nobody follows it.
        receiver.answers(307);
        at(MINUTE_MS / 2);
        assert_eq!(webhooks::round(&desk.b).await.expect("again"), 1);
        receiver.answers(204);
        at(2 * MINUTE_MS);
        assert_eq!(webhooks::round(&desk.b).await.expect("once more"), 1);
        let ids = receiver.ids(3);
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        let stamps: Vec<String> =
            receiver.got().iter().map(|(headers, _)| header(headers, "webhook-timestamp")).collect();
        assert_ne!(stamps[0], stamps[2], "each try is signed anew");
        let shown = failed(&desk.b, &admin).await.expect("a list").pop().expect("it stays in the list");
        assert_eq!((shown.why, shown.tries, shown.next), (Trouble::Refused(307), 3, None));
        assert!(shown.done.is_some());
        let news: Vec<Body> = bodies(&desk, &admin, &number).await;
        let told = news
            .iter()
            .filter(|body| matches!(body, Body::ActionFailed { name, .. } if name == "CRM"))
            .count();
        let done =
            news.iter().filter(|body| matches!(body, Body::ActionDone { name, .. } if name == "CRM")).count();
        assert_eq!((told, done), (1, 1), "the ticket says so once each");
    }
}

#[tokio::test]
async fn after_a_day_it_is_given_up_and_stands_there_as_such() {
    for desk in desks().await {
        let receiver = Receiver::default();
        receiver.answers(500);
        let address = receiver.start().await;
        let (admin, _, _) = missed(&desk, &address).await;
        let mut rounds = 0;
        for minute in 0..(DAY_MS / MINUTE_MS + 60) {
            desk.clock.set(Instant(START.0 + 5 * HOUR_MS + minute * MINUTE_MS));
            rounds += webhooks::round(&desk.b).await.expect("a round");
        }
        assert!((20..40).contains(&rounds), "{rounds} tries in a day");
        let shown = failed(&desk.b, &admin).await.expect("a list").pop().expect("one");
        assert_eq!((shown.next, shown.done), (None, None));
        assert_eq!(receiver.got().len(), rounds);
    }
}

#[tokio::test]
async fn two_nodes_make_a_call_once_and_one_that_died_is_replaced() {
    for desk in desks().await {
        let receiver = Receiver::default();
        let address = receiver.start().await;
        missed(&desk, &address).await;
        let (other, _folder) = desk.another_node().await;
        let (one, two) = tokio::join!(webhooks::round(&desk.b), webhooks::round(&other));
        assert_eq!(one.expect("a round") + two.expect("a round"), 1);
        receiver.ids(1);
        // As a node leaves it that is killed between the call and the note of it.
        desk.exec(
            "UPDATE webhook_calls SET done_at = NULL, next_at = $1",
            vec![(desk.b.clock.now().0 + 30_000).into()],
        )
        .await;
        assert_eq!(webhooks::round(&other).await.expect("a round"), 0, "it is another node's");
        desk.clock.set(desk.b.clock.now().plus_ms(30_000));
        assert_eq!(webhooks::round(&other).await.expect("a round"), 1);
        let ids = receiver.ids(2);
        assert_eq!(ids[0], ids[1], "whoever hears of it twice can tell");
    }
}

#[tokio::test]
async fn a_ticket_that_was_answered_meanwhile_is_told_of_all_the_same() {
    for desk in desks().await {
        let receiver = Receiver::default();
        let address = receiver.start().await;
        let (admin, _, number) = missed(&desk, &address).await;
        let reply = Command::Reply {
            text: "It prints again.".into(),
            after: AfterReply::Solve,
            plan: None,
            next_contact: None,
        };
        tickets::change(&desk.b, &admin, &number, None, reply).await.expect("a reply");
        assert_eq!(webhooks::round(&desk.b).await.expect("a round"), 1);
        let (_, body) = receiver.got().pop().expect("a call");
        let told: Value = serde_json::from_slice(&body).expect("JSON");
        assert_eq!(told["data"]["ticket"]["status"], "resolved", "as it is now");
    }
}

#[tokio::test]
async fn nothing_inside_is_called() {
    for desk in desks().await {
        let admin = desk.person(Role::Admin, "ada@desk.example").await;
        for (address, problem) in [
            ("", Problem::Required),
            ("mailto:ada@desk.example", Problem::NotAWebAddress),
            ("https://ada:secret@crm.example/", Problem::NotAWebAddress),
            ("https://10.0.0.1/", Problem::OutOfBounds),
            ("https://[::1]:8443/", Problem::OutOfBounds),
            ("https://169.254.169.254/latest/meta-data", Problem::OutOfBounds),
            ("http://93.184.216.34/", Problem::OutOfBounds),
        ] {
            let refused = refusal(webhooks::save(&desk.b, &admin, &draft("CRM", address)).await);
            assert_eq!(refused, Error::field("address", problem), "{address}");
        }
        // A name that leads inside is found out when it is called, whatever it led to when it was saved.
        let made = webhooks::save(&desk.b, &admin, &draft("Inside", "https://localhost:1/")).await;
        let id = made.expect("a name is not looked up").id;
        desk.exec("UPDATE webhooks SET address = 'https://ip6-localhost:1/'", Vec::new()).await;
        let said = webhooks::try_out(&desk.b, &admin, &id).await.expect("an answer");
        assert!(matches!(said, Some(Trouble::OutOfBounds | Trouble::Unanswered)), "{said:?}");
        desk.exec("UPDATE webhooks SET address = 'https://10.0.0.1/'", Vec::new()).await;
        let said = webhooks::try_out(&desk.b, &admin, &id).await.expect("an answer");
        assert_eq!(said, Some(Trouble::OutOfBounds));
        // Nobody listens there, and nobody speaks TLS here.
        let receiver = Receiver::default();
        let plain = receiver.start().await.replace("http://", "https://");
        for address in ["https://127.0.0.1:1/", &plain] {
            desk.exec("UPDATE webhooks SET address = $1", vec![address.to_owned().into()]).await;
            let said = webhooks::try_out(&desk.b, &admin, &id).await.expect("an answer");
            assert_eq!(said, Some(Trouble::Unanswered), "{address}");
        }
    }
}

#[tokio::test]
async fn admins_set_them_up_and_nobody_else() {
    for desk in desks().await {
        let receiver = Receiver::default();
        let address = receiver.start().await;
        let (admin, id, _) = missed(&desk, &address).await;
        let lead = desk.person(Role::Lead, "lou@desk.example").await;
        assert_eq!(refusal(webhooks::list(&desk.b, &lead).await), Error::Forbidden);
        assert_eq!(refusal(webhooks::save(&desk.b, &lead, &draft("X", &address)).await), Error::Forbidden);
        assert_eq!(refusal(webhooks::try_out(&desk.b, &lead, &id).await), Error::Forbidden);
        assert_eq!(refusal(webhooks::remove(&desk.b, &lead, &id).await), Error::Forbidden);

        let taken = refusal(webhooks::save(&desk.b, &admin, &draft(" CRM ", &address)).await);
        assert_eq!(taken, Error::field("name", Problem::Taken));
        let change = WebhookDraft { id: id.clone(), seen: 1, ..draft("Pager", &address) };
        assert_eq!(webhooks::save(&desk.b, &admin, &change).await.expect("changed").secret, None);
        let stale = webhooks::save(&desk.b, &admin, &WebhookDraft { renew: true, ..change.clone() }).await;
        assert_eq!(refusal(stale), Error::Conflict(Vec::new()));
        let renewed = WebhookDraft { seen: 2, renew: true, ..change };
        let secret = webhooks::save(&desk.b, &admin, &renewed).await.expect("renewed").secret;
        assert!(secret.is_some_and(|secret| secret.starts_with("whsec_") && secret.len() == 50));
        assert_eq!(webhooks::try_out(&desk.b, &admin, &id).await.expect("a call"), None);
        let (_, body) = receiver.got().pop().expect("the test");
        assert!(String::from_utf8_lossy(&body).contains("webhook.test"));

        let refused = refusal(webhooks::remove(&desk.b, &admin, &id).await);
        assert_eq!(refused, Error::field("webhook", Problem::WebhookUsed("Default".into())));
        let policy = Policy { version: 2, ..Policy::default_policy() };
        let let_go = PolicyDraft { policy, tier: String::new(), is_default: true, apply: false };
        save_policy(&desk.b, &admin, &let_go).await.expect("a policy");
        webhooks::remove(&desk.b, &admin, &id).await.expect("removed");
        assert_eq!(refusal(webhooks::remove(&desk.b, &admin, &id).await), Error::NotFound);
        assert!(webhooks::list(&desk.b, &admin).await.expect("a list").is_empty());
        // What waits for it is given up and says so.
        assert_eq!(webhooks::round(&desk.b).await.expect("a round"), 1);
        let shown = failed(&desk.b, &admin).await.expect("a list").pop().expect("one");
        assert_eq!((shown.name.as_str(), shown.why, shown.next), ("Pager", Trouble::NoWebhook, None));
        assert_eq!(desk.number("SELECT COUNT(*) FROM audit WHERE action LIKE 'webhook.%'").await, 4);
    }
}

#[tokio::test]
async fn a_slow_webhook_holds_up_nobody_and_the_job_stops_when_told() {
    for desk in desks().await {
        let (slow, quick) = (TcpListener::bind("127.0.0.1:0").await.expect("a port"), Receiver::default());
        let silent = format!("http://{}/", slow.local_addr().expect("an address"));
        let (admin, id, _) = missed(&desk, &silent).await;
        let address = quick.start().await;
        let other = webhooks::save(&desk.b, &admin, &draft("Quick", &address)).await.expect("another").id;
        let many = "INSERT INTO webhook_calls (id, webhook_id, ticket_id, key, event, created_at, next_at, tries)
          SELECT $1 || key, CAST($1 AS TEXT), ticket_id, key, event, created_at, next_at, 0 FROM webhook_calls WHERE webhook_id = $2";
        desk.exec(many, vec![other.into(), id.into()]).await;
        let (tell, stop) = watch::channel(false);
        let jobs = jobs::start(&desk.b, &stop);
        tokio::time::timeout(Duration::from_secs(5), async {
            while quick.got().is_empty() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        })
        .await
        .expect("the quick one is called while the slow one keeps silent");
        tell.send(true).expect("a job");
        tokio::time::timeout(Duration::from_secs(8), jobs.finish()).await.expect("no call holds the node up");
    }
}

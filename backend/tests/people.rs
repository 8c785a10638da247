//! Signing in and out, on both databases.

mod common;

use backend::people::{self, Client, NewSession};
use backend::{Backend, Outcome};
use common::desk::{Desk, PASSWORD, START, desks, refusal};
use domain::access::Role;
use domain::error::Problem;
use domain::time::{DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS};
use domain::{Error, Viewer};
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

const ANA: &str = "ana@quill.example";
const NOBODY: &str = "nobody@quill.example";

fn client() -> Client {
    Client { agent: "Firefox".into(), address: "192.0.2.7".into() }
}

async fn enter(b: &Backend, email: &str, password: &str) -> Outcome<NewSession> {
    people::sign_in_password(b, &client(), email, password).await
}

fn wrong_sign_in() -> Error {
    Error::field("password", Problem::WrongSignIn)
}

#[tokio::test]
async fn a_password_begins_a_session_and_signing_out_ends_it() {
    for desk in desks().await {
        let ana = desk.person_with_password(Role::Customer, ANA).await;
        let begun = enter(&desk.b, " Ana@Quill.Example ", PASSWORD).await.unwrap();
        assert_eq!(begun.viewer, ana);
        assert_eq!(people::session(&desk.b, &begun.token).await.unwrap(), Some(ana));
        let again = enter(&desk.b, ANA, PASSWORD).await.unwrap();
        assert_ne!(begun.token, again.token, "each sign-in has a session of its own");

        people::sign_out(&desk.b, &begun.token).await.unwrap();
        assert_eq!(people::session(&desk.b, &begun.token).await.unwrap(), None);
        assert!(people::session(&desk.b, &again.token).await.unwrap().is_some());
        assert_eq!(people::session(&desk.b, "made up").await.unwrap(), None);
        people::sign_out(&desk.b, &begun.token).await.unwrap();

        people::sign_out_everywhere(&desk.b, &again.viewer).await.unwrap();
        assert_eq!(people::session(&desk.b, &again.token).await.unwrap(), None);
        assert_eq!(desk.number("SELECT COUNT(*) FROM change_log WHERE topic = 'signed_out'").await, 2);
    }
}

#[tokio::test]
async fn the_database_keeps_no_secret_in_the_clear() {
    for desk in desks().await {
        desk.person_with_password(Role::Customer, ANA).await;
        let begun = enter(&desk.b, ANA, PASSWORD).await.unwrap();
        people::send_code(&desk.b, &client(), ANA).await.unwrap();
        let code = desk.mailed_code().await;
        let kept = desk
            .texts(
                "SELECT token_hash FROM sessions UNION ALL SELECT code_hash FROM login_codes
                 UNION ALL SELECT password_hash FROM people UNION ALL SELECT scope FROM tries
                 UNION ALL SELECT detail FROM audit UNION ALL SELECT target FROM audit",
            )
            .await;
        for secret in [begun.token.as_str(), &code, PASSWORD, ANA] {
            assert!(!kept.iter().any(|text| text.contains(secret)), "{secret} in {kept:?}");
        }
    }
}

#[tokio::test]
async fn unknown_and_known_addresses_get_the_same_answer_for_the_same_work() {
    for desk in desks().await {
        desk.person_with_password(Role::Customer, ANA).await;
        desk.person(Role::Customer, "no-password@quill.example").await;
        let gone = desk.person_with_password(Role::Customer, "disabled@quill.example").await;
        let admin = desk.person(Role::Admin, "admin@quill.example").await;
        people::disable(&desk.b, &admin, &gone.person_id).await.unwrap();

        for (email, password) in [
            (ANA, "not the password"),
            (NOBODY, PASSWORD),
            ("no-password@quill.example", PASSWORD),
            ("disabled@quill.example", PASSWORD),
        ] {
            let log = Log::default();
            let listening = tracing::subscriber::set_default(log.subscriber());
            assert_eq!(refusal(enter(&desk.b, email, password).await), wrong_sign_in(), "{email}");
            drop(listening);
            assert_eq!(log.text().matches("password checked").count(), 1, "{email}");
        }
        let too_long = "x".repeat(1_025);
        for email in [ANA, NOBODY] {
            let problem = Error::field("password", Problem::TooLong { max: 1_024 });
            assert_eq!(refusal(enter(&desk.b, email, &too_long).await), problem);
        }
    }
}

#[tokio::test]
async fn failures_of_one_account_are_limited_and_good_sign_ins_are_not_counted() {
    for desk in desks().await {
        desk.person_with_password(Role::Customer, ANA).await;
        for _ in 0..12 {
            enter(&desk.b, ANA, PASSWORD).await.unwrap();
        }
        for email in [ANA, NOBODY] {
            for _ in 0..10 {
                assert_eq!(refusal(enter(&desk.b, email, "wrong password").await), wrong_sign_in());
            }
            desk.clock.set(START.plus_ms(5 * MINUTE_MS));
            let refused = refusal(enter(&desk.b, email, PASSWORD).await);
            assert_eq!(refused, Error::TooMany { retry_after: 600 }, "{email}");
            desk.clock.set(START);
        }
        desk.clock.advance(15 * MINUTE_MS);
        assert!(enter(&desk.b, ANA, PASSWORD).await.is_ok());
    }
}

#[tokio::test]
async fn failures_from_one_address_are_limited() {
    for desk in desks().await {
        desk.person_with_password(Role::Customer, ANA).await;
        for n in 0..50 {
            let outcome = enter(&desk.b, &format!("guess{n}@quill.example"), "wrong password").await;
            assert_eq!(refusal(outcome), wrong_sign_in());
        }
        assert_eq!(refusal(enter(&desk.b, ANA, PASSWORD).await), Error::TooMany { retry_after: 900 });
        let elsewhere = Client { address: "192.0.2.8".into(), ..client() };
        assert!(people::sign_in_password(&desk.b, &elsewhere, ANA, PASSWORD).await.is_ok());
    }
}

#[tokio::test]
async fn sessions_end_when_idle_and_at_last_anyway() {
    for desk in desks().await {
        desk.person_with_password(Role::Customer, ANA).await;
        let idle = enter(&desk.b, ANA, PASSWORD).await.unwrap().token;
        let used = enter(&desk.b, ANA, PASSWORD).await.unwrap().token;
        for day in 1..=5 {
            desk.clock.set(START.plus_ms(day * 12 * DAY_MS - HOUR_MS));
            assert!(people::session(&desk.b, &used).await.unwrap().is_some(), "day {}", day * 12);
            noted(&desk).await;
        }
        assert_eq!(people::session(&desk.b, &idle).await.unwrap(), None);
        desk.clock.set(START.plus_ms(60 * DAY_MS));
        assert_eq!(people::session(&desk.b, &used).await.unwrap(), None);
    }
}

/// Waits until the use just made of a session is in the database.
async fn noted(desk: &Desk) {
    use backend::Clock;
    let now = desk.clock.now().0;
    for _ in 0..200 {
        if desk.number("SELECT MAX(seen_at) FROM sessions").await == now {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the use of the session was not noted");
}

#[tokio::test]
async fn use_is_noted_every_five_minutes_at_most() {
    for desk in desks().await {
        desk.person_with_password(Role::Customer, ANA).await;
        let token = enter(&desk.b, ANA, PASSWORD).await.unwrap().token;
        for _ in 0..4 {
            desk.clock.advance(MINUTE_MS);
            people::session(&desk.b, &token).await.unwrap();
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        assert_eq!(desk.number("SELECT seen_at FROM sessions").await, START.0);
        desk.clock.advance(MINUTE_MS);
        people::session(&desk.b, &token).await.unwrap();
        noted(&desk).await;
    }
}

#[tokio::test]
async fn a_disabled_person_is_out_at_once_here_and_within_seconds_elsewhere() {
    for desk in desks().await {
        let admin = desk.person(Role::Admin, "admin@quill.example").await;
        let ana = desk.person_with_password(Role::Agent, ANA).await;
        let token = enter(&desk.b, ANA, PASSWORD).await.unwrap().token;
        let (other, _data) = desk.another_node().await;
        for node in [&desk.b, &other] {
            assert!(people::session(node, &token).await.unwrap().is_some());
        }
        people::send_code(&desk.b, &client(), ANA).await.unwrap();
        let code = desk.mailed_code().await;

        people::disable(&desk.b, &admin, &ana.person_id).await.unwrap();
        assert_eq!(people::session(&desk.b, &token).await.unwrap(), None);
        desk.clock.advance(2 * SECOND_MS);
        assert_eq!(people::session(&other, &token).await.unwrap(), None);
        let told = desk.texts("SELECT id FROM change_log WHERE topic = 'signed_out'").await;
        assert_eq!(told, [ana.person_id.as_str()], "open streams are told");
        assert_eq!(refusal(enter(&desk.b, ANA, PASSWORD).await), wrong_sign_in());
        let entered = people::sign_in_code(&desk.b, &client(), ANA, &code).await;
        assert_eq!(refusal(entered), Error::field("code", Problem::CodeEnded));

        people::enable(&desk.b, &admin, &ana.person_id).await.unwrap();
        assert_eq!(people::session(&desk.b, &token).await.unwrap(), None, "what ended stays ended");
        assert!(enter(&desk.b, ANA, PASSWORD).await.is_ok());
    }
}

#[tokio::test]
async fn logs_hold_no_secret() {
    let log = Log::default();
    tracing::subscriber::set_global_default(log.subscriber()).unwrap();
    for desk in desks().await {
        desk.person_with_password(Role::Customer, ANA).await;
        let begun = enter(&desk.b, ANA, PASSWORD).await.unwrap();
        people::send_code(&desk.b, &client(), ANA).await.unwrap();
        let code = desk.mailed_code().await;
        let wrong =
            enter(&desk.b, ANA, "guessed password").await.map_err(|failure| format!("{failure:?} {failure}"));
        let debug = format!("{begun:?} {:?}", wrong.unwrap_err());
        people::session(&desk.b, &begun.token).await.unwrap();
        let logged = log.text();
        assert!(logged.contains("password checked"), "the log is listened to");
        for secret in [begun.token.as_str(), PASSWORD, "guessed password", &format!(" {code}"), "$argon2id"] {
            assert!(!logged.contains(secret), "{secret} was logged");
            assert!(!debug.contains(secret), "{secret} is shown");
        }
    }
}

/// Keeps everything that is logged, down to the finest level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn subscriber(&self) -> impl tracing::Subscriber + Send + Sync + use<> {
        let log = self.clone();
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(move || log.clone())
            .finish()
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_visitor_and_a_token_have_no_sessions_to_end() {
    for desk in desks().await {
        let token = Viewer { scopes: Some(vec![]), ..desk.person(Role::Admin, ANA).await };
        assert_eq!(refusal(people::sign_out_everywhere(&desk.b, &token).await), Error::Forbidden);
        let visitor = Viewer::default();
        assert_eq!(refusal(people::sign_out_everywhere(&desk.b, &visitor).await), Error::SignIn);
    }
}

//! Signing in with a mailed code, on both databases.

mod common;

use backend::Outcome;
use backend::people::{self, Client};
use common::desk::{START, desks, refusal};
use domain::Error;
use domain::access::Role;
use domain::error::Problem;
use domain::time::MINUTE_MS;

const ANA: &str = "ana@quill.example";
const NOBODY: &str = "nobody@quill.example";

fn client() -> Client {
    Client { agent: "Firefox".into(), address: "192.0.2.7".into() }
}

/// What the code's field is told.
fn code_problem<T>(outcome: Outcome<T>) -> Problem {
    match refusal(outcome) {
        Error::Invalid(fields) if fields.len() == 1 && fields[0].field == "code" => fields[0].problem.clone(),
        error => panic!("{error:?}"),
    }
}

fn another_than(code: &str) -> &'static str {
    if code == "000000" { "111111" } else { "000000" }
}

#[tokio::test]
async fn a_mailed_code_is_good_once() {
    for desk in desks().await {
        let ana = desk.person(Role::Customer, ANA).await;
        people::send_code(&desk.b, &client(), "ANA@quill.example").await.unwrap();
        assert_eq!(desk.texts("SELECT recipient FROM outbox").await, [ANA]);
        assert_eq!(desk.texts("SELECT state FROM outbox").await, ["waiting"]);
        let code = desk.mailed_code().await;
        let spaced = format!(" {} {} ", &code[..3], &code[3..]);
        let begun = people::sign_in_code(&desk.b, &client(), ANA, &spaced).await.unwrap();
        assert_eq!(people::session(&desk.b, &begun.token).await.unwrap(), Some(ana));
        let again = people::sign_in_code(&desk.b, &client(), ANA, &code).await;
        assert_eq!(code_problem(again), Problem::CodeEnded);
    }
}

#[tokio::test]
async fn a_code_ends_after_ten_minutes_five_tries_or_the_next_one() {
    for desk in desks().await {
        desk.person(Role::Customer, ANA).await;
        people::send_code(&desk.b, &client(), ANA).await.unwrap();
        let old = desk.mailed_code().await;
        desk.clock.advance(10 * MINUTE_MS);
        let late = people::sign_in_code(&desk.b, &client(), ANA, &old).await;
        assert_eq!(code_problem(late), Problem::CodeEnded);

        people::send_code(&desk.b, &client(), ANA).await.unwrap();
        let code = desk.mailed_code().await;
        for left in (1..5).rev() {
            let wrong = people::sign_in_code(&desk.b, &client(), ANA, another_than(&code)).await;
            assert_eq!(code_problem(wrong), Problem::WrongCode { left });
        }
        for guess in [another_than(&code), &code] {
            let outcome = people::sign_in_code(&desk.b, &client(), ANA, guess).await;
            assert_eq!(code_problem(outcome), Problem::CodeEnded);
        }
    }
}

#[tokio::test]
async fn codes_for_nobody_behave_the_same_and_are_not_mailed() {
    for desk in desks().await {
        desk.person(Role::Customer, ANA).await;
        let mut answers = Vec::new();
        for email in [ANA, NOBODY] {
            desk.clock.set(START);
            people::send_code(&desk.b, &client(), email).await.unwrap();
            let mut heard = Vec::new();
            for _ in 0..6 {
                heard.push(refusal(people::sign_in_code(&desk.b, &client(), email, "12345").await));
            }
            for _ in 0..4 {
                people::send_code(&desk.b, &client(), email).await.unwrap();
            }
            heard.push(refusal(people::send_code(&desk.b, &client(), email).await));
            answers.push(heard);
        }
        assert_eq!(answers[0], answers[1]);
        assert_eq!(answers[0][6], Error::TooMany { retry_after: 900 });
        assert_eq!(desk.number("SELECT COUNT(*) FROM outbox").await, 5, "Ana's only");
        assert_eq!(desk.number("SELECT COUNT(*) FROM login_codes").await, 2, "the newest of each");
    }
}

#[tokio::test]
async fn one_code_begins_one_session_however_often_it_is_sent_at_once() {
    for desk in desks().await {
        desk.person(Role::Customer, ANA).await;
        let client = client();
        people::send_code(&desk.b, &client, ANA).await.unwrap();
        let code = desk.mailed_code().await;
        let tries = (0..6).map(|_| people::sign_in_code(&desk.b, &client, ANA, &code));
        let good = futures::future::join_all(tries).await.into_iter().filter(Result::is_ok).count();
        assert_eq!((good, desk.number("SELECT COUNT(*) FROM sessions").await), (1, 1));
    }
}

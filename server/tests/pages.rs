//! Pages drawn for many readers at once: each whole, each with its own title.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use std::sync::Arc;

use backend::tickets;
use common::{Desk, desk};
use domain::access::Role;
use domain::tickets::Status;
use domain::tickets::decide::Command;
use domain::tickets::survey::{SCORE, SurveyKind};

/// Readers who ask at the same moment, and how often each does.
const READERS: usize = 8;
const ROUNDS: usize = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_are_whole_for_many_readers_at_once() {
    let desk = Arc::new(desk().await);
    let number = desk.ticket().await;
    for (role, path, title) in [
        (Role::Agent, "/desk/v/all".to_owned(), "All open"),
        (Role::Agent, format!("/desk/v/all/t/{number}"), "Blank labels"),
        (Role::Admin, "/desk/admin/people".to_owned(), "People"),
        (Role::Customer, "/requests".to_owned(), "requests"),
        (Role::Customer, format!("/requests/{number}"), "Blank labels"),
    ] {
        let readers = (0..READERS).map(|_| tokio::spawn(read(Arc::clone(&desk), role, path.clone(), title)));
        for reader in readers.collect::<Vec<_>>() {
            reader.await.unwrap();
        }
    }
}

async fn read(desk: Arc<Desk>, role: Role, path: String, title: &'static str) {
    for _ in 0..ROUNDS {
        let page = desk.get(&path).cookie(&desk.cookie_of(role)).send().await.expect(200);
        let (_, head) = page.text.split_once("<title>").unwrap();
        let (head, _) = head.split_once("</title>").unwrap();
        assert!(head.contains(title), "{path}: {head}");
        assert!(page.text.contains("</html>"), "{path} is whole");
    }
}

#[tokio::test]
async fn a_request_says_when_its_customer_hears_from_the_desk_and_asks_how_each_solution_went() {
    let desk = desk().await;
    let number = desk.ticket().await;
    let page = async || {
        let cookie = desk.cookie_of(Role::Customer);
        desk.get(&format!("/requests/{number}")).cookie(&cookie).send().await.expect(200).text
    };
    let asks = async || page().await.contains("How did it go?");
    let solve = async || {
        let solve = Command::SetStatus { to: Status::Resolved, reason: None, review_at: None };
        let agent = desk.viewer_of(Role::Agent).await;
        tickets::change(&desk.b, &agent, &number, None, solve).await.unwrap();
    };
    let made = page().await;
    assert!(made.contains("hear from us by") && !made.contains("No time is promised yet"), "a reply is owed");
    assert!(!asks().await);
    solve().await;
    assert!(asks().await);
    let customer = desk.viewer_of(Role::Customer).await;
    let said = [(SCORE.to_owned(), "1".to_owned())].into();
    tickets::surveys::answer(&desk.b, &customer, &number, "", SurveyKind::Solved, &said).await.unwrap();
    assert!(page().await.contains("You rated the help 1 of 5") && !asks().await);
    solve().await;
    assert!(asks().await, "of the second solution nothing was said");
}

/// Words that no German sentence has.
const ENGLISH: [&str; 8] = ["the", "you", "your", "and", "of", "for", "to", "is"];

/// What a page says to those who see it, in small letters, with a space for everything that is no letter.
fn said(page: &str) -> String {
    let body = page.split_once("<body").map_or(page, |(_, body)| body);
    let parts = body.split('<').map(|part| part.split_once('>').map_or("", |(_, words)| words));
    let letters = parts.flat_map(|part| part.chars().chain([' ']));
    let said: String =
        letters.map(|own| if own.is_alphabetic() { own.to_ascii_lowercase() } else { ' ' }).collect();
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn surveys_and_what_is_refused_are_german_to_german_readers() {
    let desk = desk().await;
    let number = desk.ticket().await;
    desk.exec("UPDATE people SET lang = 'de'", vec![]).await;
    let customer = desk.cookie_of(Role::Customer);
    let survey = format!("/requests/{number}/survey");
    let form = format!("number={number}&kind=open");
    let refused = desk.ask("POST", "/fn/tickets/answer-survey").with("accept", "text/html").form(&form);
    let refused = refused
        .with("referer", &format!("http://localhost{survey}"))
        .cookie(&customer)
        .send()
        .await
        .expect(303);
    let refused = refused.header("location").replace("http://localhost", "");
    for (path, status, title) in [
        (survey.as_str(), 200, "Wie steht es um Ihre Anfrage?"),
        (refused.as_str(), 200, "Etwas stimmt noch nicht"),
        ("/requests/CW-1/survey", 404, "Seite nicht gefunden"),
        ("/nowhere", 404, "Seite nicht gefunden"),
    ] {
        let page = desk.get(path).cookie(&customer).send().await.expect(status);
        assert!(page.text.contains(title), "{path}");
        let said = said(&page.text);
        let english: Vec<_> = said.split(' ').filter(|word| ENGLISH.contains(word)).collect();
        assert!(english.is_empty(), "{path}: {english:?} in {said}");
    }
}

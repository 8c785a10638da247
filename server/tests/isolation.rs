//! P11 and P12: what is outside a person's rights is nowhere in what they are sent, walked with a marker word.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use common::{Desk, desks};
use serde_json::json;

/// Stands in notes and reasons of staff.
const SECRET: &str = "zebrafish";
/// Stands in the ticket itself, which is nothing for other organisations.
const OWN: &str = "marmalade";
const AGENT: &str = "agent@demo.example";
const CUSTOMER: &str = "customer@demo.example";

/// A ticket with a word inside wherever staff can write one that stays among them.
async fn marked(desk: &Desk) -> String {
    let customer = desk.token(CUSTOMER).await;
    let draft = json!({ "subject": format!("{OWN} labels"), "text": format!("{OWN} on every label") });
    let made = desk.post("/api/v1/tickets", &draft).bearer(&customer).send().await.expect(201).json();
    let number = made["number"].as_str().unwrap().to_owned();
    let (path, agent) = (format!("/api/v1/tickets/{number}"), desk.token(AGENT).await);
    desk.post(&format!("{path}/notes"), &json!({ "text": SECRET })).bearer(&agent).send().await.expect(201);
    let hold = json!({ "status": "on_hold", "reason": SECRET, "review_at": "2026-11-25T10:00:00Z" });
    desk.patch(&path, &hold).bearer(&agent).send().await.expect(200);
    let urgent = json!({ "priority": "urgent", "reason": SECRET });
    desk.patch(&path, &urgent).bearer(&agent).send().await.expect(200);
    let call = domain::tickets::decide::Command::Call { text: SECRET.into(), reached: true, minutes: 3 };
    let v = backend::access::tokens::viewer(&desk.b, &agent).await.unwrap().unwrap();
    backend::tickets::change(&desk.b, &v, &number, None, call).await.unwrap();
    let later = domain::time::Instant(desk.clock_ms() + 3_600_000);
    let due = domain::tickets::decide::Command::SetDue {
        promise: domain::promises::PromiseKind::Resolution,
        due: later,
        reason: SECRET.into(),
    };
    let lead = desk.token("lead@demo.example").await;
    let lead = backend::access::tokens::viewer(&desk.b, &lead).await.unwrap().unwrap();
    backend::tickets::change(&desk.b, &lead, &number, None, due).await.unwrap();
    desk.index().await;
    number
}

/// Everything a signed-in person can be sent about a ticket and around it. `word` is searched for as well.
fn places(number: &str, word: &str) -> Vec<String> {
    let mut places: Vec<String> =
        ["/", "/help", "/status", "/requests", "/requests?show=all", "/desk/v/all", "/account"]
            .into_iter()
            .chain(["/api/v1/tickets", "/api/v1/tickets?view=all", "/api/v1/me"])
            .map(str::to_owned)
            .collect();
    for about in
        ["/requests/{}", "/desk/t/{}", "/desk/v/all/t/{}", "/api/v1/tickets/{}", "/api/v1/tickets/{}/entries"]
    {
        places.push(about.replace("{}", number));
    }
    for asked in [word, number] {
        for search in [
            "/search?q=",
            "/fn/search/page?q=",
            "/fn/search/suggest?text=",
            "/api/v1/search?q=",
            "/api/v1/suggestions?text=",
        ] {
            places.push(format!("{search}{asked}"));
        }
    }
    places.extend(reading_functions(number));
    places
}

/// Every server function that reads, asked with everything that any of them might want to know.
fn reading_functions(number: &str) -> Vec<String> {
    let asked = format!(
        "number={number}&view=all&q={number}&text={number}&slug=x&path=/requests/{number}&before=1000&kind=resolution\
         &cycle=1&all=true&mine=false&id=x&step=x&product="
    );
    let paths = leptos::server_fn::axum::server_fn_paths().filter(|(_, method)| method.is_safe());
    paths.map(|(path, _)| format!("{path}?{asked}")).collect()
}

/// The places that say `word`; a search for it, which may repeat it, gives itself away by naming the ticket.
async fn walk(desk: &Desk, cookie: &str, number: &str, word: &str) -> Vec<String> {
    let mut found = Vec::new();
    for place in places(number, word) {
        let reply = desk.get(&place).cookie(cookie).send().await;
        if reply.text.contains(if place.contains(word) { number } else { word }) {
            found.push(format!("{} {place}", reply.status));
        }
    }
    found
}

#[tokio::test]
async fn staff_find_their_own_words() {
    for desk in desks().await {
        let number = marked(&desk).await;
        let cookie = desk.cookie(AGENT).await;
        assert!(walk(&desk, &cookie, &number, SECRET).await.len() >= 3, "the walk itself works");
    }
}

#[tokio::test]
async fn customers_never_find_what_staff_write_among_themselves() {
    for desk in desks().await {
        let number = marked(&desk).await;
        for email in [CUSTOMER, "boss@demo.example", "customer2@demo.example"] {
            let cookie = desk.cookie(email).await;
            assert_eq!(walk(&desk, &cookie, &number, SECRET).await, Vec::<String>::new(), "{email}");
        }
        assert_eq!(walk(&desk, "", &number, SECRET).await, Vec::<String>::new(), "a visitor");
    }
}

#[tokio::test]
async fn another_organisation_never_finds_the_ticket() {
    for desk in desks().await {
        let number = marked(&desk).await;
        let own = desk.cookie(CUSTOMER).await;
        assert!(walk(&desk, &own, &number, OWN).await.len() >= 4, "the walk itself works");
        let cookie = desk.cookie("customer2@demo.example").await;
        assert_eq!(walk(&desk, &cookie, &number, OWN).await, Vec::<String>::new());
        assert_eq!(walk(&desk, "", &number, OWN).await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn what_may_not_be_seen_answers_as_what_does_not_exist() {
    for desk in desks().await {
        let number = marked(&desk).await;
        let cookie = desk.cookie("customer2@demo.example").await;
        let token = desk.token("customer2@demo.example").await;
        let nowhere = "CW-999999";
        for place in ["/requests/{}", "/api/v1/tickets/{}", "/api/v1/tickets/{}/entries"] {
            let theirs = desk.get(&place.replace("{}", &number)).cookie(&cookie).send().await;
            let none = desk.get(&place.replace("{}", nowhere)).cookie(&cookie).send().await;
            assert_eq!((theirs.status, none.status), (404, 404), "{place}");
            let same = |text: &str| text.replace(&number, nowhere).len();
            if place.starts_with("/api/") {
                assert_eq!(same(&theirs.text), same(&none.text), "{place}");
            }
        }
        let reply = json!({ "text": "hello" });
        for number in [number.as_str(), nowhere] {
            let path = format!("/api/v1/tickets/{number}");
            desk.post(&format!("{path}/replies"), &reply).bearer(&token).send().await.problem(404);
            desk.patch(&path, &json!({ "status": "open" })).bearer(&token).send().await.problem(404);
        }
    }
}

impl Desk {
    fn clock_ms(&self) -> i64 {
        backend::Clock::now(&*self.clock).0
    }
}

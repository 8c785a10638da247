//! What people and programs may send, and what becomes of what they may not: on both databases the same.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use common::{Desk, desks};
use serde_json::{Value, json};

const AGENT: &str = "agent@demo.example";
const SIGN_IN: &str = "/fn/session/sign-in";

async fn make(desk: &Desk, subject: &str, text: &str) -> common::Reply {
    let token = desk.token(AGENT).await;
    let draft = json!({ "subject": subject, "text": text, "requester": "customer@demo.example" });
    desk.post("/api/v1/tickets", &draft).bearer(&token).send().await
}

async fn made(desk: &Desk, subject: &str, text: &str) -> Value {
    let number = make(desk, subject, text).await.expect(201).json()["number"].as_str().unwrap().to_owned();
    let token = desk.token(AGENT).await;
    desk.get(&format!("/api/v1/tickets/{number}")).bearer(&token).send().await.expect(200).json()
}

#[tokio::test]
async fn a_nul_finds_nothing() {
    for desk in desks().await {
        let (token, cookie) = (desk.token(AGENT).await, desk.cookie(AGENT).await);
        for path in ["/help/a/a%00b", "/requests/CW-1%00", "/desk/t/CW-1%00"] {
            assert_eq!(desk.get(path).cookie(&cookie).send().await.status, 404, "{path}");
        }
        for path in ["/desk/customers?q=%00", "/search?q=%00", "/requests?q=%00"] {
            assert_eq!(desk.get(path).cookie(&cookie).send().await.status, 200, "{path}");
        }
        for path in ["articles/a%00b", "contacts/%00", "organisations/%00", "tickets/%00"] {
            desk.get(&format!("/api/v1/{path}")).bearer(&token).send().await.problem(404);
        }
        for path in ["contacts?q=%00", "search?q=%00", "suggestions?text=%00"] {
            desk.get(&format!("/api/v1/{path}")).bearer(&token).send().await.expect(200);
        }
        let form = "email=a%00%40demo.example&password=casewell-demo&next=";
        let refused = desk.ask("POST", SIGN_IN).form(form).send().await.expect(422);
        assert!(
            refused.text.contains("not_an_email") || refused.text.contains("NotAnEmail"),
            "{}",
            refused.text
        );
    }
}

#[tokio::test]
async fn texts_are_kept_without_what_nobody_can_see() {
    for desk in desks().await {
        let ticket = made(&desk, " a\u{0}b\u{202E}c\nd ", " one\r\ntwo\u{7}\t\u{0}three ").await;
        assert_eq!(ticket["subject"], "abc d");
        let first = desk.text("SELECT body FROM entries ORDER BY at DESC, id DESC LIMIT 40").await;
        assert!(!first.contains("\\u0000"), "{first}");
        let number = ticket["number"].as_str().unwrap();
        let token = desk.token(AGENT).await;
        let entries = desk.get(&format!("/api/v1/tickets/{number}/entries")).bearer(&token);
        let entries = entries.send().await.expect(200).text;
        assert!(entries.contains(r#""one\ntwo\tthree""#), "{entries}");
        let change = json!({ "subject": "\u{2066}x\u{0}y" });
        let changed = desk.patch(&format!("/api/v1/tickets/{number}"), &change).bearer(&token);
        changed.send().await.expect(200);
        let read = desk.get(&format!("/api/v1/tickets/{number}")).bearer(&token).send().await;
        assert_eq!(read.json()["subject"], "xy");
    }
}

#[tokio::test]
async fn a_text_of_nothing_visible_is_missing() {
    for desk in desks().await {
        for nothing in ["\u{200B}", "\u{0}", "\u{FEFF}\u{2060}", "\u{202E}"] {
            let refused = make(&desk, nothing, nothing).await.problem(422);
            let fields: Vec<&str> =
                refused["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
            assert_eq!(fields, ["subject", "text"], "{nothing:?}");
        }
    }
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_explained_in_plain_words() {
    let desk = common::desk().await;
    let token = desk.token(AGENT).await;
    let number = desk.ticket().await;
    let change = format!("/api/v1/tickets/{number}");
    for (method, path, body, status, field, words) in [
        ("POST", "/api/v1/tickets", "[]", 422, "", "an object in braces"),
        ("POST", "/api/v1/tickets", "\"a\"", 422, "", "an object in braces"),
        ("POST", "/api/v1/tickets", "{}", 422, "subject", "Enter a short title"),
        ("POST", "/api/v1/tickets", r#"{"subject":1,"text":"b"}"#, 422, "subject", "a text in quotes"),
        (
            "POST",
            "/api/v1/tickets",
            r#"{"subject":"a","text":"b","priority":"soon"}"#,
            422,
            "priority",
            "one of low",
        ),
        (
            "POST",
            "/api/v1/tickets",
            r#"{"subject":"a","text":"b","answers":[{}]}"#,
            422,
            "answers[0].question",
            "Enter",
        ),
        ("POST", "/api/v1/tickets", r#"{"subject":"a","#, 400, "", "no JSON from line 1, column 15"),
        ("PATCH", &change, r#"{"colour":"red"}"#, 422, "colour", "There are: status, reason"),
        ("PATCH", &change, r#"{"version":"4"}"#, 422, "version", "a whole number"),
        ("PATCH", &change, r#"{"priority":"low","status":"on_hold"}"#, 422, "reason", "review_at: "),
        ("GET", "/api/v1/tickets?limit=many", "", 422, "limit", "a whole number"),
        ("GET", "/api/v1/search?kind=people", "", 422, "kind", "one of article"),
    ] {
        let ask = desk.ask(method, path).bearer(&token).body("application/json", body.into());
        let problem = ask.send().await.problem(status);
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains(words), "{body}: {detail}");
        assert!(field.is_empty() || problem["errors"][0]["field"] == field, "{body}: {problem}");
        for odd in ["struct", "Draft", "invalid", "typed", "expected ", "deserialize", "elements"] {
            assert!(!problem.to_string().contains(odd), "{body}: {problem}");
        }
    }
}

#[tokio::test]
async fn what_is_typed_after_the_session_ended_waits_in_the_browser() {
    const KEPT: &str = "SELECT body FROM intakes ORDER BY changed_at DESC, id LIMIT 1";
    for desk in desks().await {
        let cookie = desk.cookie("customer@demo.example").await;
        let save = async |cookie: &str, form: &str| {
            let ask = desk.ask("POST", "/fn/intake/save").form(form);
            match cookie {
                "" => ask.with("origin", &desk.b.settings.base_url).send().await,
                cookie => ask.with("accept", "text/html").cookie(cookie).send().await.expect(303),
            }
        };
        let begun = save(&cookie, "step=product&product=label").await;
        let id = begun.header("location").split_once("i=").unwrap_or_else(|| panic!("{begun:?}")).1;
        save(&cookie, &format!("step=topic&id={id}&topic=printing")).await;
        save(&cookie, &format!("step=describe&id={id}&subject=Own&text=White&printing-model=DX-200")).await;
        let before = desk.text(KEPT).await;
        let ended = save("", &format!("step=describe&id={id}&subject=Later&text=Typed")).await;
        assert_eq!((ended.status, desk.text(KEPT).await), (401, before), "nothing of it is changed");
        let set = ended.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
        let typed =
            set.filter_map(|value| value.split(';').next()).find(|own| own.contains("typed")).unwrap();
        let page = format!("/new/describe?i={id}");
        let (known, unknown) =
            (desk.get(&page).send().await, desk.get("/new/describe?i=guessed").send().await);
        assert_eq!(known.status, unknown.status, "a visitor does not learn that there is one");
        for _ in 0..2 {
            let back = desk.get(&page).cookie(&format!("{cookie}; {typed}")).send().await.expect(200);
            assert!(back.text.contains("Later") && back.text.contains("Typed"), "{}", back.text);
        }
        assert!(desk.text(KEPT).await.contains("DX-200"), "answers that were not typed again stay");
    }
}

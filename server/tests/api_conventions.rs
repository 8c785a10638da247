//! What holds for the whole API: errors, tokens, limits, and that its description is what it does.

mod common;

use std::path::{Path, PathBuf};

use common::{desk, desk_at, desks};
use serde_json::{Value, json};

const AGENT: &str = "agent@demo.example";

#[tokio::test]
async fn every_refusal_is_a_problem() {
    let desk = desk().await;
    let token = desk.token(AGENT).await;
    desk.get("/api/v1/nothing").send().await.problem(404);
    desk.get("/api/v2/tickets").send().await.problem(404);
    desk.get("/api/v1/tickets/CW-1").bearer(&token).send().await.problem(404);
    let method = desk.ask("DELETE", "/api/v1/tickets").send().await;
    assert_eq!(method.header("allow"), "GET,HEAD,POST");
    method.problem(405);
    let bad = |kind: &'static str, body: String| {
        desk.ask("POST", "/api/v1/tickets").body(kind, body).bearer(&token).send()
    };
    bad("application/json", "{\"subject\":".into()).await.problem(400);
    bad("text/plain", "hello".into()).await.problem(415);
    bad("application/json", "x".repeat(2 << 20)).await.problem(413);
    // Pages get it as the words of their own errors.
    let page =
        desk.ask("POST", "/fn/intake/save").body("application/x-www-form-urlencoded", "x".repeat(2 << 20));
    let answer = page.send().await.expect(413);
    assert_eq!(answer.json(), json!({ "Desk": "TooLarge" }));
}

#[tokio::test]
async fn a_token_does_what_it_was_made_for_and_no_more() {
    for desk in desks().await {
        let reads = desk.token_for(AGENT, &["tickets:read"]).await;
        desk.get("/api/v1/tickets").bearer(&reads).send().await.expect(200);
        desk.post("/api/v1/tickets", &json!({ "subject": "a", "text": "b" }))
            .bearer(&reads)
            .send()
            .await
            .problem(403);
        desk.get("/api/v1/search?q=labels").bearer(&reads).send().await.problem(403);
        desk.get("/api/v1/policies").bearer(&reads).send().await.problem(403);
        let me = desk.get("/api/v1/me").bearer(&reads).send().await.expect(200).json();
        assert_eq!((&me["role"], &me["scopes"]), (&json!("agent"), &json!(["tickets:read"])));

        let unknown = format!("cw_{}", "0".repeat(64));
        let refused = desk.get("/api/v1/search?q=labels").bearer(&unknown).send().await;
        assert_eq!(refused.header("www-authenticate"), "Bearer error=\"invalid_token\"");
        refused.problem(401);
        desk.get("/api/v1/tickets").with("authorization", "Basic YTpi").send().await.problem(401);
    }
}

#[tokio::test]
async fn a_token_ends_with_its_person() {
    for desk in desks().await {
        let token = desk.token(AGENT).await;
        desk.get("/api/v1/me").bearer(&token).send().await.expect(200);
        let id =
            desk.text("SELECT person_id FROM person_emails WHERE email_norm = 'agent@demo.example'").await;
        let admin = domain::Viewer {
            person_id: "admin".into(),
            role: domain::access::Role::Admin,
            ..Default::default()
        };
        backend::people::disable(&desk.b, &admin, &id).await.unwrap();
        desk.get("/api/v1/me").bearer(&token).send().await.problem(401);
    }
}

#[tokio::test]
async fn the_session_cookie_reads_but_never_writes() {
    for desk in desks().await {
        let cookie = desk.cookie(AGENT).await;
        desk.get("/api/v1/tickets").cookie(&cookie).send().await.expect(200);
        let draft = json!({ "subject": "a", "text": "b" });
        desk.post("/api/v1/tickets", &draft).cookie(&cookie).send().await.problem(401);
        desk.patch("/api/v1/tickets/CW-1", &draft).cookie(&cookie).send().await.problem(401);
        desk.post("/api/v1/tickets", &draft)
            .cookie(&cookie)
            .with("sec-fetch-site", "cross-site")
            .send()
            .await
            .problem(403);
    }
}

#[tokio::test]
async fn visitors_find_what_is_public() {
    for desk in desks().await {
        desk.index().await;
        let suggested =
            desk.get("/api/v1/suggestions?text=labels%20print%20blank").send().await.expect(200).json();
        let hit = &suggested["hits"][0];
        assert_eq!(hit["kind"], "article");
        for member in ["id", "title", "snippet"] {
            assert!(hit[member].is_string(), "{member} in {hit}");
        }
        assert!(hit["score"].as_f64().unwrap() > 0.0);
        let slug = hit["id"].as_str().unwrap();
        assert_eq!(
            desk.get(&format!("/api/v1/articles/{slug}")).send().await.expect(200).json()["slug"],
            slug
        );
        let found = desk.get("/api/v1/search?q=labels&limit=3").send().await.expect(200).json();
        assert!((1..=3).contains(&found["hits"].as_array().unwrap().len()));
        assert!(found["hits"].as_array().unwrap().iter().all(|hit| hit["kind"] != "ticket"));
        assert_eq!(desk.get("/api/v1/search?q=").send().await.expect(200).json(), json!({ "hits": [] }));
        desk.get("/api/v1/problems").send().await.expect(200);
        desk.get("/api/v1/articles/no-such").send().await.problem(404);
    }
}

#[tokio::test]
async fn articles_are_listed_page_by_page() {
    for desk in desks().await {
        let (mut walked, mut cursor) = (Vec::new(), String::new());
        loop {
            let page =
                desk.get(&format!("/api/v1/articles?limit=10{cursor}")).send().await.expect(200).json();
            walked.extend(
                page["items"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|item| item["slug"].as_str().unwrap().to_owned()),
            );
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        let public = desk
            .number("SELECT COUNT(*) FROM articles WHERE state = 'published' AND audience = 'public'")
            .await;
        assert_eq!(walked.len() as i64, public);
        assert!(walked.is_sorted() && public > 10);
    }
}

#[tokio::test]
async fn who_asks_too_much_is_told_when_to_return() {
    let desk = desk_at("http://desk.example", &["--limit-searches", "1"]).await;
    for _ in 0..5 {
        desk.get("/api/v1/suggestions?text=a").send().await.expect(200);
    }
    let refused = desk.get("/api/v1/suggestions?text=a").send().await;
    assert_eq!(refused.header("retry-after"), "1");
    refused.problem(429);
    let page = desk.get("/search?q=a").send().await.expect(429);
    assert_eq!(page.header("retry-after"), "1");
    desk.clock.advance(1_000);
    desk.get("/api/v1/suggestions?text=a").send().await.expect(200);
}

#[tokio::test]
async fn calendars_answer_every_vector() {
    let desk = desk().await;
    let token = desk.token_for(AGENT, &["calendars:read"]).await;
    let Some(folder) = shared_data().map(|data| data.join("business-time")).filter(|folder| folder.is_dir())
    else {
        println!("skipped: the shared vectors are not here");
        return;
    };
    let calendars: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("calendars.json")).unwrap()).unwrap();
    let lines = std::fs::read_to_string(folder.join("vectors.jsonl")).unwrap();
    let vectors: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (name, calendar) in calendars.as_object().unwrap() {
        let steps: Vec<&Value> =
            vectors.iter().filter(|vector| vector["calendar"] == name.as_str()).collect();
        let asked = json!({ "calendar": calendar, "steps": steps });
        let answered =
            desk.post("/api/v1/calendars/preview", &asked).bearer(&token).send().await.expect(200).json();
        let expected: Vec<&Value> = steps.iter().map(|step| &step["expected"]).collect();
        assert_eq!(answered["results"].as_array().unwrap().iter().collect::<Vec<_>>(), expected, "{name}");
    }
    println!("{} vectors", vectors.len());
}

#[tokio::test]
async fn a_calendar_that_cannot_be_used_is_named() {
    let desk = desk().await;
    let token = desk.token(AGENT).await;
    let ask = |body: Value| desk.post("/api/v1/calendars/preview", &body).bearer(&token).send();
    let nowhere = json!({ "calendar": { "timezone": "Mars/Olympus", "week": {} }, "steps": [] });
    assert_eq!(ask(nowhere).await.problem(422)["errors"][0]["field"], "calendar.timezone");
    let at = json!([{ "op": "is_open", "at": "noon" }]);
    let vague = json!({ "calendar": { "timezone": "Etc/UTC", "week": { "mon": [["09:00", "17:00"]] } }, "steps": at });
    assert_eq!(ask(vague).await.problem(422)["errors"][0]["field"], "steps[0].at");
    let never = json!({ "calendar": { "timezone": "Etc/UTC" }, "steps": [{ "op": "is_open", "at": "2026-11-24T10:00:00Z" }] });
    assert_eq!(ask(never).await.problem(422)["errors"][0]["field"], "calendar.week");
    desk.post("/api/v1/calendars/preview", &json!({})).send().await.problem(401);
}

/// The description is checked in, so that a change of the API shows in review.
/// `CASEWELL_WRITE_OPENAPI=1 cargo test -p server --test api_conventions` writes it anew.
#[tokio::test]
async fn the_description_is_what_was_agreed() {
    let made = serde_json::to_string_pretty(&server::rest::openapi()).unwrap() + "\n";
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/openapi.json");
    if std::env::var_os("CASEWELL_WRITE_OPENAPI").is_some() {
        std::fs::write(&kept, &made).unwrap();
    }
    assert!(
        std::fs::read_to_string(kept).unwrap_or_default() == made,
        "the API changed: write its description anew and look at it"
    );
}

#[tokio::test]
async fn the_description_can_be_read_by_machines_and_people() {
    let desk = desk().await;
    let spec = desk.get("/api/v1/openapi.json").send().await.expect(200).json();
    assert!(spec["openapi"].as_str().unwrap().starts_with("3."));
    let page = desk.get("/api/v1/docs").send().await.expect(200);
    assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
    for (path, item) in spec["paths"].as_object().unwrap() {
        assert!(path.starts_with("/api/v1/"));
        for operation in item.as_object().unwrap().values() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(page.text.contains(&format!("id=\"{id}\"")), "{id}");
            assert!(operation["responses"]["default"].is_object(), "{id}");
        }
    }
    let not_found = desk.get("/api/v1/none").send().await.problem(404);
    let anchor = not_found["type"].as_str().unwrap().rsplit('#').next().unwrap().to_owned();
    assert!(page.text.contains(&format!("<dt id=\"{anchor}\">")));
}

fn shared_data() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    std::env::var_os("CASEWELL_SHARED_DATA").map(PathBuf::from).or(Some(beside))
}

//! Tickets through the REST API: the same rules as everywhere, and writes that are safe to repeat.

mod common;

use common::desks;
use serde_json::{Value, json};

const AGENT: &str = "agent@demo.example";
const CUSTOMER: &str = "customer@demo.example";

fn draft() -> Value {
    json!({ "subject": "Labels print blank", "text": "Since this morning every label is white." })
}

#[tokio::test]
async fn a_ticket_is_made_read_and_listed() {
    for desk in desks().await {
        let token = desk.token(CUSTOMER).await;
        let made = desk.post("/api/v1/tickets", &draft()).bearer(&token).send().await.expect(201);
        let number = made.json()["number"].as_str().unwrap().to_owned();
        assert_eq!(made.header("location"), format!("/api/v1/tickets/{number}"));

        let read = desk.get(made.header("location")).bearer(&token).send().await.expect(200);
        assert_eq!(read.header("etag"), made.header("etag"));
        let ticket = read.json();
        assert_eq!((&ticket["subject"], &ticket["status"]), (&json!("Labels print blank"), &json!("new")));
        assert!(ticket["promises"][0]["due"].as_str().unwrap().ends_with('Z'), "{ticket}");

        let list = desk.get("/api/v1/tickets").bearer(&token).send().await.expect(200).json();
        assert!(
            list["items"].as_array().unwrap().iter().any(|item| item["number"] == number.as_str()),
            "{list}"
        );
    }
}

#[tokio::test]
async fn staff_see_more_of_a_ticket_than_its_customer() {
    for desk in desks().await {
        let number = desk.ticket().await;
        let path = format!("/api/v1/tickets/{number}");
        let (agent, customer) = (desk.token(AGENT).await, desk.token(CUSTOMER).await);
        let seen_by_agent = desk.get(&path).bearer(&agent).send().await.expect(200).json();
        let seen_by_customer = desk.get(&path).bearer(&customer).send().await.expect(200).json();
        for only_staff in ["priority", "type", "channel"] {
            assert!(seen_by_agent.get(only_staff).is_some(), "{only_staff}");
            assert!(seen_by_customer.get(only_staff).is_none(), "{only_staff}");
        }
        assert_eq!(seen_by_agent["channel"], "api");
        let other = desk.token("customer2@demo.example").await;
        desk.get(&path).bearer(&other).send().await.problem(404);
        desk.get(&path).send().await.problem(401);
    }
}

#[tokio::test]
async fn a_draft_is_checked_field_by_field() {
    for desk in desks().await {
        let token = desk.token(CUSTOMER).await;
        let ask = |body: Value| desk.post("/api/v1/tickets", &body).bearer(&token).send();
        let problem = ask(json!({ "subject": " ", "text": "" })).await.problem(422);
        let fields: Vec<&str> =
            problem["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
        assert_eq!(fields, ["subject", "text"]);
        assert_eq!(
            ask(json!({ "subject": "a", "text": "b", "product": "none" })).await.problem(422)["errors"][0]["field"],
            "product"
        );
        ask(json!({ "subject": "a", "text": "b", "requester": "boss@demo.example" })).await.problem(403);
        ask(json!({ "subject": "a", "text": "b", "colour": "red" })).await.problem(422);
        ask(json!({ "subject": 5 })).await.problem(422);
    }
}

#[tokio::test]
async fn staff_make_tickets_in_a_customers_name() {
    for desk in desks().await {
        let token = desk.token(AGENT).await;
        let mut body = draft();
        body["requester"] = json!("Customer@demo.example");
        body["channel"] = json!("phone");
        body["priority"] = json!("high");
        let made = desk.post("/api/v1/tickets", &body).bearer(&token).send().await.expect(201);
        let ticket = desk.get(made.header("location")).bearer(&token).send().await.expect(200).json();
        assert_eq!(ticket["requester"]["email"], CUSTOMER);
        assert_eq!((&ticket["channel"], &ticket["priority"]), (&json!("phone"), &json!("high")));
        body["requester"] = json!("nobody@demo.example");
        desk.post("/api/v1/tickets", &body).bearer(&token).send().await.problem(422);
    }
}

#[tokio::test]
async fn a_key_makes_a_write_act_once() {
    for desk in desks().await {
        let token = desk.token(CUSTOMER).await;
        let send = |key: &'static str, body: Value| {
            desk.post("/api/v1/tickets", &body).bearer(&token).with("idempotency-key", key).send()
        };
        let before = desk.number("SELECT COUNT(*) FROM tickets").await;
        let (first, second) = tokio::join!(send("k1", draft()), send("k1", draft()));
        let (first, second) = (first.expect(201), second.expect(201));
        assert_eq!(first.json(), second.json());
        assert_eq!(first.header("etag"), second.header("etag"));
        send("k2", draft()).await.expect(201);
        assert_eq!(desk.number("SELECT COUNT(*) FROM tickets").await, before + 2);

        let other = json!({ "subject": "Another", "text": "matter" });
        assert_eq!(send("k1", other).await.problem(422)["errors"][0]["field"], "idempotency_key");
        send("", draft()).await.problem(400);
        // A refusal uses no key up.
        send("k3", json!({ "subject": "", "text": "" })).await.problem(422);
        send("k3", draft()).await.expect(201);
        // Somebody else's key is another key.
        let boss = desk.token("boss@demo.example").await;
        let theirs =
            desk.post("/api/v1/tickets", &draft()).bearer(&boss).with("idempotency-key", "k1").send().await;
        assert_ne!(theirs.expect(201).json()["number"], first.json()["number"]);
    }
}

#[tokio::test]
async fn keys_are_forgotten_after_a_day() {
    for desk in desks().await {
        let token = desk.token(CUSTOMER).await;
        let send =
            || desk.post("/api/v1/tickets", &draft()).bearer(&token).with("idempotency-key", "k").send();
        let first = send().await.expect(201).json();
        desk.clock.advance(23 * 3_600_000);
        backend::jobs::keep_house(&desk.b).await.unwrap();
        assert_eq!(send().await.expect(201).json(), first);
        desk.clock.advance(2 * 3_600_000);
        backend::jobs::keep_house(&desk.b).await.unwrap();
        assert_ne!(send().await.expect(201).json(), first);
    }
}

#[tokio::test]
async fn a_change_names_the_version_it_saw() {
    for desk in desks().await {
        let path = format!("/api/v1/tickets/{}", desk.ticket().await);
        let token = desk.token(AGENT).await;
        let tag = desk.get(&path).bearer(&token).send().await.header("etag").to_owned();
        desk.get(&path).bearer(&token).with("if-none-match", &tag).send().await.expect(304);

        let urgent = json!({ "priority": "urgent", "reason": "the dock stands still" });
        let changed =
            desk.patch(&path, &urgent).bearer(&token).with("if-match", &tag).send().await.expect(200);
        assert_ne!(changed.header("etag"), tag);
        desk.get(&path).bearer(&token).with("if-none-match", &tag).send().await.expect(200);

        let low = json!({ "priority": "low" });
        let stale = desk.patch(&path, &low).bearer(&token).with("if-match", &tag).send().await.problem(412);
        assert_eq!(stale["changes"][0]["body"]["kind"], "priority");
        let mut named = low.clone();
        named["version"] = json!(1);
        assert_eq!(
            desk.patch(&path, &named).bearer(&token).send().await.problem(409)["changes"][0]["body"]["to"],
            "urgent"
        );
        desk.patch(&path, &low).bearer(&token).with("if-match", "nonsense").send().await.problem(412);
        desk.patch(&path, &low).bearer(&token).with("if-match", "*").send().await.expect(200);
    }
}

#[tokio::test]
async fn a_version_that_never_was_changes_nothing() {
    for desk in desks().await {
        let path = format!("/api/v1/tickets/{}", desk.ticket().await);
        let token = desk.token(AGENT).await;
        let read = async || desk.get(&path).bearer(&token).send().await.json();
        let before = read().await;
        let version = before["version"].as_i64().unwrap();
        let low = json!({ "priority": "low" });
        for tag in [
            "\"99\"".to_owned(),
            "\"0\"".to_owned(),
            "\"-1\"".to_owned(),
            format!("W/\"{version}\""),
            format!("{version}"),
            format!("\"0{version}\""),
            format!("\"+{version}\""),
        ] {
            let refused = desk.patch(&path, &low).bearer(&token).with("if-match", &tag).send().await;
            assert_eq!(refused.status, 412, "{tag}: {}", refused.text);
            let said = desk.post(&format!("{path}/notes"), &json!({ "text": "Hm." })).bearer(&token);
            said.with("if-match", &tag).send().await.problem(412);
        }
        for version in [version + 1, 999, 0, -5] {
            let named = json!({ "priority": "low", "version": version });
            desk.patch(&path, &named).bearer(&token).send().await.problem(409);
        }
        assert_eq!(read().await, before);
        let tag = format!("\"{version}\"");
        desk.patch(&path, &low).bearer(&token).with("if-match", &tag).send().await.expect(200);
    }
}

#[tokio::test]
async fn several_fields_change_together_or_not_at_all() {
    for desk in desks().await {
        let path = format!("/api/v1/tickets/{}", desk.ticket().await);
        let token = desk.token(AGENT).await;
        let pick = async |what: &str| {
            desk.get(&format!("/api/v1/{what}")).bearer(&token).send().await.expect(200).json()["items"][0]
                .clone()
        };
        let (queue, user, kind) = (pick("queues").await, pick("users").await, pick("ticket-types").await);
        let all = json!({
            "subject": "Blank labels on Dock 3", "type": kind["id"], "priority": "high", "queue": queue["id"], "assignee": user["id"],
            "plan": [{ "text": "Swap the print head", "turn": "us" }], "next_contact": "2026-11-24T15:00:00Z", "status": "open",
        });
        desk.patch(&path, &all).bearer(&token).send().await.expect(200);
        let ticket = desk.get(&path).bearer(&token).send().await.json();
        assert_eq!(ticket["assignee"]["name"], user["name"]);
        assert_eq!(ticket["queue"], queue);
        assert_eq!(
            (&ticket["status"], &ticket["next_contact"]),
            (&json!("open"), &json!("2026-11-24T15:00:00Z"))
        );
        assert_eq!(ticket["plan"][0]["done"], false);

        let half_wrong = json!({ "priority": "low", "status": "on_hold" });
        let problem = desk.patch(&path, &half_wrong).bearer(&token).send().await.problem(422);
        assert_eq!(problem["errors"].as_array().unwrap().len(), 2, "{problem}");
        let after = desk.get(&path).bearer(&token).send().await.json();
        assert_eq!((&after["priority"], &after["version"]), (&ticket["priority"], &ticket["version"]));

        desk.patch(&path, &json!({ "assignee": null })).bearer(&token).send().await.expect(200);
        assert!(desk.get(&path).bearer(&token).send().await.json()["assignee"].is_null());
        desk.patch(&path, &json!({})).bearer(&token).send().await.problem(422);
        desk.patch(&path, &json!({ "next_contact": "tomorrow" })).bearer(&token).send().await.problem(422);
    }
}

#[tokio::test]
async fn replies_and_notes_reach_whom_they_are_for() {
    for desk in desks().await {
        let path = format!("/api/v1/tickets/{}", desk.ticket().await);
        let (agent, customer) = (desk.token(AGENT).await, desk.token(CUSTOMER).await);
        let reply = json!({ "text": "Swap the print head, please.", "after": "wait", "next_contact": "2026-11-24T15:00:00Z" });
        desk.post(&format!("{path}/replies"), &reply).bearer(&agent).send().await.expect(201);
        desk.post(&format!("{path}/notes"), &json!({ "text": "Third one this month." }))
            .bearer(&agent)
            .send()
            .await
            .expect(201);
        desk.post(&format!("{path}/notes"), &json!({ "text": "x" }))
            .bearer(&customer)
            .send()
            .await
            .problem(403);
        desk.post(&format!("{path}/replies"), &json!({ "text": "x", "after": "solve" }))
            .bearer(&customer)
            .send()
            .await
            .problem(422);
        desk.post(&format!("{path}/replies"), &json!({ "text": "Done, no change." }))
            .bearer(&customer)
            .send()
            .await
            .expect(201);

        let kinds = async |token: &str| {
            let entries = desk.get(&format!("{path}/entries")).bearer(token).send().await.expect(200).json();
            let kind = |entry: &Value| entry["body"]["kind"].as_str().unwrap().to_owned();
            entries["items"].as_array().unwrap().iter().map(kind).collect::<Vec<_>>()
        };
        assert!(kinds(&agent).await.contains(&"note".to_owned()));
        let seen = kinds(&customer).await;
        assert!(!seen.contains(&"note".to_owned()));
        assert_eq!(seen[..2], ["status", "message"], "newest first: the reply opened it again");
    }
}

#[tokio::test]
async fn a_reply_is_held_back_when_the_thread_moved_on() {
    for desk in desks().await {
        let path = format!("/api/v1/tickets/{}", desk.ticket().await);
        let (agent, customer) = (desk.token(AGENT).await, desk.token(CUSTOMER).await);
        let tag = desk.get(&path).bearer(&agent).send().await.header("etag").to_owned();
        desk.post(&format!("{path}/replies"), &json!({ "text": "One more thing." }))
            .bearer(&customer)
            .send()
            .await
            .expect(201);
        let reply = json!({ "text": "As I said.", "after": "wait" });
        let held =
            desk.post(&format!("{path}/replies"), &reply).bearer(&agent).with("if-match", &tag).send().await;
        assert_eq!(held.problem(412)["changes"][0]["body"]["text"], "One more thing.");
    }
}

#[tokio::test]
async fn a_stale_customer_is_not_told_what_staff_keep_among_themselves() {
    for desk in desks().await {
        let path = format!("/api/v1/tickets/{}", desk.ticket().await);
        let (agent, customer) = (desk.token(AGENT).await, desk.token(CUSTOMER).await);
        desk.post(&format!("{path}/notes"), &json!({ "text": "zebrafish" }))
            .bearer(&agent)
            .send()
            .await
            .expect(201);
        let on_hold =
            json!({ "status": "on_hold", "reason": "zebrafish", "review_at": "2026-11-25T10:00:00Z" });
        desk.patch(&path, &on_hold).bearer(&agent).send().await.expect(200);
        let stale = desk
            .post(&format!("{path}/replies"), &json!({ "text": "Hello?" }))
            .bearer(&customer)
            .with("if-match", "\"1\"");
        let problem = stale.send().await.problem(412);
        assert_eq!(problem["changes"][0]["body"]["to"], "on_hold");
        assert!(!problem.to_string().contains("zebrafish"), "{problem}");
    }
}

#[tokio::test]
async fn lists_are_read_page_by_page_without_gaps() {
    for desk in desks().await {
        let token = desk.token(AGENT).await;
        let whole = desk.get("/api/v1/tickets?limit=100").bearer(&token).send().await.expect(200).json();
        let whole: Vec<Value> =
            whole["items"].as_array().unwrap().iter().map(|item| item["number"].clone()).collect();
        assert!(whole.len() > 14, "{}", whole.len());
        let (mut walked, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = desk
                .get(&format!("/api/v1/tickets?limit=7{cursor}"))
                .bearer(&token)
                .send()
                .await
                .expect(200)
                .json();
            walked.extend(page["items"].as_array().unwrap().iter().map(|item| item["number"].clone()));
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(walked, whole);
        for wrong in ["limit=0", "limit=101", "limit=many", "cursor=nonsense"] {
            desk.get(&format!("/api/v1/tickets?{wrong}")).bearer(&token).send().await.problem(422);
        }
        desk.get("/api/v1/tickets?view=nowhere").bearer(&token).send().await.problem(404);
    }
}

#[tokio::test]
async fn a_timeline_is_read_page_by_page() {
    for desk in desks().await {
        let path = format!("/api/v1/tickets/{}", desk.ticket().await);
        let token = desk.token(AGENT).await;
        for n in 0..7 {
            desk.post(&format!("{path}/notes"), &json!({ "text": format!("note {n}") }))
                .bearer(&token)
                .send()
                .await
                .expect(201);
        }
        let (mut walked, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = desk
                .get(&format!("{path}/entries?limit=3{cursor}"))
                .bearer(&token)
                .send()
                .await
                .expect(200)
                .json();
            walked
                .extend(page["items"].as_array().unwrap().iter().map(|entry| entry["seq"].as_i64().unwrap()));
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(walked, (1..=walked.len() as i64).rev().collect::<Vec<_>>());
        desk.get(&format!("{path}/entries?cursor=x")).bearer(&token).send().await.problem(422);
    }
}

//! Contacts and organisations through the REST API: for staff, page by page, each by its id.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use common::{Desk, desks};
use serde_json::{Value, json};

const AGENT: &str = "agent@demo.example";
const LISTS: [&str; 2] = ["/api/v1/contacts", "/api/v1/organisations"];

/// Every item of a list, in pages of 7.
async fn walked(desk: &Desk, path: &str, token: &str) -> Vec<Value> {
    let (mut items, mut cursor) = (Vec::new(), String::new());
    loop {
        let asked = format!("{path}?limit=7{cursor}");
        let page = desk.get(&asked).bearer(token).send().await.expect(200).json();
        let part = page["items"].as_array().unwrap();
        items.extend(part.iter().cloned());
        let Some(next) = page["next"].as_str() else { return items };
        assert_eq!(part.len(), 7);
        cursor = format!("&cursor={next}");
    }
}

#[tokio::test]
async fn lists_are_walked_to_their_end_and_each_of_them_read() {
    for desk in desks().await {
        let token = desk.token_for(AGENT, &["customers:read"]).await;
        let contacts = "SELECT COUNT(*) FROM people WHERE role IN ('customer', 'organisation_manager')";
        let organisations = "SELECT COUNT(*) FROM organisations";
        for (path, all) in LISTS.into_iter().zip([contacts, organisations]) {
            let items = walked(&desk, path, &token).await;
            assert_eq!(items.len() as i64, desk.number(all).await, "{path}");
            let mut ids: Vec<&str> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
            let one = format!("{path}/{}", ids[3]);
            let read = desk.get(&one).bearer(&token).send().await.expect(200).json();
            assert_eq!(read["name"], items[3]["name"]);
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), items.len(), "{path}: nothing twice");
        }
    }
}

#[tokio::test]
async fn a_contact_leads_to_their_organisation_and_back() {
    for desk in desks().await {
        let token = desk.token_for(AGENT, &["customers:read"]).await;
        let read = async |path: &str| desk.get(path).bearer(&token).send().await.expect(200).json();
        let found = read("/api/v1/contacts?q=rosalind").await;
        let item = &found["items"][0];
        assert_eq!((&item["email"], &found["next"]), (&json!("customer@demo.example"), &Value::Null));
        let contact = read(&format!("/api/v1/contacts/{}", item["id"].as_str().unwrap())).await;
        assert_eq!(contact["emails"][0], "customer@demo.example");
        let own = &contact["organisation"];
        assert_eq!(own["name"], "Quillmark Pharmacy Supply");
        let organisation = read(&format!("/api/v1/organisations/{}", own["id"].as_str().unwrap())).await;
        let back = organisation["contacts"].as_array().unwrap();
        assert!(back.iter().any(|other| other["id"] == contact["id"]), "{organisation}");
        assert_eq!(organisation["contract"]["expired"], false);
    }
}

#[tokio::test]
async fn they_are_for_staff_with_a_token_made_for_them() {
    for desk in desks().await {
        let customer = desk.token("boss@demo.example").await;
        let narrow = desk.token_for(AGENT, &["tickets:read"]).await;
        let token = desk.token_for(AGENT, &["customers:read"]).await;
        for list in LISTS {
            for path in [list.to_owned(), format!("{list}/none")] {
                desk.get(&path).send().await.problem(401);
                desk.get(&path).bearer(&customer).send().await.problem(403);
                desk.get(&path).bearer(&narrow).send().await.problem(403);
            }
            desk.get(&format!("{list}/none")).bearer(&token).send().await.problem(404);
            for (query, field) in [("cursor=none", "cursor"), ("limit=0", "limit"), ("limit=101", "limit")] {
                let refused = desk.get(&format!("{list}?{query}")).bearer(&token).send().await.problem(422);
                assert_eq!(refused["errors"][0]["field"], field);
            }
        }
        desk.get("/api/v1/tickets").bearer(&token).send().await.problem(403);
    }
}

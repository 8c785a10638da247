//! Intake questions through the REST API: told before a ticket is made, and held to when it is.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use common::{Desk, desks};
use serde_json::{Value, json};

const CUSTOMER: &str = "customer@demo.example";

fn draft(answers: &[(&str, &str)]) -> Value {
    let answer = |(question, value): &(&str, &str)| json!({ "question": question, "value": value });
    let answers: Vec<Value> = answers.iter().map(answer).collect();
    json!({ "subject": "Handheld H-042", "text": "Its PIN is unknown.", "product": "scan", "topic": "pins", "answers": answers })
}

const WHOLE: [(&str, &str); 3] = [("scan-version", "5.2.1"), ("pins-device", "H-042"), ("pins-lost", "no")];

fn fields(problem: &Value) -> Vec<&str> {
    problem["errors"].as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap()).collect()
}

async fn told(desk: &Desk, number: &str) -> String {
    let token = desk.token("agent@demo.example").await;
    let path = format!("/api/v1/tickets/{number}/entries");
    desk.get(&path).bearer(&token).send().await.expect(200).json().to_string()
}

#[tokio::test]
async fn a_program_reads_what_will_be_asked() {
    for desk in desks().await {
        let token = desk.token(CUSTOMER).await;
        let path = "/api/v1/flows?product=scan&topic=pins";
        let flows = desk.get(path).bearer(&token).send().await.expect(200).json();
        assert_eq!(flows["flows"][1], json!({ "id": "scan.pins", "version": 1 }));
        let questions = flows["questions"].as_array().unwrap();
        let wipe = questions.iter().find(|question| question["id"] == "pins-wipe").unwrap();
        let when = json!([{ "about": { "answer": "pins-lost" }, "test": { "is": "yes" } }]);
        assert_eq!((&wipe["kind"], &wipe["when"]), (&json!("yes_no"), &when));
        assert_eq!(flows["known"]["tier"], "gold");
        desk.get(path).send().await.problem(401);
        let reader = desk.token_for(CUSTOMER, &["tickets:read"]).await;
        desk.get(path).bearer(&reader).send().await.problem(403);
    }
}

#[tokio::test]
async fn answers_are_held_to_the_questions() {
    for desk in desks().await {
        let token = desk.token(CUSTOMER).await;
        let ask = |body: Value| desk.post("/api/v1/tickets", &body).bearer(&token).send();
        let none = ask(draft(&[])).await.problem(422);
        assert_eq!(fields(&none), ["answers.scan-version", "answers.pins-device", "answers.pins-lost"]);
        let lost = [WHOLE[0], WHOLE[1], ("pins-lost", "yes")];
        let more = ask(draft(&lost)).await.problem(422);
        assert_eq!(fields(&more), ["answers.pins-last-seen", "answers.pins-wipe"]);
        let odd = [WHOLE[0], WHOLE[1], ("pins-lost", "perhaps")];
        assert_eq!(fields(&ask(draft(&odd)).await.problem(422)), ["answers.pins-lost"]);
        let strange: Vec<_> = WHOLE.into_iter().chain([("colour", "red")]).collect();
        assert_eq!(fields(&ask(draft(&strange)).await.problem(422)), ["answers.colour"]);
        let hidden: Vec<_> = WHOLE.into_iter().chain([("pins-last-seen", "Under the bed")]).collect();
        let made = ask(draft(&hidden)).await.expect(201).json();
        let told = told(&desk, made["number"].as_str().unwrap()).await;
        assert!(told.contains("H-042") && !told.contains("Under the bed"), "{told}");
    }
}

#[tokio::test]
async fn a_file_answers_its_question_once() {
    for desk in desks().await {
        let token = desk.token(CUSTOMER).await;
        let sent = async |of: &str, name: &str| {
            let path = format!("/api/v1/uploads?for={of}&name={name}&size=4&at=0");
            let ask = desk.ask("POST", &path).with("content-type", "application/octet-stream");
            let reply = ask.stream(b"abcd".to_vec().into()).bearer(&token).send().await;
            reply.expect(200).json()["id"].as_str().unwrap().to_owned()
        };
        let files = [sent("ticket:printing-photo", "label.txt").await, sent("ticket", "dock.log").await];
        let answer = |question: &str, value: &str| json!({ "question": question, "value": value });
        let body = json!({
            "subject": "Blank labels", "text": "White since this morning.", "product": "label", "topic": "printing",
            "files": files,
            "answers": [answer("label-version", "7.4.1"), answer("printing-model", "DX-200"),
                answer("printing-place", "Dock 2"), answer("printing-photo", "claimed.png")],
        });
        let ask =
            || desk.post("/api/v1/tickets", &body).with("idempotency-key", "photo").bearer(&token).send();
        let made = ask().await.expect(201).json();
        assert_eq!(ask().await.expect(201).json(), made, "its files are gone, its answer is not");
        let told = told(&desk, made["number"].as_str().unwrap()).await;
        assert!(
            told.contains("label.txt") && told.contains("dock.log") && !told.contains("claimed"),
            "{told}"
        );
    }
}

//! Answers that a ticket still waits for: taken down by phone without them, asked for, given in part, corrected.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use backend::Backend;
use backend::intake::{self, flows};
use backend::tickets::{self, number_text};
use common::demo::{fields, filled, viewer};
use common::desk::refusal;
use domain::error::{FieldError, Problem};
use domain::intake::{Question, QuestionKind};
use domain::phone::Call;
use domain::tickets::Status;
use domain::tickets::decide::{AfterReply, Command};
use domain::tickets::entry::Body;
use domain::{Error, Viewer};

/// A call about a lost handheld, whose caller does not know when it was seen last; its number.
async fn called(b: &Backend, agent: &Viewer, caller: &str) -> String {
    let call = fields(&[
        ("caller", caller),
        ("product", "scan"),
        ("topic", "pins"),
        ("subject", "Handheld H-042"),
        ("text", "It asks for a PIN that nobody knows."),
        ("pins-device", "H-042"),
        ("pins-lost", "yes"),
        ("later", "on"),
    ]);
    intake::take_call(b, agent, &Call(call)).await.unwrap().number
}

#[tokio::test]
async fn what_the_caller_did_not_know_is_asked_for_and_answered_later() {
    for desk in filled().await {
        let (agent, customer) = (viewer(&desk.b, "agent").await, viewer(&desk.b, "customer").await);
        let number = called(&desk.b, &agent, &customer.person_id).await;
        let open = async |v: &Viewer| intake::missing(&desk.b, v, &number).await.unwrap().missing;
        let missing = open(&agent).await;
        assert!(missing.contains(&"pins-last-seen".to_owned()) && missing.contains(&"pins-wipe".to_owned()));
        assert!(!missing.contains(&"pins-device".to_owned()), "{missing:?}");
        let before = tickets::request(&desk.b, &customer, &number).await.unwrap().missing;
        assert!(before >= 2, "{before}");
        let ask = Command::Reply {
            text: "When was it seen last?".into(),
            after: AfterReply::Wait,
            plan: None,
            next_contact: None,
        };
        tickets::change(&desk.b, &agent, &number, None, ask).await.unwrap();
        let some =
            fields(&[("pins-last-seen", "Monday, dock 4"), ("pins-device", "H-042"), ("pins-wipe", "")]);
        intake::answer_missing(&desk.b, &customer, &number, &some).await.unwrap();
        let page = tickets::page(&desk.b, &agent, &number).await.unwrap();
        assert_eq!(page.status, Status::Open, "it no longer waits for the customer");
        let given = page.entries.iter().find_map(|entry| match &entry.body {
            Body::Answers { answers, .. } => Some(answers.clone()),
            _ => None,
        });
        let given = given.unwrap();
        assert_eq!(given.len(), 1, "what is as it was is not said again: {given:?}");
        assert_eq!(
            (given[0].question.as_str(), given[0].value.as_str()),
            ("pins-last-seen", "Monday, dock 4")
        );
        assert_eq!(given[0].flow.as_ref().map(|flow| flow.id.as_str()), Some("scan.pins"));
        assert!(!open(&customer).await.contains(&"pins-last-seen".to_owned()));
        assert_eq!(tickets::request(&desk.b, &customer, &number).await.unwrap().missing, before - 1);
    }
}

#[tokio::test]
async fn answers_can_be_corrected_and_are_held_to_their_kind() {
    for desk in filled().await {
        let (agent, customer) = (viewer(&desk.b, "agent").await, viewer(&desk.b, "customer").await);
        let number = called(&desk.b, &agent, &customer.person_id).await;
        let answer = async |pairs: &[(&str, &str)]| {
            intake::answer_missing(&desk.b, &customer, &number, &fields(pairs)).await
        };
        let nothing = refusal(answer(&[("pins-device", "H-042")]).await);
        let first = intake::missing(&desk.b, &customer, &number).await.unwrap().missing.remove(0);
        assert_eq!(nothing, Error::Invalid(vec![FieldError::new(&first, Problem::Required)]));
        let odd = refusal(answer(&[("pins-lost", "perhaps")]).await);
        assert_eq!(odd, Error::Invalid(vec![FieldError::new("pins-lost", Problem::NotAChoice)]));
        // It was found again: nothing more is asked about where it was lost.
        answer(&[("pins-lost", "no")]).await.unwrap();
        let missing = intake::missing(&desk.b, &customer, &number).await.unwrap();
        assert_eq!(missing.answers.get("pins-lost").map(String::as_str), Some("no"));
        assert!(!missing.missing.contains(&"pins-last-seen".to_owned()), "{:?}", missing.missing);
    }
}

#[tokio::test]
async fn only_its_customer_answers_and_only_while_it_is_open() {
    for desk in filled().await {
        let (agent, customer) = (viewer(&desk.b, "agent").await, viewer(&desk.b, "customer").await);
        let number = called(&desk.b, &agent, &customer.person_id).await;
        let seen = fields(&[("pins-last-seen", "Monday")]);
        let others = viewer(&desk.b, "customer2").await;
        assert_eq!(refusal(intake::missing(&desk.b, &others, &number).await), Error::NotFound);
        assert_eq!(refusal(intake::answer_missing(&desk.b, &others, &number, &seen).await), Error::NotFound);
        assert_eq!(refusal(intake::answer_missing(&desk.b, &agent, &number, &seen).await), Error::Forbidden);
        let visitor = Viewer::visitor(customer.lang);
        assert_eq!(refusal(intake::missing(&desk.b, &visitor, &number).await), Error::SignIn);
        assert_eq!(
            refusal(intake::missing(&desk.b, &customer, &number_text(999_999)).await),
            Error::NotFound
        );
        let close = Command::SetStatus { to: Status::Closed, reason: None, review_at: None };
        tickets::change(&desk.b, &agent, &number, None, close).await.unwrap();
        let page = intake::missing(&desk.b, &customer, &number).await.unwrap();
        assert!(!page.takes);
        assert_eq!(tickets::request(&desk.b, &customer, &number).await.unwrap().missing, 0);
        let late = refusal(intake::answer_missing(&desk.b, &customer, &number, &seen).await);
        assert_eq!(late, Error::Invalid(vec![FieldError::new("status", Problem::Closed)]));
    }
}

#[tokio::test]
async fn what_is_asked_of_others_later_is_not_asked_of_an_old_ticket() {
    for desk in filled().await {
        let (admin, agent) = (viewer(&desk.b, "admin").await, viewer(&desk.b, "agent").await);
        let customer = viewer(&desk.b, "customer").await;
        let number = called(&desk.b, &agent, &customer.person_id).await;
        desk.clock.advance(1_000);
        let new = Question {
            label: "Which shift?".into(),
            why: "To call at the right time.".into(),
            required: true,
            ..Question::new("pins-shift", QuestionKind::Text)
        };
        let before = flows::open(&desk.b, &admin, "scan.pins").await.unwrap();
        let questions = before.questions.iter().cloned().chain([new]).collect::<Vec<_>>();
        let seen = flows::save(&desk.b, &admin, "scan.pins", before.seen, &questions).await.unwrap();
        flows::publish(&desk.b, &admin, "scan.pins", seen).await.unwrap();
        let old = intake::missing(&desk.b, &customer, &number).await.unwrap();
        assert!(!old.missing.contains(&"pins-shift".to_owned()), "{:?}", old.missing);
        let later = called(&desk.b, &agent, &customer.person_id).await;
        let new = intake::missing(&desk.b, &customer, &later).await.unwrap();
        assert!(new.missing.contains(&"pins-shift".to_owned()), "{:?}", new.missing);
    }
}

#[tokio::test]
async fn what_agents_ask_again_is_counted_for_its_question() {
    for desk in filled().await {
        let (agent, customer) = (viewer(&desk.b, "agent").await, viewer(&desk.b, "customer").await);
        let admin = viewer(&desk.b, "admin").await;
        desk.exec("DELETE FROM question_use", vec![]).await;
        let number = called(&desk.b, &agent, &customer.person_id).await;
        let page = intake::missing(&desk.b, &agent, &number).await.unwrap();
        let seen = page.open().find(|question| question.id == "pins-last-seen").unwrap().label.clone();
        let link = format!("https://desk.example{}", domain::intake::answers_address(&number));
        let reply = async |text: String| {
            let reply = Command::Reply { text, after: AfterReply::Wait, plan: None, next_contact: None };
            tickets::change(&desk.b, &agent, &number, None, reply).await.unwrap();
        };
        reply(format!("– {seen}\nPlease answer here: {link}")).await;
        reply(format!("Nobody answered yet: {seen} {link}")).await;
        reply(format!("{seen} Tell me by phone.")).await;
        let usage = flows::open(&desk.b, &admin, "scan.pins").await.unwrap().usage;
        let again = |id: &str| usage.iter().find(|used| used.question == id).map(|used| used.asked_again);
        assert_eq!((again("pins-last-seen"), again("pins-wipe")), (Some(2), Some(0)));
    }
}

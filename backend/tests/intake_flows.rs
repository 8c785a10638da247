//! Flows on the demo desk: what a draft becomes, what the portal, the phone and programs are asked by it, and what is
//! counted.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use backend::Backend;
use backend::intake::{self, Given, flows};
use backend::people::Client;
use backend::tickets::{self, Requester};
use common::demo::{fields, filled, viewer};
use common::desk::refusal;
use domain::error::{FieldError, Problem};
use domain::intake::{About, Condition, FlowRef, Question, QuestionKind, Step, Test, review};
use domain::phone::Call;
use domain::tickets::entry::{Answer, Body};
use domain::time::DAY_MS;
use domain::words::Lang;
use domain::{Error, Viewer};

async fn save(b: &Backend, v: &Viewer, id: &str, step: Step, pairs: &[(&str, &str)]) -> intake::Saved {
    intake::save(b, v, &Client::default(), id, step, &fields(pairs)).await.unwrap()
}

/// An intake about lost handhelds, up to the description.
async fn about_pins(b: &Backend, v: &Viewer) -> String {
    let id = save(b, v, "", Step::Product, &[("product", "scan")]).await.id;
    save(b, v, &id, Step::Topic, &[("topic", "pins")]).await.id
}

const DESCRIBED: [(&str, &str); 5] = [
    ("subject", "Handheld H-042"),
    ("text", "It asks for a PIN that nobody knows."),
    ("scan-version", "5.2.1"),
    ("pins-device", "H-042"),
    ("pins-lost", "yes"),
];

fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    DESCRIBED.into_iter().chain(more.iter().copied()).collect()
}

/// What a ticket keeps of its answers.
async fn kept(b: &Backend, number: &str) -> Vec<Answer> {
    let admin = viewer(b, "admin").await;
    let page = tickets::page(b, &admin, number).await.unwrap();
    let answers = page.entries.into_iter().find_map(|entry| match entry.body {
        Body::Created { answers, .. } => Some(answers),
        _ => None,
    });
    answers.unwrap()
}

fn question(id: &str) -> Question {
    Question { label: format!("{id}?"), why: "It helps.".into(), ..Question::new(id, QuestionKind::Text) }
}

#[tokio::test]
async fn the_demos_flows_have_no_faults() {
    for desk in filled().await {
        let admin = viewer(&desk.b, "admin").await;
        let mut branching = 0;
        for line in flows::list(&desk.b, &admin).await.unwrap() {
            let page = flows::open(&desk.b, &admin, &line.id).await.unwrap();
            assert_eq!(review(&page.questions, &page.known), [], "{}", line.id);
            branching += page.questions.iter().filter(|question| !question.when.is_empty()).count();
        }
        println!("{branching} questions that wait for an answer");
        assert!(branching >= 8);
    }
}

#[tokio::test]
async fn a_page_comes_back_with_what_its_answers_led_to() {
    for desk in filled().await {
        let customer = viewer(&desk.b, "customer").await;
        let id = about_pins(&desk.b, &customer).await;
        let had = "scan-version pins-device pins-lost own-number";
        let posted = with(&[("asked", had)]);
        let saved = save(&desk.b, &customer, &id, Step::Describe, &posted).await;
        assert_eq!((saved.next, saved.errors.as_slice()), (Step::Describe, [].as_slice()));
        let page = intake::page(&desk.b, &customer, &id, Step::Describe).await.unwrap();
        assert_eq!(page.fresh, ["pins-last-seen", "pins-wipe"]);
        let had = format!("{had} pins-last-seen pins-wipe");
        let posted = with(&[("asked", &had), ("pins-last-seen", "")]);
        let refused = save(&desk.b, &customer, &id, Step::Describe, &posted).await;
        let missing = ["pins-last-seen", "pins-wipe"].map(|id| FieldError::new(id, Problem::Required));
        assert_eq!((refused.next, refused.errors), (Step::Describe, missing.to_vec()));
        let posted = with(&[("asked", &had), ("pins-last-seen", "Dock 4"), ("pins-wipe", "no")]);
        assert_eq!(save(&desk.b, &customer, &id, Step::Describe, &posted).await.next, Step::Impact);
    }
}

#[tokio::test]
async fn what_is_hidden_is_neither_kept_nor_required() {
    for desk in filled().await {
        let customer = viewer(&desk.b, "customer").await;
        let id = about_pins(&desk.b, &customer).await;
        let mut posted = with(&[("pins-last-seen", "Dock 4"), ("pins-wipe", "yes")]);
        posted.retain(|(name, _)| *name != "pins-lost");
        posted.push(("pins-lost", "no"));
        assert_eq!(save(&desk.b, &customer, &id, Step::Describe, &posted).await.next, Step::Impact);
        save(&desk.b, &customer, &id, Step::Impact, &[("impact", "one-dock")]).await;
        let written = intake::submit(&desk.b, &customer, &Client::default(), &id).await.unwrap();
        let answers = kept(&desk.b, &written.number).await;
        assert!(answers.iter().all(|answer| answer.question != "pins-wipe"), "{answers:?}");
        let lost = answers.iter().find(|answer| answer.question == "pins-lost").unwrap();
        assert_eq!(lost.value, "No");
        assert_eq!(lost.flow, Some(FlowRef { id: "scan.pins".into(), version: 1 }));
    }
}

#[tokio::test]
async fn a_draft_asks_nobody_and_its_publishing_everybody_after() {
    for desk in filled().await {
        let (admin, customer) = (viewer(&desk.b, "admin").await, viewer(&desk.b, "customer").await);
        let before = flows::open(&desk.b, &admin, "label.printing").await.unwrap();
        let mut questions = before.questions.clone();
        questions.push(question("label-printing-new"));
        let seen = flows::save(&desk.b, &admin, "label.printing", before.seen, &questions).await.unwrap();
        let ask = async || {
            let asked = intake::asked_of(&desk.b, &customer, Some("label"), Some("printing")).await;
            let asked = asked.unwrap().0;
            asked.iter().any(|flow| flow.questions.iter().any(|own| own.id == "label-printing-new"))
        };
        assert!(!ask().await, "a draft asks nobody");
        let drafted = flows::open(&desk.b, &admin, "label.printing").await.unwrap();
        assert!(drafted.line.drafted);
        assert_eq!(drafted.questions, questions);
        assert_eq!(flows::publish(&desk.b, &admin, "label.printing", seen).await.unwrap(), 2);
        assert!(ask().await, "a published version asks everybody");
        let after = flows::open(&desk.b, &admin, "label.printing").await.unwrap();
        assert!(!after.line.drafted);
        let versions: Vec<(i64, Option<&str>)> =
            after.history.iter().map(|version| (version.version, version.by.as_deref())).collect();
        assert_eq!(versions, [(2, Some(admin.name.as_str())), (1, None)]);
        assert_eq!(after.history[1].questions, before.questions, "the old version is as it was");
        assert_eq!(desk.number("SELECT COUNT(*) FROM audit WHERE action = 'flow.published'").await, 1);
    }
}

#[tokio::test]
async fn the_second_of_two_editors_is_told() {
    for desk in filled().await {
        let admin = viewer(&desk.b, "admin").await;
        let questions = [question("label-extra")];
        flows::save(&desk.b, &admin, "label", 0, &questions).await.unwrap();
        let stale = flows::save(&desk.b, &admin, "label", 0, &questions).await;
        assert_eq!(refusal(stale), Error::Conflict(Vec::new()));
        let stale = flows::publish(&desk.b, &admin, "label", 9).await;
        assert_eq!(refusal(stale), Error::Conflict(Vec::new()));
        flows::publish(&desk.b, &admin, "label", 1).await.unwrap();
        let late = flows::save(&desk.b, &admin, "label", 1, &questions).await;
        assert_eq!(refusal(late), Error::Conflict(Vec::new()), "it was published meanwhile");
    }
}

#[tokio::test]
async fn a_draft_with_faults_is_kept_and_not_published() {
    for desk in filled().await {
        let admin = viewer(&desk.b, "admin").await;
        let itself = Condition::new(About::Answer("label-loop".into()), Test::Answered);
        let taken_elsewhere = vec![question("pins-lost")];
        for (draft, seen) in [(vec![question("label-loop").when(vec![itself])], 0), (taken_elsewhere, 1)] {
            let seen = flows::save(&desk.b, &admin, "label", seen, &draft).await.unwrap();
            let refused = flows::publish(&desk.b, &admin, "label", seen).await;
            assert_eq!(refusal(refused), Error::field("questions", Problem::NotReady));
        }
    }
}

#[tokio::test]
async fn only_admins_change_what_is_asked() {
    for desk in filled().await {
        for who in ["customer", "agent", "lead", "manager"] {
            let v = viewer(&desk.b, who).await;
            assert_eq!(refusal(flows::list(&desk.b, &v).await), Error::Forbidden);
            assert_eq!(refusal(flows::open(&desk.b, &v, "label").await), Error::Forbidden);
            assert_eq!(refusal(flows::save(&desk.b, &v, "label", 0, &[]).await), Error::Forbidden);
            assert_eq!(refusal(flows::publish(&desk.b, &v, "label", 1).await), Error::Forbidden);
        }
        let admin = viewer(&desk.b, "admin").await;
        assert_eq!(refusal(flows::open(&desk.b, &admin, "no.such").await), Error::NotFound);
    }
}

#[tokio::test]
async fn the_phone_asks_what_the_portal_asks() {
    for desk in filled().await {
        let agent = viewer(&desk.b, "agent").await;
        let caller = viewer(&desk.b, "customer").await.person_id;
        let call = |lost: &str| {
            let mut call = fields(&with(&[("product", "scan"), ("topic", "pins"), ("caller", &caller)]));
            call.insert("pins-lost".into(), lost.into());
            Call(call)
        };
        let sheet = intake::call_sheet(&desk.b, &agent, &call("yes")).await.unwrap();
        assert_eq!(sheet.facts.tier.as_deref(), Some("gold"));
        assert_eq!(call("yes").progress(&sheet), (8, 10));
        assert_eq!(call("no").progress(&sheet), (8, 8));
        let missing = ["pins-last-seen", "pins-wipe"].map(|id| FieldError::new(id, Problem::Required));
        let refused = refusal(intake::take_call(&desk.b, &agent, &call("yes")).await);
        assert_eq!(refused, Error::Invalid(missing.to_vec()));
        intake::take_call(&desk.b, &agent, &call("no")).await.unwrap();
    }
}

fn given(pairs: &[(&str, &str)]) -> Vec<Given> {
    let given = |(id, value): &(&str, &str)| Given {
        question: (*id).to_owned(),
        label: None,
        value: (*value).to_owned(),
    };
    pairs.iter().map(given).collect()
}

#[tokio::test]
async fn a_program_is_held_to_the_same_questions() {
    for desk in filled().await {
        let customer = viewer(&desk.b, "customer").await;
        let ask = async |pairs: &[(&str, &str)]| {
            let about = (Some("scan"), Some("pins"));
            intake::answers_given(&desk.b, &customer, &Requester::Myself, about, given(pairs), &[]).await
        };
        let whole = [("scan-version", "5.2.1"), ("pins-device", "H-042"), ("pins-lost", "no")];
        let hidden: Vec<_> = whole.into_iter().chain([("pins-wipe", "yes")]).collect();
        let answers = ask(&hidden).await.unwrap();
        assert_eq!(answers.len(), 3, "{answers:?}");
        let field = |id: &str, problem| FieldError::new(&format!("answers.{id}"), problem);
        let missing = Error::Invalid(vec![field("pins-device", Problem::Required)]);
        assert_eq!(refusal(ask(&[whole[0], whole[2]]).await), missing);
        let strange: Vec<_> = whole.into_iter().chain([("colour", "red")]).collect();
        assert_eq!(refusal(ask(&strange).await), Error::Invalid(vec![field("colour", Problem::Unknown)]));
    }
}

#[tokio::test]
async fn each_question_is_counted() {
    for desk in filled().await {
        let (admin, customer) = (viewer(&desk.b, "admin").await, viewer(&desk.b, "customer").await);
        desk.exec("DELETE FROM question_use", vec![]).await;
        let sent = about_pins(&desk.b, &customer).await;
        let wipe = with(&[("pins-last-seen", "Dock 4"), ("pins-wipe", "no")]);
        save(&desk.b, &customer, &sent, Step::Describe, &wipe).await;
        let edited = with(&[("pins-last-seen", "Dock 5"), ("pins-wipe", "no")]);
        save(&desk.b, &customer, &sent, Step::Describe, &edited).await;
        save(&desk.b, &customer, &sent, Step::Impact, &[("impact", "one-dock")]).await;
        for _ in 0..2 {
            intake::submit(&desk.b, &customer, &Client::default(), &sent).await.unwrap();
        }
        let left = about_pins(&desk.b, &customer).await;
        save(&desk.b, &customer, &left, Step::Describe, &with(&[("pins-last-seen", "Dock 4")])).await;
        let of = async |id: &str| {
            let page = flows::open(&desk.b, &admin, "scan.pins").await.unwrap();
            let used = page.usage.into_iter().find(|used| used.question == id).unwrap();
            (used.shown, used.skipped, used.edited, used.abandoned)
        };
        assert_eq!(of("pins-last-seen").await, (1, 0, 1, 0));
        assert_eq!(of("pins-wipe").await, (1, 0, 0, 0), "it may still be sent today");
        desk.clock.advance(2 * DAY_MS);
        assert_eq!(of("pins-wipe").await, (1, 0, 0, 1));
        desk.clock.advance(31 * DAY_MS);
        intake::forget_abandoned(&desk.b).await.unwrap();
        assert_eq!(of("pins-wipe").await, (1, 0, 0, 1), "what is forgotten stays counted");
    }
}

#[tokio::test]
async fn what_was_begun_is_offered_to_its_person_and_its_browser() {
    for desk in filled().await {
        let (customer, other) = (viewer(&desk.b, "customer").await, viewer(&desk.b, "customer2").await);
        let id = about_pins(&desk.b, &customer).await;
        save(&desk.b, &customer, "", Step::Product, &[("product", "scan")]).await;
        let offered = intake::unfinished(&desk.b, &customer, "").await.unwrap();
        let told: Vec<_> =
            offered.iter().map(|begun| (begun.id.as_str(), begun.title.as_str(), begun.step)).collect();
        let title = "Fennwick Scan, PINs and lost devices";
        assert_eq!(
            told,
            [(id.as_str(), title, Step::Describe)],
            "without a topic there is nothing to go on with"
        );
        assert!(intake::unfinished(&desk.b, &other, &id).await.unwrap().is_empty());
        let visitor = Viewer::visitor(Lang::En);
        let own = about_pins(&desk.b, &visitor).await;
        save(&desk.b, &visitor, &own, Step::Describe, &[("subject", "A handheld")]).await;
        let offered = intake::unfinished(&desk.b, &visitor, &own).await.unwrap();
        assert_eq!(offered[0].title, "A handheld");
        assert!(intake::unfinished(&desk.b, &visitor, "guessed").await.unwrap().is_empty());
        intake::discard(&desk.b, &visitor, &own).await.unwrap();
        assert!(intake::unfinished(&desk.b, &visitor, &own).await.unwrap().is_empty());
        assert_eq!(refusal(intake::discard(&desk.b, &other, &id).await), Error::NotFound);
    }
}

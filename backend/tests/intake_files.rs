//! Files sent while a request is written: they answer the questions that ask for some, and go with the ticket.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;
mod enclosed;

use backend::intake;
use backend::people::Client;
use backend::tickets::Requester;
use backend::{Backend, files, tickets};
use common::demo::{fields, filled, viewer};
use common::desk::refusal;
use domain::access::Role;
use domain::error::Problem;
use domain::files::For;
use domain::intake::Step;
use domain::phone::Call;
use domain::tickets::entry::Body;
use domain::words::Lang;
use domain::{Error, Viewer};
use enclosed::{PNG, is_hidden, part, read, send, upload};

const PHOTO: &str = "printing-photo";

async fn save(b: &Backend, v: &Viewer, id: &str, step: Step, pairs: &[(&str, &str)]) -> intake::Saved {
    intake::save(b, v, &Client::default(), id, step, &fields(pairs)).await.unwrap()
}

/// An intake about printing, up to the description.
async fn about_printing(b: &Backend, v: &Viewer) -> String {
    let id = save(b, v, "", Step::Product, &[("product", "label")]).await.id;
    save(b, v, &id, Step::Topic, &[("topic", "printing")]).await.id
}

async fn described(b: &Backend, v: &Viewer, id: &str, more: &[(&str, &str)]) {
    let mut answers = vec![
        ("subject", "Blank labels at dock 2"),
        ("text", "They come out white since this morning."),
        ("label-version", "7.4.1"),
        ("printing-model", "DX-200"),
        ("printing-place", "Eastmoor, Dock 2"),
    ];
    answers.extend(more);
    assert_eq!(save(b, v, id, Step::Describe, &answers).await.errors, []);
}

fn for_intake(id: &str, question: &str) -> For {
    For::Intake { id: id.into(), question: question.into() }
}

#[tokio::test]
async fn files_answer_their_question_and_go_with_the_ticket() {
    for desk in filled().await {
        let (b, customer) = (&desk.b, viewer(&desk.b, "customer").await);
        let id = about_printing(b, &customer).await;
        let photo = upload(b, &customer, &for_intake(&id, PHOTO), "label.png", PNG).await;
        let log = upload(b, &customer, &for_intake(&id, ""), "dock.log", b"ribbon out").await;
        let stale = upload(b, &customer, &for_intake(&id, "no-such-question"), "old.txt", b"old").await;
        // What a form claims was sent counts for nothing.
        described(b, &customer, &id, &[(PHOTO, "claimed.png")]).await;
        let page = intake::page(b, &customer, &id, Step::Describe).await.unwrap();
        assert_eq!((page.intake.answer(PHOTO), page.files.len()), ("label.png", 3));
        let second = upload(b, &customer, &for_intake(&id, PHOTO), "second.png", PNG).await;
        save(b, &customer, &id, Step::Impact, &[("impact", "one-dock")]).await;
        files::remove(b, &customer, &for_intake(&id, PHOTO), &photo).await.unwrap();
        let number = intake::submit(b, &customer, &Client::default(), &id).await.unwrap().number;
        let request = tickets::request(b, &customer, &number).await.unwrap();
        let told = request.answers.iter().find(|answer| answer.question == PHOTO).unwrap();
        assert_eq!(told.value, "second.png");
        let first = request.entries.iter().find(|entry| matches!(entry.body, Body::Created { .. })).unwrap();
        let mut sent: Vec<&str> = first.body.files().unwrap().iter().map(|file| file.id.as_str()).collect();
        sent.sort_unstable();
        let mut expected = [log.as_str(), second.as_str()];
        expected.sort_unstable();
        assert_eq!(sent, expected);
        assert!(is_hidden(&read(b, &viewer(b, "customer2").await, &log).await));
        let agent = viewer(b, "agent").await;
        assert_eq!(read(b, &agent, &log).await.unwrap().1, b"ribbon out");
        for unsent in [&photo, &stale] {
            assert!(is_hidden(&read(b, &agent, unsent).await));
        }
        let late = send(b, &customer, &for_intake(&id, ""), part("late.txt", b"late", 0, 4)).await;
        assert!(is_hidden(&late), "sent already");
    }
}

#[tokio::test]
async fn a_visitor_sends_files_to_what_they_write_themselves() {
    for desk in filled().await {
        let (b, visitor) = (&desk.b, Viewer::visitor(Lang::En));
        let id = about_printing(b, &visitor).await;
        let shot = upload(b, &visitor, &for_intake(&id, ""), "shot.png", PNG).await;
        assert!(is_hidden(&read(b, &visitor, &shot).await), "nobody shows that it is theirs");
        let customers = about_printing(b, &viewer(b, "customer").await).await;
        let foreign = for_intake(&customers, "");
        for unread in [&foreign, &for_intake("guessed", "")] {
            assert_eq!(refusal(send(b, &visitor, unread, part("a", b"a", 0, 1)).await), Error::SignIn);
        }
        let other = Viewer { role: Role::Customer, person_id: "other".into(), ..visitor.clone() };
        assert!(is_hidden(&send(b, &other, &foreign, part("a", b"a", 0, 1)).await));
        described(b, &visitor, &id, &[]).await;
        save(b, &visitor, &id, Step::Impact, &[("impact", "one-dock")]).await;
        let who = [("name", "Zoë"), ("email", "zoe@elsewhere.example")];
        save(b, &visitor, &id, Step::Check, &who).await;
        let number = intake::submit(b, &visitor, &Client::default(), &id).await.unwrap().number;
        let page = tickets::page(b, &viewer(b, "agent").await, &number).await.unwrap();
        let sent: Vec<_> = page.entries.iter().filter_map(|entry| entry.body.files()).flatten().collect();
        assert_eq!(sent.iter().map(|file| file.id.as_str()).collect::<Vec<_>>(), [shot.as_str()]);
    }
}

fn for_ticket(question: &str) -> For {
    For::Ticket { question: question.into() }
}

/// The answer to the question for a photo on the ticket called `number`, and the names of its files.
async fn answered(b: &Backend, v: &Viewer, number: &str) -> (Option<String>, Vec<String>) {
    let (entries, _) = tickets::timeline(b, v, number, i64::MAX).await.unwrap();
    let first = entries.into_iter().find_map(|entry| match entry.body {
        Body::Created { answers, files, .. } => Some((answers, files)),
        _ => None,
    });
    let (answers, files) = first.unwrap();
    let told = answers.into_iter().find(|answer| answer.question == PHOTO).map(|answer| answer.value);
    (told, files.into_iter().map(|file| file.name).collect())
}

#[tokio::test]
async fn an_agent_on_the_phone_takes_files_too() {
    for desk in filled().await {
        let (b, agent) = (&desk.b, viewer(&desk.b, "agent").await);
        let caller = viewer(b, "customer").await.person_id;
        let photo = upload(b, &agent, &for_ticket(PHOTO), "label.png", PNG).await;
        let stale = upload(b, &agent, &for_ticket("no-such-question"), "old.txt", b"old").await;
        let files = format!("files:{PHOTO}");
        let call = |own: &str| {
            Call(fields(&[
                ("caller", &caller),
                ("product", "label"),
                ("topic", "printing"),
                ("subject", "Blank labels at dock 2"),
                ("text", "They come out white since this morning."),
                ("label-version", "7.4.1"),
                ("printing-model", "DX-200"),
                ("printing-place", "Eastmoor, Dock 2"),
                (PHOTO, "claimed.png"),
                (files.as_str(), own),
                ("files:no-such-question", &stale),
            ]))
        };
        let gone = Error::field("files", Problem::FileGone);
        assert_eq!(refusal(intake::take_call(b, &agent, &call("guessed")).await), gone);
        let written = intake::take_call(b, &agent, &call(&photo)).await.unwrap();
        let (told, names) = answered(b, &agent, &written.number).await;
        assert_eq!((told.as_deref(), names), (Some("label.png"), vec!["label.png".to_owned()]));
        assert_eq!(refusal(intake::take_call(b, &agent, &call(&photo)).await), gone, "sent already");
        let bare = intake::take_call(b, &agent, &call("")).await.unwrap();
        assert_eq!(answered(b, &agent, &bare.number).await, (None, Vec::new()), "claims count for nothing");
    }
}

#[tokio::test]
async fn a_program_answers_with_files() {
    for desk in filled().await {
        let (b, customer) = (&desk.b, viewer(&desk.b, "customer").await);
        let given = |pairs: &[(&str, &str)]| {
            let given = |(question, value): &(&str, &str)| intake::Given {
                question: (*question).into(),
                label: None,
                value: (*value).into(),
            };
            pairs.iter().map(given).collect::<Vec<_>>()
        };
        let photo = upload(b, &customer, &for_ticket(PHOTO), "label.png", PNG).await;
        let beside = upload(b, &customer, &for_ticket(""), "dock.log", b"ribbon out").await;
        let answers = async |ids: &[&String]| {
            let ids: Vec<String> = ids.iter().map(|id| (*id).clone()).collect();
            let pairs = given(&[
                ("label-version", "7.4.1"),
                ("printing-model", "DX-200"),
                ("printing-place", "Eastmoor, Dock 2"),
                (PHOTO, "claimed.png"),
            ]);
            let about = (Some("label"), Some("printing"));
            intake::answers_given(b, &customer, &Requester::Myself, about, pairs, &ids).await.unwrap()
        };
        let told = |answers: Vec<domain::tickets::entry::Answer>| {
            answers.into_iter().find(|answer| answer.question == PHOTO).map(|answer| answer.value)
        };
        assert_eq!(told(answers(&[&photo, &beside]).await).as_deref(), Some("label.png"));
        assert_eq!(told(answers(&[&beside]).await), None);
    }
}

#[tokio::test]
async fn what_is_missing_can_be_a_file() {
    for desk in filled().await {
        let (b, agent, customer) =
            (&desk.b, viewer(&desk.b, "agent").await, viewer(&desk.b, "customer").await);
        let call = Call(fields(&[
            ("caller", &customer.person_id),
            ("product", "label"),
            ("topic", "printing"),
            ("subject", "Blank labels at dock 2"),
            ("text", "They come out white since this morning."),
            ("later", "on"),
        ]));
        let number = intake::take_call(b, &agent, &call).await.unwrap().number;
        let to_answer = |question: &str| For::Answers { number: number.clone(), question: question.into() };
        let page = async || intake::missing(b, &customer, &number).await.unwrap();
        assert!(page().await.missing.contains(&PHOTO.to_owned()));

        let for_photo = to_answer(PHOTO);
        assert_eq!(refusal(send(b, &agent, &for_photo, part("a", b"a", 0, 1)).await), Error::Forbidden);
        let other = viewer(b, "customer2").await;
        assert!(is_hidden(&send(b, &other, &for_photo, part("a", b"a", 0, 1)).await));
        let photo = upload(b, &customer, &for_photo, "label.png", PNG).await;
        let stray = upload(b, &customer, &to_answer("no-such-question"), "stray.txt", b"stray").await;
        assert_eq!(page().await.files.len(), 2);
        intake::answer_missing(b, &customer, &number, &fields(&[(PHOTO, "claimed.png")])).await.unwrap();

        assert!(!page().await.missing.contains(&PHOTO.to_owned()));
        let (entries, _) = tickets::timeline(b, &agent, &number, i64::MAX).await.unwrap();
        let told = entries.into_iter().find_map(|entry| match entry.body {
            Body::Answers { answers, files } => Some((answers, files)),
            _ => None,
        });
        let (answers, sent) = told.unwrap();
        assert_eq!((answers[0].question.as_str(), answers[0].value.as_str()), (PHOTO, "label.png"));
        assert_eq!(sent.iter().map(|file| file.id.as_str()).collect::<Vec<_>>(), [photo.as_str()]);
        assert_eq!(read(b, &agent, &photo).await.unwrap().1, PNG);
        assert!(is_hidden(&read(b, &other, &photo).await));
        assert!(is_hidden(&read(b, &agent, &stray).await), "it answers nothing");
    }
}

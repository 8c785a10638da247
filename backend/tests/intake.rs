//! Raising a request in the portal, on the demo desk: nothing typed is lost, one intake makes one ticket, and it is
//! nobody else's.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use backend::access::tries;
use backend::people::Client;
use backend::{Backend, intake, people, search, tickets};
use common::demo::{fields, filled, viewer};
use common::desk::refusal;
use domain::error::{FieldError, Problem};
use domain::intake::Step;
use domain::promises::PromiseKind;
use domain::tickets::entry::Body;
use domain::tickets::view::PromiseView;
use domain::time::DAY_MS;
use domain::words::Lang;
use domain::{Error, Viewer};

fn client() -> Client {
    Client { agent: "test".into(), address: "192.0.2.1".into() }
}

fn visitor() -> Viewer {
    Viewer::visitor(Lang::En)
}

const DESCRIBED: [(&str, &str); 5] = [
    ("subject", "Blank labels at dock 2"),
    ("text", "They come out white since this morning."),
    ("label-version", "7.4.1"),
    ("printing-model", "DX-200"),
    ("printing-place", "Eastmoor, Dock 2"),
];

/// Answers every page but the last; the intake's id.
async fn answered(b: &Backend, v: &Viewer) -> String {
    let pages: [(Step, &[(&str, &str)]); 4] = [
        (Step::Product, &[("product", "label")]),
        (Step::Topic, &[("topic", "printing")]),
        (Step::Describe, &DESCRIBED),
        (Step::Impact, &[("impact", "one-dock")]),
    ];
    let mut id = String::new();
    for (step, answers) in pages {
        let saved = intake::save(b, v, &client(), &id, step, &fields(answers)).await.unwrap();
        assert_eq!(saved.errors, [], "{step:?}");
        assert!(saved.next > step, "{step:?}");
        id = saved.id;
    }
    id
}

#[tokio::test]
async fn what_was_typed_is_kept_also_when_it_is_refused() {
    for desk in filled().await {
        let customer = viewer(&desk.b, "customer").await;
        let saved =
            intake::save(&desk.b, &customer, &client(), "", Step::Product, &fields(&[("product", "label")]))
                .await
                .unwrap();
        intake::save(
            &desk.b,
            &customer,
            &client(),
            &saved.id,
            Step::Topic,
            &fields(&[("topic", "printing")]),
        )
        .await
        .unwrap();
        let half =
            fields(&[("subject", ""), ("text", "White since Monday"), ("printing-model", "a toaster")]);
        let refused =
            intake::save(&desk.b, &customer, &client(), &saved.id, Step::Describe, &half).await.unwrap();
        assert_eq!(refused.next, Step::Describe);
        assert!(
            refused.errors.contains(&FieldError::new("printing-model", Problem::NotAChoice)),
            "{:?}",
            refused.errors
        );
        let page = intake::page(&desk.b, &customer, &saved.id, Step::Check).await.unwrap();
        assert_eq!((page.step, page.intake.text.as_str()), (Step::Describe, "White since Monday"));
        assert_eq!(page.errors, refused.errors);
        assert_eq!(page.versions[0], "7.4.1", "the one they have comes first");
    }
}

#[tokio::test]
async fn an_intake_is_its_writers_alone() {
    for desk in filled().await {
        let (customer, other) = (viewer(&desk.b, "customer").await, viewer(&desk.b, "customer2").await);
        let id = answered(&desk.b, &customer).await;
        assert_eq!(refusal(intake::page(&desk.b, &other, &id, Step::Check).await), Error::NotFound);
        assert_eq!(refusal(intake::submit(&desk.b, &visitor(), &client(), &id).await), Error::SignIn);
        assert_eq!(refusal(intake::deflect(&desk.b, &other, &id, "any").await), Error::NotFound);
        assert_eq!(refusal(intake::page(&desk.b, &other, "guessed", Step::Check).await), Error::NotFound);
    }
}

#[tokio::test]
async fn the_last_page_says_what_will_be_promised_and_the_ticket_keeps_it() {
    for desk in filled().await {
        let customer = viewer(&desk.b, "customer").await;
        let id = answered(&desk.b, &customer).await;
        let page = intake::page(&desk.b, &customer, &id, Step::Check).await.unwrap();
        assert_eq!(page.policy.map(|policy| (policy.name, policy.formal)), Some(("Gold".into(), true)));
        let promised: Vec<_> =
            page.promised.iter().map(|promise| (promise.kind, promise.clock.due)).collect();
        assert!(promised.iter().any(|(kind, _)| *kind == PromiseKind::FirstReply), "{promised:?}");
        let written = intake::submit(&desk.b, &customer, &client(), &id).await.unwrap();
        let request = tickets::request(&desk.b, &customer, &written.number).await.unwrap();
        let kept: Vec<_> = request.promises.iter().map(|promise| (promise.kind, promise.clock.due)).collect();
        assert_eq!(kept, promised);
        let told: Vec<(&str, &str)> =
            request.answers.iter().map(|a| (a.label.as_str(), a.value.as_str())).collect();
        assert!(
            told.contains(&("Which printer?", "DX-200")) && told.contains(&("Impact", "One dock stopped")),
            "{told:?}"
        );
    }
}

#[tokio::test]
async fn one_intake_makes_one_ticket() {
    for desk in filled().await {
        let customer = viewer(&desk.b, "customer").await;
        let id = answered(&desk.b, &customer).await;
        let here = client();
        let before = desk.number("SELECT COUNT(*) FROM tickets").await;
        let (one, two) = tokio::join!(
            intake::submit(&desk.b, &customer, &here, &id),
            intake::submit(&desk.b, &customer, &here, &id)
        );
        let third = intake::submit(&desk.b, &customer, &client(), &id).await.unwrap();
        assert_eq!((&one.unwrap().number, &two.unwrap().number), (&third.number, &third.number));
        assert_eq!(desk.number("SELECT COUNT(*) FROM tickets").await, before + 1);
        let page = intake::page(&desk.b, &customer, &id, Step::Product).await.unwrap();
        assert_eq!((page.step, page.number), (Step::Done, Some(third.number)));
    }
}

#[tokio::test]
async fn a_visitor_needs_an_address_and_reads_only_after_proving_it() {
    for desk in filled().await {
        let id = answered(&desk.b, &visitor()).await;
        let refused =
            intake::save(&desk.b, &visitor(), &client(), &id, Step::Check, &fields(&[("name", "Zoë")]))
                .await
                .unwrap();
        assert_eq!(refused.errors, [FieldError::new("email", Problem::Required)]);
        let who = fields(&[("name", "Zoë Marsh"), ("email", "zoe@elsewhere.example")]);
        let saved = intake::save(&desk.b, &visitor(), &client(), &id, Step::Check, &who).await.unwrap();
        assert_eq!((saved.next, saved.errors), (Step::Done, vec![]));
        let written = intake::submit(&desk.b, &visitor(), &client(), &id).await.unwrap();
        assert_eq!(refusal(tickets::request(&desk.b, &visitor(), &written.number).await), Error::SignIn);
        people::send_code(&desk.b, &client(), "zoe@elsewhere.example").await.unwrap();
        let code = desk.mailed_code().await;
        let zoe =
            people::sign_in_code(&desk.b, &client(), "zoe@elsewhere.example", &code).await.unwrap().viewer;
        let request = tickets::request(&desk.b, &zoe, &written.number).await.unwrap();
        assert_eq!(request.subject, "Blank labels at dock 2");
        assert_eq!(zoe.organisation_id, None);
    }
}

#[tokio::test]
async fn a_known_address_gets_the_request_and_the_visitor_nothing() {
    for desk in filled().await {
        let id = answered(&desk.b, &visitor()).await;
        let who = fields(&[("name", "Somebody"), ("email", "Customer@Demo.example")]);
        intake::save(&desk.b, &visitor(), &client(), &id, Step::Check, &who).await.unwrap();
        let written = intake::submit(&desk.b, &visitor(), &client(), &id).await.unwrap();
        assert_eq!(refusal(tickets::request(&desk.b, &visitor(), &written.number).await), Error::SignIn);
        let customer = viewer(&desk.b, "customer").await;
        let request = tickets::request(&desk.b, &customer, &written.number).await.unwrap();
        assert_eq!(request.requester, "Rosalind Achterberg", "a name typed by a stranger renames nobody");
        let first = request.entries.last().unwrap();
        assert_eq!((first.author_name.as_str(), first.mine), ("Somebody", false), "nor speaks as them");
        assert!(matches!(&first.body, Body::Created { unverified: Some(name), .. } if name == "Somebody"));
        assert_eq!(request.contract, None, "an address alone brings no contract");
    }
}

#[tokio::test]
async fn a_visitor_is_promised_what_the_check_page_said() {
    for desk in filled().await {
        let id = answered(&desk.b, &visitor()).await;
        let shown = intake::page(&desk.b, &visitor(), &id, Step::Check).await.unwrap();
        let who = fields(&[("name", "Somebody"), ("email", "customer@demo.example")]);
        intake::save(&desk.b, &visitor(), &client(), &id, Step::Check, &who).await.unwrap();
        let written = intake::submit(&desk.b, &visitor(), &client(), &id).await.unwrap();
        let customer = viewer(&desk.b, "customer").await;
        let request = tickets::request(&desk.b, &customer, &written.number).await.unwrap();
        let dues = |promises: &[PromiseView]| {
            promises.iter().map(|promise| (promise.kind, promise.clock.due)).collect::<Vec<_>>()
        };
        assert_eq!(dues(&request.promises), dues(&shown.promised));
    }
}

#[tokio::test]
async fn a_disabled_persons_address_is_as_good_as_any() {
    for desk in filled().await {
        desk.exec("UPDATE people SET disabled_at = 1 WHERE id = (SELECT person_id FROM person_emails WHERE email_norm = 'customer2@demo.example')", vec![]).await;
        let id = answered(&desk.b, &visitor()).await;
        let who = fields(&[("name", "Somebody"), ("email", "customer2@demo.example")]);
        intake::save(&desk.b, &visitor(), &client(), &id, Step::Check, &who).await.unwrap();
        intake::submit(&desk.b, &visitor(), &client(), &id).await.unwrap();
    }
}

#[tokio::test]
async fn what_is_typed_after_the_session_ended_is_there_after_signing_in() {
    for desk in filled().await {
        let customer = viewer(&desk.b, "customer").await;
        let product = fields(&[("product", "label")]);
        let begun =
            intake::save(&desk.b, &customer, &client(), "", Step::Product, &product).await.unwrap().id;
        let topic = fields(&[("topic", "printing")]);
        intake::save(&desk.b, &customer, &client(), &begun, Step::Topic, &topic).await.unwrap();
        let half = [("subject", "Half"), ("text", "White"), ("printing-model", "DX-200")];
        intake::save(&desk.b, &customer, &client(), &begun, Step::Describe, &fields(&half)).await.unwrap();
        let before = desk.texts("SELECT body FROM intakes ORDER BY id").await;
        let typed = [("subject", "Blank labels at dock 2"), ("text", "All white")];
        for id in [begun.as_str(), "guessed"] {
            let ended =
                intake::save(&desk.b, &visitor(), &client(), id, Step::Describe, &fields(&typed)).await;
            assert_eq!(refusal(ended), Error::SignIn);
            let unread = intake::page(&desk.b, &visitor(), id, Step::Describe).await;
            assert_eq!(refusal(unread), Error::SignIn, "nor does anybody learn that there is one");
        }
        assert_eq!(desk.texts("SELECT body FROM intakes ORDER BY id").await, before, "nothing was changed");
        let typed = serde_json::to_string(&fields(&typed)).unwrap();
        let other = viewer(&desk.b, "customer2").await;
        for stranger in [&other, &visitor()] {
            let taken = intake::resume(&desk.b, stranger, &client(), &begun, Step::Describe, &typed).await;
            assert!(matches!(refusal(taken), Error::NotFound | Error::SignIn));
        }
        let foreign = intake::page(&desk.b, &other, &begun, Step::Describe).await;
        assert_eq!(refusal(foreign), Error::NotFound);
        intake::resume(&desk.b, &customer, &client(), &begun, Step::Describe, &typed).await.unwrap();
        intake::resume(&desk.b, &customer, &client(), &begun, Step::Describe, "{\"cut").await.unwrap();
        let page = intake::page(&desk.b, &customer, &begun, Step::Describe).await.unwrap();
        assert_eq!(
            (page.intake.subject.as_str(), page.intake.text.as_str()),
            ("Blank labels at dock 2", "All white")
        );
        let model = ("printing-model".to_owned(), "DX-200".to_owned());
        assert!(page.intake.answers.contains(&model), "answers stay: {:?}", page.intake.answers);
    }
}

#[tokio::test]
async fn an_answer_that_helps_ends_it_and_can_be_taken_back() {
    for desk in filled().await {
        search::catch_up(&desk.b).await.unwrap();
        let customer = viewer(&desk.b, "customer").await;
        let id = answered(&desk.b, &customer).await;
        let slug = "labels-print-blank-on-dx-200";
        let hits = intake::suggest(&desk.b, &customer, &id, "labels come out blank").await.unwrap();
        assert!(hits.iter().any(|hit| hit.id == slug), "{hits:?}");
        let page = intake::page(&desk.b, &customer, &id, Step::Describe).await.unwrap();
        assert!(page.intake.shown.contains(&slug.to_owned()), "{:?}", page.intake.shown);
        intake::opened(&desk.b, &customer, &id, slug).await.unwrap();
        let count = "SELECT deflected FROM articles WHERE slug = 'labels-print-blank-on-dx-200'";
        let before = desk.number(count).await;
        for _ in 0..2 {
            intake::deflect(&desk.b, &customer, &id, slug).await.unwrap();
        }
        assert_eq!(desk.number(count).await, before + 1);
        for _ in 0..2 {
            intake::undo(&desk.b, &customer, &id).await.unwrap();
        }
        assert_eq!(desk.number(count).await, before);
        let written = intake::submit(&desk.b, &customer, &client(), &id).await.unwrap();
        let request = tickets::request(&desk.b, &customer, &written.number).await.unwrap();
        let opened = request.entries.iter().find_map(|entry| match &entry.body {
            Body::Created { opened, .. } => Some(opened.clone()),
            _ => None,
        });
        assert_eq!(opened, Some(vec![slug.to_owned()]));
    }
}

#[tokio::test]
async fn one_network_sends_only_so_many_requests_in_an_hour() {
    const HOUR_MS: i64 = 3_600_000;
    for desk in filled().await {
        for _ in 0..149 {
            tries::take(&desk.b, "new request from 192.0.2.1", 1_000, HOUR_MS).await.unwrap();
        }
        let (last, over) = (answered(&desk.b, &visitor()).await, answered(&desk.b, &visitor()).await);
        for id in [&last, &over] {
            let who = fields(&[("name", "Noor"), ("email", &format!("{id}@example.com"))]);
            intake::save(&desk.b, &visitor(), &client(), id, Step::Check, &who).await.unwrap();
        }
        intake::submit(&desk.b, &visitor(), &client(), &last).await.unwrap();
        let refused = refusal(intake::submit(&desk.b, &visitor(), &client(), &over).await);
        assert!(matches!(refused, Error::TooMany { retry_after: 1..=3_600 }), "{refused:?}");
        let elsewhere = Client { address: "192.0.2.2".into(), ..client() };
        intake::submit(&desk.b, &visitor(), &elsewhere, &over).await.unwrap();
    }
}

#[tokio::test]
async fn one_network_begins_only_so_many_requests_in_an_hour() {
    const HOUR_MS: i64 = 3_600_000;
    for desk in filled().await {
        for _ in 0..299 {
            tries::take(&desk.b, "begun request 192.0.2.1", 1_000, HOUR_MS).await.unwrap();
        }
        let product = fields(&[("product", "label")]);
        let last = intake::save(&desk.b, &visitor(), &client(), "", Step::Product, &product).await.unwrap();
        let over = intake::save(&desk.b, &visitor(), &client(), "", Step::Product, &product).await;
        assert!(matches!(refusal(over), Error::TooMany { retry_after: 1..=3_600 }));
        // What was begun goes on.
        let topic = fields(&[("topic", "printing")]);
        intake::save(&desk.b, &visitor(), &client(), &last.id, Step::Topic, &topic).await.unwrap();
        let customer = viewer(&desk.b, "customer").await;
        intake::save(&desk.b, &customer, &client(), "", Step::Product, &product).await.unwrap();
    }
}

#[tokio::test]
async fn what_was_left_lying_is_forgotten() {
    for desk in filled().await {
        let customer = viewer(&desk.b, "customer").await;
        let (left, sent) = (answered(&desk.b, &customer).await, answered(&desk.b, &customer).await);
        intake::submit(&desk.b, &customer, &client(), &sent).await.unwrap();
        desk.clock.advance(31 * DAY_MS);
        intake::forget_abandoned(&desk.b).await.unwrap();
        assert_eq!(refusal(intake::page(&desk.b, &customer, &left, Step::Check).await), Error::NotFound);
        assert_eq!(
            desk.number("SELECT COUNT(*) FROM intakes").await,
            1,
            "the sent one says what was suggested"
        );
    }
}

#[tokio::test]
async fn only_an_article_that_one_may_read_is_given_the_credit() {
    const CREDIT: &str = "SELECT deflected FROM articles WHERE slug = 'gold-night-line'";
    for desk in filled().await {
        let gold = viewer(&desk.b, "customer").await;
        let silver = Viewer { tier: Some("silver".into()), ..gold.clone() };
        let before = desk.number(CREDIT).await;
        let product = fields(&[("product", "label")]);
        for (v, after) in [(&silver, before), (&gold, before + 1)] {
            let id = intake::save(&desk.b, v, &client(), "", Step::Product, &product).await.unwrap().id;
            intake::deflect(&desk.b, v, &id, "gold-night-line").await.unwrap();
            assert_eq!(desk.number(CREDIT).await, after, "{:?}", v.tier);
        }
    }
}

#[tokio::test]
async fn what_is_being_typed_is_kept_and_never_undoes_what_was_saved() {
    for desk in filled().await {
        let (b, customer) = (&desk.b, viewer(&desk.b, "customer").await);
        let id = answered(b, &customer).await;
        let page = async || intake::page(b, &customer, &id, Step::Describe).await.unwrap();
        let seen = page().await.saves;
        let typed = fields(&[("subject", "Blank labels, and now stripes"), ("printing-place", "Dock 3")]);
        intake::draft(b, &customer, &id, seen, &typed).await.unwrap();
        let kept = page().await;
        assert_eq!(kept.intake.subject, "Blank labels, and now stripes");
        assert_eq!((kept.intake.answer("printing-place"), kept.errors), ("Dock 3", vec![]));

        desk.clock.advance(1_000);
        let saved =
            intake::save(b, &customer, &client(), &id, Step::Describe, &fields(&DESCRIBED)).await.unwrap();
        assert_eq!(saved.errors, []);
        intake::draft(b, &customer, &id, seen, &typed).await.unwrap();
        assert_eq!(page().await.intake.subject, "Blank labels at dock 2", "what came late was typed before");

        for stranger in [viewer(b, "customer2").await, visitor()] {
            assert!(intake::draft(b, &stranger, &id, seen + 1, &typed).await.is_err());
        }
        intake::submit(b, &customer, &client(), &id).await.unwrap();
        intake::draft(b, &customer, &id, seen + 1, &typed).await.unwrap();
        assert_eq!(desk.number("SELECT COUNT(*) FROM intakes WHERE state = 'sent'").await, 1);
    }
}

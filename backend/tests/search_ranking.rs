//! What comes first, what narrows, and why something is suggested; on both databases.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;
mod library;

use backend::search::{self, Known};
use common::desk::{Desk, desks};
use domain::Viewer;
use domain::access::Role;
use domain::search::{Hit, HitKind, Why, matched};
use domain::words::Lang;
use library::{a_case, a_problem, an_article};

const TOPIC: &str = "INSERT INTO topics (id, product_id, name, hint, ticket_type, position)
  VALUES ($1, 'label', $1, '', 'incident', 1)";
const YEAR: i64 = 365 * 86_400_000;

fn visitor() -> Viewer {
    Viewer::visitor(Lang::En)
}

async fn suggested(desk: &Desk, v: &Viewer, known: Known) -> Vec<Hit> {
    search::suggest(&desk.b, v, &known).await.unwrap()
}

fn ids(hits: &[Hit]) -> Vec<&str> {
    hits.iter().map(|hit| hit.id.as_str()).collect()
}

fn why<'h>(hits: &'h [Hit], id: &str) -> &'h [Why] {
    &hits.iter().find(|hit| hit.id == id).unwrap().why
}

#[tokio::test]
async fn exact_comes_before_fuzzy_and_beginnings() {
    for desk in desks().await {
        desk.save(an_article("fuzzy", "Clean a plate", "A plate is cleaned.")).await;
        desk.save(an_article("exact", "Clean a platen", "The platen is cleaned.")).await;
        desk.save(an_article("longer", "Clean the platenware", "Platenware is cleaned.")).await;
        desk.index().await;
        assert_eq!(desk.ids(&visitor(), "platen ").await, ["exact", "fuzzy"]);
        assert_eq!(desk.ids(&visitor(), "platen").await[0], "exact", "while it is typed");
        assert!(desk.ids(&visitor(), "platen").await.contains(&"longer".to_owned()));
    }
}

#[tokio::test]
async fn what_was_typed_comes_before_what_resembles_it_and_titles_before_texts() {
    let cases = [
        (
            "side",
            "Labels shift to one side",
            "Add a site",
            "Every site has a site manager. A site is a site.",
        ),
        (
            "lose",
            "Handhelds lose the network",
            "A lost handheld",
            "It is lost. Whoever lost it reports the lost one.",
        ),
        ("prin", "Add a dock printer", "Reset a PIN", "The PIN is a PIN. Each PIN is another PIN."),
        ("spool", "Where the long list of waiting jobs of a spool is kept", "Jobs", "Spool spool."),
        (
            "counting",
            "Counting an aisle by night",
            "Count an aisle by night",
            "Nothing else is said here, at some length.",
        ),
    ];
    for desk in desks().await {
        for (word, title, rival, text) in cases {
            desk.save(an_article(&format!("{word}-a"), rival, text)).await;
            desk.save(an_article(&format!("{word}-b"), title, "Nothing else is said here, at some length."))
                .await;
        }
        desk.index().await;
        for (word, ..) in cases {
            assert_eq!(desk.ids(&visitor(), word).await[0], format!("{word}-b"), "{word}, being typed");
            if word != "prin" {
                assert_eq!(desk.ids(&visitor(), &format!("{word} ")).await[0], format!("{word}-b"), "{word}");
            }
        }
        assert!(desk.ids(&visitor(), "sied ").await.contains(&"side-b".to_owned()), "typos are found still");
    }
}

#[tokio::test]
async fn two_slips_are_forgiven_in_a_long_word_only() {
    for desk in desks().await {
        desk.save(an_article("long", "Synchronisation", "Synchronisation of accounts.")).await;
        desk.save(an_article("short", "Folder", "A folder.")).await;
        desk.index().await;
        assert_eq!(desk.ids(&visitor(), "sinchronisaton ").await, ["long"]);
        assert_eq!(desk.ids(&visitor(), "flder ").await, ["short"]);
        let results = desk.search(&visitor(), "fldr ").await;
        assert!(results.hits.is_empty(), "two in a short one are not");
    }
}

#[tokio::test]
async fn title_comes_before_keywords_and_text() {
    for desk in desks().await {
        desk.save(an_article("text", "Something", "A spindle, in the text.")).await;
        let mut keyed = an_article("keyed", "Something other", "Nothing here.");
        keyed.keywords = vec!["spindle".into()];
        desk.save(keyed).await;
        desk.save(an_article("title", "Spindle", "Nothing here.")).await;
        desk.index().await;
        assert_eq!(desk.ids(&visitor(), "spindle").await[0], "title");
        assert_eq!(desk.ids(&visitor(), "spindle").await.len(), 3);
    }
}

#[tokio::test]
async fn what_helped_comes_before_what_was_forgotten() {
    for desk in desks().await {
        for slug in ["alike-a", "alike-b", "alike-c"] {
            desk.save(an_article(slug, "Change the spindle", "Lift it out.")).await;
        }
        desk.index().await;
        desk.exec("UPDATE articles SET helped = 90 WHERE slug = $1", vec!["alike-b".into()]).await;
        desk.exec("UPDATE articles SET helped = 9, not_helped = 90 WHERE slug = $1", vec!["alike-c".into()])
            .await;
        assert_eq!(desk.ids(&visitor(), "spindle").await, ["alike-b", "alike-c", "alike-a"]);
        let hits = suggested(&desk, &visitor(), Known::of("the spindle has to be changed")).await;
        assert_eq!(ids(&hits), ["alike-b", "alike-c", "alike-a"]);
        // Popularity orders what fits alike; it does not lift what fits worse.
        desk.save(an_article("better", "Spindle", "Spindle.")).await;
        desk.index().await;
        assert_eq!(desk.ids(&visitor(), "spindle").await[0], "better");
    }
}

#[tokio::test]
async fn the_recent_comes_before_the_forgotten() {
    for desk in desks().await {
        let ana = desk.of(Role::Customer, "ana@quill.example", "quill").await;
        let agent = desk.person(Role::Agent, "agent@demo.example").await;
        for number in [10_001, 10_002, 10_003] {
            desk.raise(a_case(number, &ana, "Spindle broken", "It broke.")).await;
            desk.save(an_article(&format!("a{number}"), "Change the spindle", "Lift it out.")).await;
        }
        for (sql, id) in [
            ("UPDATE tickets SET changed_at = changed_at - $1 WHERE number <> $2", 10_002),
            ("UPDATE articles SET changed_at = changed_at - $1 WHERE slug <> 'a10002' AND version <> $2", 0),
        ] {
            desk.exec(sql, vec![(2 * YEAR).into(), i64::from(id).into()]).await;
        }
        search::reindex(&desk.b).await.unwrap();
        assert_eq!(desk.ids(&agent, "spindle type:ticket").await[0], "CW-10002");
        assert_eq!(desk.ids(&visitor(), "spindle").await[0], "a10002");
    }
}

#[tokio::test]
async fn a_whole_question_finds_what_answers_some_of_it() {
    for desk in desks().await {
        desk.save(an_article("pair", "Pair a scanner", "Hold the trigger.")).await;
        desk.save(an_article("clean", "Clean a scanner", "With a cloth.")).await;
        desk.index().await;
        let question = "my new handheld scanner refuses to pair with anything in the warehouse";
        assert_eq!(desk.ids(&visitor(), question).await, ["pair", "clean"]);
        assert_eq!(
            desk.ids(&visitor(), "pair scanner").await,
            ["pair", "clean"],
            "all words first, then most of them"
        );
        assert_eq!(desk.ids(&visitor(), "scanner -clean").await, ["pair"]);
    }
}

/// Two tickets that differ in everything that can be asked for.
async fn handled(desk: &Desk) -> (Viewer, Viewer) {
    let cast = desk.cast().await;
    desk.product("label", "Label").await;
    desk.raise(a_case(10_001, &cast.ana, "Spindle", "It broke.")).await;
    desk.raise(a_case(10_002, &cast.bo, "Spindle", "It broke, version 7.4.1, error E-77.")).await;
    let assign =
        "UPDATE tickets SET assignee_id = $1, queue_id = 'print', priority = 3, ticket_type = 'question',
        channel = 'phone', status = 'on_hold', product_id = 'label' WHERE number = 10002";
    desk.exec(assign, vec![cast.agent.person_id.clone().into()]).await;
    let mut german = an_article("spindel", "Spindle auf Deutsch", "Die Spindel.");
    german.lang = "de".into();
    desk.save(german).await;
    desk.save(an_article("english", "Spindle in English", "The spindle.")).await;
    search::reindex(&desk.b).await.unwrap();
    (cast.agent, cast.bo)
}

#[tokio::test]
async fn fields_narrow_what_is_found() {
    for desk in desks().await {
        let (agent, bo) = handled(&desk).await;
        for query in [
            "assignee:me",
            "assignee:ines",
            "assignee:Ines type:ticket",
            "queue:printing",
            "priority:urgent",
            "type:question",
            "channel:phone",
            "status:on-hold",
            "status:\"on hold\"",
            "product:Label",
            "product:label -status:open",
            "version:7.4.1",
            "version:v7.4.1",
            "error:E-77",
            "code:e-77",
            "from:bo",
            "from:bo@pine.example",
            "number:CW-10002",
            "type:ticket -assignee:none",
            "-type:incident,article",
            "priority:high,urgent",
        ] {
            assert_eq!(desk.ids(&agent, query).await, ["CW-10002"], "{query}");
            assert_eq!(desk.ids(&agent, &format!("{query} spindle")).await, ["CW-10002"], "{query} spindle");
        }
        assert_eq!(desk.ids(&agent, "assignee:none").await, ["CW-10001"]);
        assert_eq!(desk.ids(&agent, "spindle lang:de").await, ["spindel"]);
        assert_eq!(desk.ids(&agent, "spindle type:article -lang:de").await, ["english"]);
        assert_eq!(desk.ids(&bo, "from:me").await, ["CW-10002"]);
        for query in ["assignee:ines", "assignee:none", "queue:printing"] {
            assert!(desk.ids(&bo, query).await.is_empty(), "{query} is the desk's own matter");
        }
        assert!(desk.ids(&bo, "-assignee:ines from:me").await.len() <= 1);
    }
}

#[tokio::test]
async fn suggestions_say_why() {
    for desk in desks().await {
        desk.product("label", "Label").await;
        desk.exec(TOPIC, vec!["printing".into()]).await;
        let ana = desk.of(Role::Customer, "ana@quill.example", "quill").await;
        let mut same = an_article("same", "Labels print blank", "The label is white.");
        (same.product_id, same.topic) = (Some("label".into()), Some("printing".into()));
        desk.save(same).await;
        desk.save(an_article("other", "Labels print blank", "The label is white.")).await;
        desk.save_problem(a_problem("P-311", "Labels print blank after the update")).await;
        desk.raise(a_case(10_001, &ana, "Labels print blank", "All of them.")).await;
        desk.index().await;
        let known = Known {
            product: Some("label".into()),
            topic: Some("printing".into()),
            ..Known::of("Labels print blank\nsince the morning ")
        };
        let hits = suggested(&desk, &ana, known).await;
        assert_eq!(
            ids(&hits),
            ["same", "other", "P-311", "CW-10001"],
            "those of the product and topic first"
        );
        assert_eq!(why(&hits, "same"), [Why::Words, Why::Product, Why::Topic]);
        assert_eq!(why(&hits, "other"), [Why::Words]);
        assert_eq!(why(&hits, "P-311"), [Why::Problem, Why::Words]);
        assert_eq!(why(&hits, "CW-10001"), [Why::OpenRequest, Why::Words]);
        assert_eq!(matched(&hits[0], 3), ["Labels", "print", "blank"]);
        assert!(desk.search(&ana, "blank").await.hits.iter().all(|hit| hit.why.is_empty()));
    }
}

#[tokio::test]
async fn answers_and_codes_are_known_too() {
    for desk in desks().await {
        desk.save(an_article("driver", "Blank labels with an old driver", "Update driver 7.4.1.")).await;
        desk.save(an_article("cable", "Blank labels over a network cable", "Look at the cable.")).await;
        desk.save(an_article("code", "What CLIP-07 means", "The head is open.")).await;
        desk.index().await;
        let answered = |answer: &str| Known { answers: vec![answer.into()], ..Known::of("Blank labels ") };
        for (answer, first) in [("a network cable", "cable"), ("7.4.1", "driver"), ("CLIP-07", "code")] {
            let hits = suggested(&desk, &visitor(), answered(answer)).await;
            assert_eq!(hits[0].id, first, "{answer}");
        }
        let hits =
            suggested(&desk, &visitor(), Known::of("It says CLIP-07 since monday, all is blank")).await;
        assert_eq!((hits[0].kind, hits[0].id.as_str()), (HitKind::Article, "code"));
    }
}

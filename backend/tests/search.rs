//! Finding things, and above all not finding what is not yours; on both databases.

mod common;
mod library;

use backend::search::{self, Ask, Known, Search};
use common::desk::{Desk, desks};
use domain::Viewer;
use domain::access::{Role, Scope};
use domain::knowledge::Audience;
use domain::search::{HitKind, plain};
use domain::words::Lang;
use library::{a_case, a_problem, an_article, index_folder, note, shown};
use std::time::Duration;

fn visitor() -> Viewer {
    Viewer::visitor(Lang::En)
}

/// A small library that most tests search in.
async fn stock(desk: &Desk) {
    desk.product("label", "Label").await;
    let mut blank = an_article(
        "labels-print-blank",
        "Labels print blank",
        "The printer feeds, the label is white. See `CLIP-07` in the log of driver 7.4.1.\n\n## Test page\n\nPrint one.",
    );
    blank.product_id = Some("label".into());
    blank.keywords = vec!["empty labels".into(), "DX-200".into()];
    desk.save(blank).await;
    desk.save(an_article(
        "pair-a-scanner",
        "Pair a scanner",
        "Hold the trigger until the scanner blinks. Printers are not paired.",
    ))
    .await;
    desk.save(an_article("stock-counts", "Count stock at night", "Counting while nobody picks.")).await;
    desk.save_problem(a_problem("P-311", "DX-200 prints nothing after the update")).await;
    desk.index().await;
}

#[tokio::test]
async fn words_are_found_in_their_forms_and_as_they_are_typed() {
    for desk in desks().await {
        stock(&desk).await;
        let v = visitor();
        assert_eq!(desk.ids(&v, "counted ").await, ["stock-counts"], "word forms");
        assert_eq!(desk.ids(&v, "scann").await, ["pair-a-scanner"], "the beginning of a word");
        assert_eq!(desk.ids(&v, "pair scanner").await, ["pair-a-scanner"]);
        assert_eq!(
            desk.ids(&v, "how do I pair a scanner?").await,
            ["pair-a-scanner"],
            "words that say nothing"
        );
        assert_eq!(desk.ids(&v, "SCANNER Pair").await, ["pair-a-scanner"]);
        assert_eq!(
            desk.ids(&v, "pair scanner submarine").await,
            ["pair-a-scanner"],
            "most words when not all"
        );
        assert_eq!(desk.ids(&v, "submarine").await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn slips_are_forgiven_and_a_better_spelling_is_offered() {
    for desk in desks().await {
        stock(&desk).await;
        let v = visitor();
        for typed in ["scaner", "scannre", "scannr ", "sscanner"] {
            let results = desk.search(&v, typed).await;
            assert_eq!(results.hits[0].id, "pair-a-scanner", "{typed}");
        }
        let results = desk.search(&v, "scannre ").await;
        assert_eq!(results.spelling.as_deref(), Some("scanner"));
        assert_eq!(desk.search(&v, "scanner").await.spelling, None);
        assert_eq!(desk.ids(&v, "cat ").await, Vec::<String>::new(), "short words are not guessed");
    }
}

#[tokio::test]
async fn exact_things_are_found_exactly() {
    for desk in desks().await {
        stock(&desk).await;
        let v = visitor();
        assert_eq!(desk.ids(&v, "\"label is white\"").await, ["labels-print-blank"]);
        assert_eq!(desk.ids(&v, "\"white is label\"").await, Vec::<String>::new());
        for code in ["CLIP-07", "clip07", "Clip_07"] {
            assert_eq!(desk.ids(&v, code).await, ["labels-print-blank"], "{code}");
        }
        assert_eq!(desk.ids(&v, "p311").await[0], "P-311");
        assert_eq!(desk.ids(&v, "clip-08").await, Vec::<String>::new(), "codes are not guessed");
        assert_eq!(desk.ids(&v, "7.4.1").await.len(), 2, "article and problem");
        assert_eq!(desk.ids(&v, "P-311").await[0], "P-311");
        assert_eq!(desk.ids(&v, "number:p-311").await, ["P-311"]);
        assert_eq!(desk.ids(&v, "printer -scanner").await, ["labels-print-blank"]);
        assert_eq!(desk.ids(&v, "printer product:Label").await, ["labels-print-blank"]);
        assert_eq!(desk.ids(&v, "status:workaround").await, ["P-311"]);
    }
}

#[tokio::test]
async fn finds_are_marked_and_titles_come_first() {
    for desk in desks().await {
        stock(&desk).await;
        desk.save(an_article("other", "Something else", "A scanner, scanner, scanner in the text only."))
            .await;
        desk.index().await;
        let results = desk.search(&visitor(), "scanner").await;
        assert_eq!(
            results.hits.iter().map(|hit| hit.id.as_str()).collect::<Vec<_>>(),
            ["pair-a-scanner", "other"]
        );
        let marked: Vec<&str> =
            results.hits[0].title.iter().filter(|p| p.hit).map(|p| p.text.as_str()).collect();
        assert_eq!(marked, ["scanner"]);
        assert!(plain(&results.hits[0].snippet).starts_with("Hold the trigger"));
        assert!(results.hits[0].snippet.iter().any(|piece| piece.hit));
    }
}

#[tokio::test]
async fn filters_of_the_page_narrow() {
    for desk in desks().await {
        stock(&desk).await;
        let ask = Ask { q: "prints".into(), product: Some("label".into()), ..Ask::default() };
        let hits = search::search(&desk.b, &visitor(), &ask).await.unwrap().hits;
        assert_eq!(hits.len(), 1);
        assert_eq!(hits[0].product.as_deref(), Some("Label"));
        let ask = Ask { q: "prints".into(), kinds: vec![HitKind::Problem], limit: 1, ..Ask::default() };
        let hits = search::search(&desk.b, &visitor(), &ask).await.unwrap().hits;
        assert_eq!((hits[0].kind, hits[0].id.as_str()), (HitKind::Problem, "P-311"));
        assert_eq!(hits[0].state.as_deref(), Some("workaround"));
    }
}

/// Two organisations, a ticket of each, a note in one of them, an internal article.
struct Neighbours {
    ana: Viewer,
    boss: Viewer,
    carl: Viewer,
    agent: Viewer,
}

async fn neighbours(desk: &Desk) -> Neighbours {
    let ana = desk.of(Role::Customer, "ana@quill.example", "quill").await;
    let boss = desk.of(Role::OrganisationManager, "boss@quill.example", "quill").await;
    let carl = desk.of(Role::Customer, "carl@heron.example", "heron").await;
    let agent = desk.person(Role::Agent, "agent@demo.example").await;
    let mut case =
        a_case(10_234, &ana, "Blank labels", "Since Monday the platen prints nothing. Error E-77.");
    case.more = vec![note("Suspect sabotage by the nightshift, code N-99.")];
    desk.raise(case).await;
    desk.raise(a_case(10_235, &carl, "Heron turbine", "The turbine whistles.")).await;
    let mut internal =
        an_article("firmware-backdoor", "Firmware backdoor", "Only for staff: press zebrafish.");
    internal.audience = Audience::Internal;
    desk.save(internal).await;
    let mut members = an_article("members-guide", "Guide for members", "A walrus for the signed-in.");
    members.audience = Audience::SignedIn;
    desk.save(members).await;
    let mut hidden = a_problem("P-400", "Quokka leak");
    hidden.is_public = false;
    desk.save_problem(hidden).await;
    let mut draft = an_article("unfinished", "An okapi draft", "okapi");
    draft.state = "draft".into();
    desk.save(draft).await;
    desk.index().await;
    Neighbours { ana, boss, carl, agent }
}

#[tokio::test]
async fn tickets_are_found_by_those_who_may_see_them() {
    for desk in desks().await {
        let who = neighbours(&desk).await;
        for query in [
            "CW-10234",
            "10234",
            "cw-10234",
            "number:10234",
            "platen",
            "E-77",
            "blank labels",
            "from:ana status:open",
        ] {
            for v in [&who.ana, &who.boss, &who.agent] {
                assert_eq!(desk.ids(v, query).await, ["CW-10234"], "{query} by {}", v.email);
            }
            for v in [&who.carl, &visitor()] {
                assert_eq!(desk.ids(v, query).await, Vec::<String>::new(), "{query} by {}", v.email);
            }
        }
        let hit = &desk.search(&who.ana, "platen").await.hits[0];
        assert_eq!((hit.kind, hit.state.as_deref()), (HitKind::Ticket, Some("open")));
        assert!(plain(&hit.snippet).contains("Since Monday the platen"));
        assert_eq!(desk.ids(&who.agent, "from:carl@heron.example").await, ["CW-10235"]);
        assert_eq!(desk.ids(&who.agent, "status:resolved").await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn what_is_not_yours_shows_nowhere() {
    for desk in desks().await {
        let who = neighbours(&desk).await;
        let queries = [
            "sabotage",
            "sabotge ",
            "nightshift",
            "N-99",
            "n-99",
            "\"by the nightshift\"",
            "sabot",
            "labels sabotage",
            "labels -platen sabotage",
            "turbine",
            "turbne ",
            "heron",
            "zebrafish",
            "backdoor",
            "backdor ",
            "firmw",
            "quokka",
            "P-400",
            "okapi",
            "flux capacitor",
            "10235",
        ];
        for query in queries {
            for v in [&who.ana, &who.boss, &visitor()] {
                let results = desk.search(v, query).await;
                let all = format!("{} {}", shown(&results.hits), results.spelling.unwrap_or_default());
                for secret in [
                    "sabotage",
                    "nightshift",
                    "N-99",
                    "turbine",
                    "whistles",
                    "zebrafish",
                    "backdoor",
                    "Quokka",
                    "okapi",
                    "capacitor",
                ] {
                    assert!(
                        !all.to_lowercase().contains(&secret.to_lowercase()),
                        "{query} shows {secret} to {}: {all}",
                        v.email
                    );
                }
                let whole = query != "labels sabotage" && query != "labels -platen sabotage";
                assert!(!whole || results.hits.is_empty(), "{query} by {}: {all}", v.email);
                for (_, id) in desk.suggestions(v, query).await {
                    assert!(
                        !matches!(id.as_str(), "CW-10235" | "firmware-backdoor" | "P-400" | "unfinished"),
                        "{query}: {id}"
                    );
                }
            }
        }
        assert_eq!(desk.ids(&who.agent, "sabotage").await, ["CW-10234"]);
        assert!(shown(&desk.search(&who.agent, "sabotage").await.hits).contains("Suspect sabotage"));
        assert_eq!(desk.ids(&who.agent, "zebrafish").await, ["firmware-backdoor"]);
        assert_eq!(desk.ids(&who.ana, "walrus").await, ["members-guide"]);
        assert_eq!(desk.ids(&visitor(), "walrus").await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn scores_do_not_tell_what_others_wrote() {
    for desk in desks().await {
        let who = neighbours(&desk).await;
        let before = desk.search(&who.ana, "platen").await.hits[0].score;
        for number in 0..20 {
            desk.raise(a_case(20_000 + number, &who.carl, "Platen", "platen platen platen")).await;
        }
        desk.index().await;
        let hits = desk.search(&who.ana, "platen").await.hits;
        assert_eq!(hits.len(), 1);
        assert!((hits[0].score - before).abs() < f32::EPSILON);
    }
}

#[tokio::test]
async fn a_token_without_the_scope_may_not_search() {
    for desk in desks().await {
        let who = neighbours(&desk).await;
        let token = Viewer { scopes: Some(vec![Scope::TicketsRead]), ..who.agent };
        assert!(
            search::search(&desk.b, &token, &Ask { q: "platen".into(), ..Ask::default() }).await.is_err()
        );
        assert!(search::suggest(&desk.b, &token, &Known::of("platen")).await.is_err());
    }
}

#[tokio::test]
async fn an_index_that_is_behind_shows_nothing_it_should_not() {
    for desk in desks().await {
        let who = neighbours(&desk).await;
        desk.exec("UPDATE articles SET audience = 'internal' WHERE slug = $1", vec!["members-guide".into()])
            .await;
        desk.exec(
            "UPDATE tickets SET organisation_id = NULL, requester_id = $1 WHERE number = 10234",
            vec![who.carl.person_id.clone().into()],
        )
        .await;
        assert_eq!(desk.ids(&who.ana, "walrus").await, Vec::<String>::new());
        assert_eq!(desk.ids(&who.ana, "platen").await, Vec::<String>::new());
        assert!(desk.suggestions(&who.ana, "walrus platen labels").await.is_empty());
    }
}

#[tokio::test]
async fn hostile_queries_find_nothing_and_break_nothing() {
    for desk in desks().await.into_iter().take(1) {
        let who = neighbours(&desk).await;
        let long = "labels ".repeat(100_000);
        let word = "a".repeat(100_000);
        let fuzzy = (0..200).map(|n| format!("abcdefghij{n}klm ")).collect::<String>();
        let queries = [
            "",
            " ",
            "\"",
            "\"\"\"",
            "-",
            "- -",
            "-\"",
            "*",
            "a*",
            "(",
            "AND",
            "NOT x",
            "a:b",
            ":",
            "number:",
            "number:-1",
            "number:99999999999999999999",
            "status:\"",
            "from:'; DROP TABLE tickets",
            "\u{0}",
            "\u{202e}evil",
            "🦀 🦀🦀",
            "%",
            "_",
            "' OR 1=1 --",
            "\\",
            "ß ﬁ ı İ",
            "日本語 テスト",
            "e\u{301}",
            "((((((((((",
            "-a -b -c",
            "product:x product:y status:z",
            "\"- -\"",
            &long,
            &word,
            &fuzzy,
        ];
        for query in queries {
            let started = std::time::Instant::now();
            for v in [&who.agent, &who.ana, &visitor()] {
                desk.search(v, query).await;
                desk.suggestions(v, query).await;
            }
            assert!(
                started.elapsed() < Duration::from_secs(5),
                "{} took {:?}",
                &query[..query.len().min(20)],
                started.elapsed()
            );
        }
        assert_eq!(desk.number("SELECT COUNT(*) FROM tickets").await, 2);
    }
}

#[tokio::test]
async fn suggestions_are_for_the_one_who_writes() {
    for desk in desks().await {
        stock(&desk).await;
        let who = neighbours(&desk).await;
        let mut over = a_case(10_300, &who.ana, "Old blank labels", "blank labels again");
        over.status = "closed";
        desk.raise(over).await;
        desk.index().await;
        let text =
            "Hello, since yesterday our lables come out blnk from the printer and I dont know what to do";
        let ana = desk.suggestions(&who.ana, text).await;
        assert_eq!(ana[0], (HitKind::Article, "labels-print-blank".into()));
        assert!(ana.contains(&(HitKind::Ticket, "CW-10234".into())), "{ana:?}");
        assert!(!ana.iter().any(|(_, id)| id == "CW-10300"), "closed requests are not suggested: {ana:?}");
        let carl = desk.suggestions(&who.carl, text).await;
        assert!(carl.iter().all(|(kind, _)| *kind != HitKind::Ticket), "{carl:?}");
        assert_eq!(desk.suggestions(&visitor(), text).await[0].1, "labels-print-blank");
        assert!(
            desk.suggestions(&visitor(), "DX-200 prints nothing")
                .await
                .contains(&(HitKind::Problem, "P-311".into()))
        );
        assert!(desk.suggestions(&visitor(), "the of and").await.is_empty());
        let boss = desk.suggestions(&who.boss, text).await;
        assert!(
            boss.contains(&(HitKind::Ticket, "CW-10234".into())),
            "a manager writes for the organisation: {boss:?}"
        );
    }
}

#[tokio::test]
async fn an_empty_desk_answers() {
    for desk in desks().await {
        assert!(desk.ids(&visitor(), "anything").await.is_empty());
        assert!(desk.suggestions(&visitor(), "anything at all").await.is_empty());
        desk.index().await;
        assert!(desk.ids(&visitor(), "anything").await.is_empty());
        assert!(Search::open(&index_folder(&desk.b)).is_ok(), "a reader beside a reader");
    }
}

//! Articles read, rated, saved and imported, on both databases.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;
mod library;

use backend::import::{self, Report};
use backend::knowledge::{self, Saved};
use backend::people::Client;
use backend::{Failure, Outcome};
use common::Folder;
use common::desk::{Desk, START, desks};
use domain::access::Role;
use domain::error::Problem;
use domain::knowledge::{Audience, ServiceState};
use domain::words::Lang;
use domain::{Error, Viewer};
use library::{a_problem, an_article, shared_data};
use std::io::Write;
use std::path::PathBuf;

const INSERT_SERVICE: &str = "INSERT INTO services (id, name, state, note, since, next_update_at, position)
  VALUES ($1, $1, $2, 'Imports are late.', $3, $4, $5)";

fn visitor() -> Viewer {
    Viewer::visitor(Lang::En)
}

fn refusal<T: std::fmt::Debug>(outcome: Outcome<T>) -> Error {
    match outcome {
        Err(Failure::Refused(error)) => error,
        other => panic!("not refused: {other:?}"),
    }
}

fn a_file(folder: &Folder, name: &str, text: &str) -> PathBuf {
    let path = folder.0.join(name);
    std::fs::File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
    path
}

#[tokio::test]
async fn an_article_is_read_by_those_it_is_for() {
    for desk in desks().await {
        let ana = desk.person(Role::Customer, "ana@quill.example").await;
        let agent = desk.person(Role::LightAgent, "sales@demo.example").await;
        let audiences =
            [("open", Audience::Public), ("members", Audience::SignedIn), ("inside", Audience::Internal)];
        for (slug, audience) in audiences {
            let mut article = an_article(slug, slug, "## First\n\ntext");
            article.audience = audience;
            desk.save(article).await;
        }
        let mut draft = an_article("draft", "draft", "text");
        draft.state = "draft".into();
        desk.save(draft).await;
        for (v, readable) in [(&visitor(), 1), (&ana, 2), (&agent, 3)] {
            for (place, slug) in ["open", "members", "inside", "draft", "no-such"].into_iter().enumerate() {
                let page = knowledge::article(&desk.b, v, slug).await;
                if place < readable {
                    assert_eq!(page.unwrap().slug, slug);
                } else {
                    assert_eq!(refusal(page), Error::NotFound, "{slug} by {:?}", v.role);
                    assert_eq!(
                        refusal(knowledge::feedback(&desk.b, v, &Client::default(), slug, true, "").await),
                        Error::NotFound
                    );
                }
            }
        }
    }
}

#[tokio::test]
async fn an_article_says_all_about_itself() {
    for desk in desks().await {
        desk.product("label", "Label").await;
        let mut article =
            an_article("blank", "Labels print blank", "## Check\n\n**Look**\n\n## Repair\n\ndone");
        article.product_id = Some("label".into());
        article.versions = vec!["7.4".into()];
        article.keywords = vec!["empty labels".into()];
        article.source_url = Some("https://kb.example/1".into());
        article.licence = Some("CC BY-SA 3.0".into());
        desk.save(article).await;
        let mut odd = an_article("odd", "Odd", "Odd.");
        odd.source_url = Some("javascript:alert(1)".into());
        desk.save(odd).await;
        let odd = knowledge::article(&desk.b, &visitor(), "odd").await.unwrap();
        assert_eq!(odd.source_url, None, "only what is on the web becomes a link");
        desk.save(an_article("white", "White labels", "The label is white, or empty.")).await;
        desk.save(an_article("pair", "Pair a scanner", "No word in common.")).await;
        desk.index().await;
        let page = knowledge::article(&desk.b, &visitor(), "blank").await.unwrap();
        assert_eq!(page.product, Some(("label".into(), "Label".into())));
        assert_eq!((page.versions, page.keywords), (vec!["7.4".to_owned()], vec!["empty labels".to_owned()]));
        assert_eq!(
            page.contents.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(),
            ["s-check", "s-repair"]
        );
        assert!(page.html.contains("<h2 id=\"s-check\">") && page.html.contains("<strong>Look</strong>"));
        assert_eq!(page.related.iter().map(|other| other.slug.as_str()).collect::<Vec<_>>(), ["white"]);
        assert_eq!(
            (page.source_url.as_deref(), page.licence.as_deref()),
            (Some("https://kb.example/1"), Some("CC BY-SA 3.0"))
        );
        assert_eq!((page.changed.at, page.helped), (START, None));
    }
}

#[tokio::test]
async fn readings_are_counted_without_a_commit_each() {
    for desk in desks().await {
        desk.save(an_article("blank", "Blank", "text")).await;
        for _ in 0..3 {
            knowledge::article(&desk.b, &visitor(), "blank").await.unwrap();
        }
        assert_eq!(desk.number("SELECT views FROM articles").await, 0);
        knowledge::flush_views(&desk.b).await.unwrap();
        knowledge::flush_views(&desk.b).await.unwrap();
        assert_eq!(desk.number("SELECT views FROM articles").await, 3);
    }
}

#[tokio::test]
async fn one_network_gives_only_so_many_answers_in_an_hour() {
    for desk in desks().await {
        desk.save(an_article("blank", "Blank", "text")).await;
        let from = |address: &str| Client { address: address.into(), ..Client::default() };
        let say =
            async |client: Client| knowledge::feedback(&desk.b, &visitor(), &client, "blank", true, "").await;
        for _ in 0..100 {
            say(from("192.0.2.1")).await.unwrap();
        }
        assert!(matches!(refusal(say(from("192.0.2.1")).await), Error::TooMany { .. }));
        say(from("192.0.2.2")).await.unwrap();
        assert_eq!(desk.number("SELECT helped FROM articles").await, 101);
    }
}

#[tokio::test]
async fn a_person_has_one_answer_for_an_article() {
    for desk in desks().await {
        let ana = desk.person(Role::Customer, "ana@quill.example").await;
        desk.save(an_article("blank", "Blank", "text")).await;
        let say = async |v: &Viewer, helped, reason: &str| {
            knowledge::feedback(&desk.b, v, &Client::default(), "blank", helped, reason).await
        };
        say(&ana, false, "out of date").await.unwrap();
        say(&ana, false, "really").await.unwrap();
        assert_eq!(desk.number("SELECT not_helped FROM articles").await, 1);
        say(&ana, true, "").await.unwrap();
        say(&visitor(), true, "").await.unwrap();
        say(&visitor(), false, "").await.unwrap();
        assert_eq!(desk.number("SELECT helped FROM articles").await, 2);
        assert_eq!(desk.number("SELECT not_helped FROM articles").await, 1);
        assert_eq!(desk.number("SELECT COUNT(*) FROM article_feedback").await, 3);
        assert_eq!(knowledge::article(&desk.b, &ana, "blank").await.unwrap().helped, Some(true));
        assert_eq!(knowledge::article(&desk.b, &visitor(), "blank").await.unwrap().helped, None);
        let long = refusal(say(&ana, true, &"x".repeat(501)).await);
        assert_eq!(long, Error::field("reason", Problem::TooLong { max: 500 }));
    }
}

#[tokio::test]
async fn help_lists_what_its_reader_may_read() {
    for desk in desks().await {
        desk.product("label", "Label").await;
        for (slug, topic, audience) in [
            ("b", Some("printing"), Audience::Public),
            ("a", Some("printing"), Audience::Public),
            ("c", Some("drivers"), Audience::Public),
            ("d", Some("drivers"), Audience::Internal),
        ] {
            let mut article = an_article(slug, slug, "text");
            (article.product_id, article.topic, article.audience) =
                (Some("label".into()), topic.map(str::to_owned), audience);
            desk.save(article).await;
        }
        desk.save(an_article("e", "About nothing", "text")).await;
        let all = knowledge::help(&desk.b, &visitor(), None).await.unwrap();
        assert_eq!((all.products[0].name.as_str(), all.products[0].articles), ("Label", 3));
        assert_eq!(all.topics.len(), 1);
        assert_eq!(all.topics[0].1[0].slug, "e");
        let label = knowledge::help(&desk.b, &visitor(), Some("label")).await.unwrap();
        let topics: Vec<(&str, Vec<&str>)> = label
            .topics
            .iter()
            .map(|(name, of)| (name.as_str(), of.iter().map(|a| a.slug.as_str()).collect()))
            .collect();
        assert_eq!(topics, [("drivers", vec!["c"]), ("printing", vec!["a", "b"])]);
        assert_eq!(refusal(knowledge::help(&desk.b, &visitor(), Some("no-such")).await), Error::NotFound);
    }
}

#[tokio::test]
async fn the_first_page_and_the_status_page() {
    for desk in desks().await {
        desk.product("label", "Label").await;
        let mut article = an_article("blank", "Blank", "text");
        article.keywords = vec!["blank labels".into(), "white".into()];
        desk.save(article).await;
        desk.save_problem(a_problem("P-311", "DX-200 prints nothing")).await;
        let mut hidden = a_problem("P-312", "Secret");
        hidden.is_public = false;
        desk.save_problem(hidden).await;
        desk.exec(
            INSERT_SERVICE,
            vec!["Dock".into(), "slow".into(), START.0.into(), START.plus_secs(3_600).0.into(), 1_i64.into()],
        )
        .await;
        desk.exec(
            INSERT_SERVICE,
            vec!["Scan".into(), "up".into(), START.0.into(), None::<i64>.into(), 2_i64.into()],
        )
        .await;
        let home = knowledge::home_parts(&desk.b, &visitor()).await.unwrap();
        assert_eq!(
            (home.popular_searches, home.popular.len(), home.first_name),
            (vec!["blank labels".to_owned()], 1, None)
        );
        let status = knowledge::status(&desk.b, &visitor()).await.unwrap();
        assert_eq!(home.status, status);
        let names: Vec<&str> = status.services.iter().map(|service| service.name.as_str()).collect();
        assert_eq!(names, ["Dock", "Scan"]);
        assert_eq!(status.services[0].state, ServiceState::Slow);
        assert_eq!(
            status.services[0].next_update.as_ref().map(|stamp| stamp.text.as_str()),
            Some("Today, 11:00")
        );
        assert_eq!(status.services[1].since, None);
        assert_eq!(status.problems.len(), 1);
        assert_eq!(status.problems[0].workaround_html, "<p>Go back to <strong>7.3.9</strong>.</p>\n");
    }
}

#[tokio::test]
async fn saving_again_changes_nothing_and_addresses_are_unique() {
    for desk in desks().await {
        let article = |id: &str, slug: &str, body: &str| {
            let mut article = an_article(slug, "Same title", body);
            article.id = id.into();
            article
        };
        assert_eq!(desk.save(article("1", "", "text")).await, Saved::Added);
        assert_eq!(desk.save(article("1", "", "text")).await, Saved::Unchanged);
        assert_eq!(desk.save(article("2", "", "text")).await, Saved::Added);
        assert_eq!(desk.save(article("1", "another-wish", "new text")).await, Saved::Updated);
        assert_eq!(desk.texts("SELECT slug FROM articles ORDER BY id").await, ["same-title", "same-title-2"]);
        assert_eq!(desk.number("SELECT version FROM articles WHERE id = '1'").await, 2);
        assert_eq!(
            desk.texts("SELECT id FROM change_log ORDER BY seq").await,
            ["same-title", "same-title-2", "same-title"]
        );
        let huge = article("3", "", &"x".repeat(300_000)).rendered();
        assert!(matches!(refusal(huge), Error::Invalid(_)));
    }
}

#[tokio::test]
async fn hostile_markdown_stays_text() {
    for desk in desks().await.into_iter().take(1) {
        desk.save(an_article("", "<script>alert(1)</script>", "<script>alert(1)</script>\n\n<img src=x onerror=y>\n\n[a](javascript:x)\n\n![p](https://evil.example/p)")).await;
        desk.index().await;
        let slug = &desk.texts("SELECT slug FROM articles").await[0];
        assert_eq!(slug, "script-alert-1-script");
        let html = knowledge::article(&desk.b, &visitor(), slug).await.unwrap().html;
        for bad in ["<script", "<img", "href=\"javascript"] {
            assert!(!html.contains(bad), "{html}");
        }
    }
}

#[tokio::test]
async fn contacts_come_in_and_stay_when_they_come_again() {
    let folder = Folder::new();
    let path = a_file(
        &folder,
        "contacts.csv",
        "\u{feff}Name,Email,Organisation,Title,Role\n\
         Ana Lopes,ana@quill.example,Quill & Daughters,Warehouse lead,\n\
         \"Boss, Big\",boss@quill.example,\"Quill & Daughters\",,organisation_manager\n\
         No Address,nowhere,,,\n\
         Would Be,admin@quill.example,,,admin\n\
         Staff Already,agent@demo.example,,,customer\n\
         Multi,\"multi@quill.example\",,\"two\nlines\",\n\
         Lonely Boss,lonely@quill.example,,,organisation_manager\n\
         ,nameless@quill.example,,,\n",
    );
    for desk in desks().await {
        desk.person(Role::Agent, "agent@demo.example").await;
        let report = import::contacts(&desk.b, &path).await.unwrap();
        assert_eq!((report.added, report.updated, report.unchanged), (3, 0, 0), "{report:?}");
        let lines: Vec<u64> = report.rejected.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [4, 5, 6, 9, 10], "{:?}", report.rejected);
        let again = import::contacts(&desk.b, &path).await.unwrap();
        assert_eq!((again.added, again.updated, again.unchanged), (0, 0, 3));
        let changed = a_file(&folder, "changed.csv", "email,name\nANA@quill.example,Ana Maria Lopes\n");
        let changed = import::contacts(&desk.b, &changed).await.unwrap();
        assert_eq!((changed.added, changed.updated), (0, 1));
        assert_eq!(desk.number("SELECT COUNT(*) FROM organisations").await, 1);
        assert_eq!(
            desk.texts("SELECT name FROM people WHERE role = 'organisation_manager'").await,
            ["Boss, Big"]
        );
        let headless = a_file(&folder, "headless.csv", "a,b\n1,2\n");
        let refused = import::contacts(&desk.b, &headless).await.unwrap_err().to_string();
        assert!(refused.contains("no column name"), "{refused}");
        assert!(import::contacts(&desk.b, &folder.0.join("missing.csv")).await.is_err());
    }
}

#[tokio::test]
async fn an_import_reports_each_line_it_cannot_take_and_goes_on() {
    let folder = Folder::new();
    let long = format!("{{\"id\":\"{}\"}}", "x".repeat(5_000_000));
    let path = a_file(
        &folder,
        "articles.jsonl",
        &format!(
            "{}\n\n{}\nnot json\n{}\n{long}\n{}\n{}",
            r#"{"id":"compacting-folders","title":"Compacting folders","body":"Do it.","products":["LABEL"],"credit":"The authors"}"#,
            r#"{"id":"w001","title":"Strike text","answers":["Use ~~tildes~~.","Or not."]}"#,
            r#"{"id":"x","title":"","body":"no title"}"#,
            r#"{"id":"y","title":"No text"}"#,
            r#"{"id":"w002","title":"The last line has no end","body":"b"}"#,
        ),
    );
    for desk in desks().await {
        desk.product("label", "Label").await;
        let report = import::kb(&desk.b, &path, Some("CC BY-SA 3.0")).await.unwrap();
        assert_eq!(
            report.added,
            3,
            "{:?}",
            report.rejected.iter().map(|(n, why)| (n, &why[..why.len().min(60)])).collect::<Vec<_>>()
        );
        let lines: Vec<u64> = report.rejected.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [4, 5, 6, 7]);
        let folders = knowledge::article(&desk.b, &visitor(), "compacting-folders").await.unwrap();
        assert_eq!(folders.product, Some(("label".into(), "Label".into())));
        assert_eq!(folders.licence.as_deref(), Some("The authors"));
        let strike = knowledge::article(&desk.b, &visitor(), "strike-text").await.unwrap();
        assert!(strike.html.contains("<del>tildes</del>") && strike.html.contains("<hr>"), "{}", strike.html);
        assert_eq!(strike.licence.as_deref(), Some("CC BY-SA 3.0"));
        let again = import::kb(&desk.b, &path, Some("CC BY-SA 3.0")).await.unwrap();
        assert_eq!((again.added, again.updated, again.unchanged), (0, 0, 3));
        assert_eq!(desk.texts("SELECT data_kind FROM desk").await, ["real"]);
    }
}

#[tokio::test]
async fn real_knowledge_bases_come_in() {
    for name in ["kb-webapps", "kb-thunderbird"] {
        let Some(folder) = shared_data(name) else { continue };
        for desk in desks().await {
            let first = timed(&desk, &folder).await;
            println!("{name}: {} added, {} rejected", first.added, first.rejected.len());
            assert_eq!((first.added > 100, first.updated, first.rejected.len()), (true, 0, 0));
            let again = timed(&desk, &folder).await;
            assert_eq!((again.added, again.updated, again.unchanged), (0, 0, first.added));
            desk.index().await;
            assert!(!desk.ids(&visitor(), "delete account").await.is_empty());
        }
    }
}

async fn timed(desk: &Desk, folder: &std::path::Path) -> Report {
    import::kb(&desk.b, &folder.join("articles.jsonl"), Some("CC BY-SA 3.0")).await.unwrap()
}

#[tokio::test]
async fn real_threads_are_read_whole() {
    let Some(folder) = shared_data("tickets-thunderbird") else { return };
    for desk in desks().await.into_iter().take(1) {
        let seen = std::sync::Mutex::new((0, 0));
        let take = async |_: &backend::Backend, ticket: import::Imported| {
            let mut seen = seen.lock().unwrap();
            seen.0 += 1;
            seen.1 += ticket.messages.len();
            assert!(ticket.messages.is_sorted_by_key(|message| message.at));
            Ok(Saved::Added)
        };
        let report = import::tickets_into(&desk.b, &folder.join("tickets.jsonl"), take).await.unwrap();
        let (threads, messages) = *seen.lock().unwrap();
        println!("{threads} threads, {messages} messages, {} rejected", report.rejected.len());
        for (line, why) in report.rejected.iter().take(5) {
            println!("  line {line}: {why}");
        }
        assert_eq!(report.added as usize, threads);
        assert!(threads > 4_900);
    }
}

#[tokio::test]
async fn real_threads_become_tickets_once() {
    let Some(folder) = shared_data("tickets-thunderbird") else { return };
    let text = std::fs::read_to_string(folder.join("tickets.jsonl")).unwrap();
    let some: Vec<&str> = text.lines().take(150).collect();
    let here = Folder::new();
    let path = a_file(&here, "tickets.jsonl", &some.join("\n"));
    for desk in desks().await {
        let report = import::tickets(&desk.b, &path).await.unwrap();
        println!("{} added, {:?}", report.added, report.rejected);
        assert_eq!((report.added, report.rejected.len()), (150, 0));
        let again = import::tickets(&desk.b, &path).await.unwrap();
        assert_eq!((again.added, again.unchanged), (0, 150));
        assert_eq!(desk.number("SELECT COUNT(*) FROM tickets").await, 150);
        let agent = desk.person(Role::Agent, "agent@demo.example").await;
        desk.index().await;
        assert!(!desk.ids(&agent, "thunderbird password").await.is_empty());
    }
}

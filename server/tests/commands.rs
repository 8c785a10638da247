//! What the program's commands leave in the database.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use backend::db::{Db, Options, q};
use common::Folder;
use common::process::{casewell, refusal};

const ARTICLES: &str = r#"{"id":"clear-a-jam","title":"Clear a jam","body":"Open the lid and pull."}
{"id":"wash-hands","title":"Wash your hands","body":"With soap.","licence":"CC0","credit":"A nurse"}
"#;

/// Runs `casewell import kb` on two articles; its exit code, and slug and licence of each article.
async fn imported(extra: &[&str]) -> (Option<i32>, Vec<(String, Option<String>)>) {
    let (folder, file) = (Folder::new(), "articles.jsonl");
    let url = folder.sqlite_url();
    std::fs::write(folder.0.join(file), ARTICLES).unwrap();
    let (code, _) = refusal(casewell(&folder, &url, &[&["import", "kb", file], extra].concat()));
    let db = Db::open(&url, Options::default()).await.unwrap();
    let sql = "SELECT slug, licence FROM articles ORDER BY slug";
    let articles = q(sql).all(&mut db.read().await.unwrap()).await.unwrap();
    db.close().await;
    (code, articles)
}

#[tokio::test]
async fn articles_keep_their_licence_and_take_the_given_one_where_they_name_none() {
    let (code, articles) = imported(&["--licence", "CC BY-SA 3.0, the site's contributors"]).await;
    let given = Some("CC BY-SA 3.0, the site's contributors".to_owned());
    let named = Some("CC0, A nurse".to_owned());
    assert_eq!(code, Some(0));
    assert_eq!(articles, [("clear-a-jam".to_owned(), given), ("wash-hands".to_owned(), named.clone())]);
    let (_, articles) = imported(&[]).await;
    assert_eq!(articles, [("clear-a-jam".to_owned(), None), ("wash-hands".to_owned(), named)]);
}

#[tokio::test]
async fn each_line_that_is_not_taken_is_named_and_the_others_are_in() {
    const BAD: &str = "{\"id\":\"one\",\"title\":\"\",\"body\":\"b\"}\nnot JSON\n";
    let folder = Folder::new();
    let url = folder.sqlite_url();
    std::fs::write(folder.0.join("articles.jsonl"), format!("{BAD}{ARTICLES}")).unwrap();
    let (code, said) = refusal(casewell(&folder, &url, &["import", "kb", "articles.jsonl"]));
    assert_eq!(code, Some(1), "{said}");
    let begins = |start: &str| said.lines().any(|line| line.starts_with(start));
    assert!(begins("line 1: title: ") && begins("line 2: "), "{said}");
    assert!(begins("2 added, 0 updated, 0 unchanged, 2 not taken"), "{said}");
}

#[test]
fn a_licence_goes_with_articles_only() {
    let folder = Folder::new();
    std::fs::write(folder.0.join("contacts.csv"), "name,email\n").unwrap();
    let call = ["import", "contacts", "contacts.csv", "--licence", "CC0"];
    let (code, said) = refusal(casewell(&folder, &folder.sqlite_url(), &call));
    assert_eq!((code, said.lines().count()), (Some(2), 1), "{said}");
}

/// The one line with which a call is refused.
fn refused(call: &[&str]) -> String {
    let folder = Folder::new();
    let (code, said) = refusal(casewell(&folder, &folder.sqlite_url(), call));
    assert_eq!(code, Some(2), "{said}");
    said
}

#[test]
fn a_token_that_cannot_be_made_says_why() {
    let said = refused(&["token", "add", "--email", "a@b.example", "--scope", "tickets:read,tickets:burn"]);
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("tickets:burn") && said.contains("customers:read"), "{said}");
    let said = refused(&["token", "add", "--email", "a@b.example", "--scope", "tickets:read"]);
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("a@b.example") && said.contains("user add"), "{said}");
    let said = refused(&["user", "add", "--email", "nowhere", "--name", "A", "--role", "agent"]);
    assert!(said.contains("email: Enter an email address"), "{said}");
}

#[test]
fn a_demo_smaller_than_the_tour_is_refused() {
    assert!(refused(&["demo", "--tickets", "20"]).contains("50"));
}

#[test]
fn a_limit_of_nothing_is_refused() {
    for limit in ["--limit-calls", "--limit-searches", "--limit-creations"] {
        let said = refused(&["serve", limit, "0"]);
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.contains("at least 1"), "{said}");
    }
}

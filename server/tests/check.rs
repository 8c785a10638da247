//! `casewell check` finds what is wrong and touches nothing. On SQLite, and on PostgreSQL when `TEST_DATABASE_URL` names
//! a server.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use std::path::{Path, PathBuf};

use backend::db::{Db, Options, q};
use common::process::{Ready, casewell, refusal};
use common::{Folder, postgres};

async fn ready() -> Vec<Ready> {
    let mut all = vec![Ready::on_sqlite().await];
    if let Some(url) = postgres::fresh().await {
        all.push(Ready::fill(Folder::new(), url).await);
    }
    for desk in &all {
        assert_eq!(run(desk, "reindex").0, Some(0));
    }
    all
}

fn run(desk: &Ready, command: &str) -> (Option<i32>, String) {
    refusal(casewell(&desk.folder, &desk.url, &[command]))
}

/// The one sentence that it ends with, after making sure that it fails.
fn fault(desk: &Ready) -> String {
    let (code, said) = run(desk, "check");
    assert_eq!(code, Some(1), "{said}");
    said.lines().find(|line| line.starts_with("casewell: ")).unwrap().to_owned()
}

async fn exec(desk: &Ready, sql: &'static str) {
    let db = Db::open(&desk.url, Options { exclusive: false, ..Options::default() }).await.unwrap();
    db.write(move |tx| Box::pin(q(sql).exec(tx))).await.unwrap();
    db.close().await;
}

/// The files of the current index.
fn index_files(desk: &Ready) -> Vec<PathBuf> {
    let index = desk.folder.0.join("index");
    let current = std::fs::read_to_string(index.join("current")).unwrap();
    let files = std::fs::read_dir(index.join(current.trim())).unwrap();
    files.map(|file| file.unwrap().path()).collect()
}

fn is_data(file: &Path) -> bool {
    file.extension().is_some_and(|kind| kind == "store" || kind == "idx" || kind == "term")
}

#[test]
fn what_is_not_there_is_not_made() {
    let folder = Folder::new();
    let url = format!("sqlite://{}", folder.0.join("nowhere/casewell.db").display());
    let (code, said) = refusal(casewell(&folder, &url, &["check"]));
    assert_eq!((code, said.lines().count()), (Some(1), 1), "{said}");
    assert!(said.contains("no database file"), "{said}");
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_database_stays_empty() {
    let Some(url) = postgres::fresh().await else { return };
    let folder = Folder::new();
    for _ in 0..2 {
        let (code, said) = refusal(casewell(&folder, &url, &["check"]));
        assert_eq!((code, said.lines().count()), (Some(1), 1), "{said}");
        assert!(said.contains("no desk in this database yet"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_healthy_desk_passes() {
    for desk in ready().await {
        let (code, said) = run(&desk, "check");
        assert_eq!(code, Some(0), "{said}");
        for line in ["database: ", "tickets: ", "search index: can be read", "clock: fits"] {
            assert!(said.contains(line), "{said}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_index_is_named_and_left_alone() {
    let desk = &ready().await[0];
    let meta = index_files(desk).into_iter().find(|file| file.ends_with("meta.json")).unwrap();
    let whole = std::fs::read(&meta).unwrap();
    let data = index_files(desk)
        .into_iter()
        .filter(|file| is_data(file))
        .max_by_key(|file| std::fs::metadata(file).unwrap().len());
    let current = desk.folder.0.join("index/current");
    let named = std::fs::read(&current).unwrap();
    for file in [meta.clone(), data.unwrap(), current.clone()] {
        let before = std::fs::read(&file).unwrap();
        let garbage = vec![b'x'; before.len()];
        std::fs::write(&file, &garbage).unwrap();
        let said = fault(desk);
        assert!(said.contains("damaged") && said.contains("casewell reindex"), "{said}");
        assert_eq!(std::fs::read(&file).unwrap(), garbage, "{} was mended", file.display());
        std::fs::write(&file, before).unwrap();
    }
    assert_eq!((std::fs::read(&meta).unwrap(), std::fs::read(&current).unwrap()), (whole, named));
    std::fs::write(&meta, "{").unwrap();
    assert_eq!(run(desk, "reindex").0, Some(0));
    assert_eq!(run(desk, "check").0, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_behind_what_is_stored_is_named() {
    for desk in ready().await {
        exec(&desk, "UPDATE tickets SET changed_at = changed_at + 4000000000000 WHERE number = (SELECT MIN(number) FROM tickets)").await;
        let said = fault(&desk);
        assert!(said.contains("ahead of this machine's clock") && said.contains("alarms"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_gone_is_named() {
    const SENT: &str = "INSERT INTO attachments (id, is_public, name, size, hash, media, created_at)
      VALUES ('f1', TRUE, 'log.txt', 4, 'abcd', 'text/plain', 0)";
    for desk in ready().await {
        exec(&desk, SENT).await;
        assert!(fault(&desk).contains("these files are missing"));
        let place = desk.folder.0.join("files/whole/ab");
        std::fs::create_dir_all(&place).unwrap();
        std::fs::write(place.join("abcd"), "cut").unwrap();
        assert!(fault(&desk).contains(": f1"), "cut short");
        std::fs::write(place.join("abcd"), "text").unwrap();
        assert_eq!(run(&desk, "check").0, Some(0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queue_that_the_settings_file_names_and_that_is_none_is_named() {
    let mailbox = |name: &str, queue: &str| {
        format!("[[mailboxes]]\nname = \"{name}\"\naddress = \"{name}@desk.example\"\nqueue = \"{queue}\"\n")
    };
    for desk in ready().await {
        let queues = Db::open(&desk.url, Options { exclusive: false, ..Options::default() }).await.unwrap();
        let (id, name): (String, String) = q("SELECT id, name FROM queues ORDER BY position LIMIT 1")
            .one(&mut queues.read().await.unwrap())
            .await
            .unwrap();
        queues.close().await;
        let file = desk.folder.0.join("casewell.toml");
        std::fs::write(&file, mailbox("support", &id) + &mailbox("sales", &name)).unwrap();
        assert_eq!(run(&desk, "check").0, Some(0));
        std::fs::write(&file, mailbox("support", &id) + &mailbox("sales", "Nowhere")).unwrap();
        let said = fault(&desk);
        assert!(
            said.contains("\"Nowhere\"") && said.contains("\"sales\"") && !said.contains("support"),
            "{said}"
        );
    }
}

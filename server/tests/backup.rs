//! A backup is the desk at one moment, made under load, and comes back whole or not at all.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use backend::db::{Db, Options, q};
use common::process::{Ready, Running, casewell, refusal};
use common::{Folder, postgres};

const TABLES: &str =
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
/// A mail as a desk keeps it: a content that no message shows.
const MAIL: &str =
    "From: cleo@quill.example\r\nTo: support@desk.example\r\nSubject: Blank labels\r\n\r\nBlank.\r\n";

/// Every row of every table, as SQLite writes values.
async fn rows(url: &str) -> BTreeMap<String, Vec<String>> {
    let db = Db::open(url, Options { exclusive: false, create: false, ..Options::default() }).await.unwrap();
    let mut conn = db.read().await.unwrap();
    let mut all = BTreeMap::new();
    for table in q(TABLES).all::<String>(&mut conn).await.unwrap() {
        let columns = q(format!("SELECT 'quote(' || name || ')' FROM pragma_table_info('{table}')"));
        let columns: Vec<String> = columns.all(&mut conn).await.unwrap();
        let sql = format!("SELECT {} AS line FROM {table} ORDER BY 1", columns.join(" || ',' || "));
        all.insert(table, q(sql).all(&mut conn).await.unwrap());
    }
    drop(conn);
    db.close().await;
    all
}

/// Every file below, with its content.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                all.insert(path.strip_prefix(folder).unwrap().to_owned(), std::fs::read(&path).unwrap());
            }
        }
    }
    all
}

/// What the program says to `command` in `folder`, and how it ends.
fn run(folder: &Folder, command: &[&str]) -> (Option<i32>, String) {
    refusal(casewell(folder, &folder.sqlite_url(), command))
}

fn take_mail(desk: &Ready) {
    let message = desk.folder.0.join("message.eml");
    std::fs::write(&message, MAIL).unwrap();
    let mut program = casewell(&desk.folder, &desk.url, &["mail-in"]);
    assert!(program.stdin(std::fs::File::open(message).unwrap()).status().unwrap().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_comes_back_row_for_row_and_file_for_file() {
    let desk = Ready::on_sqlite().await;
    take_mail(&desk);
    let away = Folder::new();
    let backup = away.0.join("desk.tar").display().to_string();
    assert_eq!(run(&desk.folder, &["backup", &backup]).0, Some(0));
    let left: Vec<_> = std::fs::read_dir(&away.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["desk.tar"], "nothing else stays");
    let (code, said) = run(&desk.folder, &["backup", &backup]);
    assert!(code == Some(2) && said.contains("there already"), "{said}");
    let other = Folder::new();
    let (code, said) = run(&other, &["restore", &backup]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(rows(&other.sqlite_url()).await, rows(&desk.url).await);
    let whole = |folder: &Folder| files(&folder.0.join("files/whole"));
    assert!(!whole(&other).is_empty());
    assert_eq!(whole(&other), whole(&desk.folder));
    assert_eq!(run(&other, &["check"]).0, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_load_holds_all_that_was_acknowledged_before_it_and_nothing_by_halves() {
    let desk = Ready::on_sqlite().await;
    let server = Running::start(&desk.folder, &desk.url);
    let mut client = server.connect().await;
    let before =
        client.create(&desk.token, "before").await.unwrap().json()["number"].as_str().unwrap().to_owned();
    let (token, mut writer) = (desk.token.clone(), server.connect().await);
    let writing = tokio::spawn(async move {
        for round in 0.. {
            if writer.create(&token, &format!("during-{round}")).await.is_none() {
                break;
            }
        }
    });
    tokio::time::sleep(Duration::from_millis(500)).await;
    let away = Folder::new();
    let backup = away.0.join("desk.tar").display().to_string();
    let made = run(&desk.folder, &["backup", &backup]);
    assert_eq!(made.0, Some(0), "{}", made.1);
    let after =
        client.create(&desk.token, "after").await.unwrap().json()["number"].as_str().unwrap().to_owned();
    assert!(server.terminate().success());
    writing.await.unwrap();
    let other = Folder::new();
    assert_eq!(run(&other, &["restore", &backup]).0, Some(0));
    assert_eq!(run(&other, &["check"]).0, Some(0), "every ticket follows from its entries");
    let back = Running::start(&other, &other.sqlite_url());
    let mut client = back.connect().await;
    let read = async |number: &str, client: &mut common::process::Client| {
        client.get(&format!("/api/v1/tickets/{number}"), &desk.token).await.unwrap()
    };
    let found = read(&before, &mut client).await;
    assert_eq!((found.status.as_u16(), found.json()["subject"].as_str()), (200, Some("matter before")));
    let later = read(&after, &mut client).await;
    assert!(later.status == 404 || later.json()["subject"] != "matter after", "{}", later.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_desk_is_backed_up_before_a_newer_program_changes_it() {
    const OLDER: &str =
        "DELETE FROM schema_migrations WHERE version = (SELECT MAX(version) FROM schema_migrations)";
    let desk = Ready::on_sqlite().await;
    let db = Db::open(&desk.url, Options::default()).await.unwrap();
    db.execute(q(OLDER)).await.unwrap();
    db.close().await;
    let (away, other) = (Folder::new(), Folder::new());
    let backup = away.0.join("desk.tar").display().to_string();
    assert_eq!(run(&desk.folder, &["check"]).0, Some(1), "this program has to bring it up to date");
    assert_eq!(run(&desk.folder, &["backup", &backup]).0, Some(0));
    assert_eq!(run(&other, &["restore", &backup]).0, Some(0));
    assert_eq!(rows(&other.sqlite_url()).await, rows(&desk.url).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_that_is_there_stays_unless_told_and_then_lies_aside() {
    let desk = Ready::on_sqlite().await;
    let away = Folder::new();
    let backup = away.0.join("desk.tar").display().to_string();
    assert_eq!(run(&desk.folder, &["backup", &backup]).0, Some(0));
    let server = Running::start(&desk.folder, &desk.url);
    assert_eq!(server.connect().await.create(&desk.token, "later").await.unwrap().status, 201);
    let (code, said) = run(&desk.folder, &["restore", &backup, "--replace"]);
    assert!(code == Some(1) && said.contains("served by process"), "{said}");
    assert!(server.terminate().success());
    let now = rows(&desk.url).await;
    let (code, said) = run(&desk.folder, &["restore", &backup]);
    assert!(code == Some(2) && said.contains("--replace"), "{said}");
    assert_eq!(rows(&desk.url).await, now);
    assert_eq!(run(&desk.folder, &["restore", &backup, "--replace"]).0, Some(0));
    assert!(rows(&desk.url).await["tickets"].len() < now["tickets"].len());
    let aside = std::fs::read_dir(&desk.folder.0).unwrap().map(|entry| entry.unwrap().path());
    let aside = aside.into_iter().find(|path| path.display().to_string().contains("replaced-")).unwrap();
    assert_eq!(rows(&format!("sqlite://{}/casewell.db", aside.display())).await, now);
    assert_eq!(run(&desk.folder, &["check"]).0, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_cut_short_or_changed_never_takes_a_desks_place() {
    let desk = Ready::on_sqlite().await;
    take_mail(&desk);
    let away = Folder::new();
    let file = away.0.join("desk.tar");
    assert_eq!(run(&desk.folder, &["backup", &file.display().to_string()]).0, Some(0));
    let whole = std::fs::read(&file).unwrap();
    let before = rows(&desk.url).await;
    let changed = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        bytes
    };
    let mail = whole.windows(6).position(|bytes| bytes == b"Blank.").unwrap();
    let cases = [
        whole[..whole.len() / 2].to_vec(),
        whole[..whole.len() - 3_000].to_vec(),
        changed(100_000),
        changed(mail),
        b"no archive".to_vec(),
        Vec::new(),
    ];
    for (case, bytes) in cases.into_iter().enumerate() {
        std::fs::write(&file, bytes).unwrap();
        for command in [&["restore"][..], &["restore", "--replace"]] {
            let other = Folder::new();
            let folder = if command.len() > 1 { &desk.folder } else { &other };
            let (code, said) = run(folder, &[command, &[file.to_str().unwrap()]].concat());
            assert!(code == Some(1) && said.contains("no whole backup"), "{case}: {said}");
            assert!(!other.0.join("casewell.db").exists() && !folder.0.join("restoring").exists());
        }
    }
    assert_eq!(rows(&desk.url).await, before);
    let (code, said) = run(&desk.folder, &["restore", "/nowhere.tar", "--replace"]);
    assert!(code == Some(1) && said.contains("/nowhere.tar"), "{said}");
}

#[tokio::test]
async fn on_postgresql_its_own_programs_are_named() {
    let Some(url) = postgres::fresh().await else { return };
    let desk = Ready::fill(Folder::new(), url).await;
    for command in ["backup", "restore"] {
        let file = desk.folder.0.join("desk.tar").display().to_string();
        let (code, said) = refusal(casewell(&desk.folder, &desk.url, &[command, &file]));
        assert!(code == Some(2) && said.contains("pg_dump"), "{said}");
    }
}

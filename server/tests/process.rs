//! The program under force: killed among writers, stopped under load, faced with a locked or newer database. On SQLite,
//! and on PostgreSQL when `TEST_DATABASE_URL` names a server.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use backend::db::{Db, DbError, Options, q};
use common::process::{Ready, Running, casewell, refusal};
use common::{Folder, postgres};
use tokio::sync::Mutex;

const WRITERS: usize = 32;

async fn ready() -> Vec<Ready> {
    let mut all = vec![Ready::on_sqlite().await];
    if let Some(url) = postgres::fresh().await {
        all.push(Ready::fill(Folder::new(), url).await);
    }
    all
}

/// Keys of the tickets that were asked for, with the numbers of those that were acknowledged.
type Asked = BTreeMap<String, Option<String>>;

/// Lets 32 clients write until their connections break.
async fn write_until_it_breaks(server: &Running, token: &str, during: impl Future<Output = ()>) -> Asked {
    let asked = Arc::new(Mutex::new(Asked::new()));
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..WRITERS {
        let (asked, token, mut client) = (asked.clone(), token.to_owned(), server.connect().await);
        writers.spawn(async move {
            for round in 0.. {
                let key = format!("{writer}-{round}");
                asked.lock().await.insert(key.clone(), None);
                let Some(answer) = client.create(&token, &key).await else { return };
                if answer.status == 201 {
                    let number = answer.json()["number"].as_str().unwrap().to_owned();
                    asked.lock().await.insert(key, Some(number));
                }
            }
        });
    }
    during.await;
    writers.join_all().await;
    Arc::into_inner(asked).unwrap().into_inner()
}

/// Every acknowledged ticket is there, and sending everything again makes each of them once.
async fn nothing_is_lost_or_doubled(server: &Running, token: &str, asked: &Asked) {
    let mut client = server.connect().await;
    for (key, number) in asked {
        if let Some(number) = number {
            let read = client.get(&format!("/api/v1/tickets/{number}"), token).await.unwrap();
            assert_eq!(read.status, 200, "{number} was acknowledged");
            assert_eq!(read.json()["subject"], format!("matter {key}"));
        }
        let again = client.create(token, key).await.unwrap();
        assert_eq!(again.status, 201, "{}", again.text);
        if let Some(number) = number {
            assert_eq!(again.json()["number"], number.as_str(), "{key} acted twice");
        }
    }
    let mut cursor = String::new();
    let mut subjects = Vec::new();
    loop {
        let page = client.get(&format!("/api/v1/tickets?view=all{cursor}"), token).await.unwrap().json();
        let items = page["items"].as_array().unwrap();
        subjects.extend(items.iter().map(|item| item["subject"].as_str().unwrap().to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    subjects.retain(|subject| subject.starts_with("matter "));
    assert_eq!(subjects.len(), asked.len(), "each key made one ticket");
}

/// What `casewell check` finds wrong.
fn found_by_check(desk: &Ready) -> String {
    let (_, said) = refusal(casewell(&desk.folder, &desk.url, &["check"]));
    said.lines().filter(|line| line.starts_with("casewell: ")).collect()
}

async fn signal(pid: u32, which: &'static str, after: u64) {
    tokio::time::sleep(Duration::from_secs(after)).await;
    std::process::Command::new("kill").args([which, &pid.to_string()]).status().unwrap();
}

fn acknowledged(asked: &Asked) -> usize {
    asked.values().flatten().count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_loses_nothing_that_was_acknowledged() {
    for desk in ready().await {
        let before = found_by_check(&desk);
        let server = Running::start(&desk.folder, &desk.url);
        let pid = server.pid();
        let asked = write_until_it_breaks(&server, &desk.token, signal(pid, "-KILL", 2)).await;
        assert!(!server.wait().success(), "the server was killed");
        println!("{} asked, {} acknowledged", asked.len(), acknowledged(&asked));
        assert!(acknowledged(&asked) > WRITERS);
        let again = Running::start(&desk.folder, &desk.url);
        nothing_is_lost_or_doubled(&again, &desk.token, &asked).await;
        assert!(again.terminate().success());
        assert_eq!(found_by_check(&desk), before);
    }
}

/// Hands messages over, three clients at a time, until the connections break; those that were asked for, and whether each
/// was acknowledged.
async fn mail_until_it_breaks(
    server: &Running,
    token: &str,
    during: impl Future<Output = ()>,
) -> BTreeMap<String, bool> {
    let asked = Arc::new(Mutex::new(BTreeMap::new()));
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..3 {
        let (asked, token, mut client) = (asked.clone(), token.to_owned(), server.connect().await);
        writers.spawn(async move {
            for round in 0.. {
                let key = format!("{writer}x{round}");
                asked.lock().await.insert(key.clone(), false);
                let Some(answer) = client.mail(&token, &message(&key)).await else { return };
                if answer.status == 200 {
                    asked.lock().await.insert(key, true);
                }
            }
        });
    }
    during.await;
    writers.join_all().await;
    Arc::into_inner(asked).unwrap().into_inner()
}

fn message(key: &str) -> String {
    format!(
        "From: Ana <ana{key}@quill.example>\r\nTo: support@desk.example\r\nSubject: matter {key}\r\nMessage-ID: <{key}@quill.example>\r\n\r\nBlank.\r\n"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_among_messages_loses_none_and_doubles_none() {
    for desk in ready().await {
        let b = desk.backend().await;
        let scopes = ["mail:write".to_owned()];
        let made = backend::access::tokens::make_as_operator(&b, "admin@demo.example", "mail", &scopes).await;
        let token = made.unwrap().secret;
        b.db.close().await;
        let server = Running::start(&desk.folder, &desk.url);
        let pid = server.pid();
        let asked = mail_until_it_breaks(&server, &token, signal(pid, "-KILL", 2)).await;
        assert!(!server.wait().success(), "the server was killed");
        let acknowledged = asked.values().filter(|acknowledged| **acknowledged).count();
        println!("{} handed over, {acknowledged} acknowledged", asked.len());
        assert!(acknowledged > 10);
        let b = desk.backend().await;
        let kept: Vec<(String, String)> = q("SELECT message_id, state FROM mail_in LIMIT 100000")
            .all(&mut b.db.read().await.unwrap())
            .await
            .unwrap();
        let kept: BTreeMap<String, String> = kept.into_iter().collect();
        for (key, _) in asked.iter().filter(|(_, acknowledged)| **acknowledged) {
            let state = kept.get(&format!("{key}@quill.example")).map(String::as_str);
            assert!(matches!(state, Some("done" | "waiting")), "{key} was acknowledged and is {state:?}");
        }
        b.db.close().await;
        let again = Running::start(&desk.folder, &desk.url);
        let mut client = again.connect().await;
        for key in asked.keys() {
            let taken = client.mail(&token, &message(key)).await.unwrap();
            assert_eq!((taken.status.as_u16(), taken.json()["state"].as_str()), (200, Some("done")), "{key}");
        }
        assert!(again.terminate().success());
        let b = desk.backend().await;
        let mut conn = b.db.read().await.unwrap();
        for count in [
            "SELECT COUNT(*) FROM mail_in",
            "SELECT COUNT(*) FROM tickets WHERE channel = 'email' AND subject LIKE 'matter %'",
            "SELECT COUNT(*) FROM outbox WHERE kind = 'acknowledgement' AND subject LIKE 'matter %'",
        ] {
            let found: i64 = q(count).one(&mut conn).await.unwrap();
            assert_eq!(found, asked.len() as i64, "{count}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_under_load_is_quick_and_loses_nothing_acknowledged() {
    for desk in ready().await {
        let server = Running::start(&desk.folder, &desk.url);
        let pid = server.pid();
        let began = Instant::now();
        let asked = write_until_it_breaks(&server, &desk.token, signal(pid, "-TERM", 1)).await;
        assert!(server.wait().success());
        assert!(began.elapsed() < Duration::from_secs(11));
        assert!(acknowledged(&asked) > 0);
        let again = Running::start(&desk.folder, &desk.url);
        nothing_is_lost_or_doubled(&again, &desk.token, &asked).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_database_answers_503_in_time_and_recovers() {
    let desk = Ready::on_sqlite().await;
    let server = Running::start(&desk.folder, &desk.url);
    let beside = Db::open(&desk.url, Options { exclusive: false, ..Options::default() }).await.unwrap();
    let (locked, wait) = tokio::sync::oneshot::channel::<()>();
    let locked = std::sync::Mutex::new(Some(locked));
    let hold = tokio::spawn(async move {
        let held = beside.write(move |_| {
            let locked = locked.lock().unwrap().take();
            Box::pin(async move {
                drop(locked);
                tokio::time::sleep(Duration::from_secs(9)).await;
                Ok::<(), DbError>(())
            })
        });
        held.await.unwrap();
        beside.close().await;
    });
    let _ = wait.await;
    let mut client = server.connect().await;
    let began = Instant::now();
    let refused = client.create(&desk.token, "locked").await.unwrap();
    assert_eq!(refused.status, 503, "{}", refused.text);
    assert!(refused.headers.contains_key("retry-after"));
    assert!(
        (Duration::from_secs(4)..Duration::from_secs(8)).contains(&began.elapsed()),
        "{:?}",
        began.elapsed()
    );
    assert_eq!(client.get("/api/v1/tickets", &desk.token).await.unwrap().status, 200, "reading goes on");
    hold.await.unwrap();
    assert_eq!(client.create(&desk.token, "locked").await.unwrap().status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_program_refuses_a_newer_schema() {
    const NEWER: &str =
        "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (999, 'later', '', 0)";
    for desk in ready().await {
        let db = Db::open(&desk.url, Options::default()).await.unwrap();
        db.write(|tx| Box::pin(q(NEWER).exec(tx))).await.map(drop).map_err(|error: DbError| error).unwrap();
        db.close().await;
        let (code, said) = refusal(casewell(&desk.folder, &desk.url, &["serve", "--addr", "127.0.0.1:0"]));
        assert_eq!(code, Some(1));
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.contains("999") && said.contains("newer program"), "{said}");
    }
}

#[tokio::test]
async fn a_wrong_call_ends_with_2_and_one_sentence() {
    let folder = Folder::new();
    let url = folder.sqlite_url();
    for command in [
        &["serve", "--base-url", "ftp://desk"][..],
        &["user", "add", "--email", "a@b.example", "--name", "A", "--role", "king"],
    ] {
        let (code, said) = refusal(casewell(&folder, &url, command));
        assert_eq!((code, said.lines().count()), (Some(2), 1), "{said}");
    }
    let (code, _) = refusal(casewell(&folder, &url, &["dance"]));
    assert_eq!(code, Some(2));
}

/// Refused with this exit code and one sentence that holds `words`, and nothing of a driver's.
fn refused(folder: &Folder, url: &str, command: &[&str], code: i32, words: &str) {
    let (found, said) = refusal(casewell(folder, url, command));
    assert_eq!((found, said.lines().count()), (Some(code), 1), "{url}: {said}");
    assert!(said.starts_with("casewell: ") && said.contains(words), "{url}: {said}");
    for odd in ["code:", "at line", "os error", "error returned", "transaction", "busy"] {
        assert!(!said.contains(odd), "{url}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_cannot_be_used_is_one_sentence() {
    let folder = Folder::new();
    for url in ["mysql://root@127.0.0.1/desk", "postgres://:::", "casewell.db"] {
        refused(&folder, url, &["reindex"], 2, "database URL");
    }
    let at = |name: &str| format!("sqlite://{}", folder.0.join(name).display());
    refused(&folder, &at("no/such/folder.db"), &["reindex"], 1, "folder is missing");
    refused(&folder, &at("no/such/folder.db"), &["serve", "--addr", "127.0.0.1:0"], 1, "folder is missing");
    std::fs::write(folder.0.join("letter.db"), "Dear Sir or Madam, ".repeat(400)).unwrap();
    refused(&folder, &at("letter.db"), &["reindex"], 1, "no SQLite database");
    refused(&folder, "postgres://desk@127.0.0.1:1/desk", &["reindex"], 1, "127.0.0.1:1 cannot be reached");
    if let Ok(server) = std::env::var("TEST_DATABASE_URL") {
        let (host, _) = server.rsplit_once('/').unwrap();
        refused(&folder, &format!("{host}/doesnotexist"), &["reindex"], 1, "no database doesnotexist");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_server_on_the_same_file_refuses() {
    let folder = Folder::new();
    let url = folder.sqlite_url();
    let server = Running::start(&folder, &url);
    let (code, said) = refusal(casewell(&folder, &url, &["serve", "--addr", "127.0.0.1:0"]));
    assert_eq!((code, said.lines().count()), (Some(1), 1), "{said}");
    assert!(said.contains(&server.pid().to_string()), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_sends_slowly_is_let_go_and_nobody_waits_for_it() {
    use tokio::io::AsyncWriteExt;
    let folder = Folder::new();
    let url = folder.sqlite_url();
    let server = Running::start(&folder, &url);
    let mut slow = Vec::new();
    for _ in 0..200 {
        let mut stream = tokio::net::TcpStream::connect(server.addr).await.unwrap();
        stream.write_all(b"POST /fn/session/sign-in HTTP/1.1\r\nhost: desk.example\r\n").await.unwrap();
        slow.push(stream);
    }
    let began = Instant::now();
    assert_eq!(server.connect().await.get("/healthz", "").await.unwrap().status, 200);
    assert!(began.elapsed() < Duration::from_secs(1));
    assert!(server.terminate().success(), "half a request holds no stop up");
    assert!(began.elapsed() < Duration::from_secs(10));
}

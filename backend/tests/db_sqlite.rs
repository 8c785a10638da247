//! What concerns the SQLite file alone: its lock, its settings, its single writer under faults and load.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use backend::db::{Db, DbError, Migration, Options, q};
use sqlx::{Connection, SqliteConnection};
use std::process::Command;
use std::time::{Duration, Instant};

const TABLES: &[Migration] = &[Migration {
    version: 1,
    name: "things",
    sql: "CREATE TABLE things (id TEXT NOT NULL PRIMARY KEY, raw {blob});
          CREATE TABLE links (thing TEXT NOT NULL REFERENCES things (id) DEFERRABLE INITIALLY DEFERRED);
          CREATE TABLE tallies (id BIGINT NOT NULL PRIMARY KEY, n BIGINT NOT NULL);
          INSERT INTO tallies (id, n) VALUES (1, 0);",
}];

async fn things() -> common::Fresh {
    let db = common::sqlite().await;
    db.migrate_with(TABLES).await.unwrap();
    db
}

async fn add(db: &Db, id: String, bytes: usize) -> Result<u64, DbError> {
    let job =
        move |id: String| q("INSERT INTO things (id, raw) VALUES ($1, $2)").bind(id).bind(vec![1; bytes]);
    db.write(move |tx| Box::pin(job(id.clone()).exec(tx))).await
}

async fn count(db: &Db) -> i64 {
    q("SELECT COUNT(*) FROM things").one(&mut db.read().await.unwrap()).await.unwrap()
}

#[tokio::test]
async fn a_second_server_on_one_file_is_refused() {
    let first = things().await;
    let refusal = common::open(&first.url).await.err().unwrap();
    assert!(refusal.to_string().contains(&std::process::id().to_string()), "{refusal}");
    assert!(matches!(refusal, DbError::InUse { .. }));
    let beside = Options { exclusive: false, ..Options::default() };
    assert_eq!(count(&Db::open(&first.url, beside).await.unwrap()).await, 0);
    first.close().await;
    common::open(&first.url).await.unwrap();
}

#[tokio::test]
async fn the_file_is_kept_durable_and_checked() {
    let db = things().await;
    let pragmas = db.write::<_, DbError>(|tx| {
        Box::pin(async move {
            let mode: String = q("PRAGMA journal_mode").one(tx).await?;
            let mut numbers = Vec::new();
            for name in ["synchronous", "foreign_keys", "busy_timeout", "cache_size", "mmap_size"] {
                numbers.push(q(format!("PRAGMA {name}")).one::<i64>(tx).await?);
            }
            Ok((mode, numbers))
        })
    });
    assert_eq!(pragmas.await.unwrap(), ("wal".into(), vec![2, 1, 5000, -65536, 0]));
    let mut reader = db.read().await.unwrap();
    assert!(q("DELETE FROM things").exec(&mut reader).await.is_err());
}

#[tokio::test]
async fn a_lock_held_elsewhere_is_busy_after_five_seconds() {
    let db = things().await;
    let mut other = SqliteConnection::connect(&db.url).await.unwrap();
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    let start = Instant::now();
    let late = async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        (add(&db, "late".into(), 1).await, start.elapsed().as_secs())
    };
    let (early, (late, at)) = tokio::join!(add(&db, "early".into(), 1), late);
    assert!(matches!((early, late), (Err(DbError::Busy), Err(DbError::Busy))));
    assert!((5..=8).contains(&at), "{at} s");
    sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
    add(&db, "after".into(), 1).await.unwrap();
    assert_eq!(count(&db).await, 1);
}

#[tokio::test]
async fn a_full_disk_refuses_what_does_not_fit_and_nothing_else() {
    let db = things().await;
    // The limit belongs to the connection, and SQLite's own rollback makes the writer take a new one.
    let add_below = |pages: i64, id: i64, bytes: usize| {
        db.write::<u64, DbError>(move |tx| {
            Box::pin(async move {
                q(format!("PRAGMA max_page_count = {pages}")).one::<i64>(tx).await?;
                let add = q("INSERT INTO things (id, raw) VALUES ($1, $2)").bind(id.to_string());
                add.bind(vec![1; bytes]).exec(tx).await
            })
        })
    };
    let writes = (0..20).map(|i| add_below(100, i, if i == 7 { 2_000_000 } else { 10 }));
    let outcomes = futures::future::join_all(writes).await;
    for (i, outcome) in outcomes.iter().enumerate() {
        assert_eq!(i == 7, matches!(outcome, Err(DbError::Full)), "{i}: {outcome:?}");
    }
    assert_eq!(count(&db).await, 19);
    add_below(1_000_000, 7, 2_000_000).await.unwrap();
}

#[tokio::test]
async fn a_job_that_spoils_the_commit_fails_alone() {
    let db = things().await;
    let link = |i: usize| {
        db.write::<u64, DbError>(move |tx| {
            Box::pin(async move {
                q("INSERT INTO links (thing) VALUES ($1)").bind(i.to_string()).exec(tx).await?;
                match i % 4 {
                    0 => Ok(0),
                    _ => q("INSERT INTO things (id) VALUES ($1)").bind(i.to_string()).exec(tx).await,
                }
            })
        })
    };
    let outcomes = futures::future::join_all((0..40).map(link)).await;
    for (i, outcome) in outcomes.iter().enumerate() {
        assert_eq!(i % 4 == 0, matches!(outcome, Err(DbError::ForeignKey)), "{i}: {outcome:?}");
    }
    assert_eq!(count(&db).await, 30);
}

/// The disk refuses a write in the middle of a commit (here: a file size limit, which SQLite sees as
/// EIO). From then on nothing is acknowledged; after a restart every acknowledged row is there.
#[tokio::test]
async fn after_a_disk_failure_nothing_is_acknowledged() {
    let folder = common::Folder::new();
    let script =
        "trap '' XFSZ; ulimit -f 4000; exec \"$0\" --ignored --exact --nocapture writes_until_the_disk_fails";
    let child = Command::new("sh")
        .args(["-c", script, std::env::current_exe().unwrap().to_str().unwrap()])
        .env("CASEWELL_TEST_CHILD", folder.sqlite_url())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stdout).into_owned();
    assert!(child.status.success(), "{said}{}", String::from_utf8_lossy(&child.stderr));
    let acknowledged: i64 =
        said.lines().find_map(|line| line.split_once("acknowledged ")?.1.trim().parse().ok()).expect(&said);
    assert!(acknowledged > 0);
    let db = common::open(&folder.sqlite_url()).await.unwrap();
    let mut conn = db.read().await.unwrap();
    let there = q("SELECT CAST(COUNT(*) AS BIGINT) FROM things WHERE id <= $1")
        .bind(format!("{:04}", acknowledged - 1));
    assert_eq!(there.one::<i64>(&mut conn).await.unwrap(), acknowledged);
    let intact: String = q("PRAGMA integrity_check").one(&mut conn).await.unwrap();
    assert_eq!(intact, "ok");
}

#[tokio::test]
#[ignore = "run by the test above, in a process with a small file size limit"]
async fn writes_until_the_disk_fails() {
    let Ok(url) = std::env::var("CASEWELL_TEST_CHILD") else { return };
    let db = common::open(&url).await.unwrap();
    db.migrate_with(TABLES).await.unwrap();
    let mut acknowledged = 0;
    let failure = loop {
        match add(&db, format!("{acknowledged:04}"), 50_000).await {
            Ok(_) => acknowledged += 1,
            Err(failure) => break failure,
        }
    };
    assert!(matches!(failure, DbError::Stopped(_)), "{failure:?}");
    assert!(matches!(add(&db, "small".into(), 1).await, Err(DbError::Stopped(_))));
    assert!(db.health().await.is_err());
    assert_eq!(count(&db).await, acknowledged);
    println!("\nacknowledged {acknowledged}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement: cargo test -p backend --test db_sqlite -- --ignored --nocapture group_commit"]
async fn group_commit_throughput() {
    const WRITERS: i64 = 32;
    let db = things().await;
    let end = Instant::now() + Duration::from_secs(5);
    let writers = (0..WRITERS).map(|writer| {
        let db = db.clone();
        tokio::spawn(async move {
            let mut waits = Vec::new();
            while Instant::now() < end {
                let start = Instant::now();
                reply(&db, format!("{writer}-{}", waits.len())).await.unwrap();
                waits.push(start.elapsed());
            }
            waits
        })
    });
    let mut waits: Vec<_> =
        futures::future::join_all(writers).await.into_iter().flat_map(Result::unwrap).collect();
    waits.sort();
    let at = |share: usize| waits[waits.len() * share / 100].as_secs_f64() * 1000.0;
    println!("{} tx/s, p50 {:.1} ms, p99 {:.1} ms", waits.len() / 5, at(50), at(99));
}

async fn reply(db: &Db, id: String) -> Result<(), DbError> {
    db.write(move |tx| {
        let id = id.clone();
        Box::pin(async move {
            q("INSERT INTO things (id, raw) VALUES ($1, $2)").bind(&id).bind(vec![7; 200]).exec(tx).await?;
            q("INSERT INTO links (thing) VALUES ($1)").bind(&id).exec(tx).await?;
            q("UPDATE tallies SET n = n + 1 WHERE id = 1").exec(tx).await.map(drop)
        })
    })
    .await
}

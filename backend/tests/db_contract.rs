//! What the SQL layer promises on both databases alike.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use backend::db::{Db, DbError, Dialect, Migration, Value, q};
use backend::row;
use std::time::Duration;

const TABLES: &[Migration] = &[Migration {
    version: 1,
    name: "things",
    sql: "CREATE TABLE things (id TEXT NOT NULL PRIMARY KEY, n BIGINT, x DOUBLE PRECISION, ok BOOLEAN, raw {blob});
          CREATE TABLE names (lang TEXT NOT NULL, name TEXT NOT NULL, thing TEXT REFERENCES things (id),
                              CONSTRAINT one_name UNIQUE (lang, name));",
}];

const ADD: &str = "INSERT INTO things (id, n, x, ok, raw) VALUES ($1, $2, $3, $4, $5)";
const NAME: &str = "INSERT INTO names (lang, name, thing) VALUES ($1, $2, $3)";
const IDS: &str = "SELECT id FROM things ORDER BY id LIMIT 1000";

row! {
    #[derive(PartialEq)]
    struct Thing { id: String, n: Option<i64>, x: Option<f64>, ok: Option<bool>, raw: Option<Vec<u8>> }
}

async fn databases() -> Vec<common::Fresh> {
    let fresh = common::bare().await;
    for db in &fresh {
        db.migrate_with(TABLES).await.unwrap();
    }
    fresh
}

async fn add(db: &Db, id: &'static str) -> Result<u64, DbError> {
    db.write(move |tx| {
        Box::pin(async move {
            let empty = vec![Value::I64(None), Value::F64(None), Value::Bool(None), Value::Blob(None)];
            q(ADD).bind(id).bind_all(empty).exec(tx).await
        })
    })
    .await
}

async fn ids(db: &Db) -> Vec<String> {
    q(IDS).all(&mut db.read().await.unwrap()).await.unwrap()
}

#[tokio::test]
async fn no_text_carries_a_nul() {
    for db in databases().await {
        add(&db, "a\0b").await.unwrap();
        assert_eq!(ids(&db).await, ["a\u{FFFD}b"]);
        let missing = q("SELECT id FROM things WHERE id = $1").bind("ab\0");
        assert_eq!(missing.opt::<String>(&mut db.read().await.unwrap()).await.unwrap(), None);
    }
}

#[tokio::test]
async fn every_kind_of_value_comes_back_as_it_went() {
    for db in databases().await {
        let full = Thing {
            id: "a".into(),
            n: Some(i64::MIN),
            x: Some(2.0),
            ok: Some(false),
            raw: Some(vec![0, 255]),
        };
        let empty = Thing { id: "b".into(), n: None, x: None, ok: None, raw: None };
        for thing in [full, empty] {
            let sent = thing.clone();
            db.write::<_, DbError>(move |tx| {
                let Thing { id, n, x, ok, raw } = sent.clone();
                Box::pin(async move { q(ADD).bind(id).bind(n).bind(x).bind(ok).bind(raw).exec(tx).await })
            })
            .await
            .unwrap();
            let mut conn = db.read().await.unwrap();
            let back: Thing =
                q("SELECT * FROM things WHERE id = $1").bind(&thing.id).one(&mut conn).await.unwrap();
            assert_eq!(back, thing);
        }
    }
}

#[tokio::test]
async fn expressions_read_the_same() {
    const EXPRESSIONS: &str = "SELECT EXISTS(SELECT 1 FROM things), COUNT(*), CAST(COALESCE(SUM(n), 0) AS BIGINT), \
         CAST(AVG(n) AS DOUBLE PRECISION), COUNT(*) FILTER (WHERE ok), $1 IS NOT DISTINCT FROM $2, MAX(id) \
         FROM things WHERE id <> $1";
    for db in databases().await {
        add(&db, "a").await.unwrap();
        let query = q(EXPRESSIONS).bind("z").bind(None::<String>);
        type Read = (bool, i64, i64, Option<f64>, i64, bool, Option<String>);
        let read: Read = query.one(&mut db.read().await.unwrap()).await.unwrap();
        assert_eq!(read, (true, 1, 0, None, 0, false, Some("a".into())));
    }
}

#[tokio::test]
async fn text_is_ordered_and_compared_by_code_point() {
    for db in databases().await {
        for id in ["b", "B", "a", "é", "Z"] {
            add(&db, id).await.unwrap();
        }
        assert_eq!(ids(&db).await, ["B", "Z", "a", "b", "é"]);
    }
}

#[tokio::test]
async fn a_unique_rule_is_named_by_its_columns() {
    for db in databases().await {
        add(&db, "a").await.unwrap();
        assert_eq!(add(&db, "a").await.unwrap_err().unique_on(), Some("things.id"));
        let name = || {
            db.write::<u64, DbError>(|tx| {
                Box::pin(async move { q(NAME).bind("en").bind("x").bind("a").exec(tx).await })
            })
        };
        name().await.unwrap();
        assert_eq!(name().await.unwrap_err().unique_on(), Some("names.lang, names.name"));
    }
}

#[tokio::test]
async fn other_errors_are_told_apart() {
    for db in databases().await {
        let orphan = db.write::<u64, DbError>(|tx| {
            Box::pin(async move { q(NAME).bind("en").bind("x").bind("nobody").exec(tx).await })
        });
        assert!(matches!(orphan.await, Err(DbError::ForeignKey)));
        let conn = &mut db.read().await.unwrap();
        assert!(matches!(q("SELECT n FROM things").one::<Option<i64>>(conn).await, Err(DbError::NoRow)));
        assert!(matches!(q("SELECT nothing FROM things").opt::<i64>(conn).await, Err(DbError::Sql(_))));
        assert!(q("SELECT COUNT(*) FROM things").one::<String>(conn).await.is_err());
    }
}

#[tokio::test]
async fn a_failed_statement_ends_the_transaction_even_if_the_job_shrugs() {
    for db in databases().await {
        let outcome = db.write::<(), DbError>(|tx| {
            Box::pin(async move {
                q("INSERT INTO things (id) VALUES ('first')").exec(tx).await?;
                let _ = q("INSERT INTO things (id) VALUES ('first')").exec(tx).await;
                let _ = q("INSERT INTO things (id) VALUES ('second')").exec(tx).await;
                Ok(())
            })
        });
        assert_eq!(outcome.await.unwrap_err().unique_on(), Some("things.id"));
        assert!(ids(&db).await.is_empty());
    }
}

#[tokio::test]
async fn failing_and_panicking_jobs_leave_their_neighbours_alone() {
    for db in databases().await {
        add(&db, "taken").await.unwrap();
        let job = |i: usize| {
            db.write::<usize, DbError>(move |tx| {
                Box::pin(async move {
                    q("INSERT INTO things (id) VALUES ($1)").bind(format!("{i:02}")).exec(tx).await?;
                    match i % 4 {
                        1 => Err(DbError::NoRow),
                        2 => panic!("a job of the test"),
                        3 => q("INSERT INTO things (id) VALUES ('taken')").exec(tx).await.map(|_| i),
                        _ => Ok(i),
                    }
                })
            })
        };
        let outcomes = futures::future::join_all((0..40).map(job)).await;
        for (i, outcome) in outcomes.iter().enumerate() {
            match i % 4 {
                1 => assert!(matches!(outcome, Err(DbError::NoRow)), "{outcome:?}"),
                2 => assert!(matches!(outcome, Err(DbError::Panicked)), "{outcome:?}"),
                3 => assert!(matches!(outcome, Err(DbError::Unique { .. })), "{outcome:?}"),
                _ => assert_eq!(*outcome.as_ref().unwrap(), i),
            }
        }
        let kept = (0..40).step_by(4).map(|i| format!("{i:02}")).chain(["taken".into()]);
        assert_eq!(ids(&db).await, kept.collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn an_answer_comes_after_the_commit() {
    for db in databases().await {
        let writes = (0..64).map(|i| {
            let db = db.clone();
            async move {
                db.write::<_, DbError>(move |tx| {
                    Box::pin(async move {
                        q("INSERT INTO things (id, n) VALUES ($1, $2)")
                            .bind(i.to_string())
                            .bind(i)
                            .exec(tx)
                            .await
                    })
                })
                .await
                .unwrap();
                let seen = q("SELECT n FROM things WHERE id = $1").bind(i.to_string());
                assert_eq!(seen.opt::<i64>(&mut db.read().await.unwrap()).await.unwrap(), Some(i));
            }
        });
        futures::future::join_all(writes).await;
    }
}

#[tokio::test]
async fn a_write_whose_caller_leaves_is_done_or_not_but_never_half() {
    for db in databases().await {
        for (wait, pair) in
            (0..6).map(|wait| (Duration::from_micros(wait * 400), [format!("{wait}a"), format!("{wait}b")]))
        {
            let write = db.write::<(), DbError>(move |tx| {
                let pair = pair.clone();
                Box::pin(async move {
                    for id in pair {
                        q("INSERT INTO things (id) VALUES ($1)").bind(id).exec(tx).await?;
                    }
                    Ok(())
                })
            });
            let _ = tokio::time::timeout(wait, write).await;
        }
        add(&db, "last").await.unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(ids(&db).await.len() % 2, 1);
    }
}

#[tokio::test]
async fn followers_wake_after_a_commit_with_news_only() {
    for db in databases().await {
        let write = |news: bool, good: bool| {
            db.write::<(), DbError>(move |tx| {
                Box::pin(async move {
                    if news {
                        tx.notify_commit();
                    }
                    if good { Ok(()) } else { Err(DbError::NoRow) }
                })
            })
        };
        let mut changed = db.changed();
        write(false, true).await.unwrap();
        write(true, false).await.unwrap_err();
        assert!(tokio::time::timeout(Duration::from_millis(100), changed.changed()).await.is_err());
        write(true, true).await.unwrap();
        tokio::time::timeout(Duration::from_secs(5), changed.changed()).await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn closing_finishes_what_waits_and_refuses_the_rest() {
    for db in databases().await {
        let early = tokio::spawn({
            let db = db.clone();
            async move { add(&db, "early").await }
        });
        tokio::task::yield_now().await;
        tokio::time::sleep(Duration::from_millis(20)).await;
        db.close().await;
        assert_eq!(early.await.unwrap().unwrap(), 1);
        assert!(matches!(add(&db, "late").await, Err(DbError::Closed)));
        let again = common::open(&db.url).await.unwrap();
        assert_eq!(ids(&again).await, ["early"]);
    }
}

#[tokio::test]
async fn suffixes_and_health() {
    for db in databases().await {
        db.health().await.unwrap();
        let postgres = db.dialect() == Dialect::Postgres;
        assert_eq!(db.dialect().for_update().is_empty(), !postgres);
        let locked = db.write::<Vec<String>, DbError>(|tx| {
            Box::pin(async move {
                let sql = format!("{IDS}{}", tx.dialect().skip_locked());
                q(IDS).for_update().all::<String>(tx).await?;
                q(sql).all(tx).await
            })
        });
        assert!(locked.await.unwrap().is_empty());
        assert_eq!(db.statements().iter().any(|sql| sql.ends_with("SKIP LOCKED")), postgres);
    }
}

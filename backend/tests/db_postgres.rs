//! What only a server with concurrent writers can do: collide, lock, fail over, go away. Passes with a
//! line that says so when there is no PostgreSQL.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use backend::db::{Db, DbError, Migration, Options, q};
use sqlx::{Connection, PgConnection};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::sync::Barrier;

const TABLES: &[Migration] = &[Migration {
    version: 1,
    name: "tallies",
    sql: "CREATE TABLE tallies (id BIGINT NOT NULL PRIMARY KEY, n BIGINT NOT NULL);
          INSERT INTO tallies (id, n) VALUES (1, 0), (2, 0);",
}];
const READ: &str = "SELECT n FROM tallies WHERE id = $1";
const SET: &str = "UPDATE tallies SET n = $2 WHERE id = $1";
const ADD: &str = "UPDATE tallies SET n = n + 1 WHERE id = $1";

async fn tallies() -> Option<common::Fresh> {
    let db = common::postgres().await?;
    db.migrate_with(TABLES).await.unwrap();
    Some(db)
}

async fn tally(db: &Db, id: i64) -> i64 {
    q(READ).bind(id).one(&mut db.read().await.unwrap()).await.unwrap()
}

async fn add(db: &Db) -> Result<u64, DbError> {
    db.write(|tx| Box::pin(q(ADD).bind(1).exec(tx))).await
}

#[tokio::test]
async fn locked_rows_lose_no_update() {
    let Some(db) = tallies().await else { return };
    let raise = |_| {
        db.write::<_, DbError>(|tx| {
            Box::pin(async move {
                let n: i64 = q(READ).bind(1).for_update().one(tx).await?;
                q(SET).bind(1).bind(n + 1).exec(tx).await
            })
        })
    };
    futures::future::try_join_all((0..60).map(raise)).await.unwrap();
    assert_eq!(tally(&db, 1).await, 60);
}

#[tokio::test]
async fn both_sides_of_a_deadlock_get_through() {
    let Some(db) = tallies().await else { return };
    let both_hold_one = Arc::new(Barrier::new(2));
    let runs = Arc::new(AtomicU32::new(0));
    let cross = |first: i64, second: i64| {
        let (barrier, runs) = (both_hold_one.clone(), runs.clone());
        db.write::<_, DbError>(move |tx| {
            let (barrier, runs) = (barrier.clone(), runs.clone());
            Box::pin(async move {
                q(ADD).bind(first).exec(tx).await?;
                if runs.fetch_add(1, Ordering::SeqCst) < 2 {
                    barrier.wait().await;
                }
                q(ADD).bind(second).exec(tx).await
            })
        })
    };
    let (one, two) = tokio::join!(cross(1, 2), cross(2, 1));
    one.and(two).unwrap();
    assert_eq!((tally(&db, 1).await, tally(&db, 2).await), (2, 2));
    assert_eq!(runs.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_transaction_that_always_collides_is_given_up_as_busy() {
    let Some(db) = tallies().await else { return };
    let runs = Arc::new(AtomicU32::new(0));
    let counter = runs.clone();
    let outcome = db.write::<u64, DbError>(move |tx| {
        counter.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            q(ADD).bind(1).exec(tx).await?;
            q("DO $$ BEGIN RAISE EXCEPTION 'collision' USING ERRCODE = '40001'; END $$").exec(tx).await
        })
    });
    assert!(matches!(outcome.await, Err(DbError::Busy)));
    assert_eq!((runs.load(Ordering::SeqCst), tally(&db, 1).await), (4, 0));
}

#[tokio::test]
async fn a_row_locked_elsewhere_is_busy_after_five_seconds() {
    let Some(db) = tallies().await else { return };
    let mut other = PgConnection::connect(&db.url).await.unwrap();
    sqlx::raw_sql("BEGIN; UPDATE tallies SET n = 5").execute(&mut other).await.unwrap();
    assert!(matches!(add(&db).await, Err(DbError::Busy)));
    sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
    add(&db).await.unwrap();
}

#[tokio::test]
async fn connections_to_a_stand_by_are_replaced() {
    let Some(fresh) = tallies().await else { return };
    let db = Db::open(&fresh.url, Options { connections: 4, ..Options::default() }).await.unwrap();
    let conns = [db.read().await.unwrap(), db.read().await.unwrap(), db.read().await.unwrap()];
    for mut conn in conns {
        q("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY").exec(&mut conn).await.unwrap();
    }
    assert_eq!(add(&db).await.unwrap(), 1);
    for _ in 0..10 {
        add(&db).await.unwrap();
    }
}

#[tokio::test]
async fn a_restarted_server_is_found_again() {
    let Some(fresh) = tallies().await else { return };
    let name = fresh.url.rsplit('=').next().unwrap().rsplit("%3D").next().unwrap();
    let node = Db::open(&format!("{}&application_name={name}", fresh.url), Options::default()).await.unwrap();
    let mut changed = node.changed();
    add(&node).await.unwrap();
    let mut admin = PgConnection::connect(&fresh.url).await.unwrap();
    let end_all = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1";
    sqlx::query(end_all).bind(name).execute(&mut admin).await.unwrap();
    add(&node).await.unwrap();
    // The listener is back as well: it hears of what another node commits.
    tokio::time::sleep(Duration::from_millis(500)).await;
    changed.mark_unchanged();
    let news = fresh.write::<(), DbError>(|tx| {
        Box::pin(async move {
            tx.notify_commit();
            Ok(())
        })
    });
    news.await.unwrap();
    tokio::time::timeout(Duration::from_secs(5), changed.changed()).await.unwrap().unwrap();
}

#[tokio::test]
async fn news_of_another_schema_wakes_nobody() {
    let (Some(one), Some(other)) = (tallies().await, tallies().await) else { return };
    let mut changed = one.changed();
    let news = other.write::<(), DbError>(|tx| {
        tx.notify_commit();
        Box::pin(async { Ok(()) })
    });
    news.await.unwrap();
    assert!(tokio::time::timeout(Duration::from_millis(300), changed.changed()).await.is_err());
}

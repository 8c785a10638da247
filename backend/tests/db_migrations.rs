//! Bringing a schema up to date: in order, once, as a whole or not at all.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use backend::db::{Db, DbError, Migration, q};

const FIRST: Migration = Migration {
    version: 1,
    name: "first",
    sql: "CREATE TABLE one (id TEXT NOT NULL PRIMARY KEY, raw {blob});",
};
const SECOND: Migration = Migration {
    version: 2,
    name: "second",
    sql: "CREATE TABLE two (id BIGINT NOT NULL PRIMARY KEY); INSERT INTO two (id) VALUES (7);",
};

async fn applied(db: &Db) -> Vec<(i64, String)> {
    let query = q("SELECT version, name FROM schema_migrations ORDER BY version LIMIT 100");
    query.all(&mut db.read().await.unwrap()).await.unwrap()
}

#[tokio::test]
async fn migrations_run_in_order_and_once() {
    for db in common::bare().await {
        db.migrate_with(&[FIRST]).await.unwrap();
        db.migrate_with(&[FIRST, SECOND]).await.unwrap();
        db.migrate_with(&[FIRST, SECOND]).await.unwrap();
        assert_eq!(applied(&db).await, [(1, "first".into()), (2, "second".into())]);
        assert_eq!(q("SELECT id FROM two").all::<i64>(&mut db.read().await.unwrap()).await.unwrap(), [7]);
    }
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    for db in common::bare().await {
        db.migrate_with(&[FIRST, SECOND]).await.unwrap();
        let refusal = db.migrate_with(&[FIRST]).await.unwrap_err();
        assert!(matches!(refusal, DbError::NewerSchema { found: 2, known: 1 }), "{refusal}");
    }
}

#[tokio::test]
async fn a_changed_migration_is_refused() {
    for db in common::bare().await {
        db.migrate_with(&[FIRST]).await.unwrap();
        let edited = Migration { sql: "CREATE TABLE one (id TEXT);", ..FIRST };
        let refusal = db.migrate_with(&[edited, SECOND]).await.unwrap_err();
        assert!(matches!(&refusal, DbError::ChangedMigration { name } if name == "first"), "{refusal}");
        assert_eq!(applied(&db).await.len(), 1);
    }
}

#[tokio::test]
async fn a_migration_that_fails_leaves_nothing_behind() {
    for db in common::bare().await {
        let broken =
            Migration { sql: "CREATE TABLE two (id BIGINT); CREATE TABLE two (id BIGINT);", ..SECOND };
        db.migrate_with(&[FIRST, broken]).await.unwrap_err();
        assert_eq!(applied(&db).await, [(1, "first".into())]);
        db.migrate_with(&[FIRST, SECOND]).await.unwrap();
    }
}

#[tokio::test]
async fn nodes_that_start_together_migrate_once() {
    if let Some(fresh) = common::postgres().await {
        let mut nodes = Vec::new();
        for _ in 0..6 {
            nodes.push(common::open(&fresh.url).await.unwrap());
        }
        let list = [FIRST, SECOND];
        let runs = futures::future::join_all(nodes.iter().map(|node| node.migrate_with(&list))).await;
        runs.into_iter().collect::<Result<Vec<()>, _>>().unwrap();
        assert_eq!(applied(&fresh).await.len(), 2);
    }
}

#[tokio::test]
async fn the_desk_s_own_schema_applies() {
    for_each_db!(db => {
        assert_eq!(applied(&db).await.len(), backend::db::MIGRATIONS.len());
    });
}

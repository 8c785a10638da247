//! Fresh databases for tests: SQLite in a temporary file always, PostgreSQL in a schema of its own
//! when `TEST_DATABASE_URL` names a server (`scripts/postgres.sh start` prints one).
#![allow(
    dead_code,
    clippy::print_stdout,
    clippy::expect_used,
    reason = "each test takes what it needs, and fails loudly"
)]

pub mod demo;
pub mod desk;
pub mod outgoing;
pub mod scene;
pub mod sink;

use backend::db::{Db, DbError, Options};
use sqlx::{Connection, PgConnection};
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

/// A database that is removed again when dropped (SQLite) or left to the throw-away server (PostgreSQL).
pub struct Fresh {
    pub db: Db,
    pub url: String,
    _folder: Option<Folder>,
}

impl Deref for Fresh {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

/// A temporary folder, removed when dropped.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        let path = std::env::temp_dir().join(format!("casewell-test-{}", unique()));
        std::fs::create_dir_all(&path).expect("a temporary folder");
        Self(path)
    }

    pub fn sqlite_url(&self) -> String {
        format!("sqlite://{}", self.0.join("casewell.db").display())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs a block once on each database, migrated and fresh: `for_each_db!(db => { … });`.
#[macro_export]
macro_rules! for_each_db {
    ($db:ident => $body:block) => {
        for $db in $crate::common::both().await {
            println!("on {:?}", $db.dialect());
            $body
        }
    };
}

/// Both databases with the desk's schema.
pub async fn both() -> Vec<Fresh> {
    let fresh = bare().await;
    for db in &fresh {
        db.migrate().await.expect("the desk's schema");
    }
    fresh
}

/// Both databases without any table.
pub async fn bare() -> Vec<Fresh> {
    let mut fresh = vec![sqlite().await];
    fresh.extend(postgres().await);
    fresh
}

pub async fn sqlite() -> Fresh {
    let folder = Folder::new();
    let url = folder.sqlite_url();
    Fresh { db: open(&url).await.expect("a fresh file"), url, _folder: Some(folder) }
}

/// None, and one line that says so, without `TEST_DATABASE_URL`.
pub async fn postgres() -> Option<Fresh> {
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
        println!("PostgreSQL skipped: TEST_DATABASE_URL is not set");
        return None;
    };
    let schema = format!("test_{}", unique());
    let mut admin = PgConnection::connect(&server).await.expect("the server of TEST_DATABASE_URL");
    let sql = format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}");
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut admin).await.expect("a schema of our own");
    let joint = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{joint}options=-csearch_path%3D{schema}");
    Some(Fresh { db: open(&url).await.expect("a fresh schema"), url, _folder: None })
}

/// Opens a database as these tests do, recording its statements.
pub async fn open(url: &str) -> Result<Db, DbError> {
    Db::open(url, Options { record: true, ..Options::default() }).await
}

/// A name no other test uses, in this process or another.
fn unique() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

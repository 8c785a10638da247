//! One connection or open transaction, on either database.

use super::DbError;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnection, Postgres};
use sqlx::sqlite::{Sqlite, SqliteConnection};
use sqlx::{AssertSqlSafe, Executor, SqlSafeStr, Transaction};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The few places where the two databases differ in a statement's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// The suffix that locks the rows read.
    #[must_use]
    pub fn for_update(self) -> &'static str {
        if self == Self::Postgres { " FOR UPDATE" } else { "" }
    }

    /// The suffix that locks the rows read and passes over those another transaction holds.
    #[must_use]
    pub fn skip_locked(self) -> &'static str {
        if self == Self::Postgres { " FOR UPDATE SKIP LOCKED" } else { "" }
    }
}

/// Distinct statement texts that were run and how many runs there were, kept when
/// [`Options::record`](super::Options) asks for it.
#[derive(Debug, Clone, Default)]
pub(super) struct Record(Arc<(Mutex<BTreeSet<String>>, AtomicU64)>);

impl Record {
    fn note(&self, sql: &str) {
        self.0.1.fetch_add(1, Ordering::Relaxed);
        let mut texts = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !texts.contains(sql) {
            texts.insert(sql.to_owned());
        }
    }

    pub(super) fn texts(&self) -> Vec<String> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    pub(super) fn count(&self) -> u64 {
        self.0.1.load(Ordering::Relaxed)
    }
}

pub(super) enum Link {
    SqliteReader(PoolConnection<Sqlite>),
    SqliteWriter(SqliteConnection),
    Postgres(PoolConnection<Postgres>),
    PostgresTx(Transaction<'static, Postgres>),
}

/// The driver's own connection, for one statement.
pub(super) enum Driver<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

/// A connection for reading, or an open transaction.
///
/// In a transaction the first failed statement ends it, on SQLite as on PostgreSQL: whatever the
/// job answers, nothing is committed. So a conflict is asked for with `ON CONFLICT`, not caught.
pub struct Conn {
    link: Link,
    record: Option<Record>,
    failure: Option<DbError>,
    news: bool,
}

/// A connection with an open transaction, as [`Db::write`](super::Db::write) hands it to its job.
pub type Tx = Conn;

impl Conn {
    pub(super) fn new(link: Link, record: Option<Record>) -> Self {
        Self { link, record, failure: None, news: false }
    }

    /// Which database this connection speaks to.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match self.link {
            Link::SqliteReader(_) | Link::SqliteWriter(_) => Dialect::Sqlite,
            Link::Postgres(_) | Link::PostgresTx(_) => Dialect::Postgres,
        }
    }

    /// Wakes the followers of the change log, here and on other nodes, once this transaction has committed.
    pub fn notify_commit(&mut self) {
        self.news = true;
    }

    /// Compiles a statement without running it: names, types and placeholders are checked by the database.
    pub async fn prepare_only(&mut self, sql: &str) -> Result<(), DbError> {
        let sql = AssertSqlSafe(sql.to_owned()).into_sql_str();
        let prepared = match self.driver() {
            Driver::Sqlite(driver) => driver.prepare(sql).await.map(drop),
            Driver::Postgres(driver) => driver.prepare(sql).await.map(drop),
        };
        match prepared {
            // Only here: in real use every argument carries its type.
            Err(error) if is_untyped_argument(&error) => Ok(()),
            prepared => Ok(prepared?),
        }
    }

    /// Runs several statements without arguments, as migrations are.
    pub(super) async fn script(&mut self, sql: &str) -> Result<(), sqlx::Error> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self.driver() {
            Driver::Sqlite(driver) => sqlx::raw_sql(sql).execute(driver).await.map(drop),
            Driver::Postgres(driver) => sqlx::raw_sql(sql).execute(driver).await.map(drop),
        }
    }

    pub(super) fn driver(&mut self) -> Driver<'_> {
        match &mut self.link {
            Link::SqliteReader(link) => Driver::Sqlite(link),
            Link::SqliteWriter(link) => Driver::Sqlite(link),
            Link::Postgres(link) => Driver::Postgres(link),
            Link::PostgresTx(link) => Driver::Postgres(link),
        }
    }

    pub(super) fn into_link(self) -> Link {
        self.link
    }

    /// Lets a statement through unless the transaction has already failed.
    pub(super) fn admit(&self, sql: &str) -> Result<(), DbError> {
        if let Some(record) = &self.record {
            record.note(sql);
        }
        self.failure.clone().map_or(Ok(()), Err)
    }

    /// Names a statement's error and, inside a transaction, remembers it.
    pub(super) fn settle<T>(&mut self, outcome: Result<T, sqlx::Error>) -> Result<T, DbError> {
        outcome.map_err(|error| {
            let error = DbError::from(error);
            if matches!(self.link, Link::SqliteWriter(_) | Link::PostgresTx(_)) {
                self.failure = Some(error.clone());
            }
            error
        })
    }

    /// The error that ended this transaction, if one did. Clears it for the next one.
    pub(super) fn take_failure(&mut self) -> Option<DbError> {
        self.failure.take()
    }

    /// Whether this transaction asked for [`Conn::notify_commit`]. Clears it for the next one.
    pub(super) fn take_news(&mut self) -> bool {
        std::mem::take(&mut self.news)
    }
}

/// SQLSTATE 42P18: PostgreSQL reports it last, after it has resolved all names and types.
fn is_untyped_argument(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|database| database.code().as_deref() == Some("42P18"))
}

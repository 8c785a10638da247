//! The typed SQL layer: one text of SQL, run unchanged on SQLite and PostgreSQL.
//!
//! Stores are plain functions over `&mut Conn`: `q("SELECT … $1").bind(id).all::<TicketRow>(conn)`.
//! Reading takes a connection from [`Db::read`]; changing goes through [`Db::write`], which answers
//! only once the commit is durable. What differs between the databases stays in here: [`Dialect`]
//! (lock suffixes), `writer` (SQLite's grouped commits), `postgres` (retries), `relay` (wake-ups),
//! `migrate` (column types).

mod conn;
mod error;
mod job;
mod migrate;
mod postgres;
mod query;
mod relay;
mod row;
mod sqlite;
mod value;
mod writer;

pub use crate::row;
pub use conn::{Conn, Dialect, Tx};
pub use error::DbError;
pub use migrate::{MIGRATIONS, Migration};
pub use query::{Query, place_rows, places, q};
pub use row::{Field, FromRow, Row};
pub use sqlite::sqlite_file;
pub use value::Value;

use conn::Record;
use futures::future::BoxFuture;
use relay::Relay;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::watch;

const NOW_POSTGRES: &str = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";

/// How a database is opened.
#[derive(Debug, Clone)]
pub struct Options {
    /// Unix milliseconds at which this process opens the database, noted beside the migrations it applies.
    pub started_at: i64,
    /// SQLite: refuse a file that another process serves. False only for a command that reads
    /// beside a running server, as a backup does.
    pub exclusive: bool,
    /// SQLite: make the file when it is missing.
    pub create: bool,
    /// PostgreSQL: the size of the pool; one connection listens, the others work.
    pub connections: u32,
    /// Keep the distinct statement texts for [`Db::statements`].
    pub record: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { started_at: 0, exclusive: true, create: true, connections: 16, record: false }
    }
}

/// An open database. Clones share it.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    store: Store,
    relay: Relay,
    record: Option<Record>,
    started_at: i64,
}

enum Store {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

impl Db {
    /// Opens `sqlite://path/casewell.db` (made when missing, if the options say so) or `postgres://…`. Call [`Db::migrate`] next.
    pub async fn open(url: &str, options: Options) -> Result<Self, DbError> {
        let relay = Relay::default();
        let record = options.record.then(Record::default);
        let store = match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => {
                Store::Sqlite(sqlite::Sqlite::open(url, &options, relay.clone(), record.clone()).await?)
            }
            Some("postgres" | "postgresql") => {
                Store::Postgres(postgres::Postgres::open(url, &options, relay.clone(), record.clone()).await?)
            }
            _ => return Err(DbError::UnknownUrl),
        };
        Ok(Self(Arc::new(Inner { store, relay, record, started_at: options.started_at })))
    }

    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match self.0.store {
            Store::Sqlite(_) => Dialect::Sqlite,
            Store::Postgres(_) => Dialect::Postgres,
        }
    }

    /// A connection for reading; each statement sees what was committed before it.
    pub async fn read(&self) -> Result<Conn, DbError> {
        match &self.0.store {
            Store::Sqlite(store) => store.read(self.0.record.clone()).await,
            Store::Postgres(store) => store.read().await,
        }
    }

    /// Runs `job` in a transaction and answers after its commit; an error of the job rolls back.
    ///
    /// The job may run more than once (a collision on PostgreSQL, a lost group on SQLite), so it
    /// touches nothing but the database and waits for nothing else. Once begun it runs to its end,
    /// even when the caller goes away. [`DbError::Busy`] after five seconds without a turn.
    pub async fn write<T, E>(
        &self,
        job: impl for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        match &self.0.store {
            Store::Sqlite(store) => store.writer.write(job).await,
            Store::Postgres(store) => store.write(job).await,
        }
    }

    /// Runs one statement as a transaction of its own; the number of rows it touched. On disk when it returns.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn execute(&self, query: Query) -> Result<u64, DbError> {
        self.write(move |tx| {
            let query = query.clone();
            Box::pin(query.exec(tx))
        })
        .await
    }

    /// Changes whenever a transaction that called [`Conn::notify_commit`] has committed, on any node.
    #[must_use]
    pub fn changed(&self) -> watch::Receiver<u64> {
        self.0.relay.follow()
    }

    /// Writes the database as it is at one moment into a new SQLite file, however much is written meanwhile.
    ///
    /// # Errors
    /// [`DbError::UnknownUrl`] on PostgreSQL, which has programs of its own for this.
    pub async fn copy_to(&self, file: &Path) -> Result<(), DbError> {
        match &self.0.store {
            Store::Sqlite(store) => store.copy_to(file).await,
            Store::Postgres(_) => Err(DbError::UnknownUrl),
        }
    }

    /// Holds a SQLite file so that nobody can serve it until the answer is dropped; the file need not be there.
    ///
    /// # Errors
    /// [`DbError::InUse`] when somebody does.
    pub fn hold(url: &str) -> Result<Option<std::fs::File>, DbError> {
        sqlite_file(url)?.map(|file| sqlite::lock(&file)).transpose()
    }

    /// Whether the database answers and takes writes.
    pub async fn health(&self) -> Result<(), DbError> {
        if let Store::Sqlite(store) = &self.0.store {
            store.writer.health()?;
        }
        let one: i64 = q("SELECT CAST(1 AS BIGINT)").one(&mut self.read().await?).await?;
        if one == 1 { Ok(()) } else { Err(DbError::NoRow) }
    }

    /// The time of the database server's own clock, in Unix milliseconds; SQLite has none but ours.
    pub async fn server_time(&self) -> Result<Option<i64>, DbError> {
        match &self.0.store {
            Store::Sqlite(_) => Ok(None),
            Store::Postgres(_) => q(NOW_POSTGRES).one(&mut self.read().await?).await.map(Some),
        }
    }

    /// The distinct statement texts run so far, when [`Options::record`] asked for them.
    #[must_use]
    pub fn statements(&self) -> Vec<String> {
        self.0.record.as_ref().map(Record::texts).unwrap_or_default()
    }

    /// How many statements have run so far, when [`Options::record`] asked for it; else 0.
    #[must_use]
    pub fn statement_count(&self) -> u64 {
        self.0.record.as_ref().map_or(0, Record::count)
    }

    /// Finishes the writes that wait, then closes every connection.
    pub async fn close(&self) {
        match &self.0.store {
            Store::Sqlite(store) => store.close().await,
            Store::Postgres(store) => store.close().await,
        }
    }

    fn started_at(&self) -> i64 {
        self.0.started_at
    }
}

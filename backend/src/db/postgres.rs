//! PostgreSQL: a pool, each job in a transaction of its own, run again when the server asks for it.

use super::conn::{Conn, Link, Record};
use super::error::said_by_system;
use super::relay::{Relay, announce};
use super::writer::PATIENCE;
use super::{DbError, Options, Tx};
use futures::future::{BoxFuture, ready};
use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use tracing::Instrument;

/// How often a transaction runs again after a collision or a lost connection.
const RETRIES: u32 = 3;
const PAUSE: Duration = Duration::from_millis(10);
const STATEMENTS: usize = 512;

#[derive(Clone)]
pub(super) struct Postgres {
    pool: PgPool,
    fence: Fence,
    /// Ends with the last clone of this store.
    _listener: Arc<JoinSet<()>>,
    record: Option<Record>,
    relay: Relay,
}

/// The moment of the last fail-over that was noticed: pooled connections from before it are dropped.
#[derive(Clone, Default)]
struct Fence(Arc<Mutex<Option<Instant>>>);

impl Fence {
    fn raise(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    fn lets_through(&self, age: Duration) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_none_or(|raised| age < raised.elapsed())
    }
}

impl Postgres {
    pub(super) async fn open(
        url: &str,
        options: &Options,
        relay: Relay,
        record: Option<Record>,
    ) -> Result<Self, DbError> {
        let fence = Fence::default();
        let guard = fence.clone();
        let connect = PgConnectOptions::from_str(url)?
            .options([
                ("lock_timeout", PATIENCE.as_millis().to_string()),
                // Notices, such as that a table is there already, are no news to anybody.
                ("client_min_messages", "warning".to_owned()),
            ])
            .statement_cache_capacity(STATEMENTS)
            .disable_statement_logging();
        let pool = PgPoolOptions::new()
            .max_connections(options.connections)
            .acquire_timeout(PATIENCE)
            .before_acquire(move |_, meta| Box::pin(ready(Ok(guard.lets_through(meta.age)))))
            .connect_with(connect.clone());
        let pool = match pool.await {
            Ok(pool) => pool,
            // The pool has tried again and again, and forgot why it had to.
            Err(sqlx::Error::PoolTimedOut) => return Err(turned_away(&connect).await),
            Err(error) => return Err(at_the_door(error, &connect)),
        };
        let listener = Arc::new(relay.listen(&pool).await?);
        Ok(Self { pool, fence, _listener: listener, record, relay })
    }

    pub(super) async fn read(&self) -> Result<Conn, DbError> {
        Ok(Conn::new(Link::Postgres(self.pool.acquire().await?), self.record.clone()))
    }

    /// Runs the job on a task of its own: a panic ends only that, and a caller that goes away
    /// leaves no half-done transaction, exactly as with SQLite.
    pub(super) async fn write<T, E>(
        &self,
        job: impl for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let store = self.clone();
        let work = async move { store.persist(&job).await }.in_current_span();
        tokio::spawn(work).await.unwrap_or_else(|_| Err(DbError::Panicked.into()))
    }

    async fn persist<T, E: From<DbError>>(
        &self,
        job: &(impl for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Sync),
    ) -> Result<T, E> {
        let mut retries = 0;
        loop {
            match self.attempt(job).await {
                Ok(outcome) => return outcome,
                Err(error) if retries < RETRIES && error.is_retriable() => {
                    retries += 1;
                    tokio::time::sleep(PAUSE * retries).await;
                }
                Err(DbError::Contended) => return Err(DbError::Busy.into()),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// One transaction. The outer error says that nothing was committed, so that it may run again.
    async fn attempt<T, E: From<DbError>>(
        &self,
        job: &(impl for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Sync),
    ) -> Result<Result<T, E>, DbError> {
        let mut tx = Conn::new(Link::PostgresTx(self.pool.begin().await?), self.record.clone());
        let outcome = job(&mut tx).await;
        let news = tx.take_news() && outcome.is_ok();
        if news {
            // Should it fail, the transaction remembers.
            let _ = announce(&mut tx).await;
        }
        match tx.take_failure() {
            Some(failure) if failure.is_retriable() => {
                if matches!(failure, DbError::ReadOnly) {
                    self.fence.raise();
                }
                Err(failure)
            }
            Some(failure) => Ok(outcome.and_then(|_| Err(failure.into()))),
            None if outcome.is_err() => Ok(outcome),
            None => match self.commit(tx, news).await {
                Err(DbError::Contended) => Err(DbError::Contended),
                done => Ok(done.map_err(E::from).and(outcome)),
            },
        }
    }

    async fn commit(&self, tx: Tx, news: bool) -> Result<(), DbError> {
        let Link::PostgresTx(open) = tx.into_link() else { return Err(DbError::Closed) };
        open.commit().await?;
        if news {
            self.relay.wake();
        }
        Ok(())
    }

    pub(super) async fn close(&self) {
        self.pool.close().await;
    }
}

/// Why no connection could be had.
async fn turned_away(options: &PgConnectOptions) -> DbError {
    match tokio::time::timeout(PATIENCE, options.connect()).await {
        Ok(Err(error)) => at_the_door(error, options),
        Ok(Ok(_)) => DbError::Busy,
        Err(_) => unreachable(options, "it does not answer".to_owned()),
    }
}

/// Names what kept us out: the server, the database or the user.
fn at_the_door(error: sqlx::Error, options: &PgConnectOptions) -> DbError {
    let code = error.as_database_error().and_then(|database| database.code()).unwrap_or_default();
    match (&*code, &error) {
        ("3D000", _) => {
            DbError::NoDatabase { name: options.get_database().unwrap_or(options.get_username()).to_owned() }
        }
        ("28000" | "28P01", _) => DbError::NotLetIn { user: options.get_username().to_owned() },
        (_, sqlx::Error::Io(cause)) => unreachable(options, said_by_system(cause)),
        _ => error.into(),
    }
}

fn unreachable(options: &PgConnectOptions, reason: String) -> DbError {
    DbError::Unreachable { server: format!("{}:{}", options.get_host(), options.get_port()), reason }
}

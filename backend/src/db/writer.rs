//! The one writer of a SQLite file. It takes all jobs that wait, runs them in one transaction, each
//! under a savepoint of its own, and answers them only after the commit has reached the disk.

use super::conn::{Conn, Link, Record};
use super::error::is_disk_failure;
use super::job::{Job, queued};
use super::{DbError, Tx, relay::Relay};
use futures::future::BoxFuture;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use std::fs::File;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};

/// How long a write may wait for its turn before it is refused as [`DbError::Busy`].
pub(super) const PATIENCE: Duration = Duration::from_secs(5);
/// How many jobs share one commit at most.
const GROUP: usize = 64;
/// How many jobs may wait; more wait at the door, no longer than [`PATIENCE`] in all.
const QUEUE: usize = 1024;

/// The way in to the writer's task.
pub(super) struct Writer {
    queue: mpsc::Sender<Box<dyn Job>>,
    task: Mutex<Option<JoinHandle<()>>>,
    closing: Arc<Notify>,
    stopped: Stopped,
}

/// Set once, by the first commit that the disk refused.
type Stopped = Arc<OnceLock<DbError>>;

impl Writer {
    /// Opens the writing connection. `lock` is held until that connection is closed again.
    pub(super) async fn start(
        options: SqliteConnectOptions,
        lock: Option<File>,
        relay: Relay,
        record: Option<Record>,
    ) -> Result<Self, DbError> {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let stopped = Stopped::default();
        let mut pen = Pen { conn: None, options, relay, record, stopped: stopped.clone() };
        pen.conn().await?;
        let closing = Arc::new(Notify::new());
        let closed = closing.clone();
        let task = tokio::spawn(async move {
            pen.serve(jobs, &closed).await;
            drop(lock);
        });
        Ok(Self { queue, task: Mutex::new(Some(task)), closing, stopped })
    }

    pub(super) async fn write<T, E>(
        &self,
        job: impl for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let deadline = Instant::now() + PATIENCE;
        let (job, ticket) = queued(job);
        match timeout_at(deadline, self.queue.send(job)).await {
            Ok(Ok(())) => ticket.redeem(deadline).await,
            Ok(Err(_)) => Err(DbError::Closed.into()),
            Err(_) => Err(DbError::Busy.into()),
        }
    }

    /// The disk failure that ended all writing, if there was one.
    pub(super) fn health(&self) -> Result<(), DbError> {
        self.stopped.get().cloned().map_or(Ok(()), Err)
    }

    /// Finishes what waits, then closes the connection.
    pub(super) async fn close(&self) {
        self.closing.notify_one();
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task {
            // It has ended either way; a panic was logged where it happened.
            let _ = task.await;
        }
    }
}

/// What the writer's task holds.
struct Pen {
    /// None after trouble that may have left a transaction open: the next group opens another.
    conn: Option<Conn>,
    options: SqliteConnectOptions,
    relay: Relay,
    record: Option<Record>,
    stopped: Stopped,
}

/// Why a transaction came to nothing.
enum Trouble {
    /// One job spoilt it for all, and all of it was rolled back: each may run again on its own.
    Undone(DbError),
    Failed(DbError),
}

impl From<DbError> for Trouble {
    fn from(error: DbError) -> Self {
        Self::Failed(error)
    }
}

impl Pen {
    async fn serve(mut self, mut jobs: mpsc::Receiver<Box<dyn Job>>, closing: &Notify) {
        let mut waiting = Vec::with_capacity(GROUP);
        loop {
            tokio::select! {
                () = closing.notified() => jobs.close(),
                count = jobs.recv_many(&mut waiting, GROUP) => match count {
                    0 => break,
                    _ => self.settle(std::mem::take(&mut waiting)).await,
                }
            }
        }
        self.drop_conn().await;
    }

    /// Runs a group, commits it and answers it.
    async fn settle(&mut self, mut group: Vec<Box<dyn Job>>) {
        let commit = match self.transact(&mut group).await {
            Err(Trouble::Undone(_)) if group.len() > 1 => {
                for job in group {
                    Box::pin(self.settle(vec![job])).await;
                }
                return;
            }
            Err(Trouble::Undone(error) | Trouble::Failed(error)) => Err(error),
            Ok(()) => Ok(()),
        };
        for job in group {
            job.answer(commit.clone());
        }
    }

    async fn transact(&mut self, group: &mut [Box<dyn Job>]) -> Result<(), Trouble> {
        self.stopped.get().cloned().map_or(Ok(()), Err)?;
        self.begin().await?;
        let outcome = self.run(group).await;
        if let Ok(true) = outcome {
            return self.commit().await;
        }
        self.roll_back().await;
        outcome.map(drop).map_err(Trouble::Undone)
    }

    async fn begin(&mut self) -> Result<(), DbError> {
        let Err(error) = self.conn().await?.script("BEGIN IMMEDIATE").await else { return Ok(()) };
        let error = DbError::from(error);
        if !matches!(error, DbError::Busy) {
            self.drop_conn().await;
        }
        Err(error)
    }

    /// Runs the jobs; tells whether there is something to commit.
    async fn run(&mut self, group: &mut [Box<dyn Job>]) -> Result<bool, DbError> {
        let alone = group.len() == 1;
        let conn = self.conn().await?;
        let mut news = false;
        let mut keep = false;
        for job in group.iter_mut().filter_map(|job| job.claim().then_some(job)) {
            let stays = if alone { job.run(conn).await } else { under_savepoint(job, conn).await? };
            news |= conn.take_news() && stays;
            keep |= stays;
        }
        if news {
            conn.notify_commit();
        }
        Ok(keep)
    }

    async fn commit(&mut self) -> Result<(), Trouble> {
        let conn = self.conn().await?;
        let outcome = conn.script("COMMIT").await;
        if outcome.is_ok() && conn.take_news() {
            self.relay.wake();
        }
        let Err(error) = outcome else { return Ok(()) };
        self.roll_back().await;
        if is_disk_failure(&error) {
            // What the disk holds is unknown, and no later fsync can be believed.
            tracing::error!(%error, "a commit failed on disk, writing has stopped");
            let stopped = self.stopped.get_or_init(|| DbError::Stopped(Arc::new(error)));
            return Err(Trouble::Failed(stopped.clone()));
        }
        Err(Trouble::Undone(error.into()))
    }

    async fn roll_back(&mut self) {
        if let Some(conn) = &mut self.conn {
            conn.take_news();
            // An error says that SQLite has rolled back already, or that the connection is beyond use.
            if conn.script("ROLLBACK").await.is_err() {
                self.drop_conn().await;
            }
        }
    }

    async fn conn(&mut self) -> Result<&mut Conn, DbError> {
        if self.conn.is_none() {
            let link = Link::SqliteWriter(self.options.connect().await?);
            self.conn = Some(Conn::new(link, self.record.clone()));
        }
        self.conn.as_mut().ok_or(DbError::Closed)
    }

    /// Closes the connection, which rolls back whatever is open on it.
    async fn drop_conn(&mut self) {
        let Some(Link::SqliteWriter(link)) = self.conn.take().map(Conn::into_link) else { return };
        if let Err(error) = link.close().await {
            tracing::warn!(%error, "the writing connection did not close cleanly");
        }
    }
}

/// Runs a job so that its failure leaves the jobs before it untouched.
async fn under_savepoint(job: &mut Box<dyn Job>, conn: &mut Conn) -> Result<bool, DbError> {
    conn.script("SAVEPOINT job").await?;
    let stays = job.run(conn).await;
    conn.script(if stays { "RELEASE job" } else { "ROLLBACK TO job; RELEASE job" }).await?;
    Ok(stays)
}

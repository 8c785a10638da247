//! A write waiting for its turn: the caller's closure, its result, and who has it in hand.

use super::{DbError, Tx};
use futures::FutureExt;
use futures::future::BoxFuture;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout_at};

/// A job whose result type is hidden, so that different ones share a queue.
pub(super) trait Job: Send {
    /// Takes the job over from its caller; false when the caller has given up.
    fn claim(&mut self) -> bool;
    /// Runs the job, keeps its result, and tells whether what it wrote shall stay.
    fn run<'j>(&'j mut self, tx: &'j mut Tx) -> BoxFuture<'j, bool>;
    /// Hands the result over. One that was good is handed over only if `commit` was.
    fn answer(self: Box<Self>, commit: Result<(), DbError>);
}

/// The writer's half of a waiting write.
struct Work<F, T, E> {
    job: F,
    claimed: bool,
    taken: Arc<AtomicBool>,
    outcome: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

/// The caller's half.
pub(super) struct Ticket<T, E> {
    taken: Arc<AtomicBool>,
    answer: oneshot::Receiver<Result<T, E>>,
}

pub(super) fn queued<F, T, E>(job: F) -> (Box<dyn Job>, Ticket<T, E>)
where
    F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
    T: Send + 'static,
    E: From<DbError> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    let taken = Arc::new(AtomicBool::new(false));
    let work = Work { job, claimed: false, taken: taken.clone(), outcome: None, reply };
    (Box::new(work), Ticket { taken, answer })
}

impl<T, E: From<DbError>> Ticket<T, E> {
    /// The job's result. A job that nobody has begun by `deadline` is withdrawn; one that has begun is awaited.
    pub(super) async fn redeem(mut self, deadline: Instant) -> Result<T, E> {
        let answer = match timeout_at(deadline, &mut self.answer).await {
            Ok(answer) => answer,
            Err(_) if !self.taken.swap(true, Ordering::AcqRel) => return Err(DbError::Busy.into()),
            Err(_) => self.answer.await,
        };
        answer.unwrap_or_else(|_| Err(DbError::Closed.into()))
    }
}

impl<F, T, E> Job for Work<F, T, E>
where
    F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync,
    T: Send,
    E: From<DbError> + Send,
{
    fn claim(&mut self) -> bool {
        self.claimed = self.claimed || !(self.reply.is_closed() || self.taken.swap(true, Ordering::AcqRel));
        self.claimed
    }

    fn run<'j>(&'j mut self, tx: &'j mut Tx) -> BoxFuture<'j, bool> {
        Box::pin(async move {
            let outcome = {
                let (job, tx) = (&self.job, &mut *tx);
                AssertUnwindSafe(async move { job(tx).await }).catch_unwind().await
            };
            let outcome = match (outcome, tx.take_failure()) {
                (Err(_), _) => Err(DbError::Panicked.into()),
                (Ok(Ok(_)), Some(failure)) => Err(failure.into()),
                (Ok(outcome), _) => outcome,
            };
            self.outcome.insert(outcome).is_ok()
        })
    }

    fn answer(self: Box<Self>, commit: Result<(), DbError>) {
        let outcome = match (self.outcome, commit) {
            (Some(Err(error)), _) => Err(error),
            (_, Err(error)) => Err(error.into()),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (None, Ok(())) => return,
        };
        // Nobody listens when the request was given up meanwhile; its work is done all the same.
        let _ = self.reply.send(outcome);
    }
}

//! What runs beside requests: timers, the live hub, the search index, housekeeping. Each ends when told to stop.

use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::{
    Backend, Outcome, files, intake, knowledge, live, mail, people, promises, routing, search, settings,
    tickets, webhooks,
};

/// How often old sessions, codes and events are cleared away.
const HOUSEKEEPING: Duration = Duration::from_secs(60);

/// Between two steps of a long task, for those who wait to write.
const BREATH: Duration = Duration::from_millis(10);
/// Between two looks whether there is a long task.
const NAP: Duration = Duration::from_secs(1);
/// After a fault; `BREATH` and `NAP` are for when all goes well.
const CALM: Duration = Duration::from_secs(4);

/// The running jobs of one process.
pub struct Jobs(JoinSet<()>);

/// Starts every job; they stop when `stop` turns true.
#[must_use]
pub fn start(b: &Backend, stop: &watch::Receiver<bool>) -> Jobs {
    let mut jobs = JoinSet::new();
    jobs.spawn(promises::timers::run(b.clone(), stop.clone()));
    let recount = |b| async move { promises::recount::step(&b).await };
    jobs.spawn(step_by_step(b.clone(), stop.clone(), "a recount waits", recount));
    let reorganise = |b| async move { routing::reorganise::step(&b).await };
    jobs.spawn(step_by_step(b.clone(), stop.clone(), "a move of many waits", reorganise));
    let cover = |b| async move { routing::cover::step(&b).await };
    jobs.spawn(step_by_step(b.clone(), stop.clone(), "what is promised by those who are away waits", cover));
    let left = |b| async move { routing::left::step(&b).await };
    jobs.spawn(step_by_step(b.clone(), stop.clone(), "the work of those who have left waits", left));
    let waiting = |b| async move { routing::waiting::step(&b).await };
    jobs.spawn(step_by_step(b.clone(), stop.clone(), "what waits for somebody with room waits", waiting));
    let retention = |b| async move { tickets::empty_old(&b).await };
    jobs.spawn(step_by_step(
        b.clone(),
        stop.clone(),
        "what old requests hold waits to be removed",
        retention,
    ));
    let digests = |b| async move { Ok(mail::send_digests(&b).await? > 0) };
    jobs.spawn(step_by_step(b.clone(), stop.clone(), "digests wait", digests));
    jobs.spawn(live::follow(b.clone(), stop.clone()));
    jobs.spawn(mail::deliver::run(b.clone(), stop.clone()));
    jobs.spawn(webhooks::run(b.clone(), stop.clone()));
    jobs.spawn(mail::inbound::run(b.clone(), stop.clone()));
    jobs.spawn(mail::inbound::read_mailboxes(b.clone(), stop.clone()));
    jobs.spawn(search::follow(b.clone(), stop.clone()));
    jobs.spawn(knowledge::count_views(b.clone(), stop.clone()));
    jobs.spawn(housekeeping(b.clone(), stop.clone()));
    Jobs(jobs)
}

impl Jobs {
    /// Waits until all have ended.
    pub async fn finish(mut self) {
        while let Some(ended) = self.0.join_next().await {
            if let Err(error) = ended {
                tracing::error!(%error, "a job died");
            }
        }
    }
}

/// Takes the steps of a long task until told to stop; `step` says whether there was one to take. A fault is logged as
/// `waits` and tried again; it never ends the loop.
async fn step_by_step<Step: Future<Output = Outcome<bool>>>(
    b: Backend,
    mut stop: watch::Receiver<bool>,
    waits: &'static str,
    step: impl Fn(Backend) -> Step,
) {
    loop {
        let rest = match step(b.clone()).await {
            Ok(true) => BREATH,
            Ok(false) => NAP,
            Err(error) => {
                tracing::error!(%error, "{waits}");
                CALM
            }
        };
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(rest) => {}
        }
    }
}

async fn housekeeping(b: Backend, mut stop: watch::Receiver<bool>) {
    loop {
        if let Err(error) = keep_house(&b).await {
            tracing::warn!(%error, "housekeeping waits");
        }
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(HOUSEKEEPING) => {}
        }
    }
}

/// One round of housekeeping, in bounded batches.
///
/// # Errors
/// When the database does not answer.
pub async fn keep_house(b: &Backend) -> Outcome<()> {
    people::cleanup(b).await?;
    intake::forget_abandoned(b).await?;
    settings::tell_of_ending_contracts(b).await?;
    tickets::forget_keys(b).await?;
    tickets::forget_parked(b).await?;
    mail::forget_old(b).await?;
    webhooks::forget_old(b).await?;
    live::forget_old(b).await?;
    // Last: a file store that does not answer holds up nothing else.
    files::forget_old(b).await
}

//! How often articles are read, and searches find nothing: counted in memory, written down now and then, so that reading
//! costs no commit.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::time::Instant;
use tokio::sync::watch;

use super::health::REMEMBERED_MS;
use crate::db::{Tx, q};
use crate::{Backend, Outcome};

const ADD_VIEWS: &str = "UPDATE articles SET views = views + $2 WHERE id = $1";
const ADD_MISS: &str = "INSERT INTO missed_searches (words, n, last_at) VALUES ($1, $2, $3)
  ON CONFLICT (words) DO UPDATE SET n = missed_searches.n + excluded.n, last_at = excluded.last_at";
const FORGET_MISSES: &str = "DELETE FROM missed_searches WHERE last_at < $1";
/// Most different searches that are counted in one pause: who sends many nonsense words fills no table.
const MOST_MISSES: usize = 100;
const PAUSE: Duration = Duration::from_secs(10);

/// Readings by article id, and searches without a result, since the last [`flush_views`]. At most one pause's worth is
/// lost with the power.
#[derive(Debug, Default)]
pub struct Views(Mutex<Counted>);

#[derive(Debug, Default)]
struct Counted {
    views: HashMap<String, i64>,
    misses: HashMap<String, i64>,
}

impl Views {
    pub(super) fn add(&self, article_id: &str) {
        *self.waiting().views.entry(article_id.to_owned()).or_default() += 1;
    }

    pub(super) fn miss(&self, words: String) {
        let mut waiting = self.waiting();
        if waiting.misses.len() < MOST_MISSES || waiting.misses.contains_key(&words) {
            *waiting.misses.entry(words).or_default() += 1;
        }
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, Counted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Counted {
        std::mem::take(&mut self.waiting())
    }
}

/// Writes the counts down every ten seconds, and once more at the end.
pub async fn count_views(b: Backend, mut shutdown: watch::Receiver<bool>) {
    loop {
        let ended = tokio::time::timeout(PAUSE, shutdown.wait_for(|down| *down)).await.is_ok();
        if let Err(error) = flush_views(&b).await {
            tracing::warn!(%error, "readings of articles were not counted");
        }
        if ended {
            return;
        }
    }
}

/// Writes down what was counted since the last call.
///
/// # Errors
/// When the database refuses; those counts are dropped.
pub async fn flush_views(b: &Backend) -> Outcome<()> {
    let counted = b.views.take();
    // Rows are locked in one order everywhere.
    let (views, misses) = (sorted(counted.views), sorted(counted.misses));
    if views.is_empty() && misses.is_empty() {
        return Ok(());
    }
    let now = b.clock.now();
    b.db.write(move |tx| {
        let (views, misses) = (views.clone(), misses.clone());
        Box::pin(async move {
            for (id, n) in views {
                q(ADD_VIEWS).bind(id).bind(n).exec(tx).await?;
            }
            add_misses(tx, misses, now).await
        })
    })
    .await
}

fn sorted(counts: HashMap<String, i64>) -> Vec<(String, i64)> {
    let mut counts: Vec<(String, i64)> = counts.into_iter().collect();
    counts.sort_unstable();
    counts
}

async fn add_misses(tx: &mut Tx, misses: Vec<(String, i64)>, now: Instant) -> Outcome<()> {
    if misses.is_empty() {
        return Ok(());
    }
    q(FORGET_MISSES).bind(now.plus_ms(-REMEMBERED_MS).0).exec(tx).await?;
    for (words, n) in misses {
        q(ADD_MISS).bind(words).bind(n).bind(now.0).exec(tx).await?;
    }
    Ok(())
}

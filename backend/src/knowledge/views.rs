//! How often articles are read: counted in memory, written down now and then, so that reading costs no commit.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use crate::db::q;
use crate::{Backend, Outcome};

const ADD_VIEWS: &str = "UPDATE articles SET views = views + $2 WHERE id = $1";
const PAUSE: Duration = Duration::from_secs(10);

/// Readings since the last [`flush_views`], by article id. At most one pause's worth is lost with the power.
#[derive(Debug, Default)]
pub struct Views(Mutex<HashMap<String, i64>>);

impl Views {
    pub(super) fn add(&self, article_id: &str) {
        *self.waiting().entry(article_id.to_owned()).or_default() += 1;
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, HashMap<String, i64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> HashMap<String, i64> {
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
    let mut counted: Vec<(String, i64)> = b.views.take().into_iter().collect();
    if counted.is_empty() {
        return Ok(());
    }
    // Rows are locked in one order everywhere.
    counted.sort_unstable();
    b.db.write(move |tx| {
        let counted = counted.clone();
        Box::pin(async move {
            for (id, views) in counted {
                q(ADD_VIEWS).bind(id).bind(views).exec(tx).await?;
            }
            Ok(())
        })
    })
    .await
}

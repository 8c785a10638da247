//! Wakes those who follow the change log: in this process through a `watch` channel, on the other
//! nodes of a PostgreSQL installation through LISTEN/NOTIFY. A wake-up carries nothing and may come
//! once too often; followers read on from their own position.

use super::{Conn, DbError, q};
use sqlx::postgres::{PgListener, PgPool};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

const CHANNEL: &str = "casewell_changes";
/// The schema is the payload: installations may share one PostgreSQL database.
const NOTIFY_POSTGRES: &str = "SELECT pg_notify('casewell_changes', current_schema()::text)";
const SCHEMA_POSTGRES: &str = "SELECT current_schema()::text";
const PAUSE: Duration = Duration::from_secs(1);

/// Sender of wake-ups. Clones wake the same followers.
#[derive(Debug, Clone, Default)]
pub(super) struct Relay(watch::Sender<u64>);

impl Relay {
    pub(super) fn follow(&self) -> watch::Receiver<u64> {
        self.0.subscribe()
    }

    pub(super) fn wake(&self) {
        self.0.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// Passes on what other nodes commit, until the pool is closed or the set is dropped.
    pub(super) async fn listen(&self, pool: &PgPool) -> Result<JoinSet<()>, DbError> {
        let schema: String = sqlx::query_scalar(SCHEMA_POSTGRES).fetch_one(pool).await?;
        let mut listener = PgListener::connect_with(pool).await?;
        listener.listen(CHANNEL).await?;
        let mut task = JoinSet::new();
        task.spawn(self.clone().pass_on(listener, schema));
        Ok(task)
    }

    async fn pass_on(self, mut listener: PgListener, schema: String) {
        loop {
            match listener.try_recv().await {
                Ok(Some(note)) if note.payload() != schema => {}
                // None: the connection was lost and is back, so something may have been missed.
                Ok(_) => self.wake(),
                Err(sqlx::Error::PoolClosed) => return,
                Err(error) => {
                    tracing::warn!(%error, "not hearing of other nodes' changes");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }
}

/// Puts the wake-up into a PostgreSQL transaction: it leaves with the commit or not at all.
pub(super) async fn announce(tx: &mut Conn) -> Result<(), DbError> {
    q(NOTIFY_POSTGRES).exec(tx).await.map(drop)
}

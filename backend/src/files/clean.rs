//! Clearing away what was never sent.

use domain::time::{DAY_MS, Instant};

use crate::db::q;
use crate::{Backend, Outcome};

const OLD: &str = "SELECT id, hash FROM uploads WHERE changed_at < $1 ORDER BY changed_at LIMIT 100";
const SENT: &str = "SELECT COUNT(*) FROM attachments WHERE hash = $1";
const MAILED: &str = "SELECT COUNT(*) FROM mail_in WHERE hash = $1";
const WAITING: &str = "SELECT COUNT(*) FROM uploads WHERE hash = $1 AND id <> $2";
const FORGET: &str = "DELETE FROM uploads WHERE id = $1";
const KNOWN: &str = "SELECT COUNT(*) FROM uploads WHERE id = $1";

/// How long a file waits for what it is for to be sent.
const KEEP_MS: i64 = 7 * DAY_MS;

/// Removes one batch of files that were left lying, or taken back, a week ago. A content goes only when nothing else has
/// it, and was not asked for lately: whoever sends the same content meanwhile finds it, or writes it anew (see
/// [`super::Store`]).
///
/// # Errors
/// When the database or the folder refuses.
pub async fn forget_old(b: &Backend) -> Outcome<()> {
    let now = b.clock.now();
    let old: Vec<(String, Option<String>)> =
        q(OLD).bind(now.0 - KEEP_MS).all(&mut b.db.read().await?).await?;
    for (id, hash) in old {
        if let Some(hash) = hash {
            drop_unused(b, &id, &hash, now).await?;
        }
        b.db.execute(q(FORGET).bind(id)).await?;
    }
    drop_lost_parts(b).await
}

async fn drop_unused(b: &Backend, id: &str, hash: &str, now: Instant) -> Outcome<()> {
    let mut conn = b.db.read().await?;
    let sent: i64 = q(SENT).bind(hash).one(&mut conn).await?;
    let waiting: i64 = q(WAITING).bind(hash).bind(id).one(&mut conn).await?;
    let mailed: i64 = q(MAILED).bind(hash).one(&mut conn).await?;
    drop(conn);
    if sent + waiting + mailed == 0 && !b.files.is_fresh(hash, now).await? {
        b.files.drop_whole(hash).await?;
    }
    Ok(())
}

/// Parts whose upload is forgotten, or was sent before a crash let them be cleared away.
async fn drop_lost_parts(b: &Backend) -> Outcome<()> {
    for id in b.files.begun().await? {
        let known: i64 = q(KNOWN).bind(id.as_str()).one(&mut b.db.read().await?).await?;
        if known == 0 {
            b.files.drop_parts(&id).await?;
        }
    }
    Ok(())
}

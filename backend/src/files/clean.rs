//! Clearing away what was never sent, and what was sent and has to go.

use domain::time::{DAY_MS, Instant};

use crate::db::{Tx, q};
use crate::{Backend, Outcome};

const OLD: &str = "SELECT id, hash FROM uploads WHERE changed_at < $1 ORDER BY changed_at LIMIT 100";
const SENT: &str = "SELECT COUNT(*) FROM attachments WHERE hash = $1";
const MAILED: &str = "SELECT COUNT(*) FROM mail_in WHERE hash = $1";
const WAITING: &str = "SELECT COUNT(*) FROM uploads WHERE hash = $1 AND id <> $2";
const FORGET: &str = "DELETE FROM uploads WHERE id = $1";
const KNOWN: &str = "SELECT COUNT(*) FROM uploads WHERE id = $1";

/// From now on it waits as if nobody had sent it, without its name and nobody's to read.
const LET_GO: &str = "INSERT INTO uploads (id, scope, mark, question, person_id, name, size, received, hash, media, changed_at)
  SELECT id, 'gone', id, '', CAST(NULL AS TEXT), '', size, size, hash, media, CAST($2 AS BIGINT) FROM attachments WHERE id = $1";
const LET_MAIL_GO: &str = "INSERT INTO uploads (id, scope, mark, question, person_id, name, size, received, hash, media, changed_at)
  SELECT id, 'gone', id, '', CAST(NULL AS TEXT), '', size, size, hash, '', CAST($2 AS BIGINT) FROM mail_in
  WHERE id = $1 AND hash <> ''";
const UNKEEP: &str = "UPDATE mail_in SET hash = '' WHERE id = $1";
const UNNAME: &str = "DELETE FROM article_files WHERE file_id = $1";
const UNSEND: &str = "DELETE FROM attachments WHERE id = $1";

/// How long a file waits for what it is for to be sent.
const KEEP_MS: i64 = 7 * DAY_MS;
/// How long the content of one that was let go stays: until no one can be sending the same who was told that it is there.
const GOING_MS: i64 = DAY_MS;

/// Takes the files `ids` from what carries them, in the transaction that does away with it: they can be read no more, and the
/// content of each is deleted a day later, unless something else has it.
///
/// # Errors
/// When the database refuses.
pub async fn let_go(tx: &mut Tx, ids: &[String], now: Instant) -> Outcome<()> {
    let old = now.plus_ms(GOING_MS - KEEP_MS).0;
    for id in ids {
        q(LET_GO).bind(id.as_str()).bind(old).exec(tx).await?;
        q(UNNAME).bind(id.as_str()).exec(tx).await?;
        q(UNSEND).bind(id.as_str()).exec(tx).await?;
    }
    Ok(())
}

/// The same for the bytes of the message `id`: what is known of it stays, so that it is not taken in again.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn let_go_mail(tx: &mut Tx, id: &str, now: Instant) -> Outcome<()> {
    q(LET_MAIL_GO).bind(id).bind(now.plus_ms(GOING_MS - KEEP_MS).0).exec(tx).await?;
    q(UNKEEP).bind(id).exec(tx).await?;
    Ok(())
}

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

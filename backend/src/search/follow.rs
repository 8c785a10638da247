//! Keeping the index up to date: the change log's follower.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::live::Topic;
use domain::search::HitKind;
use tantivy::TantivyDocument;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use super::document::{self, key};
use super::index::{Batch, Position};
use super::{load, reindex};
use crate::db::{Conn, q};
use crate::tickets::parse_number;
use crate::{Backend, Failure, Outcome, row};

const CHANGES: &str = "SELECT seq, at, topic, id FROM change_log WHERE seq > $1 ORDER BY seq LIMIT 500";
const OLDEST: &str = "SELECT seq, at, topic, id FROM change_log ORDER BY seq LIMIT 1";
const HEAD: &str =
    "SELECT d.change_seq, l.at FROM desk d LEFT JOIN change_log l ON l.seq = d.change_seq WHERE d.id = 1";
const TIME_OF: &str = "SELECT at FROM change_log WHERE seq = $1";
/// How long changes are gathered for one commit.
const GATHER: Duration = Duration::from_millis(300);
/// How long the log is left alone when nothing wakes the follower.
const POLL: Duration = Duration::from_secs(1);
/// Polls without a change after which the writer, its threads and its memory are let go.
const REST_AFTER: u32 = 5;
/// Pause after a failure.
const RETRY: Duration = Duration::from_secs(5);

row! {
    struct ChangeRow {
        seq: i64,
        at: i64,
        topic: String,
        id: String,
    }
}

/// Follows the change log until `shutdown` is true, beginning with a rebuild when the index is empty, damaged, behind
/// the log or another database's.
pub async fn follow(b: Backend, mut shutdown: watch::Receiver<bool>) {
    let mut changed = b.db.changed();
    let mut quiet = 0;
    check(&b).await;
    loop {
        changed.borrow_and_update();
        let pause = match catch_up(&b).await {
            Ok(true) => {
                quiet = 0;
                GATHER
            }
            Ok(false) => POLL,
            Err(error) => {
                tracing::warn!(%error, "the search index did not follow");
                check(&b).await;
                if b.search.is_damaged() { GATHER } else { RETRY }
            }
        };
        quiet += 1;
        if quiet == REST_AFTER {
            rest(&b).await;
        }
        tokio::select! {
            _ = shutdown.wait_for(|down| *down) => break,
            () = pause_or_news(pause, &mut changed) => {}
        }
    }
    rest(&b).await;
}

/// Brings the index to the end of the change log as it is now; tells whether there was anything to do.
///
/// # Errors
/// When the database cannot be read or the index not be written.
pub async fn catch_up(b: &Backend) -> Outcome<bool> {
    b.search.refresh()?;
    let Some(mut position) = usable(b).await? else {
        reindex(b).await?;
        return Ok(true);
    };
    let mut any = false;
    loop {
        let changes: Vec<ChangeRow> = q(CHANGES).bind(position.seq).all(&mut b.db.read().await?).await?;
        let Some(last) = changes.last() else { return Ok(any) };
        position = Position { seq: last.seq, at: last.at };
        let docs = documents(b, &changes).await?;
        b.search
            .blocking(move |live| {
                live.put(Batch { docs })?;
                live.commit(position)
            })
            .await?;
        any = true;
    }
}

/// The end of the change log.
pub(super) async fn head(conn: &mut Conn) -> Outcome<Position> {
    let (seq, at): (i64, Option<i64>) = q(HEAD).one(conn).await?;
    Ok(Position { seq, at: at.unwrap_or(0) })
}

/// The position to go on from; None when the index has to be made anew.
async fn usable(b: &Backend) -> Outcome<Option<Position>> {
    let Some(position) = b.search.live().position().filter(|_| !b.search.is_damaged()) else {
        return Ok(None);
    };
    let mut conn = b.db.read().await?;
    let end = head(&mut conn).await?;
    let same = match q(TIME_OF).bind(position.seq).opt::<i64>(&mut conn).await? {
        Some(at) => at == position.at,
        // Pruned, or never there.
        None => match q(OLDEST).opt::<ChangeRow>(&mut conn).await? {
            Some(oldest) => oldest.seq <= position.seq + 1,
            None => end.seq == position.seq,
        },
    };
    Ok((same && end.seq >= position.seq).then_some(position))
}

/// The documents that `changes` touch, as they are now.
async fn documents(b: &Backend, changes: &[ChangeRow]) -> Outcome<Vec<(String, Option<TantivyDocument>)>> {
    let touched: BTreeSet<(&str, &str)> = changes.iter().map(|c| (c.topic.as_str(), c.id.as_str())).collect();
    let fields = b.search.live().fields;
    let mut conn = b.db.read().await?;
    let mut docs = Vec::with_capacity(touched.len());
    for (topic, id) in touched {
        let (kind, doc) = match Topic::parse(topic) {
            Some(Topic::Article) => {
                let row = load::article(&mut conn, id).await?;
                (HitKind::Article, row.map(|row| document::article(&fields, &row).1))
            }
            Some(Topic::Problem) => {
                let row = load::problem(&mut conn, id).await?;
                (HitKind::Problem, row.map(|row| document::problem(&fields, &row).1))
            }
            Some(Topic::Ticket) => {
                let Some(number) = parse_number(id) else { continue };
                let row = load::ticket(&mut conn, number).await?;
                (HitKind::Ticket, row.map(|(row, text)| document::ticket(&fields, &row, &text).1))
            }
            _ => continue,
        };
        docs.push((key(kind, id), doc));
    }
    Ok(docs)
}

/// Looks at every file; damage leads to a rebuild.
async fn check(b: &Backend) {
    let search = b.search.clone();
    let checked = tokio::task::spawn_blocking(move || search.check()).await;
    let checked = checked.unwrap_or_else(|died| Err(Failure::broken(died.to_string())));
    if let Err(error) = checked {
        tracing::warn!(%error, "the search index is damaged and will be made anew");
        b.search.mark_damaged();
    }
}

async fn rest(b: &Backend) {
    if let Err(error) = b.search.blocking(|live| live.rest()).await {
        tracing::warn!(%error, "the search index's writer did not end well");
    }
}

async fn pause_or_news(pause: Duration, changed: &mut watch::Receiver<u64>) {
    // The database's relay lives as long as the process; when it ends there is nothing left to follow.
    if timeout(pause, changed.changed()).await.is_ok() {
        sleep(GATHER).await;
    }
}

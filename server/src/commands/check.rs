//! `casewell check`, which looks and changes nothing, and `casewell reindex`.

use std::path::PathBuf;

use backend::Backend;
use backend::promises::check::{clocks, replay_all};
use backend::search::{Found, inspect};
use domain::time::{MINUTE_MS, SECOND_MS};

use super::Failed;
use crate::config::Config;

/// How far the database server's clock may stand off ours, and how far ahead anything may be dated.
const SERVER_OFF_MS: i64 = 5 * SECOND_MS;
const AHEAD_MS: i64 = MINUTE_MS;

/// Rebuilds the search index.
pub async fn reindex(config: &Config) -> Result<(), Failed> {
    let backend = super::open(config, true).await?;
    backend::search::reindex(&backend).await?;
    eprintln!("the search index is rebuilt");
    backend.db.close().await;
    Ok(())
}

/// Tests database, promises, files, index and clock, and says what it found; makes and mends nothing.
pub async fn check(config: &Config) -> Result<(), Failed> {
    let backend = super::look(config, false).await?;
    backend.db.health().await?;
    eprintln!("database: answers, schema is current");
    let mut faults = Vec::new();
    faults.extend(mailboxes(&backend).await?);
    faults.extend(differing(&backend).await?);
    faults.extend(workloads(&backend).await?);
    faults.extend(files(&backend).await?);
    faults.extend(index(backend.settings.index_dir()).await);
    faults.extend(clock(&backend).await?);
    backend.db.close().await;
    if faults.is_empty() { Ok(()) } else { Err(Failed::other(faults.join("; "))) }
}

/// Queues that the settings file names and the desk does not have: what comes there would lie in no queue.
async fn mailboxes(backend: &Backend) -> Result<Vec<String>, Failed> {
    let unknown = backend::mail::inbound::unknown_queues(backend).await?;
    let count = backend.settings.mail.inbound.mailboxes.len();
    eprintln!("mailboxes: {count} in the settings, {} with a queue that is none", unknown.len());
    let named = |(mailbox, queue): (String, String)| {
        format!(
            "the settings file names the queue \"{queue}\" for the mailbox \"{mailbox}\", and there is no queue of this id \
             or name"
        )
    };
    Ok(unknown.into_iter().map(named).collect())
}

async fn differing(backend: &Backend) -> Result<Option<String>, Failed> {
    let checked = replay_all(backend).await?;
    let differing = checked.differing.len();
    eprintln!("tickets: {} replayed, {differing} differ from their entries", checked.tickets);
    let named = || format!("these tickets differ from their entries: {}", checked.differing.join(", "));
    Ok((differing > 0).then(named))
}

async fn workloads(backend: &Backend) -> Result<Option<String>, Failed> {
    let differing = backend::routing::differing(backend).await?;
    eprintln!("workloads: {} people's differ from their tickets", differing.len());
    let named = || format!("these people's workloads differ from their tickets: {}", differing.join(", "));
    Ok((!differing.is_empty()).then(named))
}

async fn files(backend: &Backend) -> Result<Option<String>, Failed> {
    let checked = backend::files::check(backend).await?;
    let missing = checked.missing.len();
    eprintln!("files: {} were sent, {missing} are missing or cut short", checked.files);
    let named = || {
        let (ids, folder) = (checked.missing.join(", "), backend.settings.files_dir());
        format!("these files are missing or cut short in {}: {ids}", folder.display())
    };
    Ok((missing > 0).then(named))
}

async fn index(folder: PathBuf) -> Option<String> {
    let found = tokio::task::spawn_blocking(move || inspect(&folder)).await;
    match found.unwrap_or_else(|_| Found::Damaged("reading it fails".to_owned())) {
        Found::Whole => eprintln!("search index: can be read"),
        Found::Nothing => eprintln!("search index: not there yet, the desk makes it when it serves"),
        Found::Damaged(why) => {
            eprintln!("search index: damaged ({why})");
            return Some("the search index is damaged: run `casewell reindex`".to_owned());
        }
    }
    None
}

async fn clock(backend: &Backend) -> Result<Vec<String>, Failed> {
    let clocks = clocks(backend).await?;
    let mut faults = Vec::new();
    if let Some(off) = clocks.server_ahead.filter(|off| off.abs() > SERVER_OFF_MS) {
        faults.push(format!(
            "the clock of the database server is {} this machine's, so nodes may disagree on when a promise is due: \
             set both by the same time server",
            apart(off)
        ));
    }
    if clocks.newest_ahead > AHEAD_MS {
        faults.push(format!(
            "the newest change is dated {} this machine's clock, so promises are counted from a wrong moment and \
             alarms come late: set the clock right",
            apart(clocks.newest_ahead)
        ));
    }
    eprintln!("clock: {}", if faults.is_empty() { "fits what is stored" } else { "is wrong" });
    Ok(faults)
}

fn apart(ms: i64) -> String {
    format!("{} seconds {}", ms.abs() / SECOND_MS, if ms < 0 { "behind" } else { "ahead of" })
}

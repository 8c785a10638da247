//! `casewell check` and `casewell reindex`.

use super::Failed;
use crate::config::Config;

/// Rebuilds the search index.
pub async fn reindex(config: &Config) -> Result<(), Failed> {
    let backend = super::open(config, true).await?;
    backend::search::reindex(&backend).await?;
    eprintln!("the search index is rebuilt");
    backend.db.close().await;
    Ok(())
}

/// Tests configuration, database, index and the promises' arithmetic, and says what it found.
pub async fn check(config: &Config) -> Result<(), Failed> {
    let backend = super::open(config, true).await?;
    backend.db.health().await.map_err(Failed::other)?;
    eprintln!("database: answers, schema is current");
    let checked = backend::promises::check::replay_all(&backend).await?;
    let differing = checked.differing.len();
    eprintln!("tickets: {} replayed, {differing} differ from their entries", checked.tickets);
    backend.search.check()?;
    eprintln!("search index: can be read");
    backend.db.close().await;
    if differing > 0 {
        return Err(Failed::other(format!(
            "these tickets differ from their entries: {}",
            checked.differing.join(", ")
        )));
    }
    Ok(())
}

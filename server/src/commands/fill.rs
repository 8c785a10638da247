//! `casewell demo` and `casewell import`.

use std::path::Path;

use super::Failed;
use crate::config::{Config, Import};

/// Fills an empty database with a believable company.
pub async fn demo(config: &Config, tickets: u32, rng: u64) -> Result<(), Failed> {
    let backend = super::open(config, false).await?;
    let report = backend::demo::fill(&backend, tickets, rng).await?;
    let backend::demo::Report { people, articles, tickets, active, .. } = report;
    eprintln!("made {people} people, {articles} articles and {tickets} tickets, {active} of them open");
    backend.db.close().await;
    Ok(())
}

/// Reads a file in one of the documented formats and reports each line that was not taken.
pub async fn import(config: &Config, what: Import, file: &Path, licence: Option<&str>) -> Result<(), Failed> {
    if !file.is_file() {
        return Err(Failed::usage(format!("there is no file {}", file.display())));
    }
    if licence.is_some() && !matches!(what, Import::Kb) {
        return Err(Failed::usage("--licence goes with articles: casewell import kb FILE --licence …"));
    }
    let backend = super::open(config, true).await?;
    let report = match what {
        Import::Kb => backend::import::kb(&backend, file, licence).await?,
        Import::Tickets => backend::import::tickets(&backend, file).await?,
        Import::Contacts => backend::import::contacts(&backend, file).await?,
    };
    for (line, why) in &report.rejected {
        eprintln!("line {line}: {why}");
    }
    let rejected = report.rejected.len();
    eprintln!(
        "{} added, {} updated, {} unchanged, {rejected} not taken",
        report.added, report.updated, report.unchanged
    );
    backend.db.close().await;
    if rejected > 0 {
        Err(Failed::other(format!("{rejected} lines were not taken; the others are in")))
    } else {
        Ok(())
    }
}

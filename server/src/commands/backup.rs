//! `casewell backup` and `casewell restore`.

use std::path::Path;

use backend::backup::{self, Fault};
use backend::{Clock, SystemClock};

use super::Failed;
use crate::config::Config;

/// Writes a backup, beside whatever serves the desk, also before an older one is brought up to date.
pub async fn write(config: &Config, file: &Path) -> Result<(), Failed> {
    let backend = super::look(config, true).await?;
    let written = backup::write(&backend, file).await;
    backend.db.close().await;
    let backup::Written { bytes, files, missing } = written?;
    eprintln!("{} holds the database and {files} files, {bytes} bytes in all", file.display());
    lost(&missing, "the backup is written, but without files that are missing on the desk")
}

/// Verifies a backup and puts it where the settings have the desk.
pub async fn restore(config: &Config, file: &Path, replace: bool) -> Result<(), Failed> {
    let (settings, url) = (super::settings(config), &config.database_url);
    let restored = backup::restore(&settings, url, file, replace, SystemClock.now()).await?;
    if let Some(aside) = &restored.aside {
        eprintln!("the desk that was there lies in {}", aside.display());
    }
    eprintln!(
        "the desk of {} is back with {} files; the search index is built when it serves",
        restored.made_at, restored.files
    );
    lost(&restored.missing, "the desk is back, but without files that were missing when it was backed up")
}

fn lost(missing: &[String], what: &str) -> Result<(), Failed> {
    if missing.is_empty() { Ok(()) } else { Err(Failed::other(format!("{what}: {}", missing.join(", ")))) }
}

impl From<Fault> for Failed {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Failure(failure) => failure.into(),
            fault if fault.is_of_the_call() => Self::usage(fault.to_string()),
            fault => Self::other(fault),
        }
    }
}

//! The program's commands. Each says in one plain sentence why it could not do its work.

mod serve;

use std::sync::Arc;

use backend::db::Db;
use backend::{Backend, RandomIds, Settings, SystemClock};

use crate::config::{Cli, Command, Config};

/// Why a command ended, in one sentence for standard error.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The call or the configuration is off: exit code 2.
    #[error("{0}")]
    Usage(String),
    /// Anything else: exit code 1.
    #[error("{0}")]
    Other(String),
}

impl Failed {
    pub fn usage(reason: impl Into<String>) -> Self {
        Self::Usage(reason.into())
    }

    pub fn other(reason: impl std::fmt::Display) -> Self {
        Self::Other(reason.to_string())
    }

    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Other(_) => 1,
        }
    }
}

/// Runs the command that was asked for.
///
/// # Errors
/// One sentence for the person at the terminal.
pub fn run(cli: Cli) -> Result<(), Failed> {
    let config = cli.settings.resolve()?;
    start_log(&config.log)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failed::other)?;
    runtime.block_on(async {
        match cli.command {
            Command::Serve => serve::run(config).await,
            _ => Err(Failed::usage("this command is not built yet")),
        }
    })
}

fn start_log(filter: &str) -> Result<(), Failed> {
    let filter = tracing_subscriber::EnvFilter::try_new(filter)
        .map_err(|error| Failed::usage(format!("CASEWELL_LOG: {error}")))?;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    Ok(())
}

/// Opens and migrates the database and what lies around it.
async fn open(config: &Config) -> Result<Backend, Failed> {
    std::fs::create_dir_all(&config.data_dir)
        .map_err(|error| Failed::usage(format!("cannot use the data folder {}: {error}", config.data_dir.display())))?;
    let db = Db::open(&config.database_url).await.map_err(Failed::other)?;
    db.migrate().await.map_err(Failed::other)?;
    let settings = Settings { data_dir: config.data_dir.clone(), base_url: config.base_url.clone() };
    Backend::new(db, Arc::new(SystemClock), Arc::new(RandomIds), settings).await.map_err(Failed::other)
}

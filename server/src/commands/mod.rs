//! The program's commands. Each says in one plain sentence why it could not do its work.

mod backup;
mod check;
mod fill;
mod mail_in;
mod people;
mod serve;

use std::io::IsTerminal;
use std::sync::Arc;

use backend::db::{Db, DbError, Options};
use backend::{AheadClock, Backend, Clock, RandomIds, Settings, SystemClock};
use domain::time::MINUTE_MS;
use domain::words::{Lang, errors};
use tracing_subscriber::EnvFilter;

use crate::config::{Cli, Command, Config, Token, User};

/// Why a command ended, in one sentence for standard error.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The call or the configuration is off: exit code 2.
    #[error("{0}")]
    Usage(String),
    /// A moment later it may work; what mail servers understand: exit code 75.
    #[error("{0}")]
    Later(String),
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
            Self::Later(_) => 75,
            Self::Other(_) => 1,
        }
    }
}

/// Refusals are for the person at the terminal: what they gave was off. Everything else is a fault.
impl From<backend::Failure> for Failed {
    fn from(failure: backend::Failure) -> Self {
        match failure {
            backend::Failure::Refused(error) => Self::usage(errors::by_field(Lang::En, &error)),
            backend::Failure::Db(error) => error.into(),
            fault => Self::other(fault),
        }
    }
}

impl From<DbError> for Failed {
    fn from(error: DbError) -> Self {
        if error.is_of_the_url() { Self::usage(error.to_string()) } else { Self::other(error) }
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
            Command::Demo { tickets, rng } => fill::demo(&config, tickets, rng).await,
            Command::Import { what, file, licence } => {
                fill::import(&config, what, &file, licence.as_deref()).await
            }
            Command::User(User::Add { email, name, role, password_stdin }) => {
                people::add(&config, email, name, &role, password_stdin).await
            }
            Command::Token(Token::Add { email, scope, name }) => {
                people::token(&config, &email, &name, &scope).await
            }
            Command::MailIn { mailbox } => mail_in::run(&config, mailbox).await,
            Command::Backup { file } => backup::write(&config, &file).await,
            Command::Restore { file, replace } => backup::restore(&config, &file, replace).await,
            Command::Reindex => check::reindex(&config).await,
            Command::Check => check::check(&config).await,
        }
    })
}

fn start_log(filter: &str) -> Result<(), Failed> {
    let off = |error: &dyn std::fmt::Display| Failed::usage(format!("CASEWELL_LOG: {error}"));
    let filter = EnvFilter::try_new(filter).map_err(|error| off(&error))?;
    let colours = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr).init();
    Ok(())
}

/// Opens and migrates the database and what lies around it. `beside`: a server may be running on it.
async fn open(config: &Config, beside: bool) -> Result<Backend, Failed> {
    std::fs::create_dir_all(&config.data_dir).map_err(|error| {
        Failed::usage(format!("cannot use the data folder {}: {error}", config.data_dir.display()))
    })?;
    let backend = open_with(config, Options { exclusive: !beside, ..Options::default() }).await?;
    backend::settings::begin_types(&backend).await?;
    Ok(backend)
}

/// Opens the desk that is there, beside whatever serves it; a folder without one stays as it is.
async fn open_known(config: &Config) -> Result<Backend, Failed> {
    open_with(config, Options { exclusive: false, create: false, ..Options::default() }).await
}

async fn open_with(config: &Config, options: Options) -> Result<Backend, Failed> {
    let options = Options { started_at: SystemClock.now().0, ..options };
    let db = Db::open(&config.database_url, options).await?;
    db.migrate().await?;
    let backend = Backend::new(db, clock(config), Arc::new(RandomIds), settings(config)).await;
    backend.map_err(Failed::from)
}

/// Opens what is there, beside whatever serves it, and makes nothing. `older`: also what this program has yet to bring up to
/// date.
async fn look(config: &Config, older: bool) -> Result<Backend, Failed> {
    let options = Options { exclusive: false, create: false, ..Options::default() };
    let db = Db::open(&config.database_url, options).await?;
    match db.verify().await {
        Err(DbError::OlderSchema { .. }) if older => {}
        verified => verified?,
    }
    let backend = Backend::without_index(db, clock(config), Arc::new(RandomIds), settings(config));
    backend.map_err(Failed::from)
}

fn clock(config: &Config) -> Arc<dyn Clock> {
    match config.clock_ahead {
        0 => Arc::new(SystemClock),
        minutes => Arc::new(AheadClock(i64::from(minutes) * MINUTE_MS)),
    }
}

fn settings(config: &Config) -> Settings {
    Settings {
        data_dir: config.data_dir.clone(),
        name: config.name.clone(),
        base_url: config.base_url.clone(),
        mail: config.mail.clone(),
        bucket: config.bucket.clone(),
        webhooks: config.webhooks.clone(),
    }
}

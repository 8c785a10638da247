//! What can go wrong in the database, said the same way for SQLite and PostgreSQL.

use sqlx::postgres::PgDatabaseError;
use std::sync::Arc;

/// Every failure of this layer. Cloneable, because one failed commit answers many waiting jobs.
#[derive(Debug, Clone, thiserror::Error)]
pub enum DbError {
    /// A lock or a free connection did not come within five seconds: answer 503 and try later.
    #[error("the database is busy")]
    Busy,
    /// A deadlock or a serialisation failure. The transaction is run again; outside this layer it
    /// is seen inside a job only, since one that outlasts the retries is [`DbError::Busy`].
    #[error("transactions kept colliding")]
    Contended,
    #[error("the disk that holds the database is full")]
    Full,
    /// The connection broke. A write that ends so may have been committed: ask before repeating it.
    #[error("the database cannot be reached: {}", said(.0))]
    Unavailable(Arc<sqlx::Error>),
    /// The server became a stand-by: its connections are dropped and others opened.
    #[error("the database server takes no writes")]
    ReadOnly,
    /// A commit failed on its way to disk. What the disk holds is unknown, so nothing more is
    /// acknowledged until a restart has recovered the file.
    #[error("writing stopped after a disk failure, check the disk and restart: {}", said(.0))]
    Stopped(Arc<sqlx::Error>),
    #[error("the database is closed")]
    Closed,
    /// A unique rule refused a row; `on` is `table.column`, several joined by `", "`.
    #[error("already taken: {on}")]
    Unique { on: String },
    #[error("a referenced row is missing or still in use")]
    ForeignKey,
    #[error("no row where one was expected")]
    NoRow,
    #[error("a transaction panicked")]
    Panicked,
    #[error("the database has schema {found}, this program knows up to {known}: use the newer program")]
    NewerSchema { found: i64, known: i64 },
    #[error(
        "the database has schema {found}, this program works with {known}: `casewell serve` brings it up to date"
    )]
    OlderSchema { found: i64, known: i64 },
    #[error("there is no desk in this database yet: `casewell serve` or `casewell demo` makes one")]
    NoDesk,
    #[error("there is no database file {path}: `casewell serve` or `casewell demo` makes one")]
    NoFile { path: String },
    #[error("migration {name} differs from the one that was applied")]
    ChangedMigration { name: String },
    #[error("{path} is already served by process {pid}")]
    InUse { path: String, pid: String },
    #[error("SQLite {found} is too old, 3.51.3 is the first without the WAL-reset fault")]
    OldSqlite { found: String },
    #[error("cannot use {path}: {reason}")]
    File { path: String, reason: String },
    #[error("a database URL starts with sqlite:// or postgres://")]
    UnknownUrl,
    #[error("the database URL cannot be understood: {0}")]
    BadUrl(String),
    #[error("the PostgreSQL server at {server} cannot be reached: {reason}")]
    Unreachable { server: String, reason: String },
    #[error("the PostgreSQL server has no database {name}: make it, or name another in the database URL")]
    NoDatabase { name: String },
    #[error("the PostgreSQL server does not let {user} in: check user and password in the database URL")]
    NotLetIn { user: String },
    #[error("the database file cannot be opened: its folder is missing or may not be entered")]
    CannotOpen,
    #[error("the database file may not be written: check whom it and its folder belong to")]
    WriteProtected,
    #[error("the database file is no SQLite database: name another in the database URL")]
    NotADatabase,
    #[error("the database file is damaged: bring back a backup")]
    Damaged,
    #[error("the database refused: {}", said(.0))]
    Sql(Arc<sqlx::Error>),
}

impl DbError {
    /// The `table.column` of a violated unique rule.
    #[must_use]
    pub fn unique_on(&self) -> Option<&str> {
        match self {
            Self::Unique { on } => Some(on),
            _ => None,
        }
    }

    /// Whether the same request may well succeed a little later.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        matches!(
            self,
            Self::Busy
                | Self::Contended
                | Self::Full
                | Self::Unavailable(_)
                | Self::ReadOnly
                | Self::Stopped(_)
        )
    }

    /// Whether the database URL itself is wrong, whatever lies behind it.
    #[must_use]
    pub fn is_of_the_url(&self) -> bool {
        matches!(self, Self::UnknownUrl | Self::BadUrl(_))
    }

    /// Whether a transaction that failed so, before its commit, may simply run again.
    pub(super) fn is_retriable(&self) -> bool {
        matches!(self, Self::Contended | Self::Unavailable(_) | Self::ReadOnly)
    }
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) => match database.try_downcast_ref::<PgDatabaseError>() {
                Some(cause) => from_postgres(cause),
                None => from_sqlite(database.code().as_deref(), database.message()),
            },
            sqlx::Error::RowNotFound => Some(Self::NoRow),
            sqlx::Error::PoolTimedOut => Some(Self::Busy),
            sqlx::Error::PoolClosed => Some(Self::Closed),
            sqlx::Error::Configuration(cause) => Some(Self::BadUrl(cause.to_string())),
            sqlx::Error::Io(_) | sqlx::Error::WorkerCrashed => return Self::Unavailable(Arc::new(error)),
            _ => None,
        }
        .unwrap_or_else(|| unnamed(error))
    }
}

/// Errors that keep their cause: the server going away (SQLSTATE class 57P, 08) or anything else.
fn unnamed(error: sqlx::Error) -> DbError {
    let code = error.as_database_error().and_then(|database| database.code());
    let gone = code.is_some_and(|code| code.starts_with("57P") || code.starts_with("08"));
    if gone { DbError::Unavailable(Arc::new(error)) } else { DbError::Sql(Arc::new(error)) }
}

/// What an error says, without the driver's own words around it.
pub(super) fn said(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(database) => database.message().to_owned(),
        sqlx::Error::Io(cause) => said_by_system(cause),
        other => other.to_string(),
    }
}

/// The operating system's words without its number for them.
pub(super) fn said_by_system(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}

/// SQLSTATE values: <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
fn from_postgres(cause: &PgDatabaseError) -> Option<DbError> {
    Some(match cause.code() {
        "40001" | "40P01" => DbError::Contended,
        "55P03" | "53300" => DbError::Busy,
        "53100" => DbError::Full,
        "25006" => DbError::ReadOnly,
        "23503" => DbError::ForeignKey,
        "23505" => DbError::Unique { on: postgres_columns(cause) },
        _ => return None,
    })
}

/// `table.column, table.column` out of a detail like `Key (a, b)=(1, 2) already exists.`, whose
/// brackets stay where they are in every language the server may speak.
fn postgres_columns(cause: &PgDatabaseError) -> String {
    let table = cause.table().unwrap_or_default();
    let detail = cause.detail().unwrap_or_default();
    let columns = detail.split_once('(').and_then(|(_, rest)| rest.split_once(")=("));
    match columns {
        Some((names, _)) => {
            names.split(", ").map(|name| format!("{table}.{name}")).collect::<Vec<_>>().join(", ")
        }
        None => cause.constraint().unwrap_or(table).to_owned(),
    }
}

/// Primary result codes: <https://www.sqlite.org/rescode.html>; the extended ones carry them in their low byte.
fn from_sqlite(code: Option<&str>, message: &str) -> Option<DbError> {
    let code: i32 = code?.parse().ok()?;
    Some(match (code & 0xff, code) {
        (5 | 6, _) => DbError::Busy,
        (8, _) => DbError::WriteProtected,
        (11, _) => DbError::Damaged,
        (13, _) => DbError::Full,
        (14, _) => DbError::CannotOpen,
        (26, _) => DbError::NotADatabase,
        (_, 787) => DbError::ForeignKey,
        (_, 1555 | 2067) => {
            DbError::Unique { on: message.rsplit("failed: ").next().unwrap_or_default().to_owned() }
        }
        _ => return None,
    })
}

/// Whether the disk itself failed (`SQLITE_IOERR`), after which a repeated fsync proves nothing.
pub(super) fn is_disk_failure(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|database| database.code()?.parse::<i32>().ok());
    code.is_some_and(|code| code & 0xff == 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_faults_are_named_whatever_their_extended_code() {
        for (code, words) in [
            ("8", "may not be written"),
            ("1544", "may not be written"),
            ("14", "cannot be opened"),
            ("526", "cannot be opened"),
            ("26", "no SQLite database"),
            ("11", "damaged"),
            ("267", "damaged"),
        ] {
            let named = from_sqlite(Some(code), "").unwrap().to_string();
            assert!(named.contains(words), "{code}: {named}");
        }
    }
}

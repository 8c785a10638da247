//! A SQLite file: one writer, a few read-only connections, and a lock against a second process.

use super::conn::{Conn, Link, Record};
use super::error::said_by_system;
use super::writer::{PATIENCE, Writer};
use super::{DbError, Options, relay::Relay};
use sqlx::ConnectOptions;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

const READERS: u32 = 4;
/// Prepared statements kept on each connection; the desk has a few hundred.
const STATEMENTS: usize = 512;
/// The first version that cannot lose a WAL reset, see <https://www.sqlite.org/wal.html>.
const OLDEST: [u32; 3] = [3, 51, 3];

pub(super) struct Sqlite {
    readers: SqlitePool,
    pub(super) writer: Writer,
}

impl Sqlite {
    pub(super) async fn open(
        url: &str,
        options: &Options,
        relay: Relay,
        record: Option<Record>,
    ) -> Result<Self, DbError> {
        let base = common(SqliteConnectOptions::from_str(url)?);
        if !options.create && !base.get_filename().exists() {
            return Err(DbError::NoFile { path: base.get_filename().display().to_string() });
        }
        let lock = options.exclusive.then(|| lock(base.get_filename())).transpose()?;
        let writer =
            Writer::start(writing(base.clone()).create_if_missing(options.create), lock, relay, record)
                .await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(PATIENCE)
            .test_before_acquire(false)
            .connect_with(base.read_only(true).pragma("cache_size", "-16384"))
            .await?;
        assert_version(&readers).await?;
        Ok(Self { readers, writer })
    }

    pub(super) async fn read(&self, record: Option<Record>) -> Result<Conn, DbError> {
        Ok(Conn::new(Link::SqliteReader(self.readers.acquire().await?), record))
    }

    /// As one reader sees it; what is written meanwhile goes into the log and is not seen.
    pub(super) async fn copy_to(&self, file: &Path) -> Result<(), DbError> {
        let mut reader = self.readers.acquire().await?;
        sqlx::query("VACUUM INTO $1").bind(file.display().to_string()).execute(&mut *reader).await?;
        Ok(())
    }

    /// The writer closes last: whoever does moves the log into the file, and readers may not.
    pub(super) async fn close(&self) {
        if tokio::time::timeout(PATIENCE, self.readers.close()).await.is_err() {
            tracing::warn!("a reader is still at work, the log stays beside the file");
        }
        self.writer.close().await;
    }
}

fn common(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options
        .busy_timeout(PATIENCE)
        .foreign_keys(true)
        .statement_cache_capacity(STATEMENTS)
        .pragma("temp_store", "MEMORY")
        // A failing disk must answer with an error, not with SIGBUS.
        .pragma("mmap_size", "0")
        .disable_statement_logging()
}

fn writing(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("cache_size", "-65536")
        .pragma("wal_autocheckpoint", "4000")
        .pragma("journal_size_limit", "67108864")
        .optimize_on_close(true, None)
}

/// Holds `<file>.lock` for this process; the operating system lets go of it when the process ends, however it ends.
pub(super) fn lock(database: &Path) -> Result<File, DbError> {
    let path = format!("{}.lock", database.display());
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => DbError::CannotOpen,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => DbError::WriteProtected,
        _ => DbError::File { path: path.clone(), reason: said_by_system(&error) },
    };
    let mut file =
        OpenOptions::new().create(true).truncate(false).read(true).write(true).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => {
            file.set_len(0).map_err(failed)?;
            file.rewind().map_err(failed)?;
            write!(file, "{}", std::process::id()).map_err(failed)?;
            Ok(file)
        }
        Err(TryLockError::Error(error)) => Err(failed(error)),
        Err(TryLockError::WouldBlock) => {
            let mut pid = String::new();
            file.read_to_string(&mut pid).map_err(failed)?;
            Err(DbError::InUse { path: database.display().to_string(), pid })
        }
    }
}

/// The file that a `sqlite:` URL names; none for other databases.
///
/// # Errors
/// [`DbError::BadUrl`].
pub fn sqlite_file(url: &str) -> Result<Option<PathBuf>, DbError> {
    if !url.starts_with("sqlite:") {
        return Ok(None);
    }
    Ok(Some(SqliteConnectOptions::from_str(url)?.get_filename().to_owned()))
}

async fn assert_version(pool: &SqlitePool) -> Result<(), DbError> {
    let found: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(pool).await?;
    let parts: Vec<u32> = found.split('.').map_while(|part| part.parse().ok()).collect();
    if parts.as_slice() < OLDEST.as_slice() { Err(DbError::OldSqlite { found }) } else { Ok(()) }
}

//! Backups: one file that holds the database as it was at one moment, and every content that it names. [`write`] makes one
//! beside a running desk, [`restore`] verifies one before it takes its place. Sibling: `server/src/commands/backup.rs`.
//!
//! The file is a tar archive: `casewell.db`, then each content as `files/HASH`, and last `manifest.json`, which nothing
//! that was cut short has. Contents never change under their hash, so they may be read after the database.

mod restore;
mod write;

pub use restore::{Restored, restore};
pub use write::{Written, write};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::{Read, Write};

use crate::Failure;
use crate::db::{Db, DbError, Options, q};

/// Of what this program writes, and the newest that it reads.
const FORMAT: u32 = 1;
const DATABASE: &str = "casewell.db";
const FILES: &str = "files/";
const MANIFEST: &str = "manifest.json";

const NAMED: &str =
    "SELECT hash FROM attachments WHERE hash > $1 UNION SELECT hash FROM mail_in WHERE hash > $1
  UNION SELECT hash FROM uploads WHERE hash > $1 ORDER BY 1 LIMIT 500";

/// What the archive holds.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    /// Unix milliseconds.
    made_at: i64,
    /// SHA-256 of the database.
    database: String,
    files: usize,
    /// Contents that the database names and that were not there.
    missing: Vec<String>,
}

/// Why there is no backup, or none that takes the desk's place. Each is a sentence for whoever gave the command.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("{0} is there already: a backup takes no other file’s place")]
    Taken(String),
    #[error(
        "the desk is on PostgreSQL: back up its database with pg_dump and then its files, as docs/OPERATIONS.md says"
    )]
    Postgres,
    #[error(
        "there is a desk in {0} already: name an empty data folder, or add --replace, which moves the old one aside"
    )]
    Occupied(String),
    #[error("{path} cannot be used: {reason}")]
    File { path: String, reason: String },
    #[error("this is no whole backup of a desk: {0}")]
    Damaged(String),
    #[error(transparent)]
    Failure(#[from] Failure),
}

impl Fault {
    /// Whether the call was off, rather than the world.
    #[must_use]
    pub fn is_of_the_call(&self) -> bool {
        matches!(self, Self::Taken(_) | Self::Postgres | Self::Occupied(_))
    }
}

impl From<DbError> for Fault {
    fn from(error: DbError) -> Self {
        Self::Failure(error.into())
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Failure(error.into())
    }
}

/// Opens a database that nobody serves, as it is.
async fn open(url: &str) -> Result<Db, DbError> {
    Db::open(url, Options { exclusive: false, create: false, ..Options::default() }).await
}

/// Every content that the database names, in order.
async fn named(db: &Db) -> Result<Vec<String>, DbError> {
    let (mut conn, mut all) = (db.read().await?, Vec::new());
    loop {
        let after: String = all.last().cloned().unwrap_or_default();
        let page: Vec<String> = q(NAMED).bind(after).all(&mut conn).await?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}

/// Hashes what goes through it.
struct Hashed<T> {
    inner: T,
    hash: Sha256,
}

impl<T> Hashed<T> {
    fn new(inner: T) -> Self {
        Self { inner, hash: Sha256::new() }
    }

    fn finish(self) -> (T, String) {
        (self.inner, crate::ids::hex(&self.hash.finalize()))
    }
}

impl<T: Read> Read for Hashed<T> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(into)?;
        self.hash.update(&into[..read]);
        Ok(read)
    }
}

impl<T: Write> Write for Hashed<T> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

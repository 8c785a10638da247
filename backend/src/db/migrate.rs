//! Brings a database to the schema this program knows, one migration after the other.
//!
//! A migration is one text for both databases, so that the pair cannot drift. Three things differ and
//! are put in place when it runs: `{blob}` is BLOB or BYTEA, TEXT compares by code point on PostgreSQL
//! as it does on SQLite (`COLLATE "C"`), and everything else keeps to BIGINT, TEXT, BOOLEAN and DOUBLE
//! PRECISION, which both know. A shipped migration is never edited: its checksum is kept.

use super::{Conn, Db, DbError, Dialect, Tx, q};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// One numbered step of the schema.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    pub version: i64,
    pub name: &'static str,
    pub sql: &'static str,
}

/// Every migration, oldest first.
pub const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "desk", sql: include_str!("../../migrations/0001_desk.sql") },
    Migration { version: 2, name: "knowledge", sql: include_str!("../../migrations/0002_knowledge.sql") },
    Migration { version: 3, name: "intake", sql: include_str!("../../migrations/0003_intake.sql") },
    Migration { version: 4, name: "files", sql: include_str!("../../migrations/0004_files.sql") },
    Migration { version: 5, name: "promises", sql: include_str!("../../migrations/0005_promises.sql") },
    Migration { version: 6, name: "ladders", sql: include_str!("../../migrations/0006_ladders.sql") },
    Migration { version: 7, name: "asked_again", sql: include_str!("../../migrations/0007_asked_again.sql") },
    Migration { version: 8, name: "routing", sql: include_str!("../../migrations/0008_routing.sql") },
    Migration { version: 9, name: "mail_in", sql: include_str!("../../migrations/0009_mail_in.sql") },
    Migration { version: 10, name: "mail_out", sql: include_str!("../../migrations/0010_mail_out.sql") },
    Migration { version: 11, name: "reorganise", sql: include_str!("../../migrations/0011_reorganise.sql") },
    Migration { version: 12, name: "mail_moved", sql: include_str!("../../migrations/0012_mail_moved.sql") },
    Migration { version: 13, name: "mail_news", sql: include_str!("../../migrations/0013_mail_news.sql") },
    Migration {
        version: 14,
        name: "outbox_indexes",
        sql: include_str!("../../migrations/0014_outbox_indexes.sql"),
    },
    Migration {
        version: 15,
        name: "mail_answers",
        sql: include_str!("../../migrations/0015_mail_answers.sql"),
    },
    Migration { version: 16, name: "redacted", sql: include_str!("../../migrations/0016_redacted.sql") },
    Migration { version: 17, name: "queues", sql: include_str!("../../migrations/0017_queues.sql") },
    Migration { version: 18, name: "catalogue", sql: include_str!("../../migrations/0018_catalogue.sql") },
    Migration {
        version: 19,
        name: "rung_owners",
        sql: include_str!("../../migrations/0019_rung_owners.sql"),
    },
    Migration { version: 20, name: "webhooks", sql: include_str!("../../migrations/0020_webhooks.sql") },
];

const CREATE_LEDGER: &str = "CREATE TABLE IF NOT EXISTS schema_migrations (version BIGINT NOT NULL PRIMARY KEY, \
     name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)";
const APPLIED: &str = "SELECT version, name, checksum FROM schema_migrations ORDER BY version LIMIT 10000";
const RECORD: &str =
    "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)";
const LEDGERS_SQLITE: &str =
    "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'";
const LEDGERS_POSTGRES: &str = "SELECT COUNT(*) FROM pg_tables
  WHERE schemaname = current_schema() AND tablename = 'schema_migrations'";
/// Holds off other nodes until the transaction ends, however long their migration takes.
const LOCK_POSTGRES: &str = "SET LOCAL lock_timeout = 0; \
     SELECT pg_advisory_xact_lock(hashtextextended('casewell migrations of ' || current_schema(), 0))";

impl Db {
    /// Applies what is missing of [`MIGRATIONS`]; see [`Db::migrate_with`].
    pub async fn migrate(&self) -> Result<(), DbError> {
        self.migrate_with(MIGRATIONS).await
    }

    /// Whether the schema is that of [`MIGRATIONS`], without changing anything.
    ///
    /// # Errors
    /// [`DbError::NoDesk`], [`DbError::OlderSchema`], and those of [`Db::migrate_with`].
    pub async fn verify(&self) -> Result<(), DbError> {
        let mut conn = self.read().await?;
        let ledgers = match conn.dialect() {
            Dialect::Sqlite => LEDGERS_SQLITE,
            Dialect::Postgres => LEDGERS_POSTGRES,
        };
        if q(ledgers).one::<i64>(&mut conn).await? == 0 {
            return Err(DbError::NoDesk);
        }
        let (found, known) = (compare(&mut conn, MIGRATIONS).await?, newest(MIGRATIONS));
        if found < known { Err(DbError::OlderSchema { found, known }) } else { Ok(()) }
    }

    /// Applies what is missing of `list`, each migration and its record in one transaction: after a
    /// crash it is there as a whole or not at all. Refuses a schema that is newer than the list
    /// ([`DbError::NewerSchema`]) or was made by another text ([`DbError::ChangedMigration`]).
    pub async fn migrate_with(&self, list: &[Migration]) -> Result<(), DbError> {
        let list: Arc<[Migration]> = list.into();
        let known = list.clone();
        let at = self.started_at();
        self.write(move |tx| {
            let known = known.clone();
            Box::pin(async move { survey(tx, &known).await.map(drop) })
        })
        .await?;
        for step in list.iter().copied() {
            let list = list.clone();
            self.write(move |tx| {
                let list = list.clone();
                Box::pin(async move { take(tx, &list, step, at).await })
            })
            .await?;
        }
        Ok(())
    }
}

/// Checks the ledger against the list, alone among all nodes; answers the newest version applied.
async fn survey(tx: &mut Tx, known: &[Migration]) -> Result<i64, DbError> {
    if tx.dialect() == Dialect::Postgres {
        tx.script(LOCK_POSTGRES).await?;
    }
    q(CREATE_LEDGER).exec(tx).await?;
    compare(tx, known).await
}

fn newest(list: &[Migration]) -> i64 {
    list.last().map_or(0, |migration| migration.version)
}

/// Holds the ledger against the list; answers the newest version applied.
async fn compare(conn: &mut Conn, known: &[Migration]) -> Result<i64, DbError> {
    let newest = newest(known);
    let applied = q(APPLIED).all::<(i64, String, String)>(conn).await?;
    let found = applied.last().map_or(0, |(version, ..)| *version);
    if found > newest {
        return Err(DbError::NewerSchema { found, known: newest });
    }
    for (version, name, sum) in applied {
        if !known.iter().any(|migration| migration.version == version && checksum(migration.sql) == sum) {
            return Err(DbError::ChangedMigration { name });
        }
    }
    Ok(found)
}

/// Applies one migration, unless another node has done so meanwhile.
async fn take(tx: &mut Tx, known: &[Migration], step: Migration, at: i64) -> Result<(), DbError> {
    if survey(tx, known).await? >= step.version {
        return Ok(());
    }
    tx.script(&in_dialect(step.sql, tx.dialect())).await?;
    let record = q(RECORD).bind(step.version).bind(step.name).bind(checksum(step.sql)).bind(at);
    record.exec(tx).await.map(drop)
}

fn in_dialect(sql: &str, dialect: Dialect) -> String {
    match dialect {
        Dialect::Sqlite => sql.replace("{blob}", "BLOB"),
        Dialect::Postgres => sql.replace("{blob}", "BYTEA").replace(" TEXT", " TEXT COLLATE \"C\""),
    }
}

fn checksum(sql: &str) -> String {
    Sha256::digest(sql).iter().map(|byte| format!("{byte:02x}")).collect()
}

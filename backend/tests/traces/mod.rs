//! Where a phrase is still found: in which columns of the database, in which files of the data folder.
#![allow(
    dead_code,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "each test takes what it needs, and fails loudly"
)]

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use backend::Backend;
use backend::db::{Dialect, q};
use domain::time::DAY_MS;

use super::common::desk::Desk;

const TABLES_SQLITE: &str = "SELECT name FROM sqlite_master WHERE type = 'table'";
const TABLES_POSTGRES: &str =
    "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = current_schema()";
const COLUMNS_SQLITE: &str = "SELECT name FROM pragma_table_info($1)";
const COLUMNS_POSTGRES: &str = "SELECT CAST(column_name AS TEXT) FROM information_schema.columns
  WHERE table_schema = current_schema() AND table_name = $1";

/// Every column, as `table.column`, with a row that holds `phrase`.
pub async fn in_tables(b: &Backend, phrase: &str) -> Vec<String> {
    let mut conn = b.db.read().await.unwrap();
    let (tables, columns) = match b.db.dialect() {
        Dialect::Sqlite => (TABLES_SQLITE, COLUMNS_SQLITE),
        Dialect::Postgres => (TABLES_POSTGRES, COLUMNS_POSTGRES),
    };
    let mut found = Vec::new();
    for table in q(tables).all::<String>(&mut conn).await.unwrap() {
        for column in q(columns).bind(table.as_str()).all::<String>(&mut conn).await.unwrap() {
            let sql = format!("SELECT COUNT(*) FROM {table} WHERE CAST(\"{column}\" AS TEXT) LIKE $1");
            let rows: i64 = q(sql).bind(format!("%{phrase}%")).one(&mut conn).await.unwrap();
            if rows > 0 {
                found.push(format!("{table}.{column}"));
            }
        }
    }
    found.sort();
    found
}

/// Every file that was sent or came, and holds `phrase`.
pub fn in_files(b: &Backend, phrase: &str) -> Vec<PathBuf> {
    let mut all = Vec::new();
    walk(&b.settings.files_dir(), &mut all);
    all.retain(|path| {
        let bytes = std::fs::read(path).unwrap();
        bytes.windows(phrase.len()).any(|window| window == phrase.as_bytes())
    });
    all
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { walk(&path, found) } else { found.push(path) }
    }
}

/// Lets the day pass after which what was let go is deleted.
pub async fn a_day_later(desk: &Desk) {
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
    let mut all = Vec::new();
    walk(&desk.b.settings.files_dir().join("whole"), &mut all);
    for path in all {
        std::fs::File::options().write(true).open(path).unwrap().set_modified(long_ago).unwrap();
    }
    desk.clock.advance(DAY_MS + 1);
    backend::files::forget_old(&desk.b).await.unwrap();
}

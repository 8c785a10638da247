//! Schemas of their own on the PostgreSQL of `TEST_DATABASE_URL`; the throw-away server keeps them.

use sqlx::{Connection, PgConnection};

use super::Folder;

/// The address of an empty schema. None, and one line that says so, without `TEST_DATABASE_URL`.
pub async fn fresh() -> Option<String> {
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
        println!("PostgreSQL skipped: TEST_DATABASE_URL is not set");
        return None;
    };
    // A folder's name is nobody else's.
    let folder = Folder::new();
    let name = folder.0.file_name().expect("a name").to_string_lossy().replace('-', "_");
    let mut admin = PgConnection::connect(&server).await.expect("the server of TEST_DATABASE_URL");
    let sql = format!("DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}");
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut admin).await.expect("a schema of our own");
    let joint = if server.contains('?') { '&' } else { '?' };
    Some(format!("{server}{joint}options=-csearch_path%3D{name}"))
}

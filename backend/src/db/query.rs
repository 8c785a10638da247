//! One statement with its arguments, run unchanged on either database.

use super::{Conn, DbError, FromRow, Row, Value, conn::Driver, value::arguments};
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{AssertSqlSafe, Error};
use std::borrow::Cow;

/// A statement being put together: `q("SELECT … WHERE id = $1").bind(id).opt::<TicketRow>(conn)`.
#[derive(Debug, Clone)]
#[must_use = "a query does nothing until it is run"]
pub struct Query {
    sql: Cow<'static, str>,
    values: Vec<Value>,
    locking: bool,
}

/// `$3, $4` for two values from the third on: the inside of an `IN (…)`.
#[must_use]
pub fn places(first: usize, count: usize) -> String {
    let places: Vec<String> = (first..first + count).map(|place| format!("${place}")).collect();
    places.join(", ")
}

/// `($1, $2), ($3, $4)` for two rows of two.
#[must_use]
pub fn place_rows(rows: usize, columns: usize) -> String {
    let row = |row: usize| format!("({})", places(row * columns + 1, columns));
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

/// Starts a statement. The text is portable SQL with `$1`-style placeholders, never built from input.
pub fn q(sql: impl Into<Cow<'static, str>>) -> Query {
    Query { sql: sql.into(), values: Vec::new(), locking: false }
}

/// Runs one sqlx method on the connection's own driver. `$wrap` makes a [`Row`] of the driver's.
macro_rules! run {
    ($query:expr, $conn:expr, $method:ident, |$out:ident, $wrap:ident| $map:expr) => {{
        let (sql, values) = $query.into_parts($conn);
        $conn.admit(&sql)?;
        let sql = AssertSqlSafe(sql);
        let outcome = match $conn.driver() {
            Driver::Sqlite(driver) => {
                let values = arguments::<SqliteArguments>(values).map_err(Error::Encode)?;
                sqlx::query_with(sql, values).$method(driver).await.map(|$out| {
                    let $wrap = Row::Sqlite;
                    $map
                })
            }
            Driver::Postgres(driver) => {
                let values = arguments::<PgArguments>(values).map_err(Error::Encode)?;
                sqlx::query_with(sql, values).$method(driver).await.map(|$out| {
                    let $wrap = Row::Postgres;
                    $map
                })
            }
        };
        $conn.settle(outcome)
    }};
}

impl Query {
    /// Adds the next argument: the first call is `$1`.
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Adds arguments in order, for statements whose text is put together.
    pub fn bind_all(mut self, values: Vec<Value>) -> Self {
        self.values.extend(values);
        self
    }

    /// Locks the rows read until the transaction ends (PostgreSQL; SQLite has one writer anyway).
    pub fn for_update(mut self) -> Self {
        self.locking = true;
        self
    }

    /// All rows. Every list carries its own LIMIT.
    pub async fn all<T: FromRow>(self, conn: &mut Conn) -> Result<Vec<T>, DbError> {
        run!(self, conn, fetch_all, |rows, wrap| rows.iter().map(|row| T::from_row(&wrap(row))).collect())?
    }

    /// The first row, or [`DbError::NoRow`].
    pub async fn one<T: FromRow>(self, conn: &mut Conn) -> Result<T, DbError> {
        self.opt(conn).await?.ok_or(DbError::NoRow)
    }

    /// The first row, if any.
    pub async fn opt<T: FromRow>(self, conn: &mut Conn) -> Result<Option<T>, DbError> {
        run!(self, conn, fetch_optional, |row, wrap| row
            .as_ref()
            .map(|row| T::from_row(&wrap(row)))
            .transpose())?
    }

    /// Runs a statement for its effect; answers how many rows it touched.
    pub async fn exec(self, conn: &mut Conn) -> Result<u64, DbError> {
        run!(self, conn, execute, |done, _wrap| done.rows_affected())
    }

    fn into_parts(self, conn: &Conn) -> (Cow<'static, str>, Vec<Value>) {
        let lock = if self.locking { conn.dialect().for_update() } else { "" };
        let sql = if lock.is_empty() { self.sql } else { Cow::Owned(format!("{}{lock}", self.sql)) };
        (sql, self.values)
    }
}

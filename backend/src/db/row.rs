//! Rows of either database, and how Rust values are read out of them.

use super::DbError;
use sqlx::postgres::{PgRow, Postgres};
use sqlx::sqlite::{Sqlite, SqliteRow};
use sqlx::{Decode, Row as _, Type};

/// One result row, alive while it is read.
#[derive(Clone, Copy)]
pub enum Row<'r> {
    Sqlite(&'r SqliteRow),
    Postgres(&'r PgRow),
}

impl Row<'_> {
    /// The column of this name; [`DbError::Sql`] when it is missing or of another type.
    pub fn get<T: Field>(&self, name: &str) -> Result<T, DbError> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(name)?,
            Self::Postgres(row) => row.try_get(name)?,
        })
    }

    /// The column at this position, counted from 0.
    pub fn at<T: Field>(&self, index: usize) -> Result<T, DbError> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(index)?,
            Self::Postgres(row) => row.try_get(index)?,
        })
    }
}

/// What a column can hold: `i64`, `f64`, `String`, `bool`, `Vec<u8>`, and an `Option` of each.
pub trait Field:
    Send + for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>
{
}
impl Field for i64 {}
impl Field for f64 {}
impl Field for String {}
impl Field for bool {}
impl Field for Vec<u8> {}
impl<T: Field> Field for Option<T> {}

/// A value read from a whole row: a struct made by [`row!`](crate::row), a tuple by position, or one field.
pub trait FromRow: Sized + Send {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError>;
}

impl<T: Field> FromRow for T {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        row.at(0)
    }
}

macro_rules! tuples {
    ($($($field:ident $index:literal)*;)*) => { $(
        impl<$($field: Field),*> FromRow for ($($field,)*) {
            fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
                Ok(($(row.at::<$field>($index)?,)*))
            }
        }
    )* };
}

tuples! {
    A 0;
    A 0 B 1;
    A 0 B 1 C 2;
    A 0 B 1 C 2 D 3;
    A 0 B 1 C 2 D 3 E 4;
    A 0 B 1 C 2 D 3 E 4 F 5;
    A 0 B 1 C 2 D 3 E 4 F 5 G 6;
    A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7;
}

/// Declares a struct that is read from a row by its field names:
/// `row! { pub struct TicketRow { pub id: String, pub due: Option<i64> } }`.
#[macro_export]
macro_rules! row {
    ($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($(#[$field_meta:meta])* $field_vis:vis $field:ident : $kind:ty),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        $vis struct $name { $($(#[$field_meta])* $field_vis $field: $kind),* }

        impl $crate::db::FromRow for $name {
            fn from_row(row: &$crate::db::Row<'_>) -> Result<Self, $crate::db::DbError> {
                Ok(Self { $($field: row.get(stringify!($field))?),* })
            }
        }
    };
}

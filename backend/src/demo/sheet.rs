//! Rows on their way into a table, many to a statement.

use crate::db::{DbError, Tx, Value, place_rows, q};

/// Values one statement carries. The databases take 32 766 and more, but SQLite finds each one's place by going
/// through the places before it: with 30 000 values that was three quarters of the time to fill a desk.
const MOST_VALUES: usize = 512;

/// Rows for one table.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    table: &'static str,
    columns: &'static str,
    width: usize,
    values: Vec<Value>,
}

impl Sheet {
    /// For rows with these columns, in this order.
    pub fn new(table: &'static str, columns: &'static str) -> Self {
        Self { table, columns, width: columns.split(',').count(), values: Vec::new() }
    }

    pub fn row(&mut self, values: impl IntoIterator<Item = Value>) {
        self.values.extend(values);
        debug_assert!(self.values.len().is_multiple_of(self.width), "a row of {} is short", self.table);
    }

    /// Inserts every row.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn write(&self, tx: &mut Tx) -> Result<(), DbError> {
        let mut rest = self.values.as_slice();
        while !rest.is_empty() {
            let (chunk, later) = rest.split_at(self.chunk(rest.len() / self.width) * self.width);
            let places = place_rows(chunk.len() / self.width, self.width);
            let sql = format!("INSERT INTO {} ({}) VALUES {places}", self.table, self.columns);
            q(sql).bind_all(chunk.to_vec()).exec(tx).await?;
            rest = later;
        }
        Ok(())
    }

    /// How many of `rows` go into the next statement: always a power of two, so that few texts have to be prepared.
    fn chunk(&self, rows: usize) -> usize {
        let most = rows.min(MOST_VALUES / self.width).max(1);
        1 << most.ilog2()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_stay_within_what_databases_take() {
        let sheet = Sheet::new("t", "a, b, c");
        assert_eq!(sheet.width, 3);
        assert_eq!(sheet.chunk(1), 1);
        assert_eq!(sheet.chunk(100), 64);
        assert_eq!(sheet.chunk(1_000_000), 128);
    }
}

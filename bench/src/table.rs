//! The table that is printed at the end.

use std::io::Write;

/// Rows of what was measured, how much it was, and what it is set beside.
#[derive(Default)]
pub struct Table(Vec<[String; 3]>);

impl Table {
    pub fn row(&mut self, what: impl Into<String>, figure: impl Into<String>, beside: impl Into<String>) {
        self.0.push([what.into(), figure.into(), beside.into()]);
    }

    pub fn note(&mut self, what: &str, text: &str) {
        self.row(what, text, "");
    }

    pub fn print(&self) {
        let width =
            |column: usize| self.0.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
        let (first, second) = (width(0), width(1));
        let mut out = std::io::stdout().lock();
        for [what, figure, beside] in &self.0 {
            // A closed pipe wants no table.
            let _ = writeln!(out, "{what:<first$}  {figure:>second$}  {beside}");
        }
    }
}

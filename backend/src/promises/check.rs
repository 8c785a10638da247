//! The proof that tickets are their entries: replay every timeline and compare with the stored promises.

use domain::promises::{Promise, Standing};
use domain::time::Instant;

use super::project;
use crate::db::q;
use crate::tickets::{number_text, store};
use crate::{Backend, Outcome, row};

const PAGE: &str = "SELECT id, number, promises, changed_at FROM tickets WHERE id > $1 ORDER BY id LIMIT 500";

row! { struct Line { id: String, number: i64, promises: String, changed_at: i64 } }

/// What a replay of all tickets found.
#[derive(Debug, Default)]
pub struct Checked {
    pub tickets: usize,
    /// Numbers whose stored promises are not what their entries say.
    pub differing: Vec<String>,
}

/// Replays every ticket at the time of its last change. Reads page by page; for `casewell check` and tests.
///
/// # Errors
/// When the database does not answer.
pub async fn replay_all(b: &Backend) -> Outcome<Checked> {
    let directory = b.directory().await?;
    let mut conn = b.db.read().await?;
    let (mut checked, mut last) = (Checked::default(), String::new());
    loop {
        let lines: Vec<Line> = q(PAGE).bind(last.as_str()).all(&mut conn).await?;
        let Some(end) = lines.last() else { return Ok(checked) };
        last.clone_from(&end.id);
        for line in &lines {
            let entries = store::history(&mut conn, &line.id).await?;
            let stored: Vec<Promise> = serde_json::from_str(&line.promises)?;
            let replayed = project::promises(&entries, &directory.book, Instant(line.changed_at));
            checked.tickets += 1;
            if !stored.iter().map(essence).eq(replayed.iter().map(essence)) {
                checked.differing.push(number_text(line.number));
            }
        }
    }
}

/// What must not differ; running totals depend on when one looks.
fn essence(promise: &Promise) -> (&'static str, u32, Instant, Option<Instant>, Option<Instant>, bool) {
    let paused = matches!(promise.state, Standing::Paused { .. });
    (promise.kind.code(), promise.cycle, promise.due, promise.missed_at, promise.closed_at(), paused)
}

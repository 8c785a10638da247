//! The proof that tickets are their entries: replay every timeline and compare with the stored promises.

use domain::ladder::Standing;
use domain::promises::Promise;
use domain::time::Instant;

use super::project;
use crate::db::q;
use crate::tickets::rows::read_ladder;
use crate::tickets::{number_text, store};
use crate::{Backend, Outcome, row};

const PAGE: &str =
    "SELECT id, number, promises, ladder, changed_at FROM tickets WHERE id > $1 ORDER BY id LIMIT 500";

const NEWEST: &str = "SELECT COALESCE(MAX(at), 0) FROM (SELECT MAX(changed_at) AS at FROM tickets
  UNION ALL SELECT MAX(at) AS at FROM change_log) AS newest";

row! { struct Line { id: String, number: i64, promises: String, ladder: String, changed_at: i64 } }

/// What a replay of all tickets found.
#[derive(Debug, Default)]
pub struct Checked {
    pub tickets: usize,
    /// Numbers whose stored promises, or place on their ladder, are not what their entries say.
    pub differing: Vec<String>,
}

/// Replays every ticket up to the moment its promises were worked out for: what rests moves on with every look at it.
/// Reads page by page; for `casewell check` and tests.
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
            let as_of = stored.iter().map(|promise| promise.as_of).max().unwrap_or(Instant(line.changed_at));
            checked.tickets += 1;
            let standing = Standing::of(&store::climbing(&mut conn, &line.id).await?);
            let differs = project::promises(&entries, &directory.book, as_of) != stored
                || standing != read_ladder(&line.ladder)?;
            if differs {
                checked.differing.push(number_text(line.number));
            }
        }
    }
}

/// How clocks stand against this machine's, in milliseconds; what is behind is negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clocks {
    /// The database server's own clock, if it has one.
    pub server_ahead: Option<i64>,
    /// The newest thing that ever happened on the desk.
    pub newest_ahead: i64,
}

/// Compares the clocks that promises depend on.
///
/// # Errors
/// When the database does not answer.
pub async fn clocks(b: &Backend) -> Outcome<Clocks> {
    let newest: i64 = q(NEWEST).one(&mut b.db.read().await?).await?;
    let server = b.db.server_time().await?;
    let now = b.clock.now();
    let ahead = |at: i64| Instant(at).ms_since(now);
    Ok(Clocks { server_ahead: server.map(ahead), newest_ahead: ahead(newest) })
}

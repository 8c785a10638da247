//! What stands around every page of the console: the views with their counts, what is missed and the unread
//! notices, in one statement.

use domain::Viewer;
use domain::access::Action;
use domain::tickets::view::{COUNT_CAP, DeskFrame, ViewCount};

use super::views::{self, View};
use crate::db::{Conn, Value, q};
use crate::{Backend, Outcome};

const MISSED: &str =
    "SELECT COUNT(*) FROM (SELECT 1 FROM tickets t WHERE t.urgency = 0 AND t.active = TRUE LIMIT 100) m";
const UNREAD: &str = "SELECT COUNT(*) FROM (SELECT 1 FROM notices n WHERE n.person_id = $1 AND n.read_at IS NULL AND n.waits_until IS NULL LIMIT 100) u";

/// Every view with its count, how many tickets have missed a promise, and how many notices the viewer has not read.
///
/// # Errors
/// `Forbidden` for customers.
pub async fn frame(b: &Backend, v: &Viewer) -> Outcome<DeskFrame> {
    v.ensure(Action::UseConsole)?;
    let directory = b.directory().await?;
    let views = views::all(v, b.clock.now(), &directory.queue_names());
    counted(&mut b.db.read().await?, v, views).await
}

/// Counts all of it in one statement, each up to [`COUNT_CAP`].
async fn counted(conn: &mut Conn, v: &Viewer, views: Vec<View>) -> Outcome<DeskFrame> {
    let mut values: Vec<Value> = vec![v.person_id.as_str().into()];
    let mut parts = Vec::with_capacity(views.len() + 2);
    for (place, view) in views.iter().enumerate() {
        let (time, text) = (values.len() + 1, values.len() + 2);
        let condition = view.condition.replace("$2", &format!("${time}")).replace("$3", &format!("${text}"));
        values.extend(view.values(v).into_iter().skip(1));
        // Every placeholder has to be used, or PostgreSQL cannot tell its type.
        parts.push(format!(
            "SELECT {place} AS place, COUNT(*) AS n FROM (SELECT 1 FROM tickets t WHERE {condition} \
             AND ${time} >= 0 AND ${text} >= '' LIMIT {COUNT_CAP}) c{place}"
        ));
    }
    for (place, count) in (views.len()..).zip([MISSED, UNREAD]) {
        parts.push(format!("SELECT {place} AS place, ({count}) AS n"));
    }
    let sql = format!(
        "SELECT CAST(place AS BIGINT), CAST(n AS BIGINT) FROM ({}) x ORDER BY place",
        parts.join(" UNION ALL ")
    );
    let rows: Vec<(i64, i64)> = q(sql).bind_all(values).all(conn).await?;
    let mut counts: Vec<u32> = rows.into_iter().map(|(_, n)| u32::try_from(n).unwrap_or(COUNT_CAP)).collect();
    let notices = counts.pop().unwrap_or_default();
    let missed = counts.pop().unwrap_or_default();
    let views = views.into_iter().zip(counts);
    let views = views.map(|(view, count)| ViewCount { id: view.id, name: view.name, count }).collect();
    Ok(DeskFrame { views, missed, notices })
}

//! Before an edit is saved: which open tickets would move, and how. Read stretch by stretch, so that no answer takes
//! long however many there are, and the asker sees how far the look has come.

use std::collections::HashMap;
use std::sync::Arc;

use domain::Viewer;
use domain::access::Action;
use domain::promises::Move;
use domain::promises::engine::Book;
use domain::promises::policy::PolicyRef;
use domain::settings::{Draft, MoveLine, Moving, Preview};
use domain::tickets::entry::Entry;
use domain::time::Instant;

use super::follow::{Effect, Followed};
use crate::db::{Conn, places, q};
use crate::settings::{self, Directory};
use crate::stamps::Stamper;
use crate::tickets::{number_text, store};
use crate::{Backend, Outcome, row};

/// Tickets read at once.
const PAGE: i64 = 100;
/// Pages in one answer.
const PAGES: usize = 5;
/// Tickets shown of one answer.
const SHOWN: usize = 200;

row! { struct Line { id: String, number: i64, subject: String, policy_id: String, policy_version: i64 } }
row! {
    struct EntryLine {
        ticket_id: String, id: String, at: i64, author: String, author_id: Option<String>, body: String,
    }
}

/// What saving `draft` would do to the open tickets whose ids follow `after`, which is empty at the beginning. For a
/// policy: if it were applied to them.
///
/// # Errors
/// `Forbidden`; `Invalid` as saving it would be.
pub async fn preview(b: &Backend, v: &Viewer, draft: &Draft, after: &str) -> Outcome<Preview> {
    v.ensure(Action::EditPolicies)?;
    let (directory, now) = (b.directory().await?, b.clock.now());
    let (effect, book) = supposed(b, &directory, v, draft, now).await?;
    let mut conn = b.db.read().await?;
    let behind = if after.is_empty() { effect.count(&mut conn, &directory).await? } else { 0 };
    let look = Look { effect, book, now, stamper: Stamper::new(v, now), directory };
    let mut preview = Preview { behind, next: Some(after.to_owned()), ..Preview::default() };
    for _ in 0..PAGES {
        let Some(after) = preview.next.take() else { break };
        look.page(&mut conn, &after, &mut preview).await?;
    }
    Ok(preview)
}

/// The edit as if it were saved now, and the settings as they would then be.
async fn supposed(
    b: &Backend,
    directory: &Directory,
    v: &Viewer,
    draft: &Draft,
    now: Instant,
) -> Outcome<(Effect, Book)> {
    Ok(match draft {
        Draft::Calendar(draft) => {
            let draft = settings::checked_calendar(directory, draft, now)?;
            let schedule = Arc::new(draft.calendar.schedule().map_err(settings::refused)?);
            let effect = Effect::Calendar {
                id: draft.id.clone(),
                version: draft.seen + 1,
                name: draft.name.clone(),
                since: now,
            };
            (effect, directory.book.clone().with_calendar(&draft.id, now, schedule))
        }
        Draft::Policy(draft) => {
            let mut policy = settings::checked_policy(b, directory, &draft.policy)?;
            policy.version += 1;
            let effect =
                Effect::Policy { policy: policy.reference(), name: policy.name.clone(), by: v.name.clone() };
            (effect, directory.book.clone().with_policy(policy))
        }
        // No due time hangs on a type's ladder.
        Draft::Type(_) => return Err(domain::Error::NotFound.into()),
    })
}

struct Look {
    effect: Effect,
    book: Book,
    now: Instant,
    stamper: Stamper,
    directory: Arc<Directory>,
}

impl Look {
    async fn page(&self, conn: &mut Conn, after: &str, preview: &mut Preview) -> Outcome<()> {
        let columns = "id, number, subject, policy_id, policy_version";
        let Some(query) = self.effect.next(&self.directory, columns, after, PAGE) else { return Ok(()) };
        let lines: Vec<Line> = query.all(conn).await?;
        let mut histories = histories(conn, &lines).await?;
        preview.looked += lines.len() as i64;
        preview.next =
            (lines.len() as i64 == PAGE).then(|| lines.last().map(|line| line.id.clone())).flatten();
        for line in lines {
            let own = PolicyRef { id: line.policy_id, version: line.policy_version };
            let history = histories.remove(&line.id).unwrap_or_default();
            let followed = self.effect.on(&own, &history, &self.book, self.now);
            let changes = |own: &Followed| !own.moves.is_empty() || own.seen.is_some();
            let Some(followed) = followed.filter(changes) else { continue };
            preview.moved += i64::from(!followed.moves.is_empty());
            preview.seen += i64::from(followed.seen.is_some());
            if preview.rows.len() < SHOWN {
                let moves = followed.moves.into_iter().map(|one| self.line(one)).collect();
                let (number, subject) = (number_text(line.number), line.subject);
                preview.rows.push(Moving { number, subject, moves, seen: followed.seen });
            }
        }
        Ok(())
    }

    fn line(&self, one: Move) -> MoveLine {
        let stamp = |at: Option<Instant>| at.map(|at| self.stamper.exact(at));
        let is_over = |at: Option<Instant>| at.is_some_and(|at| at <= self.now);
        let is_past = is_over(one.to) && !is_over(one.from);
        MoveLine { promise: one.promise, from: stamp(one.from), to: stamp(one.to), is_past }
    }
}

/// What the engine reads of each of these tickets, in one statement.
async fn histories(conn: &mut Conn, lines: &[Line]) -> Outcome<HashMap<String, Vec<Entry>>> {
    let mut histories: HashMap<String, Vec<Entry>> = HashMap::new();
    if lines.is_empty() {
        return Ok(histories);
    }
    let sql = format!(
        "SELECT ticket_id, id, at, author, author_id, body FROM entries
  WHERE moves_promises = TRUE AND ticket_id IN ({}) ORDER BY ticket_id, seq",
        places(1, lines.len())
    );
    let query = lines.iter().fold(q(sql), |query, line| query.bind(line.id.as_str()));
    for line in query.all::<EntryLine>(conn).await? {
        let entry = store::entry(line.id, line.at, &line.author, line.author_id, &line.body)?;
        histories.entry(line.ticket_id).or_default().push(entry);
    }
    Ok(histories)
}

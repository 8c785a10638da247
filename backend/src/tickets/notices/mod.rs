//! The notice centre: what somebody has to know of, once each, until they have read it ([`tell`] writes them, each reader's
//! [`choices`] say when they come).

mod choices;
mod tell;

pub(crate) use choices::no_digest;
pub use choices::{choices, save_choices};
pub use tell::release;
pub(crate) use tell::{tell, tell_person, wanted};

use domain::Viewer;
use domain::access::Action;
use domain::live::Topic;
use domain::tickets::view::{Notice, NoticeView};
use domain::time::Instant;

use super::rows::read_ladder;
use super::scope::number_text;
use crate::db::q;
use crate::live::{Change, record};
use crate::stamps::Stamper;
use crate::{Backend, Outcome, row};

const LIST: &str = "SELECT n.id, n.at, n.body, n.read_at, t.number, t.subject, t.ladder FROM notices n
  LEFT JOIN tickets t ON t.id = n.ticket_id
  WHERE n.person_id = $1 AND n.id < $2 AND n.waits_until IS NULL ORDER BY n.id DESC LIMIT 50";
const READ: &str = "UPDATE notices SET read_at = $2
  WHERE person_id = $1 AND read_at IS NULL AND waits_until IS NULL AND id <= $3";

row! {
    struct NoticeLine {
        id: String, at: i64, body: String, read_at: Option<i64>, number: Option<i64>, subject: Option<String>,
        ladder: Option<String>,
    }
}

/// Sorts after every id.
const LAST: &str = "~";

/// The viewer's newest notices, or those before the notice `before`.
///
/// # Errors
/// `Forbidden` for customers.
pub async fn list(b: &Backend, v: &Viewer, before: Option<&str>) -> Outcome<Vec<NoticeView>> {
    v.ensure(Action::UseConsole)?;
    let stamper = Stamper::new(v, b.clock.now());
    let mut conn = b.db.read().await?;
    let lines: Vec<NoticeLine> =
        q(LIST).bind(v.person_id.as_str()).bind(before.unwrap_or(LAST)).all(&mut conn).await?;
    lines.into_iter().map(|line| view(v, &stamper, line)).collect()
}

fn view(v: &Viewer, stamper: &Stamper, line: NoticeLine) -> Outcome<NoticeView> {
    let body: Notice = serde_json::from_str(&line.body)?;
    let standing = read_ladder(line.ladder.as_deref().unwrap_or_default())?;
    // Of several about the same rung, each says what is still to be done.
    let waits = standing.waiting().is_some_and(|held| match &body {
        Notice::Climbed { name, .. } => held.owner.id == v.person_id && held.name == *name,
        _ => false,
    });
    Ok(NoticeView {
        at: stamper.stamp(Instant(line.at)),
        number: line.number.map(number_text).unwrap_or_default(),
        subject: line.subject.unwrap_or_default(),
        body,
        read: line.read_at.is_some(),
        to_acknowledge: waits,
        id: line.id,
    })
}

/// Marks the viewer's notices up to `last` as read.
///
/// # Errors
/// `Forbidden` for customers.
pub async fn read(b: &Backend, v: &Viewer, last: &str) -> Outcome<()> {
    v.ensure(Action::UseConsole)?;
    let (person, last, now) = (v.person_id.clone(), last.to_owned(), b.clock.now());
    b.db.write(move |tx| {
        let (person, last) = (person.clone(), last.clone());
        Box::pin(async move {
            let read = q(READ).bind(person.as_str()).bind(now.0).bind(last).exec(tx).await?;
            if read > 0 {
                record(tx, &news(&person, now)).await?;
            }
            Ok(())
        })
    })
    .await
}

/// The event that only this person hears.
fn news(person_id: &str, at: Instant) -> Change {
    Change::for_staff(Topic::Notices, person_id, at)
}

//! The notice centre: what somebody has to know of, once each, until they have read it.

use domain::Viewer;
use domain::access::Action;
use domain::live::Topic;
use domain::tickets::view::{Notice, NoticeView};
use domain::time::Instant;

use super::append::{Pen, Telling};
use super::scope::number_text;
use super::store::{Ticket, places};
use crate::db::{Tx, Value, q};
use crate::live::{Change, record};
use crate::stamps::Stamper;
use crate::{Backend, Outcome, row};

const LIST: &str = "SELECT n.id, n.at, n.body, n.read_at, t.number, t.subject FROM notices n
  JOIN tickets t ON t.id = n.ticket_id WHERE n.person_id = $1 AND n.id < $2 ORDER BY n.id DESC LIMIT 50";
const READ: &str = "UPDATE notices SET read_at = $2 WHERE person_id = $1 AND read_at IS NULL AND id <= $3";

row! { struct NoticeLine { id: String, at: i64, body: String, read_at: Option<i64>, number: i64, subject: String } }

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
    let view = |line: NoticeLine| {
        Ok(NoticeView {
            at: stamper.stamp(Instant(line.at)),
            number: number_text(line.number),
            subject: line.subject,
            body: serde_json::from_str(&line.body)?,
            read: line.read_at.is_some(),
            id: line.id,
        })
    };
    lines.into_iter().map(view).collect()
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

/// Writes each telling as a notice and wakes the person's pages.
pub(crate) async fn tell(tx: &mut Tx, pen: &Pen, ticket: &Ticket, tellings: &[Telling]) -> Outcome<()> {
    if tellings.is_empty() {
        return Ok(());
    }
    let mut values: Vec<Value> = Vec::with_capacity(tellings.len() * 5);
    for telling in tellings {
        values.push(pen.backend.ids.id(pen.now).into());
        values.push(telling.person_id.as_str().into());
        values.push(pen.now.0.into());
        values.push(ticket.id.as_str().into());
        values.push(serde_json::to_string::<Notice>(&telling.notice)?.into());
    }
    let sql = format!(
        "INSERT INTO notices (id, person_id, at, ticket_id, body) VALUES {}",
        places(tellings.len(), 5)
    );
    q(sql).bind_all(values).exec(tx).await?;
    for telling in tellings {
        record(tx, &news(&telling.person_id, pen.now)).await?;
    }
    Ok(())
}

/// The event that only this person hears.
fn news(person_id: &str, at: Instant) -> Change {
    Change {
        topic: Topic::Notices,
        id: person_id.to_owned(),
        version: at.0,
        requester_id: None,
        organisation_id: None,
        is_public: false,
        actor_id: None,
        at,
    }
}

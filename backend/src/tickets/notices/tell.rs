//! Writing notices, each when its reader wants it, and showing those that waited.

use std::collections::HashMap;

use domain::notices::NoticeChoices;
use domain::promises::calendar::Zone;
use domain::tickets::view::Notice;
use domain::time::Instant;

use super::news;
use crate::db::{Tx, Value, place_rows, places, q};
use crate::live::record;
use crate::mail::alarms::{self, Alarm};
use crate::tickets::append::{Pen, Telling};
use crate::tickets::store::Ticket;
use crate::{Backend, Outcome, row};

/// Notices shown in one round.
const BATCH: i64 = 200;

const WAITING: &str =
    "SELECT id, person_id FROM notices WHERE waits_until <= $1 ORDER BY waits_until, id LIMIT $2";
/// With a new id it comes first in its reader's list, and nobody has read past it.
const SHOW: &str = "UPDATE notices SET id = $2, waits_until = NULL WHERE id = $1 AND waits_until IS NOT NULL";

row! { struct ChoiceLine { person_id: String, body: String, time_zone: String } }

/// Writes each telling about `ticket` as a notice and wakes the person's pages.
pub(crate) async fn tell(tx: &mut Tx, pen: &Pen, ticket: &Ticket, tellings: &[Telling]) -> Outcome<()> {
    let written = write(tx, &pen.backend, pen.now, Some(&ticket.id), tellings).await?;
    let mailed = written.iter().filter(|written| written.is_mailed);
    let alarm = |written: &Written<'_>| Alarm {
        person_id: written.telling.person_id.clone(),
        notice: written.telling.notice.clone(),
        not_before: written.until,
    };
    let alarms: Vec<Alarm> = mailed.map(alarm).collect();
    alarms::write(tx, pen, ticket, &alarms).await
}

/// The same about no ticket.
pub(crate) async fn tell_person(
    tx: &mut Tx,
    b: &Backend,
    now: Instant,
    person_id: &str,
    notice: Notice,
) -> Outcome<()> {
    write(tx, b, now, None, &[Telling::new(person_id, notice)]).await.map(drop)
}

/// A telling that became a notice.
struct Written<'t> {
    telling: &'t Telling,
    /// When it is shown, if not now.
    until: Option<Instant>,
    is_mailed: bool,
}

/// Answers the tellings that became notices.
async fn write<'t>(
    tx: &mut Tx,
    b: &Backend,
    now: Instant,
    ticket: Option<&str>,
    tellings: &'t [Telling],
) -> Outcome<Vec<Written<'t>>> {
    let choices = choices_of(tx, tellings).await?;
    let mut values: Vec<Value> = Vec::with_capacity(tellings.len() * 6);
    let mut written = Vec::with_capacity(tellings.len());
    for telling in tellings {
        let own = choices.get(&telling.person_id);
        let kind = telling.notice.kind();
        if !telling.must && own.is_some_and(|(own, _)| !own.wants(kind)) {
            continue;
        }
        let until = waits_until(telling, own, now);
        let is_mailed = own.map_or_else(NoticeChoices::default, |(own, _)| own.clone()).are_mailed(kind);
        written.push(Written { telling, until, is_mailed });
        values.push(b.ids.id(now).into());
        values.push(telling.person_id.as_str().into());
        values.push(now.0.into());
        values.push(ticket.map(str::to_owned).into());
        values.push(serde_json::to_string::<Notice>(&telling.notice)?.into());
        values.push(until.map(|until| until.0).into());
    }
    if written.is_empty() {
        return Ok(written);
    }
    let rows = written.len();
    let columns = "id, person_id, at, ticket_id, body, waits_until";
    let sql = format!("INSERT INTO notices ({columns}) VALUES {}", place_rows(rows, 6));
    q(sql).bind_all(values).exec(tx).await?;
    for shown in written.iter().filter(|written| written.until.is_none()) {
        record(tx, &news(&shown.telling.person_id, now)).await?;
    }
    Ok(written)
}

/// Those of `tellings` whose reader wants to hear of such; where nobody does, all of them, whatever they chose.
pub(crate) async fn wanted(tx: &mut Tx, tellings: Vec<Telling>) -> Outcome<Vec<Telling>> {
    let choices = choices_of(tx, &tellings).await?;
    let wants = |telling: &Telling| {
        choices.get(&telling.person_id).is_none_or(|(own, _)| own.wants(telling.notice.kind()))
    };
    let (wanted, others): (Vec<Telling>, Vec<Telling>) = tellings.into_iter().partition(wants);
    let must = others.into_iter().map(|telling| Telling { must: true, ..telling });
    Ok(if wanted.is_empty() { must.collect() } else { wanted })
}

/// What the people who are told have chosen, with their zones; most have chosen nothing.
async fn choices_of(tx: &mut Tx, tellings: &[Telling]) -> Outcome<HashMap<String, (NoticeChoices, String)>> {
    if tellings.is_empty() {
        return Ok(HashMap::new());
    }
    let people: Vec<Value> = tellings.iter().map(|telling| telling.person_id.as_str().into()).collect();
    let sql = format!(
        "SELECT c.person_id, c.body, p.time_zone FROM notice_choices c JOIN people p ON p.id = c.person_id \
         WHERE c.person_id IN ({})",
        places(1, people.len())
    );
    let lines: Vec<ChoiceLine> = q(sql).bind_all(people).all(tx).await?;
    let known = |line: ChoiceLine| Ok((line.person_id, (serde_json::from_str(&line.body)?, line.time_zone)));
    lines.into_iter().map(known).collect()
}

/// When it is shown, if not now: in opening time, and then not in the reader's quiet hours.
fn waits_until(telling: &Telling, own: Option<&(NoticeChoices, String)>, now: Instant) -> Option<Instant> {
    if telling.at_once {
        return None;
    }
    let opens = telling.not_before.filter(|at| *at > now);
    let from = opens.unwrap_or(now);
    let quiet = own.and_then(|(own, zone)| own.waits_until(from, Zone::named(zone)?));
    quiet.or(opens)
}

/// Shows the notices whose waiting is over, at most one batch.
///
/// # Errors
/// When the database does not answer.
pub async fn release(b: &Backend) -> Outcome<usize> {
    let now = b.clock.now();
    let waiting: Vec<(String, String)> =
        q(WAITING).bind(now.0).bind(BATCH).all(&mut b.db.read().await?).await?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let due: Vec<(String, String, String)> =
        waiting.into_iter().map(|(id, person)| (id, person, b.ids.id(now))).collect();
    let count = due.len();
    b.db.write(move |tx| {
        let due = due.clone();
        Box::pin(async move { show(tx, now, &due).await })
    })
    .await?;
    Ok(count)
}

/// Shows notices (id, reader, id from now on). Another node may have been quicker.
async fn show(tx: &mut Tx, now: Instant, due: &[(String, String, String)]) -> Outcome<()> {
    for (id, person_id, shown_as) in due {
        let show = q(SHOW).bind(id.as_str()).bind(shown_as.as_str());
        if show.exec(tx).await? == 1 {
            record(tx, &news(person_id, now)).await?;
        }
    }
    Ok(())
}

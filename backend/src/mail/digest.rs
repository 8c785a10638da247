//! Digests: each is written once, by whichever node comes first, at the time that its reader chose, and leaves like any other
//! mail. After a time without a node the next one comes at once, and only that one.

use domain::Viewer;
use domain::access::{Action, Role};
use domain::notices::{NoticeChoices, Rhythm};
use domain::outbox::MailKind;
use domain::outbox::digest::{Desk, Digest, Line};
use domain::outbox::template::TemplateKey;
use domain::promises::calendar::Zone;
use domain::tickets::Urgency;
use domain::time::Instant;
use domain::words;

use super::outbox::{self, Mail};
use super::readers::{self, Reader};
use crate::db::{Conn, Tx, q};
use crate::ids::first_at;
use crate::settings::Directory;
use crate::tickets::number_text;
use crate::{Backend, Outcome, row};

const DUE: &str = "SELECT person_id, next_at FROM digests WHERE next_at <= $1 ORDER BY next_at LIMIT 50";
const CHOICES: &str = "SELECT c.body, p.role FROM notice_choices c JOIN people p ON p.id = c.person_id
  WHERE c.person_id = $1 AND p.disabled_at IS NULL";
/// Only one node finds it as it was.
const TURN: &str = "UPDATE digests SET next_at = $3 WHERE person_id = $1 AND next_at = $2";
const END: &str = "DELETE FROM digests WHERE person_id = $1";
const BEGIN: &str = "INSERT INTO digests (person_id, next_at) VALUES ($1, $2)
  ON CONFLICT (person_id) DO UPDATE SET next_at = excluded.next_at";
const OWN: &str = "SELECT number, subject, urgency, due_at, unanswered FROM tickets
  WHERE assignee_id = $1 AND active = TRUE ORDER BY urgency, due_at, id LIMIT $2";
const MADE: &str = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM tickets WHERE id >= $1 LIMIT $2) n";
const SOLVED: &str = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM tickets WHERE resolved_at >= $1 LIMIT $2) n";
const MISSED: &str = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM promises WHERE missed_at >= $1 LIMIT $2) n";
const UNASSIGNED: &str = "SELECT COUNT(*) FROM
  (SELECT 1 AS one FROM tickets WHERE assignee_id IS NULL AND active = TRUE LIMIT $1) n";

row! { struct Ticket { number: i64, subject: String, urgency: i64, due_at: i64, unanswered: bool } }

/// Sets when the next digest of `v` leaves, in the transaction that keeps their choices.
///
/// # Errors
/// The database's faults.
pub(crate) async fn plan(tx: &mut Tx, v: &Viewer, rhythm: Rhythm, now: Instant) -> Outcome<()> {
    match rhythm.next(now, Zone::of_person(&v.time_zone)) {
        Some(next) => q(BEGIN).bind(v.person_id.as_str()).bind(next.0).exec(tx).await?,
        None => q(END).bind(v.person_id.as_str()).exec(tx).await?,
    };
    Ok(())
}

/// Writes the digests whose time has come, at most one batch; how many were due.
///
/// # Errors
/// When the database does not answer; what is written stays written.
pub async fn send_due(b: &Backend) -> Outcome<usize> {
    let now = b.clock.now();
    let due: Vec<(String, i64)> = q(DUE).bind(now.0).all(&mut b.db.read().await?).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let directory = b.directory().await?;
    let count = due.len();
    for (person, at) in due {
        let (desk, directory) = (b.clone(), directory.clone());
        b.db.write(move |tx| {
            let (desk, directory, person) = (desk.clone(), directory.clone(), person.clone());
            Box::pin(async move { send(tx, &desk, &directory, &person, at, now).await })
        })
        .await?;
    }
    Ok(count)
}

/// Writes one person's digest, unless another node was quicker or it would say nothing.
async fn send(
    tx: &mut Tx,
    b: &Backend,
    directory: &Directory,
    person: &str,
    at: i64,
    now: Instant,
) -> Outcome<()> {
    let reader = readers::people(tx, vec![person.into()]).await?.into_iter().next();
    let choices: Option<(String, String)> = q(CHOICES).bind(person).opt(tx).await?;
    let Some((reader, (choices, role))) = reader.zip(choices) else { return end(tx, person).await };
    let rhythm = serde_json::from_str::<NoticeChoices>(&choices)?.digest;
    let role = Role::parse(&role).unwrap_or_default();
    let is_staff = Viewer { role, ..Viewer::default() }.may(Action::UseConsole);
    let Some(next) = rhythm.next(now, Zone::of_person(&reader.time_zone)).filter(|_| is_staff) else {
        return end(tx, person).await;
    };
    if q(TURN).bind(person).bind(at).bind(next.0).exec(tx).await? == 0 {
        return Ok(());
    }
    let digest = digest(tx, &reader, role, rhythm, now).await?;
    if digest.is_empty() {
        return Ok(());
    }
    // The next one says it better.
    let mail = Mail { expires_at: Some(next), ..letter(b, directory, &reader, &digest) };
    outbox::enqueue(tx, b, &mail).await
}

/// No digest leaves for this person from now on.
///
/// # Errors
/// The database's faults.
pub(crate) async fn end(tx: &mut Tx, person: &str) -> Outcome<()> {
    q(END).bind(person).exec(tx).await?;
    Ok(())
}

fn letter(b: &Backend, directory: &Directory, reader: &Reader, digest: &Digest) -> Mail {
    let lang = reader.lang;
    let url = format!("{}/desk/v/mine", b.settings.base_url);
    let (summary, work) = (words::digest::summary(lang, digest), words::digest::work(lang, digest));
    let desk = words::digest::desk(lang, digest.desk);
    let values = [
        ("name", reader.name.as_str()),
        ("summary", &summary),
        ("work", &work),
        ("desk", &desk),
        ("url", &url),
    ];
    let words = directory.mail.template(lang, TemplateKey::Digest).fill(&values);
    Mail { name: reader.name.clone(), ..Mail::new(b, MailKind::Digest, lang, &reader.address, words) }
}

/// What one person has to know at `now`.
async fn digest(
    conn: &mut Conn,
    reader: &Reader,
    role: Role,
    rhythm: Rhythm,
    now: Instant,
) -> Outcome<Digest> {
    let most = i64::from(Digest::MOST);
    let own: Vec<Ticket> = q(OWN).bind(reader.person_id.as_str()).bind(most).all(conn).await?;
    let line = |ticket: &Ticket, is_due: bool| {
        let number = number_text(ticket.number);
        let due = is_due.then(|| reader.time(Instant(ticket.due_at)));
        let url = format!("/desk/t/{number}");
        Line { number, subject: ticket.subject.clone(), due: due.unwrap_or_default(), url }
    };
    let until = now.plus_ms(rhythm.span_ms()).0;
    let is_missed = |ticket: &Ticket| Urgency::from_rank(ticket.urgency) == Urgency::Missed;
    let is_due = |ticket: &Ticket| !is_missed(ticket) && ticket.due_at <= until;
    let is_asked = |ticket: &Ticket| !is_missed(ticket) && !is_due(ticket) && ticket.unanswered;
    let list = |fits: &dyn Fn(&Ticket) -> bool, dated: bool| {
        own.iter()
            .filter(|ticket| fits(ticket))
            .take(Digest::LINES)
            .map(|ticket| line(ticket, dated))
            .collect()
    };
    let since = now.plus_ms(-rhythm.span_ms());
    Ok(Digest {
        missed: list(&is_missed, true),
        due: list(&is_due, true),
        unanswered: list(&is_asked, false),
        open: u32::try_from(own.len()).unwrap_or_default(),
        desk: if role >= Role::Lead { Some(desk(conn, since).await?) } else { None },
    })
}

async fn desk(conn: &mut Conn, since: Instant) -> Outcome<Desk> {
    let most = i64::from(Digest::MOST);
    let number = |n: i64| u32::try_from(n).unwrap_or_default();
    Ok(Desk {
        made: number(q(MADE).bind(first_at(since)).bind(most).one(conn).await?),
        solved: number(q(SOLVED).bind(since.0).bind(most).one(conn).await?),
        missed: number(q(MISSED).bind(since.0).bind(most).one(conn).await?),
        unassigned: number(q(UNASSIGNED).bind(most).one(conn).await?),
    })
}

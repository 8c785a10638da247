//! A message that lies on the wrong ticket goes to another one, and back. Its entry stays in the timeline where it came
//! first, marked, and counts there no more; the other ticket gets a copy that counts. Undoing turns both around.

mod ends;
mod undo;

use domain::Viewer;
use domain::access::Action;
use domain::error::Problem;
use domain::files::Attachment;
use domain::mail::Came;
use domain::mail::sender::{Dmarc, Standing};
use domain::mail::which::Rule;
use domain::tickets::Status;
use domain::tickets::decide::{Command, Draft, State, decide};
use domain::tickets::entry::{Author, Body};
use domain::words::Lang;
use serde::{Deserialize, Serialize};

pub use self::undo::undo_move;
use super::settle::{Place, shelf_of};
use super::take::{Taken, taken};
use super::{clues, participants, who};
use crate::access::in_person;
use crate::db::{Conn, Tx, q};
use crate::people::holder;
use crate::tickets::store::{self, Ticket};
use crate::tickets::{Pen, change, number_text, visible_id};
use crate::{Backend, Failure, Outcome};

const PLACED: &str = "SELECT came, ticket_id, entry_id FROM mail_in
  WHERE id = $1 AND came IS NOT NULL AND ticket_id IS NOT NULL AND entry_id IS NOT NULL";
const PLACE: &str = "UPDATE mail_in SET ticket_id = $2, entry_id = $3, came = $4, shelf = $5 WHERE id = $1";
/// The message's own id, and those that it was the first to name.
const IDS: &str = "UPDATE mail_ids SET ticket_id = $2, entry_id = $3 WHERE entry_id = $1 AND ours = FALSE";
const MERGE: &str = "UPDATE tickets SET merged_into = $2 WHERE id = $1";
const NOTE: &str = "INSERT INTO mail_moves (id, mail_id, body, undone) VALUES ($1, $2, $3, FALSE)";
const ALL: &str = "SELECT body FROM mail_moves WHERE mail_id = $1 LIMIT 1000";
const NEWEST: &str =
    "SELECT id, body FROM mail_moves WHERE mail_id = $1 AND undone = FALSE ORDER BY id DESC LIMIT 1";

/// What undoing a move takes.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Moved {
    from: Place,
    to: Place,
    /// The ticket's number that it left.
    number: String,
    /// What was known of the message before.
    came: Came,
    /// How the ticket stood that it left, when that was closed with it.
    closed: Option<Status>,
    /// How the ticket stood that it went to, and how since.
    stood: (Status, Status),
    /// Its sender takes part in that ticket since.
    joined: bool,
}

/// Moves the message `id` to the ticket called `number`, with its files; what began a ticket that nobody has answered
/// takes the whole matter along.
///
/// # Errors
/// `SignIn`, `Forbidden` for who may not change tickets; `NotFound` for a message that stands on no ticket; `Invalid`
/// (`number`) for a ticket that is not there, is the same, or is closed, and for a message that has to stay: staff wrote
/// it, or its ticket was answered.
pub async fn move_message(b: &Backend, v: &Viewer, id: &str, number: &str) -> Outcome<Taken> {
    in_person(v, Action::ChangeTicket)?;
    let target = match visible_id(b, v, number).await {
        Err(Failure::Refused(domain::Error::NotFound)) => return Err(refused(Problem::Unknown).into()),
        found => found?,
    };
    let pen = Pen::new(b, Some(v)).await?;
    let mail = id.to_owned();
    b.db.write(move |tx| {
        let (pen, mail, target) = (pen.clone(), mail.clone(), target.clone());
        Box::pin(async move { carry(tx, &pen, &mail, target).await })
    })
    .await?;
    taken(b, id).await
}

fn refused(problem: Problem) -> domain::Error {
    domain::Error::field("number", problem)
}

/// The ticket that the message was moved from last.
pub(super) async fn origin(conn: &mut Conn, mail: &str) -> Outcome<Option<String>> {
    Ok(newest(conn, mail).await?.map(|(_, moved)| moved.number))
}

async fn newest(conn: &mut Conn, mail: &str) -> Outcome<Option<(String, Moved)>> {
    let found: Option<(String, String)> = q(NEWEST).bind(mail).opt(conn).await?;
    Ok(match found {
        Some((id, body)) => Some((id, serde_json::from_str(&body)?)),
        None => None,
    })
}

/// The ids of every entry that the message stands in, or stood in before it was moved.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn copies(conn: &mut Conn, mail: &str) -> Outcome<Vec<String>> {
    let moves: Vec<String> = q(ALL).bind(mail).all(conn).await?;
    let mut ids = Vec::with_capacity(moves.len() * 2);
    for body in moves {
        let Moved { from, to, .. } = serde_json::from_str(&body)?;
        ids.extend([from.entry_id, to.entry_id]);
    }
    Ok(ids)
}

async fn carry(tx: &mut Tx, pen: &Pen, mail: &str, target: String) -> Outcome<()> {
    let found: Option<(String, String, String)> = q(PLACED).bind(mail).for_update().opt(tx).await?;
    let (came, ticket_id, entry_id) = found.ok_or(domain::Error::NotFound)?;
    let came: Came = serde_json::from_str(&came)?;
    let from = Place { ticket_id, entry_id };
    let target = clues::survivor(tx, target).await?;
    let (mut source, mut target) = both(tx, &from.ticket_id, &target).await?;
    let entry = ends::entry(tx, &from.entry_id).await?.ok_or(domain::Error::NotFound)?;
    if target.status == Status::Closed {
        return Err(refused(Problem::Closed).into());
    }
    if source.id == target.id {
        return Err(refused(Problem::AlreadyThere).into());
    }
    if !ends::may_leave(tx, &source.id, &entry).await? {
        return Err(refused(Problem::HasToStay).into());
    }
    let opens = matches!(entry.body, Body::Created { .. });
    let (closed, before) = (opens.then_some(source.status), target.status);
    let here = Came { rule: Rule::Moved, clue: number_text(source.number), suggested: None, ..came.clone() };
    let is_doubted = came.standing == Standing::ClaimsStaff || came.dmarc == Dmarc::Fail;
    let here = Came { held: came.held && is_doubted, through: None, ..here };
    ends::leave(tx, &entry).await?;
    let mut away = vec![told(mail, &came, &target, true, false)];
    if let Some(status) = closed.filter(|status| *status != Status::Closed) {
        away.push(ends::status(status, Status::Closed));
        q(MERGE).bind(source.id.as_str()).bind(target.id.as_str()).exec(tx).await?;
    }
    ends::rework(tx, pen, &mut source, away).await?;
    ends::rework(tx, pen, &mut target, vec![told(mail, &came, &source, false, false)]).await?;
    let (to, here) = arrive(tx, pen, &mut target, &entry, here).await?;
    let joined = here.sign.is_none() && !here.held && !here.refused && {
        participants::join(tx, &target.id, &came.from, pen.now).await?
    };
    settle(tx, mail, &from.entry_id, &to, &here).await?;
    let stood = (before, target.status);
    let moved = Moved { from, to, number: number_text(source.number), came, closed, stood, joined };
    let note = q(NOTE).bind(pen.backend.ids.id(pen.now)).bind(mail);
    note.bind(serde_json::to_string(&moved)?).exec(tx).await?;
    Ok(())
}

/// Both tickets, locked in the order of their ids.
async fn both(tx: &mut Tx, one: &str, other: &str) -> Outcome<(Ticket, Ticket)> {
    let gone = || Failure::broken("mail on a ticket that is not there");
    let (first, last) = if one <= other { (one, other) } else { (other, one) };
    let first = store::lock_by_id(tx, first).await?.ok_or_else(gone)?;
    let last = store::lock_by_id(tx, last).await?.ok_or_else(gone)?;
    Ok(if first.id == one { (first, last) } else { (last, first) })
}

/// The line that says so in a ticket; `other` is the one at the other end.
fn told(mail: &str, came: &Came, other: &Ticket, away: bool, back: bool) -> Draft {
    let (from, number) = (came.from.clone(), number_text(other.number));
    (Author::Staff, Body::MailMoved { mail: mail.to_owned(), from, number, away, back })
}

/// What was said stands on `ticket` as if it had arrived there; where, and what is known of it there.
async fn arrive(
    tx: &mut Tx,
    pen: &Pen,
    ticket: &mut Ticket,
    entry: &ends::Stored,
    came: Came,
) -> Outcome<(Place, Came)> {
    let (text, is_said) = (entry.text(), came.sign.is_none() && !came.held && !came.refused);
    let files = ends::copy_files(tx, pen, &ticket.id, entry, is_said).await?;
    let logos = came.logos.iter().filter_map(|id| files.iter().find(|(from, _)| from == id));
    let came = Came { logos: logos.map(|(_, copy)| copy.id.clone()).collect(), ..came };
    let files: Vec<Attachment> = files.into_iter().map(|(_, copy)| copy).collect();
    let mut pen = pen.clone();
    let (drafts, tell) = if is_said {
        let person = speaker(tx, &pen, entry, &came).await?;
        let state = State { with_files: !files.is_empty(), ..change::state(&pen.directory, ticket, pen.now) };
        let command = Command::CustomerMessage { text };
        let mut drafts = decide(&state, &person, &command, pen.now)?;
        if let Some(carried) = drafts.iter_mut().find_map(|(_, body)| body.files_mut()) {
            *carried = files;
        }
        let drafts = drafts.into_iter().map(|(author, body)| (author, body.by_mail(&came))).collect();
        pen.actor_id = Some(person.person_id.clone());
        (drafts, change::tellings(&pen, ticket, &person, &command))
    } else {
        let body = Body::Mailed { text, mail: Box::new(came.clone()), files };
        (vec![(Author::System, body)], Vec::new())
    };
    let seq = ticket.version + 1;
    pen.append(tx, ticket, drafts, &tell).await?;
    Ok((super::deeds::place(tx, ticket.id.clone(), seq).await?, came))
}

/// Whose words they are.
async fn speaker(tx: &mut Tx, pen: &Pen, entry: &ends::Stored, came: &Came) -> Outcome<Viewer> {
    let person = match entry.author_id.as_deref().filter(|_| entry.author == Author::Customer) {
        Some(id) => holder::of(tx, id).await?.map(holder::Holder::viewer).transpose()?,
        None => who::contact(tx, &pen.backend, &came.from, came.dmarc, Lang::default(), pen.now).await?,
    };
    let person = person.ok_or(domain::Error::NotFound)?;
    // Staff never speak as the customer.
    if person.is_staff() { Err(refused(Problem::HasToStay).into()) } else { Ok(person) }
}

/// Notes where the message lies from now on: answers to it lead there.
async fn settle(tx: &mut Tx, mail: &str, left: &str, to: &Place, came: &Came) -> Outcome<()> {
    q(IDS).bind(left).bind(to.ticket_id.as_str()).bind(to.entry_id.as_str()).exec(tx).await?;
    let place = q(PLACE).bind(mail).bind(to.ticket_id.as_str()).bind(to.entry_id.as_str());
    place.bind(serde_json::to_string(came)?).bind(shelf_of(came).code()).exec(tx).await?;
    Ok(())
}

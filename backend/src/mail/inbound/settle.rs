//! What becomes of a message that was kept and read: one transaction that decides by the rules and does it.

use std::sync::Arc;

use domain::Viewer;
use domain::mail::fold::Folded;
use domain::mail::head::Head;
use domain::mail::machine::{Sign, Writer, writer};
use domain::mail::sender::{Dmarc, Standing};
use domain::mail::view::Shelf;
use domain::mail::which::{Candidate, Choice, Deed, choose, deed, is_acknowledged};
use domain::mail::{Came, Suggestion, Trouble, bounce, subject};
use domain::words::Lang;
use serde::{Deserialize, Serialize};

use super::super::acknowledge::{Articles, acknowledge};
use super::super::ids::{self, Origin};
use super::super::opt_outs;
use super::super::senders::Own;
use super::super::token;
use super::deeds;
use super::logos::logos;
use super::parse::Parsed;
use super::setup::Mailbox;
use super::who::{Who, who};
use super::{bounces, clues, held, large, participants};
use crate::Outcome;
use crate::db::{Conn, Tx, places, q};
use crate::files::Kept;
use crate::tickets::{Pen, number_text};

const WAITING: &str = "SELECT state FROM mail_in WHERE id = $1";
const HELD: &str = "SELECT came, ticket_id, entry_id FROM mail_in WHERE id = $1 AND came IS NOT NULL AND ticket_id IS NOT NULL AND entry_id IS NOT NULL";
const NOW_IN: &str = "UPDATE mail_ids SET entry_id = $2, ticket_id = $3 WHERE entry_id = $1 AND ours = FALSE";
const NUMBER: &str = "SELECT number FROM tickets WHERE id = $1";
const DONE: &str =
    "UPDATE mail_in SET state = $2, reason = $3, sender = $4, subject = $5, came = $6, ticket_id = $7,
  entry_id = $8, settled_at = $9, shelf = $10, next_at = NULL WHERE id = $1";

/// Longest subject shown in lists, in bytes.
const MAX_SUBJECT: usize = 500;

/// A message on its way into a ticket.
pub(super) struct Message {
    pub id: String,
    pub parsed: Parsed,
    pub folded: Folded,
    pub files: Vec<Kept>,
    pub mailbox: Option<Mailbox>,
    /// What its sender reads, as far as it shows.
    pub lang: Lang,
    pub own: Own,
    /// For an acknowledgement, if one is due.
    pub articles: Articles,
}

/// Where it ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    pub ticket_id: String,
    /// The entry that shows it.
    pub entry_id: String,
}

/// Decides about `message` and does it, unless somebody was quicker.
pub(super) async fn settle(tx: &mut Tx, pen: &Pen, message: &Arc<Message>) -> Outcome<()> {
    let state = q(WAITING).bind(message.id.as_str()).for_update().opt::<String>(tx).await?;
    if !matches!(state.as_deref(), Some("waiting" | "quarantined")) {
        return Ok(());
    }
    let head = &message.parsed.head;
    let writer = writer(head, &pen.backend.settings.mail_host());
    let who = match who(tx, &pen.backend, &message.own, head).await? {
        Ok(who) => who,
        // Mail servers often report without an address of their own.
        Err(Trouble::NoSender) if matches!(writer, Writer::Machine(_)) => Who::machine(),
        Err(trouble) => return close(tx, pen, message, Close::quarantined(trouble)).await,
    };
    let choice = choice(tx, message, &who).await?;
    let came = came(tx, message, &who, writer, &choice).await?;
    if unsubscribes(head, writer, &who, &choice) {
        opt_outs::note(tx, &who.address.email, Some(&message.id), pen.now).await?;
        return close(tx, pen, message, Close::ignored(Trouble::Unsubscribed, came)).await;
    }
    let deed = who.limit(deed(&choice, writer, who.standing, who.dmarc));
    let mut case = Case { pen: pen.clone(), message: message.clone(), who, writer, choice, came };
    let place = deeds::act(tx, &mut case, deed).await?;
    let Some(place) = place else {
        let why = if writer == Writer::Person { Trouble::Ours } else { Trouble::Machine };
        return close(tx, pen, message, Close::ignored(why, case.came)).await;
    };
    learn(tx, &case, &place).await?;
    participants::add(tx, &case, deed, &place.ticket_id).await?;
    bounces::note(tx, &case).await?;
    large::tell(tx, &case, &place.ticket_id).await?;
    if is_acknowledged(deed, writer, case.who.dmarc) && !large::is_stub(message) {
        acknowledge(tx, pen, &place.ticket_id, &message.articles).await?;
    }
    close(tx, pen, message, Close { state: "done", reason: None, came: Some(case.came), place: Some(place) })
        .await
}

/// Whether the message only asks for no more surveys: written by a program, for a person, about no ticket.
pub(super) fn unsubscribes(head: &Head, writer: Writer, who: &Who, choice: &Choice) -> bool {
    let may_ask = !matches!(writer, Writer::Machine(sign) if sign == Sign::Loop || sign.is_report());
    let is_theirs = who.standing != Standing::Ours && who.dmarc != Dmarc::Fail;
    may_ask && is_theirs && choice.ticket.is_none() && subject::is_unsubscribe(&head.subject)
}

/// Lets a message speak that was held or refused, unless somebody was quicker.
pub(super) async fn let_through(tx: &mut Tx, pen: &Pen, message: &Arc<Message>) -> Outcome<()> {
    let found = q(HELD).bind(message.id.as_str()).for_update().opt::<(String, String, String)>(tx).await?;
    let Some((came, ticket_id, waited)) = found else { return Ok(()) };
    let came: Came = serde_json::from_str(&came)?;
    let Ok(who) = who(tx, &pen.backend, &message.own, &message.parsed.head).await? else { return Ok(()) };
    if !(came.held || came.refused) {
        return Ok(());
    }
    let deed = match who.person.as_ref().is_some_and(Viewer::is_staff) {
        true if came.inside => Deed::Note,
        true => Deed::Answer,
        false => Deed::Say,
    };
    let ticket =
        Candidate { ticket_id, takes_part: true, with_customer: !came.inside, clue: came.clue.clone() };
    let choice = Choice { rule: came.rule, ticket: Some(ticket), suggested: None };
    let logos = logos(tx, message, &who, Writer::Person).await?;
    let came = Came { held: false, refused: false, logos, ..came };
    held::restate(tx, &waited, &came).await?;
    let mut case =
        Case { pen: pen.clone(), message: message.clone(), who, writer: Writer::Person, choice, came };
    let Some(place) = deeds::act(tx, &mut case, deed).await? else { return Ok(()) };
    q(NOW_IN).bind(waited).bind(place.entry_id.as_str()).bind(place.ticket_id.as_str()).exec(tx).await?;
    participants::add(tx, &case, deed, &place.ticket_id).await?;
    close(tx, pen, message, Close { state: "done", reason: None, came: Some(case.came), place: Some(place) })
        .await
}

/// One message with everything that is known of it.
pub(super) struct Case {
    pub pen: Pen,
    pub message: Arc<Message>,
    pub who: Who,
    pub writer: Writer,
    pub choice: Choice,
    pub came: Came,
}

async fn choice(tx: &mut Tx, message: &Message, who: &Who) -> Outcome<Choice> {
    let secret = token::known_secret(tx).await?;
    let parsed = &message.parsed;
    Ok(choose(&clues::clues(tx, secret.as_ref(), &parsed.head, &parsed.reported, who).await?))
}

async fn came(tx: &mut Tx, message: &Message, who: &Who, writer: Writer, choice: &Choice) -> Outcome<Came> {
    let suggested = match &choice.suggested {
        Some((because, ticket)) => {
            Some(Suggestion { number: number(tx, &ticket.ticket_id).await?, because: *because })
        }
        None => None,
    };
    let parsed = &message.parsed;
    let answers = if choice.ticket.is_none() { unread(tx, message).await? } else { None };
    let is_staffs = matches!(who.standing, Standing::Staff | Standing::ClaimsStaff);
    let sign = if let Writer::Machine(sign) = writer { Some(sign) } else { None };
    let report = || bounce::read(&parsed.status, &parsed.text, parsed.head.field("x-failed-recipients"));
    Ok(Came {
        id: message.id.clone(),
        from: who.address.clone(),
        rule: choice.rule,
        clue: choice.ticket.as_ref().map(|ticket| ticket.clue.clone()).unwrap_or_default(),
        through: None,
        suggested,
        standing: who.standing,
        dmarc: who.dmarc,
        sign,
        bounce: sign.filter(|sign| sign.is_report()).and_then(|_| report()),
        held: false,
        refused: false,
        inside: is_staffs && choice.ticket.as_ref().is_some_and(|ticket| !ticket.with_customer),
        answers,
        folded: message.folded.lines,
        logos: logos(tx, message, who, writer).await?,
        cut: parsed.is_damaged,
    })
}

/// A message that this one answers and that lies in quarantine.
async fn unread(tx: &mut Tx, message: &Message) -> Outcome<Option<String>> {
    let ancestors = message.parsed.head.ancestors();
    if ancestors.is_empty() {
        return Ok(None);
    }
    let sql = format!(
        "SELECT id FROM mail_in WHERE message_id IN ({}) AND state = 'quarantined' ORDER BY id LIMIT 1",
        places(1, ancestors.len())
    );
    let named = ancestors.into_iter().fold(q(sql), |query, id| query.bind(id));
    Ok(named.opt(tx).await?)
}

pub(super) async fn number(conn: &mut Conn, ticket_id: &str) -> Outcome<String> {
    Ok(number_text(q(NUMBER).bind(ticket_id).one(conn).await?))
}

/// From now on the message's id leads to its ticket, and so do those that it names.
async fn learn(tx: &mut Tx, case: &Case, place: &Place) -> Outcome<()> {
    let head = &case.message.parsed.head;
    let made_up = || format!("{}@{}", case.message.id, case.pen.backend.settings.mail_host());
    let own = head.message_id.clone().unwrap_or_else(made_up);
    let at = case.pen.now;
    ids::learn(tx, &own, &place.ticket_id, Some(&place.entry_id), Origin::Theirs, at).await?;
    for ancestor in head.ancestors() {
        ids::learn(tx, ancestor, &place.ticket_id, Some(&place.entry_id), Origin::Named, at).await?;
    }
    let mark = clues::mark_id(head, &case.who).filter(|_| !case.came.sign.is_some_and(Sign::is_report));
    if let Some(mark) = mark {
        ids::learn(tx, &mark, &place.ticket_id, Some(&place.entry_id), Origin::Named, at).await?;
    }
    Ok(())
}

/// How the row of a message ends.
pub(super) struct Close {
    pub state: &'static str,
    pub reason: Option<Trouble>,
    pub came: Option<Came>,
    pub place: Option<Place>,
}

impl Close {
    pub(super) fn quarantined(trouble: Trouble) -> Self {
        Self { state: "quarantined", reason: Some(trouble), came: None, place: None }
    }

    fn ignored(trouble: Trouble, came: Came) -> Self {
        Self { state: "ignored", reason: Some(trouble), came: Some(came), place: None }
    }
}

pub(super) async fn close(tx: &mut Tx, pen: &Pen, message: &Message, close: Close) -> Outcome<()> {
    let (sender, subject) = listed(&message.parsed.head);
    let shelf = shelf(&close);
    let came = close.came.as_ref().map(serde_json::to_string).transpose()?;
    q(DONE)
        .bind(message.id.as_str())
        .bind(close.state)
        .bind(close.reason.map(Trouble::code).map(str::to_owned))
        .bind(sender)
        .bind(subject)
        .bind(came)
        .bind(close.place.as_ref().map(|place| place.ticket_id.clone()))
        .bind(close.place.map(|place| place.entry_id))
        .bind(pen.now.0)
        .bind(shelf.code())
        .exec(tx)
        .await?;
    Ok(())
}

/// Who wrote it and about what, as lists show: the address, or what stands in its place, and the subject.
pub(super) fn listed(head: &Head) -> (String, String) {
    let stated = || head.field("from").filter(|from| from.contains(char::is_alphanumeric));
    let from = head.from.first().map(|from| from.email.as_str()).or_else(stated).unwrap_or_default();
    let cut = |text: &str| text[..text.floor_char_boundary(MAX_SUBJECT)].to_owned();
    (cut(from), cut(&head.subject))
}

fn shelf(close: &Close) -> Shelf {
    match (close.state, &close.came) {
        ("done", Some(came)) => shelf_of(came),
        ("quarantined", _) => Shelf::Quarantined,
        _ => Shelf::Ignored,
    }
}

/// Where a message lies that has a ticket.
pub(super) fn shelf_of(came: &Came) -> Shelf {
    match (came.held, came.sign) {
        _ if came.refused => Shelf::Refused,
        (true, _) => Shelf::Held,
        (false, Some(_)) => Shelf::Machine,
        (false, None) => Shelf::Arrived,
    }
}

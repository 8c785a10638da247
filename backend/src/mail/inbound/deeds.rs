//! What a message does: opens a ticket, speaks on one, or stands beside the conversation. Everything goes the way that
//! tickets are changed by anybody.

use domain::Viewer;
use domain::access::Role;
use domain::mail::forward::forwarded;
use domain::mail::head::Address;
use domain::mail::sender::{Dmarc, Standing};
use domain::mail::subject;
use domain::mail::which::Deed;
use domain::text;
use domain::tickets::decide::{AfterReply, Command, Draft, NewTicket, State, decide, is_carried_on};
use domain::tickets::entry::{Author, Body};
use domain::tickets::view::Notice;
use domain::tickets::{Channel, MAX_SUBJECT, MAX_TEXT};
use domain::words::Lang;
use domain::words::mail_in::mail_in;

use super::settle::{Case, Place};
use super::{large, who};
use crate::db::{Tx, q};
use crate::files::{self, Enclosed};
use crate::mail::announce::announce;
use crate::tickets::append::Telling;
use crate::tickets::create;
use crate::tickets::requester::{For, requester_facts};
use crate::tickets::store::{self, Ticket};
use crate::tickets::{change, follow_up, parse_number};
use crate::{Failure, Outcome};

const ENTRY: &str = "SELECT id FROM entries WHERE ticket_id = $1 AND seq = $2";
const BY_NUMBER: &str = "SELECT id FROM tickets WHERE number = $1";

/// Does `deed`; where the message ended, if anywhere.
pub(super) async fn act(tx: &mut Tx, case: &mut Case, deed: Deed) -> Outcome<Option<Place>> {
    let ticket = case.choice.ticket.as_ref().map(|ticket| ticket.ticket_id.clone());
    Ok(match (deed, ticket) {
        (Deed::Keep, _) => None,
        (Deed::Say, Some(ticket)) => Some(say(tx, case, &ticket).await?),
        (Deed::Answer | Deed::Note, Some(ticket)) => Some(answer(tx, case, &ticket, deed).await?),
        (Deed::Hold, Some(ticket)) => {
            case.came.held = true;
            Some(beside(tx, case, &ticket).await?)
        }
        (Deed::Aside, Some(ticket)) => Some(beside(tx, case, &ticket).await?),
        (_, _) => Some(open(tx, case).await?),
    })
}

async fn open(tx: &mut Tx, case: &mut Case) -> Outcome<Place> {
    let (requester, passed_on) = requester(tx, case).await?;
    let lang = Lang::default();
    let subject = subject_of(case, passed_on.as_ref(), lang);
    let (text, covering) = match &passed_on {
        Some(_) => passed_words(case, lang),
        None => (spoken(case, lang), None),
    };
    let new = new_ticket(case, subject, text);
    let mut pen = case.pen.clone();
    pen.actor_id = Some(requester.person_id.clone());
    let note = covering.map(|words| (Author::Staff, Body::note(words)));
    let mailbox = case.message.mailbox.as_ref();
    let queue = mailbox.and_then(|mailbox| mailbox.queue_in(&pen.directory));
    let more = note.into_iter().collect();
    let (ticket, mut entries, pressing) = create::draft(&pen, &requester, &new, queue, more)?;
    // A note is its writer's, not the customer's.
    let writer = case.who.person.as_ref().map(|person| person.person_id.clone());
    let notes = entries.iter_mut().filter(|entry| matches!(entry.body, Body::Note { .. }));
    notes.for_each(|entry| entry.author_id.clone_from(&writer));
    let Some(first) = entries.first_mut() else {
        return Err(Failure::broken("a ticket without a beginning"));
    };
    first.body = first.body.clone().by_mail(&case.came);
    let place = Place { ticket_id: ticket.id.clone(), entry_id: first.id.clone() };
    let enclosed = enclosed(tx, case).await?;
    create::insert(tx, &pen, ticket, entries, &pressing, &enclosed).await?;
    Ok(place)
}

/// Whose ticket it is, and what was passed on if somebody did so for them.
async fn requester(tx: &mut Tx, case: &Case) -> Outcome<(For, Option<Address>)> {
    let (b, at) = (&case.pen.backend, case.pen.now);
    let gone = || Failure::broken("a requester who is not there");
    if case.who.standing == Standing::ClaimsStaff || case.who.dmarc == Dmarc::Fail {
        let person = match case.who.person.clone() {
            Some(person) => person,
            None => who::contact(tx, b, &case.who.address, case.who.dmarc, case.message.lang, at)
                .await?
                .ok_or_else(gone)?,
        };
        let Address { email, name } = case.who.address.clone();
        let name = if name.is_empty() { email } else { name };
        return Ok((For::unverified(&Viewer { name, ..person }), None));
    }
    let passed_on = if case.who.standing == Standing::Staff { passed_on(case) } else { None };
    let (address, dmarc) = match &passed_on {
        // Who passes it on vouches for the words, not for an organisation.
        Some(address) => (address, Dmarc::Unknown),
        None => (&case.who.address, case.who.dmarc),
    };
    let person = who::contact(tx, b, address, dmarc, case.message.lang, at).await?.ok_or_else(gone)?;
    let facts = requester_facts(tx, &person.person_id).await?.ok_or_else(gone)?;
    Ok((facts, passed_on))
}

/// The customer whose mail a member of staff passes on.
fn passed_on(case: &Case) -> Option<Address> {
    let parsed = &case.message.parsed;
    let from = parsed.passed_on.clone().or_else(|| forwarded(&parsed.text)?.from)?;
    (from.norm() != case.who.address.norm() && !case.message.own.contains(&from.norm())).then_some(from)
}

/// What the customer wrote, and what the member of staff who passes it on wrote above it: a word among colleagues.
fn passed_words(case: &Case, lang: Lang) -> (String, Option<String>) {
    let w = mail_in(lang);
    let (theirs, own) = match forwarded(&case.message.parsed.text) {
        Some(inside) => (inside.text, inside.above),
        // It lies beside the mail, as a file.
        None => (String::new(), case.message.folded.text.clone()),
    };
    let own = fitting(&text::prose(&own), w.cut);
    let theirs = fitting(&text::prose(&theirs), w.cut);
    let is_bare = theirs.is_empty() && case.message.files.is_empty();
    (if is_bare { w.no_text.to_owned() } else { theirs }, Some(own).filter(|own| !own.is_empty()))
}

fn subject_of(case: &Case, passed_on: Option<&Address>, lang: Lang) -> String {
    let own = &case.message.parsed.head.subject;
    let own = if passed_on.is_some() { subject::plain(own) } else { own.clone() };
    let cut: String = text::line(&own).chars().take(MAX_SUBJECT as usize).collect();
    if cut.is_empty() { mail_in(lang).no_subject.to_owned() } else { cut }
}

fn new_ticket(case: &Case, subject: String, text: String) -> NewTicket {
    let directory = &case.pen.directory;
    let ticket_type = directory.usual_type();
    NewTicket {
        channel: Channel::Email,
        subject,
        text,
        priority: directory.usual_priority(&ticket_type),
        ticket_type,
        product: None,
        topic: None,
        answers: Vec::new(),
        opened: Vec::new(),
    }
}

/// What was typed, as an entry keeps it.
fn spoken(case: &Case, lang: Lang) -> String {
    if let Some(stub) = large::stub(case, lang) {
        return stub;
    }
    let w = mail_in(lang);
    let prose = text::prose(&case.message.folded.text);
    if prose.is_empty() {
        return if case.message.files.is_empty() { w.no_text.to_owned() } else { String::new() };
    }
    fitting(&prose, w.cut)
}

/// As much of `prose` as an entry holds, and then that it was `cut`.
fn fitting(prose: &str, cut: &str) -> String {
    if prose.chars().nth(MAX_TEXT as usize).is_none() {
        return prose.to_owned();
    }
    let room = MAX_TEXT as usize - cut.chars().count() - 2;
    let kept: String = prose.chars().take(room).collect();
    format!("{}\n\n{cut}", kept.trim_end())
}

async fn enclosed(tx: &mut Tx, case: &Case) -> Outcome<Enclosed> {
    for file in &case.message.files {
        file.enclose(tx, &case.message.id, case.pen.now).await?;
    }
    let ids = case.message.files.iter().map(|file| file.id.clone()).collect();
    Ok(Enclosed::in_mail(&case.message.id, ids))
}

async fn lock(tx: &mut Tx, ticket_id: &str) -> Outcome<Ticket> {
    store::lock_by_id(tx, ticket_id)
        .await?
        .ok_or_else(|| Failure::broken("mail for a ticket that is not there"))
}

/// The customer's own words on their ticket.
async fn say(tx: &mut Tx, case: &mut Case, ticket_id: &str) -> Outcome<Place> {
    let mut ticket = lock(tx, ticket_id).await?;
    let (b, at) = (&case.pen.backend, case.pen.now);
    let person = who::contact(tx, b, &case.who.address, case.who.dmarc, case.message.lang, at).await?;
    let person = person.ok_or_else(|| Failure::broken("a participant who is not there"))?;
    let mut pen = case.pen.clone();
    pen.actor_id = Some(person.person_id.clone());
    let text = spoken(case, person.lang);
    let state =
        State { with_files: !case.message.files.is_empty(), ..change::state(&pen.directory, &ticket, at) };
    let command = Command::CustomerMessage { text: text.clone() };
    let enclosed = enclosed(tx, case).await?;
    if is_carried_on(&state, &command) {
        let written =
            follow_up::carry_on(tx, &pen, &person, &mut ticket, &text, &enclosed, Some(&case.came)).await?;
        let number = parse_number(&written.number).unwrap_or_default();
        let ticket_id: String = q(BY_NUMBER).bind(number).one(tx).await?;
        return place(tx, ticket_id, 1).await;
    }
    let drafts = decide(&state, &person, &command, at)?;
    let mut drafts: Vec<Draft> =
        drafts.into_iter().map(|(author, body)| (author, body.by_mail(&case.came))).collect();
    files::attach(tx, &pen, &ticket.id, &enclosed, drafts.iter_mut().map(|(_, body)| body)).await?;
    let tell = change::tellings(&pen, &ticket, &person, &command);
    let seq = ticket.version + 1;
    pen.append(tx, &mut ticket, drafts, &tell).await?;
    place(tx, ticket.id, seq).await
}

/// The entry `seq` of the ticket.
pub(super) async fn place(tx: &mut Tx, ticket_id: String, seq: i64) -> Outcome<Place> {
    let entry_id = q(ENTRY).bind(ticket_id.as_str()).bind(seq).one(tx).await?;
    Ok(Place { ticket_id, entry_id })
}

/// A member of staff writes from their own mail program: to the customer, or a note among colleagues, as it is also where
/// they may not answer.
async fn answer(tx: &mut Tx, case: &mut Case, ticket_id: &str, deed: Deed) -> Outcome<Place> {
    let mut ticket = lock(tx, ticket_id).await?;
    let Some(person) = case.who.person.clone() else { return Err(Failure::broken("staff who are nobody")) };
    let mut pen = case.pen.clone();
    pen.actor_id = Some(person.person_id.clone());
    let text = spoken(case, person.lang);
    let state = State {
        with_files: !case.message.files.is_empty(),
        ..change::state(&pen.directory, &ticket, pen.now)
    };
    let may = deed == Deed::Answer && person.role >= Role::Agent && ticket.requester_id != person.person_id;
    let reply = |after| Command::Reply { text: text.clone(), after, plan: None, next_contact: None };
    // Where a policy asks for a next contact, a mail cannot promise one: then it is the customer's turn.
    let replies = [AfterReply::KeepOpen, AfterReply::Wait].into_iter().filter(|_| may);
    let decided = replies.into_iter().find_map(|after| decide(&state, &person, &reply(after), pen.now).ok());
    let drafts = match decided {
        Some(drafts) => drafts,
        None => decide(&state, &person, &Command::Note { text }, pen.now)?,
    };
    let mut drafts: Vec<Draft> =
        drafts.into_iter().map(|(author, body)| (author, body.by_mail(&case.came))).collect();
    let enclosed = enclosed(tx, case).await?;
    files::attach(tx, &pen, &ticket.id, &enclosed, drafts.iter_mut().map(|(_, body)| body)).await?;
    let before = ticket.version;
    pen.append(tx, &mut ticket, drafts, &[]).await?;
    let have = reached(tx, case, &ticket).await?;
    announce(tx, &pen, &person, &ticket, before, &have).await?;
    place(tx, ticket.id, before + 1).await
}

const ADDRESSES: &str = "SELECT email_norm FROM person_emails WHERE person_id = $1 LIMIT 50";

/// The addresses of those who have the mail already, because it was sent to them as well; of the customer all.
async fn reached(tx: &mut Tx, case: &Case, ticket: &Ticket) -> Outcome<Vec<String>> {
    let theirs: Vec<String> = q(ADDRESSES).bind(ticket.requester_id.as_str()).all(tx).await?;
    let head = &case.message.parsed.head;
    let mut reached: Vec<String> = head.to.iter().chain(&head.cc).map(Address::norm).collect();
    if theirs.iter().any(|own| reached.contains(own)) {
        reached.extend(theirs);
    }
    Ok(reached)
}

/// Kept beside the conversation, for staff only; whoever has the ticket hears of what waits for them.
async fn beside(tx: &mut Tx, case: &mut Case, ticket_id: &str) -> Outcome<Place> {
    let mut ticket = lock(tx, ticket_id).await?;
    let mail = Box::new(case.came.clone());
    let body = Body::Mailed { text: spoken(case, Lang::default()), mail, files: Vec::new() };
    let mut drafts = vec![(Author::System, body)];
    let enclosed = enclosed(tx, case).await?;
    files::attach(tx, &case.pen, &ticket.id, &enclosed, drafts.iter_mut().map(|(_, body)| body)).await?;
    let assignee = ticket.assignee_id.iter().filter(|_| case.came.held);
    let by = case.who.address.email.clone();
    let tell: Vec<Telling> =
        assignee.map(|id| Telling::new(id.clone(), Notice::MailHeld { from: by.clone() })).collect();
    let seq = ticket.version + 1;
    case.pen.append(tx, &mut ticket, drafts, &tell).await?;
    place(tx, ticket.id, seq).await
}

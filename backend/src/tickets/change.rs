//! Every change to an existing ticket: lock, compare versions, let the domain decide, append.

use domain::Viewer;
use domain::access::Role;
use domain::error::Problem;
use domain::files::FIELD;
use domain::ladder::Cause;
use domain::tickets::decide::{Command, Draft, State, decide, is_carried_on};
use domain::tickets::entry::{Body, Named};
use domain::tickets::view::{Notice, Written};
use domain::time::{HOUR_MS, Instant};

use super::append::{Pen, Telling};
use super::follow_up;
use super::notices;
use super::once::{self, Once};
use super::scope::{number_text, parse_number};
use super::store::{self, Ticket};
use super::surveys::Past;
use crate::access::tries;
use crate::db::Tx;
use crate::files::{self, Enclosed, Mode};
use crate::mail::announce::announce;
use crate::promises::ladder::Place;
use crate::settings::{Directory, Staff};
use crate::{Backend, Outcome, intake, knowledge};

/// Calls that one customer may make on one request in an hour.
const CALLS_AN_HOUR: u32 = 6;

/// Carries out `command` on the ticket called `number` and answers once it is on disk. `seen` is the version that the
/// asker had before them; `None` skips the comparison, as for a customer's message that is always welcome.
///
/// # Errors
/// `SignIn` without a session, `NotFound` for a ticket outside the viewer's rights, `Conflict` with what changed since
/// `seen` (nothing when the ticket never had that version), else what [`decide`] refuses.
pub async fn change(
    b: &Backend,
    v: &Viewer,
    number: &str,
    seen: Option<i64>,
    command: Command,
) -> Outcome<Written> {
    change_all(b, v, number, seen, vec![command], &[], None).await
}

/// Carries out `commands` one after the other, all of them or none; with `once` only if that has not been done before.
/// `files`: ids of the uploads that go with the message among them.
///
/// # Errors
/// As [`change`]; `TooMany` for customers who call for more again and again; `Invalid` for `idempotency_key` when the key belongs to another request, and for `files` that are not
/// there or that nothing among the commands can carry.
pub async fn change_all(
    b: &Backend,
    v: &Viewer,
    number: &str,
    seen: Option<i64>,
    commands: Vec<Command>,
    files: &[String],
    once: Option<Once>,
) -> Outcome<Written> {
    if !v.is_signed_in() {
        return Err(domain::Error::SignIn.into());
    }
    let number = parse_number(number).ok_or(domain::Error::NotFound)?;
    let directory = b.directory().await?;
    let commands = commands.into_iter().map(|command| complete(&directory, command.cleaned(), b.clock.now()));
    let commands = commands.collect::<Outcome<Vec<_>>>()?;
    // Each kind for itself: whoever has said often that it presses can still ask for the duty manager.
    for call in commands.iter().filter_map(call) {
        tries::take(b, &format!("{call} of {} on {number}", v.person_id), CALLS_AN_HOUR, HOUR_MS).await?;
    }
    let actor_id = Some(v.person_id.clone());
    let pen = Pen { backend: b.clone(), directory, now: b.clock.now(), actor_id };
    let (viewer, files) = (v.clone(), files.to_vec());
    b.db.write(move |tx| {
        let (pen, viewer, commands, once) = (pen.clone(), viewer.clone(), commands.clone(), once.clone());
        let files = files.clone();
        Box::pin(async move {
            if let Some(known) = once::recall(tx, once.as_ref(), pen.now).await? {
                return Ok(known);
            }
            let written = carry_out(tx, &pen, &viewer, number, seen, &commands, &files).await?;
            once::keep(tx, once.as_ref(), written).await
        })
    })
    .await
}

/// What to count a customer's call for more by, which brings people to their desks. One without a reason is refused and
/// brings nobody.
fn call(command: &Command) -> Option<&'static str> {
    match command {
        Command::MoreUrgent { reason } if !reason.is_empty() => Some("more urgent"),
        Command::AskDutyManager { reason, .. } if !reason.is_empty() => Some("duty manager"),
        Command::AnswerSurvey { .. } => Some("survey"),
        _ => None,
    }
}

async fn carry_out(
    tx: &mut Tx,
    pen: &Pen,
    v: &Viewer,
    number: i64,
    seen: Option<i64>,
    commands: &[Command],
    mut files: &[String],
) -> Outcome<Written> {
    let mut ticket = store::lock(tx, v, number).await?.ok_or(domain::Error::NotFound)?;
    ensure_seen(tx, v, &ticket, seen).await?;
    let before = ticket.version;
    for command in commands {
        let mine = if command.is_message() { std::mem::take(&mut files) } else { &[] };
        let past = match command {
            Command::AnswerSurvey { .. } => Past::read(tx, &ticket.id).await?,
            _ => Past::default(),
        };
        let state = State {
            with_files: !mine.is_empty(),
            was_solved: past.was_solved,
            ..state(&pen.directory, &ticket, pen.now)
        };
        if past.said_so(command) {
            continue;
        }
        let mut drafts = decide(&state, v, command, pen.now)?;
        let mode = match command {
            Command::Note { .. } => Mode::Note,
            Command::Answer { .. } => Mode::Answers,
            _ => Mode::Reply,
        };
        let enclosed = Enclosed::in_message(mode, &v.person_id, &ticket.id, mine);
        if let (true, Command::CustomerMessage { text }) = (is_carried_on(&state, command), command) {
            return follow_up::carry_on(tx, pen, v, &mut ticket, text, &enclosed, None).await;
        }
        files::attach(tx, pen, &ticket.id, &enclosed, drafts.iter_mut().map(|(_, body)| body)).await?;
        if !drafts.is_empty() {
            let tell = tellings(pen, &ticket, v, command);
            let tell = if call(command).is_some() { notices::wanted(tx, tell).await? } else { tell };
            name_told(pen, &mut drafts, &tell);
            pen.append(tx, &mut ticket, drafts, &tell).await?;
        }
        past.carry_on(tx, pen, v, &mut ticket, command).await?;
    }
    if !files.is_empty() {
        return Err(domain::Error::field(FIELD, Problem::FileGone).into());
    }
    knowledge::note_articles(tx, &ticket.id, ticket.status.is_active(), commands, pen.now).await?;
    intake::note_asked_again(tx, &pen.directory, &ticket, commands).await?;
    announce(tx, pen, v, &ticket, before, &[]).await?;
    Ok(Written { number: number_text(ticket.number), version: ticket.version })
}

/// Refuses what was asked of the version `seen` when people have added to the ticket since, with what they added; with
/// nothing when it never had that version.
pub(super) async fn ensure_seen(tx: &mut Tx, v: &Viewer, ticket: &Ticket, seen: Option<i64>) -> Outcome<()> {
    let Some(seen) = seen.filter(|seen| *seen != ticket.version) else { return Ok(()) };
    let was_there = (1..ticket.version).contains(&seen);
    let news = if was_there { store::news(tx, v, &ticket.id, seen).await? } else { Vec::new() };
    if !was_there || !news.is_empty() {
        return Err(domain::Error::Conflict(news).into());
    }
    Ok(())
}

/// Looks up the names behind ids and who is told, so that the decision itself needs no database.
fn complete(directory: &Directory, command: Command, now: Instant) -> Outcome<Command> {
    Ok(match command {
        Command::Assign { to: Some(to) } => {
            let staff = directory.staff_member(&to.id).filter(|staff| staff.role >= Role::Agent);
            Command::Assign { to: Some(staff.ok_or_else(unknown("assignee"))?.named()) }
        }
        Command::Move { to: Some(to) } => {
            let queue = directory.queue(&to.id).ok_or_else(unknown("queue"))?;
            Command::Move { to: Some(queue.clone()) }
        }
        Command::SetType { to } => {
            if directory.offers_type(&to) {
                Command::SetType { to }
            } else {
                return Err(unknown("ticket_type")().into());
            }
        }
        Command::AskDutyManager { reason, .. } => {
            Command::AskDutyManager { reason, told: directory.deciders(now) }
        }
        other => other,
    })
}

fn unknown(field: &str) -> impl Fn() -> domain::Error {
    move || domain::Error::field(field, Problem::NotAChoice)
}

/// What the decision needs to know of the ticket, for what goes without files.
pub(crate) fn state(directory: &Directory, ticket: &Ticket, now: Instant) -> State {
    let policy = directory.book.policy(&domain::promises::policy::PolicyRef {
        id: ticket.policy_id.clone(),
        version: ticket.policy_version,
    });
    State {
        number: number_text(ticket.number),
        subject: ticket.subject.clone(),
        status: ticket.status,
        priority: ticket.priority,
        ticket_type: ticket.ticket_type.clone(),
        assignee: ticket.assignee_id.as_deref().map(|id| assignee(directory, id)),
        queue: ticket.queue_id.as_deref().and_then(|id| directory.queue(id)).cloned(),
        plan: ticket.plan.clone(),
        next_contact: ticket.next_contact.filter(|due| *due > now),
        contact_rule: policy.map(|policy| policy.contact_rule).unwrap_or_default(),
        plan_rule: policy.map(|policy| policy.plan_rule).unwrap_or_default(),
        with_files: false,
        was_solved: false,
        standing: ticket.standing.clone(),
        can_climb: ticket.status.is_active() && Place::of(ticket).can_climb(directory, &Cause::AgentAsked),
    }
}

/// The assignee by name; somebody who has left keeps the id as name.
pub(crate) fn assignee(directory: &Directory, id: &str) -> Named {
    let name = directory.staff_member(id).map_or_else(|| id.to_owned(), |staff| staff.name.clone());
    Named { id: id.to_owned(), name }
}

/// Names those who are there of whom are told of a customer's call: the customer reads who knows.
fn name_told(pen: &Pen, drafts: &mut [Draft], tell: &[Telling]) {
    let away = pen.directory.routing.away(pen.now);
    let there = tell.iter().map(|telling| telling.person_id.as_str()).filter(|id| !away.contains(id));
    let there = there.filter_map(|id| pen.directory.staff_member(id)).map(Staff::named);
    for (_, body) in drafts {
        match body {
            Body::MoreUrgent { told, .. } => *told = there.clone().collect(),
            Body::DutyManager { told, .. } => {
                told.retain(|person| tell.iter().any(|telling| telling.person_id == person.id));
            }
            _ => {}
        }
    }
}

/// Who hears of `command` in the notice centre: the one whose ticket it is, never the one who did it.
pub(crate) fn tellings(pen: &Pen, ticket: &Ticket, v: &Viewer, command: &Command) -> Vec<Telling> {
    let assignee = ticket.assignee_id.iter().cloned();
    let leads = || {
        let leads = pen.directory.leads_of(ticket.queue_id.as_deref());
        leads.into_iter().map(|staff| staff.id.clone())
    };
    let (people, notice): (Vec<String>, Notice) = match command {
        Command::CustomerMessage { .. } | Command::Answer { .. } | Command::WorksAgain { .. } => {
            (assignee.collect(), Notice::CustomerReplied { by: v.name.clone() })
        }
        Command::MoreUrgent { reason } => {
            let away = pen.directory.routing.away(pen.now);
            let mut people: Vec<String> = assignee.chain(leads()).collect();
            if people.iter().all(|id| away.contains(&id.as_str())) {
                people.extend(pen.directory.deciders(pen.now).into_iter().map(|person| person.id));
            }
            (people, Notice::MoreUrgent { reason: reason.clone() })
        }
        Command::AnswerSurvey { answers } if answers.is_bad() => {
            (assignee.chain(leads()).collect(), Notice::Surveyed { answers: answers.clone() })
        }
        Command::AskDutyManager { reason, told } => {
            let owner = ticket.standing.current().map(|held| held.owner.id.clone());
            let told = told.iter().map(|person| person.id.clone()).chain(owner);
            (assignee.chain(told).collect(), Notice::DutyManager { reason: reason.clone() })
        }
        Command::Assign { to: Some(to) } => (vec![to.id.clone()], Notice::Assigned { by: v.name.clone() }),
        Command::SendBack { missing } => {
            let from = ticket.standing.current().and_then(|held| held.from.as_ref());
            let notice = Notice::SentBack { by: v.name.clone(), missing: missing.clone() };
            (from.iter().map(|from| from.id.clone()).collect(), notice)
        }
        _ => return Vec::new(),
    };
    let mut people: Vec<String> = people.into_iter().filter(|person| *person != v.person_id).collect();
    people.sort_unstable();
    people.dedup();
    // A customer who calls is told that somebody reads it now.
    let at_once = matches!(notice, Notice::DutyManager { .. });
    let telling = |person_id| Telling { at_once, ..Telling::new(person_id, notice.clone()) };
    people.into_iter().map(telling).collect()
}

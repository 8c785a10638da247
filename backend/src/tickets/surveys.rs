//! The two surveys: when they are due, the mail that asks, the page, and the answer. The timers send them, each at most
//! once for a ticket. Siblings: `domain::tickets::survey`, `app/src/portal/request/survey.rs`.

use std::collections::{BTreeMap, HashSet};

use domain::Viewer;
use domain::access::Role;
use domain::people::email_norm;
use domain::promises::engine::Book;
use domain::promises::policy::PolicyRef;
use domain::tickets::Status;
use domain::tickets::decide::{Command, Draft};
use domain::tickets::entry::{Author, Body, Named};
use domain::tickets::survey::{SurveyAnswers, SurveyKind, SurveyPage, survey_address};
use domain::tickets::view::Written;
use domain::time::{DAY_MS, HOUR_MS, Instant};
use domain::words::survey as words;

use super::append::Pen;
use super::scope::{number_text, parse_number};
use super::store::{self, Ticket};
use super::{change, follow_up, read_status, visible_id};
use crate::db::{Conn, Tx, q};
use crate::files::Enclosed;
use crate::mail::letter::{self, Reader};
use crate::mail::token;
use crate::people::holder;
use crate::{Backend, Outcome, row};

const ADDRESSED: &str = "SELECT t.requester_id, e.email_norm FROM tickets t
  JOIN person_emails e ON e.person_id = t.requester_id WHERE t.number = $1 ORDER BY e.email_norm LIMIT 20";
const ASKED: &str = "SELECT id, subject, status FROM tickets WHERE number = $1";
/// A solved request is asked about when whoever has it could see that it is.
const AFTER_SOLVED_MS: i64 = HOUR_MS;
/// How it went is left out when nobody ran the desk for so long: the request has closed meanwhile, and the answer could
/// not open it again. How it stands is asked however late, as long as the request is open.
const STALE_MS: i64 = 7 * DAY_MS;

row! { struct Asked { id: String, subject: String, status: String } }

/// What a ticket's history says of its surveys.
#[derive(Debug, Default)]
pub(super) struct Past {
    /// It is solved, or was once.
    pub was_solved: bool,
    /// The request that carries it on, since a bad score came after it was closed; made once.
    carried_on: Option<String>,
    /// All that was answered, the latest last; how it went counts for the solution that it was said of.
    answers: Vec<SurveyAnswers>,
}

impl Past {
    pub(super) async fn read(conn: &mut Conn, ticket_id: &str) -> Outcome<Self> {
        let (mut past, mut is_closed, mut is_bad) = (Self::default(), false, false);
        for entry in store::surveyed(conn, ticket_id).await? {
            if entry.body.solves() {
                past.answers.retain(|answers| answers.kind() != SurveyKind::Solved);
            }
            match entry.body {
                Body::Status { to, .. } => {
                    past.was_solved |= !to.is_active();
                    is_closed = to == Status::Closed;
                    past.carried_on = past.carried_on.filter(|_| is_closed);
                }
                Body::SurveyAnswered { answers } => {
                    is_bad = is_closed && answers.is_bad();
                    past.answers.push(answers);
                }
                // Written with the answer; any other begins with a message.
                Body::FollowUp { number, of: false } if is_bad => {
                    past.carried_on.get_or_insert(number);
                }
                _ => {}
            }
        }
        Ok(past)
    }

    /// The same was answered before: another tab, or a button pressed twice.
    pub(super) fn said_so(&self, command: &Command) -> bool {
        let Command::AnswerSurvey { answers } = command else { return false };
        self.answers.iter().rfind(|before| before.kind() == answers.kind()) == Some(answers)
    }

    /// A closed request stays closed: bad answers about it begin another, as a message would.
    pub(super) async fn carry_on(
        &self,
        tx: &mut Tx,
        pen: &Pen,
        v: &Viewer,
        ticket: &mut Ticket,
        command: &Command,
    ) -> Outcome<()> {
        let Command::AnswerSurvey { answers } = command else { return Ok(()) };
        if ticket.status == Status::Closed && answers.is_bad() && self.carried_on.is_none() {
            let text = words::carried_on(v.lang, &number_text(ticket.number), answers);
            follow_up::carry_on(tx, pen, v, ticket, &text, &Enclosed::default(), None).await?;
        }
        Ok(())
    }
}

/// The survey that `ticket` makes due, and when.
pub(crate) fn due(ticket: &Ticket, book: &Book) -> Option<(SurveyKind, Instant)> {
    let reference = PolicyRef { id: ticket.policy_id.clone(), version: ticket.policy_version };
    let policy = book.policy(&reference)?;
    if let Some(solved) = ticket.resolved_at {
        return policy.solved_survey.then(|| (SurveyKind::Solved, solved.plus_ms(AFTER_SOLVED_MS)));
    }
    let hours = policy.calendar.as_deref().and_then(|id| book.schedule(id, ticket.created_at));
    let at = policy.open_survey?.after(ticket.created_at, hours)?;
    // Whoever has just written waits for an answer, not for a question.
    let at = if ticket.unanswered { at.max(ticket.changed_at.plus_ms(DAY_MS)) } else { at };
    ticket.status.is_active().then_some((SurveyKind::Open, at))
}

/// The survey to send at `now`, unless it is among the keys of what was `fired`.
pub(crate) fn to_send(
    ticket: &Ticket,
    book: &Book,
    fired: &HashSet<String>,
    now: Instant,
) -> Option<SurveyKind> {
    let (kind, at) = due(ticket, book)?;
    let is_time = at <= now && (kind == SurveyKind::Open || now.0 - at.0 <= STALE_MS);
    (is_time && !fired.contains(kind.key())).then_some(kind)
}

/// Asks the requester; `None` when nobody can be asked.
pub(crate) async fn send(
    tx: &mut Tx,
    pen: &Pen,
    ticket: &Ticket,
    kind: SurveyKind,
) -> Outcome<Option<Draft>> {
    let secret = token::secret(tx).await?;
    let number = number_text(ticket.number);
    let ask = |reader: &Reader| {
        let token = secret.reply_token(ticket.number, &email_norm(&reader.address));
        let url = format!("{}{}", pen.backend.settings.base_url, survey_address(&number, kind, &token));
        let link = |field: &str, value: &str| format!("{url}&{field}={value}");
        (words::question(reader.lang, kind, &number, link), url)
    };
    let asked = letter::ask(tx, &pen.backend, &pen.directory, ticket, ask).await?;
    Ok(asked.map(|reader| {
        let to = Named { id: reader.person_id, name: reader.name };
        (Author::System, Body::SurveySent { survey: kind, to })
    }))
}

/// The page of the survey about the request `number`, for its customers and for who holds the token of a mail. `asked`:
/// which of the two the link leads to, else the one that fits the request now; `chosen`: what a link of the mail begins
/// with; it is recorded nowhere.
///
/// # Errors
/// `SignIn` for a visitor without a token; `NotFound` for others' requests and for tokens of something else.
pub async fn page(
    b: &Backend,
    v: &Viewer,
    number: &str,
    token: &str,
    asked: Option<SurveyKind>,
    chosen: BTreeMap<String, String>,
) -> Outcome<SurveyPage> {
    let who = answering(b, v, number, token).await?;
    let number = parse_number(number).ok_or(domain::Error::NotFound)?;
    let mut conn = b.db.read().await?;
    let about: Option<Asked> = q(ASKED).bind(number).opt(&mut conn).await?;
    let about = about.ok_or(domain::Error::NotFound)?;
    let past = Past::read(&mut conn, &about.id).await?;
    let is_open = read_status(&about.status)?.is_active();
    let kind = asked.unwrap_or(SurveyKind::Open).of(is_open, past.was_solved);
    let before = past.answers.iter().rfind(|answers| answers.kind() == kind);
    let mut fields = before.map(SurveyAnswers::fields).unwrap_or_default();
    fields.extend(chosen);
    Ok(SurveyPage {
        number: number_text(number),
        // Whoever was handed a mail learns no more from it than the mail says.
        subject: (who.person_id == v.person_id).then_some(about.subject),
        kind,
        chosen: fields,
        is_answered: before.is_some(),
        is_open,
        carried_on: past.carried_on.filter(|_| kind == SurveyKind::Solved),
        token: token.to_owned(),
    })
}

/// Records what was answered; the last answer counts. A bad one opens a solved request again, and begins another that
/// carries on a closed one.
///
/// # Errors
/// As [`page`]; `Invalid` as [`SurveyAnswers::read`], and for `survey` when the request takes no answer to that
/// question.
pub async fn answer(
    b: &Backend,
    v: &Viewer,
    number: &str,
    token: &str,
    kind: SurveyKind,
    fields: &BTreeMap<String, String>,
) -> Outcome<Written> {
    let who = answering(b, v, number, token).await?;
    let answers = SurveyAnswers::read(kind, fields)?;
    change(b, &who, number, None, Command::AnswerSurvey { answers }).await
}

/// Who answers: a customer who is signed in, or the requester, for whom the token was made.
async fn answering(b: &Backend, v: &Viewer, number: &str, token: &str) -> Outcome<Viewer> {
    if token.is_empty() || (v.is_signed_in() && !v.is_staff() && visible_id(b, v, number).await.is_ok()) {
        visible_id(b, v, number).await?;
        // Staff never speak as the customer.
        return if v.is_staff() { Err(domain::Error::Forbidden.into()) } else { Ok(v.clone()) };
    }
    let not_found = || domain::Error::NotFound;
    let number = parse_number(number).ok_or_else(not_found)?;
    let mut conn = b.db.read().await?;
    let secret = token::known_secret(&mut conn).await?.ok_or_else(not_found)?;
    let reply = secret.read_token(token).filter(|reply| reply.ticket == number).ok_or_else(not_found)?;
    let addressed: Vec<(String, String)> = q(ADDRESSED).bind(number).all(&mut conn).await?;
    let requester = addressed.into_iter().find(|(_, address)| secret.is_for(&reply, address));
    let (person_id, _) = requester.ok_or_else(not_found)?;
    let holder = holder::of(&mut conn, &person_id).await?.ok_or_else(not_found)?;
    // The mail shows that it is them, and nothing more.
    Ok(Viewer { role: Role::Customer, ..holder.viewer()? })
}

//! Questions of a ticket that nobody has answered: it came by phone or mail, or an answer led to more. The customer
//! answers them on a page of their own. Siblings: `domain::intake::missing`, `app/src/portal/request/missing.rs`.

use std::collections::BTreeMap;

use domain::Viewer;
use domain::error::{Checks, Problem};
use domain::files::Upload;
use domain::intake::{
    Facts, Flow, Intake, MissingPage, Question, QuestionKind, asked, missing as unanswered, missing_required,
    questions_of, typed,
};
use domain::tickets::decide::Command;
use domain::tickets::entry::{Answer, Body};
use domain::tickets::view::Written;

use super::facts::{facts, versions};
use super::files::fill;
use crate::db::{Conn, q};
use crate::settings::Directory;
use crate::tickets::{self, number_text, parse_number, read_status, visible};
use crate::{Backend, Outcome, files, row};

const TICKET: &str =
    "SELECT t.id, t.number, t.subject, t.status, t.requester_id, t.product_id, t.topic_id, t.created_at
  FROM tickets t WHERE t.number = $1";
const TOLD: &str =
    "SELECT body FROM entries WHERE ticket_id = $1 AND kind IN ('created', 'answers') ORDER BY seq LIMIT 200";
const ASKED_THEN: &str = "SELECT version, body FROM flow_versions
  WHERE flow_id = $1 AND (published_at IS NULL OR published_at <= $2) ORDER BY version DESC LIMIT 1";

row! {
    struct Line {
        id: String, number: i64, subject: String, status: String, requester_id: String, product_id: Option<String>,
        topic_id: Option<String>, created_at: i64,
    }
}

/// What a ticket's flows ask and what was told, by whoever told it.
struct Matter {
    line: Line,
    flows: Vec<Flow>,
    questions: Vec<Question>,
    facts: Facts,
    told: Vec<Answer>,
}

/// The questions of the request called `number`, what was answered, and what was not.
///
/// # Errors
/// `SignIn` for a visitor; `NotFound` for numbers outside the viewer's rights.
pub async fn missing(b: &Backend, v: &Viewer, number: &str) -> Outcome<MissingPage> {
    let directory = b.directory().await?;
    let matter = matter(b, v, number).await?;
    let product = matter.line.product_id.as_deref().and_then(|id| directory.product(id));
    let open = unanswered(&matter.questions, &matter.facts, &matter.told);
    let files = files::to_answer(b, &v.person_id, &matter.line.id).await?;
    Ok(MissingPage {
        files,
        number: number_text(matter.line.number),
        subject: matter.line.subject.clone(),
        takes: read_status(&matter.line.status)?.is_active(),
        missing: open.into_iter().map(|question| question.id.clone()).collect(),
        versions: versions(product, &matter.facts),
        answers: typed(&matter.questions, &matter.told),
        questions: matter.questions,
        facts: matter.facts,
    })
}

/// Adds what `fields` and the files that wait answer anew to the request called `number`. Questions may stay open: what is known helps already.
///
/// # Errors
/// `Forbidden` for staff, who never speak as the customer. `Invalid` with every field that needs another value, or for
/// the first open question when nothing was answered; else
/// as [`missing`] and [`tickets::change`].
pub async fn answer_missing(
    b: &Backend,
    v: &Viewer,
    number: &str,
    fields: &BTreeMap<String, String>,
) -> Outcome<Written> {
    let matter = matter(b, v, number).await?;
    if v.is_staff() {
        return Err(domain::Error::Forbidden.into());
    }
    let waiting = files::to_answer(b, &v.person_id, &matter.line.id).await?;
    let mut fields = fields.clone();
    fill(&mut fields, &matter.questions, &waiting);
    let answers = matter.news(v, &fields)?;
    let is_sent = |file: &&Upload| answers.iter().any(|answer| answer.question == file.question);
    let sent: Vec<String> = waiting.iter().filter(is_sent).map(|file| file.id.clone()).collect();
    tickets::change_all(b, v, number, None, vec![Command::Answer { answers }], &sent, None).await
}

/// How many answers that are needed a request made with `told` still waits for; none without looking further where its
/// product and topic ask nothing more.
pub(crate) async fn count_missing(
    b: &Backend,
    v: &Viewer,
    directory: &Directory,
    (number, product, topic): (i64, Option<&str>, Option<&str>),
    told: &[Answer],
) -> Outcome<u32> {
    let questions = questions_of(&directory.flows_for(product, topic));
    let facts = Facts { product: product.map(str::to_owned), ..Facts::default() };
    if missing_required(&questions, &facts, told) == 0 {
        return Ok(0);
    }
    let matter = matter(b, v, &number.to_string()).await?;
    let open = missing_required(&matter.questions, &matter.facts, &matter.told);
    Ok(u32::try_from(open).unwrap_or(u32::MAX))
}

async fn matter(b: &Backend, v: &Viewer, number: &str) -> Outcome<Matter> {
    if !v.is_signed_in() {
        return Err(domain::Error::SignIn.into());
    }
    let directory = b.directory().await?;
    let number = parse_number(number).ok_or(domain::Error::NotFound)?;
    let mut conn = b.db.read().await?;
    let scope = visible(v, 2);
    let ticket = q(format!("{TICKET} AND {}", scope.condition)).bind(number);
    let line: Option<Line> = ticket.bind_all(scope.value.into_iter().collect()).opt(&mut conn).await?;
    let line = line.ok_or(domain::Error::NotFound)?;
    let (product, topic) = (line.product_id.as_deref(), line.topic_id.as_deref());
    let mut flows = Vec::new();
    for flow in directory.flows_for(product, topic) {
        flows.extend(asked_then(&mut conn, flow, line.created_at).await?);
    }
    let told = told(&mut conn, &line.id).await?;
    drop(conn);
    let facts = facts(b, &line.requester_id, product).await?;
    let mut questions = questions_of(&flows.iter().collect::<Vec<_>>());
    let has_come =
        |own: &Question| told.iter().any(|answer| answer.question == own.id && !answer.value.is_empty());
    // What came already stays; more goes with a message.
    questions.retain(|own| own.kind != QuestionKind::File || !has_come(own));
    Ok(Matter { line, flows, questions, facts, told })
}

/// The flow as it asked when the ticket was made; none when it asked nothing yet.
async fn asked_then(conn: &mut Conn, flow: &Flow, at: i64) -> Outcome<Option<Flow>> {
    let version: Option<(i64, String)> = q(ASKED_THEN).bind(flow.id.as_str()).bind(at).opt(conn).await?;
    let Some((version, body)) = version else { return Ok(None) };
    Ok(Some(Flow { id: flow.id.clone(), version, questions: serde_json::from_str(&body)? }))
}

async fn told(conn: &mut Conn, ticket_id: &str) -> Outcome<Vec<Answer>> {
    let bodies: Vec<String> = q(TOLD).bind(ticket_id).all(conn).await?;
    let mut told = Vec::new();
    for body in bodies {
        match serde_json::from_str(&body)? {
            Body::Created { answers, .. } | Body::Answers { answers, .. } => told.extend(answers),
            _ => {}
        }
    }
    Ok(told)
}

impl Matter {
    /// What `fields` answer that was not told already, checked.
    fn news(&self, v: &Viewer, fields: &BTreeMap<String, String>) -> Result<Vec<Answer>, domain::Error> {
        let known = typed(&self.questions, &self.told);
        let mut intake = Intake { answers: known.clone().into_iter().collect(), ..Intake::default() };
        for question in &self.questions {
            if let Some(given) = question.answer_in(fields).filter(|given| !given.trim().is_empty()) {
                intake.answers.retain(|(id, _)| *id != question.id);
                intake.answers.push((question.id.clone(), given));
            }
        }
        let answer = |id: &str| intake.answer(id);
        let mut checks = Checks::default();
        for question in asked(&self.questions, &self.facts, answer) {
            let optional = Question { required: false, ..question.clone() };
            optional.check(intake.answer(&question.id), &mut checks);
        }
        checks.finish()?;
        let flows: Vec<&Flow> = self.flows.iter().collect();
        let told = intake.told(&flows, &self.facts, &[], v.lang).into_iter();
        let is_news = |answer: &Answer| {
            known.get(&answer.question).map(String::as_str) != Some(intake.answer(&answer.question))
        };
        let news: Vec<Answer> = told.filter(is_news).collect();
        match (news.is_empty(), unanswered(&self.questions, &self.facts, &self.told).first()) {
            (true, Some(open)) => Err(domain::Error::field(&open.id, Problem::Required)),
            _ => Ok(news),
        }
    }
}

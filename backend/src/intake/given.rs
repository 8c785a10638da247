//! Answers that a program gives: the same questions and checks as everywhere.

use domain::Viewer;
use domain::access::Action;
use domain::error::{Checks, FieldError, Problem};
use domain::intake::{Facts, Flow, Intake, Question, questions_of};
use domain::tickets::entry::Answer;

use super::facts::facts;
use super::files;
use crate::files::for_new;
use crate::tickets::{Requester, person_by_email};
use crate::{Backend, Outcome};

/// An answer as it was sent. With a label of its own, staff's may answer a question that no flow asks; a customer's words
/// belong into the description, where they read as the customer's.
#[derive(Debug, Clone, Default)]
pub struct Given {
    pub question: String,
    pub label: Option<String>,
    pub value: String,
}

/// All that may be asked about product and topic, with the versions of the flows that ask, and what is known of `v`.
///
/// # Errors
/// `SignIn` for a visitor.
pub async fn asked_of(
    b: &Backend,
    v: &Viewer,
    product: Option<&str>,
    topic: Option<&str>,
) -> Outcome<(Vec<Flow>, Facts)> {
    v.ensure(Action::CreateRequest)?;
    let directory = b.directory().await?;
    let flows = directory.flows_for(product, topic).into_iter().cloned().collect();
    Ok((flows, facts(b, &v.person_id, product).await?))
}

/// The answers for a ticket, held to the questions of its product and topic. Those to questions that ask for files are
/// the names of the uploads among `sent` that were sent for them.
///
/// # Errors
/// `Invalid` with `answers.` and the question's id for each that needs another value or is missing.
pub async fn answers_given(
    b: &Backend,
    v: &Viewer,
    requester: &Requester,
    (product, topic): (Option<&str>, Option<&str>),
    given: Vec<Given>,
    sent: &[String],
) -> Outcome<Vec<Answer>> {
    let directory = b.directory().await?;
    let flows = directory.flows_for(product, topic);
    let questions = questions_of(&flows);
    let facts = facts(b, &asked_person(b, v, requester).await?, product).await?;
    let (known, own): (Vec<Given>, Vec<Given>) =
        given.into_iter().partition(|given| questions.iter().any(|question| question.id == given.question));
    let answers = known.into_iter().map(|given| (given.question, given.value)).collect();
    let mut intake = Intake { answers, ..Intake::default() };
    let uploads = for_new(b, &v.person_id, sent).await?;
    files::refresh(&mut intake, &questions, &facts, &uploads);
    check(v, &intake, &questions, &facts, &own)?;
    let free = own.into_iter().map(|given| Answer {
        question: given.question,
        label: given.label.unwrap_or_default(),
        value: given.value,
        flow: None,
    });
    Ok(intake.told(&flows, &facts, &[], v.lang).into_iter().chain(free).collect())
}

fn check(
    v: &Viewer,
    intake: &Intake,
    questions: &[Question],
    facts: &Facts,
    own: &[Given],
) -> Result<(), domain::Error> {
    let mut checks = Checks::default();
    intake.check_answers(questions, facts, &mut checks);
    for given in own {
        let is_labelled = given.label.as_ref().is_some_and(|label| !label.trim().is_empty());
        checks.ensure(is_labelled && v.is_staff(), &given.question, Problem::Unknown);
    }
    checks.finish().map_err(|error| match error {
        domain::Error::Invalid(fields) => {
            domain::Error::Invalid(fields.into_iter().map(in_answers).collect())
        }
        other => other,
    })
}

fn in_answers(error: FieldError) -> FieldError {
    FieldError { field: format!("answers.{}", error.field), ..error }
}

/// Whose register and tier count. Of somebody unknown nothing is known; that they are is said when the ticket is made.
async fn asked_person(b: &Backend, v: &Viewer, requester: &Requester) -> Outcome<String> {
    Ok(match requester {
        Requester::Myself | Requester::Unverified => v.person_id.clone(),
        Requester::Person(id) => id.clone(),
        Requester::Email(address) => {
            person_by_email(&mut b.db.read().await?, address).await?.unwrap_or_default()
        }
    })
}

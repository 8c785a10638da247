//! One page of an intake.

use domain::Viewer;
use domain::files::Upload;
use domain::intake::{Facts, Flow, Intake, IntakePage, Question, QuestionKind, Step, questions_of};
use domain::promises::PromiseKind;
use domain::promises::policy::PolicyRef;
use domain::tickets::decide::NewTicket;
use domain::tickets::entry::PolicyReason;
use domain::tickets::view::{PolicyBrief, PromiseView};

use super::facts::{facts, versions};
use super::files;
use super::store::{self, Kept, State};
use super::submit::new_ticket;
use crate::settings::Directory;
use crate::stamps::Stamper;
use crate::tickets::append::Pen;
use crate::tickets::create::draft;
use crate::tickets::requester::{For, choice, requester_facts};
use crate::tickets::{number_text, policy_towards, promise_view};
use crate::{Backend, Outcome};

/// The page `step` of the intake `id`, or the first that still needs an answer when that comes sooner; an empty id
/// begins a new one. A sent intake always shows its closing page.
///
/// # Errors
/// `NotFound` for an intake that is not the viewer's.
pub async fn page(b: &Backend, v: &Viewer, id: &str, step: Step) -> Outcome<IntakePage> {
    let directory = b.directory().await?;
    let (kept, number) = if id.is_empty() {
        (Kept::default(), None)
    } else {
        let loaded = store::load(b, v, id).await?;
        (loaded.kept, loaded.number.filter(|_| loaded.state == State::Sent).map(number_text))
    };
    let mut intake = kept.intake;
    if number.is_none() {
        intake.forget_retired(&directory.offered);
    }
    let steps = directory.steps(&intake);
    let step = if number.is_some() { Step::Done } else { step.min(intake.next_step(&steps)) };
    // A page that this request does not have is the next one that it has.
    let step = steps.iter().copied().find(|own| *own >= step).unwrap_or(step);
    let facts = facts(b, &v.person_id, intake.product.as_deref()).await?;
    let questions = questions(&directory, &intake);
    let files = uploads(b, id).await?;
    files::refresh(&mut intake, &questions, &facts, &files);
    suppose_version(&mut intake, &questions, &facts);
    let suggestions =
        if step == Step::Describe { super::suggest::for_intake(b, v, &intake).await? } else { Vec::new() };
    let (promised, policy) = if step >= Step::Check {
        promised(b, v, &directory, &intake, &facts).await?
    } else {
        Default::default()
    };
    let product = intake.product.as_deref().and_then(|id| directory.product(id));
    Ok(IntakePage {
        step,
        steps,
        saves: kept.saves,
        versions: versions(product, &facts),
        questions,
        facts,
        fresh: kept.fresh,
        files,
        unfinished: Vec::new(),
        errors: kept
            .refused
            .filter(|(refused, _)| *refused == step)
            .map(|(_, errors)| errors)
            .unwrap_or_default(),
        products: directory.offered.clone(),
        impacts: directory.impacts.clone(),
        signed_in: v.is_signed_in(),
        now: b.clock.now(),
        intake,
        suggestions,
        promised,
        policy,
        number,
    })
}

/// What was uploaded for the intake `id`, if it was begun.
pub(super) async fn uploads(b: &Backend, id: &str) -> Outcome<Vec<Upload>> {
    if id.is_empty() { Ok(Vec::new()) } else { crate::files::in_intake(b, id).await }
}

/// The flows that ask about the request.
pub(super) fn flows<'d>(directory: &'d Directory, intake: &Intake) -> Vec<&'d Flow> {
    directory.flows_asking(intake.product.as_deref(), intake.topic.as_deref())
}

/// All that may be asked about product and topic.
pub(super) fn questions(directory: &Directory, intake: &Intake) -> Vec<Question> {
    questions_of(&flows(directory, intake))
}

/// On the first visit the version in the register stands there already: nobody is asked what is known.
fn suppose_version(intake: &mut Intake, questions: &[Question], facts: &Facts) {
    let is_first = intake.text.is_empty() && intake.answers.is_empty();
    let version = facts.version.as_ref().filter(|_| is_first);
    let asked = questions.iter().filter(|question| question.kind == QuestionKind::Version);
    intake.answers.extend(asked.filter_map(|question| Some((question.id.clone(), version?.clone()))));
}

/// What will be promised if it is sent now, and under which policy. A visitor is promised what everybody is.
async fn promised(
    b: &Backend,
    v: &Viewer,
    directory: &std::sync::Arc<Directory>,
    intake: &Intake,
    facts: &Facts,
) -> Outcome<(Vec<PromiseView>, Option<PolicyBrief>)> {
    let Some(new) = new_ticket(directory, intake, facts, v.lang) else { return Ok(Default::default()) };
    let known =
        if v.is_signed_in() { requester_facts(&mut b.db.read().await?, &v.person_id).await? } else { None };
    let for_whom = known.unwrap_or_else(For::anybody);
    let pen = Pen { backend: b.clone(), directory: directory.clone(), now: b.clock.now(), actor_id: None };
    let (ticket, ..) = draft(&pen, &for_whom, &new, None, Vec::new())?;
    let policy = PolicyRef { id: ticket.policy_id.clone(), version: ticket.policy_version };
    let told = directory.book.policy(&policy).is_some_and(|policy| policy.shown().is_told());
    let stamper = Stamper::new(v, pen.now);
    let shown = ticket.promises.iter().filter(|promise| told && promise.kind != PromiseKind::Task);
    let views = shown.map(|promise| promise_view(promise, directory, &stamper)).collect();
    let is_over = expired(directory, &for_whom, &new, pen.now);
    let policy = policy_towards(directory, &policy, is_over, (&ticket.promises, pen.now));
    Ok((views, Some(policy)))
}

fn expired(directory: &Directory, for_whom: &For, new: &NewTicket, now: domain::time::Instant) -> bool {
    let choice = choice(directory, for_whom, &new.ticket_type, new.product.as_deref(), now);
    matches!(choice.reason, PolicyReason::ContractExpired { .. })
}

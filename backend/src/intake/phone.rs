//! A ticket written down while its customer is on the phone: the portal's own questions and checks, and what will be
//! promised before anything is sent. Siblings: `domain::phone`, `app/src/console/new.rs`.

use std::sync::Arc;

use domain::Viewer;
use domain::access::Action;
use domain::error::Problem;
use domain::files::{FIELD, Upload};
use domain::intake::{Facts, Flow, Question, QuestionKind, questions_of};
use domain::phone::{Call, CallSheet};
use domain::promises::policy::PolicyRef;
use domain::tickets::Channel;
use domain::tickets::decide::NewTicket;
use domain::tickets::entry::{Body, PolicyReason};
use domain::tickets::view::Written;
use domain::words::Lang;

use super::facts::{facts, versions};
use super::{files, usage};
use crate::files::{Enclosed, for_new};
use crate::settings::Directory;
use crate::stamps::Stamper;
use crate::tickets::append::Pen;
use crate::tickets::create::draft;
use crate::tickets::requester::requester_facts;
use crate::tickets::{Requester, create_once, policy_brief, promise_view};
use crate::{Backend, Outcome};

/// The questions that fit the call so far, and what would be promised to the caller now.
///
/// # Errors
/// `Forbidden` for those who may not raise tickets for customers.
pub async fn call_sheet(b: &Backend, v: &Viewer, call: &Call) -> Outcome<CallSheet> {
    v.ensure(Action::CreateForCustomer)?;
    let directory = b.directory().await?;
    let now = b.clock.now();
    let product = directory.product(call.get(Call::PRODUCT));
    let facts = facts(b, call.get(Call::CALLER), product.map(|product| product.id.as_str())).await?;
    let sheet = CallSheet {
        needs: call.needs(&directory.offered),
        questions: questions(&directory, call),
        versions: versions(product, &facts),
        facts,
        now,
        ..CallSheet::default()
    };
    with_promises(b, v, &directory, call, sheet).await
}

/// Makes the ticket in the caller's name.
///
/// # Errors
/// `Invalid` with every field that needs another value; `Forbidden`; `NotFound` for a caller who does not exist.
pub async fn take_call(b: &Backend, v: &Viewer, call: &Call) -> Outcome<Written> {
    v.ensure(Action::CreateForCustomer)?;
    let directory = b.directory().await?;
    let facts = facts(b, call.get(Call::CALLER), call.given(Call::PRODUCT)).await?;
    let questions = questions(&directory, call);
    let uploads = uploads(b, v, &call.files()).await?;
    let mut call = call.clone();
    files::fill(&mut call.0, &questions, &uploads);
    call.check(&call.needs(&directory.offered), &questions, &facts)?;
    let caller = Requester::Person(call.get(Call::CALLER).to_owned());
    let sent = files::sent(&call.as_intake(&questions, &facts), &questions, &facts, &uploads);
    let new = new_ticket(&directory, &call, &facts, v.lang);
    let written = create_once(b, v, &caller, new, Enclosed::in_new(&v.person_id, sent), None).await?;
    usage::note(b, usage::of_sent(&call.as_intake(&questions, &facts), &questions, &facts)).await?;
    Ok(written)
}

/// What was sent for the call.
///
/// # Errors
/// `Invalid` when some of it is not there, or was sent already.
async fn uploads(b: &Backend, v: &Viewer, ids: &[String]) -> Outcome<Vec<Upload>> {
    let uploads = for_new(b, &v.person_id, ids).await?;
    if uploads.len() < ids.len() {
        return Err(domain::Error::field(FIELD, Problem::FileGone).into());
    }
    Ok(uploads)
}

/// Nobody hands over a file on the phone: one is taken, and never needed.
fn questions(directory: &Directory, call: &Call) -> Vec<Question> {
    let mut questions = questions_of(&flows(directory, call));
    for question in questions.iter_mut().filter(|question| question.kind == QuestionKind::File) {
        question.required = false;
    }
    questions
}

fn flows<'d>(directory: &'d Directory, call: &Call) -> Vec<&'d Flow> {
    directory.flows_asking(call.given(Call::PRODUCT), call.given(Call::TOPIC))
}

/// Drafts the ticket to see what its policy would promise; nothing is written.
async fn with_promises(
    b: &Backend,
    v: &Viewer,
    directory: &Arc<Directory>,
    call: &Call,
    sheet: CallSheet,
) -> Outcome<CallSheet> {
    if sheet.needs.iter().any(|field| call.given(field).is_none()) {
        return Ok(sheet);
    }
    let new = new_ticket(directory, call, &sheet.facts, v.lang);
    let caller = requester_facts(&mut b.db.read().await?, call.get(Call::CALLER)).await?;
    let Some(caller) = caller else { return Ok(sheet) };
    let pen = Pen { backend: b.clone(), directory: directory.clone(), now: sheet.now, actor_id: None };
    let (ticket, entries, _) = draft(&pen, &caller, &new, None, Vec::new())?;
    let has_ended = entries.iter().any(|entry| {
        matches!(&entry.body, Body::PolicyChosen { reason: PolicyReason::ContractExpired { .. }, .. })
    });
    let policy = PolicyRef { id: ticket.policy_id.clone(), version: ticket.policy_version };
    let stamper = Stamper::new(v, sheet.now);
    let promised = ticket.promises.iter().map(|promise| promise_view(promise, directory, &stamper)).collect();
    Ok(CallSheet { promised, policy: Some(policy_brief(directory, &policy, has_ended)), ..sheet })
}

/// The ticket that the call makes.
fn new_ticket(directory: &Directory, call: &Call, facts: &Facts, lang: Lang) -> NewTicket {
    let intake = call.as_intake(&questions(directory, call), facts);
    let (product, topic) = (call.get(Call::PRODUCT), call.get(Call::TOPIC));
    let known = directory.product(product).and_then(|p| p.topics.iter().find(|own| own.id == topic));
    let ticket_type = known.map_or_else(|| directory.usual_type(), |topic| topic.ticket_type.clone());
    NewTicket {
        channel: Channel::Phone,
        subject: call.get(Call::SUBJECT).to_owned(),
        text: call.get(Call::TEXT).to_owned(),
        priority: call.priority().unwrap_or_else(|| directory.usual_priority(&ticket_type)),
        ticket_type,
        product: call.given(Call::PRODUCT).map(str::to_owned),
        topic: call.given(Call::TOPIC).map(str::to_owned),
        answers: intake.told(&flows(directory, call), facts, &[], lang),
        opened: Vec::new(),
    }
}

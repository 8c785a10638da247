//! One page of an intake.

use domain::Viewer;
use domain::intake::{Intake, IntakePage, Step};
use domain::promises::PromiseKind;
use domain::promises::policy::PolicyRef;
use domain::tickets::decide::NewTicket;
use domain::tickets::entry::PolicyReason;
use domain::tickets::view::{PolicyBrief, PromiseView};

use super::store::{self, Kept, State};
use super::submit::new_ticket;
use crate::db::q;
use crate::settings::Directory;
use crate::stamps::Stamper;
use crate::tickets::append::Pen;
use crate::tickets::create::{For, choice, draft, requester_facts};
use crate::tickets::{number_text, policy_brief, promise_view};
use crate::{Backend, Outcome};

const INSTALLED: &str =
    "SELECT version FROM installed_products WHERE organisation_id = $1 AND product_id = $2";

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
    let step = if number.is_some() { Step::Done } else { step.min(kept.intake.next_step()) };
    let intake = kept.intake;
    let suggestions =
        if step == Step::Describe { super::suggest::for_intake(b, v, &intake).await? } else { Vec::new() };
    let (promised, policy) =
        if step >= Step::Check { promised(b, v, &directory, &intake).await? } else { Default::default() };
    Ok(IntakePage {
        step,
        questions: questions(&directory, &intake),
        versions: versions(b, v, &directory, &intake).await?,
        errors: kept
            .refused
            .filter(|(refused, _)| *refused == step)
            .map(|(_, errors)| errors)
            .unwrap_or_default(),
        products: directory.products.clone(),
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

pub(super) fn questions(directory: &Directory, intake: &Intake) -> Vec<domain::intake::Question> {
    match (&intake.product, &intake.topic) {
        (Some(product), Some(topic)) => directory.questions_for(product, topic),
        _ => Vec::new(),
    }
}

/// The chosen product's versions, the one that the customer has installed first.
async fn versions(b: &Backend, v: &Viewer, directory: &Directory, intake: &Intake) -> Outcome<Vec<String>> {
    let Some(product) = intake.product.as_deref().and_then(|id| directory.product(id)) else {
        return Ok(Vec::new());
    };
    let mut versions = product.versions.clone();
    if let Some(organisation) = v.organisation_id.as_deref() {
        let query = q(INSTALLED).bind(organisation).bind(product.id.as_str());
        if let Some(own) = query.opt::<String>(&mut b.db.read().await?).await? {
            versions.retain(|version| *version != own);
            versions.insert(0, own);
        }
    }
    Ok(versions)
}

/// What will be promised if it is sent now, and under which policy. A visitor is promised what everybody is.
async fn promised(
    b: &Backend,
    v: &Viewer,
    directory: &std::sync::Arc<Directory>,
    intake: &Intake,
) -> Outcome<(Vec<PromiseView>, Option<PolicyBrief>)> {
    let Some(new) = new_ticket(directory, intake, v.lang) else { return Ok(Default::default()) };
    let known =
        if v.is_signed_in() { requester_facts(&mut b.db.read().await?, &v.person_id).await? } else { None };
    let for_whom = known.unwrap_or_else(For::anybody);
    let pen = Pen { backend: b.clone(), directory: directory.clone(), now: b.clock.now(), actor_id: None };
    let (ticket, ..) = draft(&pen, &for_whom, &new, Vec::new())?;
    let policy = PolicyRef { id: ticket.policy_id.clone(), version: ticket.policy_version };
    let told = directory.book.policy(&policy).is_some_and(|policy| policy.formal || policy.shown_as_estimate);
    let stamper = Stamper::new(v, pen.now);
    let shown = ticket.promises.iter().filter(|promise| told && promise.kind != PromiseKind::Task);
    let views = shown.map(|promise| promise_view(promise, directory, &stamper)).collect();
    Ok((views, Some(policy_brief(directory, &policy, expired(directory, &for_whom, &new, pen.now)))))
}

fn expired(directory: &Directory, for_whom: &For, new: &NewTicket, now: domain::time::Instant) -> bool {
    let choice = choice(directory, for_whom, &new.ticket_type, new.product.as_deref(), now);
    matches!(choice.reason, PolicyReason::ContractExpired { .. })
}

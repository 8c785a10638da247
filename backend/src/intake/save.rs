//! Keeping one page's answers, good or not: what was typed is never lost.

use std::collections::BTreeMap;

use domain::Viewer;
use domain::error::{Checks, FieldError, Problem};
use domain::intake::{Intake, Step};
use domain::people::{MAX_EMAIL, looks_like_email};
use domain::text;
use domain::tickets::MAX_TEXT;
use domain::time::HOUR_MS;

use super::page::questions;
use super::store::{self, Kept, State};
use crate::access::tries;
use crate::people::Client;
use crate::settings::Directory;
use crate::{Backend, Outcome};

/// Longest name of a visitor, in characters.
const MAX_NAME: u32 = 100;
/// Requests begun in an hour by one person, or from one network without an account. Far more than are ever sent:
/// each "Raise a request" that is looked at and left begins one.
const BEGUN_IN_AN_HOUR: u32 = 300;

/// Where the post leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    pub id: String,
    /// The next page that needs an answer; the same one when it was refused; `Done` when all is ready to be sent.
    pub next: Step,
    pub errors: Vec<FieldError>,
}

/// Keeps `fields` as the answers of the page `step` of the intake `id` (empty: a new one) and says where to go on.
///
/// # Errors
/// `NotFound` for an intake that is not the viewer's; `TooMany`.
pub async fn save(
    b: &Backend,
    v: &Viewer,
    client: &Client,
    id: &str,
    step: Step,
    fields: &BTreeMap<String, String>,
) -> Outcome<Saved> {
    let directory = b.directory().await?;
    let (id, mut kept) = if id.is_empty() {
        tries::take(b, &format!("begun request {}", client.or_person(v)), BEGUN_IN_AN_HOUR, HOUR_MS).await?;
        (b.ids.secret(), Kept::default())
    } else {
        let loaded = store::load(b, v, id).await?;
        if loaded.state == State::Sent {
            return Ok(Saved { id: loaded.id, next: Step::Done, errors: Vec::new() });
        }
        (loaded.id, loaded.kept)
    };
    take(&directory, &mut kept.intake, step, fields);
    if step == Step::Describe {
        super::suggest::remember_shown(b, v, &mut kept.intake).await?;
    }
    let (at, errors) = first_refusal(&directory, v, &kept.intake, step);
    let next = if errors.is_empty() { after(&kept.intake, step) } else { at };
    kept.refused = (!errors.is_empty()).then(|| (at, errors.clone()));
    store::keep(b, v, &id, &kept).await?;
    Ok(Saved { id, next, errors })
}

/// Puts the page's fields into the intake. Another product or topic asks other questions, so their answers go.
fn take(directory: &Directory, intake: &mut Intake, step: Step, fields: &BTreeMap<String, String>) {
    let field = |name: &str| fields.get(name).map(|value| clipped(value));
    let chosen = |name: &str| field(name).filter(|value| !value.is_empty());
    match step {
        Step::Product => {
            if let Some(subject) = chosen("subject") {
                intake.subject = subject;
            }
            let product = chosen("product");
            if product != intake.product {
                (intake.topic, intake.answers) = (None, Vec::new());
            }
            intake.product = product;
        }
        Step::Topic => intake.topic = chosen("topic"),
        Step::Describe => {
            intake.subject = field("subject").unwrap_or_default();
            intake.text = field("text").unwrap_or_default();
            let asked = questions(directory, intake);
            intake.answers = asked.into_iter().filter_map(|q| Some((q.id.clone(), field(&q.id)?))).collect();
        }
        Step::Impact => intake.impact = chosen("impact"),
        Step::Check | Step::Done => {
            intake.name = field("name").unwrap_or_default();
            intake.email = field("email").unwrap_or_default();
        }
    }
}

/// As it is kept. Far beyond any limit a text is cut, so that nobody stores a book; up to there it is kept to be mended.
fn clipped(value: &str) -> String {
    text::prose(value).chars().take(MAX_TEXT as usize * 2).collect()
}

/// The first page up to `step` with something to mend. The last page looks at all before it once more.
fn first_refusal(directory: &Directory, v: &Viewer, intake: &Intake, step: Step) -> (Step, Vec<FieldError>) {
    let pages = Step::ALL.iter().copied().filter(|page| *page == step || step >= Step::Check && *page < step);
    for page in pages {
        if let Err(domain::Error::Invalid(errors)) = check(directory, v, intake, page) {
            return (page, errors);
        }
    }
    (step, Vec::new())
}

fn check(directory: &Directory, v: &Viewer, intake: &Intake, step: Step) -> Result<(), domain::Error> {
    let mut checks = Checks::default();
    let product = intake.product.as_deref().and_then(|id| directory.product(id));
    match step {
        Step::Product => checks.ensure(product.is_some(), "product", Problem::NotAChoice),
        Step::Topic => {
            let known = product
                .is_some_and(|p| p.topics.iter().any(|topic| Some(&topic.id) == intake.topic.as_ref()));
            checks.ensure(known, "topic", Problem::NotAChoice);
        }
        Step::Describe => intake.check_description(&questions(directory, intake), &mut checks),
        Step::Impact => {
            let known = directory.impacts.iter().any(|impact| Some(&impact.id) == intake.impact.as_ref());
            checks.ensure(known, "impact", Problem::NotAChoice);
        }
        Step::Check | Step::Done if v.is_signed_in() => {}
        Step::Check | Step::Done => {
            checks.line("name", &intake.name, MAX_NAME);
            let email = checks.line("email", &intake.email, MAX_EMAIL);
            checks.ensure(email.is_empty() || looks_like_email(&email), "email", Problem::NotAnEmail);
        }
    }
    checks.finish()
}

fn after(intake: &Intake, step: Step) -> Step {
    if step >= Step::Check { Step::Done } else { intake.next_step() }
}

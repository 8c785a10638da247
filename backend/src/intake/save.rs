//! Keeping one page's answers, good or not: what was typed is never lost.

use std::collections::BTreeMap;

use domain::Viewer;
use domain::error::{Checks, FieldError, Problem};
use domain::intake::{Facts, Intake, Step};
use domain::people::{MAX_EMAIL, looks_like_email};
use domain::text;
use domain::tickets::MAX_TEXT;
use domain::time::HOUR_MS;

use super::facts::facts;
use super::files;
use super::page::{questions, uploads};
use super::store::{self, Kept, State};
use super::usage;
use crate::access::tries;
use crate::people::Client;
use crate::settings::Directory;
use crate::{Backend, Failure, Outcome};

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
/// `SignIn`, above all when a session has ended meanwhile: nothing is kept then, see [`resume`]; `NotFound` for an intake
/// that is not the viewer's; `TooMany`.
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
        (new_id(b, v, client).await?, Kept::default())
    } else {
        let loaded = store::load(b, v, id).await?;
        if loaded.state == State::Sent {
            return Ok(Saved { id: loaded.id, next: Step::Done, errors: Vec::new() });
        }
        (loaded.id, loaded.kept)
    };
    kept.intake.forget_retired(&directory.offered);
    let before = kept.intake.clone();
    let facts =
        facts(b, &v.person_id, fields.get("product").or(before.product.as_ref()).map(String::as_str)).await?;
    let (mut fields, uploads) = (fields.clone(), uploads(b, &id).await?);
    files::fill(&mut fields, &questions(&directory, &kept.intake), &uploads);
    take(&directory, &mut kept.intake, &facts, step, &fields);
    let asked = questions(&directory, &kept.intake);
    files::refresh(&mut kept.intake, &asked, &facts, &uploads);
    if step == Step::Describe {
        super::suggest::remember_shown(b, v, &mut kept.intake).await?;
    }
    let asks = Asks { directory: &directory, v, facts: &facts };
    kept.fresh = asks.fresh(&kept.intake, step, &fields);
    let (at, errors) = asks.first_refusal(&kept.intake, step);
    let errors: Vec<FieldError> =
        errors.into_iter().filter(|error| !kept.fresh.contains(&error.field)).collect();
    let goes_on = errors.is_empty() && kept.fresh.is_empty();
    let next = if goes_on { after(&kept.intake, step, &directory.steps(&kept.intake)) } else { at };
    kept.refused = (!errors.is_empty()).then(|| (at, errors.clone()));
    kept.saves += 1;
    store::keep(b, v, &id, &kept).await?;
    if step == Step::Describe {
        usage::note(b, usage::of_edits(&before, &kept.intake)).await?;
    }
    Ok(Saved { id, next, errors })
}

/// Begins a request whose first page asks for more than a choice, about `subject` if that is known; answers its id. One that
/// `browser` began, an id, and left without a word is gone on with.
///
/// # Errors
/// `TooMany`.
pub async fn begin(
    b: &Backend,
    v: &Viewer,
    client: &Client,
    browser: &str,
    subject: &str,
) -> Outcome<String> {
    let is_blank = |intake: &Intake| intake.subject.is_empty() && intake.text.is_empty();
    match store::load(b, v, browser).await {
        Ok(loaded) if loaded.state == State::Open && is_blank(&loaded.kept.intake) => return Ok(loaded.id),
        Ok(_) | Err(Failure::Refused(_)) => {}
        Err(fault) => return Err(fault),
    }
    let kept = Kept { intake: Intake { subject: clipped(subject), ..Intake::default() }, ..Kept::default() };
    let id = new_id(b, v, client).await?;
    store::keep(b, v, &id, &kept).await?;
    Ok(id)
}

async fn new_id(b: &Backend, v: &Viewer, client: &Client) -> Outcome<String> {
    tries::take(b, &format!("begun request {}", client.or_person(v)), BEGUN_IN_AN_HOUR, HOUR_MS).await?;
    Ok(b.ids.secret())
}

/// Takes over `typed`, the fields of a page as JSON, which the browser of whoever has signed in again kept while their
/// session had ended. Answers that it does not hold stay as they are.
///
/// # Errors
/// As [`save`].
pub async fn resume(
    b: &Backend,
    v: &Viewer,
    client: &Client,
    id: &str,
    step: Step,
    typed: &str,
) -> Outcome<()> {
    let intake = store::load(b, v, id).await?.kept.intake;
    let Ok(mut fields) = serde_json::from_str::<BTreeMap<String, String>>(typed) else { return Ok(()) };
    let texts = [("subject".to_owned(), intake.subject), ("text".to_owned(), intake.text)];
    for (name, value) in texts.into_iter().chain(intake.answers) {
        fields.entry(name).or_insert(value);
    }
    save(b, v, client, id, step, &fields).await.map(drop)
}

/// `fields` as [`resume`] reads them.
#[must_use]
pub fn typed(fields: &BTreeMap<String, String>) -> String {
    serde_json::to_string(fields).unwrap_or_default()
}

/// Files that came with the page `step` could not be taken: it is shown again and says why.
///
/// # Errors
/// As [`save`].
pub async fn refuse(b: &Backend, v: &Viewer, id: &str, step: Step, errors: Vec<FieldError>) -> Outcome<()> {
    let mut kept = store::load(b, v, id).await?.kept;
    kept.refused = Some((step, errors));
    store::keep(b, v, id, &kept).await
}

/// Puts the page's fields into the intake. Another product or topic asks other questions, so their answers go.
pub(super) fn take(
    directory: &Directory,
    intake: &mut Intake,
    facts: &Facts,
    step: Step,
    fields: &BTreeMap<String, String>,
) {
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
            let fields = fields.iter().map(|(name, value)| (name.clone(), clipped(value))).collect();
            intake.take_answers(&questions(directory, intake), facts, &fields);
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

/// What the pages ask of whom.
struct Asks<'a> {
    directory: &'a Directory,
    v: &'a Viewer,
    facts: &'a Facts,
}

impl Asks<'_> {
    /// Questions that these answers make asked and that their page, drawn without scripts, did not ask: it comes back
    /// with them before anything is missed. A page says which ones it had in its field `asked`.
    fn fresh(&self, intake: &Intake, step: Step, fields: &BTreeMap<String, String>) -> Vec<String> {
        let Some(had) = fields.get("asked").filter(|_| step == Step::Describe) else { return Vec::new() };
        let had: Vec<&str> = had.split_whitespace().collect();
        let questions = questions(self.directory, intake);
        let asked = intake.asked(&questions, self.facts).into_iter().map(|question| question.id.clone());
        asked.filter(|id| !had.contains(&id.as_str())).collect()
    }

    /// The first page up to `step` with something to mend. The last page looks at all before it once more.
    fn first_refusal(&self, intake: &Intake, step: Step) -> (Step, Vec<FieldError>) {
        let pages = self.directory.steps(intake).into_iter();
        let pages = pages.filter(|page| *page == step || step >= Step::Check && *page < step);
        for page in pages {
            if let Err(domain::Error::Invalid(errors)) = self.check(intake, page) {
                return (page, errors);
            }
        }
        (step, Vec::new())
    }

    fn check(&self, intake: &Intake, step: Step) -> Result<(), domain::Error> {
        let mut checks = Checks::default();
        let offered = &self.directory.offered;
        let product = offered.iter().find(|product| Some(&product.id) == intake.product.as_ref());
        match step {
            Step::Product => checks.ensure(product.is_some(), "product", Problem::NotAChoice),
            Step::Topic => {
                let known = product
                    .is_some_and(|p| p.topics.iter().any(|topic| Some(&topic.id) == intake.topic.as_ref()));
                checks.ensure(known, "topic", Problem::NotAChoice);
            }
            Step::Describe => {
                intake.check_description(&questions(self.directory, intake), self.facts, &mut checks);
            }
            Step::Impact => {
                let impacts = &self.directory.impacts;
                let known = impacts.iter().any(|impact| Some(&impact.id) == intake.impact.as_ref());
                checks.ensure(known, "impact", Problem::NotAChoice);
            }
            Step::Check | Step::Done if self.v.is_signed_in() => {}
            Step::Check | Step::Done => {
                checks.line("name", &intake.name, MAX_NAME);
                let email = checks.line("email", &intake.email, MAX_EMAIL);
                checks.ensure(email.is_empty() || looks_like_email(&email), "email", Problem::NotAnEmail);
            }
        }
        checks.finish()
    }
}

fn after(intake: &Intake, step: Step, steps: &[Step]) -> Step {
    if step >= Step::Check { Step::Done } else { intake.next_step(steps) }
}

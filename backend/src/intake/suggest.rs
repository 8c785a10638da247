//! What may answer a request before it is sent.

use domain::Viewer;
use domain::intake::Intake;
use domain::search::Hit;

use super::store::{self, State};
use crate::search::{self, Known};
use crate::{Backend, Outcome};

/// Most suggestions remembered as shown, and as opened.
const MAX_REMEMBERED: usize = 50;

/// Answers for `text`, as far as it is typed, about the intake's product. Without an intake: about anything.
///
/// # Errors
/// `NotFound` for an intake that is not the viewer's.
pub async fn suggest(b: &Backend, v: &Viewer, id: &str, text: &str) -> Outcome<Vec<Hit>> {
    let intake = if id.is_empty() { Intake::default() } else { store::load(b, v, id).await?.kept.intake };
    search::suggest(b, v, &known(&intake, text)).await
}

/// Answers for what the intake says.
pub(super) async fn for_intake(b: &Backend, v: &Viewer, intake: &Intake) -> Outcome<Vec<Hit>> {
    let text = format!("{}\n{}", intake.subject, intake.text);
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    search::suggest(b, v, &known(intake, &text)).await
}

/// What the intake tells beside `text`, whose first line is the subject.
fn known(intake: &Intake, text: &str) -> Known {
    let answers = intake.answers.iter().map(|(_, answer)| answer.clone()).collect();
    Known { answers, product: intake.product.clone(), topic: intake.topic.clone(), ..Known::of(text) }
}

/// Notes what was offered for the words as they now are, beside what was offered before.
pub(super) async fn remember_shown(b: &Backend, v: &Viewer, intake: &mut Intake) -> Outcome<()> {
    for hit in for_intake(b, v, intake).await? {
        if intake.shown.len() < MAX_REMEMBERED && !intake.shown.contains(&hit.id) {
            intake.shown.push(hit.id);
        }
    }
    Ok(())
}

/// Remembers that the customer opened the article `slug` on the way.
///
/// # Errors
/// `NotFound` for an intake that is not the viewer's.
pub async fn opened(b: &Backend, v: &Viewer, id: &str, slug: &str) -> Outcome<()> {
    let mut loaded = store::load(b, v, id).await?;
    let opened = &mut loaded.kept.intake.opened;
    if loaded.state != State::Open
        || opened.len() >= MAX_REMEMBERED
        || opened.iter().any(|known| known == slug)
    {
        return Ok(());
    }
    opened.push(slug.to_owned());
    store::keep(b, v, &loaded.id, &loaded.kept).await
}

//! From what was told to the answers that a ticket keeps.

use domain::intake::{Impact, Intake, Question};
use domain::tickets::entry::Answer;
use domain::words::{Lang, portal};

/// Under which the impact stands among the answers.
const IMPACT: &str = "impact";

/// The answers with their questions as they were asked, and the impact in the words that were chosen.
pub(crate) fn answers(told: &Intake, questions: &[Question], impacts: &[Impact], lang: Lang) -> Vec<Answer> {
    let chosen = impacts.iter().find(|impact| Some(&impact.id) == told.impact.as_ref());
    let impact = chosen.map(|impact| Answer {
        question: IMPACT.to_owned(),
        label: portal::ask(lang).impact_label.to_owned(),
        value: impact.label.clone(),
    });
    told.answered(questions).into_iter().chain(impact).collect()
}

//! Questions that ask for files: answered by what came, never by what a form says.

use std::collections::BTreeMap;

use domain::files::Upload;
use domain::intake::{Facts, Intake, Question, QuestionKind};

/// The names of the files that came for each question that asks for some, a line for each.
fn answers<'a>(
    questions: &'a [Question],
    files: &'a [Upload],
) -> impl Iterator<Item = (&'a Question, String)> {
    let asking = questions.iter().filter(|question| question.kind == QuestionKind::File);
    asking.map(|question| {
        let own = files.iter().filter(|file| file.question == question.id);
        (question, own.map(|file| file.name.as_str()).collect::<Vec<_>>().join("\n"))
    })
}

/// Puts them into what a form said.
pub(super) fn fill(fields: &mut BTreeMap<String, String>, questions: &[Question], files: &[Upload]) {
    for (question, names) in answers(questions, files) {
        fields.remove(&question.id);
        if !names.is_empty() {
            fields.insert(question.id.clone(), names);
        }
    }
}

/// Puts them into what was kept: files may have come or gone since.
pub(super) fn refresh(intake: &mut Intake, questions: &[Question], facts: &Facts, files: &[Upload]) {
    for (question, names) in answers(questions, files) {
        intake.answers.retain(|(id, _)| *id != question.id);
        if !names.is_empty() {
            intake.answers.push((question.id.clone(), names));
        }
    }
    intake.drop_unasked(questions, facts);
}

/// Ids of those that are sent: what answers a question that is not asked any more stays behind.
pub(super) fn sent(intake: &Intake, questions: &[Question], facts: &Facts, files: &[Upload]) -> Vec<String> {
    let asked = intake.asked(questions, facts);
    let is_sent =
        |file: &&Upload| file.question.is_empty() || asked.iter().any(|own| own.id == file.question);
    files.iter().filter(is_sent).map(|file| file.id.clone()).collect()
}

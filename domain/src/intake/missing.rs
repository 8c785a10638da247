//! What a ticket's questions ask and nobody has answered yet: it came by phone or mail, or the flow's condition came true
//! later. Siblings: `backend/src/intake/missing.rs`, `app/src/portal/request/missing.rs`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Facts, Question, asked};
use crate::files::Upload;
use crate::tickets::entry::Answer;

/// The page on which a customer answers what is open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MissingPage {
    pub number: String,
    pub subject: String,
    /// Answers are still wanted.
    pub takes: bool,
    /// All that may be asked; the answers decide which of them are.
    pub questions: Vec<Question>,
    pub facts: Facts,
    /// The product's versions, the customer's own first.
    pub versions: Vec<String>,
    /// What was told so far, as a form has it.
    pub answers: BTreeMap<String, String>,
    /// Ids of the questions that are asked and not answered.
    pub missing: Vec<String>,
    /// What the reader has chosen for questions that ask for files, and not sent yet.
    pub files: Vec<Upload>,
}

/// Where the questions of the request called `number` are answered later.
#[must_use]
pub fn answers_address(number: &str) -> String {
    format!("/requests/{number}/answers")
}

/// Those of `questions` that the reply `text` asks again: it leads to where they are answered, and says them.
#[must_use]
pub fn asked_again<'q>(questions: &'q [Question], number: &str, text: &str) -> Vec<&'q Question> {
    if !text.contains(&answers_address(number)) {
        return Vec::new();
    }
    let is_said = |question: &&Question| !question.label.is_empty() && text.contains(&question.label);
    questions.iter().filter(is_said).collect()
}

impl MissingPage {
    /// The questions that are open, those that are needed first.
    pub fn open(&self) -> impl Iterator<Item = &Question> {
        let open = |needed: bool| {
            self.questions.iter().filter(move |own| own.required == needed && self.missing.contains(&own.id))
        };
        open(true).chain(open(false))
    }
}

/// The questions that are asked, after all that was `told`, and have no answer.
#[must_use]
pub fn missing<'q>(questions: &'q [Question], facts: &Facts, told: &[Answer]) -> Vec<&'q Question> {
    let known = typed(questions, told);
    let answer = |id: &str| known.get(id).map_or("", String::as_str);
    asked(questions, facts, answer).into_iter().filter(|question| answer(&question.id).is_empty()).collect()
}

/// How many of [`missing`] have to be answered before the matter can be worked on well.
#[must_use]
pub fn missing_required(questions: &[Question], facts: &Facts, told: &[Answer]) -> usize {
    missing(questions, facts, told).into_iter().filter(|question| question.required).count()
}

/// What was told as a form would have it: question id → typed value. The newest answer to a question counts.
#[must_use]
pub fn typed(questions: &[Question], told: &[Answer]) -> BTreeMap<String, String> {
    let of = |question: &Question| told.iter().rfind(|answer| answer.question == question.id);
    let typed = questions.iter().filter_map(|question| {
        let answer = of(question)?;
        Some((question.id.clone(), question.typed(&answer.value)))
    });
    typed.collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{choice, many};
    use super::super::{About, Condition, Test};
    use super::*;
    use crate::intake::QuestionKind;
    use crate::words::Lang;

    fn told(question: &str, value: &str) -> Answer {
        Answer { question: question.into(), label: String::new(), value: value.into(), flow: None }
    }

    fn questions() -> Vec<Question> {
        let blank = Condition::new(About::Answer("what".into()), Test::Is("Blank, or faint".into()));
        vec![
            Question { required: true, ..choice("printer", &["DX-100", "DX-200"]) },
            many("what", &["Blank, or faint", "Torn"]),
            Question { required: true, ..Question::new("since", QuestionKind::Date) }.when(vec![blank]),
            Question::new("again", QuestionKind::YesNo),
        ]
    }

    fn ids(told: &[Answer]) -> Vec<String> {
        missing(&questions(), &Facts::default(), told).into_iter().map(|q| q.id.clone()).collect()
    }

    #[test]
    fn what_was_answered_is_not_missing_and_leads_to_more() {
        assert_eq!(ids(&[]), ["printer", "what", "again"]);
        assert_eq!(ids(&[told("printer", "DX-200"), told("what", "Torn")]), ["again"]);
        let blank = [told("what", "Blank, or faint, Torn"), told("again", "Yes")];
        assert_eq!(ids(&blank), ["printer", "since"]);
        assert_eq!(missing_required(&questions(), &Facts::default(), &blank), 2);
    }

    #[test]
    fn the_newest_answer_counts() {
        assert_eq!(
            ids(&[told("printer", "DX-200"), told("what", "Torn"), told("what", "")]),
            ["what", "again"]
        );
    }

    #[test]
    fn answers_in_words_are_read_back() {
        let many = many("what", &["Blank, or faint", "Torn", "Tor"]);
        let again = Question::new("again", QuestionKind::YesNo);
        for (question, value) in
            [(&many, "Torn\nTor"), (&many, "Blank, or faint"), (&again, "no"), (&again, "")]
        {
            for lang in [Lang::En, Lang::De] {
                assert_eq!(question.typed(&question.told(value, lang)), value);
            }
        }
        assert_eq!(many.typed("Something else"), "Something else", "an option that is gone");
    }

    #[test]
    fn a_reply_asks_again_what_it_says_and_leads_to() {
        let questions = questions();
        let text = "– Which printer?\nPlease answer here: https://desk.example/requests/CW-7/answers";
        let ids = |number: &str, text: &str| {
            asked_again(&questions, number, text).iter().map(|own| own.id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(ids("CW-7", text), ["printer"]);
        assert_eq!(ids("CW-8", text), [""; 0]);
        assert_eq!(ids("CW-7", "Which printer?"), [""; 0], "it may be about anything");
    }
}

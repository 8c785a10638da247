//! Asking the right questions once: products, questions and the answers' checks, the same for portal, phone and API.
//! Siblings: `backend/src/intake`, `app/src/portal/new_request`.

use serde::{Deserialize, Serialize};

use crate::error::{Checks, Problem};
use crate::text;
use crate::tickets::entry::Answer;
use crate::tickets::{MAX_SUBJECT, MAX_TEXT, Priority, coded};
use crate::words::Lang;
use crate::words::portal::ask;

/// A product a request can be about, with its topics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    pub id: String,
    pub name: String,
    pub blurb: String,
    pub icon: String,
    pub versions: Vec<String>,
    pub topics: Vec<Topic>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    pub id: String,
    pub name: String,
    pub hint: String,
    pub ticket_type: String,
}

/// What kind of answer a question takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    Text,
    Long,
    Choice,
    YesNo,
    Number,
    Version,
}

/// One intake question with the honest reason for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub id: String,
    pub label: String,
    pub kind: QuestionKind,
    #[serde(default)]
    pub options: Vec<String>,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub help: String,
    pub why: String,
}

/// How much the matter presses, in the customer's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Impact {
    pub id: String,
    pub label: String,
    pub hint: String,
    pub priority: Priority,
}

coded! {
    /// The pages of `/new`, in order.
    Step { Product = "product", Topic = "topic", Describe = "describe", Impact = "impact", Check = "check", Done = "done" }
}

impl Step {
    /// Number for "Step 2 of 5"; the closing page has none.
    #[must_use]
    pub fn position(self) -> usize {
        self as usize + 1
    }

    /// How many questions pages there are.
    pub const COUNT: usize = 5;
}

/// What a customer has told so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Intake {
    pub product: Option<String>,
    pub topic: Option<String>,
    pub subject: String,
    pub text: String,
    pub impact: Option<String>,
    /// Question id → typed value.
    pub answers: Vec<(String, String)>,
    /// Only for a request without an account.
    pub name: String,
    pub email: String,
    /// Article slugs and problem numbers that were suggested, and those opened.
    pub shown: Vec<String>,
    pub opened: Vec<String>,
}

impl Intake {
    #[must_use]
    pub fn answer(&self, question: &str) -> &str {
        self.answers.iter().find(|(id, _)| id == question).map_or("", |(_, value)| value.as_str())
    }

    /// The first page that still needs an answer.
    #[must_use]
    pub fn next_step(&self) -> Step {
        if self.product.is_none() {
            Step::Product
        } else if self.topic.is_none() {
            Step::Topic
        } else if self.subject.trim().is_empty() || self.text.trim().is_empty() {
            Step::Describe
        } else if self.impact.is_none() {
            Step::Impact
        } else {
            Step::Check
        }
    }

    /// Checks what the describe page asks for, into `checks`.
    pub fn check_description(&self, questions: &[Question], checks: &mut Checks) {
        checks.line("subject", &self.subject, MAX_SUBJECT);
        checks.text("text", &self.text, MAX_TEXT);
        for question in questions {
            question.check(self.answer(&question.id), checks);
        }
    }

    /// The answers with their questions, ready for the timeline.
    #[must_use]
    pub fn answered(&self, questions: &[Question]) -> Vec<Answer> {
        let answer = |q: &Question| Answer {
            question: q.id.clone(),
            label: q.label.clone(),
            value: text::prose(self.answer(&q.id)),
        };
        questions.iter().map(answer).filter(|answer| !answer.value.is_empty()).collect()
    }

    /// As [`Intake::answered`], with the impact in the words that were chosen.
    #[must_use]
    pub fn told(&self, questions: &[Question], impacts: &[Impact], lang: Lang) -> Vec<Answer> {
        let chosen = impacts.iter().find(|impact| Some(&impact.id) == self.impact.as_ref());
        let impact = chosen.map(|impact| Answer {
            question: "impact".to_owned(),
            label: ask(lang).impact_label.to_owned(),
            value: impact.label.clone(),
        });
        self.answered(questions).into_iter().chain(impact).collect()
    }
}

impl Question {
    fn check(&self, value: &str, checks: &mut Checks) {
        let value = checks.optional_text(&self.id, value, MAX_TEXT);
        checks.ensure(!(self.required && value.is_empty()), &self.id, Problem::Required);
        if value.is_empty() {
            return;
        }
        match self.kind {
            QuestionKind::Choice => {
                checks.ensure(self.options.contains(&value), &self.id, Problem::NotAChoice);
            }
            QuestionKind::YesNo => {
                checks.ensure(matches!(value.as_str(), "yes" | "no"), &self.id, Problem::NotAChoice)
            }
            QuestionKind::Number => {
                checks.ensure(value.parse::<f64>().is_ok(), &self.id, Problem::NotANumber)
            }
            QuestionKind::Text | QuestionKind::Long | QuestionKind::Version => {}
        }
    }
}

/// Everything a page of `/new` shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IntakePage {
    pub step: Step,
    pub intake: Intake,
    pub products: Vec<Product>,
    pub questions: Vec<Question>,
    pub impacts: Vec<Impact>,
    /// Versions of the chosen product that the customer has installed, first; then the others.
    pub versions: Vec<String>,
    pub suggestions: Vec<crate::search::Hit>,
    /// What the last post was refused for.
    pub errors: Vec<crate::error::FieldError>,
    /// What will be promised (check page), in the reader's zone.
    pub promised: Vec<crate::tickets::view::PromiseView>,
    pub policy: Option<crate::tickets::view::PolicyBrief>,
    /// Number of the ticket made (done page).
    pub number: Option<String>,
    pub signed_in: bool,
    pub now: crate::time::Instant,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    fn question(kind: QuestionKind, required: bool) -> Question {
        Question {
            id: "q".into(),
            label: "Which printer?".into(),
            kind,
            options: vec!["DX-100".into(), "DX-200".into()],
            required,
            help: String::new(),
            why: "Drivers differ.".into(),
        }
    }

    fn verdict(kind: QuestionKind, required: bool, value: &str) -> Result<(), Error> {
        let mut checks = Checks::default();
        question(kind, required).check(value, &mut checks);
        checks.finish()
    }

    #[test]
    fn answers_are_held_to_their_kind() {
        assert_eq!(verdict(QuestionKind::Choice, true, "DX-200"), Ok(()));
        assert_eq!(
            verdict(QuestionKind::Choice, true, "DX-900"),
            Err(Error::field("q", Problem::NotAChoice))
        );
        assert_eq!(verdict(QuestionKind::Number, false, "12"), Ok(()));
        assert_eq!(
            verdict(QuestionKind::Number, false, "a few"),
            Err(Error::field("q", Problem::NotANumber))
        );
        assert_eq!(verdict(QuestionKind::YesNo, true, ""), Err(Error::field("q", Problem::Required)));
        assert_eq!(verdict(QuestionKind::Text, false, ""), Ok(()));
    }

    #[test]
    fn the_next_page_is_the_first_open_one() {
        let mut intake = Intake::default();
        assert_eq!(intake.next_step(), Step::Product);
        intake.product = Some("label".into());
        assert_eq!(intake.next_step(), Step::Topic);
        intake.topic = Some("print".into());
        assert_eq!(intake.next_step(), Step::Describe);
        intake.subject = "Blank labels".into();
        intake.text = "Since Monday".into();
        assert_eq!(intake.next_step(), Step::Impact);
        intake.impact = Some("one".into());
        assert_eq!(intake.next_step(), Step::Check);
    }
}

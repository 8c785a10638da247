//! Asking the right questions once: products, flows of questions and the answers' checks, the same for portal, phone
//! and API. Siblings: `backend/src/intake`, `app/src/portal/new_request`, `app/src/console/admin/flows`.

pub mod catalogue;
mod condition;
mod flow;
mod missing;
mod page;
mod question;
mod review;

pub use condition::{About, Condition, Facts, Test, asked};
pub use flow::{Flow, FlowLine, FlowPage, FlowRef, Published, QuestionUse, Scope, questions_of};
pub use missing::{MissingPage, answers_address, asked_again, missing, missing_required, typed};
pub use page::{IntakePage, Unfinished};
pub use question::{Question, QuestionKind};
pub use review::{Flaw, Flawed, Known, Place, possible_values, review};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::Checks;
use crate::tickets::entry::Answer;
use crate::tickets::{MAX_SUBJECT, MAX_TEXT, Priority, coded};
use crate::words::Lang;
use crate::words::portal::{ask, impacts};

/// A product a request can be about, with its topics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    pub id: String,
    pub name: String,
    pub blurb: String,
    pub icon: String,
    pub versions: Vec<String>,
    pub topics: Vec<Topic>,
    /// No new request is about it.
    #[serde(default)]
    pub retired: bool,
}

impl Product {
    /// As customers choose it: without what is retired; `None` when it is so itself.
    #[must_use]
    pub fn offered(&self) -> Option<Self> {
        let topics = self.topics.iter().filter(|topic| !topic.retired).cloned().collect();
        (!self.retired).then(|| Self { topics, ..self.clone() })
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    pub id: String,
    pub name: String,
    pub hint: String,
    pub ticket_type: String,
    /// No new request is about it.
    #[serde(default)]
    pub retired: bool,
}

/// How much the matter presses, in the customer's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Impact {
    pub id: String,
    pub label: String,
    pub hint: String,
    pub priority: Priority,
}

impl Impact {
    /// Those of a desk that has said nothing else.
    #[must_use]
    pub fn usual(lang: Lang) -> Vec<Self> {
        let w = impacts(lang);
        let lines = [
            ("standstill", w.standstill, w.standstill_hint, Priority::Urgent),
            ("hampered", w.hampered, w.hampered_hint, Priority::High),
            ("nuisance", w.nuisance, w.nuisance_hint, Priority::Normal),
            ("question", w.question, w.question_hint, Priority::Low),
        ];
        let own = |(id, label, hint, priority): (&str, &str, &str, Priority)| Self {
            id: id.to_owned(),
            label: label.to_owned(),
            hint: hint.to_owned(),
            priority,
        };
        lines.into_iter().map(own).collect()
    }
}

coded! {
    /// The pages of `/new`, in order.
    Step { Product = "product", Topic = "topic", Describe = "describe", Impact = "impact", Check = "check", Done = "done" }
}

/// The pages that ask about a request that stands at `intake`, of which a desk offers `products`: a choice among none is
/// no question.
#[must_use]
pub fn steps(products: &[Product], intake: &Intake) -> Vec<Step> {
    let chosen = products.iter().find(|product| Some(&product.id) == intake.product.as_ref());
    let has_topics = match chosen {
        Some(product) => !product.topics.is_empty(),
        None => products.iter().any(|product| !product.topics.is_empty()),
    };
    let asks = |step: &Step| match step {
        Step::Product => !products.is_empty(),
        Step::Topic => has_topics,
        Step::Describe | Step::Impact | Step::Check => true,
        Step::Done => false,
    };
    Step::ALL.iter().copied().filter(asks).collect()
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

    /// The first of its pages, as [`steps`] has them, that still needs an answer.
    #[must_use]
    pub fn next_step(&self, steps: &[Step]) -> Step {
        let is_open = |step: &Step| match step {
            Step::Product => self.product.is_none(),
            Step::Topic => self.topic.is_none(),
            Step::Describe => self.subject.trim().is_empty() || self.text.trim().is_empty(),
            Step::Impact => self.impact.is_none(),
            Step::Check | Step::Done => true,
        };
        steps.iter().copied().find(is_open).unwrap_or(Step::Check)
    }

    /// Forgets a product or topic that is not among `products`, those that are offered: it is asked for again.
    pub fn forget_retired(&mut self, products: &[Product]) {
        let product = products.iter().find(|product| Some(&product.id) == self.product.as_ref());
        let topics = product.map(|product| product.topics.as_slice()).unwrap_or_default();
        if !topics.iter().any(|topic| Some(&topic.id) == self.topic.as_ref()) {
            self.topic = None;
        }
        self.product = product.map(|product| product.id.clone());
    }

    /// Those of `questions` that the answers so far make asked.
    #[must_use]
    pub fn asked<'q>(&self, questions: &'q [Question], facts: &Facts) -> Vec<&'q Question> {
        asked(questions, facts, |id| self.answer(id))
    }

    /// Takes over what a form's fields answer to the questions that they make asked. Answers to all others go.
    pub fn take_answers(&mut self, questions: &[Question], facts: &Facts, fields: &BTreeMap<String, String>) {
        let given = questions.iter().filter_map(|q| Some((q.id.clone(), q.answer_in(fields)?)));
        self.answers = given.collect();
        self.drop_unasked(questions, facts);
    }

    /// Forgets the answers to questions that are not asked.
    pub fn drop_unasked(&mut self, questions: &[Question], facts: &Facts) {
        let asked: Vec<&str> = self.asked(questions, facts).into_iter().map(|q| q.id.as_str()).collect();
        self.answers.retain(|(id, _)| asked.contains(&id.as_str()));
    }

    /// Checks what the describe page asks for, into `checks`; hidden questions ask nothing.
    pub fn check_description(&self, questions: &[Question], facts: &Facts, checks: &mut Checks) {
        checks.line("subject", &self.subject, MAX_SUBJECT);
        checks.text("text", &self.text, MAX_TEXT);
        self.check_answers(questions, facts, checks);
    }

    /// Checks the answers alone.
    pub fn check_answers(&self, questions: &[Question], facts: &Facts, checks: &mut Checks) {
        for question in self.asked(questions, facts) {
            question.check(self.answer(&question.id), checks);
        }
    }

    /// The answers with their questions in words, as far as they are asked.
    #[must_use]
    pub fn answered(&self, questions: &[Question], facts: &Facts, lang: Lang) -> Vec<Answer> {
        let answer = |q: &Question| Answer {
            question: q.id.clone(),
            label: q.label.clone(),
            value: q.told(self.answer(&q.id), lang),
            flow: None,
        };
        let asked = self.asked(questions, facts).into_iter().map(answer);
        asked.filter(|answer| !answer.value.is_empty()).collect()
    }

    /// What a ticket keeps: the answers to the questions of `flows`, each with the version that asked, and the impact in
    /// the words that were chosen.
    #[must_use]
    pub fn told(&self, flows: &[&Flow], facts: &Facts, impacts: &[Impact], lang: Lang) -> Vec<Answer> {
        let asked_by =
            |question: &str| flows.iter().find(|flow| flow.asks(question)).map(|flow| flow.reference());
        let answers = self.answered(&questions_of(flows), facts, lang).into_iter();
        let stamped = answers.map(|answer| Answer { flow: asked_by(&answer.question), ..answer });
        let impact = impacts.iter().find(|impact| Some(&impact.id) == self.impact.as_ref());
        let impact = impact.map(|impact| Answer {
            question: "impact".to_owned(),
            label: ask(lang).impact_label.to_owned(),
            value: impact.label.clone(),
            flow: None,
        });
        stamped.chain(impact).collect()
    }
}

/// Questions for the tests of this feature.
#[cfg(test)]
mod fixture {
    use super::{Question, QuestionKind};

    pub fn choice(id: &str, options: &[&str]) -> Question {
        Question {
            label: format!("Which {id}?"),
            options: options.iter().map(|option| (*option).to_owned()).collect(),
            why: "It helps.".into(),
            ..Question::new(id, QuestionKind::Choice)
        }
    }

    pub fn many(id: &str, options: &[&str]) -> Question {
        Question { kind: QuestionKind::Many, ..choice(id, options) }
    }

    pub fn version_question(id: &str) -> Question {
        Question { kind: QuestionKind::Version, ..choice(id, &[]) }
    }
}

#[cfg(test)]
mod tests {
    use super::fixture::choice;
    use super::*;
    use crate::Error;
    use crate::error::Problem;

    /// A second question that a first one leads to.
    fn branching() -> [Question; 2] {
        let all = Condition::new(About::Answer("docks".into()), Test::Is("All".into()));
        let since = Question { required: true, ..choice("since", &["Today", "Longer"]) };
        [choice("docks", &["One", "All"]), since.when(vec![all])]
    }

    fn fields(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn told(pairs: &[(&str, &str)]) -> Intake {
        let mut intake = Intake::default();
        intake.take_answers(&branching(), &Facts::default(), &fields(pairs));
        intake
    }

    fn verdict(intake: &Intake) -> Result<(), Error> {
        let mut checks = Checks::default();
        intake.check_answers(&branching(), &Facts::default(), &mut checks);
        checks.finish()
    }

    #[test]
    fn hidden_answers_are_dropped_and_never_required() {
        let one = told(&[("docks", "One"), ("since", "Today")]);
        assert_eq!(one.answers, [("docks".to_owned(), "One".to_owned())]);
        assert_eq!(verdict(&one), Ok(()));
        let all = told(&[("docks", "All"), ("since", "Today")]);
        assert_eq!((all.answers.len(), verdict(&all)), (2, Ok(())));
    }

    #[test]
    fn a_question_that_became_visible_is_held_to_its_rules() {
        assert_eq!(verdict(&told(&[("docks", "All")])), Err(Error::field("since", Problem::Required)));
        let other = told(&[("docks", "All"), ("since", "Never")]);
        assert_eq!(verdict(&other), Err(Error::field("since", Problem::NotAChoice)));
    }

    #[test]
    fn only_what_is_asked_is_told() {
        let mut intake = told(&[("docks", "All"), ("since", "Today")]);
        intake.answers[0].1 = "One".into();
        let told = intake.answered(&branching(), &Facts::default(), Lang::En);
        assert_eq!(told.iter().map(|answer| answer.value.as_str()).collect::<Vec<_>>(), ["One"]);
    }

    #[test]
    fn the_next_page_is_the_first_open_one() {
        let products = [product("label", &["print"])];
        let mut intake = Intake::default();
        let next = |intake: &Intake| intake.next_step(&steps(&products, intake));
        assert_eq!(next(&intake), Step::Product);
        intake.product = Some("label".into());
        assert_eq!(next(&intake), Step::Topic);
        intake.topic = Some("print".into());
        assert_eq!(next(&intake), Step::Describe);
        intake.subject = "Blank labels".into();
        intake.text = "Since Monday".into();
        assert_eq!(next(&intake), Step::Impact);
        intake.impact = Some("one".into());
        assert_eq!(next(&intake), Step::Check);
    }

    fn product(id: &str, topics: &[&str]) -> Product {
        let topic = |id: &&str| Topic {
            id: (*id).into(),
            name: (*id).into(),
            hint: String::new(),
            ticket_type: "incident".into(),
            retired: false,
        };
        Product {
            id: id.into(),
            name: id.into(),
            blurb: String::new(),
            icon: String::new(),
            versions: Vec::new(),
            topics: topics.iter().map(topic).collect(),
            retired: false,
        }
    }

    #[test]
    fn a_choice_among_none_is_no_question() {
        let none = Intake::default();
        assert_eq!(steps(&[], &none), [Step::Describe, Step::Impact, Step::Check]);
        assert_eq!(none.next_step(&steps(&[], &none)), Step::Describe);
        let products = [product("label", &["print"]), product("bare", &[])];
        assert_eq!(steps(&products, &none).len(), 5);
        let bare = Intake { product: Some("bare".into()), ..Intake::default() };
        let pages = steps(&products, &bare);
        assert_eq!(pages, [Step::Product, Step::Describe, Step::Impact, Step::Check]);
        assert_eq!(bare.next_step(&pages), Step::Describe);
    }

    #[test]
    fn what_is_retired_is_asked_for_again_and_what_was_typed_stays() {
        let mut label = product("label", &["print", "scan"]);
        label.topics[0].retired = true;
        let gone = Product { retired: true, ..product("gone", &[]) };
        let offered: Vec<Product> = [&label, &gone].into_iter().filter_map(|own| own.offered()).collect();
        assert_eq!(offered.len(), 1);
        let begun = |product: &str, topic: &str| Intake {
            product: Some(product.into()),
            topic: Some(topic.into()),
            text: "Since Monday".into(),
            ..Intake::default()
        };
        let after = |mut intake: Intake| {
            intake.forget_retired(&offered);
            (intake.product, intake.topic, intake.text)
        };
        let text = "Since Monday".to_owned();
        assert_eq!(after(begun("label", "scan")), (Some("label".into()), Some("scan".into()), text.clone()));
        assert_eq!(after(begun("label", "print")), (Some("label".into()), None, text.clone()));
        assert_eq!(after(begun("gone", "x")), (None, None, text));
    }
}

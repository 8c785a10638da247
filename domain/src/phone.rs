//! A ticket taken by phone: the portal's own questions, asked by an agent. Siblings: `backend/src/intake/phone.rs`,
//! `app/src/console/new.rs`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::{Checks, Problem};
use crate::intake::{Facts, Intake, Product, Question, Step, steps};
use crate::tickets::Priority;
use crate::tickets::view::{PolicyBrief, PromiseView};
use crate::time::Instant;

/// What the agent has written down so far, as the form's fields have it: field name → text. Everything that is not one
/// of the form's own fields answers the question of that id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Call(pub BTreeMap<String, String>);

impl Call {
    /// Id of the contact who calls.
    pub const CALLER: &'static str = "caller";
    pub const PRODUCT: &'static str = "product";
    pub const TOPIC: &'static str = "topic";
    pub const PRIORITY: &'static str = "priority";
    pub const SUBJECT: &'static str = "subject";
    pub const TEXT: &'static str = "text";
    /// The caller does not know everything yet: what is missing is asked for afterwards.
    pub const LATER: &'static str = "later";
    /// Before the id of a question that asks for files: the ids of those that answer it, with blanks between them.
    pub const FILES: &'static str = "files:";

    /// What stands in `field`, trimmed; empty when nothing does.
    #[must_use]
    pub fn get(&self, field: &str) -> &str {
        self.0.get(field).map_or("", |text| text.trim())
    }

    /// `None` while the field is empty.
    #[must_use]
    pub fn given(&self, field: &str) -> Option<&str> {
        Some(self.get(field)).filter(|text| !text.is_empty())
    }

    /// Ids of all the files that answer questions.
    #[must_use]
    pub fn files(&self) -> Vec<String> {
        let named = self.0.iter().filter(|(field, _)| field.starts_with(Self::FILES));
        named.flat_map(|(_, ids)| ids.split_whitespace()).map(str::to_owned).collect()
    }

    /// What the agent chose; `None` leaves it to the ticket's type.
    #[must_use]
    pub fn priority(&self) -> Option<Priority> {
        Priority::parse(self.get(Self::PRIORITY))
    }

    /// The same as the portal keeps it, so that both are held to the same rules: of `questions` only what is asked.
    #[must_use]
    pub fn as_intake(&self, questions: &[Question], facts: &Facts) -> Intake {
        let mut intake = self.without_answers();
        intake.take_answers(questions, facts, &self.0);
        intake
    }

    fn without_answers(&self) -> Intake {
        Intake {
            product: self.given(Self::PRODUCT).map(str::to_owned),
            topic: self.given(Self::TOPIC).map(str::to_owned),
            subject: self.get(Self::SUBJECT).to_owned(),
            text: self.get(Self::TEXT).to_owned(),
            ..Intake::default()
        }
    }

    /// The fields that have to say who calls about what, on a desk that offers `products`.
    #[must_use]
    pub fn needs(&self, products: &[Product]) -> Vec<String> {
        let steps = steps(products, &self.without_answers());
        let asked = [(Step::Product, Self::PRODUCT), (Step::Topic, Self::TOPIC)];
        let asked = asked.into_iter().filter(|(step, _)| steps.contains(step)).map(|(_, field)| field);
        std::iter::once(Self::CALLER).chain(asked).map(str::to_owned).collect()
    }

    /// `needs` as [`Call::needs`] has them.
    ///
    /// # Errors
    /// `Invalid` with every field that needs another value, in the order of the form.
    pub fn check(&self, needs: &[String], questions: &[Question], facts: &Facts) -> Result<(), crate::Error> {
        let mut checks = Checks::default();
        for field in needs {
            checks.ensure(self.given(field).is_some(), field, Problem::Required);
        }
        let mut questions = questions.to_vec();
        if self.given(Self::LATER).is_some() {
            questions.iter_mut().for_each(|question| question.required = false);
        }
        self.as_intake(&questions, facts).check_description(&questions, facts, &mut checks);
        checks.finish()
    }

    /// How many of the fields that have to be filled are, and how many there are.
    #[must_use]
    pub fn progress(&self, sheet: &CallSheet) -> (usize, usize) {
        let (questions, facts) = (&sheet.questions, &sheet.facts);
        let own = sheet.needs.iter().map(String::as_str).chain([Self::SUBJECT, Self::TEXT]);
        let own: Vec<&str> = own.collect();
        let intake = self.as_intake(questions, facts);
        let asked = intake.asked(questions, facts);
        let needed: Vec<&str> =
            asked.iter().filter(|question| question.required).map(|question| question.id.as_str()).collect();
        let told = needed.iter().filter(|id| !intake.answer(id).trim().is_empty()).count();
        let filled = own.iter().filter(|field| self.given(field).is_some()).count();
        (filled + told, own.len() + needed.len())
    }
}

/// What belongs beside a call: the questions to ask and what will be promised.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CallSheet {
    /// The fields that have to say who calls about what.
    pub needs: Vec<String>,
    /// All that may be asked for product and topic; the answers decide which of them are.
    pub questions: Vec<Question>,
    /// What is known of the caller.
    pub facts: Facts,
    /// The product's versions, those that the caller's organisation has installed first.
    pub versions: Vec<String>,
    /// In the agent's zone; empty until caller, product and topic are known.
    pub promised: Vec<PromiseView>,
    pub policy: Option<PolicyBrief>,
    pub now: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::FieldError;
    use crate::intake::{About, Condition, QuestionKind, Test};

    fn call(fields: &[(&str, &str)]) -> Call {
        Call(fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
    }

    fn printer() -> Question {
        Question {
            label: "Which printer?".into(),
            required: true,
            why: "Drivers differ.".into(),
            ..Question::new("printer", QuestionKind::Text)
        }
    }

    /// Asked only of those with another printer.
    fn model() -> Question {
        let other = Condition::new(About::Answer("printer".into()), Test::Is("Other".into()));
        Question { id: "model".into(), ..printer() }.when(vec![other])
    }

    fn needs() -> Vec<String> {
        ["caller", "product", "topic"].map(str::to_owned).to_vec()
    }

    #[test]
    fn a_call_is_held_to_the_portals_rules() {
        let empty =
            call(&[("subject", "Blank labels")]).check(&needs(), &[printer(), model()], &Facts::default());
        let missing = |field: &str| FieldError::new(field, Problem::Required);
        let all = ["caller", "product", "topic", "text", "printer"].map(missing).to_vec();
        assert_eq!(empty, Err(crate::Error::Invalid(all)));
        let later = call(&[("subject", "Blank labels"), ("later", "on")]).check(
            &needs(),
            &[printer(), model()],
            &Facts::default(),
        );
        let without_answers = ["caller", "product", "topic", "text"].map(missing).to_vec();
        assert_eq!(later, Err(crate::Error::Invalid(without_answers)));
        let full = [
            ("caller", "p1"),
            ("product", "label"),
            ("topic", "print"),
            ("subject", "Blank labels"),
            ("text", "Since Monday"),
            ("printer", "DX-200"),
        ];
        assert_eq!(call(&full).check(&needs(), &[printer(), model()], &Facts::default()), Ok(()));
    }

    #[test]
    fn progress_counts_what_has_to_be_there() {
        let sheet = |questions: &[Question]| CallSheet {
            needs: needs(),
            questions: questions.to_vec(),
            ..CallSheet::default()
        };
        let asked = sheet(&[printer(), model()]);
        assert_eq!(call(&[("subject", " "), ("printer", "DX-200")]).progress(&asked), (1, 6));
        assert_eq!(call(&[("printer", "Other")]).progress(&asked), (1, 7));
        assert_eq!(call(&[]).progress(&sheet(&[])), (0, 5));
        assert_eq!(call(&[]).needs(&[]), ["caller"], "of no product there is nothing to choose");
    }

    #[test]
    fn files_are_named_under_their_questions() {
        let call =
            call(&[("files:photo", "1a 2b"), ("files:log", "3c"), ("files", "4d"), ("photo", "x.png")]);
        assert_eq!(call.files(), ["3c", "1a", "2b"]);
    }

    #[test]
    fn an_unknown_priority_is_none() {
        assert_eq!(call(&[("priority", "urgent")]).priority(), Some(Priority::Urgent));
        assert_eq!(call(&[("priority", "?")]).priority(), None);
    }
}

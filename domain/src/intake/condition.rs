//! When a question is asked: conditions on what was answered before it and on whom it is asked.

use serde::{Deserialize, Serialize};

use super::Question;

/// What is known about the one who is asked, beside their answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Id of the product that was chosen.
    pub product: Option<String>,
    /// The version in the customer's register; an answer to a question for the version goes before it.
    pub version: Option<String>,
    /// Tier of the customer's organisation.
    pub tier: Option<String>,
}

/// What a condition looks at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// The answer to the question of this id, asked earlier.
    Answer(String),
    Product,
    Version,
    Tier,
}

/// What has to be so. A question with many answers *is* each of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Test {
    Is(String),
    /// Also true while nothing is answered.
    IsNot(String),
    AnyOf(Vec<String>),
    Answered,
}

/// One condition; a question is asked when all of its own hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Condition {
    pub about: About,
    pub test: Test,
}

impl Condition {
    #[must_use]
    pub fn new(about: About, test: Test) -> Self {
        Self { about, test }
    }
}

impl Test {
    /// Whether it is so, given what was answered; an unanswered question has no values.
    #[must_use]
    pub fn holds(&self, values: &[&str]) -> bool {
        match self {
            Self::Is(value) => values.contains(&value.as_str()),
            Self::IsNot(value) => !values.contains(&value.as_str()),
            Self::AnyOf(wanted) => wanted.iter().any(|value| values.contains(&value.as_str())),
            Self::Answered => !values.is_empty(),
        }
    }
}

/// The questions that are asked, in their order: each looks only at questions asked before it, so that the answer to
/// one that is hidden counts for nothing. `answer` knows what was answered, empty when nothing.
pub fn asked<'q, 'a>(
    questions: &'q [Question],
    facts: &'a Facts,
    answer: impl Fn(&str) -> &'a str,
) -> Vec<&'q Question> {
    let mut asked: Vec<&Question> = Vec::new();
    for question in questions {
        let holds = |condition: &Condition| {
            let values = match &condition.about {
                About::Answer(id) => {
                    let earlier = asked.iter().find(|earlier| earlier.id == *id);
                    earlier.map(|earlier| earlier.values_of(answer(id))).unwrap_or_default()
                }
                About::Version => version(&asked, facts, &answer),
                About::Product => facts.product.as_deref().into_iter().collect(),
                About::Tier => facts.tier.as_deref().into_iter().collect(),
            };
            condition.test.holds(&values)
        };
        if question.when.iter().all(holds) {
            asked.push(question);
        }
    }
    asked
}

/// The version that was answered, or the one in the register.
fn version<'v>(asked: &[&Question], facts: &'v Facts, answer: &impl Fn(&str) -> &'v str) -> Vec<&'v str> {
    let told = asked.iter().filter(|question| question.kind == super::QuestionKind::Version);
    let told = told.map(|question| answer(&question.id).trim()).find(|value| !value.is_empty());
    told.or(facts.version.as_deref()).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{choice, many, version_question};
    use super::*;

    fn ids(questions: &[Question], facts: &Facts, answers: &[(&str, &'static str)]) -> Vec<String> {
        let answer =
            |id: &str| answers.iter().find(|(known, _)| *known == id).map_or("", |(_, value)| *value);
        asked(questions, facts, answer).into_iter().map(|question| question.id.clone()).collect()
    }

    fn on(id: &str) -> About {
        About::Answer(id.into())
    }

    #[test]
    fn a_question_waits_for_its_answer() {
        let table: [(Test, &'static str, bool); 10] = [
            (Test::Is("All".into()), "", false),
            (Test::Is("All".into()), "One", false),
            (Test::Is("All".into()), "All", true),
            (Test::IsNot("All".into()), "", true),
            (Test::IsNot("All".into()), "All", false),
            (Test::IsNot("All".into()), "One", true),
            (Test::AnyOf(vec!["One".into(), "All".into()]), "All", true),
            (Test::AnyOf(vec!["One".into()]), "All", false),
            (Test::Answered, " ", false),
            (Test::Answered, "One", true),
        ];
        for (test, answer, shown) in table {
            let questions = [
                choice("docks", &["One", "All"]),
                choice("next", &["x"]).when(vec![Condition::new(on("docks"), test.clone())]),
            ];
            let found = ids(&questions, &Facts::default(), &[("docks", answer)]).len() == 2;
            assert_eq!(found, shown, "{test:?} on {answer:?}");
        }
    }

    #[test]
    fn one_of_many_answers_is_enough_to_be_it() {
        let questions = [
            many("what", &["Paper", "Ribbon", "Driver"]),
            choice("ribbon", &["x"]).when(vec![Condition::new(on("what"), Test::Is("Ribbon".into()))]),
            choice("no-driver", &["x"]).when(vec![Condition::new(on("what"), Test::IsNot("Driver".into()))]),
        ];
        let facts = Facts::default();
        assert_eq!(ids(&questions, &facts, &[("what", "Paper\nRibbon")]), ["what", "ribbon", "no-driver"]);
        assert_eq!(ids(&questions, &facts, &[("what", "Driver")]), ["what"]);
    }

    #[test]
    fn the_answer_to_a_hidden_question_counts_for_nothing() {
        let questions = [
            choice("a", &["1", "2"]),
            choice("b", &["1", "2"]).when(vec![Condition::new(on("a"), Test::Is("1".into()))]),
            choice("c", &["1"]).when(vec![Condition::new(on("b"), Test::Is("2".into()))]),
        ];
        let facts = Facts::default();
        assert_eq!(ids(&questions, &facts, &[("a", "1"), ("b", "2")]), ["a", "b", "c"]);
        assert_eq!(ids(&questions, &facts, &[("a", "2"), ("b", "2")]), ["a"]);
    }

    #[test]
    fn the_version_that_is_told_goes_before_the_register() {
        let questions = [
            version_question("version"),
            choice("new", &["x"]).when(vec![Condition::new(About::Version, Test::Is("7.4".into()))]),
        ];
        let facts = Facts { version: Some("7.4".into()), ..Facts::default() };
        assert_eq!(ids(&questions, &facts, &[]), ["version", "new"]);
        assert_eq!(ids(&questions, &facts, &[("version", "7.3")]), ["version"]);
        assert_eq!(ids(&questions, &Facts::default(), &[("version", "7.4")]), ["version", "new"]);
    }

    #[test]
    fn product_and_tier_decide_too() {
        let gold = [
            Condition::new(About::Tier, Test::Is("gold".into())),
            Condition::new(About::Product, Test::AnyOf(vec!["label".into()])),
        ];
        let questions = [choice("visit", &["x"]).when(gold.to_vec())];
        let facts = |tier: &str| Facts {
            product: Some("label".into()),
            tier: Some(tier.to_owned()).filter(|tier| !tier.is_empty()),
            version: None,
        };
        assert_eq!(ids(&questions, &facts("gold"), &[]), ["visit"]);
        assert!(ids(&questions, &facts("silver"), &[]).is_empty());
        assert!(ids(&questions, &facts(""), &[]).is_empty());
    }
}

//! What is wrong with a draft of a flow, before anybody is asked its questions.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{About, Condition, Question, QuestionKind, Test};

/// Most questions of a flow, options of a question, and conditions of one.
const MAX_QUESTIONS: usize = 60;
const MAX_OPTIONS: usize = 50;
const MAX_CONDITIONS: usize = 10;
/// Longest label or option, and longest help or reason, in characters.
const MAX_LABEL: usize = 200;
const MAX_HELP: usize = 600;
/// Names of the fields that stand beside the questions in their forms.
const TAKEN: [&str; 14] = [
    "asked", "caller", "email", "id", "impact", "look", "name", "priority", "product", "seen", "step",
    "subject", "text", "topic",
];

/// What conditions can be about, beside answers. Each list may be empty when the desk has none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Ids of the products that the flow is for, with their names.
    pub products: Vec<(String, String)>,
    pub versions: Vec<String>,
    pub tiers: Vec<String>,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flaw {
    NoLabel,
    NoReason,
    TooLong,
    /// Of questions, options or conditions.
    TooMany,
    /// Another question has the same id, or its id cannot be that of a form's field.
    Id,
    /// A choice with nothing to choose; when it is required, nobody gets past it.
    NoOptions {
        dead_end: bool,
    },
    DoubleOption(String),
    /// It waits for itself, or for a question that waits for it; the label of that one.
    Loop(String),
    /// It waits for a question that comes later; the label of that one.
    Later(String),
    /// It waits for a question that is not in the flow.
    Gone,
    /// It waits for an answer that cannot be given.
    NoSuchAnswer(String),
    /// Its conditions cannot all hold, whatever is answered.
    Unreachable,
}

/// Where it is wrong, and where the editor can lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// The question at this position.
    Question(usize),
    /// The flow as a whole.
    Flow,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flawed {
    pub place: Place,
    pub flaw: Flaw,
}

/// Everything that keeps these questions from being published, in their order.
#[must_use]
pub fn review(questions: &[Question], known: &Known) -> Vec<Flawed> {
    let mut flaws = Vec::new();
    if questions.len() > MAX_QUESTIONS {
        flaws.push(Flawed { place: Place::Flow, flaw: Flaw::TooMany });
    }
    let mut reach = Reach { known, questions, needs: Vec::new() };
    for (at, question) in questions.iter().enumerate() {
        let mut own = wording(question);
        own.extend(identity(questions, at));
        own.extend(options(question));
        let waits = waiting(questions, at, known);
        let is_sound = waits.is_empty();
        own.extend(waits);
        if !reach.reaches(at) && is_sound {
            own.push(Flaw::Unreachable);
        }
        flaws.extend(own.into_iter().map(|flaw| Flawed { place: Place::Question(at), flaw }));
    }
    flaws
}

fn wording(question: &Question) -> Vec<Flaw> {
    let is_long = |text: &str, max: usize| text.chars().count() > max;
    let too_long = is_long(&question.label, MAX_LABEL)
        || is_long(&question.help, MAX_HELP)
        || is_long(&question.why, MAX_HELP)
        || question.options.iter().any(|option| is_long(option, MAX_LABEL));
    let too_many = question.options.len() > MAX_OPTIONS || question.when.len() > MAX_CONDITIONS;
    let flaws = [
        (question.label.trim().is_empty(), Flaw::NoLabel),
        (question.why.trim().is_empty(), Flaw::NoReason),
        (too_long, Flaw::TooLong),
        (too_many, Flaw::TooMany),
    ];
    flaws.into_iter().filter(|(is_so, _)| *is_so).map(|(_, flaw)| flaw).collect()
}

fn identity(questions: &[Question], at: usize) -> Option<Flaw> {
    let id = &questions[at].id;
    let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let fits = (1..=64).contains(&id.len()) && id.bytes().all(is_word) && !TAKEN.contains(&id.as_str());
    let is_first = questions[..at].iter().all(|earlier| earlier.id != *id);
    (!fits || !is_first).then_some(Flaw::Id)
}

fn options(question: &Question) -> Vec<Flaw> {
    if !question.kind.has_options() {
        return Vec::new();
    }
    let said: Vec<&str> = question.options.iter().map(|option| option.trim()).collect();
    let double = |(at, option): (usize, &&str)| {
        said[..at].contains(option).then(|| Flaw::DoubleOption((*option).to_owned()))
    };
    let empty = said.iter().all(|option| option.is_empty());
    let none = empty.then_some(Flaw::NoOptions { dead_end: question.required });
    said.iter().enumerate().filter_map(double).take(1).chain(none).collect()
}

/// What is wrong with what the question at `at` waits for.
fn waiting(questions: &[Question], at: usize, known: &Known) -> Vec<Flaw> {
    let mut flaws: Vec<Flaw> = Vec::new();
    for condition in &questions[at].when {
        let found = match &condition.about {
            About::Answer(id) => match questions.iter().position(|other| other.id == *id) {
                None => Some(Flaw::Gone),
                Some(other) if other >= at => Some(later(questions, at, other)),
                Some(_) => no_such_answer(questions, known, condition),
            },
            About::Product | About::Version | About::Tier => no_such_answer(questions, known, condition),
        };
        flaws.extend(found.filter(|flaw| !flaws.contains(flaw)));
    }
    flaws
}

/// A condition on a later question: a loop when that one, directly or by others, waits for this one.
fn later(questions: &[Question], at: usize, other: usize) -> Flaw {
    let label = questions[other].label.clone();
    let mut seen = BTreeSet::new();
    let mut open = vec![other];
    while let Some(next) = open.pop() {
        if next == at {
            return Flaw::Loop(label);
        }
        if seen.insert(next) {
            open.extend(
                questions[next].when.iter().filter_map(|condition| position(questions, &condition.about)),
            );
        }
    }
    Flaw::Later(label)
}

fn position(questions: &[Question], about: &About) -> Option<usize> {
    match about {
        About::Answer(id) => questions.iter().position(|question| question.id == *id),
        About::Product | About::Version | About::Tier => None,
    }
}

fn no_such_answer(questions: &[Question], known: &Known, condition: &Condition) -> Option<Flaw> {
    let wanted: Vec<&String> = match &condition.test {
        Test::Is(value) | Test::IsNot(value) => vec![value],
        Test::AnyOf(values) => values.iter().collect(),
        Test::Answered => return None,
    };
    if wanted.is_empty() || wanted.iter().any(|value| value.trim().is_empty()) {
        return Some(Flaw::NoSuchAnswer(String::new()));
    }
    let possible = possible_values(questions, known, &condition.about)?;
    wanted.into_iter().find(|value| !possible.contains(value)).cloned().map(Flaw::NoSuchAnswer)
}

/// Every value that `about` can have, in the order in which it is offered; `None` when they cannot be counted.
#[must_use]
pub fn possible_values(questions: &[Question], known: &Known, about: &About) -> Option<Vec<String>> {
    match about {
        About::Product => Some(known.products.iter().map(|(id, _)| id.clone()).collect()),
        About::Version => Some(known.versions.clone()),
        About::Tier => Some(known.tiers.clone()),
        About::Answer(id) => {
            let question = questions.iter().find(|question| question.id == *id)?;
            match question.kind {
                QuestionKind::Choice | QuestionKind::Many => Some(question.options.clone()),
                QuestionKind::YesNo => Some(["yes", "no"].map(str::to_owned).to_vec()),
                QuestionKind::Version => Some(known.versions.clone()),
                QuestionKind::Text
                | QuestionKind::Long
                | QuestionKind::Number
                | QuestionKind::Date
                | QuestionKind::File
                | QuestionKind::Steps
                | QuestionKind::Expected
                | QuestionKind::Seen => None,
            }
        }
    }
}

/// Which questions can ever be asked. A question needs its own conditions and, for each that asks for an answer, those
/// of the question that gives it; they can be met when, for everything they are about, one value meets them all.
struct Reach<'q> {
    known: &'q Known,
    questions: &'q [Question],
    /// For each question looked at: all it needs, or `None` when that cannot be met.
    needs: Vec<Option<Vec<&'q Condition>>>,
}

impl<'q> Reach<'q> {
    /// Looks at the next question, which is at `at`.
    fn reaches(&mut self, at: usize) -> bool {
        let needs = self.all_needs(at).filter(|needs| self.can_be_met(needs));
        let reached = needs.is_some();
        self.needs.push(needs);
        reached
    }

    fn all_needs(&self, at: usize) -> Option<Vec<&'q Condition>> {
        let own = &self.questions[at].when;
        let mut needs: Vec<&Condition> = own.iter().collect();
        for condition in own.iter().filter(|condition| !matches!(condition.test, Test::IsNot(_))) {
            if let Some(earlier) = position(self.questions, &condition.about).filter(|earlier| *earlier < at)
            {
                needs.extend(self.needs.get(earlier)?.as_ref()?);
            }
        }
        Some(needs)
    }

    fn can_be_met(&self, needs: &[&Condition]) -> bool {
        let mut about: BTreeMap<&About, Vec<&Test>> = BTreeMap::new();
        for condition in needs {
            about.entry(&condition.about).or_default().push(&condition.test);
        }
        about.into_iter().all(|(about, tests)| self.one_value_meets(about, &tests))
    }

    fn one_value_meets(&self, about: &About, tests: &[&Test]) -> bool {
        // Left unanswered, it is not anything.
        if tests.iter().all(|test| test.holds(&[])) {
            return true;
        }
        if self.takes_many(about) {
            let possible = possible_values(self.questions, self.known, about).unwrap_or_default();
            let is_barred = |value: &str| tests.iter().any(|test| **test == Test::IsNot(value.to_owned()));
            let chosen: Vec<&str> =
                possible.iter().map(String::as_str).filter(|value| !is_barred(value)).collect();
            return tests.iter().all(|test| test.holds(&chosen));
        }
        let candidates = possible_values(self.questions, self.known, about).unwrap_or_else(|| named(tests));
        candidates.iter().any(|value| tests.iter().all(|test| test.holds(&[value])))
    }

    fn takes_many(&self, about: &About) -> bool {
        position(self.questions, about).is_some_and(|at| self.questions[at].kind == QuestionKind::Many)
    }
}

/// Values worth trying where they cannot be counted: those that are named, and one that nobody names.
fn named(tests: &[&Test]) -> Vec<String> {
    let mut values = vec!["\u{1}".to_owned()];
    for test in tests {
        match test {
            Test::Is(value) | Test::IsNot(value) => values.push(value.clone()),
            Test::AnyOf(several) => values.extend(several.iter().cloned()),
            Test::Answered => {}
        }
    }
    values
}

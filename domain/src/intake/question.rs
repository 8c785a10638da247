//! One intake question: the kind of answer it takes, how a form gives it, and whether it will do.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Condition;
use crate::error::{Checks, Problem};
use crate::tickets::{MAX_TEXT, coded};
use crate::words::Lang;
use crate::words::common::common;

coded! {
    /// What kind of answer a question takes.
    QuestionKind {
        Text = "text",
        Long = "long",
        /// One of its options.
        Choice = "choice",
        /// Any of its options; the answer has a line for each.
        Many = "many",
        YesNo = "yes_no",
        Number = "number",
        /// A day, as `2026-11-24`.
        Date = "date",
        /// A version of the product, those of the customer's own register first.
        Version = "version",
        /// Files; the answer has a line with the name of each.
        File = "file",
        /// What was done until it went wrong, a step on each line.
        Steps = "steps",
        /// What should have happened.
        Expected = "expected",
        /// What happened instead.
        Seen = "seen",
    }
}

impl QuestionKind {
    /// Its answers are its options.
    #[must_use]
    pub fn has_options(self) -> bool {
        matches!(self, Self::Choice | Self::Many)
    }
}

/// One intake question with the honest reason for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
    /// Why it is asked.
    pub why: String,
    /// It is asked when all of these hold; always without any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<Condition>,
}

impl Question {
    /// A question of this kind that says nothing yet.
    #[must_use]
    pub fn new(id: impl Into<String>, kind: QuestionKind) -> Self {
        Self {
            id: id.into(),
            label: String::new(),
            kind,
            options: Vec::new(),
            required: false,
            help: String::new(),
            why: String::new(),
            when: Vec::new(),
        }
    }

    #[must_use]
    pub fn when(self, when: Vec<Condition>) -> Self {
        Self { when, ..self }
    }

    /// An answer as conditions see it: none while it is empty, several only where many can be chosen.
    #[must_use]
    pub fn values_of<'v>(&self, answer: &'v str) -> Vec<&'v str> {
        match self.kind {
            QuestionKind::Many | QuestionKind::File | QuestionKind::Steps => {
                answer.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
            }
            _ => Some(answer.trim()).filter(|value| !value.is_empty()).into_iter().collect(),
        }
    }

    /// Name of the form's box for the option at `index`, where many can be chosen.
    #[must_use]
    pub fn box_name(&self, index: usize) -> String {
        format!("{}.{}", self.id, index + 1)
    }

    /// What a form's fields answer; `None` when the form does not know the question.
    #[must_use]
    pub fn answer_in(&self, fields: &BTreeMap<String, String>) -> Option<String> {
        if self.kind != QuestionKind::Many || fields.contains_key(&self.id) {
            return fields.get(&self.id).cloned();
        }
        let ticked = self.options.iter().enumerate();
        let ticked = ticked.filter(|(index, _)| fields.contains_key(&self.box_name(*index)));
        let lines: Vec<&str> = ticked.map(|(_, option)| option.as_str()).collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    /// The answer in words, on one line where many can be chosen, with numbers where it is steps.
    #[must_use]
    pub fn told(&self, answer: &str, lang: Lang) -> String {
        match (self.kind, answer.trim()) {
            (QuestionKind::YesNo, "yes") => common(lang).yes.to_owned(),
            (QuestionKind::YesNo, "no") => common(lang).no.to_owned(),
            (QuestionKind::Many | QuestionKind::File, answer) => self.values_of(answer).join(", "),
            (QuestionKind::Steps, answer) => {
                let steps = self.values_of(answer).into_iter().zip(1..);
                steps.map(|(step, n)| format!("{n}. {}", bare_step(step))).collect::<Vec<_>>().join("\n")
            }
            (_, answer) => answer.to_owned(),
        }
    }

    /// The typed value behind an answer in words: [`told`](Self::told), read back. Words that the question does not offer
    /// any more stay as they are.
    #[must_use]
    pub fn typed(&self, told: &str) -> String {
        let told = told.trim();
        let is = |word: fn(Lang) -> &'static str| Lang::ALL.into_iter().any(|lang| word(lang) == told);
        match self.kind {
            QuestionKind::YesNo if is(|lang| common(lang).yes) => "yes".to_owned(),
            QuestionKind::YesNo if is(|lang| common(lang).no) => "no".to_owned(),
            QuestionKind::Steps => told.lines().map(bare_step).collect::<Vec<_>>().join("\n"),
            QuestionKind::Many => self.listed(told).map_or_else(|| told.to_owned(), |lines| lines.join("\n")),
            _ => told.to_owned(),
        }
    }

    /// The options that `told` lists. They may have commas of their own, so the longest that fits is taken.
    fn listed(&self, mut told: &str) -> Option<Vec<&str>> {
        let mut listed = Vec::new();
        while !told.is_empty() {
            let rest_after = |option: &str| {
                let rest = told.strip_prefix(option)?;
                if rest.is_empty() { Some(rest) } else { rest.strip_prefix(", ") }
            };
            let fitting =
                self.options.iter().filter_map(|option| Some((option.as_str(), rest_after(option)?)));
            let (option, rest) = fitting.max_by_key(|(option, _)| option.len())?;
            listed.push(option);
            told = rest;
        }
        Some(listed)
    }

    /// Notes what is wrong with `answer`, under the question's id.
    pub fn check(&self, answer: &str, checks: &mut Checks) {
        let answer = checks.optional_text(&self.id, answer, MAX_TEXT);
        let missing = if self.kind == QuestionKind::File { Problem::NoFile } else { Problem::Required };
        checks.ensure(!(self.required && answer.is_empty()), &self.id, missing);
        if !answer.is_empty()
            && let Some(problem) = self.refusal(&answer)
        {
            checks.ensure(false, &self.id, problem);
        }
    }

    fn refusal(&self, answer: &str) -> Option<Problem> {
        let is_option = |value: &str| self.options.iter().any(|option| option == value);
        let (fits, problem) = match self.kind {
            QuestionKind::Choice | QuestionKind::Many => {
                (self.values_of(answer).into_iter().all(is_option), Problem::NotAChoice)
            }
            QuestionKind::YesNo => (matches!(answer, "yes" | "no"), Problem::NotAChoice),
            QuestionKind::Number => (answer.parse::<f64>().is_ok_and(f64::is_finite), Problem::NotANumber),
            QuestionKind::Date => (NaiveDate::parse_from_str(answer, "%Y-%m-%d").is_ok(), Problem::NotADate),
            QuestionKind::Text
            | QuestionKind::Long
            | QuestionKind::Version
            | QuestionKind::File
            | QuestionKind::Steps
            | QuestionKind::Expected
            | QuestionKind::Seen => return None,
        };
        (!fits).then_some(problem)
    }
}

/// A step without the number that people write before it.
fn bare_step(step: &str) -> &str {
    let step = step.trim();
    let rest = step.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix(['.', ')']) {
        Some(words) if rest.len() < step.len() && words.starts_with(' ') => words.trim_start(),
        _ => step,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{choice, many};
    use super::*;
    use crate::Error;

    #[test]
    fn steps_are_numbered_and_read_back() {
        let steps = Question::new("q", QuestionKind::Steps);
        let told = steps.told("Open the label\n\n2) Press print\n3 labels come out", Lang::En);
        assert_eq!(told, "1. Open the label\n2. Press print\n3. 3 labels come out");
        assert_eq!(steps.typed(&told), "Open the label\nPress print\n3 labels come out");
    }

    fn verdict(kind: QuestionKind, required: bool, value: &str) -> Result<(), Error> {
        let question = Question { kind, required, ..choice("q", &["DX-100", "DX-200"]) };
        let mut checks = Checks::default();
        question.check(value, &mut checks);
        checks.finish()
    }

    #[test]
    fn answers_are_held_to_their_kind() {
        let refused = |problem| Err(Error::field("q", problem));
        let table = [
            (QuestionKind::Choice, true, "DX-200", Ok(())),
            (QuestionKind::Choice, true, "DX-900", refused(Problem::NotAChoice)),
            (QuestionKind::Many, true, "DX-100\nDX-200", Ok(())),
            (QuestionKind::Many, true, "DX-100\nDX-900", refused(Problem::NotAChoice)),
            (QuestionKind::Many, true, "", refused(Problem::Required)),
            (QuestionKind::Number, false, "12", Ok(())),
            (QuestionKind::Number, false, "a few", refused(Problem::NotANumber)),
            (QuestionKind::Number, false, "NaN", refused(Problem::NotANumber)),
            (QuestionKind::Date, false, "2026-02-28", Ok(())),
            (QuestionKind::Date, false, "2026-02-30", refused(Problem::NotADate)),
            (QuestionKind::Date, false, "next week", refused(Problem::NotADate)),
            (QuestionKind::YesNo, true, "", refused(Problem::Required)),
            (QuestionKind::YesNo, true, "perhaps", refused(Problem::NotAChoice)),
            (QuestionKind::Text, false, "", Ok(())),
            (QuestionKind::File, true, "label.png", Ok(())),
            (QuestionKind::File, true, "", refused(Problem::NoFile)),
        ];
        for (kind, required, value, expected) in table {
            assert_eq!(verdict(kind, required, value), expected, "{kind:?} {value:?}");
        }
    }

    #[test]
    fn boxes_that_are_ticked_make_one_answer() {
        let question = many("what", &["Paper", "Ribbon", "Driver"]);
        let fields =
            |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), "on".to_owned())).collect();
        assert_eq!(question.answer_in(&fields(&["what.1", "what.3"])).as_deref(), Some("Paper\nDriver"));
        assert_eq!(question.answer_in(&fields(&["what.9", "other"])), None);
        assert_eq!(question.told("Paper\nDriver", Lang::En), "Paper, Driver");
    }
}

//! Rules that new tickets pass in order: the first one whose conditions all hold decides.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Skill, same_name};
use crate::Error;
use crate::error::{Checks, Problem};
use crate::text;
use crate::tickets::Priority;

use super::when::spaced;
pub use super::when::{Facts, Hours, Said, Test, When, said, topic_key};

/// Most rules of a desk.
pub const MAX_RULES: usize = 200;
/// Most words of a rule, and most skills.
const MAX_WORDS: usize = 50;
/// Longest name, word or skill, in characters.
const MAX_NAME: u32 = 80;

/// Longest question, in characters.
const MAX_QUESTION: u32 = 300;

/// Every rule of the desk, in order; saved as one, so that an order is never half changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// 0 before the first was saved.
    #[serde(default)]
    pub version: i64,
    pub rules: Vec<Rule>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub id: String,
    pub name: String,
    /// It is passed over, and named as such.
    #[serde(default)]
    pub off: bool,
    #[serde(default)]
    pub when: When,
    #[serde(default)]
    pub then: Then,
}

/// Where the ticket goes. What is not named stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Then {
    pub queue: Option<String>,
    pub priority: Option<Priority>,
    /// Name of the support tier that it begins with: a rung of its type's ladder.
    pub rung: Option<String>,
    /// Who gets it has to have these.
    pub skills: Vec<Skill>,
}

/// A rule that was looked at, by its name at that time, and why it was passed over; `None`: it decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    pub rule: String,
    pub failed: Option<Test>,
}

/// The rules that `facts` pass, in order, up to the one that decides.
#[must_use]
pub fn route<'r>(rules: &'r [Rule], facts: &Facts) -> (Option<&'r Rule>, Vec<Looked>) {
    let mut looked = Vec::new();
    for rule in rules {
        let failed = if rule.off { Some(Test::Off) } else { rule.when.fails(facts) };
        looked.push(Looked { rule: rule.name.clone(), failed });
        if failed.is_none() {
            return (Some(rule), looked);
        }
    }
    (None, looked)
}

/// What rules may name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    pub types: Vec<String>,
    pub products: Vec<String>,
    pub topics: Vec<String>,
    pub tiers: Vec<String>,
    pub queues: Vec<String>,
    /// Those of them that somebody works in.
    pub staffed: Vec<String>,
    pub calendars: Vec<String>,
    /// Those who work here.
    pub hands: Vec<Hand>,
    /// The questions that flows ask, by their words.
    pub questions: Vec<String>,
    /// Names of the rungs of each type's ladder, by the type's id.
    pub rungs: BTreeMap<String, Vec<String>>,
}

/// Somebody who works here, as far as rules go.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hand {
    /// Ids of the queues that they work in.
    pub queues: Vec<String>,
    pub skills: Vec<Skill>,
}

impl Known {
    /// The first of the skills that `then` asks for which nobody has, of those who work in the queue that it names; the
    /// last where somebody has each and nobody all.
    fn lacking<'t>(&self, then: &'t Then) -> Option<&'t Skill> {
        let there = |own: &&Hand| then.queue.as_ref().is_none_or(|queue| own.queues.contains(queue));
        let hands: Vec<&Hand> = self.hands.iter().filter(there).collect();
        let nobody = then.skills.iter().find(|skill| !hands.iter().any(|own| skill.is_in(&own.skills)));
        let has_all = |own: &&Hand| then.skills.iter().all(|skill| skill.is_in(&own.skills));
        nobody.or_else(|| then.skills.last().filter(|_| !hands.iter().any(has_all)))
    }

    /// The types in `types`, or of all if that is empty, whose ladder has no rung called `name`.
    fn without_rung(&self, types: &[String], name: &str) -> Vec<String> {
        let asked = self.types.iter().filter(|id| types.is_empty() || types.contains(id));
        asked.filter(|id| !self.has_rung(id, name)).cloned().collect()
    }

    fn has_rung(&self, id: &str, name: &str) -> bool {
        self.rungs.get(id).is_some_and(|rungs| rungs.iter().any(|own| same_name(own, name)))
    }
}

/// Something about a rule that works, but hardly as it was meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "doubt", rename_all = "snake_case")]
pub enum Doubt {
    /// An earlier one takes every ticket that it would take.
    Unreachable { rule: usize, by: usize },
    /// Nobody has what it asks for, of those who work in its queue, so its tickets stay with nobody.
    NobodyCan { rule: usize, skill: String, level: u8 },
    /// Nobody works in the queue that it names.
    NobodyThere { rule: usize, queue: String },
    /// No flow asks the question whose answer it looks at.
    NobodyAsks { rule: usize, question: String },
    /// The ladders of these types that it takes, by id, have no rung of this name.
    NoRung { rule: usize, rung: String, types: Vec<String> },
}

impl Rules {
    /// The rules with their texts as they are kept.
    ///
    /// # Errors
    /// `Invalid` with every field that needs another value: `rules.2.name`, `rules.0.then`.
    pub fn checked(mut self, known: &Known) -> Result<Self, Error> {
        let mut checks = Checks::default();
        let many = Problem::TooLong { max: MAX_RULES as u32 };
        checks.ensure(self.rules.len() <= MAX_RULES, "rules", many);
        let mut names: Vec<String> = Vec::new();
        for (place, rule) in self.rules.iter_mut().enumerate() {
            let field = |name: &str| format!("rules.{place}.{name}");
            rule.name = checks.line(&field("name"), &rule.name, MAX_NAME);
            let name = rule.name.to_lowercase();
            checks.ensure(!names.contains(&name), &field("name"), Problem::Twice);
            names.push(name);
            rule.tidy();
            check_when(&mut checks, &field, &rule.when, known);
            check_then(&mut checks, &field, &rule.then, known);
        }
        checks.finish().map(|()| self)
    }

    /// What is worth a second look before it is saved.
    #[must_use]
    pub fn doubts(&self, known: &Known) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        for (place, rule) in self.rules.iter().enumerate().filter(|(_, rule)| !rule.off) {
            let earlier = self.rules.iter().take(place);
            if let Some(by) = earlier.clone().position(|own| !own.off && own.when.covers(&rule.when)) {
                doubts.push(Doubt::Unreachable { rule: place, by });
            }
            let queue = rule.then.queue.as_ref().filter(|queue| !known.staffed.contains(queue));
            doubts.extend(
                queue.into_iter().map(|queue| Doubt::NobodyThere { rule: place, queue: queue.clone() }),
            );
            doubts.extend(rule.then.rung.iter().filter_map(|rung| {
                let types = known.without_rung(&rule.when.types, rung);
                (!types.is_empty()).then(|| Doubt::NoRung { rule: place, rung: rung.clone(), types })
            }));
            let asked =
                |own: &&Said| known.questions.iter().any(|asked| spaced(asked) == spaced(&own.question));
            let unasked = rule.when.answers.iter().filter(|own| !asked(own));
            doubts
                .extend(unasked.map(|own| Doubt::NobodyAsks { rule: place, question: own.question.clone() }));
            // Where nobody works at all, that is said already.
            let lacking = known.lacking(&rule.then).filter(|_| queue.is_none());
            doubts.extend(lacking.map(|skill| Doubt::NobodyCan {
                rule: place,
                skill: skill.name.clone(),
                level: skill.level,
            }));
        }
        doubts
    }
}

impl Rule {
    fn tidy(&mut self) {
        let tidied = self.when.words.iter().map(|text| text::line(text));
        self.when.words = tidied.filter(|text| !text.is_empty()).collect();
        for said in &mut self.when.answers {
            (said.question, said.answer) = (text::line(&said.question), text::line(&said.answer));
        }
        self.when.answers.retain(|said| *said != Said::default());
        for skill in &mut self.then.skills {
            skill.name = text::line(&skill.name);
        }
        let mut seen: Vec<String> = Vec::new();
        self.then.skills.retain(|skill| {
            let is_new = !skill.name.is_empty() && !seen.iter().any(|name| same_name(name, &skill.name));
            seen.push(skill.name.clone());
            is_new
        });
    }
}

fn check_when(checks: &mut Checks, field: &dyn Fn(&str) -> String, when: &When, known: &Known) {
    let all = |wanted: &[String], there: &[String]| wanted.iter().all(|id| there.contains(id));
    checks.ensure(all(&when.types, &known.types), &field("types"), Problem::NotAChoice);
    checks.ensure(all(&when.products, &known.products), &field("products"), Problem::NotAChoice);
    checks.ensure(all(&when.topics, &known.topics), &field("topics"), Problem::NotAChoice);
    checks.ensure(all(&when.tiers, &known.tiers), &field("tiers"), Problem::NotAChoice);
    let calendar = when.hours.as_ref().is_none_or(|hours| known.calendars.contains(&hours.calendar));
    checks.ensure(calendar, &field("hours"), Problem::NotAChoice);
    let long = when.words.len() > MAX_WORDS;
    checks.ensure(!long, &field("words"), Problem::TooLong { max: MAX_WORDS as u32 });
    for word in &when.words {
        checks.line(&field("words"), word, MAX_NAME);
        // A word of signs alone would be found in every text.
        checks.ensure(spaced(word) != " ", &field("words"), Problem::Required);
    }
    check_answers(checks, &field("answers"), &when.answers);
}

fn check_answers(checks: &mut Checks, field: &str, answers: &[Said]) {
    checks.ensure(answers.len() <= MAX_WORDS, field, Problem::TooLong { max: MAX_WORDS as u32 });
    for said in answers {
        checks.line(field, &said.question, MAX_QUESTION);
        checks.optional_line(field, &said.answer, MAX_NAME);
        checks.ensure(spaced(&said.question) != " ", field, Problem::Required);
    }
}

fn check_then(checks: &mut Checks, field: &dyn Fn(&str) -> String, then: &Then, known: &Known) {
    checks.ensure(*then != Then::default(), &field("then"), Problem::LeadsNowhere);
    let queue = then.queue.as_ref().is_none_or(|queue| known.queues.contains(queue));
    checks.ensure(queue, &field("queue"), Problem::NotAChoice);
    let has = |rung: &String| known.types.iter().any(|id| known.has_rung(id, rung));
    checks.ensure(then.rung.as_ref().is_none_or(has), &field("rung"), Problem::NotAChoice);
    let long = then.skills.len() > MAX_WORDS;
    checks.ensure(!long, &field("skills"), Problem::TooLong { max: MAX_WORDS as u32 });
    for skill in &then.skills {
        checks.line(&field("skills"), &skill.name, MAX_NAME);
        checks.ensure(
            (1..=Skill::TOP).contains(&skill.level),
            &field("skills"),
            Problem::NotALevel { most: Skill::TOP },
        );
    }
}

#[cfg(test)]
#[path = "rule_tests.rs"]
mod tests;

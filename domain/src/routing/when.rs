//! What a rule asks of a ticket, and what is known of one.

use serde::{Deserialize, Serialize};

use crate::tickets::Channel;
use crate::words::Lang;

/// What has to hold, all of it. An empty list asks for nothing; of a longer one any one will do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct When {
    pub types: Vec<String>,
    pub products: Vec<String>,
    /// As [`topic_key`] writes them.
    pub topics: Vec<String>,
    pub tiers: Vec<String>,
    pub langs: Vec<Lang>,
    pub channels: Vec<Channel>,
    /// Words or phrases in the subject, the text or an answer.
    pub words: Vec<String>,
    pub answers: Vec<Said>,
    pub hours: Option<Hours>,
}

/// A question that was answered, by its words. A choice among many is each of its answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub question: String,
    /// Words of the answer; empty: any answer.
    pub answer: String,
}

impl Said {
    fn is_among(&self, answers: &[(String, String)]) -> bool {
        let (question, answer) = (spaced(&self.question), spaced(&self.answer));
        answers.iter().any(|(asked, said)| *asked == question && said.contains(&answer))
    }
}

/// A topic by its product's id and its own: topics of two products may share an id.
#[must_use]
pub fn topic_key(product: &str, topic: &str) -> String {
    format!("{product}.{topic}")
}

/// A time of the day: while a calendar is open, or while it is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    pub calendar: String,
    pub open: bool,
}

/// What conditions look at. `text` is everything that the customer wrote, as [`said`] puts it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    pub ticket_type: String,
    pub product: Option<String>,
    /// As [`topic_key`] writes it.
    pub topic: Option<String>,
    pub tier: Option<String>,
    pub lang: Lang,
    pub channel: Option<Channel>,
    pub text: String,
    /// Each question with its answer, as [`said`] puts them.
    pub answers: Vec<(String, String)>,
    /// Ids of the calendars that are open at that time.
    pub open: Vec<String>,
}

/// A condition, as a trace names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    Off,
    Type,
    Product,
    Topic,
    Tier,
    Language,
    Channel,
    Words,
    Answers,
    Hours,
}

impl When {
    /// The first condition that does not hold.
    #[must_use]
    pub fn fails(&self, facts: &Facts) -> Option<Test> {
        fn lacks(wanted: &[String], own: Option<&String>) -> bool {
            !wanted.is_empty() && own.is_none_or(|own| !wanted.contains(own))
        }
        let failing = [
            (lacks(&self.types, Some(&facts.ticket_type)), Test::Type),
            (lacks(&self.products, facts.product.as_ref()), Test::Product),
            (lacks(&self.topics, facts.topic.as_ref()), Test::Topic),
            (lacks(&self.tiers, facts.tier.as_ref()), Test::Tier),
            (!self.langs.is_empty() && !self.langs.contains(&facts.lang), Test::Language),
            (!self.channels.is_empty() && !self.takes_channel(facts.channel), Test::Channel),
            (!self.words.is_empty() && !self.has_word(&facts.text), Test::Words),
            (!self.answers.is_empty() && !self.has_answer(&facts.answers), Test::Answers),
            (self.hours.as_ref().is_some_and(|hours| !hours.hold(&facts.open)), Test::Hours),
        ];
        failing.into_iter().find(|(fails, _)| *fails).map(|(_, test)| test)
    }

    fn takes_channel(&self, channel: Option<Channel>) -> bool {
        channel.is_some_and(|channel| self.channels.contains(&channel))
    }

    fn has_word(&self, text: &str) -> bool {
        self.words.iter().any(|word| text.contains(&spaced(word)))
    }

    fn has_answer(&self, answers: &[(String, String)]) -> bool {
        self.answers.iter().any(|wanted| wanted.is_among(answers))
    }

    /// Whether it holds for every ticket.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether every ticket for which `other` holds is one for which this holds. Words are compared as they stand.
    pub(super) fn covers(&self, other: &Self) -> bool {
        fn wider<T: PartialEq>(own: &[T], other: &[T]) -> bool {
            own.is_empty() || (!other.is_empty() && other.iter().all(|item| own.contains(item)))
        }
        wider(&self.types, &other.types)
            && wider(&self.products, &other.products)
            && wider(&self.topics, &other.topics)
            && wider(&self.tiers, &other.tiers)
            && wider(&self.langs, &other.langs)
            && wider(&self.channels, &other.channels)
            && wider(&self.words, &other.words)
            && wider(&self.answers, &other.answers)
            && (self.hours.is_none() || self.hours == other.hours)
    }
}

impl Hours {
    fn hold(&self, open: &[String]) -> bool {
        open.contains(&self.calendar) == self.open
    }
}

/// `texts` as words are looked for in them; once a ticket, however many rules look.
#[must_use]
pub fn said(texts: &[&str]) -> String {
    spaced(&texts.join("\n"))
}

/// Lower case, with one blank between words and at both ends, so that whole words are found as parts of a text.
pub(super) fn spaced(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(String::from(" "), |all, word| all + word + " ")
}

//! Texts of outgoing mail with places to fill, and nothing else in them: no conditions, no loops. A paragraph whose places
//! all stay empty is left out, so that one text serves with and without a plan, a promise or articles.

use serde::{Deserialize, Serialize};

use crate::error::{Checks, Problem};
use crate::tickets::coded;
use crate::words::Lang;
use crate::{Error, text};

/// Longest subject and body of a template, in characters.
pub const MAX_SUBJECT: u32 = 200;
pub const MAX_BODY: u32 = 10_000;

coded! {
    /// The mails whose words can be changed.
    TemplateKey {
        Reply = "reply",
        Acknowledgement = "acknowledgement",
        Plan = "plan",
        Solved = "solved",
        Alarm = "alarm",
        Survey = "survey",
        Passed = "passed",
        Digest = "digest",
    }
}

impl TemplateKey {
    /// The places that may stand in it.
    #[must_use]
    pub fn places(self) -> &'static [&'static str] {
        match self {
            Self::Reply => {
                &["name", "number", "subject", "url", "message", "plan", "contact", "solved", "signature"]
            }
            Self::Acknowledgement => {
                &["name", "number", "subject", "url", "promise", "articles", "signature"]
            }
            Self::Plan => &["name", "number", "subject", "url", "plan", "contact", "signature"],
            Self::Solved => &["name", "number", "subject", "url", "signature"],
            Self::Alarm => &["name", "number", "subject", "url", "notice"],
            Self::Survey => &["name", "number", "subject", "url", "question", "signature"],
            Self::Passed => &["name", "number", "subject", "url", "author", "message"],
            Self::Digest => &["name", "summary", "work", "desk", "url"],
        }
    }

    /// The place without which the mail would not say what it is for.
    #[must_use]
    pub fn needs(self) -> &'static str {
        match self {
            Self::Reply | Self::Passed => "message",
            Self::Acknowledgement | Self::Solved => "number",
            Self::Plan => "plan",
            Self::Alarm => "notice",
            Self::Survey => "url",
            Self::Digest => "work",
        }
    }
}

/// The words of one mail in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    pub subject: String,
    pub body: String,
}

/// One template as its editor shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateView {
    pub key: TemplateKey,
    pub lang: Lang,
    /// 0: the words are those that came with the desk.
    pub version: i64,
    pub template: Template,
    /// Who changed it last, and when; nobody for version 0.
    pub changed: Option<(String, crate::stamp::Stamp)>,
}

/// A mail as its reader would see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    pub subject: String,
    pub text: String,
    /// A whole document, for a frame that runs nothing.
    pub html: String,
}

impl Template {
    /// The template as it is kept.
    ///
    /// # Errors
    /// `Invalid` for what is missing or too long, for places that `key` does not have (each is named), and for a body
    /// without the one that it needs.
    pub fn checked(self, key: TemplateKey) -> Result<Self, Error> {
        let mut checks = Checks::default();
        let kept = Self {
            subject: checks.line("subject", &self.subject, MAX_SUBJECT),
            body: checks.text("body", &self.body, MAX_BODY),
        };
        for (field, words) in [("subject", &kept.subject), ("body", &kept.body)] {
            let unknown = places(words).find(|place| !key.places().contains(place)).map(str::to_owned);
            checks.ensure(unknown.is_none(), field, Problem::NoSuchPlace(unknown.unwrap_or_default()));
        }
        let needed = key.needs();
        let has_it = places(&kept.body).any(|place| place == needed);
        checks.ensure(has_it || kept.body.is_empty(), "body", Problem::PlaceMissing(needed.to_owned()));
        checks.finish().map(|()| kept)
    }

    /// The subject as one line, and the body, with `values` in their places.
    #[must_use]
    pub fn fill(&self, values: &[(&str, &str)]) -> (String, String) {
        let subject = text::line(&crate::words::fill(&self.subject, values));
        let value = |place: &str| values.iter().find(|(key, _)| *key == place).map(|(_, value)| *value);
        let stays = |paragraph: &&str| {
            let mut found = places(paragraph).map(|place| value(place).is_none_or(|value| !value.is_empty()));
            found.next().is_none_or(|first| first || found.any(|filled| filled))
        };
        let kept = self.body.split("\n\n").filter(stays);
        let filled: Vec<String> = kept.map(|paragraph| crate::words::fill(paragraph, values)).collect();
        (subject, filled.join("\n\n"))
    }
}

/// The names of the places in `words`.
pub fn places(words: &str) -> impl Iterator<Item = &str> {
    words.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(subject: &str, body: &str) -> Template {
        Template { subject: subject.into(), body: body.into() }
    }

    #[test]
    fn a_paragraph_with_nothing_to_say_is_left_out() {
        let own = template("Re: {subject}", "Hello {name},\n\n{plan}\n\n{plan} and {contact}\n\nBye");
        let values = [("subject", "Blank\nlabels"), ("name", "Ana"), ("plan", ""), ("contact", "soon")];
        let (subject, body) = own.fill(&values);
        assert_eq!(subject, "Re: Blank labels", "a subject stays one line");
        assert_eq!(body, "Hello Ana,\n\n and soon\n\nBye");
    }

    #[test]
    fn what_is_filled_in_is_not_looked_through_for_places() {
        let (_, body) =
            template("s", "{message}\n\n{name}").fill(&[("message", "{name}\n\n{x}"), ("name", "Ana")]);
        assert_eq!(body, "{name}\n\n{x}\n\nAna");
    }

    #[test]
    fn faults_are_named() {
        let fault = template("{nmae}", "{message}").checked(TemplateKey::Reply);
        assert_eq!(fault, Err(Error::field("subject", Problem::NoSuchPlace("nmae".into()))));
        let fault = template("Re", "Hello").checked(TemplateKey::Reply);
        assert_eq!(fault, Err(Error::field("body", Problem::PlaceMissing("message".into()))));
        let kept = template(" Re: {subject} ", "{message}\n").checked(TemplateKey::Reply);
        assert_eq!(kept, Ok(template("Re: {subject}", "{message}")));
    }
}

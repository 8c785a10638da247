//! Articles as their authors meet them: what can be typed, how far a text is, and who may move it on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Audience;
use crate::access::{Action, Viewer};
use crate::error::{Checks, Error, Problem};
use crate::text;
use crate::tickets::coded;
use crate::time::Date;

/// Longest title, in characters.
pub const MAX_TITLE: u32 = 300;
/// Longest statement of the problem, in characters.
pub const MAX_PROBLEM: u32 = 2_000;
/// Longest text, in bytes of Markdown.
pub const MAX_BODY: u32 = 256 * 1024;
/// Longest list of keywords, versions or numbers, in characters.
pub const MAX_LIST: u32 = 1_000;
/// Longest word on what a version changed, in characters.
pub const MAX_NOTE: u32 = 500;
/// Longest address, in characters.
const MAX_ADDRESS: u32 = 80;

coded! {
    /// How far a text is. Readers see published ones only.
    ArticleState { Draft = "draft", Review = "review", Published = "published", Archived = "archived" }
}

coded! {
    /// What moves an article on.
    Move {
        /// Asks a colleague to look at it.
        Send = "send",
        /// Gives it back to its author, saying why.
        Return = "return",
        Publish = "publish",
        Archive = "archive",
    }
}

coded! {
    /// The parts of an article that its authors type, in the order in which they are shown.
    Field {
        Title = "title",
        Problem = "problem",
        Body = "body",
        Keywords = "keywords",
        Product = "product",
        Topic = "topic",
        Versions = "versions",
        Audience = "audience",
        Lang = "lang",
        Slug = "slug",
        Owner = "owner",
        ReviewOn = "review_on",
        Related = "related",
        Origins = "origins",
    }
}

/// An article as it is typed: a text for each field. Lists are separated by commas, what is chosen is an id or a code,
/// a date is `2026-11-22`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleForm(pub BTreeMap<Field, String>);

/// Where an article stands: what readers see, and how far its newest version is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub state: ArticleState,
    pub stage: ArticleState,
}

impl ArticleForm {
    #[must_use]
    pub fn get(&self, field: Field) -> &str {
        self.0.get(&field).map_or("", String::as_str)
    }

    pub fn set(&mut self, field: Field, text: impl Into<String>) {
        self.0.insert(field, text.into());
    }

    /// The entries of a field that holds a list, trimmed, each once.
    #[must_use]
    pub fn list(&self, field: Field) -> Vec<String> {
        let mut entries: Vec<String> = Vec::new();
        for entry in self.get(field).split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
            if !entries.iter().any(|known| known == entry) {
                entries.push(entry.to_owned());
            }
        }
        entries
    }

    /// A field that may stay empty.
    #[must_use]
    pub fn optional(&self, field: Field) -> Option<String> {
        Some(self.get(field).trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// The form as it is kept: trimmed but for the body, lists in one style, every field there.
    ///
    /// # Errors
    /// `Invalid` for fields that are missing, too long, or not what they should be. Only one that is `ready` to be read
    /// by others needs a body.
    pub fn checked(&self, ready: bool) -> Result<Self, Error> {
        let mut checks = Checks::default();
        checks.line("title", self.get(Field::Title), MAX_TITLE);
        checks.optional_text("problem", self.get(Field::Problem), MAX_PROBLEM);
        let body = self.get(Field::Body);
        checks.ensure(!ready || !text::prose(body).is_empty(), "body", Problem::Required);
        checks.ensure(body.len() <= MAX_BODY as usize, "body", Problem::TooLong { max: MAX_BODY });
        for field in [Field::Keywords, Field::Versions, Field::Origins, Field::Topic] {
            checks.optional_text(field.code(), self.get(field), MAX_LIST);
        }
        checks.optional_text("slug", self.get(Field::Slug), MAX_ADDRESS);
        let date = self.get(Field::ReviewOn).trim();
        checks.ensure(date.is_empty() || date.parse::<Date>().is_ok(), "review_on", Problem::NotATime);
        let audience = Audience::parse(self.get(Field::Audience)).is_some();
        checks.ensure(audience, "audience", Problem::NotAChoice);
        checks.ensure(is_language(self.get(Field::Lang).trim()), "lang", Problem::NotAChoice);
        checks.finish()?;
        Ok(self.tidy())
    }

    fn tidy(&self) -> Self {
        let tidy = |field: Field| match field {
            Field::Body => text::markup(self.get(field)),
            Field::Problem => text::prose(self.get(field)),
            Field::Keywords | Field::Versions | Field::Origins => text::line(&self.list(field).join(", ")),
            _ => text::line(self.get(field)),
        };
        Self(Field::ALL.iter().map(|field| (*field, tidy(*field))).collect())
    }
}

/// A language tag such as `en` or `pt-BR`.
#[must_use]
pub fn is_language(tag: &str) -> bool {
    let is_part =
        |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let language = tag.split('-').next().unwrap_or_default();
    let is_named = language.len() <= 3 && language.bytes().all(|b| b.is_ascii_alphabetic());
    is_named && tag.len() <= 20 && tag.split('-').all(is_part)
}

impl Standing {
    /// What is left to do with an article that stands like this.
    #[must_use]
    pub fn allows(self, deed: Move) -> bool {
        match deed {
            Move::Send => self.stage == ArticleState::Draft,
            Move::Return => self.stage == ArticleState::Review,
            Move::Publish => self.stage != ArticleState::Published,
            Move::Archive => self.stage != ArticleState::Archived,
        }
    }

    /// Where it stands afterwards.
    #[must_use]
    pub fn after(self, deed: Move) -> Self {
        match deed {
            Move::Send => Self { stage: ArticleState::Review, ..self },
            Move::Return => Self { stage: ArticleState::Draft, ..self },
            Move::Publish => Self { state: ArticleState::Published, stage: ArticleState::Published },
            Move::Archive => Self { state: ArticleState::Archived, stage: ArticleState::Archived },
        }
    }

    /// Where it stands once somebody has changed it: what waits for a review goes on waiting, else it is a draft.
    #[must_use]
    pub fn changed(self) -> Self {
        let waits = self.stage == ArticleState::Review;
        Self { stage: if waits { ArticleState::Review } else { ArticleState::Draft }, ..self }
    }

    /// Readers have been able to follow its address.
    #[must_use]
    pub fn was_public(self) -> bool {
        matches!(self.state, ArticleState::Published | ArticleState::Archived)
    }

    /// What somebody has to be allowed for `deed`. Leads and above decide what readers see; a draft that nobody has
    /// read may be put away by whoever may write one.
    #[must_use]
    pub fn needs(self, deed: Move) -> Action {
        match deed {
            Move::Send | Move::Return => Action::WriteArticle,
            Move::Archive if !self.was_public() => Action::WriteArticle,
            Move::Publish | Move::Archive => Action::PublishArticle,
        }
    }

    /// What `viewer` can do with it now.
    #[must_use]
    pub fn moves(self, viewer: &Viewer) -> Vec<Move> {
        let open = |deed: &Move| self.allows(*deed) && viewer.may(self.needs(*deed));
        Move::ALL.iter().copied().filter(open).collect()
    }
}

#[cfg(test)]
#[path = "writing_tests.rs"]
mod tests;

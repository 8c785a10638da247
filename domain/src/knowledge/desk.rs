//! Articles as the console's pages read them. Siblings: `backend/src/knowledge/desk_*.rs`, `app/src/console/kb`.

use serde::{Deserialize, Serialize};

use super::Audience;
use super::writing::{ArticleForm, Standing};
use crate::intake::Product;
use crate::people::Page;
use crate::stamp::Stamp;
use crate::tickets::entry::Named;

/// A line of the list of articles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArticleRow {
    pub id: String,
    pub title: String,
    pub product: Option<String>,
    pub standing: Standing,
    pub audience: Audience,
    pub owner: Option<String>,
    pub changed: Stamp,
    pub views: i64,
    pub helped: i64,
    pub not_helped: i64,
}

/// How many articles stand under each tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ArticleCounts {
    pub published: i64,
    pub review: i64,
    pub draft: i64,
    pub archived: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArticleList {
    pub counts: ArticleCounts,
    pub page: Page<ArticleRow>,
}

/// One version in the list of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionRow {
    pub version: i64,
    pub by: Option<String>,
    pub at: Stamp,
    pub note: String,
    /// Who approved it, and when; `None` when nobody has.
    pub published: Option<(Option<String>, Stamp)>,
    /// Readers see this one now.
    pub is_live: bool,
}

/// One article in the console: its newest version as typed and as it will look.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeskArticle {
    pub id: String,
    /// The address that leads to it now.
    pub slug: String,
    pub standing: Standing,
    /// Number of the newest version: what a change has to have seen.
    pub head: i64,
    pub form: ArticleForm,
    /// The form with names in the place of ids.
    pub shown: ArticleForm,
    /// Where an imported text comes from, and under which licence.
    pub source_url: Option<String>,
    pub licence: Option<String>,
    /// Sanitised.
    pub html: String,
    pub versions: Vec<VersionRow>,
    pub views: i64,
    pub helped: i64,
    pub not_helped: i64,
    pub deflected: i64,
    /// Tickets on which it was sent, and those that it solved.
    pub sent: i64,
    pub solved: i64,
    /// Why it did not help, the newest first.
    pub reasons: Vec<String>,
    /// Readers may see a text, and its review date has come.
    pub is_due: bool,
}

/// What the editor opens with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Editing {
    /// Empty for an article that is not there yet.
    pub id: String,
    /// The version that is being changed.
    pub head: i64,
    pub form: ArticleForm,
    /// How it looks so far, sanitised.
    pub html: String,
    pub products: Vec<Product>,
    pub staff: Vec<Named>,
    /// Customer tiers for which it can be.
    pub tiers: Vec<String>,
}

/// An article that was sent on a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentArticle {
    pub id: String,
    pub title: String,
    /// It was the last one sent before the ticket was solved.
    pub solved: bool,
}

/// How the articles do: what somebody should look at next.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Health {
    /// Their review date (`note`) has come.
    pub due: Vec<HealthRow>,
    /// `n` readers said that it did not help; `note` is the newest reason.
    pub unhelpful: Vec<HealthRow>,
    /// `n` requests were not sent because of it.
    pub deflecting: Vec<HealthRow>,
    /// The product's newest version (`note`) is none that it fits.
    pub stale: Vec<HealthRow>,
    /// Searches that found nothing, the most frequent first.
    pub missed: Vec<MissedSearch>,
}

/// An article on the health page, with a number or a word that says why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthRow {
    pub id: String,
    pub title: String,
    pub n: i64,
    pub note: String,
}

/// What was searched for in vain, and how often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissedSearch {
    pub words: String,
    pub n: i64,
}

/// What came of saving.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedArticle {
    pub id: String,
    pub head: i64,
}

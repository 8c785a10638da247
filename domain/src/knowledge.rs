//! Articles, known problems and service status as readers see them; in the files below, articles as their authors write,
//! compare and merge them. Siblings: `backend/src/knowledge`, `app/src/portal/help`, `app/src/console/kb`.

pub mod compare;
pub mod lines;
pub mod redact;
pub mod writing;

use serde::{Deserialize, Serialize};

use crate::access::{Role, Viewer};
use crate::stamp::Stamp;
use crate::tickets::coded;

coded! {
    /// Who may read an article.
    Audience { Public = "public", SignedIn = "signed-in", Internal = "internal" }
}

impl Audience {
    /// The audiences whose articles `viewer` may read.
    #[must_use]
    pub fn readable_by(viewer: &Viewer) -> &'static [Self] {
        match viewer.role {
            Role::Visitor => &Self::ALL[..1],
            Role::Customer | Role::OrganisationManager => &Self::ALL[..2],
            _ => Self::ALL,
        }
    }
}

/// An article in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleBrief {
    pub slug: String,
    pub title: String,
    pub problem: String,
    pub topic: Option<String>,
}

/// One article, its HTML already sanitised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticlePage {
    pub slug: String,
    pub title: String,
    pub problem: String,
    pub html: String,
    /// Ids and words of the headings in `html`.
    pub contents: Vec<(String, String)>,
    pub lang: String,
    pub product: Option<(String, String)>,
    pub versions: Vec<String>,
    pub keywords: Vec<String>,
    pub changed: Stamp,
    pub audience: Audience,
    /// Where the text comes from when it was imported, and under which licence.
    pub source_url: Option<String>,
    pub licence: Option<String>,
    pub related: Vec<ArticleBrief>,
    /// What this reader said about it before.
    pub helped: Option<bool>,
}

/// `/help`: every product with its number of articles; `/help/{product}`: its articles by topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpPage {
    pub products: Vec<ProductCard>,
    pub product: Option<ProductCard>,
    pub topics: Vec<(String, Vec<ArticleBrief>)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductCard {
    pub id: String,
    pub name: String,
    pub blurb: String,
    pub icon: String,
    pub articles: u32,
}

/// The portal's first page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HomePage {
    pub first_name: Option<String>,
    pub popular_searches: Vec<String>,
    pub requests: Vec<crate::tickets::view::RequestRow>,
    pub open_requests: u32,
    pub products: Vec<ProductCard>,
    pub popular: Vec<ArticleBrief>,
    pub status: StatusPage,
    pub now: crate::time::Instant,
}

coded! {
    /// How a service does.
    ServiceState { Up = "up", Slow = "slow", Down = "down", Maintenance = "maintenance" }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceView {
    pub name: String,
    pub state: ServiceState,
    pub note: String,
    pub since: Option<Stamp>,
    pub next_update: Option<Stamp>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusPage {
    pub services: Vec<ServiceView>,
    pub problems: Vec<ProblemBrief>,
}

coded! {
    /// How far a known problem is understood.
    ProblemState { Investigating = "investigating", Workaround = "workaround", FixInTest = "fix_in_test", Fixed = "fixed" }
}

/// A known problem as customers may read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemBrief {
    pub number: String,
    pub title: String,
    pub product: Option<String>,
    pub state: ProblemState,
    pub note: String,
    pub workaround_html: String,
}

//! Articles, known problems and service status as readers see them; in the files below, articles as their authors write,
//! compare and merge them. Siblings: `backend/src/knowledge`, `app/src/portal/help`, `app/src/console/kb`.

pub mod compare;
pub mod desk;
pub mod lines;
pub mod redact;
pub mod writing;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::access::{Role, Viewer};
use crate::stamp::Stamp;
use crate::tickets::coded;

/// Who may read an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    Public,
    SignedIn,
    /// Customers whose organisation has this tier.
    Tier(String),
    Internal,
}

impl Audience {
    /// What stands before the name of a tier.
    const TIER: &str = "tier:";
    /// Longest name of a tier, in characters.
    const MAX_TIER: usize = 60;

    /// The stable word for it outside the program: `public`, `signed-in`, `tier:gold`, `internal`.
    #[must_use]
    pub fn code(&self) -> Cow<'static, str> {
        match self {
            Self::Public => "public".into(),
            Self::SignedIn => "signed-in".into(),
            Self::Tier(tier) => format!("{}{tier}", Self::TIER).into(),
            Self::Internal => "internal".into(),
        }
    }

    /// Reads what `code` wrote.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let is_name = |tier: &&str| !tier.trim().is_empty() && tier.chars().count() <= Self::MAX_TIER;
        match code {
            "public" => Some(Self::Public),
            "signed-in" => Some(Self::SignedIn),
            "internal" => Some(Self::Internal),
            _ => code.strip_prefix(Self::TIER).filter(is_name).map(|tier| Self::Tier(tier.to_owned())),
        }
    }

    /// The audiences whose articles `viewer` may read, at most three; `None`: every one.
    #[must_use]
    pub fn readable_by(viewer: &Viewer) -> Option<Vec<Self>> {
        match viewer.role {
            Role::Visitor => Some(vec![Self::Public]),
            Role::Customer | Role::OrganisationManager => {
                let tier = viewer.tier.clone().map(Self::Tier);
                Some([Self::Public, Self::SignedIn].into_iter().chain(tier).collect())
            }
            _ => None,
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
    /// Number and title of the known problem behind it, while that is open.
    pub known: Option<(String, String)>,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn audiences_read_back_what_they_write() {
        let all = [Audience::Public, Audience::SignedIn, Audience::Tier("gold".into()), Audience::Internal];
        for audience in all {
            assert_eq!(Audience::parse(&audience.code()), Some(audience));
        }
        for none in ["", "gold", "tier:", "tier: ", "Public"] {
            assert_eq!(Audience::parse(none), None, "{none:?}");
        }
    }

    #[test]
    fn a_tier_reads_its_own_and_what_everybody_reads() {
        let customer = |tier: Option<&str>| {
            let tier = tier.map(str::to_owned);
            Audience::readable_by(&Viewer { role: Role::Customer, tier, ..Viewer::default() })
        };
        let [public, signed_in, gold] = [Audience::Public, Audience::SignedIn, Audience::Tier("gold".into())];
        assert_eq!(customer(None), Some(vec![public.clone(), signed_in.clone()]));
        assert_eq!(customer(Some("gold")), Some(vec![public.clone(), signed_in, gold]));
        let visitor = Viewer { tier: Some("gold".into()), ..Viewer::default() };
        assert_eq!(Audience::readable_by(&visitor), Some(vec![public]));
        assert_eq!(Audience::readable_by(&Viewer { role: Role::LightAgent, ..Viewer::default() }), None);
    }
}

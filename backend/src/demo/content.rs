//! What the demo's world is made of: the files of `content/`, read. Their meaning stands in `content/README.md`.

use std::collections::BTreeMap;

use domain::intake::{Impact, Question};
use domain::ladder::Rung;
use domain::promises::policy::Policy;
use serde::Deserialize;

use super::routing::RoutingText;
use super::scenes::{Cue, Fragments, Scenario, Story};
use crate::Outcome;

/// Reads `content/$file`, which is part of the program.
macro_rules! file {
    ($file:literal) => {
        serde_json::from_str(include_str!(concat!("content/", $file)))?
    };
}

/// Everything that was written for the demo, except the articles.
pub(super) struct Content {
    pub products: Vec<ProductText>,
    pub ticket_types: Vec<TypeText>,
    pub policies: Vec<PolicyText>,
    pub queues: Vec<QueueText>,
    pub intake: IntakeText,
    pub organisations: Vec<OrganisationText>,
    pub people: PeopleText,
    pub problems: Vec<ProblemText>,
    pub status: StatusText,
    pub article_use: BTreeMap<String, UseText>,
    pub missed_searches: Vec<MissedText>,
    pub scenarios: Vec<Scenario>,
    pub story: Story,
    pub cast: Vec<Cue>,
    pub fragments: Fragments,
    pub routing: RoutingText,
}

/// A ticket type and the ladder that its tickets climb.
#[derive(Deserialize)]
pub(super) struct TypeText {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub ladder: Vec<Rung>,
}

impl Content {
    /// # Errors
    /// When a file is not as its reader expects it; the tests read them all.
    pub fn read() -> Outcome<Self> {
        Ok(Self {
            products: file!("products.json"),
            ticket_types: file!("ticket_types.json"),
            policies: file!("policies.json"),
            queues: file!("queues.json"),
            intake: file!("questions.json"),
            organisations: file!("organisations.json"),
            people: file!("people.json"),
            problems: file!("problems.json"),
            status: file!("status.json"),
            article_use: file!("article_use.json"),
            missed_searches: file!("missed_searches.json"),
            scenarios: file!("scenarios.json"),
            story: file!("story.json"),
            cast: file!("cast.json"),
            fragments: file!("fragments.json"),
            routing: file!("routing.json"),
        })
    }
}

#[derive(Deserialize)]
pub(super) struct ProductText {
    pub id: String,
    pub name: String,
    pub blurb: String,
    pub icon: String,
    pub versions: Vec<String>,
    pub topics: Vec<domain::intake::Topic>,
}

#[derive(Deserialize)]
pub(super) struct PolicyText {
    pub tier: Option<String>,
    #[serde(flatten)]
    pub policy: Policy,
}

#[derive(Deserialize)]
pub(super) struct QueueText {
    pub id: String,
    pub name: String,
    pub team: String,
    pub products: Vec<String>,
    pub topics: Vec<String>,
    pub level: u32,
}

#[derive(Deserialize)]
pub(super) struct IntakeText {
    pub impacts: Vec<Impact>,
    pub questions: Vec<QuestionText>,
}

#[derive(Deserialize)]
pub(super) struct QuestionText {
    pub product: Option<String>,
    pub topic: Option<String>,
    #[serde(flatten)]
    pub question: Question,
}

#[derive(Deserialize)]
pub(super) struct OrganisationText {
    pub name: String,
    pub tier: String,
    pub seats: i64,
    pub city: String,
    pub time_zone: String,
    pub account_manager: String,
    pub installed: Vec<InstalledText>,
    pub contract: Option<ContractText>,
}

#[derive(Deserialize)]
pub(super) struct InstalledText {
    pub product: String,
    pub version: String,
    pub note: String,
}

#[derive(Deserialize)]
pub(super) struct ContractText {
    pub name: String,
    pub starts_months_ago: i64,
    pub ends_in_months: i64,
    pub policy: String,
}

#[derive(Deserialize)]
pub(super) struct PeopleText {
    pub staff: Vec<PersonText>,
    pub contacts: Vec<PersonText>,
}

#[derive(Deserialize)]
pub(super) struct PersonText {
    pub email: String,
    pub name: String,
    pub role: String,
    pub title: String,
    pub team: Option<String>,
    pub organisation: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct ProblemText {
    pub number: String,
    pub public_title: String,
    pub product: String,
    pub versions: Vec<String>,
    pub state: domain::knowledge::ProblemState,
    pub public_note: String,
    pub workaround: String,
    pub internal_note: String,
}

#[derive(Deserialize)]
pub(super) struct StatusText {
    pub services: Vec<ServiceText>,
    pub incidents: Vec<IncidentText>,
}

#[derive(Deserialize)]
pub(super) struct ServiceText {
    pub id: String,
    pub name: String,
    pub product: String,
    pub note: String,
}

#[derive(Deserialize)]
pub(super) struct IncidentText {
    pub service: String,
    pub summary: String,
    pub state: IncidentState,
    pub since_minutes_ago: i64,
    pub next_update_in_minutes: Option<i64>,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum IncidentState {
    Degraded,
    Resolved,
}

/// A search that found nothing.
#[derive(Deserialize)]
pub(super) struct MissedText {
    pub words: String,
    pub n: i64,
    pub days_ago: i64,
}

#[derive(Deserialize)]
pub(super) struct UseText {
    pub helped_percent: i64,
    pub views_per_week: i64,
}

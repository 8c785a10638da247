//! Organisations and contacts as staff see them. Siblings: `backend/src/customers`, `app/src/console/customers.rs`.

use serde::{Deserialize, Serialize};

use crate::Error;
use crate::error::{Checks, Problem};
use crate::promises::calendar::Zone;
use crate::stamp::Stamp;
use crate::text;
use crate::tickets::entry::Named;

/// The side panel of a ticket: who asks, what they have, what was promised to them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CustomerPanel {
    pub person_id: String,
    pub name: String,
    pub title: Option<String>,
    pub email: String,
    pub phone: Option<String>,
    /// Their time of day when the page was read ("14:21").
    pub local_time: String,
    pub open_requests: u32,
    pub organisation: Option<OrganisationPanel>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrganisationPanel {
    pub id: String,
    pub name: String,
    pub tier: Option<String>,
    pub city: Option<String>,
    pub account_manager: Option<String>,
    pub contract: Option<ContractBrief>,
    pub products: Vec<InstalledProduct>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractBrief {
    pub name: String,
    pub ends: Option<Stamp>,
    pub expired: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstalledProduct {
    pub product: String,
    pub version: String,
    pub note: String,
}

/// A row of the customers list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrganisationRow {
    pub id: String,
    pub name: String,
    pub tier: Option<String>,
    pub city: Option<String>,
    pub contacts: u32,
    pub open_tickets: u32,
    pub contract: Option<ContractBrief>,
}

/// One organisation with its contacts and its newest tickets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrganisationPage {
    pub panel: OrganisationPanel,
    pub contacts: Vec<ContactRow>,
    pub tickets: Vec<crate::tickets::view::TicketRow>,
    pub now: crate::time::Instant,
}

/// Longest name of an organisation, in characters.
const MAX_NAME: u32 = 200;
/// Longest tier or place, in characters.
const MAX_SHORT: u32 = 80;

/// An organisation as an admin wants it; texts as they were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationDraft {
    /// Empty for a new one.
    pub id: String,
    pub name: String,
    /// Empty: none.
    pub tier: String,
    /// Where it is; empty: nobody said.
    pub city: String,
    /// IANA name: its contracts begin and end there at midnight, and new contacts read their times in it.
    pub time_zone: String,
    /// Id of one of the staff; empty: nobody.
    pub account_manager: String,
}

impl OrganisationDraft {
    /// The draft with its texts as they are kept.
    ///
    /// # Errors
    /// `Invalid` with every field that needs another value.
    pub fn checked(mut self) -> Result<Self, Error> {
        let mut checks = Checks::default();
        self.name = checks.line("name", &text::spaced(&self.name), MAX_NAME);
        self.tier = checks.optional_line("tier", &self.tier, MAX_SHORT);
        self.city = checks.optional_line("city", &self.city, MAX_SHORT);
        self.time_zone = text::line(&self.time_zone);
        checks.ensure(Zone::named(&self.time_zone).is_some(), "time_zone", Problem::NotAZone);
        checks.finish().map(|()| self)
    }
}

/// Who was added to an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// What they are called, who may have been known under another name than was typed.
    pub name: String,
    /// Their open tickets that became the organisation's.
    pub tickets: u32,
}

/// What the form of an organisation shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationForm {
    /// The organisation as it stands.
    pub seen: OrganisationDraft,
    /// Who may look after it.
    pub staff: Vec<Named>,
    /// The tiers that organisations have or policies serve.
    pub tiers: Vec<String>,
}

/// A contact, in a list or a picker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactRow {
    pub person_id: String,
    pub name: String,
    pub title: Option<String>,
    pub email: String,
    pub organisation_id: Option<String>,
    pub organisation: Option<String>,
}

/// One contact with every way to reach them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub row: ContactRow,
    /// The one they are written to comes first.
    pub emails: Vec<String>,
    pub phone: Option<String>,
    /// IANA name.
    pub time_zone: String,
}

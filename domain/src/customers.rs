//! Organisations and contacts as staff see them. Siblings: `backend/src/customers`, `app/src/console/customers.rs`.

use serde::{Deserialize, Serialize};

use crate::stamp::Stamp;

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

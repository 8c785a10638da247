//! Contacts and organisations, for staff.

use axum::Json;
use axum::extract::{Path, State};
use domain::access::Scope;
use domain::customers::{ContactRow, ContractBrief, OrganisationPage, OrganisationRow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::api::Api;
use super::asked::{self, Params};
use super::caller::Caller;
use super::problem::Answer;
use super::shapes::{Page, Reference};

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Named {
    /// Part of a name; for contacts also of an address or of the organisation's name.
    #[serde(default)]
    q: String,
    /// `next` of the page before.
    cursor: Option<String>,
    /// 1 to 100, 50 when missing.
    limit: Option<u32>,
}

/// A person who asks for help, in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactSummary {
    pub id: String,
    pub name: String,
    pub title: Option<String>,
    #[schema(example = "rosalind@quillmark.example")]
    pub email: String,
    pub organisation: Option<Reference>,
}

impl From<ContactRow> for ContactSummary {
    fn from(row: ContactRow) -> Self {
        let organisation = row.organisation_id.zip(row.organisation).map(|(id, name)| Reference { id, name });
        Self { id: row.person_id, name: row.name, title: row.title, email: row.email, organisation }
    }
}

/// A person who asks for help.
#[derive(Debug, Serialize, ToSchema)]
pub struct Contact {
    pub id: String,
    pub name: String,
    pub title: Option<String>,
    pub organisation: Option<Reference>,
    /// The one they are written to comes first.
    pub emails: Vec<String>,
    pub phone: Option<String>,
    #[schema(example = "Europe/Berlin")]
    pub time_zone: String,
}

impl From<domain::customers::Contact> for Contact {
    fn from(contact: domain::customers::Contact) -> Self {
        let ContactSummary { id, name, title, organisation, .. } = contact.row.into();
        let (emails, phone, time_zone) = (contact.emails, contact.phone, contact.time_zone);
        Self { id, name, title, organisation, emails, phone, time_zone }
    }
}

/// A contract.
#[derive(Debug, Serialize, ToSchema)]
pub struct Contract {
    pub name: String,
    /// RFC 3339; `null`: it goes on.
    pub ends: Option<String>,
    pub expired: bool,
}

impl From<ContractBrief> for Contract {
    fn from(brief: ContractBrief) -> Self {
        Self { name: brief.name, ends: brief.ends.map(|stamp| stamp.at.to_string()), expired: brief.expired }
    }
}

/// A customer company in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationSummary {
    pub id: String,
    pub name: String,
    pub tier: Option<String>,
    pub city: Option<String>,
    pub contract: Option<Contract>,
    pub contacts: u32,
    pub open_tickets: u32,
}

impl From<OrganisationRow> for OrganisationSummary {
    fn from(row: OrganisationRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            tier: row.tier,
            city: row.city,
            contract: row.contract.map(Contract::from),
            contacts: row.contacts,
            open_tickets: row.open_tickets,
        }
    }
}

/// A customer company.
#[derive(Debug, Serialize, ToSchema)]
pub struct Organisation {
    pub id: String,
    pub name: String,
    pub tier: Option<String>,
    pub city: Option<String>,
    /// The colleague who looks after them.
    pub account_manager: Option<String>,
    pub contract: Option<Contract>,
    pub products: Vec<InstalledProduct>,
    /// At most 200, by name.
    pub contacts: Vec<ContactSummary>,
}

/// A product that they use.
#[derive(Debug, Serialize, ToSchema)]
pub struct InstalledProduct {
    pub product: String,
    pub version: String,
}

impl From<OrganisationPage> for Organisation {
    fn from(page: OrganisationPage) -> Self {
        let panel = page.panel;
        let products = panel.products.into_iter();
        Self {
            id: panel.id,
            name: panel.name,
            tier: panel.tier,
            city: panel.city,
            account_manager: panel.account_manager,
            contract: panel.contract.map(Contract::from),
            products: products
                .map(|own| InstalledProduct { product: own.product, version: own.version })
                .collect(),
            contacts: page.contacts.into_iter().map(ContactSummary::from).collect(),
        }
    }
}

/// Contacts, by name.
#[utoipa::path(get, path = "/contacts", tag = "customers", operation_id = "list_contacts", params(Named),
    responses((status = 200, body = Page<ContactSummary>)))]
pub async fn contacts(
    State(api): State<Api>,
    caller: Caller,
    Params(named): Params<Named>,
) -> Answer<Json<Page<ContactSummary>>> {
    let v = caller.with(Scope::CustomersRead)?;
    let (after, limit) = (named.cursor.as_deref(), asked::rows(named.limit)? as usize);
    let page = backend::customers::contacts(&api.backend, v, &named.q, after, limit).await;
    let page = asked::in_list(after, api.answer(page))?;
    Ok(Json(Page { items: page.rows.into_iter().map(ContactSummary::from).collect(), next: page.next }))
}

/// One contact.
#[utoipa::path(get, path = "/contacts/{contact}", tag = "customers", operation_id = "read_contact",
    params(("contact" = String, Path)), responses((status = 200, body = Contact)))]
pub async fn contact(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<Contact>> {
    let v = caller.with(Scope::CustomersRead)?;
    let contact = api.answer(backend::customers::contact(&api.backend, v, &id).await)?;
    Ok(Json(Contact::from(contact)))
}

/// Organisations, by name.
#[utoipa::path(get, path = "/organisations", tag = "customers", operation_id = "list_organisations", params(Named),
    responses((status = 200, body = Page<OrganisationSummary>)))]
pub async fn organisations(
    State(api): State<Api>,
    caller: Caller,
    Params(named): Params<Named>,
) -> Answer<Json<Page<OrganisationSummary>>> {
    let v = caller.with(Scope::CustomersRead)?;
    let (after, limit) = (named.cursor.as_deref(), asked::rows(named.limit)? as usize);
    let page = backend::customers::organisations(&api.backend, v, &named.q, after, limit).await;
    let page = asked::in_list(after, api.answer(page))?;
    Ok(Json(Page { items: page.rows.into_iter().map(OrganisationSummary::from).collect(), next: page.next }))
}

/// One organisation with its contacts.
#[utoipa::path(get, path = "/organisations/{organisation}", tag = "customers", operation_id = "read_organisation",
    params(("organisation" = String, Path)), responses((status = 200, body = Organisation)))]
pub async fn organisation(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer<Json<Organisation>> {
    let v = caller.with(Scope::CustomersRead)?;
    let page = api.answer(backend::customers::organisation(&api.backend, v, &id).await)?;
    Ok(Json(Organisation::from(page)))
}

//! Customers and everything that is searched for, as staff see them; and their notices.

use domain::customers::{Joined, OrganisationDraft, OrganisationForm, OrganisationPage, OrganisationRow};
use domain::people::Page;
use domain::search::Results;
use domain::tickets::view::NoticeView;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};

use crate::error::AppError;

/// Organisations whose name fits `q` (empty: all), from the cursor `after` on (empty: the first).
#[server(prefix = "/fn", endpoint = "customers/list", input = GetUrl)]
pub async fn organisations(
    #[server(default)] q: String,
    #[server(default)] after: String,
) -> Result<Page<OrganisationRow>, AppError> {
    let after = Some(after).filter(|cursor| !cursor.is_empty());
    crate::ssr::run(async |b, v| {
        let rows = backend::customers::USUAL;
        backend::customers::organisations(&b, &v, &q, after.as_deref(), rows).await
    })
    .await
}

/// One organisation.
#[server(prefix = "/fn", endpoint = "customers/organisation", input = GetUrl)]
pub async fn organisation(id: String) -> Result<OrganisationPage, AppError> {
    crate::ssr::run(async |b, v| backend::customers::organisation(&b, &v, &id).await).await
}

/// An organisation to be changed (empty id: a new one), with what it may be given.
#[server(prefix = "/fn", endpoint = "customers/form", input = GetUrl)]
pub async fn organisation_to_edit(#[server(default)] id: String) -> Result<OrganisationForm, AppError> {
    crate::ssr::run(async |b, v| backend::customers::organisation_form(&b, &v, &id).await).await
}

/// An organisation as it is to be, which was read as `seen`; answers its id.
#[server(prefix = "/fn", endpoint = "customers/save", input = Json)]
pub async fn save_organisation(
    seen: OrganisationDraft,
    draft: OrganisationDraft,
) -> Result<String, AppError> {
    crate::ssr::run(async |b, v| backend::customers::save_organisation(&b, &v, seen, draft).await).await
}

/// Somebody who asks for an organisation from now on.
#[server(prefix = "/fn", endpoint = "customers/add-contact", input = Json)]
pub async fn add_contact(
    organisation: String,
    name: String,
    email: String,
    sees_all: bool,
) -> Result<Joined, AppError> {
    crate::ssr::run(async |b, v| {
        backend::customers::add_contact(&b, &v, &organisation, (&name, &email), sees_all).await
    })
    .await
}

/// Takes a contact out of their organisation.
#[server(prefix = "/fn", endpoint = "customers/remove-contact", input = Json)]
pub async fn remove_contact(person: String) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::customers::remove_contact(&b, &v, &person).await).await
}

/// Everything that fits `q`: at most `limit` tickets, articles and problems (0: the usual), and customers.
#[server(prefix = "/fn", endpoint = "search/desk", input = GetUrl)]
pub async fn find(
    #[server(default)] q: String,
    #[server(default)] limit: usize,
) -> Result<(Results, Vec<OrganisationRow>), AppError> {
    crate::ssr::run(async |b, v| {
        v.ensure(domain::access::Action::UseConsole)?;
        let ask = backend::search::Ask { q, limit, ..Default::default() };
        let results = backend::search::search(&b, &v, &ask).await?;
        let is_empty = ask.q.trim().is_empty();
        let rows = if is_empty {
            Vec::new()
        } else {
            backend::customers::organisations(&b, &v, &ask.q, None, 8).await?.rows
        };
        Ok((results, rows))
    })
    .await
}

/// The reader's notices before the notice `before` (empty: the newest).
#[server(prefix = "/fn", endpoint = "tickets/notices-list", input = GetUrl)]
pub async fn notices(#[server(default)] before: String) -> Result<Vec<NoticeView>, AppError> {
    let before = Some(before).filter(|id| !id.is_empty());
    crate::ssr::run(async |b, v| backend::tickets::notices::list(&b, &v, before.as_deref()).await).await
}

/// Marks the reader's notices up to `last` as read.
#[server(prefix = "/fn", endpoint = "tickets/notices-read")]
pub async fn read_notices(last: String) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::tickets::notices::read(&b, &v, &last).await).await?;
    crate::ssr::see_other("/desk/notices");
    Ok(())
}

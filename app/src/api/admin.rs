//! What admins set up: people, tokens, the outbox.

use domain::access::Role;
use domain::people::{MadeToken, NewToken, OutboxRow, Page, PersonRow, TokenRow};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};

use crate::error::AppError;

/// People whose name or address contains `q`, from the cursor `after` on.
#[server(prefix = "/fn", endpoint = "admin/people", input = GetUrl)]
pub async fn people(
    #[server(default)] q: String,
    #[server(default)] after: String,
) -> Result<Page<PersonRow>, AppError> {
    let after = Some(after).filter(|cursor| !cursor.is_empty());
    crate::ssr::run(async |b, v| backend::people::list(&b, &v, &q, after.as_deref()).await).await
}

/// Makes a person without a password; answers their id.
#[server(prefix = "/fn", endpoint = "admin/add-person")]
pub async fn add_person(name: String, email: String, role: Role) -> Result<String, AppError> {
    let new = domain::people::NewPerson { name, email, role, organisation_id: None, password: None };
    crate::ssr::run(async |b, v| backend::people::add(&b, &v, &new).await).await
}

/// Shuts a person out, or lets them in again.
#[server(prefix = "/fn", endpoint = "admin/disable-person")]
pub async fn set_disabled(id: String, disabled: bool) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| match disabled {
        true => backend::people::disable(&b, &v, &id).await,
        false => backend::people::enable(&b, &v, &id).await,
    })
    .await
}

/// Gives a person who was at version `seen` another role.
#[server(prefix = "/fn", endpoint = "admin/set-role")]
pub async fn set_role(id: String, seen: i64, role: Role) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::people::set_role(&b, &v, &id, seen, role).await).await
}

/// Bearer tokens, newest first, from the cursor `after` on.
#[server(prefix = "/fn", endpoint = "admin/tokens", input = GetUrl)]
pub async fn tokens(#[server(default)] after: String) -> Result<Page<TokenRow>, AppError> {
    let after = Some(after).filter(|cursor| !cursor.is_empty());
    crate::ssr::run(async |b, v| backend::access::tokens::list(&b, &v, after.as_deref()).await).await
}

/// Makes a bearer token; the only time its secret is told.
#[server(prefix = "/fn", endpoint = "admin/make-token", input = Json)]
pub async fn make_token(new: NewToken) -> Result<MadeToken, AppError> {
    crate::ssr::run(async |b, v| backend::access::tokens::make(&b, &v, &new).await).await
}

/// Ends a bearer token for good.
#[server(prefix = "/fn", endpoint = "admin/revoke-token")]
pub async fn revoke_token(id: String) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::access::tokens::revoke(&b, &v, &id).await).await
}

/// What was mailed and what waits to be, newest first. The reading is audited.
#[server(prefix = "/fn", endpoint = "admin/outbox")]
pub async fn outbox(#[server(default)] after: String) -> Result<Page<OutboxRow>, AppError> {
    let after = Some(after).filter(|cursor| !cursor.is_empty());
    crate::ssr::run(async |b, v| backend::mail::list(&b, &v, after.as_deref()).await).await
}

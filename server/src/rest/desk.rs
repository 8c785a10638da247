//! What tickets can be given to and be about, and who is asking.

use axum::Json;
use axum::extract::State;
use domain::access::Scope;
use domain::tickets::entry::Named;
use domain::tickets::view::Choices;
use serde::Serialize;
use utoipa::ToSchema;

use super::api::Api;
use super::caller::Caller;
use super::problem::Answer;
use super::shapes::{Me, Page, Reference};

type Listed = Answer<Json<Page<Reference>>>;

async fn choices(api: &Api, caller: &Caller) -> Answer<Choices> {
    let v = caller.with(Scope::TicketsRead)?;
    api.answer(backend::tickets::choices(&api.backend, v).await)
}

fn page(named: Vec<Named>) -> Listed {
    Ok(Json(Page { items: named.into_iter().map(Reference::from).collect(), next: None }))
}

/// Queues.
#[utoipa::path(get, path = "/queues", tag = "desk", operation_id = "list_queues", responses((status = 200, body = Page<Reference>)))]
pub async fn queues(State(api): State<Api>, caller: Caller) -> Listed {
    page(choices(&api, &caller).await?.queues)
}

/// Staff who take tickets.
#[utoipa::path(get, path = "/users", tag = "desk", operation_id = "list_users", responses((status = 200, body = Page<Reference>)))]
pub async fn users(State(api): State<Api>, caller: Caller) -> Listed {
    page(choices(&api, &caller).await?.staff)
}

/// Ticket types.
#[utoipa::path(get, path = "/ticket-types", tag = "desk", operation_id = "list_ticket_types",
    responses((status = 200, body = Page<Reference>)))]
pub async fn ticket_types(State(api): State<Api>, caller: Caller) -> Listed {
    page(choices(&api, &caller).await?.types)
}

/// A product with its topics.
#[derive(Debug, Serialize, ToSchema)]
pub struct Product {
    pub id: String,
    pub name: String,
    pub topics: Vec<Reference>,
}

/// Products and their topics.
#[utoipa::path(get, path = "/products", tag = "desk", operation_id = "list_products",
    responses((status = 200, body = Page<Product>)))]
pub async fn products(State(api): State<Api>, caller: Caller) -> Answer<Json<Page<Product>>> {
    let items = choices(&api, &caller).await?.products.into_iter().map(|product| Product {
        topics: product
            .topics
            .into_iter()
            .map(|topic| Reference { id: topic.id, name: topic.name })
            .collect(),
        id: product.id,
        name: product.name,
    });
    Ok(Json(Page { items: items.collect(), next: None }))
}

/// Whose token this is, and what it may be used for.
#[utoipa::path(get, path = "/me", tag = "desk", operation_id = "me", responses((status = 200, body = Me)))]
pub async fn me(caller: Caller) -> Answer<Json<Me>> {
    if !caller.viewer.is_signed_in() {
        return Err(domain::Error::SignIn.into());
    }
    Ok(Json(Me::from(&caller.viewer)))
}

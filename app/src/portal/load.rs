//! The one way in which pages of the portal get what they show: as text, so that the browser's half carries the
//! machinery of loading once and not once for each page.

use domain::intake::Step;
use domain::tickets::view::RequestFilter;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// What a page, or a part of one, asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wanted {
    Home,
    Search { q: String, product: String },
    /// Answers to an unfinished query.
    Suggestions { text: String },
    /// An empty product: all of them.
    Help { product: String },
    /// Opened from the intake `i`, unless that is empty.
    Article { slug: String, i: String },
    Status,
    Ask { step: Step, id: String },
    /// Answers to an unfinished description.
    Answers { id: String, text: String },
    Requests { filter: RequestFilter, after: String },
    OpenRequests,
    Request { number: String, before: String },
    Account,
    /// What was typed into the sign-in form last.
    Email,
    /// Whether the reader may open an address that no page of the portal answers to.
    Elsewhere { path: String },
}

/// The JSON of what is wanted; each variant says which server function gives it.
#[server(prefix = "/fn", endpoint = "portal/page", input = GetUrl)]
pub async fn load(wanted: Wanted) -> Result<String, AppError> {
    use super::{help, home, new_request, request, requests, search, status};
    use crate::ssr::json;
    match wanted {
        Wanted::Home => json(home::load().await),
        Wanted::Search { q, product } => json(search::load(q, product).await),
        Wanted::Suggestions { text } => json(crate::api::search::suggest(text, String::new()).await),
        Wanted::Help { product } => json(help::load(product).await),
        Wanted::Article { slug, i } => json(help::article::load(slug, i).await),
        Wanted::Status => json(status::load().await),
        Wanted::Ask { step, id } => json(new_request::load::load(step, id).await),
        Wanted::Answers { id, text } => json(new_request::load::suggest(id, text).await),
        Wanted::Requests { filter, after } => json(requests::load(filter, after).await),
        Wanted::OpenRequests => json(requests::open_requests().await),
        Wanted::Request { number, before } => json(request::load::load(number, before).await),
        Wanted::Account => json(crate::api::account::account().await),
        Wanted::Email => json(crate::api::session::last_email().await),
        Wanted::Elsewhere { path } => json(crate::api::session::may_open(path).await),
    }
}

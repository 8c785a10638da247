//! HTTP wiring: which address leads where, and what stands around every answer.

mod client;
pub mod files;
mod forms;
mod guard;
mod health;
pub mod limits;
pub mod listen;
mod mail;
mod mail_preview;
pub mod observe;
pub(crate) mod overload;
mod pages;
pub mod session;
mod unsubscribe;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use backend::people::Client;
use backend::{Backend, Viewer};
use tokio::sync::watch;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;

use self::limits::{Kind, Limits};
use crate::config::Config;
use crate::rest::{self, Api, problem};
use crate::{assets, live};

pub use pages::{console_paths, portal_paths};

/// Everything the desk answers.
pub fn router(backend: Backend, config: &Config, stop: watch::Receiver<bool>) -> Router {
    observe::recorder();
    let limits = Arc::new(Limits::new(config.limits));
    let api = Api { backend: backend.clone(), limits: limits.clone(), css: assets::names().portal_css };
    let bounded = Router::new()
        .merge(faces(&backend, limits))
        .merge(files::routes(&backend))
        .merge(mail_preview::routes(&backend))
        .merge(unsubscribe::routes(&backend))
        .merge(rest::routes(api.clone()))
        .layer(RequestBodyLimitLayer::new(overload::LARGEST_BODY))
        .layer(from_fn_with_state(overload::Places::default(), overload::shed));
    Router::new()
        .merge(bounded)
        .merge(rest::large_routes(api))
        .merge(mail::routes(&backend))
        .layer(from_fn_with_state(forms::Forms::new(backend.clone()), forms::take_files))
        // Every body has a limit of its own: that of all requests, or that of forms with files.
        .layer(DefaultBodyLimit::disable())
        .merge(live::routes(backend.clone(), stop))
        .merge(health::routes(backend.clone()))
        .merge(assets::routes())
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(guard::Ours::from(config), guard::same_site))
        .layer(from_fn_with_state(client::Proxies::from(config.trusted_proxies.clone()), client::known))
        .layer(from_fn(problem::shape))
        .layer(from_fn(overload::retry_after))
        .layer(from_fn_with_state(guard::Https(config.base_url.starts_with("https://")), guard::headers))
        .layer(CompressionLayer::new().quality(tower_http::CompressionLevel::Fastest))
        .layer(from_fn_with_state(backend, observe::observe))
}

/// The portal, the console, and their server functions.
fn faces(backend: &Backend, limits: Arc<Limits>) -> Router {
    let state = pages::Pages::new(backend.clone());
    let portal =
        portal_paths().iter().fold(Router::new(), |router, path| router.route(path, get(pages::portal)));
    portal
        .route("/fn/{*function}", any(pages::server_function))
        .route("/desk", get(pages::console))
        .route("/desk/{*page}", get(pages::console))
        .fallback(pages::portal)
        .with_state(state)
        .layer(from_fn_with_state((backend.clone(), limits), searches))
        .layer(from_fn_with_state(backend.clone(), session::signed_in))
}

/// Keeps searches on pages within the same limits as those of the API.
async fn searches(
    State((backend, limits)): State<(Backend, Arc<Limits>)>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    if path == "/search" || path.starts_with("/fn/search/") {
        let person = request.extensions().get::<Viewer>().map(|viewer| viewer.person_id.clone());
        let address = request.extensions().get::<Client>().map(|client| client.address.clone());
        let who = person.filter(|id| !id.is_empty()).or(address).unwrap_or_default();
        if let Err(retry_after) = limits.take(Kind::Search, &who, backend.clock.now()) {
            return problem::Problem::from(domain::Error::TooMany { retry_after }).into_response();
        }
    }
    next.run(request).await
}

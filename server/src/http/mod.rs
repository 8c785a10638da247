//! HTTP wiring: which address leads where, and what stands around every answer.

mod guard;
mod health;
mod pages;
pub mod session;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, get};
use backend::Backend;
use tokio::sync::watch;

use crate::assets;
use crate::config::Config;

/// Everything the desk answers.
pub fn router(backend: Backend, config: &Config, stop: watch::Receiver<bool>) -> Router {
    let pages = pages::Pages::new(backend.clone());
    let faces = Router::new()
        .route("/fn/{*function}", any(pages::server_function))
        .route("/desk", get(pages::console))
        .route("/desk/{*page}", get(pages::console))
        .fallback(pages::portal)
        .with_state(pages)
        .layer(from_fn_with_state(backend.clone(), session::signed_in));
    Router::new()
        .merge(faces)
        .merge(crate::live::routes(backend.clone(), stop))
        .merge(health::routes(backend))
        .merge(assets::routes())
        .layer(guard::csrf(&config.base_url))
        .layer(from_fn(guard::headers))
        .layer(tower_http::catch_panic::CatchPanicLayer::new())
        .layer(tower_http::compression::CompressionLayer::new().quality(tower_http::CompressionLevel::Fastest))
}

//! `/healthz`: the process runs. `/readyz`: it can serve. `/metrics`: figures for Prometheus.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use backend::Backend;

use super::observe;

pub fn routes(backend: Backend) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(observe::figures))
        .with_state(backend)
}

async fn ready(State(backend): State<Backend>) -> (StatusCode, &'static str) {
    match backend.db.health().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}

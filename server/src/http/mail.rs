//! Mail that came in, over plain HTTP: its bytes, and the laboratory, which takes a message as bytes. Siblings:
//! `backend::mail::inbound`, `server/src/rest/inbound.rs` for mail that is to be taken in.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use backend::mail::inbound;
use backend::{Backend, Viewer};
use domain::mail::MAX_MESSAGE;
use tower_http::limit::RequestBodyLimitLayer;

use super::{files, session};
use crate::rest::{Places, bounded};

pub fn routes(backend: &Backend) -> Router {
    let lab = Router::new()
        .route("/mail/lab", post(lab))
        .layer(RequestBodyLimitLayer::new(MAX_MESSAGE))
        .layer(from_fn_with_state(Places::default(), bounded));
    Router::new()
        .route("/mail/{id}", get(read))
        .merge(lab)
        .layer(from_fn_with_state(backend.clone(), session::signed_in))
        .with_state(backend.clone())
}

/// A message as it came, to be saved and never shown.
async fn read(
    State(backend): State<Backend>,
    Extension(v): Extension<Viewer>,
    Path(id): Path<String>,
) -> Response {
    match inbound::raw(&backend, &v, &id).await {
        Ok(raw) => {
            let headers = [
                (header::CONTENT_TYPE, "application/octet-stream"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"message.eml\""),
                (header::CONTENT_SECURITY_POLICY, files::POWERLESS),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            ];
            (headers, raw).into_response()
        }
        Err(failure) => files::refusal(&backend, &v, failure),
    }
}

/// What would become of the message that is the body.
async fn lab(State(backend): State<Backend>, Extension(v): Extension<Viewer>, raw: Bytes) -> Response {
    match inbound::lab(&backend, &v, raw).await {
        Ok(steps) => Json(steps).into_response(),
        Err(failure) => files::refusal(&backend, &v, failure),
    }
}

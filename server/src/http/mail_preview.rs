//! How a mail that the desk would write looks, as a document of its own for a frame of the console: its styles stand in its
//! elements, which our own pages do not allow. It runs nothing and loads nothing.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::post;
use axum::{Extension, Form, Router};
use backend::mail::templates;
use backend::{Backend, Viewer};
use domain::outbox::template::{Template, TemplateKey};
use domain::words::{Lang, errors};
use serde::Deserialize;

use super::session;

const POWERLESS: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";

pub fn routes(backend: &Backend) -> Router {
    Router::new()
        .route("/mail-preview", post(preview))
        .layer(from_fn_with_state(backend.clone(), session::signed_in))
        .with_state(backend.clone())
}

/// The words as they are typed.
#[derive(Debug, Deserialize)]
struct Words {
    key: TemplateKey,
    lang: Lang,
    subject: String,
    body: String,
}

async fn preview(
    State(backend): State<Backend>,
    Extension(v): Extension<Viewer>,
    Form(words): Form<Words>,
) -> Response {
    let template = Template { subject: words.subject, body: words.body };
    match templates::preview(&backend, &v, words.key, words.lang, template).await {
        Ok(preview) => ([(header::CONTENT_SECURITY_POLICY, POWERLESS)], Html(preview.html)).into_response(),
        Err(failure) => {
            let error = failure.public(&*backend.ids);
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, errors::sentence(v.lang, &error)).into_response()
        }
    }
}

//! Finds out who asks, before any page or server function runs.

use axum::extract::{Request, State};
use axum::http::header;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use backend::{Backend, Viewer};
use domain::words::Lang;

/// Puts the [`Viewer`] into the request: the session's person, or a visitor in the browser's language.
pub async fn signed_in(State(backend): State<Backend>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let viewer = viewer(&backend, &parts).await;
    parts.extensions.insert(viewer);
    next.run(Request::from_parts(parts, body)).await
}

/// The session's person, or a visitor.
pub async fn viewer(backend: &Backend, parts: &Parts) -> Viewer {
    if let Some(token) = app::ssr::session_token(parts, &backend.settings.base_url)
        && let Some(viewer) = still(backend, &token).await
    {
        return viewer;
    }
    let accepted = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let chosen = app::ssr::remembered_language(parts);
    Viewer::visitor(chosen.or_else(|| accepted.map(Lang::accepted)).unwrap_or_default())
}

/// Who is behind a session's token now.
pub async fn still(backend: &Backend, token: &str) -> Option<Viewer> {
    let found = backend::people::session(backend, token).await;
    found.inspect_err(|error| tracing::warn!(%error, "could not look up a session")).ok().flatten()
}

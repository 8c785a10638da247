//! Files over plain HTTP: parts as they arrive, and what was sent as it is read. Siblings: `forms` (forms that bring their
//! files along), `backend::files`.

use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use backend::files::{self, Opened, Part};
use backend::people::Client;
use backend::{Backend, Failure, Outcome, Viewer};
use domain::files::{Attachment, For};
use domain::words::errors;
use serde::Deserialize;

use super::session;

/// What a picture may do on a page of its own, and everything else if a browser shows it after all: nothing.
pub(super) const POWERLESS: &str =
    "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

pub fn routes(backend: &Backend) -> Router {
    Router::new()
        .route("/files", post(take))
        .route("/files/{id}", get(read).delete(remove))
        .route("/files/{id}/start", get(start))
        .layer(from_fn_with_state(backend.clone(), session::signed_in))
        .with_state(backend.clone())
}

/// What a file is for, as [`For::code`] writes it.
#[derive(Debug, Deserialize)]
struct Of {
    #[serde(rename = "for")]
    of: String,
}

impl Of {
    fn parse(&self) -> Outcome<For> {
        Ok(For::parse(&self.of).ok_or(domain::Error::NotFound)?)
    }
}

/// A part's place; its bytes are the body.
#[derive(Debug, Deserialize)]
pub struct Place {
    /// What the sender knows the file by.
    #[serde(default)]
    pub mark: String,
    pub name: String,
    pub size: u64,
    #[serde(default)]
    pub at: u64,
}

impl Place {
    pub fn with(self, bytes: Bytes) -> Part {
        Part { mark: self.mark, name: self.name, size: self.size, at: self.at, bytes }
    }
}

async fn take(
    State(backend): State<Backend>,
    Extension(v): Extension<Viewer>,
    Extension(client): Extension<Client>,
    Query(of): Query<Of>,
    Query(place): Query<Place>,
    bytes: Bytes,
) -> Response {
    let taken = async { files::take(&backend, &v, &client, &of.parse()?, place.with(bytes)).await };
    answer(&backend, &v, taken.await)
}

async fn remove(
    State(backend): State<Backend>,
    Extension(v): Extension<Viewer>,
    Path(id): Path<String>,
    Query(of): Query<Of>,
) -> Response {
    let removed = async { files::remove(&backend, &v, &of.parse()?, &id).await };
    answer(&backend, &v, removed.await)
}

/// Whoever is not signed in is asked to, whether or not there is such a file.
async fn read(
    State(backend): State<Backend>,
    Extension(v): Extension<Viewer>,
    Path(id): Path<String>,
) -> Response {
    match files::open(&backend, &v, &id).await {
        Ok(opened) => contents(opened),
        Err(failure) => unread(&backend, &v, &id, failure),
    }
}

/// The first lines of a text.
async fn start(
    State(backend): State<Backend>,
    Extension(v): Extension<Viewer>,
    Path(id): Path<String>,
) -> Response {
    match files::start(&backend, &v, &id).await {
        Ok(text) => ([(header::CONTENT_SECURITY_POLICY, POWERLESS)], text).into_response(),
        Err(failure) => unread(&backend, &v, &id, failure),
    }
}

fn unread(backend: &Backend, v: &Viewer, id: &str, failure: Failure) -> Response {
    match failure {
        Failure::Refused(domain::Error::NotFound) if !v.is_signed_in() => {
            Redirect::to(&format!("/login?next={}", domain::files::href(id))).into_response()
        }
        failure => refusal(backend, v, failure),
    }
}

/// A file as browsers may have it: pictures are shown, everything else is saved, and nothing runs.
pub fn contents(opened: Opened) -> Response {
    let Opened { file, content } = opened;
    let headers = [
        (header::CONTENT_TYPE, media(&file)),
        (header::CONTENT_LENGTH, file.size.to_string()),
        (header::CONTENT_DISPOSITION, disposition(&file)),
        (header::CONTENT_SECURITY_POLICY, POWERLESS.to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, Body::from_stream(content)).into_response()
}

fn media(file: &Attachment) -> String {
    match file.media.as_str() {
        "text/plain" => "text/plain; charset=utf-8".to_owned(),
        media => media.to_owned(),
    }
}

/// The name twice: for old readers without what they cannot read.
fn disposition(file: &Attachment) -> String {
    let how = if file.is_picture() { "inline" } else { "attachment" };
    let plain =
        |c: char| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') || c == ' ' { c } else { '_' };
    let name: String = file.name.chars().map(plain).collect();
    let encoded = app::portal::address::encode(&file.name);
    format!("{how}; filename=\"{name}\"; filename*=UTF-8''{encoded}")
}

fn answer<T: serde::Serialize>(backend: &Backend, v: &Viewer, outcome: Outcome<T>) -> Response {
    match outcome {
        Ok(value) => Json(value).into_response(),
        Err(failure) => refusal(backend, v, failure),
    }
}

/// The refusal in a sentence for who asks.
pub(super) fn refusal(backend: &Backend, v: &Viewer, failure: Failure) -> Response {
    let error = failure.public(&*backend.ids);
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, errors::sentence(v.lang, &error)).into_response();
    if let domain::Error::TooMany { retry_after } = error {
        response.headers_mut().insert(header::RETRY_AFTER, retry_after.into());
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_travels_in_any_alphabet() {
        let file = |name: &str, media: &str| Attachment {
            id: "1".into(),
            name: name.into(),
            size: 1,
            media: media.into(),
        };
        assert_eq!(
            disposition(&file("grün \"x\".svg", "text/plain")),
            "attachment; filename=\"gr_n _x_.svg\"; filename*=UTF-8''gr%C3%BCn%20%22x%22.svg"
        );
        assert!(disposition(&file("a.png", "image/png")).starts_with("inline; "));
        assert!(disposition(&file("a.png", "text/plain")).starts_with("attachment; "));
    }
}

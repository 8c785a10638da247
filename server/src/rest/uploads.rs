//! Files: sent in parts before what they are for, and read where they were sent.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Response;
use backend::people::Client;
use domain::access::Scope;
use domain::files::{For, Upload};
use serde::Deserialize;
use utoipa::IntoParams;

use super::api::Api;
use super::asked::Params;
use super::caller::Caller;
use super::problem::Answer;
use crate::http::files::{Place, contents};

/// What a file is for, and which part of it this is.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Sending {
    /// `ticket` for one that you are about to make, `ticket:` and a question's id for the answer to one that asks for
    /// files; `reply:` or `note:` and the number for a message.
    #[serde(rename = "for")]
    #[param(rename = "for", example = "reply:CW-10234")]
    of: String,
    /// What the file is called.
    name: String,
    /// Bytes of the whole file, at most 25 MiB.
    size: u64,
    /// Where in the file this part begins.
    #[serde(default)]
    at: u64,
    /// Any text of your own that tells files of one name and size apart.
    #[serde(default)]
    mark: String,
}

/// Sends a part of a file, at most 512 KiB as the body. `received` says where the next part begins, also after a
/// connection broke: repeat any part to hear it. Once `received` is `size`, the `id` can be named in `files`. What is not
/// sent within seven days is forgotten.
#[utoipa::path(post, path = "/uploads", tag = "tickets", operation_id = "upload", params(Sending),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = Upload)))]
pub async fn take(
    State(api): State<Api>,
    caller: Caller,
    Params(sending): Params<Sending>,
    bytes: Bytes,
) -> Answer<Json<Upload>> {
    let v = caller.with(Scope::TicketsWrite)?;
    let of = For::parse(&sending.of).ok_or(domain::Error::NotFound)?;
    let Sending { name, size, at, mark, .. } = sending;
    let part = Place { mark, name, size, at }.with(bytes);
    Ok(Json(api.answer(backend::files::take(&api.backend, v, &Client::default(), &of, part).await)?))
}

/// The content of a file that an entry names.
#[utoipa::path(get, path = "/files/{id}", tag = "tickets", operation_id = "read_file", params(("id" = String, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
pub async fn read(State(api): State<Api>, caller: Caller, Path(id): Path<String>) -> Answer<Response> {
    let v = caller.with(Scope::TicketsRead)?;
    Ok(contents(api.answer(backend::files::open(&api.backend, v, &id).await)?))
}

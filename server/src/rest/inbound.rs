//! Mail that somebody else received for the desk.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use backend::mail::inbound::{self as mail, Arrival, Taken};
use domain::access::{Action, Scope};
use domain::mail::MAX_MESSAGE;
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;
use utoipa::{IntoParams, ToSchema};

use super::api::Api;
use super::asked::Params;
use super::caller::Caller;
use super::problem::{Answer, Problem};
use crate::http::overload::later;

/// Messages taken at once: each lies in memory.
const AT_WORK: usize = 4;
/// The longest that one may take to arrive and be decided.
const PATIENCE: Duration = Duration::from_secs(120);
/// A little above the largest message, so that one that is too large is told so in a ticket and not to a program.
pub const LARGEST: usize = MAX_MESSAGE + (8 << 20);

/// Free places for messages.
#[derive(Clone)]
pub struct Places(Arc<Semaphore>);

impl Default for Places {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_WORK)))
    }
}

/// Takes a place for the request, or turns it away.
pub async fn bounded(State(places): State<Places>, request: Request, next: Next) -> Response {
    let Ok(_place) = places.0.try_acquire() else { return later() };
    tokio::time::timeout(PATIENCE, next.run(request)).await.unwrap_or_else(|_| later())
}

/// Where the message came to.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct To {
    /// Name of one of the desk's mailboxes.
    #[serde(default)]
    #[param(example = "support")]
    mailbox: String,
}

/// What became of a message.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailTaken {
    /// Names the message from now on.
    id: String,
    /// `done`; `ignored`: it is our own or a machine's, and belongs to no ticket; `quarantined`: it cannot be read;
    /// `waiting`: it is tried again.
    #[schema(example = "done")]
    state: String,
    /// Why, unless it is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "no_sender")]
    reason: Option<String>,
    /// The ticket that it went to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "CW-10234")]
    ticket: Option<String>,
}

impl From<Taken> for MailTaken {
    fn from(taken: Taken) -> Self {
        let reason = taken.reason.map(|reason| reason.code().to_owned());
        Self { id: taken.id, state: taken.state, reason, ticket: taken.number }
    }
}

/// Takes one message as it came, for admins: its Authentication-Results are believed when one of the desk's own servers
/// wrote them. It is safe on disk when this answers 200, whatever became of it; the same message again changes nothing.
#[utoipa::path(post, path = "/inbound/email", tag = "mail", operation_id = "take_email", params(To),
    request_body(content = Vec<u8>, content_type = "message/rfc822"), responses((status = 200, body = MailTaken)))]
pub async fn take(
    State(api): State<Api>,
    caller: Caller,
    Params(to): Params<To>,
    headers: axum::http::HeaderMap,
    raw: Bytes,
) -> Answer<Json<MailTaken>> {
    let v = caller.with(Scope::MailWrite)?;
    v.ensure(Action::ReadOutbox)?;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.to_ascii_lowercase().starts_with("message/rfc822") {
        return Err(Problem::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    if !to.mailbox.is_empty() && api.backend.settings.mail.inbound.mailbox(&to.mailbox).is_none() {
        return Err(domain::Error::field("mailbox", domain::error::Problem::NotAChoice).into());
    }
    let arrival = Arrival { mailbox: to.mailbox, uid: None, raw };
    Ok(Json(api.answer(mail::take(&api.backend, arrival).await)?.into()))
}

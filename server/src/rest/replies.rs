//! Writing on a ticket: replies that the other side reads, notes that stay among staff.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::Viewer;
use domain::access::Scope;
use domain::tickets::decide::{AfterReply, Command};
use domain::words::{Lang, api::api as words};
use serde::Deserialize;
use utoipa::ToSchema;

use super::api::Api;
use super::asked::{self, Sent};
use super::caller::Caller;
use super::patch::time;
use super::problem::{Answer, Problem};
use super::shapes::{Accepted, PlanStep};

/// A message to the other side. Only staff say what happens next.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// 1 to 20 000 characters; with `files` it may be missing.
    #[serde(default)]
    text: String,
    /// `keep_open` (when missing), `wait` for the customer, or `solve`.
    #[schema(value_type = Option<String>, example = "wait")]
    after: Option<AfterReply>,
    /// Replaces the plan.
    plan: Option<Vec<PlanStep>>,
    /// When the customer is promised to hear next, RFC 3339.
    next_contact: Option<String>,
    /// Ids of uploads made for `reply:` and the number (`POST /uploads`), at most 10.
    #[serde(default)]
    files: Vec<String>,
}

/// Something for staff alone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// 1 to 20 000 characters; with `files` it may be missing.
    #[serde(default)]
    text: String,
    /// Ids of uploads made for `note:` and the number, at most 10.
    #[serde(default)]
    files: Vec<String>,
}

/// Sends a reply: as staff to the customer, as a customer to the desk. With `If-Match` it is not sent when the thread
/// moved on meanwhile.
#[utoipa::path(post, path = "/tickets/{number}/replies", tag = "tickets", operation_id = "reply", request_body = Reply,
    params(("number" = String, Path, example = "CW-10234"),
        ("If-Match" = Option<String>, Header, description = "The ETag you saw"),
        ("Idempotency-Key" = Option<String>, Header, description = "Any text of your own, kept for a day")),
    responses((status = 201, body = Accepted, headers(("ETag" = String)))))]
pub async fn reply(
    State(api): State<Api>,
    caller: Caller,
    Path(number): Path<String>,
    headers: HeaderMap,
    sent: Sent<Reply>,
) -> Answer<Response> {
    let v = caller.with(Scope::TicketsWrite)?;
    let once = sent.once(v);
    let files = sent.value.files.clone();
    let command = sent.value.command(v)?;
    write(&api, v, &number, &headers, (command, files), once).await
}

/// Adds a note that customers never see.
#[utoipa::path(post, path = "/tickets/{number}/notes", tag = "tickets", operation_id = "note", request_body = Note,
    params(("number" = String, Path, example = "CW-10234"),
        ("Idempotency-Key" = Option<String>, Header, description = "Any text of your own, kept for a day")),
    responses((status = 201, body = Accepted, headers(("ETag" = String)))))]
pub async fn note(
    State(api): State<Api>,
    caller: Caller,
    Path(number): Path<String>,
    headers: HeaderMap,
    sent: Sent<Note>,
) -> Answer<Response> {
    let v = caller.with(Scope::TicketsWrite)?;
    let once = sent.once(v);
    let Note { text, files } = sent.value;
    write(&api, v, &number, &headers, (Command::Note { text }, files), once).await
}

async fn write(
    api: &Api,
    v: &Viewer,
    number: &str,
    headers: &HeaderMap,
    (command, files): (Command, Vec<String>),
    once: Option<backend::tickets::Once>,
) -> Answer<Response> {
    let seen = asked::if_match(headers);
    let written =
        backend::tickets::change_all(&api.backend, v, number, seen, vec![command], &files, once).await;
    let written = Accepted::from(api.answer(written).map_err(Problem::of_precondition)?);
    Ok((StatusCode::CREATED, asked::etag(written.version), Json(written)).into_response())
}

impl Reply {
    fn command(self, v: &Viewer) -> Answer<Command> {
        if v.is_staff() {
            let plan = self.plan.map(|plan| plan.into_iter().map(Into::into).collect());
            let next_contact = time("next_contact", self.next_contact)?;
            let after = self.after.unwrap_or(AfterReply::KeepOpen);
            return Ok(Command::Reply { text: self.text, after, plan, next_contact });
        }
        let given = [
            ("after", self.after.is_some()),
            ("plan", self.plan.is_some()),
            ("next_contact", self.next_contact.is_some()),
        ];
        match given.into_iter().find(|(_, given)| *given) {
            Some((field, _)) => Err(Problem::field(field, words(Lang::En).staff_only)),
            None => Ok(Command::CustomerMessage { text: self.text }),
        }
    }
}

//! Errors as RFC 9457 problem details: from refusals of use cases, from axum's own answers, from limits.

use app::error::AppError;
use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::words::api::api;
use domain::words::{Lang, errors, fill};
use leptos::server_fn::error::SERVER_FN_ERROR_HEADER;
use serde::Serialize;
use utoipa::ToSchema;

use super::shapes::Change;

/// What a handler answers with.
pub type Answer<T> = Result<T, Problem>;

pub const CONTENT_TYPE: &str = "application/problem+json";

/// Why a request was refused (RFC 9457).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// Where this kind of problem is explained.
    #[serde(rename = "type")]
    #[schema(example = "/api/v1/docs#not-found")]
    pub kind: String,
    /// The kind of problem in a few words.
    #[schema(example = "Not Found")]
    pub title: String,
    /// The HTTP status, again.
    #[schema(example = 404)]
    pub status: u16,
    /// What happened and what to do, in a sentence.
    pub detail: String,
    /// Names this occurrence in the desk's log.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "urn:casewell:reference:1a2b3c4d")]
    pub instance: Option<String>,
    /// The fields that need another value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// What changed since the version the request named, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    #[serde(skip)]
    retry_after: Option<u32>,
}

/// What is wrong with one field.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FieldProblem {
    /// Path of the field in the request.
    #[schema(example = "subject")]
    pub field: String,
    /// What to enter instead.
    pub detail: String,
}

impl Problem {
    /// A problem of this status; its kind and title follow from it.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        let title = status.canonical_reason().unwrap_or("Error");
        Self {
            kind: format!("/api/v1/docs#{}", title.to_ascii_lowercase().replace(' ', "-")),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            instance: None,
            errors: Vec::new(),
            changes: Vec::new(),
            retry_after: None,
        }
    }

    /// One field of the request cannot be used.
    pub fn field(field: impl Into<String>, detail: impl Into<String>) -> Self {
        let (field, detail) = (field.into(), detail.into());
        let errors = vec![FieldProblem { field, detail: detail.clone() }];
        Self { errors, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, detail) }
    }

    /// The request's body or query cannot be read, at this field.
    pub fn of_body(wrong: domain::error::FieldError) -> Self {
        let broken = matches!(wrong.problem, domain::error::Problem::NotJson { .. });
        let problem = Self::from(domain::Error::Invalid(vec![wrong]));
        if broken { Self::new(StatusCode::BAD_REQUEST, problem.detail) } else { problem }
    }

    /// What this status says by itself.
    pub fn of_status(status: StatusCode) -> Self {
        Self::new(status, sentence(status))
    }

    /// A conflict with the version that a header named, rather than the body.
    pub fn of_precondition(self) -> Self {
        if self.status != StatusCode::CONFLICT.as_u16() {
            return self;
        }
        Self { changes: self.changes, ..Self::new(StatusCode::PRECONDITION_FAILED, self.detail) }
    }

    fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<domain::Error> for Problem {
    fn from(error: domain::Error) -> Self {
        let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let problem = Self::new(status, detail(&error));
        match error {
            domain::Error::Invalid(fields) => {
                let field = |error: &domain::error::FieldError| FieldProblem {
                    field: error.field.clone(),
                    detail: errors::problem(Lang::En, error),
                };
                Self { errors: fields.iter().map(field).collect(), ..problem }
            }
            domain::Error::Conflict(changes) => {
                Self { changes: changes.into_iter().map(Change::from).collect(), ..problem }
            }
            domain::Error::TooMany { retry_after } => Self { retry_after: Some(retry_after), ..problem },
            domain::Error::Busy => Self { retry_after: Some(1), ..problem },
            domain::Error::Internal(id) => {
                Self { instance: Some(format!("urn:casewell:reference:{id}")), ..problem }
            }
            _ => problem,
        }
    }
}

/// What happened and what to do, for somebody who sees no form.
fn detail(error: &domain::Error) -> String {
    let w = api(Lang::En);
    match error {
        domain::Error::NotFound => w.not_found.to_owned(),
        domain::Error::SignIn => w.no_token.to_owned(),
        domain::Error::Conflict(_) => w.conflict.to_owned(),
        domain::Error::Internal(id) => fill(w.internal, &[("id", id)]),
        other => errors::by_field(Lang::En, other),
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, retry_after) = (self.status(), self.retry_after);
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(CONTENT_TYPE));
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// Gives every refusal under `/api` the one form, also those that axum and the layers around it make: unknown
/// addresses and methods, bodies too large, requests from other sites. Under `/fn` such a refusal says what pages
/// can read.
pub async fn shape(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let (is_api, is_function) = (path.starts_with("/api/"), path.starts_with("/fn/"));
    let response = next.run(request).await;
    let status = response.status();
    let is_refusal = status.is_client_error() || status.is_server_error();
    let has_form = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == CONTENT_TYPE);
    if !is_refusal {
        return response;
    }
    if is_api && !has_form {
        return with_body_of(response, Problem::of_status(status).into_response());
    }
    match from_around(&response).filter(|_| is_function) {
        Some(error) => with_body_of(response, Json(AppError::Desk(error)).into_response()),
        None => response,
    }
}

/// What a layer around a server function says by its status; None for what the functions say themselves.
fn from_around(response: &Response) -> Option<domain::Error> {
    let headers = response.headers();
    if headers.contains_key(SERVER_FN_ERROR_HEADER) {
        return None;
    }
    match response.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Some(domain::Error::TooLarge),
        StatusCode::SERVICE_UNAVAILABLE => Some(domain::Error::Busy),
        StatusCode::TOO_MANY_REQUESTS => {
            let seconds =
                headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
            Some(domain::Error::TooMany { retry_after: seconds.unwrap_or(1) })
        }
        _ => None,
    }
}

/// `response` with the type and the body of `shaped`.
fn with_body_of(response: Response, shaped: Response) -> Response {
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.extend(shaped.headers().clone());
    Response::from_parts(parts, shaped.into_body())
}

fn sentence(status: StatusCode) -> &'static str {
    let w = api(Lang::En);
    match status {
        StatusCode::NOT_FOUND => w.not_found,
        StatusCode::METHOD_NOT_ALLOWED => w.method,
        StatusCode::PAYLOAD_TOO_LARGE => w.too_large,
        StatusCode::FORBIDDEN => w.other_site,
        StatusCode::SERVICE_UNAVAILABLE => errors::errors(Lang::En).busy,
        _ if status.is_server_error() => w.fault,
        _ => w.refused,
    }
}

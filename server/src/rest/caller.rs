//! Who calls the API: the person behind a bearer token, a signed-in browser where nothing is changed, or a visitor.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use backend::Viewer;
use backend::people::Client;
use domain::access::Scope;
use domain::words::{Lang, api::api};

use super::api::Api;
use super::problem::{Answer, Problem};
use crate::http::limits::Kind;

/// The one who asks, within the limits of all calls. The session cookie, which browsers send by themselves, counts for
/// reading only.
pub struct Caller {
    pub viewer: Viewer,
    /// Whom limits count: the person, else the address.
    pub counted_as: String,
}

impl FromRequestParts<Api> for Caller {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Response> {
        let viewer = match parts.headers.get(header::AUTHORIZATION) {
            Some(value) => bearer(api, value).await?,
            None if parts.method.is_safe() => crate::http::session::viewer(&api.backend, parts).await,
            // Nobody writes unknown; what they sent is not even read.
            None => return Err(Problem::from(domain::Error::SignIn).into_response()),
        };
        let address =
            || parts.extensions.get::<Client>().map(|client| client.address.clone()).unwrap_or_default();
        let counted_as = if viewer.is_signed_in() { viewer.person_id.clone() } else { address() };
        let caller = Self { viewer, counted_as };
        caller.within(api, Kind::Call).map_err(IntoResponse::into_response)?;
        Ok(caller)
    }
}

async fn bearer(api: &Api, value: &HeaderValue) -> Result<Viewer, Response> {
    let token = value.to_str().ok().and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
    });
    let viewer = match token {
        Some(token) => backend::access::tokens::viewer(&api.backend, token).await,
        None => Ok(None),
    };
    api.answer(viewer).map_err(IntoResponse::into_response)?.ok_or_else(unknown_token)
}

fn unknown_token() -> Response {
    let mut response = Problem::new(StatusCode::UNAUTHORIZED, api(Lang::En).bad_token).into_response();
    let why = HeaderValue::from_static("Bearer error=\"invalid_token\"");
    response.headers_mut().insert(header::WWW_AUTHENTICATE, why);
    response
}

impl Caller {
    /// Lets a token through that was made for `scope`, and a signed-in browser.
    pub fn with(&self, scope: Scope) -> Answer<&Viewer> {
        if !self.viewer.is_signed_in() {
            return Err(domain::Error::SignIn.into());
        }
        self.viewer.ensure_scope(scope)?;
        Ok(&self.viewer)
    }

    /// Lets everybody through whose token, if they have one, was made for `scope`.
    pub fn or_visitor(&self, scope: Scope) -> Answer<&Viewer> {
        self.viewer.ensure_scope(scope)?;
        Ok(&self.viewer)
    }

    /// Counts one use of `kind`.
    pub fn within(&self, api: &Api, kind: Kind) -> Answer<()> {
        let taken = api.limits.take(kind, &self.counted_as, api.backend.clock.now());
        taken.map_err(|retry_after| domain::Error::TooMany { retry_after }.into())
    }
}

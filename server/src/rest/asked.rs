//! How requests are read: JSON bodies, queries, cursors, and the headers that make writes safe to repeat.

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use backend::Viewer;
use backend::tickets::Once;
use domain::error::FieldError;
use domain::words::{Lang, api::api, fill};
use serde::de::DeserializeOwned;

use super::problem::{Answer, Problem};

/// Rows of a list when nothing is said about it, and at most.
pub const USUAL: u32 = 50;
pub const MOST: u32 = 100;

/// A JSON body, with what makes a repetition of the request recognisable.
pub struct Sent<T> {
    pub value: T,
    /// Method, address and body as they came.
    request: String,
    key: Option<String>,
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Answer<Self> {
        let (method, uri) = (request.method().clone(), request.uri().clone());
        if !is_json(request.headers()) {
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, api(Lang::En).not_json));
        }
        let key = idempotency_key(request.headers())?;
        let bytes = Bytes::from_request(request, state).await;
        let bytes = bytes.map_err(|refused| Problem::of_status(refused.status()))?;
        let value = backend::json::read(&bytes).map_err(Problem::of_body)?;
        let request = format!("{method} {} {}", uri.path(), String::from_utf8_lossy(&bytes));
        Ok(Self { value, request, key })
    }
}

impl<T> Sent<T> {
    /// The promise to act once, if the caller asked for it.
    pub fn once(&self, v: &Viewer) -> Option<Once> {
        self.key.as_ref().map(|key| Once::new(v, key, &self.request))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

fn idempotency_key(headers: &HeaderMap) -> Answer<Option<String>> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().unwrap_or_default();
    if key.is_empty() || key.len() > 200 {
        return Err(Problem::new(StatusCode::BAD_REQUEST, api(Lang::En).key_size));
    }
    Ok(Some(key.to_owned()))
}

/// A query string.
pub struct Params<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        let query = Query::<T>::try_from_uri(&parts.uri);
        query.map(|Query(query)| Self(query)).map_err(|refused| Problem::of_body(unreadable(&refused)))
    }
}

/// The parameter that cannot be read: what the refusal says is its own words, the name and the reason.
fn unreadable(refused: &QueryRejection) -> FieldError {
    let text = refused.body_text();
    let said = text.split_once(": ").map_or(text.as_str(), |(_, said)| said);
    let (name, why) = said.split_once(": ").unwrap_or(("", said));
    backend::json::plain(name, why)
}

/// The number of rows asked for.
pub fn rows(limit: Option<u32>) -> Answer<u32> {
    match limit {
        None => Ok(USUAL),
        Some(limit @ 1..=MOST) => Ok(limit),
        Some(_) => {
            let range = fill(api(Lang::En).limit_range, &[("max", &MOST.to_string())]);
            Err(Problem::field("limit", range))
        }
    }
}

/// A cursor that no list gave out is the caller's slip, not a missing page.
pub fn in_list<T>(asked: Option<&str>, answer: Answer<T>) -> Answer<T> {
    answer.map_err(|problem| match asked {
        Some(_) if problem.status == StatusCode::NOT_FOUND.as_u16() => {
            Problem::field("cursor", api(Lang::En).bad_cursor)
        }
        _ => problem,
    })
}

/// What `If-Match` names that never was a ticket's version.
const NO_VERSION: i64 = 0;

/// The version that `If-Match` names, `None` when any will do. What this API never gave out matches no ticket.
pub fn if_match(headers: &HeaderMap) -> Option<i64> {
    let value = headers.get(header::IF_MATCH)?.to_str().unwrap_or_default().trim();
    if value == "*" { None } else { Some(versions(value).max().unwrap_or(NO_VERSION)) }
}

/// Whether the caller has this version already. Proxies that compress make tags weak, which is good enough to compare.
pub fn is_known(headers: &HeaderMap, current: i64) -> bool {
    let value = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    versions(&value.replace("W/", "")).any(|known| known == current)
}

/// The versions whose tags, letter by letter, stand in a list.
fn versions(tags: &str) -> impl Iterator<Item = i64> {
    let version = |tag: &str| tag.trim().strip_prefix('"')?.strip_suffix('"')?.parse().ok();
    tags.split(',').filter_map(move |tag| version(tag).filter(|version| tag_of(*version) == tag.trim()))
}

/// The tag of a version.
pub fn etag(version: i64) -> [(header::HeaderName, String); 1] {
    [(header::ETAG, tag_of(version))]
}

fn tag_of(version: i64) -> String {
    format!("\"{version}\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn only_tags_that_were_given_out_name_a_version() {
        let named = |value| if_match(&headers(header::IF_MATCH, value));
        assert_eq!((named("*"), named("\"12\""), named("\"3\", \"12\"")), (None, Some(12), Some(12)));
        for odd in ["W/\"9\"", "10", "\"012\"", "\"+13\"", "\"-1\"x", "\"\"", "", "\"", "\" 9\""] {
            assert_eq!(named(odd), Some(NO_VERSION), "{odd}");
        }
    }

    #[test]
    fn a_weak_tag_is_known_all_the_same() {
        for tag in ["\"9\"", "W/\"9\"", "\"1\", W/\"9\""] {
            assert!(is_known(&headers(header::IF_NONE_MATCH, tag), 9), "{tag}");
        }
        assert!(!is_known(&headers(header::IF_NONE_MATCH, "9"), 9));
    }
}

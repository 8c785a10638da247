//! What stands around every answer: who may post from where, and the headers that tell browsers what to refuse.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use tower_http::csrf::CsrfLayer;

/// For answers that are not pages. Pages bring their own policy with the nonce of their scripts.
const STRICT: &str = "default-src 'none'; frame-ancestors 'none'";
/// Two years, as browsers' own lists ask for.
const HTTPS_ONLY: HeaderValue = HeaderValue::from_static("max-age=63072000");

/// Refuses writes that another site caused. Bearer tokens are not sent by browsers on their own, so the REST API
/// passes by having neither `Origin` nor `Sec-Fetch-Site`.
pub fn csrf(base_url: &str) -> CsrfLayer {
    CsrfLayer::new().add_trusted_origin(base_url).unwrap_or_else(|error| {
        tracing::warn!(%error, "the base URL is no origin; only the request's own host is trusted");
        CsrfLayer::new()
    })
}

/// Whether people reach the desk by https, here or at a proxy.
#[derive(Debug, Clone, Copy)]
pub struct Https(pub bool);

/// Adds the headers that every answer carries, without touching those that are set.
pub async fn headers(State(Https(https)): State<Https>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, STRICT),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HTTPS_ONLY);
    }
    response
}

/// The policy of a page whose scripts carry `nonce`: own files and that nonce, nothing else.
pub fn page_policy(nonce: &str) -> String {
    format!(
        "default-src 'self'; script-src 'strict-dynamic' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
         object-src 'none'"
    )
}

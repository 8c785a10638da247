//! What stands around every answer: who may post from where, and the headers that tell browsers what to refuse.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::words::{Lang, api::api};

use crate::config::Config;

/// For answers that are not pages. Pages bring their own policy with the nonce of their scripts.
const STRICT: &str = "default-src 'none'; frame-ancestors 'none'";
/// Two years, as browsers' own lists ask for.
const HTTPS_ONLY: HeaderValue = HeaderValue::from_static("max-age=63072000");

/// Whose pages may write here: those under the address that people reach the desk by.
#[derive(Debug, Clone)]
pub struct Ours {
    origin: Arc<str>,
    /// Nobody has said how people reach the desk: pages under the host they asked for, by http, are ours as well.
    any_host: bool,
    cookie: &'static str,
}

impl From<&Config> for Ours {
    fn from(config: &Config) -> Self {
        Self {
            origin: origin(&config.base_url).into(),
            any_host: config.base_url_is_default,
            cookie: app::ssr::cookie_name(&config.base_url),
        }
    }
}

/// Refuses writes that another site caused. Browsers say where a write comes from; whoever says nothing and has no
/// session, as the bearers of tokens do, can only speak for themselves.
pub async fn same_site(State(ours): State<Ours>, request: Request, next: Next) -> Response {
    if request.method().is_safe() || ours.take(request.headers()) {
        return next.run(request).await;
    }
    (StatusCode::FORBIDDEN, api(Lang::En).other_site).into_response()
}

impl Ours {
    fn take(&self, headers: &HeaderMap) -> bool {
        let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
        let site = text(HeaderName::from_static("sec-fetch-site"));
        let from = text(header::ORIGIN);
        let host = text(header::HOST).unwrap_or_default();
        let said = site.is_some() || from.is_some();
        site.is_none_or(|site| matches!(site, "same-origin" | "none"))
            && from.is_none_or(|from| self.is_ours(from, host))
            && (said || !self.has_session(headers))
    }

    fn is_ours(&self, from: &str, host: &str) -> bool {
        from == &*self.origin || self.any_host && from == origin(&format!("http://{host}"))
    }

    fn has_session(&self, headers: &HeaderMap) -> bool {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut names = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.split_once('='));
        names.any(|(name, _)| name.trim() == self.cookie)
    }
}

/// The origin of `url` as browsers write it: lower case, without the scheme's usual port. Empty when there is none.
fn origin(url: &str) -> String {
    let Ok(uri) = url.parse::<Uri>() else { return String::new() };
    let (Some(scheme), Some(host)) = (uri.scheme_str(), uri.host()) else { return String::new() };
    let usual = if scheme == "https" { 443 } else { 80 };
    let port = uri.port_u16().filter(|port| *port != usual).map(|port| format!(":{port}"));
    format!("{scheme}://{host}{}", port.unwrap_or_default()).to_lowercase()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(ours: &Ours, headers: &[(&'static str, &'static str)]) -> bool {
        let header = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        ours.take(&headers.iter().map(header).collect())
    }

    #[test]
    fn an_origin_is_written_as_browsers_write_it() {
        for (url, written) in [
            ("https://Desk.example:443/help", "https://desk.example"),
            ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
            ("http://[::1]:80", "http://[::1]"),
            ("http://", ""),
        ] {
            assert_eq!(origin(url), written);
        }
    }

    #[test]
    fn the_hosts_own_pages_write_while_nobody_said_which_address_is_ours() {
        let said = |any_host| Ours { origin: "http://127.0.0.1:3000".into(), any_host, cookie: "casewell" };
        let by_name = [("host", "localhost:3000"), ("origin", "http://localhost:3000")];
        assert!(taken(&said(true), &by_name) && !taken(&said(false), &by_name));
        let proxied = [("host", "localhost:3000"), ("origin", "https://localhost:3000")];
        let elsewhere = [("host", "localhost:3000"), ("origin", "http://evil.example")];
        assert!(!taken(&said(true), &proxied) && !taken(&said(true), &elsewhere));
        assert!(taken(&said(false), &[("host", "localhost:3000"), ("origin", "http://127.0.0.1:3000")]));
    }
}

//! The site inside the binary: scripts, wasm, style sheet, fonts and icons, and how they are served.
//!
//! `build.rs` makes the table out of what `scripts/site.mjs` assembled. Files with a hash in their
//! name may be kept by browsers for ever; the others are asked for again with their ETag.

use axum::Router;
use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use axum::routing;

/// One embedded file.
#[derive(Debug)]
pub struct Asset {
    /// Where it is served, with the leading slash and the hash.
    pub address: &'static str,
    /// The address without the hash: `/pkg/portal.js`.
    pub logical: &'static str,
    pub bytes: &'static [u8],
    /// The same, packed; only in release builds, only where packing pays.
    pub brotli: Option<&'static [u8]>,
    pub content_type: &'static str,
    /// Whether the name changes with the content.
    pub hashed: bool,
    pub etag: &'static str,
}

/// The addresses that a page's head names; empty where the binary was built without a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Names {
    pub portal_css: &'static str,
    pub desk_css: &'static str,
    pub icons: &'static str,
    pub font: &'static str,
}

/// One of the browser's programs: JavaScript glue and WebAssembly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Program {
    pub js: &'static str,
    pub wasm: &'static str,
}

const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "public, no-cache";

/// Sorted by address.
static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/site.rs"));

/// The file served at `address` (`/pkg/…`), if there is one.
pub fn get(address: &str) -> Option<&'static Asset> {
    let at = ASSETS.binary_search_by(|asset| asset.address.cmp(address)).ok()?;
    ASSETS.get(at)
}

/// Every address that a file is served at.
pub fn addresses() -> impl Iterator<Item = &'static str> {
    let named = ASSETS.iter().any(|asset| asset.logical == ICONS).then_some(ICONS);
    ASSETS.iter().map(|asset| asset.address).chain(named)
}

/// Where the files of this build lie.
pub fn names() -> Names {
    Names {
        portal_css: address_of("/pkg/portal.css"),
        desk_css: address_of("/pkg/desk.css"),
        icons: address_of("/icons.svg"),
        font: address_of("/fonts/geist-latin.woff2"),
    }
}

/// The program that is built from `app/roots/{name}`.
pub fn program(name: &str) -> Program {
    Program { js: address_of(&format!("/pkg/{name}.js")), wasm: address_of(&format!("/pkg/{name}_bg.wasm")) }
}

fn address_of(logical: &str) -> &'static str {
    ASSETS.iter().find(|asset| asset.logical == logical).map_or("", |asset| asset.address)
}

/// One route for each file. They come packed already: keep them out of the compression layer.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let router = ASSETS.iter().fold(Router::new(), |router, asset| serve(router, asset.address, asset));
    // A picture drawn after the page woke may not know the sheet's hashed name.
    match ASSETS.iter().find(|asset| asset.logical == ICONS && asset.address != ICONS) {
        Some(sheet) => router.route(ICONS, routing::get(move || async move { to(sheet.address) })),
        None => router,
    }
}

/// The icon sheet without its hash.
const ICONS: &str = "/icons.svg";

fn serve<S: Clone + Send + Sync + 'static>(
    router: Router<S>,
    address: &str,
    asset: &'static Asset,
) -> Router<S> {
    let handler = move |headers: HeaderMap| async move { answer(asset, &headers) };
    router.route(address, routing::get(handler))
}

fn to(address: &'static str) -> axum::response::Redirect {
    axum::response::Redirect::temporary(address)
}

/// 200 with the form that the client takes, or 304 when it has the file already.
fn answer(asset: &'static Asset, request: &HeaderMap) -> Response<Body> {
    let known = request.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let mut response = if known.is_some_and(|tags| knows(tags, asset.etag)) {
        not_modified()
    } else {
        content(asset, request)
    };
    let headers = response.headers_mut();
    let caching = if asset.hashed { IMMUTABLE } else { ASK_AGAIN };
    set(headers, CACHE_CONTROL, caching);
    set(headers, ETAG, asset.etag);
    set(headers, X_CONTENT_TYPE_OPTIONS, "nosniff");
    if asset.brotli.is_some() {
        set(headers, VARY, "Accept-Encoding");
    }
    response
}

fn content(asset: &'static Asset, request: &HeaderMap) -> Response<Body> {
    let packed = asset.brotli.filter(|_| takes_brotli(request));
    let mut response = Response::new(Body::from(packed.unwrap_or(asset.bytes)));
    set(response.headers_mut(), CONTENT_TYPE, asset.content_type);
    if packed.is_some() {
        set(response.headers_mut(), CONTENT_ENCODING, "br");
    }
    response
}

fn not_modified() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    response
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}

fn knows(if_none_match: &str, etag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    if_none_match.split(',').any(|tag| tag.trim() == "*" || opaque(tag) == opaque(etag))
}

/// Whether `Accept-Encoding` names `br` and does not weigh it with zero.
fn takes_brotli(headers: &HeaderMap) -> bool {
    headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|coding| {
            let (name, weight) = coding.split_once(';').unwrap_or((coding, "q=1"));
            let weight = weight.trim().trim_start_matches("q=").parse().unwrap_or(0.0_f32);
            name.trim().eq_ignore_ascii_case("br") && weight > 0.0
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::to_bytes;

    static SCRIPT: Asset = Asset {
        address: "/pkg/portal.0123456789abcdef.js",
        logical: "/pkg/portal.js",
        bytes: b"plain",
        brotli: Some(b"packed"),
        content_type: "text/javascript; charset=utf-8",
        hashed: true,
        etag: "W/\"1\"",
    };
    static ROBOTS: Asset = Asset {
        address: "/robots.txt",
        logical: "/robots.txt",
        bytes: b"User-agent: *",
        brotli: None,
        content_type: "text/plain; charset=utf-8",
        hashed: false,
        etag: "W/\"2\"",
    };

    fn asking(name: HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    async fn body(response: Response<Body>) -> Vec<u8> {
        to_bytes(response.into_body(), 1_000).await.unwrap().to_vec()
    }

    #[tokio::test]
    async fn sends_the_packed_form_to_those_who_take_it() {
        let response = answer(&SCRIPT, &asking(ACCEPT_ENCODING, "gzip, br;q=0.8"));
        assert_eq!(response.headers()[CONTENT_ENCODING], "br");
        assert_eq!(response.headers()[VARY], "Accept-Encoding");
        assert_eq!(body(response).await, b"packed");
    }

    #[tokio::test]
    async fn sends_the_plain_form_to_all_others() {
        for accepted in ["gzip", "br;q=0", "brotli", ""] {
            let response = answer(&SCRIPT, &asking(ACCEPT_ENCODING, accepted));
            assert!(!response.headers().contains_key(CONTENT_ENCODING), "{accepted}");
            assert_eq!(body(response).await, b"plain", "{accepted}");
        }
    }

    #[test]
    fn hashed_files_are_kept_for_ever_and_the_others_asked_for_again() {
        let none = HeaderMap::new();
        assert_eq!(answer(&SCRIPT, &none).headers()[CACHE_CONTROL], IMMUTABLE);
        assert_eq!(answer(&ROBOTS, &none).headers()[CACHE_CONTROL], ASK_AGAIN);
        assert_eq!(answer(&ROBOTS, &none).headers()[X_CONTENT_TYPE_OPTIONS], "nosniff");
    }

    #[tokio::test]
    async fn a_known_etag_gets_no_body() {
        let response = answer(&ROBOTS, &asking(IF_NONE_MATCH, "\"9\", \"2\""));
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(response.headers()[ETAG], ROBOTS.etag);
        assert_eq!(body(response).await, b"");
    }

    #[test]
    fn what_is_not_in_the_site_is_not_found() {
        assert!(get("/pkg/../Cargo.toml").is_none());
    }

    #[test]
    fn the_table_is_sorted_so_that_every_file_is_found() {
        assert!(ASSETS.is_sorted_by_key(|asset| asset.address));
        for asset in ASSETS {
            assert!(std::ptr::eq(get(asset.address).unwrap(), asset));
        }
    }
}

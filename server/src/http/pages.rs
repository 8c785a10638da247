//! Pages and their server functions, rendered by Leptos. Both roots are drawn whole before they are answered, so
//! that statuses are right, and nothing of the portal needs scripts.

use std::sync::{Arc, LazyLock};

use app::console::Program;
use app::error::AppError;
use app::me::Me;
use app::shell::Assets;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use backend::{Backend, Viewer};
use leptos::prelude::{provide_context, use_context};
use leptos::server_fn::axum::get_server_fn_service;
use leptos_axum::{ResponseOptions, generate_route_list_with_exclusions_and_ssg_and_context};

use super::guard::page_policy;
use super::overload::LARGEST_BODY;
use crate::assets;

/// What pages are rendered with.
#[derive(Clone)]
pub struct Pages {
    backend: Backend,
    portal: Assets,
    console: [Assets; Program::ALL.len()],
}

impl Pages {
    pub fn new(backend: Backend) -> Self {
        let names = assets::names();
        let root = |name: &str, css| {
            let assets::Program { js, wasm } = assets::program(name);
            Assets { css, icons: names.icons, font: names.font, js, wasm }
        };
        Self {
            backend,
            portal: root("portal", names.portal_css),
            console: Program::ALL.map(|program| root(program.name(), names.desk_css)),
        }
    }

    /// Gives server functions and views what they may ask for, and the page its policy.
    fn context(&self, assets: Assets) -> impl Fn() + Clone + Send + Sync + 'static {
        let backend = self.backend.clone();
        move || {
            let parts = use_context::<Parts>();
            let viewer = parts
                .as_ref()
                .and_then(|parts| parts.extensions.get::<Viewer>().cloned())
                .unwrap_or_default();
            let (seq, site) = (backend.hub.position(), backend.settings.name.clone());
            provide_context(Arc::new(Me { seq, site, ..Me::from(&viewer) }));
            provide_context(viewer);
            provide_context(backend.clone());
            provide_context(assets);
            set_policy();
        }
    }
}

fn set_policy() {
    if let (Some(options), Some(nonce)) = (use_context::<ResponseOptions>(), leptos::nonce::use_nonce())
        && let Ok(value) = page_policy(&nonce).parse()
    {
        options.insert_header(header::CONTENT_SECURITY_POLICY, value);
    }
}

/// Addresses of the portal's pages in axum's form, out of its own routes.
pub fn portal_paths() -> &'static [String] {
    static PATHS: LazyLock<Vec<String>> = LazyLock::new(|| paths(app::portal::App));
    &PATHS
}

/// Addresses of the console's pages, whichever of its programs draws them, likewise.
pub fn console_paths() -> &'static [String] {
    static PATHS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let of = |program: Program| paths(move || app::console::pages_of(program));
        let mut all = Program::ALL.map(of).concat();
        all.sort_unstable();
        all.dedup();
        all
    });
    &PATHS
}

/// Draws a root once for its routes. That sets a switch for the whole process for a moment, hence once and before
/// anything is served.
fn paths<V: leptos::IntoView + 'static>(root: impl Fn() -> V + Clone + Send + 'static) -> Vec<String> {
    let visitor = || {
        provide_context(Arc::new(Me::default()));
        provide_context(Assets::default());
    };
    let (routes, _) = generate_route_list_with_exclusions_and_ssg_and_context(root, None, visitor);
    let mut paths: Vec<String> = routes.iter().map(|route| route.path().to_owned()).collect();
    paths.sort_unstable();
    paths.dedup();
    paths
}

pub async fn portal(State(pages): State<Pages>, request: Request<Body>) -> Response {
    let shell = || app::shell::document("portal", app::portal::App);
    leptos_axum::render_app_async_with_context(pages.context(pages.portal), shell)(request).await
}

/// The console is for staff: others are asked to sign in, or told that this is not theirs.
pub async fn console(State(pages): State<Pages>, request: Request<Body>) -> Response {
    let viewer = request.extensions().get::<Viewer>().cloned().unwrap_or_default();
    if !viewer.is_signed_in() {
        let back = request.uri().path_and_query().map_or("/desk", |path| path.as_str());
        return Redirect::to(&format!("/login?next={}", encode(back))).into_response();
    }
    if !viewer.is_staff() {
        return portal(State(pages), request).await;
    }
    let program = Program::of(request.uri().path());
    let shell = move || app::shell::document("desk", move || app::console::pages_of(program));
    let context = pages.context(pages.console[program as usize]);
    leptos_axum::render_app_async_with_context(context, shell)(request).await
}

/// Percent-encodes a path for use as a query value.
fn encode(path: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.');
    path.bytes()
        .map(|byte| if keep(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

pub async fn server_function(State(pages): State<Pages>, request: Request<Body>) -> Response {
    if get_server_fn_service(request.uri().path(), request.method().clone()).is_none() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let request = match whole(request).await {
        Ok(request) => request,
        Err(refused) => return refused.into_response(),
    };
    let context = pages.context(pages.portal);
    let response = leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    let mut response = told(response).await;
    // A form without scripts is led to a page, whatever the method was: that is 303, not 302.
    if response.status() == StatusCode::FOUND {
        *response.status_mut() = StatusCode::SEE_OTHER;
    }
    response
}

/// Gives a refusal that no use case spoke its status: arguments that cannot be read are the caller's slip.
async fn told(response: Response) -> Response {
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, LARGEST_BODY).await.unwrap_or_default();
    parts.status = match serde_json::from_slice(&bytes) {
        Ok(AppError::Desk(error)) => StatusCode::from_u16(error.status()).unwrap_or(parts.status),
        Ok(AppError::Network) => StatusCode::BAD_REQUEST,
        Err(_) => parts.status,
    };
    Response::from_parts(parts, Body::from(bytes))
}

/// Reads a function's arguments before it runs: a body that turns out too large on the way is refused as that, not as
/// a fault of the function.
async fn whole(request: Request<Body>) -> Result<Request<Body>, BytesRejection> {
    let (parts, body) = request.into_parts();
    let bytes = Bytes::from_request(Request::new(body), &()).await?;
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

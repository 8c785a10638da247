//! The public REST API under `/api/v1`: thin handlers over the same use cases as the pages, one file a resource. What
//! travels has shapes of its own ([`shapes`]), so that a page may change without the API. Conventions: JSON, times as
//! RFC 3339 UTC, RFC 9457 for every error ([`problem`]), bearer tokens ([`caller`]), cursors, `Idempotency-Key` on what
//! makes something ([`asked`]), `ETag` and `If-Match` on what changes.

#![expect(unused_qualifications, reason = "utoipa's macros write them")]

mod api;
mod articles;
mod asked;
mod calendars;
mod caller;
mod customers;
mod desk;
mod docs;
mod entries;
mod flows;
mod inbound;
mod patch;
pub mod problem;
mod replies;
mod search;
mod shapes;
mod tickets;
mod uploads;

pub use api::Api;
pub use docs::described;
pub(crate) use inbound::{Places, bounded};

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{any, get};
use tower_http::limit::RequestBodyLimitLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::problem::Problem;

/// Where the API lives.
pub const PREFIX: &str = "/api/v1";

/// The API with its own description.
pub fn routes(api: Api) -> Router {
    let (router, _) = documented().split_for_parts();
    Router::new()
        .nest(PREFIX, router.route("/openapi.json", get(docs::json)).route("/docs", get(docs::page)))
        .route("/api", any(nothing))
        .route("/api/{*rest}", any(nothing))
        .with_state(api)
}

/// The routes whose bodies may be larger than those of all others; each is bounded by itself.
pub fn large_routes(api: Api) -> Router {
    let (router, _) = large().split_for_parts();
    Router::new()
        .nest(PREFIX, router)
        .layer(RequestBodyLimitLayer::new(inbound::LARGEST))
        .layer(from_fn_with_state(inbound::Places::default(), inbound::bounded))
        .with_state(api)
}

/// What the API offers, made from the handlers themselves.
#[must_use]
pub fn openapi() -> OpenApi {
    let (_, offered) =
        OpenApiRouter::with_openapi(described()).nest(PREFIX, documented().merge(large())).split_for_parts();
    docs::finished(offered)
}

fn documented() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(tickets::list, tickets::create))
        .routes(routes!(tickets::read, patch::change))
        .routes(routes!(entries::list))
        .routes(routes!(replies::reply))
        .routes(routes!(replies::note))
        .routes(routes!(uploads::take))
        .routes(routes!(uploads::read))
        .routes(routes!(search::search))
        .routes(routes!(search::suggest))
        .routes(routes!(articles::list))
        .routes(routes!(articles::read))
        .routes(routes!(articles::problems))
        .routes(routes!(calendars::preview))
        .routes(routes!(calendars::list))
        .routes(routes!(calendars::policies))
        .routes(routes!(customers::contacts))
        .routes(routes!(customers::contact))
        .routes(routes!(customers::organisations))
        .routes(routes!(customers::organisation))
        .routes(routes!(flows::questions))
        .routes(routes!(desk::queues))
        .routes(routes!(desk::users))
        .routes(routes!(desk::ticket_types))
        .routes(routes!(desk::products))
        .routes(routes!(desk::me))
}

fn large() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(inbound::take))
}

async fn nothing() -> Problem {
    domain::Error::NotFound.into()
}

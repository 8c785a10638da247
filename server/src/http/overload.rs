//! What keeps the desk answering when too much is asked: a number of requests at work, a time for each, a size for
//! each. What is turned away was not begun, or is finished as a whole: it is safe to send it again.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;

/// Requests at work at once. More would only wait for the same few connections.
const AT_WORK: usize = 512;
/// The longest a request may take, reading its body included; writes are refused long before.
const PATIENCE: Duration = Duration::from_secs(20);
/// Largest body of a request.
pub const LARGEST_BODY: usize = 1 << 20;

/// Free places, and how long one may be held.
#[derive(Clone)]
pub struct Places {
    free: Arc<Semaphore>,
    patience: Duration,
}

impl Default for Places {
    fn default() -> Self {
        Self { free: Arc::new(Semaphore::new(AT_WORK)), patience: PATIENCE }
    }
}

/// Takes a place for the request, or turns it away.
pub async fn shed(State(places): State<Places>, request: Request, next: Next) -> Response {
    let Ok(_place) = places.free.try_acquire() else { return later() };
    tokio::time::timeout(places.patience, next.run(request)).await.unwrap_or_else(|_| later())
}

/// 503, and when to come back.
pub fn later() -> Response {
    let words = domain::words::errors::errors(domain::words::Lang::En).busy;
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "1")], words).into_response()
}

/// Says when to come back on every refusal for want of room, wherever it was made.
pub async fn retry_after(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let full = [StatusCode::SERVICE_UNAVAILABLE, StatusCode::TOO_MANY_REQUESTS];
    if full.contains(&response.status()) {
        response.headers_mut().entry(header::RETRY_AFTER).or_insert(HeaderValue::from_static("1"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use tower::ServiceExt;

    #[tokio::test]
    async fn what_takes_too_long_is_turned_away_with_a_time_to_return() {
        let never = get(std::future::pending::<()>);
        let response =
            answer(never, Places { patience: Duration::from_millis(5), ..Places::default() }).await;
        assert_eq!(response.headers()[header::RETRY_AFTER], "1");
    }

    #[tokio::test]
    async fn without_a_free_place_nothing_is_begun() {
        let places = Places { free: Arc::new(Semaphore::new(0)), ..Places::default() };
        answer(get(|| async { "begun" }), places).await;
    }

    async fn answer(route: axum::routing::MethodRouter, places: Places) -> Response {
        let router = Router::new().route("/", route).layer(from_fn_with_state(places, shed));
        let response = router.oneshot(Request::new(Body::empty())).await.unwrap();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        response
    }
}

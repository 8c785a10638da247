//! `/live`: server-sent events of the signed-in person. Only what changed and its version travel; pages fetch what
//! they show. A browser that was away resumes after its `Last-Event-ID`.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use backend::{Backend, Viewer};
use futures::StreamExt;
use tokio::sync::watch;

/// How often an idle stream says that it lives, so that proxies keep it open.
const HEARTBEAT: Duration = Duration::from_secs(20);

#[derive(Clone)]
struct Live {
    backend: Backend,
    stop: watch::Receiver<bool>,
}

/// The stream's address; streams end when `stop` turns true, so that a restart is quick.
pub fn routes(backend: Backend, stop: watch::Receiver<bool>) -> Router {
    let live = Live { backend: backend.clone(), stop };
    let signed_in = from_fn_with_state(backend, crate::http::session::signed_in);
    Router::new().route("/live", get(stream)).with_state(live).layer(signed_in)
}

async fn stream(State(live): State<Live>, headers: HeaderMap, request: Request) -> Response {
    let viewer = request.extensions().get::<Viewer>().cloned().unwrap_or_default();
    if !viewer.is_signed_in() {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let events = match backend::live::subscribe(&live.backend, &viewer, last).await {
        Ok(events) => events,
        Err(error) => {
            tracing::warn!(%error, "cannot open a live stream");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let mut stop = live.stop.clone();
    let stopped = async move {
        // An error means that the server is gone, which is a stop as well.
        stop.wait_for(|stop| *stop).await.ok();
    };
    let lines = events.map(|event| Ok::<_, Infallible>(line(&event))).take_until(Box::pin(stopped));
    // The first bytes go out at once, so that the browser knows the stream is open.
    let hello = futures::stream::once(async { Ok(Event::default().retry(Duration::from_secs(1)).comment("open")) });
    Sse::new(hello.chain(lines)).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response()
}

fn line(event: &domain::live::Event) -> Event {
    let data = serde_json::to_string(event).unwrap_or_default();
    Event::default().id(event.seq.to_string()).data(data)
}

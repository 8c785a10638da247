//! `/live`: server-sent events of the signed-in person. Only what changed and its version travel; pages fetch what
//! they show. A browser that was away resumes after its `Last-Event-ID`.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::from_fn_with_state;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use backend::{Backend, Viewer};
use futures::StreamExt;
use tokio::sync::watch;

use crate::http::observe::OpenStream;
use crate::http::session;

/// How often an idle stream says that it lives, so that proxies keep it open.
const HEARTBEAT: Duration = Duration::from_secs(20);
/// When a stream asks anew whether its session lasts: first once what was remembered of it when it opened has surely
/// grown old, then now and then, since a session may simply run out of time.
const FIRST_LOOK: Duration = Duration::from_millis(2_500);
const LOOK: Duration = Duration::from_secs(60);

#[derive(Clone)]
struct Live {
    backend: Backend,
    stop: watch::Receiver<bool>,
}

/// The stream's address; streams end when `stop` turns true, so that a restart is quick.
pub fn routes(backend: Backend, stop: watch::Receiver<bool>) -> Router {
    let live = Live { backend: backend.clone(), stop };
    let signed_in = from_fn_with_state(backend, session::signed_in);
    Router::new().route("/live", get(stream)).with_state(live).layer(signed_in)
}

async fn stream(State(live): State<Live>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let viewer = parts.extensions.get::<Viewer>().cloned().unwrap_or_default();
    let token = app::ssr::session_token(&parts, &live.backend.settings.base_url);
    let Some(token) = token.filter(|_| viewer.is_signed_in()) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let last = last_heard(&parts);
    let events = match backend::live::subscribe(&live.backend, &viewer, last).await {
        Ok(events) => events,
        Err(error) => {
            tracing::warn!(%error, "cannot open a live stream");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let open = OpenStream::begin();
    let lines = events.map(move |event| {
        let _open = &open;
        Ok::<_, Infallible>(line(&event))
    });
    let lines = lines.take_until(Box::pin(ended(live, token)));
    // The first bytes go out at once, so that the browser knows the stream is open.
    let hello =
        futures::stream::once(async { Ok(Event::default().retry(Duration::from_secs(1)).comment("open")) });
    Sse::new(hello.chain(lines)).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response()
}

/// The event after which the browser wants to go on. It says so itself in the header when a stream broke; in the
/// address when the page opens one.
fn last_heard(parts: &Parts) -> Option<i64> {
    let header = parts.headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let query = || parts.uri.query()?.split('&').find_map(|pair| pair.strip_prefix("last="));
    header.or_else(query)?.parse().ok()
}

/// Waits until the server stops or the session is over.
async fn ended(mut live: Live, token: String) {
    let mut look = FIRST_LOOK;
    // A closed channel means that the server is gone, which is a stop as well.
    while tokio::time::timeout(look, live.stop.wait_for(|stop| *stop)).await.is_err() {
        if session::still(&live.backend, &token).await.is_none() {
            return;
        }
        look = LOOK;
    }
}

fn line(event: &domain::live::Event) -> Event {
    let data = serde_json::to_string(event).unwrap_or_default();
    Event::default().id(event.seq.to_string()).data(data)
}

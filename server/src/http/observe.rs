//! What operators see of requests: an id in the answer and in every line of the log, counts and times by route. Routes
//! are named by their template and queries are left out, so that neither log nor metrics hold what people wrote.

use std::sync::OnceLock;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use backend::Backend;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing::Instrument;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const REQUESTS: &str = "casewell_http_requests_total";
const SECONDS: &str = "casewell_http_request_seconds";
const STREAMS: &str = "casewell_live_streams";
const LAG: &str = "casewell_timers_lag_seconds";
const PING: &str = "casewell_database_ping_seconds";
const BUCKETS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.3, 0.5, 1.0, 5.0];

/// Names, counts and times every request.
pub async fn observe(State(backend): State<Backend>, request: Request, next: Next) -> Response {
    let mut bytes = [0; 8];
    backend.ids.fill(&mut bytes);
    let id = backend::ids::hex(&bytes);
    let method = request.method().to_string();
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", %id, %method, %route);
    let began = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let seconds = began.elapsed().as_secs_f64();
    let status = response.status();
    span.in_scope(|| match status.is_server_error() {
        true => tracing::info!(status = status.as_u16(), seconds, "answered"),
        false => tracing::debug!(status = status.as_u16(), seconds, "answered"),
    });
    metrics::histogram!(SECONDS, "route" => route.clone()).record(seconds);
    metrics::counter!(REQUESTS, "method" => method, "route" => route, "status" => status.as_str().to_owned())
        .increment(1);
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// Counts an open live stream for as long as it is kept.
pub struct OpenStream(());

impl OpenStream {
    pub fn begin() -> Self {
        metrics::gauge!(STREAMS).increment(1.0);
        Self(())
    }
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        metrics::gauge!(STREAMS).decrement(1.0);
    }
}

/// One recorder for the process, installed with the first router.
pub fn recorder() -> Option<&'static PrometheusHandle> {
    static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    let install = || {
        let seconds = Matcher::Full(SECONDS.to_owned());
        let installed = PrometheusBuilder::new()
            .set_buckets_for_metric(seconds, &BUCKETS)
            .and_then(PrometheusBuilder::install_recorder);
        installed.inspect_err(|error| tracing::warn!(%error, "no metrics")).ok()
    };
    RECORDER.get_or_init(install).as_ref()
}

/// `/metrics`: what was counted, and what is looked up now.
pub async fn figures(State(backend): State<Backend>) -> String {
    let began = Instant::now();
    if backend.db.health().await.is_ok() {
        metrics::gauge!(PING).set(began.elapsed().as_secs_f64());
    }
    if let Ok(next) = backend::promises::timers::next_wake(&backend).await {
        let late_ms = next.map_or(0, |wake| backend.clock.now().ms_since(wake).max(0));
        metrics::gauge!(LAG).set(late_ms as f64 / 1e3);
    }
    let Some(recorder) = recorder() else { return String::new() };
    recorder.run_upkeep();
    recorder.render()
}

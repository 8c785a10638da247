//! Accepting connections: slow and silent clients are let go, and a stop waits for running requests only so long.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tower::ServiceExt;

/// How long the head of a request may take to arrive; also how long an idle connection is kept.
const HEAD: Duration = Duration::from_secs(30);
/// Largest head of a request, in bytes.
const LARGEST_HEAD: usize = 64 * 1_024;
/// How long running requests may go on after a stop.
const FAREWELL: Duration = Duration::from_secs(8);
/// Pause when no connection can be accepted, as when file handles have run out.
const PAUSE: Duration = Duration::from_millis(50);

/// Serves until `stop` turns true, then lets what runs finish.
pub async fn serve(listener: TcpListener, router: Router, mut stop: watch::Receiver<bool>) {
    let open = GracefulShutdown::new();
    loop {
        tokio::select! {
            // An error means that nobody is left to stop us, which is a stop as well.
            _ = stop.wait_for(|stop| *stop) => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => converse(stream, peer, router.clone(), &open),
                Err(error) => {
                    tracing::debug!(%error, "a connection was not accepted");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(FAREWELL, open.shutdown()).await.is_err() {
        tracing::warn!("some connections were still busy and are cut off");
    }
}

fn converse(stream: TcpStream, peer: SocketAddr, router: Router, open: &GracefulShutdown) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "small answers may wait");
    }
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let conversation = Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let conversation = open.watch(conversation);
    tokio::spawn(async move {
        if let Err(error) = conversation.await {
            tracing::trace!(%error, "a connection ended early");
        }
    });
}

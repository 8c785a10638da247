//! `casewell serve`.

use tokio::net::TcpListener;
use tokio::sync::watch;

use super::Failed;
use crate::config::Config;

/// Serves until it is told to stop, then lets running requests finish.
pub async fn run(config: Config) -> Result<(), Failed> {
    let backend = super::open(&config, false).await?;
    let listener = TcpListener::bind(config.addr)
        .await
        .map_err(|error| Failed::usage(format!("cannot listen on {}: {error}", config.addr)))?;
    let (stop, stopped) = watch::channel(false);
    let jobs = backend::jobs::start(&backend, &stopped);
    let router = crate::http::router(backend.clone(), &config, stopped);
    eprintln!("Casewell serves on http://{}", config.addr);
    let service = router.into_make_service_with_connect_info::<std::net::SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(told_to_stop(stop)).await;
    jobs.finish().await;
    backend.db.close().await;
    served.map_err(Failed::other)
}

/// Waits for SIGINT or SIGTERM and passes it on to the jobs and live streams.
async fn told_to_stop(stop: watch::Sender<bool>) {
    let interrupt = tokio::signal::ctrl_c();
    let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
        return interrupt.await.unwrap_or_default();
    };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
    stop.send_replace(true);
}

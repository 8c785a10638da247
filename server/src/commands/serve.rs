//! `casewell serve`.

use tokio::net::TcpListener;
use tokio::sync::watch;

use super::Failed;
use crate::config::Config;
use crate::http::listen;

/// Serves until it is told to stop, then lets running requests finish.
pub async fn run(config: Config) -> Result<(), Failed> {
    let backend = super::open(&config, false).await?;
    let listener = TcpListener::bind(config.addr)
        .await
        .map_err(|error| Failed::usage(format!("cannot listen on {}: {error}", config.addr)))?;
    let (stop, stopped) = watch::channel(false);
    let jobs = backend::jobs::start(&backend, &stopped);
    tokio::spawn(backend::search::understand(backend.clone(), config.model_dir.clone(), stopped.clone()));
    let router = crate::http::router(backend.clone(), &config, stopped.clone());
    let addr = listener.local_addr().map_err(Failed::other)?;
    eprintln!("Casewell serves on http://{addr}");
    tokio::spawn(told_to_stop(stop));
    listen::serve(listener, router, stopped).await;
    jobs.finish().await;
    backend.db.close().await;
    Ok(())
}

/// Waits for SIGINT or SIGTERM and passes it on to the jobs and live streams.
async fn told_to_stop(stop: watch::Sender<bool>) {
    let interrupt = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => interrupt.await.unwrap_or_default(),
    }
    stop.send_replace(true);
}

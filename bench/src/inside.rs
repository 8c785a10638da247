//! What is counted from inside: statements that a page needs.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use clap::Parser;
use http_body_util::BodyExt;
use tokio::sync::watch;
use tower::ServiceExt;

use crate::Fault;
use crate::desk::Filled;
use crate::table::Table;

/// Statements of one page each, with settings and session in memory as they are on a desk in use.
pub async fn statements(filled: &Filled, table: &mut Table) -> Result<(), Fault> {
    let backend = filled.open(true).await?;
    let cli =
        server::config::Cli::try_parse_from(["casewell", "serve", "--base-url", "http://desk.example"])?;
    let (_stop, stopped) = watch::channel(false);
    let router = server::http::router(backend.clone(), &cli.settings.resolve()?, stopped);
    let number = filled.numbers.first().copied().unwrap_or_default();
    let pages = [
        "/desk/v/all".to_owned(),
        format!("/desk/v/all/t/CW-{number}"),
        "/desk/board".to_owned(),
        format!("/requests/CW-{number}"),
        "/".to_owned(),
    ];
    for path in pages {
        let mut counted = 0;
        for _ in 0..2 {
            let before = backend.db.statement_count();
            let request = Request::get(&path).header("host", "desk.example").header("cookie", &filled.cookie);
            let mut request = request.body(Body::empty())?;
            request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 1))));
            router.clone().oneshot(request).await?.into_body().collect().await?;
            counted = backend.db.statement_count() - before;
        }
        table.row(format!("statements of {path}"), counted.to_string(), "");
    }
    backend.db.close().await;
    Ok(())
}

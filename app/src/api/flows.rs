//! Flows of intake questions, for their editor.

use domain::intake::{FlowLine, FlowPage, Question};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};

use crate::error::AppError;

/// Every flow there can be.
#[server(prefix = "/fn", endpoint = "flows/list", input = GetUrl)]
pub async fn flows() -> Result<Vec<FlowLine>, AppError> {
    crate::ssr::run(async |b, v| backend::intake::flows::list(&b, &v).await).await
}

/// One flow with its draft.
#[server(prefix = "/fn", endpoint = "flows/open", input = GetUrl)]
pub async fn open_flow(id: String) -> Result<FlowPage, AppError> {
    crate::ssr::run(async |b, v| backend::intake::flows::open(&b, &v, &id).await).await
}

/// Keeps the draft of somebody who saw version `seen` of it; answers its version now.
#[server(prefix = "/fn", endpoint = "flows/save", input = Json)]
pub async fn save_flow(id: String, seen: i64, questions: Vec<Question>) -> Result<i64, AppError> {
    crate::ssr::run(async |b, v| backend::intake::flows::save(&b, &v, &id, seen, &questions).await).await
}

/// Publishes the draft that was at version `seen`; answers the flow's new version.
#[server(prefix = "/fn", endpoint = "flows/publish")]
pub async fn publish_flow(id: String, seen: i64) -> Result<i64, AppError> {
    crate::ssr::run(async |b, v| backend::intake::flows::publish(&b, &v, &id, seen).await).await
}

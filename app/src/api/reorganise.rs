//! Moving many open tickets at once.

use domain::routing::reorganise::{Preview, Reorganisation, ReorganisePage};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};

use crate::error::AppError;

/// What can be moved, and what was moved lately.
#[server(prefix = "/fn", endpoint = "routing/moves", input = GetUrl)]
pub async fn load_moves() -> Result<ReorganisePage, AppError> {
    crate::ssr::run(async |b, v| backend::routing::reorganise::page(&b, &v).await).await
}

/// Where the tickets would land.
#[server(prefix = "/fn", endpoint = "routing/preview-move", input = Json)]
pub async fn preview_move(asked: Reorganisation) -> Result<Preview, AppError> {
    crate::ssr::run(async |b, v| backend::routing::reorganise::preview(&b, &v, &asked).await).await
}

/// Begins to move what the preview with the mark `seen` showed.
#[server(prefix = "/fn", endpoint = "routing/move", input = Json)]
pub async fn begin(asked: Reorganisation, seen: String) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::routing::reorganise::begin(&b, &v, &asked, &seen).await.map(drop))
        .await
}

/// Begins to bring everything back.
#[server(prefix = "/fn", endpoint = "routing/undo-move", input = Json)]
pub async fn undo(id: String) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::routing::reorganise::undo(&b, &v, &id).await).await
}

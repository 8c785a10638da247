//! Programs elsewhere that alarms call.

use domain::promises::Trouble;
use domain::webhooks::{MadeWebhook, WebhookDraft, WebhookRow};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};

use crate::error::AppError;

/// Every webhook, by name.
#[server(prefix = "/fn", endpoint = "webhooks/list", input = GetUrl)]
pub async fn webhooks() -> Result<Vec<WebhookRow>, AppError> {
    crate::ssr::run(async |b, v| backend::webhooks::list(&b, &v).await).await
}

/// Keeps a webhook; the only time a new secret is told.
#[server(prefix = "/fn", endpoint = "webhooks/save", input = Json)]
pub async fn save_webhook(draft: WebhookDraft) -> Result<MadeWebhook, AppError> {
    crate::ssr::run(async |b, v| backend::webhooks::save(&b, &v, &draft).await).await
}

/// Calls it no more.
#[server(prefix = "/fn", endpoint = "webhooks/remove")]
pub async fn remove_webhook(id: String) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::webhooks::remove(&b, &v, &id).await).await
}

/// Calls it once with nothing to tell; answers why it was not taken.
#[server(prefix = "/fn", endpoint = "webhooks/try-out")]
pub async fn try_webhook(id: String) -> Result<Option<Trouble>, AppError> {
    crate::ssr::run(async |b, v| backend::webhooks::try_out(&b, &v, &id).await).await
}

//! What has to go: an entry that somebody redacts, and the rule for old requests.

use domain::settings::Saved;
use domain::tickets::redact::{RedactPage, RetentionPage};
use domain::tickets::view::Written;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// The entry that is about to be redacted.
#[server(prefix = "/fn", endpoint = "tickets/to-redact", input = GetUrl)]
pub async fn load_to_redact(number: String, entry: u32) -> Result<RedactPage, AppError> {
    crate::ssr::run(async |b, v| backend::tickets::to_redact(&b, &v, &number, entry).await).await
}

/// Takes away for good what an entry says.
#[server(prefix = "/fn", endpoint = "tickets/redact")]
pub async fn redact_entry(
    number: String,
    entry: u32,
    seen: i64,
    #[server(default)] reason: String,
) -> Result<Written, AppError> {
    crate::ssr::run(async |b, v| backend::tickets::redact(&b, &v, &number, entry, seen, &reason).await).await
}

/// The rule for old requests.
#[server(prefix = "/fn", endpoint = "settings/retention", input = GetUrl)]
pub async fn load_retention() -> Result<RetentionPage, AppError> {
    crate::ssr::run(async |b, v| backend::tickets::retention(&b, &v).await).await
}

/// Keeps the rule.
#[server(prefix = "/fn", endpoint = "settings/save-retention")]
pub async fn save_retention(seen: i64, months: u32, texts: bool) -> Result<Saved, AppError> {
    let rule = domain::tickets::redact::Retention { months, texts };
    crate::ssr::run(async |b, v| backend::tickets::save_retention(&b, &v, seen, &rule).await).await
}

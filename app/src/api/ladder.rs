//! Ticket types with their ladders, what climbs them, and who hears of what.

use domain::ladder::TicketType;
use domain::notices::NoticeChoices;
use domain::settings::{FailedAction, Saved, Version};
use domain::tickets::view::Written;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};

use crate::error::AppError;

/// Keeps a ticket type's next version.
#[server(prefix = "/fn", endpoint = "promises/save-type", input = Json)]
pub async fn save_type(draft: TicketType) -> Result<Saved, AppError> {
    crate::ssr::run(async |b, v| backend::settings::save_type(&b, &v, &draft).await).await
}

/// The versions of a ticket type, newest first.
#[server(prefix = "/fn", endpoint = "promises/type-versions", input = GetUrl)]
pub async fn type_history(id: String) -> Result<Vec<Version>, AppError> {
    crate::ssr::run(async |b, v| backend::settings::type_history(&b, &v, &id).await).await
}

/// What alarms could not do, newest first.
#[server(prefix = "/fn", endpoint = "promises/failed", input = GetUrl)]
pub async fn failed_actions() -> Result<Vec<FailedAction>, AppError> {
    crate::ssr::run(async |b, v| backend::promises::actions::failed(&b, &v).await).await
}

/// Keeps how many days before its end a contract is told of.
#[server(prefix = "/fn", endpoint = "promises/contract-alarms")]
pub async fn save_contract_alarms(seen: i64, #[server(default)] days: String) -> Result<Saved, AppError> {
    crate::ssr::run(async |b, v| backend::settings::save_contract_alarms(&b, &v, seen, &days).await).await
}

/// "I have it", from wherever it is said.
#[server(prefix = "/fn", endpoint = "tickets/acknowledge")]
pub async fn acknowledge(number: String) -> Result<Written, AppError> {
    use domain::tickets::decide::Command;
    crate::ssr::run(async |b, v| backend::tickets::change(&b, &v, &number, None, Command::Acknowledge).await)
        .await
}

/// What the reader wants to hear of, and when.
#[server(prefix = "/fn", endpoint = "tickets/notice-choices", input = GetUrl)]
pub async fn load_notice_choices() -> Result<NoticeChoices, AppError> {
    crate::ssr::run(async |b, v| backend::tickets::notices::choices(&b, &v).await).await
}

/// Keeps the reader's choices.
#[server(prefix = "/fn", endpoint = "tickets/save-notice-choices", input = Json)]
pub async fn save_notice_choices(choices: NoticeChoices) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::tickets::notices::save_choices(&b, &v, choices).await).await
}

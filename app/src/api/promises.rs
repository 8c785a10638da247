//! Policies and calendars, as everybody reads and admins edit them.

use domain::contracts::{ContractDraft, ContractsPage};
use domain::promises::calendar::Imported;
use domain::settings::{
    CalendarDraft, Draft, PolicyDraft, Preview, PromisesPage, Recount, Saved, Version, WhatIf, WhatIfAnswer,
};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};

use crate::error::AppError;

/// Policies and calendars as they are now.
#[server(prefix = "/fn", endpoint = "promises/all", input = GetUrl)]
pub async fn promises() -> Result<PromisesPage, AppError> {
    crate::ssr::run(async |b, v| backend::settings::promises(&b, &v).await).await
}

/// When so much time of a calendar is over.
#[server(prefix = "/fn", endpoint = "promises/what-if", input = Json)]
pub async fn try_calendar(asked: WhatIf) -> Result<WhatIfAnswer, AppError> {
    crate::ssr::run(async |b, v| backend::settings::what_if(&b, &v, &asked).await).await
}

/// Keeps a calendar's next version.
#[server(prefix = "/fn", endpoint = "promises/save-calendar", input = Json)]
pub async fn save_calendar(draft: CalendarDraft) -> Result<Saved, AppError> {
    crate::ssr::run(async |b, v| backend::settings::save_calendar(&b, &v, &draft).await).await
}

/// Keeps a policy's next version.
#[server(prefix = "/fn", endpoint = "promises/save-policy", input = Json)]
pub async fn save_policy(draft: PolicyDraft) -> Result<Saved, AppError> {
    crate::ssr::run(async |b, v| backend::settings::save_policy(&b, &v, &draft).await).await
}

/// The versions of a calendar, newest first.
#[server(prefix = "/fn", endpoint = "promises/calendar-versions", input = GetUrl)]
pub async fn calendar_history(id: String) -> Result<Vec<Version>, AppError> {
    crate::ssr::run(async |b, v| backend::settings::calendar_history(&b, &v, &id).await).await
}

/// The versions of a policy, newest first.
#[server(prefix = "/fn", endpoint = "promises/policy-versions", input = GetUrl)]
pub async fn policy_history(id: String) -> Result<Vec<Version>, AppError> {
    crate::ssr::run(async |b, v| backend::settings::policy_history(&b, &v, &id).await).await
}

/// What saving the draft would do to open tickets, from the ticket after `after` on.
#[server(prefix = "/fn", endpoint = "promises/preview", input = Json)]
pub async fn look_ahead(draft: Draft, after: String) -> Result<Preview, AppError> {
    crate::ssr::run(async |b, v| backend::promises::preview(&b, &v, &draft, &after).await).await
}

/// Edits that open tickets are following.
#[server(prefix = "/fn", endpoint = "promises/recounts", input = GetUrl)]
pub async fn recounts() -> Result<Vec<Recount>, AppError> {
    crate::ssr::run(async |b, v| backend::promises::recount::recounts(&b, &v).await).await
}

/// The holidays in an iCalendar file; nothing is kept.
#[server(prefix = "/fn", endpoint = "promises/read-holidays", input = Json)]
pub async fn read_holidays(file: String) -> Result<Imported, AppError> {
    crate::ssr::run(async |b, v| backend::settings::read_holidays(&b, &v, &file)).await
}

/// Every contract; `organisation` is the id of the one that a new contract is for.
#[server(prefix = "/fn", endpoint = "promises/contracts", input = GetUrl)]
pub async fn contracts(#[server(default)] organisation: String) -> Result<ContractsPage, AppError> {
    crate::ssr::run(async |b, v| backend::settings::contracts(&b, &v, &organisation).await).await
}

/// Keeps a contract.
#[server(prefix = "/fn", endpoint = "promises/save-contract", input = Json)]
pub async fn save_contract(draft: ContractDraft) -> Result<Saved, AppError> {
    crate::ssr::run(async |b, v| backend::settings::save_contract(&b, &v, &draft).await).await
}

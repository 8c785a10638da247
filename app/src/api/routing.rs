//! Rules, queues, those who work here, and the live board.

use domain::routing::board::Board as BoardView;
use domain::routing::queue::QueueDraft;
use domain::routing::rule::Rules as RuleList;
use domain::routing::view::{AbsenceDraft, AgentsPage, DryRun as Tried, ProfileDraft, RoutingPage};
use domain::tickets::view::Written;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};

use crate::error::AppError;

/// The board of the queues of `team`; empty: of all.
#[server(prefix = "/fn", endpoint = "routing/board", input = GetUrl)]
pub async fn load_board(#[server(default)] team: String) -> Result<BoardView, AppError> {
    crate::ssr::run(async |b, v| backend::routing::board(&b, &v, &team).await).await
}

/// The most pressing ticket that nobody has, taken for the reader; nothing when there is none for them.
#[server(prefix = "/fn", endpoint = "routing/next", input = Json)]
pub async fn take_next() -> Result<Option<Written>, AppError> {
    crate::ssr::run(async |b, v| backend::routing::next(&b, &v).await).await
}

/// The rules and what they may name.
#[server(prefix = "/fn", endpoint = "routing/rules", input = GetUrl)]
pub async fn load_rules() -> Result<RoutingPage, AppError> {
    crate::ssr::run(async |b, v| backend::routing::rules(&b, &v).await).await
}

/// Keeps all rules; answers their new version.
#[server(prefix = "/fn", endpoint = "routing/save-rules", input = Json)]
pub async fn save_rules(rules: RuleList) -> Result<i64, AppError> {
    crate::ssr::run(async |b, v| backend::routing::save_rules(&b, &v, rules).await).await
}

/// What `rules` would have done with the last tickets.
#[server(prefix = "/fn", endpoint = "routing/dry-run", input = Json)]
pub async fn try_rules(rules: RuleList) -> Result<Tried, AppError> {
    crate::ssr::run(async |b, v| backend::routing::dry_run(&b, &v, rules).await).await
}

/// A queue as it is to be, which was read as `seen`; answers its id.
#[server(prefix = "/fn", endpoint = "routing/queue", input = Json)]
pub async fn save_queue(seen: QueueDraft, draft: QueueDraft) -> Result<String, AppError> {
    crate::ssr::run(async |b, v| backend::routing::save_queue(&b, &v, seen, draft).await).await
}

/// Removes a queue that nothing needs.
#[server(prefix = "/fn", endpoint = "routing/remove-queue", input = Json)]
pub async fn remove_queue(id: String) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::routing::remove_queue(&b, &v, &id).await).await
}

/// Everybody who works on tickets.
#[server(prefix = "/fn", endpoint = "routing/agents", input = GetUrl)]
pub async fn load_agents() -> Result<AgentsPage, AppError> {
    crate::ssr::run(async |b, v| backend::routing::agents(&b, &v).await).await
}

/// What somebody can do and when they work.
#[server(prefix = "/fn", endpoint = "routing/profile", input = Json)]
pub async fn save_profile(draft: ProfileDraft) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::routing::save_profile(&b, &v, draft).await).await
}

/// When somebody is away.
#[server(prefix = "/fn", endpoint = "routing/absence", input = Json)]
pub async fn save_absence(draft: AbsenceDraft) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::routing::save_absence(&b, &v, draft).await).await
}

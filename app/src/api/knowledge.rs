//! Articles as staff write, review and compare them.

use domain::knowledge::compare::{Comparison, Merge};
use domain::knowledge::desk::{ArticleList, DeskArticle, Editing, Health, SavedArticle, SentArticle};
use domain::knowledge::writing::{ArticleForm, ArticleState, Move};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};

use crate::error::AppError;

/// The articles under the tab `of` that fit `q`, from the cursor `after` on (empty: the first).
#[server(prefix = "/fn", endpoint = "knowledge/list", input = GetUrl)]
pub async fn desk_articles(
    of: ArticleState,
    #[server(default)] q: String,
    #[server(default)] after: String,
) -> Result<ArticleList, AppError> {
    let after = Some(after).filter(|cursor| !cursor.is_empty());
    crate::ssr::run(async |b, v| backend::knowledge::desk_list(&b, &v, of, &q, after.as_deref()).await).await
}

/// One article with its newest version.
#[server(prefix = "/fn", endpoint = "knowledge/article", input = GetUrl)]
pub async fn read_article(id: String) -> Result<DeskArticle, AppError> {
    crate::ssr::run(async |b, v| backend::knowledge::desk_page(&b, &v, &id).await).await
}

/// What the editor opens with; an empty `id` is a new article.
#[server(prefix = "/fn", endpoint = "knowledge/editing", input = GetUrl)]
pub async fn edit_article(#[server(default)] id: String) -> Result<Editing, AppError> {
    crate::ssr::run(async |b, v| backend::knowledge::editing(&b, &v, &id).await).await
}

/// Two versions side by side; 0 stands for the newest, and for the one before.
#[server(prefix = "/fn", endpoint = "knowledge/compare", input = GetUrl)]
pub async fn compare_versions(id: String, left: i64, right: i64) -> Result<Comparison, AppError> {
    crate::ssr::run(async |b, v| backend::knowledge::comparison(&b, &v, &id, left, right).await).await
}

/// Keeps what was typed over the version `seen`; an empty `id` makes a new article.
#[server(prefix = "/fn", endpoint = "knowledge/save", input = Json)]
pub async fn save_article(
    id: String,
    seen: i64,
    form: ArticleForm,
    note: String,
) -> Result<SavedArticle, AppError> {
    let id = Some(id).filter(|id| !id.is_empty());
    crate::ssr::run(async |b, v| backend::knowledge::save(&b, &v, id.as_deref(), seen, &form, &note).await)
        .await
}

/// What was typed over the version `seen`, together with what others saved meanwhile.
#[server(prefix = "/fn", endpoint = "knowledge/merge", input = Json)]
pub async fn merge_article(id: String, seen: i64, form: ArticleForm) -> Result<Merge, AppError> {
    crate::ssr::run(async |b, v| backend::knowledge::merge(&b, &v, &id, seen, &form).await).await
}

/// Sends, gives back, publishes or archives the article, whose newest version is `seen`.
#[server(prefix = "/fn", endpoint = "knowledge/move")]
pub async fn move_article(
    id: String,
    seen: i64,
    deed: Move,
    #[server(default)] note: String,
) -> Result<SavedArticle, AppError> {
    crate::ssr::run(async |b, v| backend::knowledge::move_on(&b, &v, &id, seen, deed, &note).await).await
}

/// Makes the text of `version` the newest draft.
#[server(prefix = "/fn", endpoint = "knowledge/restore")]
pub async fn restore_article(id: String, seen: i64, version: i64) -> Result<SavedArticle, AppError> {
    crate::ssr::run(async |b, v| backend::knowledge::restore(&b, &v, &id, seen, version).await).await
}

/// How a text that is being typed will look: sanitised HTML.
#[server(prefix = "/fn", endpoint = "knowledge/preview")]
pub async fn preview_article(#[server(default)] text: String) -> Result<String, AppError> {
    crate::ssr::run(async |_, v| backend::knowledge::preview(&v, &text).await).await
}

/// Makes a draft of the ticket called `number`.
#[server(prefix = "/fn", endpoint = "knowledge/from-ticket")]
pub async fn article_from_ticket(number: String) -> Result<SavedArticle, AppError> {
    crate::ssr::run(async |b, v| backend::knowledge::from_ticket(&b, &v, &number).await).await
}

/// The articles that were sent on the ticket called `number`.
#[server(prefix = "/fn", endpoint = "knowledge/sent", input = GetUrl)]
pub async fn sent_articles(number: String) -> Result<Vec<SentArticle>, AppError> {
    crate::ssr::run(async |b, v| backend::knowledge::sent_articles(&b, &v, &number).await).await
}

/// What is worth a look.
#[server(prefix = "/fn", endpoint = "knowledge/health", input = GetUrl)]
pub async fn knowledge_health() -> Result<Health, AppError> {
    crate::ssr::run(async |b, v| backend::knowledge::health(&b, &v).await).await
}

/// The article `id` was looked at and is still right.
#[server(prefix = "/fn", endpoint = "knowledge/still-right")]
pub async fn article_still_right(id: String) -> Result<SavedArticle, AppError> {
    crate::ssr::run(async |b, v| backend::knowledge::still_right(&b, &v, &id).await).await
}

/// Takes a search that found nothing off the list.
#[server(prefix = "/fn", endpoint = "knowledge/settle")]
pub async fn settle_search(words: String) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::knowledge::settle_search(&b, &v, &words).await).await
}

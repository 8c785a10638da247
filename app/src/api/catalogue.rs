//! What requests can be about.

use domain::intake::catalogue::{CataloguePage, ImpactsDraft, ProductDraft, TopicDraft};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Json};

use crate::error::AppError;

/// Products, topics, impacts, and the ticket types that a topic can have.
#[server(prefix = "/fn", endpoint = "settings/catalogue", input = GetUrl)]
pub async fn load_catalogue() -> Result<CataloguePage, AppError> {
    crate::ssr::run(async |b, v| backend::settings::catalogue(&b, &v).await).await
}

/// A product as it is to be, which was read as `seen`; answers its id.
#[server(prefix = "/fn", endpoint = "settings/product", input = Json)]
pub async fn save_product(seen: ProductDraft, draft: ProductDraft) -> Result<String, AppError> {
    crate::ssr::run(async |b, v| backend::settings::save_product(&b, &v, seen, draft).await).await
}

/// The same for a topic of a product.
#[server(prefix = "/fn", endpoint = "settings/topic", input = Json)]
pub async fn save_topic(seen: TopicDraft, draft: TopicDraft) -> Result<String, AppError> {
    crate::ssr::run(async |b, v| backend::settings::save_topic(&b, &v, seen, draft).await).await
}

/// What customers choose from when they say how much something presses.
#[server(prefix = "/fn", endpoint = "settings/impacts", input = Json)]
pub async fn save_impacts(draft: ImpactsDraft) -> Result<(), AppError> {
    crate::ssr::run(async |b, v| backend::settings::save_impacts(&b, &v, draft).await).await
}

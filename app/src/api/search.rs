//! Suggestions while somebody types.

use domain::search::{Hit, Results};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// The best answers for an unfinished `text`, those about `product` (an id, may be empty) first.
#[server(prefix = "/fn", endpoint = "search/suggest", input = GetUrl)]
pub async fn suggest(text: String, #[server(default)] product: String) -> Result<Vec<Hit>, AppError> {
    let product = Some(product).filter(|id| !id.is_empty());
    let known = backend::search::Known { product, ..backend::search::Known::of(&text) };
    crate::ssr::run(async |b, v| backend::search::suggest(&b, &v, &known).await).await
}

/// What a search for `q` finds with its articles ranked by what they mean, too; None when that adds nothing.
#[server(prefix = "/fn", endpoint = "search/again", input = GetUrl)]
pub async fn search_again(q: String, limit: usize) -> Result<Option<Results>, AppError> {
    let ask = backend::search::Ask { q, limit, ..Default::default() };
    crate::ssr::run(async |b, v| backend::search::search_again(&b, &v, &ask).await).await
}

//! Suggestions while somebody types.

use domain::search::Hit;
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

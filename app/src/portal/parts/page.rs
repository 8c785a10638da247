//! A page: one loader, its view, and what stands there until the one has come or when it was refused.

use std::sync::Arc;

use domain::words::{common, fill, portal};
use leptos::prelude::*;
use leptos_meta::Title;
use serde::de::DeserializeOwned;

use super::Refused;
use crate::error::AppError;
use crate::me::use_me;
use crate::portal::load::{Wanted, load};
use crate::ui::Skeleton;

/// Draws what a loader brought.
type Draw = Arc<dyn Fn(&str) -> AnyView + Send + Sync>;

/// Draws what is `wanted` with `view`. What is on show stays while it is fetched anew.
pub fn page<T: DeserializeOwned>(
    wanted: impl Fn() -> Wanted + Send + Sync + 'static,
    view: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    page_of(loading(wanted), view)
}

/// Fetches what is `wanted`, now and whenever that changes.
pub fn loading(wanted: impl Fn() -> Wanted + Send + Sync + 'static) -> Resource<Result<String, AppError>> {
    loading_of(Arc::new(wanted))
}

fn loading_of(wanted: Arc<dyn Fn() -> Wanted + Send + Sync>) -> Resource<Result<String, AppError>> {
    Resource::new(move || wanted(), load)
}

/// [`page`], for those who fetch `data` anew by themselves.
pub fn page_of<T: DeserializeOwned>(
    data: Resource<Result<String, AppError>>,
    view: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    draw(data, Arc::new(move |text| read(text).map_or_else(refused, &view)))
}

/// Reads what [`load`] wrote.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, AppError> {
    leptos::serde_json::from_str(text).map_err(|_| AppError::Network)
}

fn refused(error: AppError) -> AnyView {
    view! { <Refused error/> }.into_any()
}

fn draw(data: Resource<Result<String, AppError>>, view: Draw) -> AnyView {
    let label = common::common(use_me().lang).loading;
    let waiting = move || view! { <main id="main" class="wrap page"><Skeleton label=label/></main> };
    let drawn = move || {
        let view = Arc::clone(&view);
        Suspend::new(async move {
            match data.await {
                Ok(text) => view(&text),
                Err(error) => refused(error),
            }
        })
    };
    view! { <Transition fallback=waiting>{drawn}</Transition> }.into_any()
}

/// "Thing – Area – Casewell", with "Error: " before it when the form on the page was refused.
#[component]
pub fn PageTitle(#[prop(into)] text: String, #[prop(optional)] refused: bool) -> impl IntoView {
    let lang = use_me().lang;
    let frame = portal::frame(lang);
    let product = common::common(lang).product;
    let title = fill(frame.title, &[("page", &text), ("site", frame.site), ("product", product)]);
    let prefix = domain::words::errors::errors(lang).title_prefix;
    let title = if refused { fill(prefix, &[("title", &title)]) } else { title };
    view! { <Title text=title/> }
}

//! A page: one loader, its view, and what stands there until the one has come or when it was refused.

use domain::words::{common, fill, portal};
use leptos::prelude::*;
use leptos_meta::Title;

use super::Refused;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::Skeleton;

/// Draws what `data` brought with `view`. What is on show stays while `data` is fetched anew.
pub fn page<T>(
    data: Resource<Result<T, AppError>>,
    view: impl Fn(T) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView
where
    T: Clone + Send + Sync + 'static,
{
    let label = common::common(use_me().lang).loading;
    let waiting = move || view! { <main id="main" class="wrap page"><Skeleton label=label/></main> };
    let drawn = move || {
        let view = view.clone();
        Suspend::new(async move {
            match data.await {
                Ok(data) => view(data),
                Err(error) => view! { <Refused error/> }.into_any(),
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

//! A page: what it loads, its view, or why it was refused.

use domain::words::{common, fill, portal};
use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;
use leptos_meta::Title;

use super::Refused;
use crate::error::AppError;
use crate::me::use_me;

/// Draws what `data` brings with `view`. The answer waits for it, so that its status says what the page says.
pub fn page<T: 'static>(
    data: impl Future<Output = Result<T, AppError>> + Send + 'static,
    view: impl FnOnce(T) -> AnyView + Send + 'static,
) -> AnyView {
    Suspend::new(async move {
        let drawn = match data.await {
            Ok(data) => view(data),
            Err(error) => view! { <Refused error/> }.into_any(),
        };
        // What follows a signal is drawn once the whole page is, when no owner is set: with its own it finds the
        // page's contexts.
        OwnedView::new(drawn)
    })
    .into_any()
}

/// "Thing – Area – Casewell", with "Error: " before it when the form on the page was refused.
#[component]
pub fn PageTitle(#[prop(into)] text: String, #[prop(optional)] refused: bool) -> impl IntoView {
    let me = use_me();
    let (lang, area) = (me.lang, portal::area_name(me.lang, &me.site));
    let frame = portal::frame(lang);
    let product = common::common(lang).product;
    let title = fill(frame.title, &[("page", &text), ("area", &area), ("product", product)]);
    let prefix = domain::words::errors::errors(lang).title_prefix;
    let title = if refused { fill(prefix, &[("title", &title)]) } else { title };
    view! { <Title text=title/> }
}

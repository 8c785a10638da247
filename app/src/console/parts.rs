//! What several pages of the console share: titles, and what stands where something cannot be shown.

use domain::Error;
use domain::words::{common, console, errors, fill};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

use super::address;
use crate::api::tickets::no_page;
use crate::browser::page::leave_for;
use crate::error::AppError;
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{EmptyState, LinkButton, Skeleton};

/// "Thing – Area – Casewell".
#[component]
pub fn PageTitle(#[prop(into)] thing: Signal<String>, #[prop(into)] area: Signal<String>) -> impl IntoView {
    let lang = use_me().lang;
    let pattern = console::frame(lang).title;
    let product = common::common(lang).product;
    let title =
        move || fill(pattern, &[("thing", &thing.get()), ("area", &area.get()), ("product", product)]);
    view! { <Title text=title/> }
}

/// One loader and the region it fills. Every answer is drawn anew, so that nothing of the last one stays behind; what
/// is on show stays until the answer has come.
pub fn region<T>(
    data: Resource<Result<T, AppError>>,
    view: impl Fn(T) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView
where
    T: Clone + Send + Sync + 'static,
{
    let loading = common::common(use_me().lang).loading;
    let drawn = move || {
        let view = view.clone();
        Suspend::new(async move {
            match data.await {
                Ok(data) => (move || view(data.clone())).into_any(),
                Err(error) => view! { <Refused error/> }.into_any(),
            }
        })
    };
    view! { <Transition fallback=move || view! { <Skeleton label=loading rows=8/> }>{drawn}</Transition> }
        .into_any()
}

/// Why a region cannot be shown, and the way on. Who has been signed out meanwhile is asked to sign in again.
#[component]
pub fn Refused(error: AppError) -> impl IntoView {
    let here = use_location().pathname;
    if error == AppError::Desk(Error::SignIn) {
        let back = here.get_untracked();
        Effect::new(move |_| leave_for(&with_query("/login", &[("next", &back)])));
    }
    let lang = use_me().lang;
    let w = console::list(lang);
    let (icon, words) = match &error {
        AppError::Desk(Error::NotFound) => ("search-x", w.not_found.to_owned()),
        AppError::Desk(Error::Forbidden) => ("lock", error.sentence(lang)),
        AppError::Network => ("wifi-off", error.sentence(lang)),
        AppError::Desk(_) => ("server-crash", error.sentence(lang)),
    };
    view! {
        <div class="tk2">
            <EmptyState icon title=w.failed text=words>
                <LinkButton href=address::first_view()>{console::frame(lang).tickets}</LinkButton>
            </EmptyState>
        </div>
    }
}

/// For every address that no page of the console answers to.
#[component]
pub fn Missing() -> impl IntoView {
    let words = errors::errors(use_me().lang);
    let refusal = region(Resource::new(|| (), |()| no_page()), |()| ().into_any());
    view! {
        <PageTitle thing=words.not_found_title area=console::frame(use_me().lang).tickets/>
        <main id="main" class="app__main"><h1 class="vh">{words.not_found_title}</h1>{refusal}</main>
    }
}

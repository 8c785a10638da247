//! What several pages of the console share: titles, and what stands where something cannot be shown.

use domain::Error;
use domain::words::{common, console, errors, fill};
use leptos::prelude::*;
use leptos::serde_json;
use leptos::server::codee::{Decoder, Encoder};
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use serde::Serialize;
use serde::de::DeserializeOwned;

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

/// What a page shows, read from the desk; the server's answer travels in the page.
pub type Loaded<T> = Resource<Result<T, AppError>, PageJson>;

/// Reads anew whenever `source` changes.
pub fn loaded<S, T, Reading>(
    source: impl Fn() -> S + Send + Sync + 'static,
    read: impl Fn(S) -> Reading + Send + Sync + 'static,
) -> Loaded<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    Reading: Future<Output = Result<T, AppError>> + Send + 'static,
{
    Resource::new_with_options(source, read, false)
}

/// JSON in the page, read as server functions read their answers: from bytes. Leptos's own codec reads it from text,
/// which would put every type's reader into the program a second time.
#[derive(Debug)]
pub struct PageJson;

impl<T: Serialize> Encoder<T> for PageJson {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, serde_json::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for PageJson {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, serde_json::Error> {
        serde_json::from_slice(text.as_bytes())
    }
}

/// One loader and the region it fills. Every answer is drawn anew, so that nothing of the last one stays behind; what
/// is on show stays until the answer has come.
pub fn region<T>(data: Loaded<T>, view: impl Fn(T) -> AnyView + Clone + Send + Sync + 'static) -> AnyView
where
    T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static,
{
    waiting(Box::new(move || {
        let view = view.clone();
        Suspend::new(async move {
            match data.await {
                Ok(data) => anew(Box::new(move || view(data.clone()))),
                Err(error) => view! { <Refused error/> }.into_any(),
            }
        })
    }))
}

/// The part of a region that is the same for all, so that it is in the program once.
fn waiting(drawn: Box<dyn Fn() -> Suspend<AnyView> + Send + Sync>) -> AnyView {
    let loading = common::common(use_me().lang).loading;
    view! { <Transition fallback=move || view! { <Skeleton label=loading rows=8/> }>{drawn}</Transition> }
        .into_any()
}

fn anew(view: Box<dyn Fn() -> AnyView + Send + Sync>) -> AnyView {
    view.into_any()
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
    let refusal = region(loaded(|| (), |()| no_page()), |()| ().into_any());
    view! {
        <PageTitle thing=words.not_found_title area=console::frame(use_me().lang).tickets/>
        <main id="main" class="app__main"><h1 class="vh">{words.not_found_title}</h1>{refusal}</main>
    }
}

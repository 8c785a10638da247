//! What several pages of the console share: titles, and what stands where something cannot be shown.

use std::pin::Pin;

use domain::Error;
use domain::words::{common, console, errors, fill};
use leptos::prelude::*;
use leptos::serde_json;
use leptos::server::codee::{Decoder, Encoder};
use leptos::tachys::reactive_graph::OwnedView;
use leptos::text_prop::TextProp;
use leptos_meta::Title;
use leptos_router::hooks::use_navigate;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::address;
use crate::api::session::refusal;
use crate::browser::focus::find_again;
use crate::browser::live;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Button, EmptyState, Icon, LinkButton, Skeleton, use_toasts};

/// "Thing – Area – Casewell".
#[component]
pub fn PageTitle(#[prop(into)] thing: Signal<String>, #[prop(into)] area: Signal<String>) -> impl IntoView {
    let lang = use_me().lang;
    let pattern = console::frame(lang).title;
    let product = common::common(lang).product;
    let title =
        move || fill(pattern, &[("thing", &thing.get()), ("area", &area.get()), ("product", product)]);
    // The server writes the head last, when the signals of a region are gone already.
    let text = if is_server() { TextProp::from(title()) } else { TextProp::from(title) };
    view! { <Title text/> }
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
    region_or(data, view, |error| view! { <Refused error/> }.into_any())
}

/// A [`region`] that says in its own way why it cannot be shown.
pub fn region_or<T>(
    data: Loaded<T>,
    view: impl Fn(T) -> AnyView + Clone + Send + Sync + 'static,
    refused: impl Fn(AppError) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView
where
    T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static,
{
    let draw = move || -> Drawing {
        let (view, refused) = (view.clone(), refused.clone());
        Box::pin(async move {
            match data.await {
                Ok(data) => anew(Box::new(move || view(data.clone()))),
                Err(error) => refused(error),
            }
        })
    };
    let loading = common::common(use_me().lang).loading;
    let meanwhile = move || view! { <Skeleton label=loading rows=8/> };
    arriving(meanwhile.into(), Box::new(draw))
}

fn anew(view: Box<dyn Fn() -> AnyView + Send + Sync>) -> AnyView {
    view.into_any()
}

/// A view that is on its way.
pub type Drawing = Pin<Box<dyn Future<Output = AnyView> + Send>>;

/// Shows what `draw` brings, and `meanwhile` until it has come. Takes boxes, so that it is in the program once.
///
/// The server draws pages whole and needs nothing in between: Leptos's boundary would draw the region three times there
/// to find loaders inside it. The boundary's number is taken all the same, since server and browser number the data in
/// the page alike.
pub fn arriving(meanwhile: ViewFnOnce, draw: Box<dyn Fn() -> Drawing + Send + Sync>) -> AnyView {
    if is_server() {
        let _ = Owner::current_shared_context().map(|shared| shared.next_id());
        let drawing = draw();
        // With an owner of its own, what follows a signal finds the page's contexts when it is written out.
        return Suspend::new(async move { OwnedView::new(drawing.await) }).into_any();
    }
    view! { <Transition fallback=meanwhile>{move || Suspend::new(draw())}</Transition> }.into_any()
}

/// Leaves a form once it is saved: says `done`'s words, leads to its address, has the page read anew and puts the keyboard
/// on its heading.
pub fn once_saved<T: 'static>(
    answer: impl Fn() -> Option<Result<T, AppError>> + 'static,
    done: impl Fn(T) -> (String, String) + 'static,
    read: impl Fn() + 'static,
) {
    let (toasts, go) = (use_toasts(), use_navigate());
    Effect::new(move |_| {
        let Some(Ok(saved)) = answer() else { return };
        let (said, address) = done(saved);
        toasts.say(said);
        go(&address, Default::default());
        read();
        find_again(".ed__h :is(h1, h2), .rec h1");
    });
}

/// Asks the page at `action` for what is typed, and keeps what was asked for.
#[component]
pub fn FindForm(
    #[prop(into)] action: String,
    q: Memo<String>,
    label: &'static str,
    /// The button's word.
    go: &'static str,
    /// What can be typed; without it the label stands in the empty field.
    #[prop(optional)]
    hint: Option<&'static str>,
    /// Another parameter of the address that stays as it is: its name and value.
    #[prop(optional)]
    keep: Option<(&'static str, Memo<String>)>,
) -> impl IntoView {
    let kept = keep.map(|(name, value)| view! { <input type="hidden" name=name value=move || value.get()/> });
    let placeholder = hint.is_none().then_some(label);
    let described = hint.map(|_| "q-hint");
    view! {
        <form class="bar" role="search" action=action>
            {kept}
            <label class="vh" for="q">{label}</label>
            <div class="find">
                <Icon name="search"/>
                <input class="input" id="q" name="q" type="search" value=move || q.get() placeholder=placeholder autocomplete="off" aria-describedby=described/>
            </div>
            <Button>{go}</Button>
            {hint.map(|hint| view! { <p class="hint" id="q-hint">{hint}</p> })}
        </form>
    }
}

/// What stands for a region that is all of its page: the refusal is the page's title too.
pub fn refused_page(error: AppError) -> AnyView {
    let title = refusal_title(&error);
    let area = console::frame(use_me().lang).tickets;
    view! { <PageTitle thing=title area/><h1 class="vh">{title}</h1><Refused error/> }.into_any()
}

fn refusal_title(error: &AppError) -> &'static str {
    let w = console::list(use_me().lang);
    if *error == AppError::Desk(Error::NotFound) { w.not_found_title } else { w.failed }
}

/// Why a region cannot be shown, and the way on. Who has been signed out meanwhile is asked to sign in again.
#[component]
pub fn Refused(error: AppError) -> impl IntoView {
    if error == AppError::Desk(Error::SignIn) {
        Effect::new(|_| live::end_session());
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
            <EmptyState icon title=refusal_title(&error) text=words>
                <span class="row">
                    <LinkButton href=address::first_view()>{console::frame(lang).tickets}</LinkButton>
                    <LinkButton href="/desk/search">{w.search}</LinkButton>
                </span>
            </EmptyState>
        </div>
    }
}

/// Stands where the reader may not be, or where nothing is; so that the answer has the status that says so, the desk
/// itself refuses.
pub fn refused_by_desk(forbidden: bool) -> AnyView {
    region(loaded(move || forbidden, refusal), |()| ().into_any())
}

/// For every address that no page of the console answers to.
#[component]
pub fn Missing() -> impl IntoView {
    let words = errors::errors(use_me().lang);
    view! {
        <PageTitle thing=words.not_found_title area=console::frame(use_me().lang).tickets/>
        <main id="main" class="app__main"><h1 class="vh">{words.not_found_title}</h1>{refused_by_desk(false)}</main>
    }
}

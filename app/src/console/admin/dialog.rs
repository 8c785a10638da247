//! What the dialogs of the settings share: their buttons, and what they were refused for.

use domain::words::{common, errors};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Button, Dialog, ErrorSummary, Look};

/// The safe way out first, then the deed.
#[component]
pub fn Buttons(open: RwSignal<bool>, go: &'static str, #[prop(optional)] bad: bool) -> impl IntoView {
    let look = if bad { Look::Bad } else { Look::Primary };
    view! {
        <footer>
            <Button kind="button" on:click=move |_| open.set(false)>{common::common(use_me().lang).cancel}</Button>
            <Button look>{go}</Button>
        </footer>
    }
}

/// A dialog that is open from the start, while something is `doing`; closed in any way, nothing is any more.
pub fn open_while<T: Send + Sync + 'static>(doing: RwSignal<Option<T>>) -> RwSignal<bool> {
    let open = RwSignal::new(true);
    Effect::new(move |_| {
        if !open.get() {
            doing.set(None);
        }
    });
    open
}

/// Asks before `deed`, which cannot be taken back; a refused one says why and stays open.
#[component]
pub fn ConfirmDialog(
    open: RwSignal<bool>,
    id: &'static str,
    title: String,
    hint: &'static str,
    go: &'static str,
    deed: Action<(), Result<(), AppError>>,
) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        deed.dispatch_local(());
    };
    view! {
        <Dialog open id title>
            <p class="c2">{hint}</p>
            <form class="form" on:submit=submit>
                {move || summary(deed.value().get().and_then(Result::err))}
                <Buttons open go bad=true/>
            </form>
        </Dialog>
    }
}

/// What a dialog was refused for, on top of it.
pub fn summary(error: Option<AppError>) -> Option<AnyView> {
    let lang = use_me().lang;
    let error = error?;
    let fields = error.fields(lang);
    let errors = if fields.is_empty() { vec![("main".to_owned(), error.sentence(lang))] } else { fields };
    Some(view! { <ErrorSummary title=errors::errors(lang).summary errors/> }.into_any())
}

//! What the dialogs of the settings share: their buttons, and what they were refused for.

use domain::words::{common, errors};
use leptos::prelude::*;

use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Button, ErrorSummary, Look};

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

/// What a dialog was refused for, on top of it.
pub fn summary(error: Option<AppError>) -> Option<AnyView> {
    let lang = use_me().lang;
    let error = error?;
    let fields = error.fields(lang);
    let errors = if fields.is_empty() { vec![("main".to_owned(), error.sentence(lang))] } else { fields };
    Some(view! { <ErrorSummary title=errors::errors(lang).summary errors/> }.into_any())
}

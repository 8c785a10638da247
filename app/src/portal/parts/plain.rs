//! Forms that the browser posts by itself, scripts or not, and what they were refused for.

use domain::words::errors;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::server_fn::error::ServerFnUrlError;
use leptos_router::hooks::use_location;

use crate::error::AppError;
use crate::me::use_me;
use crate::portal::address::read;
use crate::ui::ErrorSummary;

/// A form for the server function `S`: posting it loads the page that `S` leads to, or this one with the refusal.
#[component]
pub fn PostForm<S: ServerFn>(
    /// Only tells which server function it is for.
    #[prop(optional)]
    to: std::marker::PhantomData<S>,
    #[prop(optional)] class: &'static str,
    /// The server says what is wrong, in the page's own words.
    #[prop(optional)]
    novalidate: bool,
    /// Files go with it.
    #[prop(optional)]
    files: bool,
    children: Children,
) -> impl IntoView {
    let _ = to;
    let enctype = files.then_some("multipart/form-data");
    view! { <form method="post" action=S::url() enctype=enctype class=class novalidate=novalidate>{children()}</form> }
}

/// What the last post to `S` was refused for, when the address of the page says so.
#[must_use]
pub fn refusal<S: ServerFn>() -> Option<AppError> {
    let search = use_location().search.get_untracked();
    if read(&search, "__path")? != S::PATH {
        return None;
    }
    Some(ServerFnUrlError::<AppError>::decode_err(&read(&search, "__err")?))
}

/// What a form was refused for, on top of it. `fallback` is the field to lead to when the refusal names none.
#[component]
pub fn Refusal(error: Option<AppError>, fallback: &'static str) -> impl IntoView {
    let lang = use_me().lang;
    error.map(|error| {
        let fields = error.fields(lang);
        let lines =
            if fields.is_empty() { vec![(fallback.to_owned(), error.sentence(lang))] } else { fields };
        view! { <ErrorSummary title=errors::errors(lang).summary errors=lines/> }
    })
}

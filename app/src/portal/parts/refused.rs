//! A page that cannot be shown: what happened, what is safe, one way on.

use domain::Error;
use domain::words::{common, errors, portal};
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_location;

use super::{PageTitle, page};
use crate::api::session::may_open;
use crate::error::AppError;
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{Icon, LinkButton, Look};

/// Why a page's loader was refused. Who is not signed in is asked to, and comes back to the page.
#[component]
pub fn Refused(error: AppError) -> impl IntoView {
    if error == AppError::Desk(Error::SignIn) {
        let here = use_location();
        let search = without_refusal(&here.search.get_untracked());
        let back = here.pathname.get_untracked() + if search.is_empty() { "" } else { "?" } + &search;
        return view! { <Redirect path=with_query("/login", &[("next", &back)])/> }.into_any();
    }
    let lang = use_me().lang;
    let (words, frame) = (errors::errors(lang), portal::frame(lang));
    let (icon, title) = match &error {
        AppError::Desk(Error::NotFound) => ("search-x", words.not_found_title),
        AppError::Desk(Error::Forbidden) => ("lock", words.forbidden_title),
        AppError::Network => ("wifi-off", words.internal_title),
        AppError::Desk(_) => ("server-crash", words.internal_title),
    };
    view! {
        <PageTitle text=title/>
        <main id="main" class="wrap stop" lang=lang.code()>
            <Icon name=icon/>
            <h1>{title}</h1>
            <p>{error.sentence(lang)}</p>
            <p class="form__go">
                <LinkButton href="/" look=Look::Primary>{common::common(lang).home}</LinkButton>
                <LinkButton href="/search">{common::common(lang).search}</LinkButton>
                <LinkButton href="/new">{frame.contact}</LinkButton>
            </p>
        </main>
    }
    .into_any()
}

/// A query string without what a refused form was answered: that was this session's matter.
fn without_refusal(search: &str) -> String {
    let stays = |pair: &&str| !pair.starts_with("__path=") && !pair.starts_with("__err=");
    search.split('&').filter(stays).collect::<Vec<_>>().join("&")
}

/// For every address that no page of the portal answers to. The console's are refused here to those who may not open
/// it.
#[component]
pub fn Missing() -> impl IntoView {
    let path = use_location().pathname.get_untracked();
    page(may_open(path), |()| ().into_any())
}

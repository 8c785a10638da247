//! "Make an article": a draft of the ticket that is open, to be gone over at once.

use domain::access::Action as Deed;
use domain::words::console;
use leptos::prelude::*;

use super::super::program::use_go;
use super::address;
use crate::api::knowledge::article_from_ticket;
use crate::me::use_me;
use crate::ui::{Icon, use_toasts};

#[component]
pub fn MakeArticle(number: String) -> impl IntoView {
    let (lang, viewer) = (use_me().lang, use_me().viewer());
    let w = console::kb(lang);
    let make = Action::new(move |(): &()| article_from_ticket(number.clone()));
    let (toasts, go) = (use_toasts(), use_go());
    Effect::new(move |_| match make.value().get() {
        Some(Ok(saved)) => go(&format!("{}/edit", address(&saved.id))),
        Some(Err(error)) => toasts.warn(error.sentence(lang)),
        None => {}
    });
    let press = move |_| {
        let is_made = make.value().with_untracked(|made| matches!(made, Some(Ok(_))));
        if !make.pending().get_untracked() && !is_made {
            make.dispatch_local(());
        }
    };
    viewer.may(Deed::WriteArticle).then(|| {
        view! {
            <button type="button" class="btn btn--quiet btn--icon btn--sm" aria-label=w.make title=w.make on:click=press>
                <Icon name="file-plus"/>
            </button>
        }
    })
}

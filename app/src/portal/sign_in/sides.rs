//! The sign-in pages' two sides: the form, and what needs no account.

use domain::words::portal;
use leptos::prelude::*;

use super::super::frame::Logo;
use super::super::home::Art;
use crate::me::use_me;
use crate::ui::Icon;

#[component]
pub fn Frame(children: Children) -> impl IntoView {
    let w = portal::sign_in(use_me().lang);
    view! {
        <div class="lg">
            <main id="main" class="lg__l"><Logo/><div class="lg__box">{children()}</div></main>
            <aside class="lg__r" aria-labelledby="lg-a">
                <Art/>
                <div class="lg__pane">
                    <h2 id="lg-a">{w.free_title}</h2>
                    <ul role="list" class="lg__ways">
                        {way("/help", "search", w.free_help, w.free_help_hint)}
                        {way("/status", "triangle-alert", w.free_status, w.free_status_hint)}
                        {way("/new", "message-square", w.free_ask, w.free_ask_hint)}
                    </ul>
                </div>
            </aside>
        </div>
    }
}

fn way(href: &'static str, icon: &'static str, title: &'static str, hint: &'static str) -> impl IntoView {
    view! { <li><a href=href><Icon name=icon/><span><b>{title}</b><span>{hint}</span></span></a></li> }
}

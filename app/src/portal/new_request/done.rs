//! `/new/done`: the number, what was promised, and how to follow it.

use domain::intake::IntakePage;
use domain::words::common::in_sentence;
use domain::words::promises::customer_kind_name;
use domain::words::{fill, portal};
use leptos::prelude::*;

use crate::me::use_me;
use crate::portal::parts::PageTitle;
use crate::ui::{Icon, LinkButton, Look};

#[component]
pub fn Done(page: IntakePage) -> impl IntoView {
    let lang = use_me().lang;
    let w = portal::ask(lang);
    let number = page.number.unwrap_or_default();
    let promised = page.promised.into_iter().map(|promise| {
        let at = promise.due.map(|due| in_sentence(lang, &due.text)).unwrap_or_default();
        view! { <li>{fill(w.within, &[("promise", customer_kind_name(lang, promise.kind)), ("at", &at)])}</li> }
    });
    let promised = promised.collect::<Vec<_>>();
    let promised = (!promised.is_empty()).then(|| {
        view! { <section class="card"><h2 class="h2">{w.done_next}</h2><ul>{promised}</ul></section> }
    });
    let open = page.signed_in.then(|| {
        let words = fill(w.done_open, &[("number", &number)]);
        view! { <LinkButton href=format!("/requests/{number}") look=Look::Primary>{words}</LinkButton> }
    });
    let on_page = page.signed_in.then(|| view! { <li>{w.done_follow_page}</li> });
    view! {
        <PageTitle text=w.done/>
        <main id="main" class="wrap sent">
            <div class="sent__h"><Icon name="check"/><h1>{w.done}</h1></div>
            <section class="card">
                <p>{w.done_number}</p>
                <p class="sent__no">{number.clone()}</p>
                <p class="c2">{w.done_hint}</p>
            </section>
            {promised}
            <section class="card"><h2 class="h2">{w.done_follow}</h2><ul>{on_page}<li>{w.done_follow_mail}</li></ul></section>
            <p class="form__go">{open}<LinkButton href="/new">{w.done_another}</LinkButton></p>
        </main>
    }
}

//! Requests that were begun earlier, to go on with or to throw away.

use domain::intake::Unfinished;
use domain::words::common::in_sentence;
use domain::words::{fill, portal};
use leptos::prelude::*;

use super::load::{Discard, address};
use crate::me::use_me;
use crate::portal::parts::PostForm;
use crate::ui::{Button, Look};

/// Nothing when nothing was begun. `class` places the list on its page.
#[component]
pub fn Begun(begun: Vec<Unfinished>, class: &'static str) -> impl IntoView {
    let w = portal::ask(use_me().lang);
    (!begun.is_empty()).then(|| {
        view! {
            <section class=class aria-labelledby="h-begun">
                <div class="sec-h"><h2 id="h-begun" class="h2">{w.begun}</h2></div>
                <ul role="list" class="card rows">{begun.into_iter().map(row).collect_view()}</ul>
            </section>
        }
    })
}

fn row(begun: Unfinished) -> impl IntoView {
    let lang = use_me().lang;
    let w = portal::ask(lang);
    let changed = fill(w.begun_at, &[("at", &in_sentence(lang, &begun.changed.text))]);
    let what = fill(w.discard_what, &[("title", &begun.title)]);
    let href = address(begun.step, &begun.id);
    view! {
        <li>
            <a href=href>{begun.title}</a>
            <span class="c2 t14">{changed}</span>
            <PostForm<Discard> class="push">
                <input type="hidden" name="id" value=begun.id/>
                <Button small=true look=Look::Quiet>{w.discard}<span class="vh">{what}</span></Button>
            </PostForm<Discard>>
        </li>
    }
}

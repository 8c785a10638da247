//! The versions of one text, and the way back to an old one.

use domain::outbox::template::TemplateView;
use domain::words::fill;
use domain::words::outgoing_pages::texts_page;
use leptos::prelude::*;

use super::editor::Writing;
use crate::api::outgoing::template_versions;
use crate::browser::focus::focus_soon;
use crate::me::use_me;
use crate::ui::{Button, Pill, Tone, use_toasts};

#[component]
pub fn Versions(
    writing: Writing,
    /// The version in use.
    current: i64,
) -> impl IntoView {
    let lang = use_me().lang;
    let w = texts_page(lang);
    let reading = Action::new(move |(): &()| template_versions(writing.key, writing.lang));
    // Read when the page is alive: the text is worth more than its past.
    Effect::new(move |_| {
        reading.dispatch_local(());
    });
    let list = move || {
        reading.value().get().map(|answer| match answer {
            Ok(versions) => {
                let row = |own| view! { <Version writing own current/> };
                let rows = versions.into_iter().map(row).collect_view();
                view! { <ol role="list" class="rows">{rows}</ol> }.into_any()
            }
            Err(error) => view! { <p class="c2">{error.sentence(lang)}</p> }.into_any(),
        })
    };
    view! {
        <section aria-labelledby="versions-h">
            <h2 id="versions-h" class="t14 w6">{w.versions}</h2>
            {list}
        </section>
    }
}

#[component]
fn Version(writing: Writing, own: TemplateView, current: i64) -> impl IntoView {
    let w = texts_page(use_me().lang);
    let toasts = use_toasts();
    let name = match own.version {
        0 => w.built_in.to_owned(),
        n => fill(w.version, &[("n", &n.to_string())]),
    };
    let by = own.changed.as_ref().map(|(by, at)| fill(w.by, &[("by", by), ("at", &at.text)]));
    let is_current = own.version == current;
    let mark = is_current.then(|| view! { <Pill tone=Tone::Good icon="circle-check">{w.current}</Pill> });
    let done = fill(w.restored, &[("version", &name)]);
    let of = fill(w.restore_of, &[("version", &name)]);
    let restore = (!is_current).then(|| {
        let bring = move |_| {
            writing.begin(own.template.clone());
            toasts.say(done.clone());
            focus_soon("#body");
        };
        view! { <Button kind="button" small=true icon="undo-2" on:click=bring>{w.restore}<span class="vh">{of}</span></Button> }
    });
    view! {
        <li><div class="grow"><p><span class="w5">{name}</span></p><p class="c2 t12">{by}</p></div>{mark}{restore}</li>
    }
}

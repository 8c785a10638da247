//! How a mail will look, a moment after its words changed: in a frame that runs nothing, in light and in dark, and as text.

use domain::outbox::template::{Preview, Template};
use domain::words::outgoing_pages::texts_page;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlFormElement;

use super::editor::Writing;
use crate::api::outgoing::preview_template;
use crate::browser::latest::{THINKING, latest};
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Tab, Tabs};

/// Where the desk draws it; the address takes what the form in this page holds.
const ADDRESS: &str = "/mail-preview";
const FORM: &str = "look-form";
const FRAME: &str = "look-frame";
const LIGHT: &str = "light";
const DARK: &str = "dark";
const TEXT: &str = "text";

#[component]
pub fn Look(writing: Writing) -> impl IntoView {
    let w = texts_page(use_me().lang);
    let (shown, chosen) = (RwSignal::new(None::<Preview>), RwSignal::new(LIGHT));
    let answered = move |answer: Result<Preview, AppError>| match answer {
        Ok(preview) => {
            writing.refused.try_set(None);
            shown.try_set(Some(preview));
        }
        Err(error) => drop(writing.refused.try_set(Some(error))),
    };
    let question = move |typed: Template| preview_template(writing.key, writing.lang, typed);
    let ask = latest(THINKING, question, answered);
    Effect::new(move |_| ask(writing.typed.get()));
    let tabs = [(LIGHT, w.light), (DARK, w.dark), (TEXT, w.text)];
    let tabs = tabs.map(|(key, label)| Tab { key, label: label.to_owned() }).to_vec();
    let panel = move || {
        let chosen = chosen.get();
        let inside = shown.get().map(|preview| match chosen {
            TEXT => view! { <pre class="mailtext">{preview.text}</pre> }.into_any(),
            theme => view! { <Frame theme/> }.into_any(),
        });
        view! {
            <div role="tabpanel" tabindex="0" id=format!("look-{chosen}-panel") aria-labelledby=format!("look-{chosen}")>{inside}</div>
        }
    };
    let subject = move || shown.with(|shown| shown.as_ref().map(|own| own.subject.clone()));
    view! {
        <section aria-labelledby="look-h">
            <h2 id="look-h" class="t14 w6">{w.preview}</h2>
            <p class="hint">{w.preview_hint}</p>
            <Tabs id="look" label=w.looks tabs chosen/>
            <p class="look__s w5 mail-any">{subject}</p>
            {panel}
            <Words writing/>
        </section>
    }
}

/// What the frame asks for: the words as they are.
#[component]
fn Words(writing: Writing) -> impl IntoView {
    view! {
        <form id=FORM method="post" action=ADDRESS target=FRAME hidden>
            <input type="hidden" name="key" value=writing.key.code()/>
            <input type="hidden" name="lang" value=writing.lang.code()/>
            <input type="hidden" name="subject" prop:value=move || writing.typed.with(|typed| typed.subject.clone())/>
            <input type="hidden" name="body" prop:value=move || writing.typed.with(|typed| typed.body.clone())/>
        </form>
    }
}

/// A new frame for every look: what an old one shows next would be a step of the browser's history.
#[component]
fn Frame(theme: &'static str) -> impl IntoView {
    let title = texts_page(use_me().lang).frame;
    let class = if theme == DARK { "mailframe mailframe--dark" } else { "mailframe" };
    Effect::new(move |_| request_animation_frame(ask));
    view! { <iframe class=class name=FRAME title=title sandbox=""></iframe> }
}

fn ask() {
    let form = document().get_element_by_id(FORM).and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    if let Some(form) = form {
        // Without the frame there is nothing to show: the text stands in its tab.
        form.submit().ok();
    }
}

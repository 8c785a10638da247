//! Files that were sent, as their readers see them.

use domain::files::Attachment;
use domain::words::{files as words, fill};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;
use leptos::wasm_bindgen::JsCast;
use leptos::{ev, web_sys};

use super::Icon;
use crate::browser::http;
use crate::me::use_me;

/// Files that were sent: pictures are shown, others can be saved, of texts the first lines can be looked at.
#[component]
pub fn Attachments(files: Vec<Attachment>) -> impl IntoView {
    (!files.is_empty())
        .then(|| view! { <ul role="list" class="atts">{files.into_iter().map(one).collect_view()}</ul> })
}

fn one(file: Attachment) -> AnyView {
    let lang = use_me().lang;
    let (address, size) = (file.href(), words::size(lang, file.size));
    if file.is_picture() {
        let (src, open) = (address.clone(), fill(words::files(lang).open, &[("name", &file.name)]));
        return view! {
            <li><a href=address target="_blank" rel="external" aria-label=open><img src=src alt="" loading="lazy"/></a></li>
        }
        .into_any();
    }
    let (name, start) = (file.name.clone(), start(&file));
    view! {
        <li>
            <a class="file" href=address rel="external" download=name><Icon name="file-text"/><span class="cut">{file.name}</span><span class="c2">{size}</span></a>
            {start}
        </li>
    }
    .into_any()
}

/// Where the first lines of a text will stand: they are fetched when somebody opens it.
fn start(file: &Attachment) -> Option<impl IntoView + use<>> {
    let w = words::files(use_me().lang);
    let (address, of) = (file.start_href(), fill(w.start_of, &[("name", &file.name)]));
    file.is_text().then(|| {
        view! { <details class="start"><summary data-start=address>{w.start}<span class="vh">" "{of}</span></summary><pre></pre></details> }
    })
}

/// Fetches the first lines of texts as they are opened. Called once by each root.
pub fn show_starts() {
    let failed = words::files(use_me().lang).no_start;
    Effect::new(move |_| {
        let click = window_event_listener(ev::click, move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            let summary = target.and_then(|element| element.closest("[data-start]").ok().flatten());
            if let Some((address, place)) = summary.and_then(|summary| unfilled(&summary)) {
                spawn_local_scoped(async move {
                    let answer = http::get(&address, "text/plain").await.filter(|answer| answer.is_ok);
                    place.set_text_content(Some(&answer.map_or(failed.to_owned(), |answer| answer.text)));
                });
            }
        });
        on_cleanup(move || click.remove());
    });
}

/// What is to be fetched, and where it belongs; nothing once it is there.
fn unfilled(summary: &web_sys::Element) -> Option<(String, web_sys::Element)> {
    let place = summary.next_element_sibling().filter(|place| !place.has_child_nodes())?;
    Some((summary.get_attribute("data-start")?, place))
}

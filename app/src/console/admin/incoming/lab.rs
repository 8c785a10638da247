//! The laboratory: a message that is chosen or dropped here shows every step that it would take, and takes none.

use domain::mail::MAX_MESSAGE;
use domain::mail::view::Steps;
use domain::words::{fill, incoming};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;
use leptos::{ev, html, serde_json, web_sys};

use super::super::{Section, SectionHead};
use crate::browser::{http, upload};
use crate::me::use_me;
use crate::ui::{Button, Icon};

/// Where a message is tried.
const TRY: &str = "/mail/lab";

/// A message and what would become of it.
#[derive(Debug, Clone, PartialEq)]
enum Trial {
    None,
    AtWork(String),
    /// It could not be tried, and why.
    Failed(String),
    Done(String, Box<Steps>),
}

#[component]
pub fn Laboratory() -> impl IntoView {
    let w = incoming::laboratory(use_me().lang);
    let trial = RwSignal::new(Trial::None);
    let input = NodeRef::<html::Input>::new();
    let choose = move |_| {
        if let Some(input) = input.get_untracked() {
            attempt(trial, upload::chosen(&input));
        }
    };
    let dropped = move |event: ev::DragEvent| {
        event.prevent_default();
        attempt(trial, upload::dropped(&event));
    };
    let open = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let said = move || match trial.get() {
        Trial::None => String::new(),
        Trial::AtWork(name) => fill(w.at_work, &[("name", &name)]),
        Trial::Failed(why) => why,
        Trial::Done(name, _) => fill(w.done, &[("name", &name)]),
    };
    let shown = move || match trial.get() {
        Trial::Done(name, steps) => Some(view! { <Shown name steps=*steps/> }),
        _ => None,
    };
    view! {
        <SectionHead section=Section::Laboratory hint=w.hint/>
        <div class="ed__b ed__b--one"><div class="ed__m">
            <div class="droph" on:dragover=allow on:drop=dropped>
                <Icon name="flask-conical"/>
                <p><Button kind="button" icon="file-up" on:click=open>{w.choose}</Button>" "{w.or_drop}</p>
                <input type="file" hidden accept=".eml,message/rfc822" aria-label=w.choose node_ref=input on:change=choose/>
            </div>
            <p class="hint" role="status">{said}</p>
            {shown}
        </div></div>
    }
}

/// A file may be dropped here.
fn allow(event: ev::DragEvent) {
    if upload::are_dragged(&event) {
        event.prevent_default();
    }
}

/// Tries the first of `files`.
fn attempt(trial: RwSignal<Trial>, files: Vec<web_sys::File>) {
    let Some(file) = files.into_iter().next() else { return };
    let w = incoming::laboratory(use_me().lang);
    let failed = w.failed;
    if file.size() > MAX_MESSAGE as f64 {
        let most = (MAX_MESSAGE >> 20).to_string();
        return trial.set(Trial::Failed(fill(w.too_large, &[("name", &file.name()), ("most", &most)])));
    }
    trial.set(Trial::AtWork(file.name()));
    spawn_local_scoped(async move {
        let outcome = match http::post_bytes(TRY, &file).await {
            Some(answer) if answer.is_ok => match serde_json::from_slice(answer.text.as_bytes()) {
                Ok(steps) => Trial::Done(file.name(), Box::new(steps)),
                Err(_) => Trial::Failed(failed.to_owned()),
            },
            Some(answer) if answer.status != 413 && !answer.text.is_empty() => Trial::Failed(answer.text),
            _ => Trial::Failed(failed.to_owned()),
        };
        trial.try_set(outcome);
    });
}

#[component]
fn Shown(name: String, steps: Steps) -> impl IntoView {
    let lang = use_me().lang;
    let w = incoming::laboratory(lang);
    let told = incoming::steps(lang, &steps).into_iter();
    let told =
        told.map(|(name, words)| view! { <li><b>{name}</b>" "<span class="mail-any">{words}</span></li> });
    let text = (!steps.text.is_empty()).then(|| {
        view! {
            <h2 class="t14 w6" id="lab-text">{w.shown}</h2>
            <pre class="mailtext" tabindex="0" role="region" aria-labelledby="lab-text">{steps.text}</pre>
        }
    });
    view! {
        <section aria-labelledby="lab-steps">
            <h2 class="t14 w6" id="lab-steps">{fill(w.steps, &[("name", &name)])}</h2>
            <ol class="lab">{told.collect_view()}</ol>
            {text}
        </section>
    }
}

//! What is typed into fields and forms marked `data-draft` is kept by the desk once the typing rests. The words of a field
//! that the desk did not hear of stay in the browser, and are tried again until it does.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventInit, HtmlFormElement, HtmlTextAreaElement, UrlSearchParams};

use super::wake::fields;
use crate::browser::latest::{AGAIN, RESTING, latest};
use crate::browser::{http, kept};

const MARK: &str = "data-draft";
/// Fields of which the browser keeps the words.
const TEXTS: &str = "textarea[data-draft]";

/// Keeps drafts as long as the page lives, and puts back what only the browser has.
pub(super) fn keep_drafts() {
    let save = latest(
        RESTING,
        |(field, (address, fields)): (Element, (String, UrlSearchParams))| async move {
            let answer = http::post(&address, &fields, http::JSON).await;
            (field, answer.map(|answer| answer.is_ok))
        },
        |(field, saved)| settled(&field, saved),
    );
    let listener = window_event_listener(ev::input, move |event| {
        let field = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if let Some((field, draft)) = field.and_then(|field| Some((field.clone(), draft_of(&field)?))) {
            save((field, draft));
        }
    });
    on_cleanup(move || listener.remove());
    each_text(None, put_back);
}

/// The words of `form` have reached the desk.
pub(super) fn sent(form: &HtmlFormElement) {
    each_text(Some(form), |text| {
        if let Some(name) = name_of(text) {
            kept::forget(&name);
        }
    });
}

/// Where what is typed into `field` is kept, and the form as it stands.
fn draft_of(field: &Element) -> Option<(String, UrlSearchParams)> {
    let form = field.closest("form").ok()??.dyn_into::<HtmlFormElement>().ok()?;
    let address = field.get_attribute(MARK).or_else(|| form.get_attribute(MARK))?;
    Some((address, fields(&form)?))
}

/// `saved`: whether the desk took it; nothing when no answer came.
fn settled(field: &Element, saved: Option<bool>) {
    let text = field.dyn_ref::<HtmlTextAreaElement>().filter(|text| text.matches(TEXTS).unwrap_or(false));
    if let Some((text, name)) = text.and_then(|text| Some((text, name_of(text)?))) {
        match saved {
            Some(true) => kept::forget(&name),
            // What has left the page was sent.
            _ if text.is_connected() => kept::keep(&name, &text.value()),
            _ => {}
        }
    }
    if saved.is_none() {
        let field = field.clone();
        set_timeout(move || touch(&field), AGAIN);
    }
}

fn put_back(text: &HtmlTextAreaElement) {
    if let Some(words) = name_of(text).and_then(|name| kept::kept(&name)) {
        text.set_value(&words);
        touch(text);
    }
}

/// As if a key had been struck: what stands in it is saved.
fn touch(field: &Element) {
    let bubbles = EventInit::new();
    bubbles.set_bubbles(true);
    if let (true, Ok(event)) = (field.is_connected(), Event::new_with_event_init_dict("input", &bubbles)) {
        field.dispatch_event(&event).ok();
    }
}

/// A field by where it is kept and the request that it belongs to.
fn name_of(text: &HtmlTextAreaElement) -> Option<String> {
    let (address, fields) = draft_of(text)?;
    Some(format!("{address}-{}", fields.get("number")?))
}

fn each_text(within: Option<&HtmlFormElement>, act: impl Fn(&HtmlTextAreaElement)) {
    let found = match within {
        Some(form) => form.query_selector_all(TEXTS),
        None => document().query_selector_all(TEXTS),
    };
    let Ok(found) = found else { return };
    let texts = (0..found.length()).filter_map(|at| found.get(at)?.dyn_into::<HtmlTextAreaElement>().ok());
    texts.for_each(|text| act(&text));
}

//! Notices of the browser itself, for who asked for them with a button: shown while nobody looks at the page. The setting
//! stays in the browser.

use leptos::prelude::*;
use web_sys::{Notification, NotificationOptions, NotificationPermission};

use super::preferences::{prefer, preference};

/// `on` for who asked for them.
const NOTICES: &str = "notices";

/// Whether they were asked for and are allowed.
#[must_use]
pub fn are_on() -> bool {
    preference(NOTICES) == "on" && is_known() && Notification::permission() == NotificationPermission::Granted
}

/// Old browsers, and pages without https, have none.
fn is_known() -> bool {
    js_sys::Reflect::has(&window(), &"Notification".into()).unwrap_or(false)
}

/// Asks the browser for leave. Whether they are on now.
pub async fn turn_on() -> bool {
    if !is_known() {
        return false;
    }
    if let Ok(asked) = Notification::request_permission() {
        // A refusal is an answer, too.
        wasm_bindgen_futures::JsFuture::from(asked).await.ok();
    }
    prefer(NOTICES, "on");
    are_on()
}

pub fn turn_off() {
    prefer(NOTICES, "");
}

/// Shows one, if they are on and nobody looks at the page. A second one of the same `tag` takes its place.
pub fn show(title: &str, text: &str, tag: &str) {
    if !are_on() || !document().hidden() {
        return;
    }
    let options = NotificationOptions::new();
    options.set_body(text);
    options.set_tag(tag);
    // A browser that shows none has said so when it was asked.
    Notification::new_with_options(title, &options).ok();
}

//! Everything that talks to the browser. Called only from effects, event handlers and hydration, never while a view
//! is being built: on the server none of this exists.

pub mod clipboard;
pub mod focus;
pub mod form;
pub mod http;
pub mod kept;
pub mod latest;
pub mod live;
pub mod notify;
pub mod page;
pub mod preferences;
pub mod regions;
pub mod text_file;
pub mod ticker;
pub mod upload;
pub mod zones;

use leptos::prelude::*;

use crate::me::Me;

/// The reader, from the page's head.
pub fn read_me() -> Option<Me> {
    let meta = document().query_selector("meta[name=me]").ok()??;
    leptos::serde_json::from_slice(meta.get_attribute("content")?.as_bytes()).ok()
}

/// Address of the icon sheet, from the page's head.
pub fn read_icons() -> Option<String> {
    document().query_selector("meta[name=icons]").ok()??.get_attribute("content")
}

/// Marks the page as alive once the first effects run, so that tests and styles can wait for it.
pub fn mark_hydrated() {
    Effect::new(|| {
        if let Some(root) = document().document_element() {
            // Nothing to do when the attribute can't be set: the page works without it.
            root.set_attribute("data-hydrated", "").ok();
        }
    });
}

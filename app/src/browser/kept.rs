//! What somebody typed and the desk has not kept yet, in this browser's storage, apart for each person. A browser that
//! keeps nothing loses it with the page.

use leptos::prelude::*;
use leptos::web_sys::Storage;

use super::read_me;

/// Keeps `text` under `name`; nothing for an empty one.
pub fn keep(name: &str, text: &str) {
    if text.is_empty() {
        return forget(name);
    }
    if let Some(storage) = storage() {
        // It fails when the browser has no room left.
        storage.set_item(&key(name), text).ok();
    }
}

/// What was kept under `name`.
#[must_use]
pub fn kept(name: &str) -> Option<String> {
    storage()?.get_item(&key(name)).ok()?
}

/// Lets go of it.
pub fn forget(name: &str) {
    if let Some(storage) = storage() {
        storage.remove_item(&key(name)).ok();
    }
}

fn key(name: &str) -> String {
    format!("casewell-kept-{}-{name}", read_me().map(|me| me.person_id).unwrap_or_default())
}

fn storage() -> Option<Storage> {
    window().local_storage().ok()?
}

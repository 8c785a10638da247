//! What somebody set for this browser: theme and density. Kept in its storage and shown as `data-…` on `<html>`, where
//! the styles look; the document's own script ([`crate::shell`]) puts them there before anything is drawn.

use leptos::prelude::*;

/// `light` or `dark`; nothing follows the system.
pub const THEME: &str = "theme";
/// `dense`; nothing is roomy.
pub const DENSITY: &str = "density";

/// What is set for `name`; empty when nothing is.
#[must_use]
pub fn preference(name: &str) -> String {
    let storage = window().local_storage().ok().flatten();
    storage.and_then(|storage| storage.get_item(&key(name)).ok().flatten()).unwrap_or_default()
}

/// Sets `name` from now on; an empty value takes it back.
pub fn prefer(name: &str, value: &str) {
    let attribute = format!("data-{name}");
    // A browser that keeps nothing shows the choice until the page is left.
    if let Ok(Some(storage)) = window().local_storage() {
        if value.is_empty() { storage.remove_item(&key(name)) } else { storage.set_item(&key(name), value) }
            .ok();
    }
    if let Some(root) = document().document_element() {
        if value.is_empty() {
            root.remove_attribute(&attribute)
        } else {
            root.set_attribute(&attribute, value)
        }
        .ok();
    }
}

fn key(name: &str) -> String {
    format!("casewell-{name}")
}

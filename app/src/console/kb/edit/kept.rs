//! What was typed and not saved, kept in this browser for each article. A browser that keeps nothing loses it with the
//! page.

use domain::knowledge::writing::ArticleForm;
use leptos::prelude::*;
use leptos::serde_json;
use leptos::web_sys::Storage;
use serde::{Deserialize, Serialize};

/// A text, and the version of the article that it was typed over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    pub seen: i64,
    pub form: ArticleForm,
}

/// Keeps what was typed for the article `id` (empty: a new one).
pub fn keep(id: &str, kept: &Kept) {
    if let (Some(storage), Ok(json)) = (storage(), serde_json::to_string(kept)) {
        // It fails when the browser has no room left.
        storage.set_item(&key(id), &json).ok();
    }
}

/// What was kept for it.
#[must_use]
pub fn kept(id: &str) -> Option<Kept> {
    let json = storage()?.get_item(&key(id)).ok()??;
    serde_json::from_slice(json.as_bytes()).ok()
}

/// Lets go of it.
pub fn forget(id: &str) {
    if let Some(storage) = storage() {
        storage.remove_item(&key(id)).ok();
    }
}

fn key(id: &str) -> String {
    format!("casewell-kb-{id}")
}

fn storage() -> Option<Storage> {
    window().local_storage().ok()?
}

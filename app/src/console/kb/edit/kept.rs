//! What was typed and not saved, kept in this browser for each article.

use domain::knowledge::writing::ArticleForm;
use leptos::serde_json;
use serde::{Deserialize, Serialize};

use crate::browser::kept as browser;

/// A text, and the version of the article that it was typed over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    pub seen: i64,
    pub form: ArticleForm,
}

/// Keeps what was typed for the article `id` (empty: a new one).
pub fn keep(id: &str, kept: &Kept) {
    if let Ok(json) = serde_json::to_string(kept) {
        browser::keep(&name(id), &json);
    }
}

/// What was kept for it.
#[must_use]
pub fn kept(id: &str) -> Option<Kept> {
    serde_json::from_slice(browser::kept(&name(id))?.as_bytes()).ok()
}

/// Lets go of it.
pub fn forget(id: &str) {
    browser::forget(&name(id));
}

fn name(id: &str) -> String {
    format!("article-{id}")
}

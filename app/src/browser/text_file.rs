//! A file that somebody chose, as text.

use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Event, File, HtmlInputElement};
use wasm_bindgen_futures::JsFuture;

/// The file chosen in the field of `event`. The field is emptied, so that the same file can be chosen again.
pub fn chosen(event: &Event) -> Option<File> {
    let field: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = field.files()?.get(0);
    field.set_value("");
    file
}

/// What stands in it; nothing when it cannot be read.
pub async fn text(file: &File) -> String {
    JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

//! What stands in a form. Called only from event handlers.

use std::collections::BTreeMap;

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, FormData, HtmlFormElement, HtmlTextAreaElement};

/// The fields of the form in which `event` happened: name → text. Boxes that are not ticked and files are left out.
#[must_use]
pub fn fields(event: &Event) -> BTreeMap<String, String> {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let form = target.and_then(|element| element.closest("form").ok().flatten());
    let form = form.and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    form.map(|form| read(&form)).unwrap_or_default()
}

/// Puts `words` where the cursor stands in the text field `id`, and the cursor behind them; what the field holds then.
pub fn type_at_cursor(id: &str, words: &str) -> Option<String> {
    let field: HtmlTextAreaElement = document().get_element_by_id(id)?.dyn_into().ok()?;
    let at = field.selection_start().ok()??;
    field.set_range_text(words).ok()?;
    let behind = at + u32::try_from(words.encode_utf16().count()).ok()?;
    field.set_selection_range(behind, behind).ok()?;
    Some(field.value())
}

/// Whether files for the form that is about to be sent are still on their way.
#[must_use]
pub fn sends_files(event: &Event) -> bool {
    let form = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    form.is_some_and(|form| matches!(form.query_selector("[data-sending]"), Ok(Some(_))))
}

fn read(form: &HtmlFormElement) -> BTreeMap<String, String> {
    let pairs = FormData::new_with_form(form).ok().and_then(|data| js_sys::try_iter(&data).ok().flatten());
    let pair = |pair: js_sys::Array| Some((pair.get(0).as_string()?, pair.get(1).as_string()?));
    pairs.into_iter().flatten().flatten().filter_map(|entry| pair(entry.into())).collect()
}

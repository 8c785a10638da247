//! Where the keyboard is after something changed without a page being loaded.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Puts the focus on the first element that `selector` finds, whether or not it takes focus by itself.
pub fn focus(selector: &str) {
    let Ok(Some(element)) = document().query_selector(selector) else { return };
    let Ok(element) = element.dyn_into::<HtmlElement>() else { return };
    if element.tab_index() < 0 {
        // Nothing is lost when it can't be set: the focus stays where it was.
        element.set_attribute("tabindex", "-1").ok();
    }
    element.focus().ok();
}

/// Whether the keyboard is inside the first element that `selector` finds.
#[must_use]
pub fn is_within(selector: &str) -> bool {
    let place = document().query_selector(selector).ok().flatten();
    place.is_some_and(|place| place.contains(document().active_element().as_deref()))
}

/// Focuses what `selector` finds once the page has been drawn anew.
pub fn focus_soon(selector: &'static str) {
    request_animation_frame(move || focus(selector));
}

/// Puts it on what `selector` finds whenever it is nowhere, for as long as reading a page anew takes.
pub fn find_again(selector: &'static str) {
    let is_nowhere = || document().active_element().is_none_or(|element| element.tag_name() == "BODY");
    for wait in [50, 300, 1_000, 2_000] {
        let look = move || {
            if is_nowhere() {
                focus(selector);
            }
        };
        set_timeout(look, Duration::from_millis(wait));
    }
}

//! The page as a whole.

use leptos::ev;
use leptos::prelude::*;

/// Asks before the page is left while `is_unsaved`, for as long as the current owner lives.
pub fn ask_before_leaving(is_unsaved: impl Fn() -> bool + Send + Sync + Copy + 'static) {
    Effect::new(move |_| {
        let ask = move |event: ev::BeforeUnloadEvent| {
            if untrack(is_unsaved) {
                event.prevent_default();
            }
        };
        let listener = window_event_listener(ev::beforeunload, ask);
        on_cleanup(move || listener.remove());
    });
}

/// Leaves for `address` with a fresh load, because another root or another reader begins there.
pub fn leave_for(address: &str) {
    // A browser that refuses stays on a page that still works.
    window().location().set_href(address).ok();
}

/// Closes every open menu, after one of its links has led on.
pub fn shut_menus() {
    while let Ok(Some(menu)) = document().query_selector("details.menu[open]") {
        if menu.remove_attribute("open").is_err() {
            return;
        }
    }
}

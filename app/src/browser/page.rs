//! The page as a whole.

use leptos::prelude::*;

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

//! The portal's WebAssembly file: nothing but the root, so that the linker keeps only what it reaches.
// Views are types: a page's type is as deep as its markup, and this crate lays them all out.
#![recursion_limit = "512"]

use leptos::mount::{hydrate_from, mount_to_renderer};
use leptos::prelude::document;
use wasm_bindgen::prelude::wasm_bindgen;

/// Wakes the page that the server drew.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    let wake = || app::portal::wake(|element, view| Box::new(hydrate_from(element, view)));
    if let Some(body) = document().body() {
        mount_to_renderer(&body, wake).forget();
    }
}

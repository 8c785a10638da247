//! The overview's WebAssembly file: nothing but the root, so that the linker keeps only what it reaches.
// Views are types: a page's type is as deep as its markup, and this crate lays them all out.
#![recursion_limit = "512"]

use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page that the server rendered.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::console::Overview);
}

//! Casewell's two faces in Leptos, compiled twice: natively for server rendering (feature `ssr`) and to WebAssembly
//! for the browser (feature `hydrate`). The portal and the console's programs are roots ([`portal::App`], [`console::App`],
//! [`console::Overview`], [`console::Settings`], [`console::Mail`]), each linked into a WebAssembly file of its own by a tiny crate under `roots/`,
//! so that none carries the others.

// Views are types: a page's type is as deep as its markup.
#![recursion_limit = "512"]

pub mod api;
pub mod browser;
pub mod console;
pub mod error;
pub mod me;
pub mod portal;
pub mod shell;
#[cfg(feature = "ssr")]
pub mod ssr;
pub mod ui;

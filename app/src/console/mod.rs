//! The agent console, a single page kept live.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::Router;

use crate::me::provide_me;

/// The console's root.
#[component]
pub fn App() -> impl IntoView {
    provide_me();
    provide_meta_context();
    crate::browser::mark_hydrated();
    view! { <Router><main id="main"><h1>"Casewell"</h1></main></Router> }
}

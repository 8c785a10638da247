//! The HTML document around every root.

use domain::words::portal;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;
use leptos_meta::MetaTags;
use leptos_router::location::RequestUrl;

use crate::me::use_me;

/// Addresses of the files a page loads, hashed by the build.
#[derive(Debug, Clone, Copy, Default)]
pub struct Assets {
    pub css: &'static str,
    pub icons: &'static str,
    pub font: &'static str,
    /// JavaScript glue and WebAssembly of the root that the page belongs to.
    pub js: &'static str,
    pub wasm: &'static str,
}

/// Shows what somebody set for this browser before anything is drawn; see [`crate::browser::preferences`].
const PREFERENCES: &str = "try{for(const name of['theme','density']){const value=localStorage.getItem('casewell-'+name);\
if(value)document.documentElement.dataset[name]=value}}catch{}";

/// The document: `body` is a root, `class` tells the styles which. Parts that follow signals are drawn
/// later than the rest; the owner goes with them, so that they find the same contexts.
pub fn document<V: IntoView>(class: &'static str, body: impl FnOnce() -> V) -> impl IntoView {
    let me = use_me();
    let assets = use_context::<Assets>().unwrap_or_default();
    let path = use_context::<RequestUrl>().map(|url| url.as_ref().to_owned()).unwrap_or_default();
    let lang = portal::page_lang(me.lang, &path).code();
    let about_me = leptos::serde_json::to_string(&*me).unwrap_or_default();
    let nonce = use_nonce();
    let start = format!(
        "import init,{{hydrate}} from '{}';init({{module_or_path:'{}'}}).then(()=>hydrate());",
        assets.js, assets.wasm
    );
    view! {
        <!DOCTYPE html>
        <html lang=lang>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="me" content=about_me/>
                <meta name="icons" content=assets.icons/>
                <script nonce=nonce.clone()>{PREFERENCES}</script>
                <link rel="preload" href=assets.font r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
                <link rel="stylesheet" href=assets.css/>
                <link rel="icon" href="/favicon.svg" r#type="image/svg+xml"/>
                <MetaTags/>
                <script r#type="module" nonce=nonce>{start}</script>
            </head>
            <body class=class>{OwnedView::new(body())}</body>
        </html>
    }
}

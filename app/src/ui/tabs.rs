//! Tabs: as links between pages, and as a tab list inside one.

use leptos::prelude::*;
use leptos::{ev::KeyboardEvent, web_sys};

/// A page among its siblings.
#[derive(Debug, Clone, Default)]
pub struct TabLink {
    pub href: String,
    pub label: String,
    pub count: Option<String>,
    pub current: bool,
}

/// Pages that look like tabs; work without scripts.
#[component]
pub fn TabLinks(
    #[prop(into)] label: String,
    tabs: Vec<TabLink>,
    #[prop(default = "tabs")] class: &'static str,
) -> impl IntoView {
    let links = tabs.into_iter().map(|TabLink { href, label, count, current }| {
        let count = count.map(|count| view! { <span class="count">{count}</span> });
        view! { <a class="tab" href=href aria-current=current.then_some("page")>{label}{count}</a> }
    });
    view! { <nav class=class aria-label=label>{links.collect_view()}</nav> }
}

/// A tab of a tab list. The panel it shows has the id `{list}-{key}-panel` and is labelled by `{list}-{key}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    pub key: &'static str,
    pub label: String,
}

/// A tab list; arrows, Home and End move and choose.
#[component]
pub fn Tabs(
    /// Id of the list; ids of tabs and panels begin with it.
    id: &'static str,
    #[prop(into)] label: String,
    tabs: Vec<Tab>,
    chosen: RwSignal<&'static str>,
    #[prop(default = "tabs")] class: &'static str,
) -> impl IntoView {
    let keys: Vec<&'static str> = tabs.iter().map(|tab| tab.key).collect();
    let on_key = move |event: KeyboardEvent| {
        if let Some(key) = moved(&keys, chosen.get_untracked(), &event.key()) {
            event.prevent_default();
            chosen.set(key);
            focus(&format!("{id}-{key}"));
        }
    };
    let buttons = tabs.into_iter().map(|Tab { key, label }| {
        let is_chosen = move || chosen.get() == key;
        view! {
            <button type="button" class="tab" role="tab" id=format!("{id}-{key}") aria-controls=format!("{id}-{key}-panel")
                aria-selected=move || if is_chosen() { "true" } else { "false" }
                tabindex=move || if is_chosen() { "0" } else { "-1" } on:click=move |_| chosen.set(key)>{label}</button>
        }
    });
    view! { <div class=class role="tablist" aria-label=label on:keydown=on_key>{buttons.collect_view()}</div> }
}

/// Where a key leads from `current`, if it is one that moves.
fn moved(keys: &[&'static str], current: &str, pressed: &str) -> Option<&'static str> {
    let place = keys.iter().position(|key| *key == current)?;
    let count = keys.len();
    let next = match pressed {
        "ArrowRight" => (place + 1) % count,
        "ArrowLeft" => (place + count - 1) % count,
        "Home" => 0,
        "End" => count - 1,
        _ => return None,
    };
    keys.get(next).copied()
}

fn focus(id: &str) {
    use leptos::wasm_bindgen::JsCast;
    let element =
        document().get_element_by_id(id).and_then(|node| node.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = element {
        // A tab that cannot take focus is chosen all the same.
        element.focus().ok();
    }
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn arrows_go_round() {
        let keys = ["customer", "knowledge", "history"];
        for (from, pressed, to) in [
            ("customer", "ArrowRight", Some("knowledge")),
            ("history", "ArrowRight", Some("customer")),
            ("customer", "ArrowLeft", Some("history")),
            ("knowledge", "End", Some("history")),
            ("knowledge", "Home", Some("customer")),
            ("knowledge", "x", None),
        ] {
            assert_eq!(moved(&keys, from, pressed), to, "{from} {pressed}");
        }
    }
}

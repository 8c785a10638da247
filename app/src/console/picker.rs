//! A button that shows what is chosen and opens the choices. Arrows, Home and End move among them, Esc closes.

use domain::words::{console, fill};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::{html, wasm_bindgen::JsCast, web_sys};

use crate::me::use_me;
use crate::ui::Icon;

/// One of `picks`. The button's name is "Status: Open".
#[component]
pub fn Picker<T>(
    /// Of the button, so that a key can lead there.
    id: &'static str,
    #[prop(into)] what: String,
    #[prop(into)] chosen: Signal<T>,
    /// What the chosen one is called, also when it is none of the choices.
    name: fn(domain::words::Lang, T) -> &'static str,
    face: fn(T) -> AnyView,
    picks: Vec<T>,
    #[prop(into)] choose: Callback<T>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let lang = use_me().lang;
    let node = NodeRef::<html::Details>::new();
    let pattern = console::ticket(lang).choice;
    let label = move || fill(pattern, &[("what", &what), ("value", name(lang, chosen.get()))]);
    let pick = move |value: T| {
        if let Some(menu) = node.get_untracked() {
            menu.set_open(false);
            focus(&menu, "summary");
        }
        if value != chosen.get_untracked() {
            choose.run(value);
        }
    };
    let items = picks.into_iter().map(move |value| {
        let is_chosen = move || (chosen.get() == value).then_some("true");
        view! {
            <button type="button" class="menu__i" aria-current=is_chosen on:click=move |_| pick(value)>
                {face(value)}<span>{name(lang, value)}</span>
            </button>
        }
    });
    view! {
        <details class="menu menu--start" node_ref=node>
            <summary class="btn btn--sm" id=id aria-label=label>
                {move || face(chosen.get())}{move || name(lang, chosen.get())}<Icon name="chevron-down"/>
            </summary>
            <div class="menu__p" on:keydown=move |event| move_in(&node, &event)>{items.collect_view()}</div>
        </details>
    }
}

fn move_in(node: &NodeRef<html::Details>, event: &KeyboardEvent) {
    let (Some(menu), Some(active)) = (node.get_untracked(), document().active_element()) else { return };
    let next = match event.key().as_str() {
        "ArrowDown" => active.next_element_sibling(),
        "ArrowUp" => active.previous_element_sibling(),
        "Home" => menu.query_selector(".menu__i").ok().flatten(),
        "End" => menu.query_selector(".menu__i:last-child").ok().flatten(),
        _ => return,
    };
    event.prevent_default();
    if let Some(next) = next.and_then(|next| next.dyn_into::<web_sys::HtmlElement>().ok()) {
        // A choice that cannot take focus is passed over.
        next.focus().ok();
    }
}

/// Opens the picker called `id` and puts the focus on its first choice.
pub fn open(id: &str) {
    let menu = document().get_element_by_id(id).and_then(|button| button.parent_element());
    if let Some(menu) = menu.and_then(|menu| menu.dyn_into::<web_sys::HtmlDetailsElement>().ok()) {
        menu.set_open(true);
        focus(&menu, ".menu__i");
    }
}

fn focus(menu: &web_sys::HtmlDetailsElement, selector: &str) {
    let element = menu.query_selector(selector).ok().flatten();
    if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        // A button that cannot take focus leaves it where it is.
        element.focus().ok();
    }
}

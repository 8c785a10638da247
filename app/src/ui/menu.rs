//! Menus are `<details>`: they open without scripts. With them, Esc and a click elsewhere close.

use leptos::prelude::*;
use leptos::{ev, wasm_bindgen::JsCast, web_sys};

use super::{Icon, MaybeText};

/// A button that opens a panel; the children stand in it.
#[component]
pub fn Menu(
    /// Class of the button (`btn btn--sm`), and more for the menu itself (`top__me`).
    #[prop(default = "btn")]
    button: &'static str,
    #[prop(optional)] class: &'static str,
    #[prop(optional, into)] icon: Option<&'static str>,
    /// Words on the button, before the icon's meaning is taken for granted.
    #[prop(optional, into)]
    text: MaybeText,
    /// What screen readers hear when there are no words.
    #[prop(optional, into)]
    label: MaybeText,
    /// Anything else on the button, as an avatar.
    #[prop(optional)]
    face: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    let words = text.get();
    let chevron = words.is_some().then(|| view! { <Icon name="chevron-down"/> });
    view! {
        <details class=if class.is_empty() { "menu".to_owned() } else { format!("menu {class}") }>
            <summary class=button>
                {icon.map(|name| view! { <Icon name/> })}{face.map(|face| face.run())}{words}{chevron}
                {label.get().map(|label| view! { <span class="vh">{label}</span> })}
            </summary>
            <div class="menu__p">{children()}</div>
        </details>
    }
}

/// A way to somewhere else.
#[component]
pub fn MenuLink(
    #[prop(into)] href: String,
    #[prop(optional, into)] icon: Option<&'static str>,
    /// The page that is open now.
    #[prop(optional)]
    current: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <a class="menu__i" href=href aria-current=current.then_some("page")>
            {icon.map(|name| view! { <Icon name/> })}{children()}
        </a>
    }
}

/// Something to do; submits the form it stands in unless `kind` is `button`.
#[component]
pub fn MenuButton(
    #[prop(default = "submit")] kind: &'static str,
    #[prop(optional, into)] icon: Option<&'static str>,
    /// Takes something away.
    #[prop(optional)]
    bad: bool,
    children: Children,
) -> impl IntoView {
    let class = if bad { "menu__i menu__i--bad" } else { "menu__i" };
    view! { <button type=kind class=class>{icon.map(|name| view! { <Icon name/> })}{children()}</button> }
}

/// Closes menus that lost the reader's attention. Called once by each root.
pub fn close_menus() {
    Effect::new(|| {
        let click = window_event_listener(ev::click, |event| {
            let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
            close_where(|menu| !menu.contains(target.as_ref()));
        });
        let key = window_event_listener(ev::keydown, |event| {
            if event.key() == "Escape" {
                close_where(|menu| {
                    return_focus(menu);
                    true
                });
            }
        });
        on_cleanup(move || {
            click.remove();
            key.remove();
        });
    });
}

fn close_where(is_left: impl Fn(&web_sys::Element) -> bool) {
    let Ok(open) = document().query_selector_all("details.menu[open]") else { return };
    for index in 0..open.length() {
        let menu = open.item(index).and_then(|node| node.dyn_into::<web_sys::Element>().ok());
        if let Some(menu) = menu.filter(|menu| is_left(menu)) {
            // Taking away an attribute fails only on names that are not valid.
            menu.remove_attribute("open").ok();
        }
    }
}

fn return_focus(menu: &web_sys::Element) {
    let holds_focus = menu.contains(document().active_element().as_deref());
    let summary = menu.query_selector("summary").ok().flatten();
    if let Some(summary) =
        summary.and_then(|node| node.dyn_into::<web_sys::HtmlElement>().ok()).filter(|_| holds_focus)
    {
        summary.focus().ok();
    }
}

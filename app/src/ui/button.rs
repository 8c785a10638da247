//! Buttons, links that look like buttons, and keys.

use leptos::prelude::*;

use super::{Icon, MaybeText};

/// How a button looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    #[default]
    Plain,
    /// The one main action of a form or page.
    Primary,
    Quiet,
    /// Takes something away.
    Bad,
    /// Writes to the team only.
    Note,
}

fn class(look: Look, small: bool, icon_only: bool) -> String {
    let look = match look {
        Look::Plain => "",
        Look::Primary => " btn--primary",
        Look::Quiet => " btn--quiet",
        Look::Bad => " btn--bad",
        Look::Note => " btn--note",
    };
    let small = if small { " btn--sm" } else { "" };
    let icon_only = if icon_only { " btn--icon" } else { "" };
    format!("btn{look}{small}{icon_only}")
}

/// A button. `kind` is its HTML type; `label` names a button without words. Handlers and further attributes are put on
/// it as on an element (`on:click`, `attr:form`).
#[component]
pub fn Button(
    #[prop(optional)] look: Look,
    #[prop(optional)] small: bool,
    #[prop(default = "submit")] kind: &'static str,
    /// Icon before the words.
    #[prop(optional, into)]
    icon: Option<&'static str>,
    /// Makes it a square with only the icon; screen readers hear this.
    #[prop(optional, into)]
    label: MaybeText,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let class = class(look, small, children.is_none());
    view! {
        <button type=kind class=class aria-label=label.get()>
            {icon.map(|name| view! { <Icon name/> })}
            {children.map(|words| words())}
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    #[prop(into)] href: String,
    #[prop(optional)] look: Look,
    #[prop(optional)] small: bool,
    #[prop(optional, into)] icon: Option<&'static str>,
    #[prop(optional, into)] label: MaybeText,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let class = class(look, small, children.is_none());
    view! {
        <a href=href class=class aria-label=label.get()>
            {icon.map(|name| view! { <Icon name/> })}
            {children.map(|words| words())}
        </a>
    }
}

/// A button that cannot be used now: it stays in the tab order and says why.
#[component]
pub fn BlockedButton(
    /// Unique on the page; the reason gets it too.
    #[prop(into)]
    id: String,
    #[prop(into)] why: String,
    #[prop(optional)] small: bool,
    children: Children,
) -> impl IntoView {
    let reason = format!("{id}-why");
    view! {
        <button type="button" id=id class=class(Look::Plain, small, false) aria-disabled="true" aria-describedby=reason.clone()>
            {children()}
        </button>
        <span class="t12 c2" id=reason>{why}</span>
    }
}

/// Names of keys to press, one cap each.
#[component]
pub fn Kbd(keys: &'static [&'static str]) -> impl IntoView {
    keys.iter().map(|key| view! { <kbd class="kbd">{*key}</kbd> }).collect_view()
}

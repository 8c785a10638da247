//! Icons: references into one sheet, `public/icons.svg`, made by `scripts/icons.mjs`.

use domain::tickets::Priority;
use leptos::prelude::*;

use crate::shell::Assets;

/// Address of the icon sheet, hashed by the build.
#[derive(Clone)]
struct Sheet(String);

/// Makes [`Icon`] work below: the server knows the sheet's address, the browser reads the page's head.
pub fn provide_icons() {
    let known = use_context::<Assets>().map(|assets| assets.icons);
    provide_context(Sheet(known.or_else(crate::browser::read_icons).unwrap_or_default()));
}

fn href(name: &str) -> String {
    let sheet = use_context::<Sheet>().map(|sheet| sheet.0).filter(|path| !path.is_empty());
    format!("{}#{name}", sheet.as_deref().unwrap_or("/icons.svg"))
}

/// A picture beside words, silent for screen readers.
#[component]
pub fn Icon(
    /// A name in `scripts/icons.txt`.
    name: &'static str,
) -> impl IntoView {
    view! { <svg class="i" aria-hidden="true"><use href=href(name)></use></svg> }
}

/// Casewell's mark.
#[component]
pub fn Mark() -> impl IntoView {
    view! { <svg class="mark" aria-hidden="true"><use href=href("mark")></use></svg> }
}

/// Priority as bars, or a filled square when urgent.
#[component]
pub fn PriorityIcon(
    priority: Priority,
    /// What screen readers hear; say nothing where the word stands beside it.
    #[prop(optional, into)]
    spoken: super::MaybeText,
) -> impl IntoView {
    let (name, class) = match priority {
        Priority::Urgent => ("pri-urgent", "i pri pri--urgent"),
        Priority::High => ("pri-high", "i pri"),
        Priority::Normal => ("pri-normal", "i pri"),
        Priority::Low => ("pri-low", "i pri"),
    };
    view! {
        <svg class=class aria-hidden="true"><use href=href(name)></use></svg>
        {spoken.get().map(|words| view! { <span class="vh">{words}</span> })}
    }
}

//! Icons: references into one sheet, `public/icons.svg`, made by `scripts/icons.mjs`. A page has hundreds of them, so the
//! reference is written as text and not built as an element of its own.

use std::sync::OnceLock;

use domain::tickets::Priority;
use leptos::prelude::*;

use crate::shell::Assets;

/// Address of the icon sheet, hashed by the build: one for the whole program.
static SHEET: OnceLock<String> = OnceLock::new();

/// Makes [`Icon`] work below: the server knows the sheet's address, the browser reads the page's head.
pub fn provide_icons() {
    if SHEET.get().is_none() {
        let known =
            use_context::<Assets>().map(|assets| assets.icons.to_owned()).or_else(crate::browser::read_icons);
        if let Some(path) = known.filter(|path| !path.is_empty()) {
            SHEET.get_or_init(|| path);
        }
    }
}

/// The picture called `name`, as the inside of an `<svg>`. Names are ours, never what somebody typed.
fn picture(name: &'static str) -> String {
    format!("<use href=\"{}#{name}\"></use>", SHEET.get().map_or("/icons.svg", String::as_str))
}

/// A picture beside words, silent for screen readers.
#[component]
pub fn Icon(
    /// A name in `scripts/icons.txt`.
    name: &'static str,
) -> impl IntoView {
    view! { <svg class="i" aria-hidden="true" inner_html=picture(name)></svg> }
}

/// Casewell's mark.
#[component]
pub fn Mark() -> impl IntoView {
    view! { <svg class="mark" aria-hidden="true" inner_html=picture("mark")></svg> }
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
        <svg class=class aria-hidden="true" inner_html=picture(name)></svg>
        {spoken.get().map(|words| view! { <span class="vh">{words}</span> })}
    }
}

//! Modal dialogs on the native element: focus stays inside, Esc cancels, focus returns.

use leptos::html;
use leptos::prelude::*;

/// A dialog that follows `open`. Its first control should be a safe one; the footer holds the actions.
#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    /// Unique on the page; the heading is `id-title`.
    #[prop(into)]
    id: String,
    #[prop(into)] title: String,
    #[prop(optional)] wide: bool,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = node.get() else { return };
        match (open.get(), dialog.open()) {
            // It fails only for a dialog that is open already or outside the page: then there is nothing to do.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let heading = format!("{id}-title");
    let class = if wide { "dlg dlg--wide" } else { "dlg" };
    view! {
        <dialog class=class id=id aria-labelledby=heading node_ref=node on:close=move |_| open.set(false)>
            <h2 id=heading.clone()>{title}</h2>
            {children()}
        </dialog>
    }
}

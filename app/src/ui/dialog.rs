//! Modal dialogs on the native element: focus stays inside, Esc cancels, focus returns.

use std::sync::{Mutex, PoisonError};

use leptos::html;
use leptos::prelude::*;

/// A dialog that follows `open`. Its first control should be a safe one; the footer holds the actions. What is inside is
/// drawn when it first opens: most dialogs of a page never do.
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
    let children = Mutex::new(Some(children));
    let drawn = Memo::new(move |before: Option<&bool>| before == Some(&true) || open.get());
    let draw =
        move || children.lock().unwrap_or_else(PoisonError::into_inner).take().map(|children| children());
    let inside = move || drawn.get().then(&draw);
    Effect::new(move || {
        let Some(dialog) = node.get() else { return };
        match (open.get(), dialog.open()) {
            // A moment later, when what is inside stands there to be focused.
            (true, false) => request_animation_frame(move || {
                if open.try_get_untracked() == Some(true) && !dialog.open() {
                    // It fails only outside the page: then there is nothing to do.
                    drop(dialog.show_modal());
                }
            }),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let heading = format!("{id}-title");
    let class = if wide { "dlg dlg--wide" } else { "dlg" };
    view! {
        <dialog class=class id=id aria-labelledby=heading node_ref=node on:close=move |_| open.set(false)>
            <h2 id=heading.clone()>{title}</h2>
            {inside}
        </dialog>
    }
}

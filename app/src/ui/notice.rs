//! What a page says about itself: banners, emptiness, loading, and changes for screen readers.

use leptos::prelude::*;

use super::{Icon, MaybeText, Tone};

/// A message on the page that stays until its cause is gone.
#[component]
pub fn Banner(
    #[prop(optional)] tone: Tone,
    icon: &'static str,
    /// `status` or `alert` where it appears by itself; nothing where it comes with the page.
    #[prop(optional, into)]
    role: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    view! { <div class=tone.class("banner") role=role><Icon name=icon/><div>{children()}</div></div> }
}

/// Nothing to list: says so, and what to do instead (the children).
#[component]
pub fn EmptyState(
    icon: &'static str,
    #[prop(into)] title: String,
    #[prop(optional, into)] text: MaybeText,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon name=icon/>
            <h2>{title}</h2>
            {text.get().map(|text| view! { <p>{text}</p> })}
            {children.map(|way_on| way_on())}
        </div>
    }
}

/// The shape of a list that is on its way; visible only when that takes longer than a blink.
#[component]
pub fn Skeleton(
    /// "Loading", for screen readers.
    #[prop(into)]
    label: String,
    #[prop(default = 4)] rows: usize,
) -> impl IntoView {
    let row = || {
        view! { <div><span class="skel skel--l"></span><span class="skel skel--s"></span></div> }
    };
    view! {
        <div class="sk" role="group" aria-busy="true" aria-label=label>{(0..rows).map(|_| row()).collect_view()}</div>
    }
}

/// A polite live region: speaks when its text changes. It stands in the page from the start, empty or not.
#[component]
pub fn StatusLine(
    #[prop(into)] text: Signal<String>,
    /// Only for screen readers.
    #[prop(optional)]
    hidden: bool,
) -> impl IntoView {
    let class = if hidden { "vh" } else { "t14 c2" };
    view! { <p role="status" class=class>{move || text.get()}</p> }
}

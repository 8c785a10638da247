//! The views in the side bar, with their counts.

use domain::tickets::view::{COUNT_CAP, ViewCount};
use domain::words::console;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::address;
use crate::me::use_me;

/// The views that hold the reader's own tickets.
const MINE: [&str; 2] = ["mine", "contact"];
/// Views of what presses, with their marks.
const MARKS: [(&str, &str); 2] = [("contact", "vdot vdot--risk"), ("pressing", "vdot vdot--bad")];

/// Every view under its heading.
#[component]
pub fn Views(views: RwSignal<Vec<ViewCount>>) -> impl IntoView {
    let w = console::frame(use_me().lang);
    let here = address::use_view();
    let part = move |belongs: fn(&ViewCount) -> bool| {
        Signal::derive(move || {
            views.with(|views| views.iter().filter(|view| belongs(view)).cloned().collect())
        })
    };
    view! {
        <Part id="nv-mine" title=w.my_views here views=part(is_mine)/>
        <Part id="nv-team" title=w.team_views here views=part(|view| !is_mine(view) && view.name.is_none())/>
        <Part id="nv-queues" title=w.queues here views=part(|view| view.name.is_some())/>
    }
}

fn is_mine(view: &ViewCount) -> bool {
    MINE.contains(&view.id.as_str())
}

#[component]
fn Part(
    id: &'static str,
    title: &'static str,
    here: Memo<String>,
    views: Signal<Vec<ViewCount>>,
) -> impl IntoView {
    let is_any = Memo::new(move |_| views.with(|views| !views.is_empty()));
    let item = move |id: String| {
        let known = id.clone();
        let view =
            Memo::new(move |_| views.with(|views| views.iter().find(|view| view.id == known).cloned()));
        view! { <Entry id here view/> }
    };
    let ids = move || views.with(|views| views.iter().map(|view| view.id.clone()).collect::<Vec<_>>());
    move || {
        is_any.get().then(|| {
            view! {
                <h2 class="nav__h" id=id>{title}</h2>
                <ul role="list" class="nav__l" aria-labelledby=id>
                    <For each=ids key=|id| id.clone() children=item/>
                </ul>
            }
        })
    }
}

#[component]
fn Entry(id: String, here: Memo<String>, view: Memo<Option<ViewCount>>) -> impl IntoView {
    let lang = use_me().lang;
    let mark = MARKS.into_iter().find(|(known, _)| *known == id).map_or("vdot", |(_, class)| class);
    let href = address::view(&id);
    let fixed = console::view_name(lang, &id);
    let name = move || {
        fixed.map_or_else(|| view.get().and_then(|view| view.name).unwrap_or_default(), str::to_owned)
    };
    let path = use_location().pathname;
    let is_shown = move || path.with(|path| path.starts_with("/desk/v/") || path.starts_with("/desk/t/"));
    let current = move || (is_shown() && here.get() == id).then_some("page");
    let shown = move || view.with(|view| view.as_ref().map(|view| capped(lang, view.count)));
    view! {
        <li>
            <a href=href aria-current=current>
                <span class=mark aria-hidden="true"></span><span class="grow cut">{name}</span><span class="count">{shown}</span>
            </a>
        </li>
    }
}

/// A count, or "99+" when it is beyond what is counted.
pub fn capped(lang: domain::words::Lang, count: u32) -> String {
    if count >= COUNT_CAP { console::frame(lang).capped.to_owned() } else { count.to_string() }
}

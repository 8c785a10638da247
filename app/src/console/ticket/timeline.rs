//! The timeline: everything that happened, oldest first. It follows the end only while the reader is there.

use domain::words::console;
use leptos::html;
use leptos::prelude::*;

use super::entry::entry;
use super::state::Ticket;
use crate::me::use_me;
use crate::ui::{Button, Icon, Look};

/// How far from the end still counts as there, in CSS pixels.
const NEAR: i32 = 48;

#[component]
pub fn Timeline(ticket: Ticket) -> impl IntoView {
    let w = console::timeline(use_me().lang);
    let list = NodeRef::<html::Ol>::new();
    let at_end = RwSignal::new(true);
    let entries = ticket.entries();
    let newest = Memo::new(move |_| entries.with(|entries| entries.last().map(|entry| entry.seq)));
    let is_new_below = RwSignal::new(false);
    Effect::new(move |before: Option<Option<u32>>| {
        let now = newest.get();
        if at_end.get_untracked() {
            request_animation_frame(move || to_end(list));
        } else if before.is_some_and(|before| before != now) {
            is_new_below.set(true);
        }
        now
    });
    let scrolled = move |_| {
        if let Some(list) = list.get_untracked() {
            let is_there = list.scroll_height() - list.scroll_top() - list.client_height() <= NEAR;
            at_end.set(is_there);
            if is_there {
                is_new_below.set(false);
            }
        }
    };
    let earlier = move || {
        ticket.has_earlier().then(|| {
            view! {
                <li class="more"><Button kind="button" look=Look::Quiet small=true icon="ellipsis"
                    on:click=move |_| ticket.read_earlier()>{w.earlier}</Button></li>
            }
        })
    };
    let jump = move || {
        is_new_below.get().then(|| {
            view! {
                <button type="button" class="btn btn--sm tl__jump" on:click=move |_| to_end(list)><Icon name="arrow-down"/>{w.jump}</button>
            }
        })
    };
    view! {
        <ol role="list" class="tl" id="timeline" tabindex="0" aria-label=w.label node_ref=list on:scroll=scrolled>
            {earlier}
            <For each=move || entries.get() key=|entry| (entry.seq, entry.redacted.is_some()) children=entry/>
        </ol>
        {jump}
    }
}

fn to_end(list: NodeRef<html::Ol>) {
    if let Some(list) = list.try_get_untracked().flatten() {
        list.set_scroll_top(list.scroll_height());
    }
}

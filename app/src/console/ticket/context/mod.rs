//! Beside the ticket: the customer, what is known, and what was before. A drawer where room is short.

mod customer;
mod history;
mod knowledge;
mod missing;

use domain::words::console;
use leptos::prelude::*;

use self::customer::Customer;
use self::history::History;
use self::knowledge::Knowledge;
use self::missing::Missing;
use super::super::composer::{Composer, KNOWLEDGE};
use super::state::Ticket;
use crate::me::use_me;
use crate::ui::{Button, Look, Tab, Tabs};

#[component]
pub fn Context(ticket: Ticket, composer: Composer, open: RwSignal<bool>) -> impl IntoView {
    let w = console::context(use_me().lang);
    let chosen = composer.panel;
    let tabs = [("customer", w.customer), (KNOWLEDGE, w.knowledge), ("history", w.history)];
    let tabs = tabs.into_iter().map(|(key, label)| Tab { key, label: label.to_owned() }).collect();
    Effect::new(move |before: Option<&'static str>| {
        let now = chosen.get();
        if before.is_some_and(|before| before != now) {
            open.set(true);
        }
        now
    });
    let inside = move || match chosen.get() {
        KNOWLEDGE => view! { <Knowledge ticket composer/> }.into_any(),
        "history" => view! { <History ticket/> }.into_any(),
        _ => view! { <Missing ticket composer/><Customer ticket/> }.into_any(),
    };
    view! {
        <aside class="ctx" aria-label=w.label data-open=move || open.get().to_string()>
            <div class="tabs ctx__t">
                <Tabs id="ctx" label=w.label tabs chosen class="ctx__tabs"/>
                <span class="ctx__x"><Button kind="button" look=Look::Quiet small=true icon="x" label=w.close
                    on:click=move |_| open.set(false)/></span>
            </div>
            <div class="ctx__p" id=move || format!("ctx-{}-panel", chosen.get()) role="tabpanel"
                aria-labelledby=move || format!("ctx-{}", chosen.get()) tabindex="0">{inside}</div>
        </aside>
    }
}

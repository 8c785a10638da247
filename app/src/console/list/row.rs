//! One ticket of the list: what it is, whose, and the promise that comes first.

use domain::promises::countdown::{ClockFace, ClockState};
use domain::tickets::Status;
use domain::tickets::view::TicketRow;
use domain::time::Instant;
use domain::words::promises::kind_name;
use domain::words::tickets::{priority_name, status_name};
use domain::words::{Lang, console, fill};
use leptos::prelude::*;

use super::super::chip::Chip;
use super::super::desk::use_desk;
use super::moving::Moving;
use super::state::{List, RowState};
use crate::me::use_me;
use crate::ui::{PriorityIcon, followed};

#[component]
pub fn Row(row: RowState, list: List, moving: Moving, read_at: Instant) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::list(lang);
    let RowState { number, row, .. } = row;
    let href = list.address(&number);
    let is_open = {
        let number = number.clone();
        move || list.open.with(|open| open.as_deref() == Some(number.as_str())).to_string()
    };
    let tab_stop = {
        let number = number.clone();
        move || if moving.is_tab_stop(&number) { "0" } else { "-1" }
    };
    let class = move || if row.with(|row| row.unanswered) { "tr tr--new" } else { "tr" };
    let priority = followed(move || row.with(|row| row.priority));
    let bars = move || {
        let priority = priority.get();
        view! { <PriorityIcon priority spoken=fill(w.priority, &[("priority", priority_name(lang, priority))])/> }
    };
    let unanswered = move || {
        row.with(|row| row.unanswered)
            .then(|| view! { <span class="vh">{format!(", {}", w.unanswered)}</span> })
    };
    let focused = number.clone();
    view! {
        <div class=class role="row" aria-selected=is_open>
            <span class="tr__p" role="gridcell">{bars}</span>
            <span class="tr__s" role="gridcell">
                <a href=href tabindex=tab_stop data-number=number.clone() on:focus=move |_| moving.came_to(&focused)>
                    {move || row.with(|row| row.subject.clone())}{unanswered}
                </a>
            </span>
            <span class="tr__c" role="gridcell"><Clock row read_at/></span>
            <span class="tr__o cut" role="gridcell">
                {move || row.with(|row| row.customer.clone())}" "<span class="c3 num">{number.clone()}</span>
            </span>
            <span class="tr__k" role="gridcell">{move || row.with(|row| reason(lang, row))}</span>
        </div>
    }
}

/// The clock of the promise that comes first. Turns of the reader's own tickets are spoken.
#[component]
fn Clock(row: RwSignal<TicketRow>, read_at: Instant) -> impl IntoView {
    let me = use_me();
    let desk = use_desk();
    let clock = followed(move || row.with(|row| row.promise.as_ref().map(|promise| promise.clock.clone())));
    let on_turn = Callback::new(move |to: ClockFace| {
        if row.with_untracked(|row| row.assignee.as_deref() == Some(me.name.as_str())) {
            desk.turned(to);
        }
    });
    move || clock.get().map(|clock| view! { <Chip clock now=read_at on_turn/> })
}

/// Under the clock: which promise it is, or what a ticket without a running one waits for.
fn reason(lang: Lang, row: &TicketRow) -> &'static str {
    let w = console::clock(lang);
    let running = row.promise.as_ref().filter(|own| own.clock.state != ClockState::Paused);
    match (row.status, running) {
        (_, Some(promise)) => kind_name(lang, promise.kind),
        (Status::Waiting, _) => w.waits_customer,
        (Status::OnHold, _) => w.waits_other,
        (status, None) => status_name(lang, status),
    }
}

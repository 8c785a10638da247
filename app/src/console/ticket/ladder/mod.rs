//! The ticket on its ladder: who has it, what came with it, and the ways on. Sibling: `domain::ladder`.

mod dialogs;

use domain::tickets::decide::Command;
use domain::tickets::view::{HeldView, PromiseView};
use domain::time::Instant;
use domain::words::common::in_sentence;
use domain::words::promises::kind_name;
use domain::words::{console, fill};
use leptos::prelude::*;

pub use self::dialogs::{ClassDialog, EscalateDialog, SendBackDialog};
use super::entry::HandedOver;
use super::state::Ticket;
use crate::browser::ticker::use_reading;
use crate::me::use_me;
use crate::ui::{Badge, Banner, Button, SlaBadge, Tone};

/// The dialogs about a ladder.
#[derive(Clone, Copy)]
pub struct LadderDialogs {
    pub escalate: RwSignal<bool>,
    pub send_back: RwSignal<bool>,
    pub class: RwSignal<bool>,
}

impl LadderDialogs {
    pub fn new() -> Self {
        Self { escalate: RwSignal::new(false), send_back: RwSignal::new(false), class: RwSignal::new(false) }
    }
}

/// Under the promises: the rung that it stands on, a call that has to be classed, a contract that has ended.
#[component]
pub fn Rung(ticket: Ticket, dialogs: LadderDialogs) -> impl IntoView {
    let ladder = ticket.part(|page| (page.ladder.clone(), page.now));
    let held = move || {
        let (ladder, now) = ladder.get();
        ladder.held.map(|held| view! { <HeldRung ticket held now dialogs/> })
    };
    let class = move || {
        let w = console::ladder(use_me().lang);
        ladder.with(|(ladder, _)| ladder.to_class).then(|| {
            view! { <p class="mt"><Button kind="button" small=true icon="siren" on:click=move |_| dialogs.class.set(true)>{w.class}</Button></p> }
        })
    };
    view! { <Ended ticket/>{held}{class} }
}

/// The contract of the ticket's organisation has ended.
#[component]
fn Ended(ticket: Ticket) -> impl IntoView {
    let w = console::ladder(use_me().lang);
    let organisation = ticket.part(|page| page.customer.organisation.clone());
    move || {
        let organisation = organisation.get()?;
        let contract = organisation.contract.filter(|contract| contract.expired)?;
        let manager = organisation.account_manager.unwrap_or_default();
        let pattern = if manager.is_empty() { w.contract_ended_alone } else { w.contract_ended };
        let words = fill(pattern, &[("name", &contract.name), ("manager", &manager)]);
        Some(view! { <Banner tone=Tone::Risk icon="triangle-alert"><p>{words}</p></Banner> })
    }
}

#[component]
fn HeldRung(ticket: Ticket, held: HeldView, now: Instant, dialogs: LadderDialogs) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::ladder(lang);
    let pattern = if held.acknowledged { w.held } else { w.waits };
    let words = fill(pattern, &[("name", &held.name), ("owner", &held.owner)]);
    let until = held.until.map(|until| fill(w.until, &[("at", &in_sentence(lang, &until.text))]));
    let since = fill(w.since, &[("at", &in_sentence(lang, &held.since.text))]);
    let acknowledge = (held.mine && !held.acknowledged).then(|| {
        view! { <Button kind="button" small=true icon="user-check" on:click=move |_| ticket.ask(Command::Acknowledge)>{w.acknowledge}</Button> }
    });
    let send_back = (held.mine && held.from.is_some()).then(|| {
        view! { <Button kind="button" small=true icon="reply" on:click=move |_| dialogs.send_back.set(true)>{w.send_back}</Button> }
    });
    let tone = if held.acknowledged { Tone::Quiet } else { Tone::Risk };
    let by = held.from.map(|from| fill(w.by, &[("name", &from)]));
    let handed = held.hand_over.map(|hand_over| {
        view! {
            <details>
                <summary class="w5">{by}</summary>
                <HandedOver hand_over/>
                <Made made=held.made now/>
            </details>
        }
    });
    view! {
        <section class="mt" aria-label=w.label>
            <Banner tone icon="siren">
                <p class="row row--wrap"><b class="w5">{words}</b><span class="c2">{since}</span><span class="c2">{until}</span>
                    <span class="push row">{acknowledge}{send_back}</span></p>
                {handed}
            </Banner>
        </section>
    }
}

/// Every promise ever made on the ticket, with what became of it.
#[component]
fn Made(made: Vec<PromiseView>, now: Instant) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::ladder(lang);
    let line = |promise: PromiseView| {
        let name = kind_name(lang, promise.kind);
        let (target, due) = (promise.target, promise.due.map(|due| due.text));
        let reading = use_reading(promise.clock, now);
        let badge = Signal::derive(move || {
            let reading = reading.get();
            Badge::new(
                &reading,
                console::long(lang, &reading, target),
                console::state_name(lang, reading.state),
            )
        });
        view! { <dt>{name}" "<span class="c3">{due}</span></dt><dd><SlaBadge badge/></dd> }
    };
    view! { <h2 class="t13 w6">{w.made}</h2><dl class="dl m__a">{made.into_iter().map(line).collect_view()}</dl> }
}

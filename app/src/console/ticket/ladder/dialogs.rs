//! Handing over, sending back, and classing a call for the duty manager. A refused form keeps what was typed.

use domain::ladder::HandOver;
use domain::tickets::decide::Command;
use domain::words::{console, fill};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::super::dialogs::{Actions, Asking, Problem};
use super::super::state::Ticket;
use crate::me::use_me;
use crate::ui::{Check, Dialog, TextArea};

/// What the next tier needs to go on.
#[component]
pub fn EscalateDialog(ticket: Ticket, open: RwSignal<bool>) -> impl IntoView {
    let w = console::ladder(use_me().lang);
    let asking = Asking::new(ticket, open);
    let submit = move |event: SubmitEvent| {
        let hand_over = HandOver {
            tried: asking.text("esc-tried"),
            evidence: asking.text("esc-evidence"),
            question: asking.text("esc-question"),
        };
        asking.submit(&event, Command::Escalate { hand_over });
    };
    let next = ticket.part(|page| page.ladder.next.clone());
    let to = move || match next.get() {
        Some((name, owner)) => fill(w.escalate_to, &[("name", &name), ("owner", &owner)]),
        None => w.nowhere.to_owned(),
    };
    view! {
        <Dialog open id="escalate" title=w.escalate>
            <form class="form" novalidate node_ref=asking.form on:submit=submit>
                <p class="w5">{to}</p>
                <p class="hint">{w.escalate_hint}</p>
                <TextArea id="esc-tried" label=w.tried rows=3/>
                <Problem asking field="tried"/>
                <TextArea id="esc-evidence" label=w.evidence rows=3/>
                <Problem asking field="evidence"/>
                <TextArea id="esc-question" label=w.question rows=2/>
                <Problem asking field="question"/>
                <Actions asking go=w.escalate_go/>
            </form>
        </Dialog>
    }
}

/// What the receiver lacks.
#[component]
pub fn SendBackDialog(ticket: Ticket, open: RwSignal<bool>) -> impl IntoView {
    let w = console::ladder(use_me().lang);
    let asking = Asking::new(ticket, open);
    let submit = move |event: SubmitEvent| {
        asking.submit(&event, Command::SendBack { missing: asking.text("back-missing") });
    };
    let from = ticket.part(|page| page.ladder.held.as_ref().and_then(|held| held.from.clone()));
    let hint = move || fill(w.send_back_hint, &[("name", &from.get().unwrap_or_default())]);
    view! {
        <Dialog open id="send-back" title=w.send_back>
            <form class="form" novalidate node_ref=asking.form on:submit=submit>
                <p class="hint">{hint}</p>
                <TextArea id="back-missing" label=w.missing rows=3/>
                <Problem asking field="missing"/>
                <Actions asking go=w.send_back/>
            </form>
        </Dialog>
    }
}

/// Whether the customer's call could have been avoided.
#[component]
pub fn ClassDialog(ticket: Ticket, open: RwSignal<bool>) -> impl IntoView {
    let w = console::ladder(use_me().lang);
    let asking = Asking::new(ticket, open);
    let submit = move |event: SubmitEvent| {
        let (avoidable, reason) = (asking.is_checked("class-avoidable"), asking.text("class-reason"));
        asking.submit(&event, Command::ClassEscalation { avoidable, reason });
    };
    view! {
        <Dialog open id="class" title=w.class>
            <form class="form" novalidate node_ref=asking.form on:submit=submit>
                <p class="hint">{w.class_hint}</p>
                <Check id="class-avoidable" label=w.avoidable/>
                <TextArea id="class-reason" label=w.why rows=2/>
                <Problem asking field="reason"/>
                <Actions asking go=w.class_go/>
            </form>
        </Dialog>
    }
}

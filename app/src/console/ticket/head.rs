//! The ticket's head: number, status, priority, subject, promises, and who it belongs to.

use domain::access::Action;
use domain::tickets::decide::Command;
use domain::tickets::entry::Named;
use domain::tickets::{Priority, Status};
use domain::words::tickets::{channel_name, priority_name, status_name};
use domain::words::{console, fill};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::super::composer::Changes;
use super::super::desk::use_desk;
use super::super::kb::MakeArticle;
use super::super::keys::bind;
use super::super::list::Neighbours;
use super::super::{address, picker};
use super::choose::NamedSelect;
use super::clocks::Clocks;
use super::dialogs::{CallDialog, DueDialog, HoldDialog};
use super::ladder::{ClassDialog, EscalateDialog, LadderDialogs, Rung, SendBackDialog};
use super::plan::Plan;
use super::state::Ticket;
use crate::me::use_me;
use crate::ui::{Button, Icon, PriorityIcon, use_toasts};

const STATUS_BUTTON: &str = "t-status";
const PRIORITY_BUTTON: &str = "t-priority";

/// The dialogs that change a ticket.
#[derive(Clone, Copy)]
pub struct Dialogs {
    pub hold: RwSignal<bool>,
    pub call: RwSignal<bool>,
    pub due: RwSignal<Option<domain::promises::PromiseKind>>,
    pub why: RwSignal<Option<domain::promises::PromiseKind>>,
}

impl Dialogs {
    fn provide() -> Self {
        let dialogs = Self {
            hold: RwSignal::new(false),
            call: RwSignal::new(false),
            due: RwSignal::new(None),
            why: RwSignal::new(None),
        };
        provide_context(dialogs);
        dialogs
    }
}

#[component]
pub fn Head(ticket: Ticket, panel: RwSignal<bool>) -> impl IntoView {
    let dialogs = Dialogs::provide();
    let ladder = LadderDialogs::new();
    let subject = ticket.part(|page| page.subject.clone());
    view! {
        <header class="th">
            <Bar ticket dialogs ladder panel/>
            <h1 tabindex="-1">{subject}</h1>
            <Clocks ticket dialogs/>
            <Rung ticket dialogs=ladder/>
            <Belongs ticket/>
            <Plan ticket/>
            <Refusal ticket/>
        </header>
        <HoldDialog ticket open=dialogs.hold/>
        <CallDialog ticket open=dialogs.call/>
        <DueDialog ticket promise=dialogs.due/>
        <EscalateDialog ticket open=ladder.escalate/>
        <SendBackDialog ticket open=ladder.send_back/>
        <ClassDialog ticket open=ladder.class/>
    }
}

#[component]
fn Bar(ticket: Ticket, dialogs: Dialogs, ladder: LadderDialogs, panel: RwSignal<bool>) -> impl IntoView {
    let w = console::ticket(use_me().lang);
    let view = address::use_view();
    let toggle = move |_| panel.update(|open| *open = !*open);
    let navigate = use_navigate();
    bind("u", move || navigate(&address::view(&view.get_untracked()), Default::default()));
    let call = use_me().viewer().may(Action::ReplyAsStaff).then(|| {
        view! {
            <button type="button" class="btn btn--quiet btn--icon btn--sm" aria-label=w.call title=w.call
                on:click=move |_| dialogs.call.set(true)><Icon name="phone"/></button>
        }
    });
    view! {
        <div class="th__bar">
            <a class="btn btn--quiet btn--icon btn--sm th__back" href=move || address::view(&view.get()) aria-label=w.back aria-keyshortcuts="u">
                <Icon name="arrow-left"/>
            </a>
            <Number number=ticket.number()/>
            <StatusAndPriority ticket dialogs/>
            <span class="push row row--tight">
                <MakeArticle number=ticket.number()/>
                <Escalate ticket open=ladder.escalate/>
                {call}
                <Neighbour by=-1 icon="chevron-left" label=w.previous key="k"/>
                <Neighbour by=1 icon="chevron-right" label=w.next key="j"/>
                <button type="button" class="btn btn--quiet btn--icon btn--sm ctx__x" aria-label=w.details
                    aria-expanded=move || panel.get().to_string() on:click=toggle><Icon name="panel-right"/></button>
            </span>
        </div>
    }
}

/// The way to the next tier, where the ladder has one that agents can ask.
#[component]
fn Escalate(ticket: Ticket, open: RwSignal<bool>) -> impl IntoView {
    let w = console::ladder(use_me().lang);
    let can = ticket.part(|page| page.ladder.next.is_some());
    // Where nobody can be asked, the dialog says so.
    if use_me().viewer().may(Action::ChangeTicket) {
        bind("h", move || open.set(true));
    }
    move || {
        can.get().then(|| {
            view! {
                <button type="button" class="btn btn--quiet btn--icon btn--sm" aria-label=w.escalate title=w.escalate aria-keyshortcuts="h"
                    on:click=move |_| open.set(true)><Icon name="trending-up"/></button>
            }
        })
    }
}

/// The tracking number; a click copies it.
#[component]
fn Number(number: String) -> impl IntoView {
    let w = console::ticket(use_me().lang);
    let toasts = use_toasts();
    let label = fill(w.copy, &[("number", &number)]);
    let text = number.clone();
    let copy = move |_| {
        // A browser that refuses leaves the number on the page to be copied by hand.
        drop(window().navigator().clipboard().write_text(&text));
        toasts.say(fill(w.copied, &[("number", &text)]));
    };
    view! {
        <button type="button" class="btn btn--sm btn--quiet th__id" aria-label=label on:click=copy>{number}<Icon name="copy"/></button>
    }
}

/// A way to the ticket before or after this one in the list.
#[component]
fn Neighbour(by: isize, icon: &'static str, label: &'static str, key: &'static str) -> impl IntoView {
    let neighbours = use_context::<Neighbours>();
    let path = Memo::new(move |_| neighbours.and_then(|neighbours| neighbours.at(by)));
    let navigate = use_navigate();
    let go = move |_| {
        if let Some(path) = path.get_untracked() {
            navigate(&path, Default::default());
        }
    };
    view! {
        <button type="button" class="btn btn--quiet btn--icon btn--sm" aria-label=label aria-keyshortcuts=key
            aria-disabled=move || path.get().is_none().then_some("true") on:click=go><Icon name=icon/></button>
    }
}

#[component]
fn StatusAndPriority(ticket: Ticket, dialogs: Dialogs) -> impl IntoView {
    let me = use_me();
    let lang = me.lang;
    let w = console::ticket(lang);
    let status = ticket.part(|page| page.status);
    let priority = ticket.part(|page| page.priority);
    if !me.viewer().may(Action::ChangeTicket) {
        return view! {
            <span class="pill">{move || status_face(status.get())}{move || status_name(lang, status.get())}</span>
            <span class="pill">{move || priority_face(priority.get())}{move || priority_name(lang, priority.get())}</span>
        }
        .into_any();
    }
    let set_status = move |to: Status| match to {
        Status::OnHold => dialogs.hold.set(true),
        to => ticket.ask(Command::SetStatus { to, reason: None, review_at: None }),
    };
    let set_priority = move |to: Priority| ticket.ask(Command::SetPriority { to, reason: None });
    bind("s", || picker::open(STATUS_BUTTON));
    bind("P", || picker::open(PRIORITY_BUTTON));
    bind("a", || crate::browser::focus::focus("#t-assignee"));
    bind("e", solve(ticket));
    let states = vec![Status::Open, Status::Waiting, Status::OnHold, Status::Resolved, Status::Closed];
    let priorities = Priority::ALL.iter().rev().copied().collect();
    view! {
        <picker::Picker id=STATUS_BUTTON what=w.status chosen=status name=status_name face=status_face picks=states choose=Callback::new(set_status)/>
        <picker::Picker id=PRIORITY_BUTTON what=w.priority chosen=priority name=priority_name face=priority_face picks=priorities
            choose=Callback::new(set_priority)/>
    }
    .into_any()
}

/// Solves the ticket, and can be taken back.
fn solve(ticket: Ticket) -> impl Fn() {
    let desk = use_desk();
    let toasts = use_toasts();
    let lang = use_me().lang;
    move || {
        let before = ticket.now(|page| page.status);
        if !before.is_active() {
            return;
        }
        let set = move |to| Command::SetStatus { to, reason: None, review_at: None };
        let undo = Callback::new(move |()| ticket.ask(set(before)));
        ticket.ask_then(set(Status::Resolved), move |is_done| {
            if is_done {
                let words = status_name(lang, Status::Resolved);
                desk.say(words);
                toasts.say_with_undo(words, console::ticket(lang).undo, undo);
            }
        });
    }
}

fn status_face(status: Status) -> AnyView {
    let name = match status {
        Status::New => "circle-dashed",
        Status::Open => "circle-dot",
        Status::Waiting => "hand",
        Status::OnHold => "circle-pause",
        Status::Resolved | Status::Closed => "circle-check",
    };
    view! { <Icon name/> }.into_any()
}

fn priority_face(priority: Priority) -> AnyView {
    view! { <PriorityIcon priority/> }.into_any()
}

/// Who has it, where it waits, what it is, and how it came.
#[component]
fn Belongs(ticket: Ticket) -> impl IntoView {
    let me = use_me();
    let w = console::ticket(me.lang);
    let may_change = me.viewer().may(Action::ChangeTicket);
    let choices = use_desk().choices();
    let assignee = ticket.part(|page| page.assignee.clone());
    let queue = ticket.part(|page| page.queue.clone());
    let ticket_type = ticket.part(|page| Some(page.ticket_type.clone()));
    let staff = Signal::derive(move || choices.with(|choices| choices.staff.clone()));
    let queues = Signal::derive(move || choices.with(|choices| choices.queues.clone()));
    let types = Signal::derive(move || choices.with(|choices| choices.types.clone()));
    let typed = Signal::derive(move || {
        let id = ticket_type.get()?;
        let known = types.with(|types| types.iter().find(|known| known.id == id).cloned());
        Some(known.unwrap_or_else(|| Named { name: id.clone(), id }))
    });
    let assign = move |to| ticket.ask(Command::Assign { to });
    let move_to = move |to| ticket.ask(Command::Move { to });
    let set_type = move |to: Option<Named>| {
        if let Some(to) = to {
            ticket.ask(Command::SetType { to: to.id });
        }
    };
    let refused = ticket.refused;
    let channel = ticket.now(|page| page.channel);
    view! {
        <div class="th__of">
            <NamedSelect id="t-assignee" label=w.assignee none=w.nobody chosen=assignee options=staff may_change refused choose=Callback::new(assign)/>
            <NamedSelect id="t-queue" label=w.queue none=w.no_queue chosen=queue options=queues may_change refused choose=Callback::new(move_to)/>
            <NamedSelect id="t-type" label=w.ticket_type none="" chosen=typed options=types may_change refused choose=Callback::new(set_type)/>
            <span class="c2 t12 nowrap">{fill(w.came_by, &[("channel", channel_name(me.lang, channel))])}</span>
        </div>
    }
}

/// Why the last change was refused, and what somebody else changed meanwhile.
#[component]
fn Refusal(ticket: Ticket) -> impl IntoView {
    let lang = use_me().lang;
    move || {
        ticket.refused.get().map(|error| {
            let close = move |_| ticket.refused.set(None);
            view! {
                <div class="clash" role="alert">
                    <Icon name="circle-alert"/>
                    <div class="grow"><p>{error.sentence(lang)}</p><Changes ticket error=error.clone()/></div>
                    <Button kind="button" small=true on:click=close>{domain::words::common::common(lang).close}</Button>
                </div>
            }
        })
    }
}

//! Changes that need more than a choice: putting on hold, a due time by hand, a phone call. A refused one keeps what was
//! typed and says at each field what to enter.

use domain::promises::PromiseKind;
use domain::tickets::Status;
use domain::tickets::decide::Command;
use domain::words::promises::kind_name;
use domain::words::{common, console, fill};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;
use leptos::{html, wasm_bindgen::JsCast, web_sys};

use super::super::local_time;
use super::state::Ticket;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Button, Check, Dialog, Icon, Look, TextArea, TextField};

/// A form in a dialog that gives a command.
#[derive(Clone, Copy)]
pub struct Asking {
    ticket: Ticket,
    open: RwSignal<bool>,
    error: RwSignal<Option<AppError>>,
    pub form: NodeRef<html::Form>,
}

impl Asking {
    pub fn new(ticket: Ticket, open: RwSignal<bool>) -> Self {
        Self { ticket, open, error: RwSignal::new(None), form: NodeRef::new() }
    }

    /// The trimmed text of the field with this id.
    pub fn text(self, id: &str) -> String {
        let Some(field) = document().get_element_by_id(id) else { return String::new() };
        let value = match field.dyn_into::<web_sys::HtmlInputElement>() {
            Ok(input) => input.value(),
            Err(field) => {
                field.dyn_into::<web_sys::HtmlTextAreaElement>().map(|area| area.value()).unwrap_or_default()
            }
        };
        value.trim().to_owned()
    }

    pub fn is_checked(self, id: &str) -> bool {
        let field = document()
            .get_element_by_id(id)
            .and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok());
        field.is_some_and(|field| field.checked())
    }

    pub fn submit(self, event: &SubmitEvent, command: Command) {
        event.prevent_default();
        let seen = self.ticket.now(|page| page.version);
        spawn_local_scoped(async move {
            let refusal = self.ticket.carry_out(command, seen, Vec::new()).await.err();
            if refusal.is_none()
                && self.open.try_set(false).is_none()
                && let Some(form) = self.form.get_untracked()
            {
                form.reset();
            }
            self.error.try_set(refusal);
        });
    }

    /// What is wrong with a field.
    fn on_field(self, field: &'static str) -> impl Fn() -> Option<String> + Clone {
        let lang = use_me().lang;
        move || self.error.with(|error| error.as_ref().and_then(|error| error.on_field(lang, field)))
    }
}

/// What is wrong as a whole, when no field says it.
#[component]
fn Whole(asking: Asking) -> impl IntoView {
    let lang = use_me().lang;
    move || {
        let error = asking.error.get().filter(|error| error.fields(lang).is_empty());
        error.map(|error| view! { <p class="err" role="alert"><Icon name="circle-alert"/>{error.sentence(lang)}</p> })
    }
}

/// A field's sentence, spoken when it appears.
#[component]
pub fn Problem(asking: Asking, field: &'static str) -> impl IntoView {
    let problem = asking.on_field(field);
    move || {
        problem().map(|words| view! { <p class="err" role="alert"><Icon name="circle-alert"/>{words}</p> })
    }
}

#[component]
pub fn Actions(asking: Asking, #[prop(into)] go: String) -> impl IntoView {
    let cancel = common::common(use_me().lang).cancel;
    view! {
        <Whole asking/>
        <footer>
            <Button kind="button" on:click=move |_| asking.open.set(false)>{cancel}</Button>
            <Button look=Look::Primary>{go}</Button>
        </footer>
    }
}

/// Why a ticket waits for somebody else, and when it is looked at again.
#[component]
pub fn HoldDialog(ticket: Ticket, open: RwSignal<bool>) -> impl IntoView {
    let w = console::ticket(use_me().lang);
    let (asking, me) = (Asking::new(ticket, open), use_me());
    let submit = move |event: SubmitEvent| {
        let command = Command::SetStatus {
            to: Status::OnHold,
            reason: Some(asking.text("hold-reason")),
            review_at: local_time::read(&asking.text("hold-review"), &me.time_zone),
        };
        asking.submit(&event, command);
    };
    view! {
        <Dialog open id="hold" title=w.hold_title>
            <form class="form" novalidate node_ref=asking.form on:submit=submit>
                <p class="hint">{w.hold_hint}</p>
                <TextField id="hold-reason" label=w.reason/>
                <Problem asking field="reason"/>
                <TextField id="hold-review" label=w.review_at kind="datetime-local"/>
                <Problem asking field="review_at"/>
                <Actions asking go=w.hold/>
            </form>
        </Dialog>
    }
}

/// A promise's due time set by hand, for those who may.
#[component]
pub fn DueDialog(ticket: Ticket, promise: RwSignal<Option<PromiseKind>>) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::ticket(lang);
    let open = RwSignal::new(false);
    let asking = Asking::new(ticket, open);
    Effect::new(move |_| {
        if promise.get().is_some() {
            asking.error.set(None);
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            promise.set(None);
        }
    });
    let me = use_me();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let due = local_time::read(&asking.text("due-at"), &me.time_zone);
        match (promise.get_untracked(), due) {
            (Some(promise), Some(due)) => {
                asking.submit(&event, Command::SetDue { promise, due, reason: asking.text("due-reason") });
            }
            _ => asking
                .error
                .set(Some(AppError::Desk(domain::Error::field("due", domain::error::Problem::NotATime)))),
        }
    };
    let which = move || promise.get().map(|kind| fill(w.set_due_for, &[("promise", kind_name(lang, kind))]));
    view! {
        <Dialog open id="due" title=w.set_due>
            <form class="form" novalidate node_ref=asking.form on:submit=submit>
                <p class="hint">{which}</p>
                <TextField id="due-at" label=w.due kind="datetime-local"/>
                <Problem asking field="due"/>
                <TextField id="due-reason" label=w.reason/>
                <Problem asking field="reason"/>
                <Actions asking go=w.set/>
            </form>
        </Dialog>
    }
}

/// What was said on the phone.
#[component]
pub fn CallDialog(ticket: Ticket, open: RwSignal<bool>) -> impl IntoView {
    let w = console::ticket(use_me().lang);
    let asking = Asking::new(ticket, open);
    let submit = move |event: SubmitEvent| {
        let command = Command::Call {
            text: asking.text("call-text"),
            reached: asking.is_checked("call-reached"),
            minutes: asking.text("call-minutes").parse().unwrap_or_default(),
        };
        asking.submit(&event, command);
    };
    view! {
        <Dialog open id="call" title=w.call>
            <form class="form" novalidate node_ref=asking.form on:submit=submit>
                <TextArea id="call-text" label=w.call_text rows=4/>
                <Problem asking field="text"/>
                <TextField id="call-minutes" label=w.call_minutes kind="number" value="5"/>
                <Check id="call-reached" label=w.call_reached checked=true/>
                <p class="hint">{w.call_hint}</p>
                <Actions asking go=w.call/>
            </form>
        </Dialog>
    }
}

//! Writing a message: kept on the server while it is typed, sent without leaving the page where scripts run.

use domain::words::{common, portal};
use leptos::form::ActionForm;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::super::parts::{Refusal, refusal};
use super::load::{Reply as ReplyFn, save_draft};
use crate::browser::latest::{RESTING, latest};
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Button, Look, StatusLine, escaped};

/// The message being sent. Belongs to the page, so that it outlives the view when the request is read anew.
#[derive(Clone, Copy)]
pub struct Sending {
    action: ServerAction<ReplyFn>,
    field: NodeRef<html::Textarea>,
    sent: RwSignal<String>,
}

impl Sending {
    /// Calls `on_sent` once a message has been taken.
    pub fn new(on_sent: impl Fn() + 'static) -> Self {
        let action = ServerAction::new();
        let sending = Self { action, field: NodeRef::new(), sent: RwSignal::new(String::new()) };
        let words = portal::request(use_me().lang).sent;
        let navigate = use_navigate();
        Effect::new(move |_| {
            let Some(Ok(number)) = action.value().get() else { return };
            sending.sent.set(words.to_owned());
            if let Some(field) = sending.field.get_untracked() {
                field.set_value("");
            }
            let was_for =
                action.input().with_untracked(|input| input.as_ref().map(|input| input.number.clone()));
            if was_for.is_some_and(|asked| asked != number) {
                navigate(&format!("/requests/{number}"), Default::default());
            } else {
                on_sent();
            }
        });
        sending
    }

    fn error(self) -> Option<AppError> {
        self.action.value().get().and_then(Result::err)
    }

    /// Whether the page shows a refusal.
    pub fn is_refused(self) -> bool {
        refusal::<ReplyFn>().is_some()
    }
}

#[component]
pub fn Reply(number: String, draft: String, sending: Sending) -> impl IntoView {
    let lang = use_me().lang;
    let w = portal::request(lang);
    let ticket = number.clone();
    let keep = latest(RESTING, move |text| save_draft(ticket.clone(), text), |_| ());
    let pending = sending.action.pending();
    let first = refusal::<ReplyFn>();
    let error = move || sending.error().or_else(|| first.clone());
    view! {
        {move || view! { <Refusal error=error() fallback="text"/> }}
        <ActionForm action=sending.action>
            <div class="reply card">
                <input type="hidden" name="number" value=number/>
                <label class="vh" for="text">{w.reply}</label>
                <textarea id="text" name="text" class="reply__in" rows="3" placeholder=w.reply_placeholder node_ref=sending.field
                    inner_html=escaped(&draft) on:input=move |event| keep(event_target_value(&event))></textarea>
                <div class="row">
                    <StatusLine text=sending.sent/>
                    <span class="push">
                        <Button look=Look::Primary attr:aria-busy=move || pending.get().then_some("true")>{common::common(lang).send}</Button>
                    </span>
                </div>
            </div>
        </ActionForm>
    }
}

//! Moving a message to another ticket, and taking that back.

use domain::mail::view::MailView;
use domain::words::{fill, incoming};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use super::super::dialog::summary;
use crate::api::incoming::{move_message, undo_move};
use crate::browser::form::fields;
use crate::console::parts::Loaded;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Button, TextField, use_toasts};

#[component]
pub fn Moving(page: Loaded<MailView>, mail: MailView) -> impl IntoView {
    let suggested = mail.came.as_ref().and_then(|came| came.suggested.clone());
    let suggested = suggested.map(|other| other.number).unwrap_or_default();
    let id = mail.row.id;
    view! {
        {mail.moved_from.map(|from| view! { <Undo page id=id.clone() from/> })}
        {mail.may_move.then(|| view! { <MoveForm page id suggested/> })}
    }
}

#[component]
fn MoveForm(page: Loaded<MailView>, id: String, suggested: String) -> impl IntoView {
    let w = incoming::message(use_me().lang);
    let toasts = use_toasts();
    let refused = RwSignal::new(None::<AppError>);
    let id = StoredValue::new(id);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let number = fields(&event).remove("number").unwrap_or_default();
        spawn_local_scoped(async move {
            match move_message(id.get_value(), number).await {
                Ok(number) => {
                    refused.try_set(None);
                    toasts.say(fill(w.moved, &[("number", &number)]));
                    page.refetch();
                }
                Err(error) => {
                    refused.try_set(Some(error));
                }
            }
        });
    };
    view! {
        <section aria-labelledby="mail-move">
            <h2 class="t14 w6" id="mail-move">{w.move_to}</h2>
            <form class="form" novalidate on:submit=submit>
                {move || summary(refused.get())}
                <TextField id="number" label=w.move_number hint=w.move_hint value=suggested autocomplete="off"/>
                <p class="form__go"><Button>{w.move_go}</Button></p>
            </form>
        </section>
    }
}

#[component]
fn Undo(page: Loaded<MailView>, id: String, from: String) -> impl IntoView {
    let lang = use_me().lang;
    let w = incoming::message(lang);
    let toasts = use_toasts();
    let id = StoredValue::new(id);
    let undo = move |_| {
        spawn_local_scoped(async move {
            match undo_move(id.get_value()).await {
                Ok(number) => toasts.say(fill(w.undone, &[("number", &number)])),
                Err(error) => toasts.warn(error.sentence(lang)),
            }
            page.refetch();
        });
    };
    view! {
        <section>
            <p>{fill(w.undo_hint, &[("number", &from)])}</p>
            <Button kind="button" icon="undo-2" on:click=undo>{w.undo}</Button>
        </section>
    }
}

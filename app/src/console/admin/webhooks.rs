//! Webhooks: the programs elsewhere that alarms call. Sibling: `backend/src/webhooks`.

use domain::webhooks::{LastCall, MOST_WAITING, WebhookDraft, WebhookRow};
use domain::words::common::in_sentence;
use domain::words::{Lang, console, fill};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::super::parts::{Loaded, loaded, region};
use super::dialog::{Buttons, ConfirmDialog, open_while, summary};
use super::secret::{Made, MadeSecret};
use super::{Section, SectionHead};
use crate::api::webhooks::{remove_webhook, save_webhook, try_webhook, webhooks};
use crate::browser::form::fields;
use crate::me::use_me;
use crate::ui::{Button, Check, Column, Dialog, EmptyState, Look, Pill, Table, TextField, Tone, use_toasts};

/// What is being done in a dialog.
#[derive(Clone)]
enum Doing {
    /// A new one has no id.
    Editing(WebhookDraft),
    Removing(WebhookRow),
}

/// The list, the secret just made, and the dialogs. Cheap to copy into handlers.
#[derive(Clone, Copy)]
struct Admin {
    list: Loaded<Vec<WebhookRow>>,
    made: RwSignal<Option<Made>>,
    doing: RwSignal<Option<Doing>>,
}

#[component]
pub fn Webhooks() -> impl IntoView {
    let w = console::webhooks(use_me().lang);
    let list = loaded(|| (), |()| webhooks());
    let admin = Admin { list, made: RwSignal::new(None), doing: RwSignal::new(None) };
    let add = move |_| admin.doing.set(Some(Doing::Editing(WebhookDraft::default())));
    let dialog = move || {
        admin.doing.get().map(|doing| match doing {
            Doing::Editing(begun) => view! { <EditDialog admin begun/> }.into_any(),
            Doing::Removing(row) => view! { <RemoveDialog admin row/> }.into_any(),
        })
    };
    view! {
        <SectionHead section=Section::Webhooks hint=w.hint>
            <Button kind="button" look=Look::Primary icon="plus" on:click=add>{w.add}</Button>
        </SectionHead>
        <div class="ed__b ed__b--one"><div class="ed__m">
            <MadeSecret made=admin.made/>
            {region(list, move |rows| view! { <List admin rows/> }.into_any())}
        </div></div>
        {dialog}
    }
}

#[component]
fn List(admin: Admin, rows: Vec<WebhookRow>) -> impl IntoView {
    let w = console::webhooks(use_me().lang);
    if rows.is_empty() {
        return view! { <EmptyState icon="send" title=w.none text=w.none_hint/> }.into_any();
    }
    let columns = [w.name, w.address, w.waiting, w.last].map(Column::new);
    let columns = columns.into_iter().chain([Column::new(w.actions).hidden()]).collect();
    let rows = rows.into_iter().map(|row| view! { <Row admin row/> }).collect_view();
    view! { <Table caption=w.table columns>{rows}</Table> }.into_any()
}

#[component]
fn Row(admin: Admin, row: WebhookRow) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::webhooks(lang);
    let toasts = use_toasts();
    let of = fill(w.of_webhook, &[("name", &row.name)]);
    let (id, called) = (row.id.clone(), row.name.clone());
    let try_out = Action::new(move |(): &()| try_webhook(id.clone()));
    Effect::new(move |_| match try_out.value().get() {
        Some(Ok(None)) => toasts.say(fill(w.try_taken, &[("name", &called)])),
        Some(Ok(Some(why))) => {
            let why = console::trouble_name(lang, why);
            toasts.warn(fill(w.try_failed, &[("name", &called), ("why", &why)]));
        }
        Some(Err(error)) => toasts.warn(error.sentence(lang)),
        None => {}
    });
    let draft = WebhookDraft {
        id: row.id.clone(),
        seen: row.version,
        name: row.name.clone(),
        address: row.address.clone(),
        renew: false,
    };
    let change = move |_| admin.doing.set(Some(Doing::Editing(draft.clone())));
    let own = row.clone();
    let remove = move |_| admin.doing.set(Some(Doing::Removing(own.clone())));
    let waiting = match row.waiting {
        MOST_WAITING.. => fill(w.most, &[("n", &MOST_WAITING.to_string())]),
        n => n.to_string(),
    };
    let of = StoredValue::new(of);
    let button = move |words: &'static str| view! { {words}<span class="vh">{of.get_value()}</span> };
    view! {
        <tr>
            <th scope="row" class="w5">{row.name}</th>
            <td><code class="t12">{row.address}</code></td>
            <td>{waiting}</td>
            <td>{row.last.map_or_else(|| w.never.into_any(), |last| last_call(lang, &last))}</td>
            <td class="tbl__act"><span class="row">
                <Button kind="button" small=true on:click=move |_| { try_out.dispatch_local(()); }>{button(w.try_out)}</Button>
                <Button kind="button" small=true on:click=change>{button(w.change)}</Button>
                <Button kind="button" small=true look=Look::Bad on:click=remove>{button(w.remove)}</Button>
            </span></td>
        </tr>
    }
}

fn last_call(lang: Lang, last: &LastCall) -> AnyView {
    let w = console::webhooks(lang);
    let at = in_sentence(lang, &last.at.text);
    match last.trouble {
        None => view! { <Pill tone=Tone::Good icon="circle-check">{fill(w.taken, &[("at", &at)])}</Pill> }
            .into_any(),
        Some(why) => {
            let why = console::trouble_name(lang, why);
            let words = fill(w.failed, &[("at", &at), ("why", &why)]);
            view! { <Pill tone=Tone::Bad icon="circle-x">{words}</Pill> }.into_any()
        }
    }
}

#[component]
fn EditDialog(admin: Admin, begun: WebhookDraft) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::webhooks(lang);
    let (open, toasts) = (open_while(admin.doing), use_toasts());
    let is_new = begun.id.is_empty();
    let title = if is_new { w.add_title.to_owned() } else { fill(w.change_title, &[("name", &begun.name)]) };
    let save = Action::new(|draft: &WebhookDraft| save_webhook(draft.clone()));
    let WebhookDraft { id, seen, name, address, .. } = begun;
    let called = StoredValue::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = fields(&event);
        let get = |name: &str| form.get(name).cloned().unwrap_or_default();
        let draft = WebhookDraft {
            id: id.clone(),
            seen,
            name: get("name"),
            address: get("address"),
            renew: form.contains_key("renew"),
        };
        called.set_value(draft.name.trim().to_owned());
        save.dispatch_local(draft);
    };
    Effect::new(move |_| {
        let Some(Ok(made)) = save.value().get() else { return };
        let name = called.get_value();
        let secret = made.secret.map(|secret| {
            let title = fill(w.secret, &[("name", &name)]);
            Made { title, hint: w.secret_hint, secret }
        });
        if secret.is_some() {
            admin.made.set(secret);
        }
        toasts.say(fill(w.saved, &[("name", &name)]));
        admin.list.refetch();
        admin.doing.set(None);
    });
    let refused = move || save.value().get().and_then(Result::err);
    let on_field = move |field: &'static str| refused().and_then(|error| error.on_field(lang, field));
    let renew = (!is_new)
        .then(|| view! { <div><Check id="renew" label=w.renew checked=false/><p class="hint">{w.renew_hint}</p></div> });
    view! {
        <Dialog open id="webhook" title>
            <form class="form" novalidate on:submit=submit>
                {move || summary(refused())}
                {move || view! { <TextField id="name" label=w.name hint=w.name_hint value=name.clone() error=on_field("name") autocomplete="off"/> }}
                {move || view! { <TextField id="address" label=w.address hint=w.address_hint kind="url" value=address.clone() error=on_field("address") autocomplete="off"/> }}
                {renew}
                <Buttons open go=w.save/>
            </form>
        </Dialog>
    }
}

#[component]
fn RemoveDialog(admin: Admin, row: WebhookRow) -> impl IntoView {
    let w = console::webhooks(use_me().lang);
    let (open, toasts) = (open_while(admin.doing), use_toasts());
    let WebhookRow { id, name, .. } = row;
    let title = fill(w.remove_title, &[("name", &name)]);
    let remove = Action::new(move |(): &()| remove_webhook(id.clone()));
    Effect::new(move |_| {
        if let Some(Ok(())) = remove.value().get() {
            toasts.say(fill(w.removed, &[("name", &name)]));
            admin.list.refetch();
            admin.doing.set(None);
        }
    });
    view! { <ConfirmDialog open id="remove" title hint=w.remove_hint go=w.remove deed=remove/> }
}

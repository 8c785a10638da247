//! Addresses that nothing is sent to: why, since when, and the way back.

use domain::outbox::StoppedAddress;
use domain::words::fill;
use domain::words::outgoing_pages::stop_list;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::super::parts::{Loaded, loaded, region};
use super::dialog::{Buttons, open_while, summary};
use super::{Section, SectionHead};
use crate::api::outgoing::{release_address, stop_address, stopped_addresses};
use crate::browser::form::fields;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Button, Column, Dialog, EmptyState, Look, Table, TextField, Time, use_toasts};

/// The list, and what is about to be done to it. Cheap to copy into handlers.
#[derive(Clone, Copy)]
struct Admin {
    list: Loaded<Vec<StoppedAddress>>,
    adding: RwSignal<bool>,
    releasing: RwSignal<Option<String>>,
}

#[component]
pub fn StopList() -> impl IntoView {
    let w = stop_list(use_me().lang);
    let list = loaded(|| (), |()| stopped_addresses());
    let admin = Admin { list, adding: RwSignal::new(false), releasing: RwSignal::new(None) };
    view! {
        <SectionHead section=Section::StopList hint=w.hint>
            <Button kind="button" look=Look::Primary icon="ban" on:click=move |_| admin.adding.set(true)>{w.add}</Button>
        </SectionHead>
        {region(list, move |rows| view! { <List admin rows/> }.into_any())}
        {move || admin.adding.get().then(|| view! { <AddDialog admin/> })}
        {move || admin.releasing.get().map(|address| view! { <ReleaseDialog admin address/> })}
    }
}

#[component]
fn List(admin: Admin, rows: Vec<StoppedAddress>) -> impl IntoView {
    let w = stop_list(use_me().lang);
    if rows.is_empty() {
        return view! { <EmptyState icon="mail-check" title=w.none text=w.none_hint/> }.into_any();
    }
    let columns = [w.address, w.why, w.since].map(Column::new);
    let columns = columns.into_iter().chain([Column::new(w.actions).hidden()]).collect();
    let rows = rows.into_iter().map(|row| view! { <Row admin row/> }).collect_view();
    view! {
        <div class="ed__b ed__b--one"><div class="ed__m"><Table caption=w.table columns>{rows}</Table></div></div>
    }
    .into_any()
}

#[component]
fn Row(admin: Admin, row: StoppedAddress) -> impl IntoView {
    let w = stop_list(use_me().lang);
    let of = fill(w.release_of, &[("address", &row.address)]);
    let address = row.address.clone();
    let ask = move |_| admin.releasing.set(Some(address.clone()));
    view! {
        <tr>
            <th scope="row" class="mail-any">{row.address.clone()}</th>
            <td><Why row=row.clone()/></td>
            <td class="nowrap"><Time stamp=row.at/></td>
            <td class="tbl__act"><Button kind="button" small=true on:click=ask>{w.release}<span class="vh">{of}</span></Button></td>
        </tr>
    }
}

/// What somebody said, and the mail that came back with the way to its ticket.
#[component]
fn Why(row: StoppedAddress) -> impl IntoView {
    let w = stop_list(use_me().lang);
    let said = (!row.reason.is_empty()).then(|| {
        let by = row.by.as_deref().unwrap_or("–");
        view! { <p>{fill(w.by, &[("by", by), ("reason", &row.reason)])}</p> }
    });
    let bounced = (row.reason.is_empty() || !row.status.is_empty()).then(|| {
        let status = if row.status.is_empty() { "–" } else { &row.status };
        view! { <p>{fill(w.bounced, &[("status", status)])}</p> }
    });
    let returned = row.returned.map(|mail| {
        let ticket =
            mail.number.map(|number| view! { " "<a href=format!("/desk/t/{number}")>{number.clone()}</a> });
        view! { <p class="c2 t12">{fill(w.returned, &[("subject", &mail.subject)])}{ticket}</p> }
    });
    view! { {said}{bounced}{returned} }
}

#[component]
fn AddDialog(admin: Admin) -> impl IntoView {
    let lang = use_me().lang;
    let w = stop_list(lang);
    let toasts = use_toasts();
    let stop =
        Action::new(|(address, reason): &(String, String)| stop_address(address.clone(), reason.clone()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let mut form = fields(&event);
        let mut get = |name: &str| form.remove(name).unwrap_or_default();
        stop.dispatch_local((get("address"), get("reason")));
    };
    let asked = stop.input();
    Effect::new(move |before: Option<String>| {
        let address = asked.get().map(|(address, _)| address).or(before).unwrap_or_default();
        if let Some(Ok(())) = stop.value().get() {
            toasts.say(fill(w.stopped, &[("address", &address)]));
            admin.list.refetch();
            admin.adding.set(false);
        }
        address
    });
    let refused = move || stop.value().get().and_then(Result::err);
    let on_field =
        move |field: &'static str| refused().and_then(|error: AppError| error.on_field(lang, field));
    view! {
        <Dialog open=admin.adding id="stop" title=w.add_title>
            <p class="c2">{w.add_hint}</p>
            <form class="form" novalidate on:submit=submit>
                {move || summary(refused())}
                {move || view! { <TextField id="address" label=w.address kind="email" error=on_field("address") autocomplete="off"/> }}
                {move || view! { <TextField id="reason" label=w.reason hint=w.reason_hint error=on_field("reason") autocomplete="off"/> }}
                <Buttons open=admin.adding go=w.stop/>
            </form>
        </Dialog>
    }
}

#[component]
fn ReleaseDialog(admin: Admin, address: String) -> impl IntoView {
    let lang = use_me().lang;
    let w = stop_list(lang);
    let toasts = use_toasts();
    let open = open_while(admin.releasing);
    let title = fill(w.release_title, &[("address", &address)]);
    let done = fill(w.released, &[("address", &address)]);
    let release = Action::new(move |reason: &String| release_address(address.clone(), reason.clone()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        release.dispatch_local(fields(&event).remove("reason").unwrap_or_default());
    };
    Effect::new(move |_| {
        if let Some(Ok(())) = release.value().get() {
            toasts.say(done.clone());
            admin.list.refetch();
            admin.releasing.set(None);
        }
    });
    let refused = move || release.value().get().and_then(Result::err);
    let on_field =
        move |field: &'static str| refused().and_then(|error: AppError| error.on_field(lang, field));
    view! {
        <Dialog open id="release" title>
            <p class="c2">{w.release_hint}</p>
            <form class="form" novalidate on:submit=submit>
                {move || summary(refused())}
                {move || view! { <TextField id="reason" label=w.reason hint=w.reason_hint error=on_field("reason") autocomplete="off"/> }}
                <Buttons open go=w.release/>
            </form>
        </Dialog>
    }
}

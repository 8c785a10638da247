//! Contracts: those that end first at the beginning, and the form of one. Sibling: `domain::contracts`.

use std::collections::BTreeMap;

use domain::access;
use domain::contracts::{ContractAlarms, ContractDraft, ContractRow, ContractsPage, Ending};
use domain::settings::Saved;
use domain::tickets::entry::Named;
use domain::words::{common, console, fill};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use leptos::reactive::spawn_local_scoped;

use super::super::parts::{Loaded, loaded, once_saved, region};
use super::edit::refused;
use super::{Section, SectionHead};
use crate::api::ladder::save_contract_alarms;
use crate::api::promises::{contracts, save_contract};
use crate::browser::form::fields;
use crate::console::address::use_query;
use crate::console::customers;
use crate::error::AppError;
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{
    Banner, Button, Choice, Choices, Column, EmptyState, Icon, Look, Pill, SelectField, Table, TextField,
    Tone, use_toasts,
};

#[component]
pub fn Contracts() -> impl IntoView {
    let w = console::contracts(use_me().lang);
    let (chosen, organisation) = (use_query("contract"), use_query("organisation"));
    let page = loaded(move || organisation.get(), contracts);
    view! {
        <SectionHead section=Section::Contracts hint=w.hint/>
        {region(page, move |data| view! { <Contents data page chosen/> }.into_any())}
    }
}

#[component]
fn Contents(data: ContractsPage, page: Loaded<ContractsPage>, chosen: Memo<String>) -> impl IntoView {
    let may_edit = use_me().viewer().may(access::Action::EditPolicies);
    move || {
        let id = chosen.get();
        let data = data.clone();
        let found = data.rows.iter().find(|row| row.draft.id == id).cloned();
        let new = data.begun.clone().filter(|_| id.is_empty());
        let begun = found.map(|row| (row.organisation, row.draft)).or(new);
        match begun.filter(|_| may_edit) {
            Some((name, draft)) => view! { <Form data page name draft/> }.into_any(),
            None => view! { <List data may_edit/> }.into_any(),
        }
    }
}

#[component]
fn List(data: ContractsPage, may_edit: bool) -> impl IntoView {
    let w = console::contracts(use_me().lang);
    if data.rows.is_empty() {
        return view! { <EmptyState icon="briefcase" title=w.none text=w.none_hint/> }.into_any();
    }
    let pressing =
        data.rows.iter().filter(|row| matches!(row.ending, Ending::Soon(_) | Ending::Ended)).count();
    let pressing = (pressing > 0).then(|| {
        let words = fill(w.expiring, &[("n", &pressing.to_string())]);
        view! { <Banner tone=Tone::Risk icon="triangle-alert"><p>{words}</p></Banner> }
    });
    let alarms = may_edit.then(|| view! { <Alarms alarms=data.alarms/> });
    let columns = [w.organisation, w.name, w.policy, w.ending, w.manager].map(Column::new).to_vec();
    let rows = data.rows.into_iter().map(|own| row(own, may_edit)).collect_view();
    let more = data.more.then(|| view! { <p class="c2">{w.more}</p> });
    view! {
        <div class="ed__b ed__b--one">
            <div class="ed__m">{pressing}<Table caption=w.table columns>{rows}</Table>{more}{alarms}</div>
        </div>
    }
    .into_any()
}

/// How many days before its end account managers hear of a contract.
#[component]
fn Alarms(alarms: ContractAlarms) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::contracts(lang);
    let toasts = use_toasts();
    let optional = common::common(lang).optional;
    let seen = StoredValue::new(alarms.seen);
    let refused = RwSignal::new(None::<String>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let days = fields(&event).remove("days").unwrap_or_default();
        spawn_local_scoped(async move {
            refused.try_set(match save_contract_alarms(seen.get_value(), days).await {
                Ok(saved) => {
                    seen.set_value(saved.version);
                    toasts.say(w.alarms_saved);
                    None
                }
                Err(AppError::Desk(domain::Error::Conflict(_))) => Some(w.alarms_conflict.to_owned()),
                Err(error) => Some(error.sentence(lang)),
            });
        });
    };
    let days = alarms.days.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    let wrong = move || refused.get().map(|words| view! { <p class="err" role="alert">{words}</p> });
    view! {
        <section aria-labelledby="co-alarms">
            <div class="eh"><h2 id="co-alarms">{w.alarms}</h2></div>
            <form class="form" novalidate on:submit=submit>
                <TextField id="days" label=w.alarms_days hint=w.alarms_hint value=days autocomplete="off" optional/>
                {wrong}
                <p><Button>{w.alarms_save}</Button></p>
            </form>
        </section>
    }
}

fn row(own: ContractRow, may_edit: bool) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::contracts(lang);
    let (tone, icon) = match own.ending {
        Ending::Ended => (Tone::Bad, "circle-x"),
        Ending::Soon(_) => (Tone::Risk, "triangle-alert"),
        Ending::Active => (Tone::Good, "circle-check"),
        Ending::Before => (Tone::Quiet, "clock"),
    };
    let ends = match own.draft.ends.as_str() {
        "" => w.open_end.to_owned(),
        day => common::date_name(lang, day),
    };
    let href = with_query(&Section::Contracts.address(), &[("contract", &own.draft.id)]);
    let name = match may_edit {
        true => view! { <a href=href>{own.draft.name}</a> }.into_any(),
        false => own.draft.name.into_any(),
    };
    view! {
        <tr>
            <th scope="row"><a href=customers::address(&own.draft.organisation)>{own.organisation}</a></th>
            <td>{name}</td>
            <td>{own.policy}</td>
            <td><span class="row row--wrap"><Pill tone icon>{console::contract_ending(lang, own.ending)}</Pill><span class="num nowrap">{ends}</span></span></td>
            <td>{own.account_manager}</td>
        </tr>
    }
}

/// What stands in the form, over what was begun with.
fn read(event: &SubmitEvent, begun: &ContractDraft) -> ContractDraft {
    let form = fields(event);
    let get = |name: &str| form.get(name).cloned().unwrap_or_default();
    ContractDraft {
        name: get("name"),
        policy: get("policy"),
        types: ticked(&form, "types."),
        products: ticked(&form, "products."),
        starts: get("starts"),
        ends: get("ends"),
        fallback: get("fallback"),
        hours: get("hours"),
        ..begun.clone()
    }
}

/// The ticked boxes of a group whose fields begin with `prefix`.
pub fn ticked(form: &BTreeMap<String, String>, prefix: &str) -> Vec<String> {
    form.iter().filter(|(name, _)| name.starts_with(prefix)).map(|(_, value)| value.clone()).collect()
}

#[component]
fn Form(
    data: ContractsPage,
    page: Loaded<ContractsPage>,
    /// Of the organisation.
    name: String,
    draft: ContractDraft,
) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::contracts(lang);
    let save = Action::new(|draft: &ContractDraft| save_contract(draft.clone()));
    let begun = draft.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        save.dispatch_local(read(&event, &begun));
    };
    let done = move |Saved { .. }| (w.saved.to_owned(), Section::Contracts.address());
    once_saved(move || save.value().get(), done, move || page.refetch());
    let title = fill(if draft.id.is_empty() { w.new_for } else { w.of }, &[("name", &name)]);
    let choices =
        |all: Vec<Named>| all.into_iter().map(|own| Choice::new(own.id, own.name)).collect::<Vec<_>>();
    let policies = choices(data.policies);
    let fallbacks = [Choice::new("", w.no_fallback)].into_iter().chain(policies.clone()).collect();
    let optional = common::common(lang).optional;
    view! {
        <div class="ed__b ed__b--one">
            <form class="ed__m form" novalidate on:submit=submit>
                <p class="crumb"><a href=Section::Contracts.address()><Icon name="arrow-left"/>{w.back}</a></p>
                <h2 class="t14 w6">{title}</h2>
                {move || refused(save.value().get().and_then(Result::err), w.conflict, w.theirs, move || page.refetch())}
                <div class="two ad__add">
                    <TextField id="name" label=w.name_label value=draft.name autocomplete="off"/>
                    <SelectField id="policy" label=w.policy options=policies value=draft.policy/>
                    <TextField id="starts" label=w.starts kind="date" value=draft.starts/>
                    <TextField id="ends" label=w.ends hint=w.ends_hint kind="date" value=draft.ends optional/>
                    <SelectField id="fallback" label=w.fallback options=fallbacks value=draft.fallback/>
                    <TextField id="hours" label=w.hours hint=w.hours_hint value=draft.hours autocomplete="off" optional/>
                </div>
                <div class="two">
                    <Choices name="types" legend=w.types hint=w.all_hint options=choices(data.types) chosen=draft.types many=true/>
                    <Choices name="products" legend=w.products hint=w.all_hint options=choices(data.products) chosen=draft.products many=true/>
                </div>
                <p class="form__go"><Button look=Look::Primary>{w.save}</Button></p>
            </form>
        </div>
    }
}

//! The forms of an organisation and of its new contact, in the place of the list.

use domain::customers::{Joined, OrganisationDraft, OrganisationForm};
use domain::words::{common, console, count, fill};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::super::admin::edit::refused;
use super::super::parts::{loaded, once_saved, region};
use super::address;
use crate::api::customers::{add_contact, organisation_to_edit, save_organisation};
use crate::browser::form::fields;
use crate::me::use_me;
use crate::ui::{Button, Check, Choice, Icon, Look, SelectField, TextField};

/// The organisation called `id`; `new` makes one.
#[component]
pub fn OrganisationEditor(id: String) -> impl IntoView {
    let id = if id == super::NEW { String::new() } else { id };
    let form = loaded(move || id.clone(), organisation_to_edit);
    region(form, move |data| view! { <Form data read=move || form.refetch()/> }.into_any())
}

#[component]
fn Form(data: OrganisationForm, read: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::customers(lang);
    let OrganisationForm { seen, staff, tiers } = data;
    let save = Action::new(|(seen, draft): &(OrganisationDraft, OrganisationDraft)| {
        save_organisation(seen.clone(), draft.clone())
    });
    let is_new = seen.id.is_empty();
    let title = if is_new { w.new_title.to_owned() } else { fill(w.change_title, &[("name", &seen.name)]) };
    let back = if is_new { super::ADDRESS.to_owned() } else { address(&seen.id) };
    let back_name = if is_new { w.title.to_owned() } else { seen.name.clone() };
    let (begun, called) = (seen.clone(), StoredValue::new(String::new()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = fields(&event);
        let get = |name: &str| form.get(name).cloned().unwrap_or_default();
        let draft = OrganisationDraft {
            id: begun.id.clone(),
            name: get("name"),
            tier: get("tier"),
            city: get("city"),
            time_zone: get("time_zone"),
            account_manager: get("account_manager"),
        };
        called.set_value(draft.name.trim().to_owned());
        save.dispatch_local((begun.clone(), draft));
    };
    let done = move |id: String| (fill(w.saved, &[("name", &called.get_value())]), address(&id));
    once_saved(move || save.value().get(), done, || ());
    let optional = common::common(lang).optional;
    let staff = staff.into_iter().map(|own| Choice::new(own.id, own.name));
    let staff = [Choice::new("", w.no_account_manager)].into_iter().chain(staff).collect();
    let tiers = tiers.into_iter().map(|tier| view! { <option value=tier></option> }).collect_view();
    view! {
        <section class="card box stack" aria-labelledby="oe-h">
            <p class="crumb"><a href=back><Icon name="arrow-left"/>{back_name}</a></p>
            <h2 id="oe-h" class="t14 w6">{title}</h2>
            <form class="form" novalidate on:submit=submit>
                {move || refused(save.value().get().and_then(Result::err), w.conflict, w.theirs, read)}
                <div class="two">
                    <TextField id="name" label=w.own_name value=seen.name autocomplete="off"/>
                    <TextField id="city" label=w.city value=seen.city autocomplete="off" optional=optional/>
                    <TextField id="tier" label=w.tier hint=w.tier_hint value=seen.tier autocomplete="off" list="tiers" optional=optional/>
                    <TextField id="time_zone" label=w.zone hint=w.zone_hint value=seen.time_zone autocomplete="off"/>
                    <datalist id="tiers">{tiers}</datalist>
                    <SelectField id="account_manager" label=w.account_manager options=staff value=seen.account_manager/>
                </div>
                <p class="form__go"><Button look=Look::Primary>{w.save}</Button></p>
            </form>
        </section>
    }
}

/// Somebody new at the organisation called `id`.
#[component]
pub fn ContactEditor(id: String) -> impl IntoView {
    let form = loaded(move || id.clone(), organisation_to_edit);
    region(form, move |data| view! { <ContactForm organisation=data.seen/> }.into_any())
}

#[component]
fn ContactForm(organisation: OrganisationDraft) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::customers(lang);
    let OrganisationDraft { id, name, .. } = organisation;
    let back = address(&id);
    let (home, title) = (back.clone(), fill(w.new_contact, &[("name", &name)]));
    let add = Action::new(move |(name, email, sees_all): &(String, String, bool)| {
        add_contact(id.clone(), name.clone(), email.clone(), *sees_all)
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = fields(&event);
        let get = |name: &str| form.get(name).cloned().unwrap_or_default();
        add.dispatch_local((get("name"), get("email"), form.contains_key("sees_all")));
    };
    let done = move |joined: Joined| {
        let said = match joined.tickets {
            0 => w.contact_added.to_owned(),
            n => count(u64::from(n), w.contact_joined_one, w.contact_joined_many),
        };
        (fill(&said, &[("name", &joined.name)]), home.clone())
    };
    once_saved(move || add.value().get(), done, || ());
    view! {
        <section class="card box stack" aria-labelledby="ce-h">
            <p class="crumb"><a href=back><Icon name="arrow-left"/>{name}</a></p>
            <h2 id="ce-h" class="t14 w6">{title}</h2>
            <form class="form" novalidate on:submit=submit>
                <p class="c2">{w.contact_hint}</p>
                {move || refused(add.value().get().and_then(Result::err), w.conflict, w.theirs, || ())}
                <div class="two">
                    <TextField id="name" label=w.person autocomplete="off"/>
                    <TextField id="email" label=w.email kind="email" autocomplete="off"/>
                </div>
                <Check id="sees_all" label=w.sees_all checked=false/>
                <p class="form__go"><Button look=Look::Primary>{w.add_contact}</Button></p>
            </form>
        </section>
    }
}

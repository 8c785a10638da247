//! The dialogs over the list of people. A refused one stays open with what was typed.

use domain::access::Role;
use domain::people::PersonRow;
use domain::words::{common, console, fill};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::super::dialog::{Buttons, ConfirmDialog, open_while, summary};
use super::{Admin, roles};
use crate::api::admin::{add_person, set_disabled, set_role};
use crate::browser::form::fields;
use crate::me::use_me;
use crate::ui::{Choice, Dialog, SelectField, TextField};

#[component]
pub fn AddDialog(admin: Admin) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::people(lang);
    let open = open_while(admin.doing);
    let add = Action::new(|(name, email, role): &(String, String, Role)| {
        add_person(name.clone(), email.clone(), *role)
    });
    let typed = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = fields(&event);
        let get = |name: &str| form.get(name).cloned().unwrap_or_default();
        typed.set(get("name"));
        add.dispatch_local((get("name"), get("email"), Role::parse(&get("role")).unwrap_or_default()));
    };
    Effect::new(move |_| {
        if let Some(Ok(_)) = add.value().get() {
            admin.done(fill(w.added, &[("name", typed.get_untracked().trim())]));
        }
    });
    let refused = move || add.value().get().and_then(Result::err);
    let on_field = move |field: &'static str| refused().and_then(|error| error.on_field(lang, field));
    view! {
        <Dialog open id="add" title=w.add_title>
            <p class="c2">{w.add_hint}</p>
            <form class="form" novalidate on:submit=submit>
                {move || summary(refused())}
                {move || view! { <TextField id="name" label=w.name error=on_field("name") autocomplete="off"/> }}
                {move || view! { <TextField id="email" label=w.email kind="email" error=on_field("email") autocomplete="off"/> }}
                <SelectField id="role" label=w.role options=role_choices() value=Role::Agent.code()/>
                <Buttons open go=w.add/>
            </form>
        </Dialog>
    }
}

#[component]
pub fn RoleDialog(admin: Admin, person: PersonRow) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::people(lang);
    let open = open_while(admin.doing);
    let PersonRow { id, name, role, version, .. } = person;
    let title = fill(w.role_title, &[("name", &name)]);
    let set = Action::new(move |role: &Role| set_role(id.clone(), version, *role));
    let wanted = RwSignal::new(role);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        wanted.set(fields(&event).get("role").and_then(|code| Role::parse(code)).unwrap_or(role));
        set.dispatch_local(wanted.get_untracked());
    };
    Effect::new(move |_| {
        if let Some(Ok(())) = set.value().get() {
            let role = console::role_name(lang, wanted.get_untracked());
            admin.done(fill(w.role_done, &[("name", &name), ("role", role)]));
        }
    });
    view! {
        <Dialog open id="role-of" title>
            <p class="c2">{w.role_hint}</p>
            <form class="form" on:submit=submit>
                {move || summary(set.value().get().and_then(Result::err))}
                <SelectField id="role" label=w.role options=role_choices() value=role.code()/>
                <Buttons open go=common::common(lang).save/>
            </form>
        </Dialog>
    }
}

#[component]
pub fn DisableDialog(admin: Admin, person: PersonRow) -> impl IntoView {
    let w = console::people(use_me().lang);
    let open = open_while(admin.doing);
    let PersonRow { id, name, .. } = person;
    let title = fill(w.disable_title, &[("name", &name)]);
    let disable = Action::new(move |(): &()| set_disabled(id.clone(), true));
    Effect::new(move |_| {
        if let Some(Ok(())) = disable.value().get() {
            admin.done(fill(w.disabled_done, &[("name", &name)]));
        }
    });
    view! {
        <ConfirmDialog open id="disable" title hint=w.disable_hint go=w.disable deed=disable/>
    }
}

fn role_choices() -> Vec<Choice> {
    let lang = use_me().lang;
    roles().map(|role| Choice::new(role.code(), console::role_name(lang, role))).collect()
}

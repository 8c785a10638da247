//! Who is calling: found while their name is typed, then shown with what is known of them.

use domain::customers::ContactRow;
use domain::phone::Call;
use domain::words::{console, count, fill};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::super::combo::Combo;
use super::{Taking, on_field};
use crate::api::phone::contacts;
use crate::browser::focus::focus_soon;
use crate::browser::latest::{TYPING, latest};
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Avatar, Button, Icon, Look, StatusLine};

#[component]
pub fn Caller(taking: Taking) -> impl IntoView {
    let chosen = taking.field(Call::CALLER);
    let part = move || match taking.caller.get() {
        Some(caller) => view! { <Known taking caller/> }.into_any(),
        None => view! { <Finder taking/> }.into_any(),
    };
    view! { {part}<input type="hidden" name=Call::CALLER prop:value=chosen/> }
}

/// Takes `caller` for the one who calls, or nobody.
fn choose(taking: Taking, caller: Option<ContactRow>) {
    let id = caller.as_ref().map(|caller| caller.person_id.clone()).unwrap_or_default();
    taking.call.update(|call| drop(call.0.insert(Call::CALLER.to_owned(), id)));
    focus_soon(if caller.is_some() { "#product" } else { "#caller" });
    taking.caller.set(caller);
}

#[component]
fn Known(taking: Taking, caller: ContactRow) -> impl IntoView {
    let w = console::phone(use_me().lang);
    let about = [caller.title, caller.organisation, Some(caller.email)];
    let about = about.into_iter().flatten().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
    view! {
        <div class="field">
            <p class="label" id="caller-known">{w.caller}</p>
            <div class="call card" role="group" aria-labelledby="caller-known">
                <Avatar name=caller.name.clone()/>
                <div class="grow"><p class="w6">{caller.name}</p><p class="c2">{about}</p></div>
                <Button kind="button" look=Look::Quiet small=true on:click=move |_| choose(taking, None)>{w.caller_change}</Button>
            </div>
        </div>
    }
}

#[component]
fn Finder(taking: Taking) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::phone(lang);
    let combo = Combo::<ContactRow>::new();
    let typed = RwSignal::new(String::new());
    let ask = latest(TYPING, contacts, move |found: Result<Vec<ContactRow>, AppError>| {
        combo.show(found.unwrap_or_default())
    });
    let on_input = move |text: String| {
        typed.set(text.trim().to_owned());
        if text.trim().is_empty() { combo.close() } else { ask(text) }
    };
    let found = Signal::derive(move || match (combo.open.get(), combo.items.with(Vec::len)) {
        (false, _) => String::new(),
        (true, 0) => fill(w.caller_none, &[("q", &typed.get())]),
        (true, n) => count(n as u64, w.caller_one, w.caller_many),
    });
    let error = move || on_field(&taking.refused.get(), Call::CALLER);
    let described = move || if error().is_some() { "caller-hint caller-error" } else { "caller-hint" };
    view! {
        <div class=move || if error().is_some() { "field field--bad" } else { "field" }>
            <label class="label" for="caller">{w.caller}</label>
            <p class="hint" id="caller-hint">{w.caller_hint}</p>
            {move || error().map(|words| view! { <p class="err" id="caller-error"><Icon name="circle-alert"/><span>{words}</span></p> })}
            <div class="find">
                <Icon name="search"/>
                <input class="input" id="caller" type="text" autocomplete="off" role="combobox" aria-autocomplete="list" aria-controls="caller-list"
                    aria-expanded=move || combo.open.get().to_string() aria-describedby=described
                    aria-invalid=move || error().map(|_| "true")
                    aria-activedescendant=move || combo.active.get().map(|at| format!("caller-{at}"))
                    on:keydown=move |event| key(taking, combo, &event) on:blur=move |_| combo.close()
                    on:input=move |event| on_input(event_target_value(&event))/>
                <Found taking combo/>
            </div>
            <StatusLine text=found/>
        </div>
    }
}

fn key(taking: Taking, combo: Combo<ContactRow>, event: &KeyboardEvent) {
    if combo.key(event, |caller| choose(taking, Some(caller))) {
        return;
    }
    match event.key().as_str() {
        "Escape" => combo.close(),
        // The form is sent with its button: Enter in here means a contact.
        "Enter" => event.prevent_default(),
        _ => {}
    }
}

#[component]
fn Found(taking: Taking, combo: Combo<ContactRow>) -> impl IntoView {
    let w = console::phone(use_me().lang);
    let option = move |(at, caller): (usize, ContactRow)| {
        let row = caller.clone();
        let belongs = caller.organisation.unwrap_or(caller.email);
        view! {
            <div class="pal__o" role="option" id=format!("caller-{at}") aria-selected=move || combo.is_active(at).to_string()
                on:click=move |_| choose(taking, Some(row.clone()))>
                <Avatar name=caller.name.clone()/><span class="cut">{caller.name}</span><span class="c3 t12 cut">{belongs}</span>
            </div>
        }
    };
    let options = move || combo.items.get().into_iter().enumerate().map(option).collect_view();
    let is_hidden = move || !combo.open.get() || combo.items.with(Vec::is_empty);
    // Pressing the mouse must not take the focus out of the field, which would close the list.
    view! {
        <div class="opts" id="caller-list" role="listbox" aria-label=w.caller_list hidden=is_hidden on:mousedown=|event| event.prevent_default()>
            {options}
        </div>
    }
}

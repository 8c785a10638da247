//! A choice among things with names: who has the ticket, where it waits, what it is.

use domain::tickets::entry::Named;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use web_sys::HtmlSelectElement;

use crate::error::AppError;

/// One of several that have a name, in a native list; plain words for who may not change it.
#[component]
pub fn NamedSelect(
    id: &'static str,
    label: &'static str,
    /// What to call nobody; empty when somebody has to be chosen.
    none: &'static str,
    #[prop(into)] chosen: Signal<Option<Named>>,
    options: Signal<Vec<Named>>,
    may_change: bool,
    refused: RwSignal<Option<AppError>>,
    choose: Callback<Option<Named>>,
) -> impl IntoView {
    if !may_change {
        let words = move || chosen.get().map_or(none.to_owned(), |named| named.name);
        return view! { <span class="pill"><span class="vh">{label}": "</span>{words}</span> }.into_any();
    }
    let all = move || {
        let mut all = options.get();
        if let Some(now) = chosen.get().filter(|now| !all.iter().any(|known| known.id == now.id)) {
            all.insert(0, now);
        }
        all
    };
    let value = move || {
        // A refused choice falls back to what holds.
        refused.track();
        chosen.get().map(|named| named.id).unwrap_or_default()
    };
    let is_chosen = move |id: &str| chosen.with(|chosen| chosen.as_ref().is_some_and(|now| now.id == id));
    let option = move |named: Named| {
        let selected = is_chosen(&named.id);
        view! { <option value=named.id.clone() selected=selected>{named.name}</option> }
    };
    let settle = move |select: HtmlSelectElement| {
        let id = select.value();
        if id != untrack(value) {
            choose.run(untrack(all).into_iter().find(|named| named.id == id));
        }
    };
    // Arrows and letters walk through a closed list, and each step is a change to the browser. Only Enter, leaving, or a
    // choice by pointer says which one is meant; Esc goes back to what holds.
    let walking = StoredValue::new(false);
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            walking.set_value(false);
            settle(event_target(&event));
        }
        "Escape" => {
            let select: HtmlSelectElement = event_target(&event);
            select.set_value(&untrack(value));
            // Gives the keys of the ticket back.
            drop(select.blur());
        }
        "Tab" | "Shift" => {}
        // Opens the list: what is chosen there is meant.
        " " => walking.set_value(false),
        _ => walking.set_value(true),
    };
    let on_change = move |event| {
        if !walking.get_value() {
            settle(event_target(&event));
        }
    };
    view! {
        <label class="vh" for=id>{label}</label>
        <select class="select select--sm" id=id prop:value=value on:change=on_change on:keydown=on_key
            on:pointerdown=move |_| walking.set_value(false) on:blur=move |event| settle(event_target(&event))>
            {(!none.is_empty()).then(|| view! { <option value="">{none}</option> })}
            {move || all().into_iter().map(option).collect_view()}
        </select>
    }
    .into_any()
}

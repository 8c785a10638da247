//! A choice among things with names: who has the ticket, where it waits, what it is.

use domain::tickets::entry::Named;
use leptos::prelude::*;

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
    let on_change = move |event| {
        let id = event_target_value(&event);
        choose.run(untrack(all).into_iter().find(|named| named.id == id));
    };
    view! {
        <label class="vh" for=id>{label}</label>
        <select class="select select--sm" id=id prop:value=value on:change=on_change>
            {(!none.is_empty()).then(|| view! { <option value="">{none}</option> })}
            {move || all().into_iter().map(option).collect_view()}
        </select>
    }
    .into_any()
}

//! The ladder: each rung with its owner, what leads there, and how long it waits.

use domain::access::Role;
use domain::ladder::{Reason, Rung, RungOwner};
use domain::words::{console, fill};
use leptos::prelude::*;

use super::super::super::desk::use_desk;
use super::super::edit::Editing;
use super::super::promises::length::LengthField;
use super::editor::{change, type_now};
use crate::me::use_me;
use crate::ui::{Button, Choice, Icon, Look, SelectField, TextField};

/// Roles that can own a rung.
const ROLES: [Role; 4] = [Role::Agent, Role::Lead, Role::Manager, Role::Admin];
/// Times opened again, where somebody ticks that.
const OFTEN: u32 = 2;

#[component]
pub fn Rungs(editing: Editing) -> impl IntoView {
    let w = console::types(use_me().lang);
    let list = move || {
        editing.shape.track();
        let ladder = type_now(editing, |own| own.ladder.clone());
        let none = ladder.is_empty().then(|| view! { <p class="c2">{w.ladder_none}</p> });
        let rungs = ladder.into_iter().enumerate();
        let rungs = rungs.map(|(at, rung)| view! { <OneRung editing at rung/> }).collect_view();
        view! { {none}<ol role="list" class="rows">{rungs}</ol> }
    };
    let add = move |_| {
        change(editing, |own| {
            own.ladder.push(Rung {
                // The desk gives it one when it is saved.
                id: String::new(),
                name: String::new(),
                owner: RungOwner::QueueLead,
                when: Vec::new(),
                wait: None,
            });
        });
        let at = type_now(editing, |own| own.ladder.len()).saturating_sub(1);
        editing.reshaped(w.rung_add.to_owned(), format!("#ladder-{at}-name"));
    };
    view! {
        <section aria-labelledby="ladder-h">
            <div class="eh"><h2 id="ladder-h">{w.ladder}</h2><p class="c2">{w.ladder_hint}</p></div>
            {list}
            <p class="mt"><Button kind="button" small=true attr:id="rung-add" on:click=add><Icon name="plus"/>{w.rung_add}</Button></p>
        </section>
    }
}

fn with_rung(editing: Editing, at: usize, set: impl FnOnce(&mut Rung)) {
    change(editing, |own| {
        if let Some(rung) = own.ladder.get_mut(at) {
            set(rung);
        }
    });
}

#[component]
fn OneRung(editing: Editing, at: usize, rung: Rung) -> impl IntoView {
    let w = console::types(use_me().lang);
    let n = (at + 1).to_string();
    let label = |pattern: &str| fill(pattern, &[("n", &n)]);
    let rename = move |event| {
        let name = event_target_value(&event);
        with_rung(editing, at, |rung| rung.name = name);
    };
    let said = label(w.rung_removed);
    let remove = move |_| {
        change(editing, |own| {
            if at < own.ladder.len() {
                own.ladder.remove(at);
            }
        });
        editing.reshaped(said.clone(), "#rung-add");
    };
    let wait = move |target| with_rung(editing, at, |rung| rung.wait = target);
    let labels = (label(w.wait), label(w.wait_unit));
    view! {
        <li>
            <fieldset class="grow ad__al">
                <legend class="w5">{label(w.rung_n)}</legend>
                <div class="two">
                    <TextField id=format!("ladder-{at}-name") label=label(w.rung_name) value=rung.name autocomplete="off" on:input=rename/>
                    <Owner editing at owner=rung.owner label=label(w.owner)/>
                </div>
                <When editing at when=rung.when/>
                <span class="field"><span class="label" aria-hidden="true">{w.wait_label}</span><span class="hint">{w.wait_hint}</span>
                    <LengthField id=format!("ladder-{at}-wait") labels value=rung.wait change=wait/>
                </span>
            </fieldset>
            <Button kind="button" small=true look=Look::Quiet icon="x" label=label(w.rung_remove) on:click=remove/>
        </li>
    }
}

/// `lead`, `role:manager`, `person:…`: an owner as the select has it.
fn code(owner: &RungOwner) -> String {
    match owner {
        RungOwner::QueueLead => "lead".to_owned(),
        RungOwner::Role(role) => format!("role:{}", role.code()),
        RungOwner::Person(id) => format!("person:{id}"),
    }
}

fn owner_of(code: &str) -> RungOwner {
    match code.split_once(':') {
        Some(("role", role)) => Role::parse(role).map_or(RungOwner::QueueLead, RungOwner::Role),
        Some((_, id)) => RungOwner::Person(id.to_owned()),
        None => RungOwner::QueueLead,
    }
}

/// Roles first, then the staff by name, who come with the choices of the console's selects.
#[component]
fn Owner(editing: Editing, at: usize, owner: RungOwner, label: String) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::types(lang);
    let choices = use_desk().choices();
    let set = move |event| {
        let owner = owner_of(&event_target_value(&event));
        with_rung(editing, at, |rung| rung.owner = owner);
    };
    let first = code(&owner);
    move || {
        let named = |owner: RungOwner| {
            Choice::new(code(&owner), console::rung_owner(lang, &owner, &|id| id.to_owned()))
        };
        let roles = ROLES.map(|role| named(RungOwner::Role(role)));
        let staff = choices.with(|choices| choices.staff.clone());
        let staff = staff.into_iter().map(|own| Choice::new(code(&RungOwner::Person(own.id)), own.name));
        let options = [Choice::new("lead", w.queue_lead)].into_iter().chain(roles).chain(staff).collect();
        // The staff may come after somebody has chosen.
        let now = type_now(editing, |own| own.ladder.get(at).map(|rung| code(&rung.owner)));
        let value = now.unwrap_or_else(|| first.clone());
        view! { <SelectField id=format!("ladder-{at}-owner") label=label.clone() options value on:input=set/> }
    }
}

/// What leads to the rung.
#[component]
fn When(editing: Editing, at: usize, when: Vec<Reason>) -> impl IntoView {
    let w = console::types(use_me().lang);
    let tick = |label: &'static str, reason: Reason| {
        let set = move |event| {
            let on = event_target_checked(&event);
            with_rung(editing, at, |rung| {
                rung.when.retain(|own| *own != reason);
                rung.when.extend(on.then_some(reason));
            });
        };
        let checked = when.contains(&reason);
        view! { <label class="check"><input type="checkbox" checked=checked on:change=set/><span>{label}</span></label> }
    };
    let plain = [
        tick(w.missed, Reason::Missed),
        tick(w.customer_asked, Reason::CustomerAsked),
        tick(w.agent_asked, Reason::AgentAsked),
    ];
    let often = when.iter().find_map(|reason| match reason {
        Reason::Reopened(times) => Some(*times),
        _ => None,
    });
    view! {
        <fieldset class="row row--wrap">
            <legend class="label">{w.when}<span class="opt-n">{format!(" ({})", w.when_hint)}</span></legend>
            {plain}<Reopened editing at often/>
        </fieldset>
    }
}

/// Opened again, and how often.
#[component]
fn Reopened(editing: Editing, at: usize, often: Option<u32>) -> impl IntoView {
    let w = console::types(use_me().lang);
    let is_on = RwSignal::new(often.is_some());
    let set = move |times: Option<u32>| {
        with_rung(editing, at, |rung| {
            rung.when.retain(|own| !matches!(own, Reason::Reopened(_)));
            rung.when.extend(times.map(Reason::Reopened));
        });
    };
    let tick = move |event| {
        let on = event_target_checked(&event);
        is_on.set(on);
        set(on.then_some(OFTEN));
    };
    let count = move || {
        is_on.get().then(|| {
            let label = fill(w.reopened_n, &[("n", &(at + 1).to_string())]);
            let count = move |event| set(Some(event_target_value(&event).trim().parse().unwrap_or(0)));
            let value = often.unwrap_or(OFTEN).to_string();
            view! { <TextField id=format!("ladder-{at}-reopened") label kind="number" value on:input=count/> }
        })
    };
    view! {
        <label class="check"><input type="checkbox" checked=often.is_some() on:change=tick/><span>{w.reopened}</span></label>
        {count}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_come_back_as_they_were() {
        for owner in [RungOwner::QueueLead, RungOwner::Role(Role::Manager), RungOwner::Person("p:1".into())] {
            assert_eq!(owner_of(&code(&owner)), owner);
        }
    }
}

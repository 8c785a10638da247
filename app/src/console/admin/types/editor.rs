//! The editor of one ticket type. What is typed goes straight into the draft; saving names what is wrong at its field.

use domain::ladder::TicketType;
use domain::settings::{Changed, Draft, PromisesPage, changed};
use domain::tickets::Priority;
use domain::tickets::entry::Named;
use domain::words::tickets::priority_name;
use domain::words::{Lang, console, fill};
use leptos::prelude::*;

use super::super::super::desk::use_desk;
use super::super::super::parts::Loaded;
use super::super::edit::{Conflict, Editing, Head, History, Of};
use super::Section;
use super::rungs::Rungs;
use crate::me::use_me;
use crate::ui::{Check, Choice, Pill, SelectField, TabLink, TabLinks, TextField};

#[component]
pub fn Editor(
    own: TicketType,
    page: Loaded<PromisesPage>,
    tabs: Vec<TabLink>,
    flows: Vec<Named>,
) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::types(lang);
    let (id, version, active) = (own.id.clone(), own.version, own.active);
    let is_new = id.is_empty();
    let title = if is_new { w.new_title.to_owned() } else { own.name.clone() };
    let names = names(&flows);
    let address = format!("{}?type=", Section::Types.address());
    let editing = Editing::new(Draft::Type(own), page, address, move |a, b| changes(lang, a, b, &names));
    let versions = (!is_new).then(|| fill(console::calendars(lang).version, &[("n", &version.to_string())]));
    let history = (!is_new).then(|| {
        view! { <aside class="ed__s" aria-label=console::editing(lang).history><History of=Of::Type id/></aside> }
    });
    view! {
        <div class=if is_new { "ed__b ed__b--one" } else { "ed__b" }>
            <div class="ed__m">
                <TabLinks label=Section::Types.name() tabs/>
                <Conflict editing/>
                <Head editing title>
                    {(!active).then(|| view! { <Pill icon="ban">{w.inactive}</Pill> })}
                    <span class="c2 t12">{versions}</span>
                </Head>
                <Basics editing flows/>
                <Rungs editing/>
            </div>
            {history}
        </div>
    }
}

/// Knows flows and people by id; people come with the choices of the console's selects.
fn names(flows: &[Named]) -> impl Fn(&str) -> String + Send + Sync + 'static {
    let flows = flows.to_vec();
    let choices = use_desk().choices();
    move |id| {
        let named = |all: &[Named]| all.iter().find(|own| own.id == id).map(|own| own.name.clone());
        named(&flows)
            .or_else(|| choices.with(|choices| named(&choices.staff)))
            .unwrap_or_else(|| id.to_owned())
    }
}

/// What differs between two drafts of a type.
fn changes(lang: Lang, before: &Draft, after: &Draft, name: &dyn Fn(&str) -> String) -> Vec<Changed> {
    let (Draft::Type(before), Draft::Type(after)) = (before, after) else { return Vec::new() };
    changed(&console::type_lines(lang, before, name), &console::type_lines(lang, after, name))
}

/// The type of the draft as it is now.
pub fn type_now<T: Default>(editing: Editing, look: impl FnOnce(&TicketType) -> T) -> T {
    editing.draft.with_untracked(|draft| match draft {
        Draft::Type(own) => look(own),
        _ => T::default(),
    })
}

/// Changes the type of the draft.
pub fn change(editing: Editing, change: impl FnOnce(&mut TicketType)) {
    editing.draft.update(|draft| {
        if let Draft::Type(own) = draft {
            change(own);
        }
    });
}

#[component]
fn Basics(editing: Editing, flows: Vec<Named>) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::types(lang);
    let (name, priority, flow, active) = type_now(editing, |own| {
        (own.name.clone(), own.priority.code(), own.flow.clone().unwrap_or_default(), own.active)
    });
    let rename = move |event| {
        let name = event_target_value(&event);
        change(editing, |own| own.name = name);
    };
    let press = move |event| {
        let priority = Priority::parse(&event_target_value(&event)).unwrap_or(Priority::Normal);
        change(editing, |own| own.priority = priority);
    };
    let ask = move |event| {
        let id = event_target_value(&event);
        change(editing, |own| own.flow = Some(id).filter(|id| !id.is_empty()));
    };
    let offer = move |event| {
        let active = event_target_checked(&event);
        change(editing, |own| own.active = active);
    };
    let priorities = Priority::ALL.iter().map(|own| Choice::new(own.code(), priority_name(lang, *own)));
    let flows = flows.into_iter().map(|own| Choice::new(own.id, own.name));
    let flows = [Choice::new("", w.no_flow)].into_iter().chain(flows).collect();
    view! {
        <div class="two">
            <TextField id="name" label=w.name value=name autocomplete="off" on:input=rename/>
            <SelectField id="priority" label=w.priority hint=w.priority_hint options=priorities.collect() value=priority on:input=press/>
            <SelectField id="flow" label=w.flow options=flows value=flow on:input=ask/>
        </div>
        <p><Check id="active" label=w.active checked=active on:change=offer/></p>
    }
}

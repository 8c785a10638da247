//! Ticket types: what a new ticket of each begins with, and the ladder that it climbs. Admins edit them ([`editor`]),
//! everybody else reads. Sibling: `domain::ladder`.

mod editor;
mod rungs;

use domain::access::Action;
use domain::ladder::TicketType;
use domain::settings::PromisesPage;
use domain::tickets::Priority;
use domain::words::console;
use leptos::prelude::*;

use self::editor::Editor;
use super::super::desk::use_desk;
use super::super::parts::{Loaded, loaded, refused_by_desk, region};
use super::edit::{History, Of, Returning};
use super::{Section, SectionHead, named};
use crate::api::promises::promises;
use crate::console::address::use_query;
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{LinkButton, TabLink, TabLinks};

/// In the address for a type that does not exist yet.
const NEW: &str = "new";

#[component]
pub fn Types() -> impl IntoView {
    let me = use_me();
    let w = console::types(me.lang);
    let chosen = use_query("type");
    Returning::provide();
    let page = loaded(move || chosen.get(), |_| promises());
    let may_edit = me.viewer().may(Action::EditPolicies);
    let add = may_edit.then(|| {
        let href = with_query(&Section::Types.address(), &[("type", NEW)]);
        view! { <LinkButton href icon="plus">{w.add}</LinkButton> }
    });
    view! {
        <SectionHead section=Section::Types hint=w.hint>{add}</SectionHead>
        {region(page, move |data| contents(data, page, &chosen.get_untracked(), may_edit))}
    }
}

/// The type `id`, or the first one.
fn contents(data: PromisesPage, page: Loaded<PromisesPage>, id: &str, may_edit: bool) -> AnyView {
    let found = named(&data.types, id, |own| &own.id).cloned();
    let found = if id == NEW && may_edit { Some(fresh()) } else { found };
    let Some(own) = found else { return refused_by_desk(false) };
    let tabs: Vec<TabLink> = data.types.iter().map(|other| tab(other, &own)).collect();
    match may_edit {
        true => view! { <Editor own page tabs flows=data.flows/> }.into_any(),
        false => view! { <Read own tabs/> }.into_any(),
    }
}

fn fresh() -> TicketType {
    TicketType {
        id: String::new(),
        version: 0,
        name: String::new(),
        active: true,
        priority: Priority::Normal,
        flow: None,
        ladder: Vec::new(),
    }
}

fn tab(other: &TicketType, open: &TicketType) -> TabLink {
    let href = with_query(&Section::Types.address(), &[("type", &other.id)]);
    TabLink { href, label: other.name.clone(), count: None, current: other.id == open.id }
}

/// The type in lines, for those who may not change it. Names of people come with the choices of the console's selects.
#[component]
fn Read(own: TicketType, tabs: Vec<TabLink>) -> impl IntoView {
    let lang = use_me().lang;
    let choices = use_desk().choices();
    let (id, name) = (own.id.clone(), own.name.clone());
    let lines = move || {
        let lines = choices.with(|choices| {
            let name = |id: &str| {
                choices.staff.iter().find(|one| one.id == id).map_or(id, |one| one.name.as_str()).to_owned()
            };
            console::type_lines(lang, &own, &name)
        });
        lines.into_iter().map(|(name, text)| view! { <dt>{name}</dt><dd>{text}</dd> }).collect_view()
    };
    view! {
        <div class="ed__b">
            <div class="ed__m">
                <TabLinks label=Section::Types.name() tabs/>
                <section aria-labelledby="ty-h"><div class="eh"><h2 id="ty-h">{name}</h2></div><dl class="dl">{lines}</dl></section>
            </div>
            <aside class="ed__s" aria-label=console::editing(lang).history><History of=Of::Type id/></aside>
        </div>
    }
}

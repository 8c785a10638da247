//! `/desk/customers/o/{id}`: who they are, what they have, what they wait for.

use domain::access::Action;
use domain::customers::{ContactRow, InstalledProduct, OrganisationPage as Organisation, OrganisationPanel};
use domain::tickets::view::TicketRow;
use domain::time::Instant;
use domain::words::tickets::{priority_name, status_name};
use domain::words::{console, fill};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::super::admin::dialog::ConfirmDialog;
use super::super::chip::Chip;
use super::super::parts::{PageTitle, loaded, region};
use super::contract;
use crate::api::customers::{organisation, remove_contact};
use crate::browser::ticker;
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{
    Avatar, Button, Column, EmptyState, Icon, LinkButton, Pill, PriorityIcon, Size, Table, Tone, use_toasts,
};

#[component]
pub fn OrganisationPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    let page = loaded(move || id.get(), organisation);
    view! {
        <main id="main" class="app__main pg">{region(page, move |shown| view! { <Contents page=shown read=move || page.refetch()/> }.into_any())}</main>
    }
}

#[component]
fn Contents(page: Organisation, read: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let w = console::customers(use_me().lang);
    ticker::synchronise(page.now);
    view! {
        <PageTitle thing=page.panel.name.clone() area=w.title/>
        <Head panel=page.panel.clone()/>
        <div class="pg__b">
            <div class="side-r">
                <div class="secs">
                    <Tickets rows=page.tickets now=page.now/>
                    <Contacts rows=page.contacts organisation=page.panel.name read/>
                </div>
                <Products products=page.panel.products/>
            </div>
        </div>
    }
}

#[component]
fn Head(panel: OrganisationPanel) -> impl IntoView {
    let w = console::customers(use_me().lang);
    let has_ended = panel.contract.as_ref().is_some_and(|contract| contract.expired);
    let may_edit = use_me().viewer().may(Action::EditPolicies);
    let add = may_edit.then(|| {
        let href = with_query("/desk/admin/contracts", &[("organisation", &panel.id)]);
        view! { " "<a href=href>{console::contracts(use_me().lang).add}</a> }
    });
    let change = may_edit.then(|| {
        let to = |name: &str| with_query(super::ADDRESS, &[(name, &panel.id)]);
        view! {
            <span class="push row">
                <LinkButton href=to("contact") icon="plus">{w.add_contact}</LinkButton>
                <LinkButton href=to("edit") icon="pencil">{w.change}</LinkButton>
            </span>
        }
    });
    let manager = panel.account_manager.unwrap_or_else(|| w.no_account_manager.to_owned());
    view! {
        <header class="rec">
            <Avatar name=panel.name.clone() size=Size::Large/>
            <div>
                <p class="crumb"><a href=super::ADDRESS><Icon name="arrow-left"/>{w.title}</a></p>
                <div class="row"><h1>{panel.name}</h1>{panel.tier.map(|tier| view! { <Pill tone=Tone::Accent icon="star"><span class="cap">{tier}</span></Pill> })}</div>
                <p class="c2">{panel.city}</p>
            </div>
            <dl class="facts">
                <div><dt>{w.contract}</dt><dd>{contract(panel.contract)}{add}</dd></div>
                <div><dt>{w.account_manager}</dt><dd>{manager}</dd></div>
            </dl>
            {has_ended.then(|| view! { <p class="t12 c2">{w.ended_hint}</p> })}
            {change}
        </header>
    }
}

#[component]
fn Tickets(rows: Vec<TicketRow>, now: Instant) -> impl IntoView {
    let w = console::customers(use_me().lang);
    let columns = vec![Column::new(w.subject), Column::new(w.status), Column::new(w.promise)];
    let list = if rows.is_empty() {
        view! { <EmptyState icon="inbox" title=w.tickets_none/> }.into_any()
    } else {
        let rows = rows.into_iter().map(|row| ticket(row, now)).collect_view();
        view! { <Table caption=w.tickets columns>{rows}</Table> }.into_any()
    };
    view! { <section class="card box" aria-labelledby="o-t"><h2 id="o-t">{w.tickets}</h2>{list}</section> }
}

fn ticket(row: TicketRow, now: Instant) -> impl IntoView {
    let lang = use_me().lang;
    let priority = fill(console::list(lang).priority, &[("priority", priority_name(lang, row.priority))]);
    let clock = row.promise.map(|promise| view! { <Chip clock=promise.clock now/> });
    view! {
        <tr>
            <th scope="row">
                <span class="row">
                    <PriorityIcon priority=row.priority spoken=priority/>
                    <span><a href=format!("/desk/t/{}", row.number)>{row.subject}</a>" "<span class="c3 num nowrap">{row.number}</span></span>
                </span>
            </th>
            <td class="nowrap">{status_name(lang, row.status)}</td>
            <td class="nowrap">{clock}</td>
        </tr>
    }
}

#[component]
fn Contacts(
    rows: Vec<ContactRow>,
    organisation: String,
    read: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let me = use_me();
    let w = console::customers(me.lang);
    let (leaving, organisation) = (RwSignal::new(None::<ContactRow>), StoredValue::new(organisation));
    let may_edit = me.viewer().may(Action::ManagePeople);
    let columns = vec![Column::new(w.person), Column::new(w.email)];
    let columns = columns.into_iter().chain(may_edit.then(|| Column::new(w.actions).hidden())).collect();
    let row = |row: ContactRow| {
        let remove = may_edit.then(|| {
            let (who, own_name) = (row.clone(), format!(" {}", row.name));
            let ask = move |_| leaving.set(Some(who.clone()));
            view! { <td class="tbl__act"><Button kind="button" small=true on:click=ask>{w.remove}<span class="vh">{own_name}</span></Button></td> }
        });
        let title = row.title.map(|title| view! { <span class="c2">{title}</span> });
        let mail = format!("mailto:{}", row.email);
        view! {
            <tr>
                <th scope="row"><span class="row"><Avatar name=row.name.clone()/><span class="w5">{row.name}</span>{title}</span></th>
                <td><a href=mail rel="external">{row.email}</a></td>
                {remove}
            </tr>
        }
    };
    let list = if rows.is_empty() {
        view! { <EmptyState icon="users-round" title=w.contacts_none/> }.into_any()
    } else {
        let rows = rows.into_iter().map(row).collect_view();
        view! { <Table caption=w.contacts columns>{rows}</Table> }.into_any()
    };
    let ask = move || {
        let (person, organisation) = (leaving.get()?, organisation.get_value());
        Some(view! { <RemoveDialog person organisation leaving read/> })
    };
    view! { <section class="card box" aria-labelledby="o-c"><h2 id="o-c">{w.contacts}</h2>{list}</section>{ask} }
}

/// Asks before a contact is taken out.
#[component]
fn RemoveDialog(
    person: ContactRow,
    organisation: String,
    leaving: RwSignal<Option<ContactRow>>,
    read: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let w = console::customers(use_me().lang);
    let (open, toasts) = (RwSignal::new(true), use_toasts());
    let ContactRow { person_id, name, .. } = person;
    let words = [("name", name.as_str()), ("organisation", organisation.as_str())];
    let (title, said) = (fill(w.remove_title, &words), fill(w.removed, &words));
    let remove = leptos::prelude::Action::new(move |(): &()| remove_contact(person_id.clone()));
    Effect::new(move |_| {
        if let Some(Ok(())) = remove.value().get() {
            toasts.say(said.clone());
            open.set(false);
            read();
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            leaving.set(None);
        }
    });
    view! { <ConfirmDialog open id="remove" title hint=w.remove_hint go=w.remove deed=remove/> }
}

#[component]
fn Products(products: Vec<InstalledProduct>) -> impl IntoView {
    let w = console::customers(use_me().lang);
    let none = products.is_empty().then(|| view! { <p class="c2">{w.products_none}</p> });
    let item = |product: InstalledProduct| {
        let version = fill(w.product_version, &[("version", &product.version)]);
        view! { <li><span class="w5">{product.product}</span><span class="push c2 num">{version}</span><p>{product.note}</p></li> }
    };
    view! {
        <section class="card box" aria-labelledby="o-p">
            <h2 id="o-p">{w.products}</h2>
            {none}
            <ul role="list" class="rows">{products.into_iter().map(item).collect_view()}</ul>
        </section>
    }
}

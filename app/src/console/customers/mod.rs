//! `/desk/customers`: the organisations, and the page of one in [`organisation`].

mod edit;
mod organisation;

use domain::access::Action;
use domain::customers::{ContractBrief, OrganisationRow};
use domain::people::Page;
use domain::words::{console, fill};
use leptos::prelude::*;

use super::parts::{FindForm, PageTitle, loaded, region};
use crate::api::customers::organisations;
use crate::console::address::use_query;
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{Column, EmptyState, LinkButton, Pager, Pill, Table, Tone};

use self::edit::{ContactEditor, OrganisationEditor};
pub use self::organisation::OrganisationPage;

/// In the place of an id: one that is not there yet.
const NEW: &str = "new";
/// Where the list is.
const ADDRESS: &str = "/desk/customers";

/// Where the organisation's page is.
#[must_use]
pub fn address(id: &str) -> String {
    format!("{ADDRESS}/o/{id}")
}

#[component]
pub fn CustomersPage() -> impl IntoView {
    let w = console::customers(use_me().lang);
    let (q, after) = (use_query("q"), use_query("after"));
    let wanted = move || (q.get(), after.get());
    let rows = loaded(wanted, |(q, after)| organisations(q, after));
    let (edit, contact_of) = (use_query("edit"), use_query("contact"));
    let may_edit = use_me().viewer().may(Action::EditPolicies);
    let is_list = move || edit.with(String::is_empty) && contact_of.with(String::is_empty);
    let add = move || {
        (may_edit && is_list()).then(|| {
            let href = with_query(ADDRESS, &[("edit", NEW)]);
            view! { <span class="push"><LinkButton href icon="plus">{w.add}</LinkButton></span> }
        })
    };
    let list = move || {
        view! {
            <FindForm action=ADDRESS q label=w.find go=w.find_go/>
            {region(rows, move |page| view! { <List page q=q.get_untracked() is_first=after.get_untracked().is_empty()/> }.into_any())}
        }
    };
    let contents = move || match (edit.get(), contact_of.get()) {
        (id, _) if !id.is_empty() => view! { <OrganisationEditor id/> }.into_any(),
        (_, id) if !id.is_empty() => view! { <ContactEditor id/> }.into_any(),
        _ => list().into_any(),
    };
    view! {
        <PageTitle thing=w.title area=w.title/>
        <main id="main" class="app__main pg">
            <header class="pg__h"><h1>{w.title}</h1>{add}</header>
            <div class="pg__b">{contents}</div>
        </main>
    }
}

#[component]
fn List(page: Page<OrganisationRow>, q: String, is_first: bool) -> impl IntoView {
    let w = console::customers(use_me().lang);
    if page.rows.is_empty() {
        return view! { <Nobody q/> }.into_any();
    }
    let columns = vec![
        Column::new(w.name),
        Column::new(w.tier),
        Column::new(w.city),
        Column::new(w.contract),
        Column::new(w.contacts).end(),
        Column::new(w.open).end(),
    ];
    let first = (!is_first).then(|| (w.first.to_owned(), with_query(ADDRESS, &[("q", &q)])));
    let next =
        page.next.map(|after| (w.next.to_owned(), with_query(ADDRESS, &[("q", &q), ("after", &after)])));
    view! {
        <Table caption=w.table columns>{page.rows.into_iter().map(row).collect_view()}</Table>
        <Pager label=w.pages before=first after=next/>
    }
    .into_any()
}

fn row(row: OrganisationRow) -> impl IntoView {
    view! {
        <tr>
            <th scope="row"><a href=address(&row.id)>{row.name}</a></th>
            <td class="cap">{row.tier}</td>
            <td>{row.city}</td>
            <td>{contract(row.contract)}</td>
            <td class="end">{row.contacts}</td>
            <td class="end">{row.open_tickets}</td>
        </tr>
    }
}

/// A contract in a pill: which, and whether it still holds.
fn contract(brief: Option<ContractBrief>) -> impl IntoView {
    let w = console::customers(use_me().lang);
    let Some(ContractBrief { name, ends, expired }) = brief else {
        return view! { <span class="c3">{w.no_contract}</span> }.into_any();
    };
    if expired {
        let words = fill(w.contract_ended, &[("name", &name)]);
        return view! { <Pill tone=Tone::Risk icon="triangle-alert">{words}</Pill> }.into_any();
    }
    let words = match ends {
        Some(ends) => fill(w.contract_until, &[("name", &name), ("at", &ends.text)]),
        None => name,
    };
    view! { <Pill tone=Tone::Good icon="circle-check">{words}</Pill> }.into_any()
}

#[component]
fn Nobody(q: String) -> impl IntoView {
    let w = console::customers(use_me().lang);
    if q.is_empty() {
        return view! { <EmptyState icon="building-2" title=w.none_at_all text=w.none_at_all_hint/> }
            .into_any();
    }
    view! {
        <EmptyState icon="search-x" title=fill(w.none, &[("q", &q)]) text=w.none_hint>
            <LinkButton href=ADDRESS>{w.all}</LinkButton>
        </EmptyState>
    }
    .into_any()
}

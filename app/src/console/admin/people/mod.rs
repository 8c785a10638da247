//! People: found by name or address, added, given a role, disabled and enabled.

mod dialogs;

use domain::access::Role;
use domain::people::{Page, PersonRow};
use domain::words::{console, fill};
use leptos::prelude::*;

use self::dialogs::{AddDialog, DisableDialog, RoleDialog};
use super::super::parts::{FindForm, Loaded, loaded, region};
use super::{Section, SectionHead};
use crate::api::admin::{people, set_disabled};
use crate::console::address::use_query;
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{Avatar, Button, Column, EmptyState, Look, Pager, Pill, Table, Tone, use_toasts};

/// What is being done to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Doing {
    Add,
    Role(PersonRow),
    Disable(PersonRow),
}

/// The list, and the dialog over it. Cheap to copy into handlers.
#[derive(Clone, Copy)]
struct Admin {
    doing: RwSignal<Option<Doing>>,
    list: Loaded<Page<PersonRow>>,
}

impl Admin {
    /// Says what was done, closes the dialog and reads the list anew.
    fn done(self, words: String) {
        use_toasts().say(words);
        self.doing.set(None);
        self.list.refetch();
    }
}

#[component]
pub fn People() -> impl IntoView {
    let w = console::people(use_me().lang);
    let (q, after) = (use_query("q"), use_query("after"));
    let list = loaded(move || (q.get(), after.get()), |(q, after)| people(q, after));
    let admin = Admin { doing: RwSignal::new(None), list };
    let rows = region(list, move |page| {
        view! { <List admin page q=q.get_untracked() is_first=after.with_untracked(String::is_empty)/> }
            .into_any()
    });
    view! {
        <SectionHead section=Section::People hint=w.hint>
            <Button kind="button" look=Look::Primary icon="user-plus" on:click=move |_| admin.doing.set(Some(Doing::Add))>{w.add}</Button>
        </SectionHead>
        <div class="ed__b ed__b--one">
            <div class="ed__m">
                <FindForm action=Section::People.address() q label=w.find go=w.find_go/>
                {rows}
            </div>
        </div>
        {move || dialog(admin)}
    }
}

fn dialog(admin: Admin) -> Option<AnyView> {
    Some(match admin.doing.get()? {
        Doing::Add => view! { <AddDialog admin/> }.into_any(),
        Doing::Role(person) => view! { <RoleDialog admin person/> }.into_any(),
        Doing::Disable(person) => view! { <DisableDialog admin person/> }.into_any(),
    })
}

#[component]
fn List(admin: Admin, page: Page<PersonRow>, q: String, is_first: bool) -> impl IntoView {
    let lang = use_me().lang;
    let (w, a) = (console::people(lang), console::admin(lang));
    if page.rows.is_empty() {
        return view! { <EmptyState icon="search-x" title=fill(w.none, &[("q", &q)])/> }.into_any();
    }
    let address = Section::People.address();
    let first = (!is_first).then(|| (a.first.to_owned(), with_query(&address, &[("q", &q)])));
    let next =
        page.next.map(|after| (a.next.to_owned(), with_query(&address, &[("q", &q), ("after", &after)])));
    let columns = [w.name, w.email, w.role, w.belongs, w.state].map(Column::new);
    let columns = columns.into_iter().chain([Column::new(w.actions).hidden()]).collect();
    let rows = page.rows.into_iter().map(|row| view! { <Row admin row/> }).collect_view();
    view! { <Table caption=w.table columns>{rows}</Table><Pager label=a.pages before=first after=next/> }
        .into_any()
}

#[component]
fn Row(admin: Admin, row: PersonRow) -> impl IntoView {
    let me = use_me();
    let w = console::people(me.lang);
    let actions = if row.id == me.person_id {
        view! { <span class="c2">{w.you}</span> }.into_any()
    } else {
        view! { <Actions admin row=row.clone()/> }.into_any()
    };
    let state = if row.disabled {
        view! { <Pill icon="ban">{w.disabled}</Pill> }.into_any()
    } else {
        view! { <Pill tone=Tone::Good icon="circle-check">{w.active}</Pill> }.into_any()
    };
    view! {
        <tr class=row.disabled.then_some("off")>
            <th scope="row"><span class="row"><Avatar name=row.name.clone() team=row.role.is_staff()/><span class="w5">{row.name}</span></span></th>
            <td>{row.email}</td>
            <td>{console::role_name(me.lang, row.role)}</td>
            <td>{row.organisation.or(row.team)}</td>
            <td>{state}</td>
            <td class="tbl__act">{actions}</td>
        </tr>
    }
}

#[component]
fn Actions(admin: Admin, row: PersonRow) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::people(lang);
    let (name, id) = (row.name.clone(), row.id.clone());
    let enable = Action::new(move |(): &()| set_disabled(id.clone(), false));
    let toasts = use_toasts();
    Effect::new(move |_| match enable.value().get() {
        Some(Ok(())) => admin.done(fill(w.enabled_done, &[("name", &name)])),
        Some(Err(error)) => toasts.warn(error.sentence(lang)),
        None => {}
    });
    let words = if row.disabled { w.enable } else { w.disable };
    // Buttons in a list have to say whom they mean, to those who hear them one by one.
    let (of_person, own_name) = (fill(w.of_person, &[("name", &row.name)]), format!(" {}", row.name));
    let person = row.clone();
    let turn = move |_| {
        if row.disabled {
            enable.dispatch_local(());
        } else {
            admin.doing.set(Some(Doing::Disable(row.clone())));
        }
    };
    view! {
        <Button kind="button" small=true on:click=move |_| admin.doing.set(Some(Doing::Role(person.clone())))>
            {w.change_role}<span class="vh">{of_person}</span>
        </Button>
        " "
        <Button kind="button" small=true on:click=turn>{words}<span class="vh">{own_name}</span></Button>
    }
}

/// The roles somebody can be given.
fn roles() -> impl Iterator<Item = Role> {
    Role::ALL.into_iter().filter(|role| *role != Role::Visitor)
}

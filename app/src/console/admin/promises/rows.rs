//! The targets: a row for the tickets that it fits, a length for each promise.

use domain::promises::policy::{PolicyRow, Target, Targets};
use domain::tickets::Priority;
use domain::tickets::entry::Named;
use domain::words::tickets::priority_name;
use domain::words::{console, fill};
use leptos::prelude::*;

use super::super::edit::Editing;
use super::editor::{change, policy_of};
use super::length::LengthField;
use crate::me::use_me;
use crate::ui::{Button, Column, Icon, Look, Table};

/// The target of one promise in a row.
type Part = fn(&mut Targets) -> &mut Option<Target>;

/// Each with its name in JSON.
const PARTS: [(&str, Part); 4] = [
    ("first_reply", |targets| &mut targets.first_reply),
    ("next_reply", |targets| &mut targets.next_reply),
    ("periodic_update", |targets| &mut targets.periodic_update),
    ("resolution", |targets| &mut targets.resolution),
];

#[component]
pub fn Rows(editing: Editing, types: Vec<Named>) -> impl IntoView {
    let lang = use_me().lang;
    let (w, p) = (console::policy_editor(lang), console::policies(lang));
    let columns = || {
        let names = [p.first_reply, p.next_reply, p.update, p.fix].map(Column::new);
        let remove = Column::new(w.row_remove_head).hidden();
        [Column::new(w.fits)].into_iter().chain(names).chain([remove]).collect::<Vec<_>>()
    };
    let name = untrack(|| policy_of(editing, |policy| policy.name.clone()));
    let caption = fill(p.table, &[("policy", &name)]);
    let table = move || {
        editing.shape.track();
        let rows = untrack(|| policy_of(editing, |policy| policy.rows.clone()));
        let rows = rows.into_iter().enumerate();
        let rows = rows.map(|(at, row)| view! { <Row editing at row types=types.clone()/> }).collect_view();
        view! { <Table caption=caption.clone() columns=columns()>{rows}</Table> }
    };
    let add = move |_| {
        change(editing, |policy| {
            policy.rows.push(PolicyRow { ticket_type: None, priority: None, targets: Targets::default() });
        });
        let at = untrack(|| policy_of(editing, |policy| policy.rows.len())).saturating_sub(1);
        editing.reshaped(w.row_add.to_owned(), format!("#row-{at}-priority"));
    };
    view! {
        <section aria-labelledby="rows-h">
            <div class="eh"><h2 id="rows-h">{p.what}</h2><p class="c2">{w.rows_hint}</p></div>
            <div id="rows" class="tgt">{table}</div>
            <p class="mt"><Button kind="button" small=true attr:id="row-add" on:click=add><Icon name="plus"/>{w.row_add}</Button></p>
        </section>
    }
}

fn with_row(editing: Editing, at: usize, set: impl FnOnce(&mut PolicyRow)) {
    change(editing, |policy| {
        if let Some(row) = policy.rows.get_mut(at) {
            set(row);
        }
    });
}

#[component]
fn Row(editing: Editing, at: usize, row: PolicyRow, types: Vec<Named>) -> impl IntoView {
    let lang = use_me().lang;
    let (w, p) = (console::policy_editor(lang), console::policies(lang));
    let n = (at + 1).to_string();
    let label = |pattern: &str| fill(pattern, &[("n", &n)]);
    let set_priority = move |event| {
        let code = event_target_value(&event);
        let priority = Priority::ALL.iter().copied().find(|own| own.code() == code);
        with_row(editing, at, |row| row.priority = priority);
    };
    let set_type = move |event| {
        let id = event_target_value(&event);
        with_row(editing, at, |row| row.ticket_type = Some(id).filter(|id| !id.is_empty()));
    };
    let priorities = Priority::ALL.iter().map(|own| {
        view! { <option value=own.code() selected=row.priority == Some(*own)>{priority_name(lang, *own)}</option> }
    });
    let priorities = priorities.collect_view();
    let own_type = row.ticket_type.clone();
    let types = types.into_iter().map(|own| {
        let chosen = own_type.as_ref() == Some(&own.id);
        view! { <option value=own.id selected=chosen>{own.name}</option> }
    });
    let types = types.collect_view();
    let mut targets = row.targets;
    let names = [p.first_reply, p.next_reply, p.update, p.fix];
    let cells = PARTS.into_iter().zip(names).map(|((name, part), promise)| {
        let values = [("n", n.as_str()), ("promise", promise)];
        let labels = (fill(w.amount, &values), fill(w.unit, &values));
        let value = *part(&mut targets);
        let set = move |target| with_row(editing, at, |row| *part(&mut row.targets) = target);
        view! { <td><LengthField id=format!("rows-{at}-{name}") labels value change=set/></td> }
    });
    let cells = cells.collect_view();
    let said = label(w.row_removed);
    let remove = move |_| {
        change(editing, |policy| {
            if at < policy.rows.len() {
                policy.rows.remove(at);
            }
        });
        editing.reshaped(said.clone(), "#row-add");
    };
    view! {
        <tr id=format!("rows-{at}")>
            <th scope="row"><span class="stack">
                <select class="select" id=format!("row-{at}-priority") aria-label=label(w.row_priority) on:input=set_priority>
                    <option value="">{w.any_priority}</option>{priorities}
                </select>
                <select class="select" id=format!("rows-{at}-ticket_type") aria-label=label(w.row_type) on:input=set_type>
                    <option value="">{w.any_type}</option>{types}
                </select>
            </span></th>
            {cells}
            <td><Button kind="button" small=true look=Look::Quiet icon="x" label=label(w.row_remove) on:click=remove/></td>
        </tr>
    }
}

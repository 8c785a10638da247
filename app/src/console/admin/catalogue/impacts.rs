//! What customers choose from when they say how much something presses.

use domain::intake::Impact;
use domain::intake::catalogue::{ImpactsDraft, MAX_IMPACTS};
use domain::tickets::Priority;
use domain::words::tickets::priority_name;
use domain::words::{console, fill};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::super::super::parts::once_saved;
use super::super::Section;
use super::super::edit::refused;
use super::{IMPACTS, Shown};
use crate::api::catalogue::save_impacts;
use crate::browser::form::fields;
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{Button, Choice, Column, Icon, LinkButton, Look, SelectField, Table, TextField};

#[component]
pub fn Impacts(shown: Shown) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::catalogue(lang);
    let change = with_query(&Section::Catalogue.address(), &[("show", IMPACTS)]);
    let change = shown
        .may_edit
        .then(|| view! { <LinkButton href=change icon="pencil">{w.change_impacts}</LinkButton> });
    let columns = [w.label, w.impact_hint, w.priority].map(Column::new).to_vec();
    let row = |own: Impact| {
        view! { <tr><th scope="row">{own.label}</th><td>{own.hint}</td><td>{priority_name(lang, own.priority)}</td></tr> }
    };
    let rows = shown.data.with_value(|data| data.impacts.clone()).into_iter().map(row).collect_view();
    view! {
        <section class="stack">
            <div class="row row--wrap"><h2 class="t14 w6">{w.impacts}</h2><span class="push"/>{change}</div>
            <p class="c2">{w.impacts_hint}</p>
            <Table caption=w.impacts columns>{rows}</Table>
        </section>
    }
}

/// All of them, and room for one more.
#[component]
pub fn ImpactsForm(shown: Shown) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::catalogue(lang);
    let (version, known) = shown.data.with_value(|data| (data.impacts_version, data.impacts.clone()));
    let save = Action::new(|draft: &ImpactsDraft| save_impacts(draft.clone()));
    let lines = (known.len() + 1).min(MAX_IMPACTS);
    let ids: Vec<String> =
        (0..lines).map(|at| known.get(at).map(|own| own.id.clone()).unwrap_or_default()).collect();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = fields(&event);
        let get = |at: usize, name: &str| form.get(&field(at, name)).cloned().unwrap_or_default();
        let line = |(at, id): (usize, &String)| Impact {
            id: id.clone(),
            label: get(at, "label"),
            hint: get(at, "hint"),
            priority: Priority::parse(&get(at, "priority")).unwrap_or(Priority::Normal),
        };
        let impacts = ids.iter().enumerate().map(line).collect();
        save.dispatch_local(ImpactsDraft { version, impacts });
    };
    let done = move |()| (w.impacts_saved.to_owned(), Section::Catalogue.address());
    once_saved(move || save.value().get(), done, move || shown.page.refetch());
    let line = |at: usize| line(at, known.get(at).cloned());
    view! {
        <div class="ed__b ed__b--one">
            <div class="ed__m">
                <p class="crumb"><a href=Section::Catalogue.address()><Icon name="arrow-left"/>{w.back}</a></p>
                <h2 class="t14 w6">{w.impacts}</h2>
                <p class="c2">{w.clear_hint}</p>
                <form class="form" novalidate on:submit=submit>
                    {move || refused(save.value().get().and_then(Result::err), w.conflict, w.theirs, move || shown.page.refetch())}
                    {(0..lines).map(line).collect_view()}
                    <p class="form__go"><Button look=Look::Primary>{w.save_impacts}</Button></p>
                </form>
            </div>
        </div>
    }
}

/// Name and id of a field, as a refusal names it.
fn field(at: usize, name: &str) -> String {
    format!("impacts-{at}-{name}")
}

fn line(at: usize, known: Option<Impact>) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::catalogue(lang);
    let priorities = Priority::ALL.iter().map(|own| Choice::new(own.code(), priority_name(lang, *own)));
    let priorities = priorities.collect::<Vec<_>>();
    let priority = known.as_ref().map_or(Priority::Normal, |own| own.priority).code();
    let (label, hint) = known.map(|own| (own.label, own.hint)).unwrap_or_default();
    let optional = domain::words::common::common(lang).optional;
    view! {
        <fieldset class="stack">
            <legend class="t14 w6">{fill(w.impact, &[("n", &(at + 1).to_string())])}</legend>
            <div class="two">
                <TextField id=field(at, "label") label=w.label value=label autocomplete="off" optional/>
                <TextField id=field(at, "hint") label=w.impact_hint value=hint autocomplete="off" optional/>
                <SelectField id=field(at, "priority") label=w.priority options=priorities value=priority.to_owned()/>
            </div>
        </fieldset>
    }
}

//! Beside and below the questions: what stands in the way of publishing, earlier versions, how the questions fare.

use domain::intake::{Flawed, Place, Published, QuestionUse};
use domain::words::{console, count, fill};
use leptos::prelude::*;

use super::editing::Editing;
use crate::browser::focus::focus;
use crate::me::use_me;
use crate::ui::{Button, Column, Icon, Look, StatusLine, Table, Time};

/// Everything that has to be mended, each with the way to it.
#[component]
pub fn Before(editing: Editing) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::flows(lang);
    let said = Signal::derive(move || match editing.flaws.with(Vec::len) {
        0 => w.before_none.to_owned(),
        n => count(n as u64, w.before_one, w.before_many),
    });
    let item = move |flawed: Flawed| {
        let words = console::flaw_said(lang, &flawed.flaw);
        let id = match flawed.place {
            Place::Question(at) => {
                editing.questions.with(|own| own.get(at).map(|question| question.id.clone()))
            }
            Place::Flow => None,
        };
        let label = id.as_ref().map(|id| editing.label(id));
        let go = id.map(|id| view! { <Show editing id/> });
        view! { <li><Icon name="circle-alert"/><span class="grow"><b class="w5">{label}</b>" "{words}</span>{go}</li> }
    };
    let items = move || editing.flaws.get().into_iter().map(item).collect_view();
    view! {
        <section aria-labelledby="fl-before">
            <div class="eh"><h2 id="fl-before">{w.before}</h2><StatusLine text=said/></div>
            <ul role="list" class="rows">{items}</ul>
        </section>
    }
}

/// Opens a question and takes the keyboard there.
#[component]
fn Show(editing: Editing, id: String) -> impl IntoView {
    let w = console::flows(use_me().lang);
    let of = fill(w.of_question, &[("question", &untrack(|| editing.label(&id)))]);
    let show = move |_| {
        editing.open.set(Some(id.clone()));
        request_animation_frame(|| focus("#fl-label"));
    };
    view! { <Button kind="button" small=true on:click=show>{w.show}<span class="vh">{of}</span></Button> }
}

#[component]
pub fn History(editing: Editing) -> impl IntoView {
    let w = console::flows(use_me().lang);
    let versions = Memo::new(move |_| editing.page.with(|page| page.history.clone()));
    let none = move || versions.with(Vec::is_empty).then(|| view! { <p class="c2">{w.history_none}</p> });
    let items =
        move || versions.get().into_iter().map(|version| view! { <Version editing version/> }).collect_view();
    view! {
        <section aria-labelledby="fl-history">
            <div class="eh"><h2 id="fl-history">{w.history}</h2></div>
            {none}
            <ol role="list" class="rows">{items}</ol>
        </section>
    }
}

#[component]
fn Version(editing: Editing, version: Published) -> impl IntoView {
    let w = console::flows(use_me().lang);
    let Published { version, at, by, questions } = version;
    let name = fill(w.history_line, &[("n", &version.to_string())]);
    let of = format!(" ({name})");
    let when = match at {
        Some(stamp) => view! { <Time stamp/>", "{by} }.into_any(),
        None => w.history_seed.into_any(),
    };
    let restore = move |_| editing.restore(version, questions.clone());
    view! {
        <li>
            <span class="grow"><span class="w5">{name}</span>" "<span class="c2 t12">{when}</span></span>
            <Button kind="button" small=true look=Look::Quiet on:click=restore>{w.restore}<span class="vh">{of}</span></Button>
        </li>
    }
}

#[component]
pub fn Usage(editing: Editing) -> impl IntoView {
    let w = console::flows(use_me().lang);
    let counted = Memo::new(move |_| editing.page.with(|page| page.usage.clone()));
    let columns = || {
        let numbers = [w.usage_shown, w.usage_skipped, w.usage_edited, w.usage_abandoned, w.usage_again];
        let numbers = numbers.into_iter().map(|name| Column::new(name).end());
        std::iter::once(Column::new(w.usage_question)).chain(numbers).collect::<Vec<_>>()
    };
    let line = move |used: QuestionUse| {
        let QuestionUse { question, shown, skipped, edited, abandoned, asked_again } = used;
        let numbers =
            [shown, skipped, edited, abandoned, asked_again].map(|n| view! { <td class="end num">{n}</td> });
        view! { <tr><th scope="row">{untrack(|| editing.label(&question))}</th>{numbers}</tr> }
    };
    move || {
        let counted = counted.get();
        (!counted.is_empty()).then(|| {
            let rows = counted.into_iter().map(line).collect_view();
            view! {
                <section aria-labelledby="fl-usage">
                    <div class="eh"><h2 id="fl-usage">{w.usage}</h2><p class="c2">{w.usage_hint}</p></div>
                    <Table caption=w.usage columns=columns()>{rows}</Table>
                </section>
            }
        })
    }
}

//! The questions in their order, each with what is wrong with it. Buttons and the mouse move them.

use domain::intake::{Flawed, Place};
use domain::words::{console, fill};
use leptos::ev::DragEvent;
use leptos::prelude::*;

use super::editing::Editing;
use super::fields::Fields;
use crate::me::use_me;
use crate::ui::{Button, Icon, Look};

#[component]
pub fn Questions(editing: Editing) -> impl IntoView {
    let w = console::flows(use_me().lang);
    let ids = move || editing.questions.with(|own| own.iter().map(|one| one.id.clone()).collect::<Vec<_>>());
    let none =
        move || editing.questions.with(Vec::is_empty).then(|| view! { <p class="c2">{w.questions_none}</p> });
    view! {
        <section aria-labelledby="fl-q">
            <div class="eh"><h2 id="fl-q">{w.questions}</h2></div>
            {none}
            <ol role="list" class="stack">
                <For each=ids key=Clone::clone children=move |id| view! { <Item editing id/> }/>
            </ol>
            <p class="mt"><Button kind="button" icon="plus" attr:id="fl-add" on:click=move |_| editing.add()>{w.add}</Button></p>
        </section>
    }
}

#[component]
fn Item(editing: Editing, id: String) -> impl IntoView {
    let id = StoredValue::new(id);
    let is_open = Memo::new(move |_| id.with_value(|id| editing.open.with(|open| open.as_ref() == Some(id))));
    let fields = move || is_open.get().then(|| view! { <Fields editing id=id.get_value()/> });
    let drop_here = move |event: DragEvent| {
        event.prevent_default();
        if let (Some(dragged), Some(place)) =
            (editing.dragged.get_untracked(), untrack(|| id.with_value(|id| editing.place(id))))
        {
            editing.put(&dragged, place, None);
        }
        editing.dragged.set(None);
    };
    let let_drop = move |event: DragEvent| {
        if editing.dragged.with_untracked(Option::is_some) {
            event.prevent_default();
        }
    };
    view! {
        <li class="card fl" on:dragover=let_drop on:drop=drop_here>
            <Row editing id is_open/>
            <Flaws editing id/>
            {fields}
        </li>
    }
}

/// What it asks and when, and the buttons that move, open and remove it.
#[component]
fn Row(editing: Editing, id: StoredValue<String>, is_open: Memo<bool>) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::flows(lang);
    let question = id.with_value(|id| editing.question(id));
    let label = Memo::new(move |_| id.with_value(|id| editing.label(id)));
    let of = move || fill(w.of_question, &[("question", &label.get())]);
    let number = move || id.with_value(|id| editing.place(id)).map(|place| place + 1);
    let facts = move || {
        question.get().map(|own| {
            let kind = console::question_kind_name(lang, own.kind);
            let when = editing.questions.with(|all| {
                editing.known.with_value(|known| console::conditions_said(lang, &own.when, all, known))
            });
            let required = if own.required { format!(", {}", w.required) } else { String::new() };
            format!("{kind}{required}. {when}.")
        })
    };
    let toggle = move |_| editing.open.set((!is_open.get_untracked()).then(|| id.get_value()));
    view! {
        <div class="row">
            <span class="c3 drag" draggable="true" title=w.drag on:dragstart=move |_| editing.dragged.set(Some(id.get_value()))
                on:dragend=move |_| editing.dragged.set(None)><Icon name="arrow-up-down"/></span>
            <div class="grow"><p class="w5"><span class="num c3">{number}". "</span>{label}</p><p class="c2 t12">{facts}</p></div>
            <Mover editing id label up=true/><Mover editing id label up=false/>
            <Button kind="button" small=true attr:aria-expanded=move || is_open.get().to_string() on:click=toggle>
                {move || if is_open.get() { w.close } else { w.edit }}<span class="vh">{of}</span>
            </Button>
            <Button kind="button" small=true look=Look::Quiet on:click=move |_| editing.remove(&id.get_value())>
                {w.remove}<span class="vh">{of}</span>
            </Button>
        </div>
    }
}

/// Moves a question by one place and keeps the keyboard where it is.
#[component]
fn Mover(editing: Editing, id: StoredValue<String>, label: Memo<String>, up: bool) -> impl IntoView {
    let w = console::flows(use_me().lang);
    let (icon, pattern, name) = if up { ("arrow-up", w.up, "up") } else { ("arrow-down", w.down, "down") };
    let own = format!("fl-{name}-{}", id.get_value());
    let selector = format!("#{own}");
    let shift = move |_| {
        let place = untrack(|| id.with_value(|id| editing.place(id))).unwrap_or_default();
        if let Some(to) = if up { place.checked_sub(1) } else { Some(place + 1) } {
            editing.put(&id.get_value(), to, Some(selector.clone()));
        }
    };
    let is_last = move || {
        let count = editing.questions.with(Vec::len);
        id.with_value(|id| editing.place(id)).is_some_and(|place| place + 1 == count)
    };
    let is_end = move || if up { id.with_value(|id| editing.place(id)) == Some(0) } else { is_last() };
    view! {
        <button type="button" class="btn btn--sm btn--icon" id=own aria-label=move || fill(pattern, &[("question", &label.get())])
            aria-disabled=move || is_end().then_some("true") on:click=shift><Icon name=icon/></button>
    }
}

#[component]
fn Flaws(editing: Editing, id: StoredValue<String>) -> impl IntoView {
    let lang = use_me().lang;
    let own = Memo::new(move |_| {
        let place = id.with_value(|id| editing.place(id)).map(Place::Question);
        let is_own = |flawed: &&Flawed| Some(&flawed.place) == place.as_ref();
        editing.flaws.with(|flaws| flaws.iter().filter(is_own).cloned().collect::<Vec<_>>())
    });
    let line = move |flawed: Flawed| {
        let words = console::flaw_said(lang, &flawed.flaw);
        view! { <p class="err t12"><Icon name="circle-alert"/><span>{words}</span></p> }
    };
    move || own.get().into_iter().map(line).collect_view()
}

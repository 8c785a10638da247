//! The fields of one question. They are drawn once when it is opened; what is typed goes straight into the draft.

use domain::intake::{Question, QuestionKind};
use domain::words::console;
use leptos::prelude::*;

use super::conditions::Conditions;
use super::editing::Editing;
use crate::me::use_me;
use crate::ui::{Check, Choice, SelectField, TextArea, TextField};

#[component]
pub fn Fields(editing: Editing, id: String) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::flows(lang);
    let begun =
        untrack(|| editing.question(&id).get()).unwrap_or_else(|| Question::new("", QuestionKind::Text));
    let own = StoredValue::new(id.clone());
    let change = move |event: leptos::ev::Event, set: fn(&mut Question, String)| {
        let text = event_target_value(&event);
        editing.change(&own.get_value(), |question| set(question, text));
    };
    let require = move |event| {
        let required = event_target_checked(&event);
        editing.change(&own.get_value(), |question| question.required = required);
    };
    let kinds = QuestionKind::ALL.iter();
    let kinds =
        kinds.map(|kind| Choice::new(kind.code(), console::question_kind_name(lang, *kind))).collect();
    let question = editing.question(&id);
    let has_options = Memo::new(move |_| question.get().is_some_and(|question| question.kind.has_options()));
    let options = move || {
        has_options.get().then(|| {
            let lines = untrack(|| question.get()).map(|question| question.options.join("\n"));
            let value = lines.unwrap_or_default();
            view! { <TextArea id="fl-options" label=w.options hint=w.options_hint rows=4 value on:input=move |event| change(event, set_options)/> }
        })
    };
    view! {
        <div class="form mt">
            <TextField id="fl-label" label=w.label hint=w.label_hint value=begun.label.clone() autocomplete="off"
                on:input=move |event| change(event, |question, text| question.label = text)/>
            <SelectField id="fl-kind" label=w.kind options=kinds value=begun.kind.code() on:input=move |event| change(event, set_kind)/>
            {options}
            <TextField id="fl-help" label=w.help hint=w.help_hint value=begun.help.clone() autocomplete="off"
                on:input=move |event| change(event, |question, text| question.help = text)/>
            <TextField id="fl-why" label=w.why hint=w.why_hint value=begun.why.clone() autocomplete="off"
                on:input=move |event| change(event, |question, text| question.why = text)/>
            <Check id="fl-required" label=w.is_required checked=begun.required on:input=require/>
            <Conditions editing id when=begun.when/>
        </div>
    }
}

fn set_kind(question: &mut Question, code: String) {
    question.kind = QuestionKind::parse(&code).unwrap_or(question.kind);
}

/// A line each; empty ones are not options.
fn set_options(question: &mut Question, lines: String) {
    let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
    question.options = lines.map(str::to_owned).collect();
}

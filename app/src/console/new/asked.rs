//! What is asked: product and topic, the matter in words, and the questions that fit.

use domain::files::For;
use domain::intake::{Product, Question, QuestionKind};
use domain::phone::Call;
use domain::tickets::Priority;
use domain::words::tickets::priority_name;
use domain::words::{common, console, fill};
use leptos::prelude::*;

use super::{Taking, on_field};
use crate::me::use_me;
use crate::portal::new_request::questions::{answer, version_choices};
use crate::ui::{Check, Choice, FileField, Files, MaybeText, SelectField, TextArea, TextField};

/// Product, topic and priority.
#[component]
pub fn About(taking: Taking, products: Vec<Product>) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::phone(lang);
    let product = taking.field(Call::PRODUCT);
    let named = products.iter().map(|product| Choice::new(&product.id, &product.name));
    let options: Vec<Choice> = std::iter::once(Choice::new("", w.choose)).chain(named).collect();
    let (is_chosen, products) = (!products.is_empty(), StoredValue::new(products));
    let choose_product = move || {
        let error = on_field(&taking.refused.get(), Call::PRODUCT);
        view! { <SelectField id=Call::PRODUCT label=w.product options=options.clone() value=taking.typed(Call::PRODUCT) error/> }
    };
    let usual = Choice::new("", w.priority_usual);
    let named = Priority::ALL.iter().map(|own| Choice::new(own.code(), priority_name(lang, *own)));
    let priorities = std::iter::once(usual).chain(named).collect();
    view! {
        {is_chosen.then(|| view! {
            {choose_product}
            // A list of its own for each product: the browser keeps its choice by place.
            <For each=move || [product.get()] key=|id| id.clone() children=move |id| view! { <Topic taking id products/> }/>
        })}
        <SelectField id=Call::PRIORITY label=w.priority options=priorities/>
    }
}

#[component]
fn Topic(taking: Taking, id: String, products: StoredValue<Vec<Product>>) -> impl IntoView {
    let w = console::phone(use_me().lang);
    let first = Choice::new("", if id.is_empty() { w.choose_product } else { w.choose });
    let topics = products.with_value(|products| {
        let topics = products.iter().filter(|product| product.id == id).flat_map(|product| &product.topics);
        topics.map(|topic| Choice::new(&topic.id, &topic.name)).collect::<Vec<_>>()
    });
    let is_asked = id.is_empty() || !topics.is_empty();
    let options: Vec<Choice> = std::iter::once(first).chain(topics).collect();
    move || {
        let error = on_field(&taking.refused.get(), Call::TOPIC);
        is_asked.then(|| view! { <SelectField id=Call::TOPIC label=w.topic options=options.clone() value=taking.typed(Call::TOPIC) error/> })
    }
}

/// The matter in the customer's words.
#[component]
pub fn Words(taking: Taking) -> impl IntoView {
    let w = console::phone(use_me().lang);
    move || {
        let refused = taking.refused.get();
        let (subject, text) = (taking.typed(Call::SUBJECT), taking.typed(Call::TEXT));
        let (subject_error, text_error) = (on_field(&refused, Call::SUBJECT), on_field(&refused, Call::TEXT));
        view! {
            <TextField id=Call::SUBJECT label=w.subject hint=w.subject_hint value=subject error=subject_error/>
            <TextArea id=Call::TEXT label=w.text hint=w.text_hint rows=5 value=text error=text_error/>
        }
    }
}

/// The portal's questions for product and topic.
#[component]
pub fn Questions(taking: Taking) -> impl IntoView {
    let w = console::phone(use_me().lang);
    let topic = taking.field(Call::TOPIC);
    let asked = Memo::new(move |_| {
        let topic = topic.get();
        taking.asked().into_iter().map(|question| (topic.clone(), question)).collect::<Vec<_>>()
    });
    let nothing = move || {
        let waits = topic.with(String::is_empty)
            && taking.sheet.with(|sheet| sheet.needs.iter().any(|field| field == Call::TOPIC));
        let words = if waits { w.questions_none } else { w.questions_no_more };
        asked.with(Vec::is_empty).then(|| view! { <p class="hint">{words}</p> })
    };
    let key = |(topic, question): &(String, Question)| (topic.clone(), question.id.clone());
    view! {
        <section class="form__sec" aria-labelledby="nt-q">
            <h2 id="nt-q">{w.questions}</h2>
            {nothing}
            <For each=move || asked.get() key=key children=move |(_, question)| view! { <One taking question/> }/>
            {move || (!asked.with(Vec::is_empty)).then(|| view! { <Check id=Call::LATER label=w.later/> })}
        </section>
    }
}

#[component]
fn One(taking: Taking, question: Question) -> impl IntoView {
    let w = console::phone(use_me().lang);
    let why = fill(w.why, &[("why", &question.why)]);
    let has_why = !question.why.is_empty();
    let field = match question.kind {
        QuestionKind::File => view! { <FileAnswer taking question/> }.into_any(),
        _ => view! { <TypedAnswer taking question/> }.into_any(),
    };
    view! { <div class="stack">{field}{has_why.then(|| view! { <p class="hint">{why}</p> })}</div> }
}

#[component]
fn TypedAnswer(taking: Taking, question: Question) -> impl IntoView {
    let w = console::phone(use_me().lang);
    move || {
        let versions = taking
            .sheet
            .with(|sheet| version_choices(&sheet.versions, sheet.facts.version.as_deref(), w.own_version));
        let value = taking.call.with_untracked(|call| question.answer_in(&call.0)).unwrap_or_default();
        answer(question.clone(), value, &versions, &taking.refused.get())
    }
}

/// What the caller mailed, or the agent saw on their screen.
#[component]
fn FileAnswer(taking: Taking, question: Question) -> impl IntoView {
    let Question { id, label, help, required, .. } = question;
    let files = Files::new(For::Ticket { question: id.clone() }.code(), Vec::new()).wake();
    taking.follow_files(id.clone(), files);
    let (name, ids) = (id.clone(), format!("{}{id}", Call::FILES));
    let field = move || {
        let error = on_field(&taking.refused.get(), &id);
        let optional = MaybeText::from((!required).then_some(common::common(use_me().lang).optional));
        view! { <FileField id=id.clone() label=label.clone() files hint=help.clone() error optional/> }
    };
    view! {
        {field}
        <input type="hidden" name=name value=move || files.names()/>
        <input type="hidden" name=ids value=move || files.ids()/>
    }
}

//! What was told so far, each answer with the way to change it.

use domain::intake::{IntakePage, Step};
use domain::words::files::files;
use domain::words::portal;
use leptos::prelude::*;

use super::load::address;
use super::question;
use crate::me::use_me;

/// An answer with its question.
pub struct Told {
    pub question: String,
    pub answer: String,
    pub step: Step,
}

/// Everything told on the pages before `page.step`.
#[must_use]
pub fn told(page: &IntakePage) -> Vec<Told> {
    let intake = &page.intake;
    let one = |step, answer: Option<String>| {
        answer.map(|answer| Told { question: question(step).to_owned(), answer, step })
    };
    let product = page.products.iter().find(|product| Some(&product.id) == intake.product.as_ref());
    let topic = product
        .and_then(|product| product.topics.iter().find(|topic| Some(&topic.id) == intake.topic.as_ref()));
    let impact = page.impacts.iter().find(|impact| Some(&impact.id) == intake.impact.as_ref());
    let w = portal::ask(use_me().lang);
    let typed = |label: &str, text: &str| Told {
        question: label.to_owned(),
        answer: text.to_owned(),
        step: Step::Describe,
    };
    let mut told: Vec<Told> =
        one(Step::Product, product.map(|product| product.name.clone())).into_iter().collect();
    told.extend(one(Step::Topic, topic.map(|topic| topic.name.clone())));
    told.extend([typed(w.subject, &intake.subject), typed(w.describe_label, &intake.text)]);
    let answered = intake.answered(&page.questions, &page.facts, use_me().lang);
    told.extend(answered.iter().map(|answer| typed(&answer.label, &answer.value)));
    let plain = page.files.iter().filter(|file| file.question.is_empty());
    let names: Vec<&str> = plain.map(|file| file.name.as_str()).collect();
    told.push(typed(files(use_me().lang).title, &names.join(", ")));
    told.extend(one(Step::Impact, impact.map(|impact| impact.label.clone())));
    told.retain(|told| told.step < page.step && !told.answer.is_empty());
    told
}

#[component]
pub fn SoFar(page: IntakePage, id: String) -> impl IntoView {
    let w = portal::ask(use_me().lang);
    let rows = told(&page).into_iter().map(|told| row(told, &id)).collect::<Vec<_>>();
    (!rows.is_empty()).then(|| {
        view! { <section class="sofar" aria-labelledby="sofar-h"><h2 id="sofar-h">{w.so_far}</h2><dl>{rows}</dl></section> }
    })
}

/// A row of a summary: question, answer, and the way to change it.
pub fn row(told: Told, id: &str) -> impl IntoView + use<> {
    let w = portal::ask(use_me().lang);
    let change = match told.step {
        Step::Product => w.change_product,
        Step::Topic => w.change_topic,
        Step::Impact => w.change_impact,
        Step::Describe | Step::Check | Step::Done => w.change_describe,
    };
    let href = address(told.step, id);
    let common = domain::words::common::common(use_me().lang);
    view! {
        <div>
            <dt>{told.question}</dt>
            <dd class="plain">{told.answer}</dd>
            <dd><a href=href aria-label=change>{common.change}</a></dd>
        </div>
    }
}

//! `/requests/{number}/answers`: the questions that a request's customer has not answered yet. What was told before is
//! filled in and can be corrected.

use domain::Error;
use domain::error::FieldError;
use domain::files::For;
use domain::intake::{MissingPage as Missing, answers_address};
use domain::words::{count, portal};
use leptos::prelude::*;

use super::super::address::use_param;
use super::super::new_request::{Asking, summary};
use super::super::parts::{PageTitle, PostForm, page, place, refusal};
use crate::api::missing::{AnswerMissing, load_missing};
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Banner, Button, Icon, LinkButton, Look, Tone};

#[component]
pub fn MissingPage() -> impl IntoView {
    page(load_missing(use_param("number")), |asked| view! { <Contents asked/> }.into_any())
}

#[component]
fn Contents(asked: Missing) -> impl IntoView {
    let w = portal::request(use_me().lang);
    let refused = refused();
    let href = format!("/requests/{}", asked.number);
    let (number, subject) = (asked.number.clone(), asked.subject.clone());
    let title = format!("{} ({number})", w.missing_title);
    let is_open = asked.takes && !asked.missing.is_empty();
    let inside = match is_open {
        true => view! { <Form asked refused=refused.clone()/> }.into_any(),
        false => view! {
            <h1>{w.missing_none}</h1>
            <p class="form__go"><LinkButton href=href.clone() look=Look::Primary>{number}</LinkButton></p>
        }
        .into_any(),
    };
    view! {
        <PageTitle text=title refused=!refused.is_empty()/>
        <main id="main" class="wrap ask">
            <a class="back" href=href><Icon name="arrow-left"/>{subject}</a>
            <div class="ask__grid ask__grid--one">{inside}</div>
        </main>
    }
}

#[component]
fn Form(asked: Missing, refused: Vec<FieldError>) -> impl IntoView {
    let w = portal::request(use_me().lang);
    let summary = summary(&refused, &asked.questions);
    let number = asked.number.clone();
    let asking = Asking {
        questions: asked.questions,
        facts: asked.facts,
        versions: asked.versions,
        answers: asked.answers,
        refused,
        of: For::Answers { number: asked.number.clone(), question: String::new() }.code(),
        files: asked.files,
    };
    view! {
        <PostForm<AnswerMissing> class="ask__form" novalidate=true files=true>
            {summary}
            <input type="hidden" name="number" value=number/>
            <div><h1>{w.missing_title}</h1><p class="hint">{w.missing_lead}</p></div>
            {place(asking)}
            <div class="ask__go"><Button look=Look::Primary>{w.missing_send}</Button></div>
        </PostForm<AnswerMissing>>
    }
}

/// What the last answers were refused for, question by question.
fn refused() -> Vec<FieldError> {
    match refusal::<AnswerMissing>() {
        Some(AppError::Desk(Error::Invalid(fields))) => fields,
        _ => Vec::new(),
    }
}

/// On top of a request that still waits for answers: how many, and the way to them.
pub fn call(number: &str, missing: u32) -> AnyView {
    let w = portal::request(use_me().lang);
    let title = count(missing.into(), w.missing_one, w.missing_many);
    let href = answers_address(number);
    (missing > 0)
        .then(|| {
            view! {
                <Banner tone=Tone::Accent icon="list-checks">
                    <h2 class="t14 w6">{title}</h2>
                    <p>{w.missing_hint}" "<a href=href>{w.missing_go}</a></p>
                </Banner>
            }
        })
        .into_any()
}

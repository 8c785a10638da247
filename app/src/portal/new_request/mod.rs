//! `/new/…`: raising a request, one question a page. What was told is kept on the server under the `i` of the address,
//! which only its person knows or, without an account, nobody can guess; so nothing needs scripts or a cookie.

mod answers;
mod check;
mod choice;
mod describe;
mod done;
mod load;
pub mod questions;
mod so_far;
mod solved;
mod unfinished;

use domain::error::FieldError;
use domain::intake::{IntakePage, Question, Step};
use domain::words::{common, errors, fill, portal};
use leptos::prelude::*;

pub use self::answers::Answers;
use self::load::{address, load};
pub use self::questions::Asking;
use self::so_far::SoFar;
pub use self::solved::SolvedPage;
pub use self::unfinished::Begun;
use super::address::{use_param, use_query, with_query};
use super::parts::{Missing, PageTitle, page};
use crate::me::use_me;
use crate::ui::{ErrorSummary, Icon};

/// `/new`: the first question of a new request.
#[component]
pub fn FirstPage() -> impl IntoView {
    step_page(Step::Product)
}

/// `/new/{step}`.
#[component]
pub fn AskPage() -> impl IntoView {
    match Step::parse(&use_param("step")) {
        Some(step) => step_page(step),
        None => view! { <Missing/> }.into_any(),
    }
}

fn step_page(step: Step) -> AnyView {
    let id = use_query("i");
    page(load(step, id.clone(), use_query("subject")), move |page| view! { <Contents page id/> }.into_any())
}

#[component]
fn Contents(page: IntakePage, id: String) -> impl IntoView {
    match page.step {
        Step::Done => view! { <done::Done page/> }.into_any(),
        Step::Describe => {
            let shown = page.clone();
            view! { <Question page id=id.clone() one=false><describe::Describe page=shown id/></Question> }
                .into_any()
        }
        step => {
            let shown = page.clone();
            let form = match step {
                Step::Topic => view! { <choice::Topic page=shown id=id.clone()/> }.into_any(),
                Step::Impact => view! { <choice::Impact page=shown id=id.clone()/> }.into_any(),
                Step::Check => view! { <check::Check page=shown id=id.clone()/> }.into_any(),
                _ => view! { <choice::Product page=shown id=id.clone()/> }.into_any(),
            };
            view! { <Question page id one=true>{form}</Question> }.into_any()
        }
    }
}

/// What stands around each question: the way back, how far one is, and what was told so far.
#[component]
fn Question(page: IntakePage, id: String, one: bool, children: Children) -> impl IntoView {
    let lang = use_me().lang;
    let w = portal::ask(lang);
    let position = page.steps.iter().position(|own| *own == page.step).unwrap_or_default();
    let (n, all) = ((position + 1).to_string(), page.steps.len().to_string());
    let step = fill(w.step, &[("n", &n), ("all", &all)]);
    let title = fill(w.page_title, &[("question", question(page.step)), ("n", &n), ("all", &all)]);
    let before = position.checked_sub(1).and_then(|index| page.steps.get(index)).copied();
    let back = before.map_or_else(|| "/".to_owned(), |before| address(before, &id));
    let marks =
        (0..page.steps.len()).map(|at| view! { <span class=(at <= position).then_some("on")></span> });
    let begun = page.unfinished.clone();
    let grid = if one { "ask__grid ask__grid--one" } else { "ask__grid" };
    view! {
        <PageTitle text=title refused=!page.errors.is_empty()/>
        <main id="main" class="wrap ask">
            <a class="back" href=back><Icon name="arrow-left"/>{common::common(lang).back}</a>
            <div class="ask__head">
                <p class="step">{w.title}<span class="dot" aria-hidden="true">"·"</span>{step}</p>
                <div class="steps" aria-hidden="true">{marks.collect_view()}</div>
            </div>
            <Begun begun class="begun measure"/>
            <div class=grid>{children()}</div>
            {(page.step != Step::Check).then(|| view! { <SoFar page id/> })}
        </main>
    }
}

/// The question of a page.
fn question(step: Step) -> &'static str {
    let w = portal::ask(use_me().lang);
    match step {
        Step::Product => w.product,
        Step::Topic => w.topic,
        Step::Describe => w.describe,
        Step::Impact => w.impact,
        Step::Check => w.check,
        Step::Done => w.done,
    }
}

/// What the last answers were refused for, on top of their form; which of the product's own `questions` it was is said
/// with it.
pub fn summary(refused: &[FieldError], questions: &[Question]) -> impl IntoView + use<> {
    let lang = use_me().lang;
    let line = |error: &FieldError| {
        let sentence = errors::problem(lang, error);
        let asked = questions.iter().find(|question| question.id == error.field);
        let words = asked.map_or(sentence.clone(), |question| format!("{} {sentence}", question.label));
        (error.field.clone(), words)
    };
    let lines = refused.iter().map(line).collect();
    view! { <ErrorSummary title=errors::errors(lang).summary errors=lines/> }
}

/// What is wrong with one field.
pub fn on_field(refused: &[FieldError], field: &str) -> Option<String> {
    let lang = use_me().lang;
    refused.iter().find(|error| error.field == field).map(|error| errors::problem(lang, error))
}

/// Why a question is asked.
#[component]
fn Why(text: String) -> impl IntoView {
    let w = portal::ask(use_me().lang);
    (!text.is_empty())
        .then(|| view! { <details class="why"><summary>{w.why}</summary><p>{text}</p></details> })
}

/// Which intake a form belongs to, and which of its pages it is.
#[component]
fn Belongs(step: Step, id: String) -> impl IntoView {
    view! { <input type="hidden" name="id" value=id/><input type="hidden" name="step" value=step.code()/> }
}

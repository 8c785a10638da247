//! The page that asks what happens, with the product's own questions and the answers that may solve it now.

use domain::intake::IntakePage;
use domain::search::Hit;
use domain::words::{count, portal};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::{ev, web_sys};

use super::choice::Go;
use super::load::Save;
use super::questions::question as ask;
use super::suggestions::Suggestions;
use super::{Belongs, Why, on_field, question, summary};
use crate::browser::latest::{TYPING, latest};
use crate::me::use_me;
use crate::portal::load::{Wanted, load};
use crate::portal::parts::{PostForm, read};
use crate::ui::{Icon, TextArea, TextField};

/// How much of a description is looked at for suggestions, in characters.
const LOOKED_AT: usize = 900;

#[component]
pub fn Describe(page: IntakePage, id: String) -> impl IntoView {
    let hits = RwSignal::new(page.suggestions.clone());
    let asked = RwSignal::new(!page.intake.text.is_empty());
    let intake = id.clone();
    let look = latest(
        TYPING,
        move |text: String| load(Wanted::Answers { id: intake.clone(), text }),
        move |found: Result<String, _>| {
            if let Ok(found) = found.and_then(|found| read(&found)) {
                asked.set(true);
                hits.set(found);
            }
        },
    );
    let on_input = move |event: ev::Event| {
        if let Some(text) = described(&event) {
            look(text)
        }
    };
    view! {
        <div on:input=on_input><Form page id=id.clone() hits/></div>
        <Suggestions id hits asked/>
    }
}

/// Subject and description as typed so far, when one of them was typed into.
fn described(event: &ev::Event) -> Option<String> {
    let target: web_sys::Element = event.target()?.dyn_into().ok()?;
    if !matches!(target.id().as_str(), "subject" | "text") {
        return None;
    }
    let subject: web_sys::HtmlInputElement = document().get_element_by_id("subject")?.dyn_into().ok()?;
    let text: web_sys::HtmlTextAreaElement = document().get_element_by_id("text")?.dyn_into().ok()?;
    let both = format!("{} {}", subject.value(), text.value());
    Some(both.chars().take(LOOKED_AT).collect())
}

#[component]
fn Form(page: IntakePage, id: String, hits: RwSignal<Vec<Hit>>) -> impl IntoView {
    let lang = use_me().lang;
    let (w, s) = (portal::ask(lang), portal::suggestions(lang));
    let (intake, refused) = (page.intake, page.errors);
    let (subject_error, text_error) = (on_field(&refused, "subject"), on_field(&refused, "text"));
    let jump = move || match hits.with(Vec::len) {
        0 => None,
        n => Some(view! {
            <a class="jump" href="#sug-h"><Icon name="book-open"/>{count(n as u64, s.jump_one, s.jump_many)}</a>
        }),
    };
    let questions = page.questions.into_iter().map(|one| {
        let value = intake.answer(&one.id).to_owned();
        ask(one, value, &page.versions, &refused)
    });
    let questions = questions.collect_view();
    view! {
        <PostForm<Save> class="ask__form" novalidate=true>
            {summary(&refused)}
            <Belongs step=page.step id/>
            <div><h1>{question(page.step)}</h1><p class="hint">{w.describe_hint}</p></div>
            <TextField id="subject" label=w.subject hint=w.subject_hint value=intake.subject.clone() error=subject_error/>
            <TextArea id="text" label=w.text rows=7 value=intake.text.clone() error=text_error/>
            {jump}
            <Why text=w.describe_why.to_owned()/>
            {questions}
            <div class="ask__go">
                <Go words=w.go_on/>
                <button class="btn btn--quiet" name="look" value="1">{w.look}</button>
            </div>
        </PostForm<Save>>
    }
}

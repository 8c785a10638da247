//! The page that asks what happens, with the product's own questions and the answers that may solve it now.

use domain::intake::IntakePage;
use domain::words::portal;
use leptos::prelude::*;

use super::answers::Answers;
use super::choice::Go;
use super::load::Save;
use super::questions::question as ask;
use super::{Belongs, Why, on_field, question, summary};
use crate::me::use_me;
use crate::portal::parts::{PostForm, place};
use crate::ui::{Icon, TextArea, TextField};

#[component]
pub fn Describe(page: IntakePage, id: String) -> impl IntoView {
    let answers =
        Answers { id: id.clone(), hits: page.suggestions.clone(), asked: !page.intake.text.is_empty() };
    view! { <Form page id/>{place(answers)} }
}

#[component]
fn Form(page: IntakePage, id: String) -> impl IntoView {
    let lang = use_me().lang;
    let (w, s) = (portal::ask(lang), portal::suggestions(lang));
    let (intake, refused) = (page.intake, page.errors);
    let (subject_error, text_error) = (on_field(&refused, "subject"), on_field(&refused, "text"));
    let summary = summary(&refused, &page.questions);
    let questions = page.questions.into_iter().map(|one| {
        let value = intake.answer(&one.id).to_owned();
        ask(one, value, &page.versions, &refused)
    });
    let questions = questions.collect_view();
    view! {
        <PostForm<Save> class="ask__form" novalidate=true>
            {summary}
            <Belongs step=page.step id/>
            <div><h1>{question(page.step)}</h1><p class="hint">{w.describe_hint}</p></div>
            <TextField id="subject" label=w.subject hint=w.subject_hint value=intake.subject.clone() error=subject_error/>
            <TextArea id="text" label=w.text rows=7 value=intake.text.clone() error=text_error/>
            <a class="jump" href="#sug-h"><Icon name="book-open"/>{s.jump}</a>
            <Why text=w.describe_why.to_owned()/>
            {questions}
            <div class="ask__go">
                <Go words=w.go_on/>
                <button class="btn btn--quiet" name="look" value="1">{w.look}</button>
            </div>
        </PostForm<Save>>
    }
}

//! The page that asks what happens, with the product's own questions and the answers that may solve it now.

use domain::files::{FIELD, For};
use domain::intake::IntakePage;
use domain::words::portal;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::answers::Answers;
use super::choice::Go;
use super::load::{Save, SaveDraft};
use super::questions::Asking;
use super::{Belongs, Why, on_field, question, summary};
use crate::me::use_me;
use crate::portal::parts::{Enclosing, PostForm, place};
use crate::ui::{Banner, Icon, TextArea, TextField, Tone};

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
    let asking = place(Asking::of(&page, &id));
    let fresh = fresh(&page);
    let files = place(Enclosing {
        of: For::Intake { id: id.clone(), question: String::new() }.code(),
        waiting: page.files.iter().filter(|file| file.question.is_empty()).cloned().collect(),
        error: on_field(&page.errors, FIELD),
    });
    let (intake, refused) = (page.intake, page.errors);
    let (subject_error, text_error) = (on_field(&refused, "subject"), on_field(&refused, "text"));
    let summary = summary(&refused, &page.questions);
    view! {
        <PostForm<Save> class="ask__form" novalidate=true files=true attr:data-draft=SaveDraft::url()>
            {summary}{fresh}
            <Belongs step=page.step id/>
            <input type="hidden" name="saves" value=page.saves/>
            <div><h1>{question(page.step)}</h1><p class="hint">{w.describe_hint}</p></div>
            <TextField id="subject" label=w.subject hint=w.subject_hint value=intake.subject.clone() error=subject_error/>
            <TextArea id="text" label=w.text rows=7 value=intake.text.clone() error=text_error/>
            <a class="jump" href="#sug-h"><Icon name="book-open"/>{s.jump}</a>
            <Why text=w.describe_why.to_owned()/>
            {asking}
            {files}
            <p class="bad" role="status"></p>
            <div class="ask__go">
                <Go words=w.go_on/>
                <button class="btn btn--quiet" name="look" value="1">{w.look}</button>
            </div>
        </PostForm<Save>>
    }
}

/// Says that the last answers led to questions which were not on the page yet, and leads there.
fn fresh(page: &IntakePage) -> Option<AnyView> {
    let w = portal::ask(use_me().lang);
    let links = page.questions.iter().filter(|question| page.fresh.contains(&question.id)).map(|question| {
        view! { <li><a href=format!("#{}", question.id)>{question.label.clone()}</a></li> }
    });
    let links = links.collect::<Vec<_>>();
    (!links.is_empty()).then(|| {
        view! {
            <Banner tone=Tone::Accent icon="info" role="status">
                <h2 class="t14 w6">{w.fresh}</h2><p>{w.fresh_hint}</p><ul role="list">{links}</ul>
            </Banner>
        }
        .into_any()
    })
}

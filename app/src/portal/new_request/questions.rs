//! The questions that fit the product and topic, each with the reason it is asked.

use domain::error::FieldError;
use domain::intake::{Question, QuestionKind};
use domain::words::{common, portal};
use leptos::prelude::*;

use super::{Why, on_field};
use crate::me::use_me;
use crate::ui::{Choice, Choices, MaybeText, SelectField, TextArea, TextField};

/// One question with the reason for it, answered with `value` so far. `versions` are the product's, the customer's own
/// first.
pub fn question(question: Question, value: String, versions: &[String], refused: &[FieldError]) -> AnyView {
    let why = question.why.clone();
    let field = answer(question, value, versions, refused);
    view! { <div class="stack">{field}<Why text=why/></div> }.into_any()
}

/// The field that takes the answer.
pub fn answer(question: Question, value: String, versions: &[String], refused: &[FieldError]) -> AnyView {
    let lang = use_me().lang;
    let error = on_field(refused, &question.id);
    let optional = MaybeText::from((!question.required).then_some(common::common(lang).optional));
    let Question { id, label, kind, options, help, .. } = question;
    match kind {
        QuestionKind::Text => view! { <TextField id label hint=help value error optional/> }.into_any(),
        QuestionKind::Number => {
            view! { <TextField id label kind="number" hint=help value error optional/> }.into_any()
        }
        QuestionKind::Long => view! { <TextArea id label rows=4 hint=help value error optional/> }.into_any(),
        QuestionKind::YesNo => {
            let w = common::common(lang);
            let options = vec![Choice::new("yes", w.yes), Choice::new("no", w.no)];
            view! { <Choices name=id legend=label options chosen=vec![value] hint=help error optional/> }
                .into_any()
        }
        QuestionKind::Choice => {
            view! { <SelectField id label options=listed(&options, None) value hint=help error optional/> }
                .into_any()
        }
        QuestionKind::Version => {
            let unknown = portal::ask(lang).no_version;
            view! { <SelectField id label options=listed(versions, Some(unknown)) value hint=help error optional/> }.into_any()
        }
    }
}

/// The texts as choices, after one that chooses nothing; `last` is an answer too.
fn listed(texts: &[String], last: Option<&'static str>) -> Vec<Choice> {
    let w = portal::ask(use_me().lang);
    let nothing = Choice::new("", w.choose);
    let answers = texts.iter().map(String::as_str).chain(last);
    std::iter::once(nothing).chain(answers.map(|text| Choice::new(text, text))).collect()
}

//! The questions that fit product, topic and what was answered so far, each with the reason it is asked. They come and
//! go as answers change; without scripts the page comes back with them.

use std::collections::BTreeMap;

use domain::error::FieldError;
use domain::files::{For, Upload};
use domain::intake::{Facts, IntakePage, Question, QuestionKind, asked};
use domain::words::{common, count, fill, portal};
use leptos::ev;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Why, on_field};
use crate::browser::form::fields;
use crate::me::use_me;
use crate::portal::parts::Part;
use crate::ui::{Choice, Choices, FileField, Files, MaybeText, SelectField, StatusLine, TextArea, TextField};

/// Name of the field that says which questions the page asked.
const ASKED: &str = "asked";

/// The questions of a page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Asking {
    pub questions: Vec<Question>,
    pub facts: Facts,
    pub versions: Vec<String>,
    pub answers: BTreeMap<String, String>,
    pub refused: Vec<FieldError>,
    /// What its files are for, up to the question: `intake:{id}`, `answers:{number}`; empty for a trial.
    pub of: String,
    pub files: Vec<Upload>,
}

impl Asking {
    #[must_use]
    pub fn of(page: &IntakePage, id: &str) -> Self {
        Self {
            questions: page.questions.clone(),
            facts: page.facts.clone(),
            versions: page.versions.clone(),
            answers: page.intake.answers.iter().cloned().collect(),
            refused: page.errors.clone(),
            of: For::Intake { id: id.to_owned(), question: String::new() }.code(),
            files: page.files.clone(),
        }
    }
}

impl Part for Asking {
    const NAME: &'static str = "asking";
    const CLASS: &'static str = "";

    fn view(self) -> AnyView {
        let questions = StoredValue::new(self.questions.clone());
        let answers = RwSignal::new(self.answers.clone());
        Effect::new(move |_| {
            let listener = window_event_listener(ev::input, move |event| {
                let typed = fields(&event);
                if typed.contains_key(ASKED) {
                    questions.with_value(|questions| take(questions, &typed, answers));
                }
            });
            on_cleanup(move || listener.remove());
        });
        view! { <Asked asking=self answers/> }.into_any()
    }
}

/// Takes over what is typed. What was answered to a question that is hidden now is kept for when it comes back.
pub fn take(
    questions: &[Question],
    typed: &BTreeMap<String, String>,
    answers: RwSignal<BTreeMap<String, String>>,
) {
    let had: Vec<&str> = typed.get(ASKED).map(|ids| ids.split(' ').collect()).unwrap_or_default();
    answers.update(|answers| {
        for question in questions.iter().filter(|question| had.contains(&question.id.as_str())) {
            answers.insert(question.id.clone(), question.answer_in(typed).unwrap_or_default());
        }
    });
}

/// Those of the questions that `answers` make asked, as they change.
#[component]
pub fn Asked(asking: Asking, answers: RwSignal<BTreeMap<String, String>>) -> impl IntoView {
    let w = portal::ask(use_me().lang);
    let Asking { questions, facts, versions, refused, of, files, .. } = asking;
    let versions = version_choices(&versions, facts.version.as_deref(), w.own_version);
    let shown = Memo::new(move |_| {
        answers.with(|answers| {
            let answer = |id: &str| answers.get(id).map_or("", String::as_str);
            asked(&questions, &facts, answer).into_iter().cloned().collect::<Vec<_>>()
        })
    });
    let first = shown.with_untracked(Vec::len);
    let ids =
        move || shown.with(|shown| shown.iter().map(|own| own.id.as_str()).collect::<Vec<_>>().join(" "));
    // Silent until something comes or goes.
    let said = RwSignal::new(false);
    Effect::new(move |before: Option<usize>| {
        let now = shown.with(Vec::len);
        if now != before.unwrap_or(first) {
            said.set(true);
        }
        now
    });
    let news = Signal::derive(move || match said.get() {
        true => count(shown.with(Vec::len) as u64, w.asked_one, w.asked_many),
        false => String::new(),
    });
    let one = move |one: Question| {
        let value = answers.with_untracked(|answers| answers.get(&one.id).cloned().unwrap_or_default());
        let field = match one.kind {
            QuestionKind::File => file_field(&one, &of, &files, &refused),
            _ => answer(one.clone(), value, &versions, &refused),
        };
        view! { <div class="stack">{field}<Why text=one.why/></div> }
    };
    view! {
        <div class="ask__form">
            <For each=move || shown.get() key=|question| question.id.clone() children=one/>
            <input type="hidden" name=ASKED value=ids/>
            <StatusLine text=news hidden=true/>
        </div>
    }
}

/// The field that takes files as an answer. For the conditions of other questions the names count.
fn file_field(question: &Question, of: &str, files: &[Upload], refused: &[FieldError]) -> AnyView {
    let own = files.iter().filter(|file| file.question == question.id).cloned().collect();
    let of = if of.is_empty() { String::new() } else { format!("{of}:{}", question.id) };
    let files = Files::new(of, own);
    let optional = MaybeText::from((!question.required).then_some(common::common(use_me().lang).optional));
    let error = on_field(refused, &question.id);
    let Question { id, label, help, .. } = question.clone();
    view! {
        <FileField id=id.clone() label files hint=help error optional/>
        <input type="hidden" name=id value=move || files.names()/>
    }
    .into_any()
}

/// The field that takes the answer.
pub fn answer(question: Question, value: String, versions: &[Choice], refused: &[FieldError]) -> AnyView {
    let lang = use_me().lang;
    let error = on_field(refused, &question.id);
    let optional = MaybeText::from((!question.required).then_some(common::common(lang).optional));
    let chosen = question.values_of(&value).into_iter().map(str::to_owned).collect();
    let Question { id, label, kind, options, help, .. } = question;
    match kind {
        // Its field keeps what is on its way, and is drawn by whoever asks.
        QuestionKind::File => ().into_any(),
        QuestionKind::Text => view! { <TextField id label hint=help value error optional/> }.into_any(),
        QuestionKind::Number => {
            view! { <TextField id label kind="number" hint=help value error optional/> }.into_any()
        }
        QuestionKind::Date => {
            view! { <TextField id label kind="date" hint=help value error optional/> }.into_any()
        }
        QuestionKind::Steps => {
            let hint = if help.is_empty() { portal::ask(lang).steps_hint.to_owned() } else { help };
            view! { <TextArea id label rows=5 hint value error optional/> }.into_any()
        }
        QuestionKind::Long | QuestionKind::Expected | QuestionKind::Seen => {
            view! { <TextArea id label rows=4 hint=help value error optional/> }.into_any()
        }
        QuestionKind::YesNo => {
            let w = common::common(lang);
            let options = vec![Choice::new("yes", w.yes), Choice::new("no", w.no)];
            view! { <Choices name=id legend=label options chosen hint=help error optional/> }.into_any()
        }
        QuestionKind::Many => {
            let options = choices(&options);
            view! { <Choices name=id legend=label options chosen many=true hint=help error optional/> }
                .into_any()
        }
        QuestionKind::Choice => {
            let options = after_nothing(choices(&options));
            view! { <SelectField id label options value hint=help error optional/> }.into_any()
        }
        QuestionKind::Version => {
            let unknown = portal::ask(lang).no_version;
            let versions = versions.iter().cloned().chain([Choice::new(unknown, unknown)]).collect();
            let options = after_nothing(versions);
            view! { <SelectField id label options value hint=help error optional/> }.into_any()
        }
    }
}

fn choices(texts: &[String]) -> Vec<Choice> {
    texts.iter().map(|text| Choice::new(text, text)).collect()
}

/// The choices after one that chooses nothing.
fn after_nothing(choices: Vec<Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new("", portal::ask(use_me().lang).choose)).chain(choices).collect()
}

/// Versions to choose from; the one in the register says so, in `pattern`.
pub fn version_choices(versions: &[String], own: Option<&str>, pattern: &str) -> Vec<Choice> {
    let choice = |version: &String| match own == Some(version.as_str()) {
        true => Choice::new(version, fill(pattern, &[("version", version)])),
        false => Choice::new(version, version),
    };
    versions.iter().map(choice).collect()
}

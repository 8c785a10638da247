//! The draft as customers will be asked it: the portal's own questions, and its own checks.

use std::collections::BTreeMap;

use domain::error::Checks;
use domain::intake::{Facts, Intake};
use domain::words::console;
use leptos::ev::{Event, SubmitEvent};
use leptos::prelude::*;

use super::editing::Editing;
use crate::browser::form::fields;
use crate::me::use_me;
use crate::portal::new_request::Asking;
use crate::portal::new_request::questions::{Asked, take};
use crate::ui::{Button, Choice, SelectField, StatusLine};

/// Who is asked, what they answered, and whether the page would go on.
#[derive(Clone, Copy)]
struct Trying {
    editing: Editing,
    facts: RwSignal<Facts>,
    answers: RwSignal<BTreeMap<String, String>>,
    /// What the last try was refused for; `None` before the first.
    verdict: RwSignal<Option<Result<(), domain::Error>>>,
}

impl Trying {
    fn go(self) {
        let answers = self.answers.get_untracked().into_iter().collect();
        let intake = Intake { answers, ..Intake::default() };
        let mut checks = Checks::default();
        self.editing.questions.with_untracked(|questions| {
            self.facts.with_untracked(|facts| intake.check_answers(questions, facts, &mut checks));
        });
        self.verdict.set(Some(checks.finish()));
    }

    fn asking(self) -> Asking {
        let refused = match self.verdict.get() {
            Some(Err(domain::Error::Invalid(errors))) => errors,
            _ => Vec::new(),
        };
        Asking {
            questions: self.editing.questions.get(),
            facts: self.facts.get(),
            versions: self.editing.known.with_value(|known| known.versions.clone()),
            answers: BTreeMap::new(),
            refused,
            of: String::new(),
            files: Vec::new(),
        }
    }
}

#[component]
pub fn Preview(editing: Editing) -> impl IntoView {
    let w = console::flows(use_me().lang);
    let products = editing.known.with_value(|known| known.products.clone());
    let product =
        Some(&products).filter(|products| products.len() == 1).map(|products| products[0].0.clone());
    let trying = Trying {
        editing,
        facts: RwSignal::new(Facts { product, ..Facts::default() }),
        answers: RwSignal::new(BTreeMap::new()),
        verdict: RwSignal::new(None),
    };
    let type_in = move |event: Event| {
        let typed = fields(&event);
        editing.questions.with_untracked(|questions| take(questions, &typed, trying.answers));
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        trying.go();
    };
    let asked = move || {
        let asking = trying.asking();
        view! { <Asked asking answers=trying.answers/> }
    };
    let said = Signal::derive(move || match trying.verdict.get() {
        Some(Ok(())) => w.try_ok.to_owned(),
        _ => String::new(),
    });
    view! {
        <section class="try" aria-labelledby="fl-try">
            <div class="eh"><h2 id="fl-try">{w.try_it}</h2><p class="c2">{w.try_hint}</p></div>
            <Whom trying/>
            <form class="form mt" novalidate on:input=type_in on:submit=submit>
                {asked}
                <p class="form__go"><Button icon="play">{w.try_go}</Button></p>
                <StatusLine text=said/>
            </form>
        </section>
    }
}

/// As whom it is tried. What the flow cannot depend on is not offered.
#[component]
fn Whom(trying: Trying) -> impl IntoView {
    let w = console::flows(use_me().lang);
    let known = trying.editing.known.get_value();
    let named = |values: &[String]| values.iter().map(|value| Choice::new(value, value)).collect::<Vec<_>>();
    let products = known.products.iter().map(|(id, name)| Choice::new(id, name)).collect::<Vec<_>>();
    let choose = move |set: fn(&mut Facts, Option<String>)| {
        move |event: Event| {
            let value = Some(event_target_value(&event)).filter(|value| !value.is_empty());
            trying.facts.update(|facts| set(facts, value));
        }
    };
    let offer =
        |id: &'static str, label: &'static str, choices: Vec<Choice>, set: fn(&mut Facts, Option<String>)| {
            let unknown = Choice::new("", w.unknown);
            let options: Vec<Choice> = std::iter::once(unknown).chain(choices).collect();
            (options.len() > 2).then(|| view! { <SelectField id label options on:input=choose(set)/> })
        };
    view! {
        <div class="form">
            {offer("fl-product", w.try_product, products, |facts, value| facts.product = value)}
            {offer("fl-version", w.try_version, named(&known.versions), |facts, value| facts.version = value)}
            {offer("fl-tier", w.try_tier, named(&known.tiers), |facts, value| facts.tier = value)}
        </div>
    }
}

//! The editor's fields. They are drawn anew when another text takes the place of what was typed.

use domain::knowledge::Audience;
use domain::knowledge::desk::Editing;
use domain::knowledge::writing::Field;
use domain::words::files::files as words;
use domain::words::{common, console, errors};
use leptos::prelude::*;

use super::Writing;
use crate::me::use_me;
use crate::ui::{AddFiles, Choice, Chosen, Files, SelectField, TextArea, TextField};

/// What can be chosen. Cheap to copy into handlers.
#[derive(Clone, Copy)]
struct Known(StoredValue<Editing>);

#[component]
pub fn Fields(writing: Writing, editing: Editing) -> impl IntoView {
    let known = Known(StoredValue::new(editing));
    let files = writing.files();
    view! { <For each=move || [writing.round.get()] key=|round| *round children=move |_| all(writing, known, files)/> }
}

fn all(writing: Writing, known: Known, files: Files) -> AnyView {
    let w = console::kb(use_me().lang);
    view! {
        {text(writing, Field::Title, Some(w.hint_title), false)}
        {area(writing, Field::Problem, w.hint_problem, 3)}
        {area(writing, Field::Body, w.hint_body, 20)}
        <div class="row"><AddFiles which=move || files/><span class="c2">{words(use_me().lang).in_text}</span></div>
        <Chosen files/>
        {text(writing, Field::Keywords, Some(w.hint_list), true)}
        <h2>{w.more}</h2>
        {choice(writing, Field::Audience, move || known.audiences(writing))}
        {choice(writing, Field::Product, move || known.products())}
        {choice(writing, Field::Topic, move || known.topics(writing))}
        {text(writing, Field::Versions, Some(w.hint_list), true)}
        {text(writing, Field::Lang, Some(w.hint_lang), false)}
        {text(writing, Field::Slug, Some(w.hint_slug), true)}
        {choice(writing, Field::Owner, move || known.staff())}
        {text(writing, Field::ReviewOn, Some(w.hint_review), true)}
        {text(writing, Field::Related, Some(w.hint_related), true)}
        {text(writing, Field::Origins, Some(w.hint_origins), true)}
        <TextField id="note" label=w.note hint=w.hint_note optional=common::common(use_me().lang).optional/>
    }
    .into_any()
}

impl Known {
    fn products(self) -> Vec<Choice> {
        let none = Choice::new("", console::kb(use_me().lang).no_product);
        let own = |editing: &Editing| {
            let products = editing.products.iter().map(|product| Choice::new(&product.id, &product.name));
            std::iter::once(none).chain(products).collect()
        };
        self.0.with_value(own)
    }

    /// The topics of the chosen product, and the one that the article has.
    fn topics(self, writing: Writing) -> Vec<Choice> {
        let product =
            Memo::new(move |_| writing.typed.with(|form| form.get(Field::Product).to_owned())).get();
        let none = Choice::new("", console::kb(use_me().lang).no_topic);
        let mut choices = self.0.with_value(|editing| {
            let of = editing.products.iter().find(|known| known.id == product);
            let topics = of.into_iter().flat_map(|known| &known.topics);
            std::iter::once(none)
                .chain(topics.map(|topic| Choice::new(&topic.id, &topic.name)))
                .collect::<Vec<_>>()
        });
        let own = writing.base.with_untracked(|form| form.get(Field::Topic).to_owned());
        if !choices.iter().any(|choice| choice.value == own) {
            choices.push(Choice::new(&own, &own));
        }
        choices
    }

    /// Everybody, those of a tier, and the tier that the article is for already.
    fn audiences(self, writing: Writing) -> Vec<Choice> {
        let own = writing.base.with_untracked(|form| Audience::parse(form.get(Field::Audience)));
        let tiers = self.0.with_value(|editing| editing.tiers.clone()).into_iter().map(Audience::Tier);
        let mut all = vec![Audience::Public, Audience::SignedIn];
        all.extend(tiers);
        all.push(Audience::Internal);
        all.extend(own.filter(|own| !all.contains(own)));
        let name = |audience: &Audience| {
            Choice::new(audience.code(), console::audience_name(use_me().lang, audience))
        };
        all.iter().map(name).collect()
    }

    fn staff(self) -> Vec<Choice> {
        let none = Choice::new("", console::kb(use_me().lang).no_owner);
        let own = |editing: &Editing| {
            let staff = editing.staff.iter().map(|person| Choice::new(&person.id, &person.name));
            std::iter::once(none).chain(staff).collect()
        };
        self.0.with_value(own)
    }
}

/// What is wrong with a field.
fn wrong(writing: Writing, field: Field) -> Option<String> {
    let lang = use_me().lang;
    let refused = writing.refused_fields();
    refused.iter().find(|error| error.field == field.code()).map(|error| errors::problem(lang, error))
}

/// What stands in the field when it is drawn: a refusal draws it anew, and takes nothing back.
fn said(writing: Writing, field: Field) -> String {
    writing.typed.with_untracked(|form| form.get(field).to_owned())
}

/// The word "optional" for fields that may stay empty.
fn optional(may_be_empty: bool) -> Option<&'static str> {
    may_be_empty.then(|| common::common(use_me().lang).optional)
}

fn text(writing: Writing, field: Field, hint: Option<&'static str>, may_be_empty: bool) -> AnyView {
    let label = console::field_name(use_me().lang, field);
    let kind = if field == Field::ReviewOn { "date" } else { "text" };
    let draw = move || {
        let (value, error) = (said(writing, field), wrong(writing, field));
        view! {
            <TextField id=field.code() label hint kind value error optional=optional(may_be_empty) autocomplete="off"/>
        }
    };
    draw.into_any()
}

fn area(writing: Writing, field: Field, hint: &'static str, rows: u32) -> AnyView {
    let label = console::field_name(use_me().lang, field);
    let draw = move || {
        let (value, error) = (said(writing, field), wrong(writing, field));
        view! { <TextArea id=field.code() label hint rows value error optional=optional(field == Field::Problem)/> }
    };
    draw.into_any()
}

fn choice(
    writing: Writing,
    field: Field,
    choices: impl Fn() -> Vec<Choice> + Send + Sync + Clone + 'static,
) -> AnyView {
    let label = console::field_name(use_me().lang, field);
    let draw = move || {
        let (value, error) = (said(writing, field), wrong(writing, field));
        view! { <SelectField id=field.code() label options=choices() value error/> }
    };
    draw.into_any()
}

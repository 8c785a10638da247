//! Choosing: one of many in a list, one of few as cards or radio buttons, yes or no.

use leptos::prelude::*;

use super::MaybeText;
use super::field::{Around, Label, in_brackets};

/// Something to choose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: String,
}

impl Choice {
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new() }
    }

    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }
}

/// One of many, in a native list. Its id is also its name.
#[component]
pub fn SelectField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    options: Vec<Choice>,
    /// Value of the chosen option.
    #[prop(optional, into)]
    value: String,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
    #[prop(optional, into)] optional: MaybeText,
) -> impl IntoView {
    let around = Around::new(&id, hint, error);
    let (class, described_by, invalid) = (around.class(), around.described_by(), around.invalid());
    let options = options.into_iter().map(|option| {
        let chosen = option.value == value;
        view! { <option value=option.value selected=chosen>{option.label}</option> }
    });
    view! {
        <div class=class>
            <Label to=id.clone() text=label optional/>
            {around.view()}
            <select class="select" id=id.clone() name=id aria-describedby=described_by aria-invalid=invalid>
                {options.collect_view()}
            </select>
        </div>
    }
}

/// One of few, or with `many` any of few, each of which is sent under a name of its own: `name.1`, `name.2` … Each choice
/// is `name-value` by id, the first one `name`, so that an error summary can lead there.
#[component]
pub fn Choices(
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    options: Vec<Choice>,
    /// The chosen values.
    #[prop(optional)]
    chosen: Vec<String>,
    #[prop(optional)] many: bool,
    /// Cards with room for a hint instead of a plain list.
    #[prop(optional)]
    cards: bool,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
    #[prop(optional, into)] optional: MaybeText,
) -> impl IntoView {
    let around = Around::new(&name, hint, error);
    let (class, described_by) = (around.class(), around.described_by());
    let list = if cards { "choices" } else { "opts-l" };
    let items = options.into_iter().enumerate().map(|(index, option)| {
        let id = if index == 0 { name.clone() } else { format!("{name}-{}", option.value) };
        let is_chosen = chosen.contains(&option.value);
        let name = if many { format!("{name}.{}", index + 1) } else { name.clone() };
        item(Item { id, name, option, is_chosen, many, cards })
    });
    view! {
        <fieldset class=class aria-describedby=described_by>
            <legend class="label">{legend}{optional.get().map(in_brackets)}</legend>
            {around.view()}
            <div class=list>{items.collect_view()}</div>
        </fieldset>
    }
}

struct Item {
    id: String,
    name: String,
    option: Choice,
    is_chosen: bool,
    many: bool,
    cards: bool,
}

fn item(Item { id, name, option, is_chosen, many, cards }: Item) -> impl IntoView {
    let kind = if many { "checkbox" } else { "radio" };
    let class = if cards { "choice" } else { "check" };
    let hint = (!option.hint.is_empty()).then(|| view! { <span class="choice__d">{option.hint}</span> });
    view! {
        <label class=class>
            <input type=kind id=id name=name value=option.value checked=is_chosen/>
            <span class="choice__t">{option.label}</span>
            {hint}
        </label>
    }
}

/// Yes or no, as a box to tick. Sends `on` when ticked.
#[component]
pub fn Check(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional)] checked: bool,
) -> impl IntoView {
    view! { <label class="check"><input type="checkbox" id=id.clone() name=id checked=checked/><span>{label}</span></label> }
}

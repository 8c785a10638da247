//! Form fields with label, hint and error wired together, and the summary of what is wrong.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::text::escaped;
use super::{Icon, MaybeText};
use crate::browser::focus::focus;

/// The parts around a control. Their ids follow from the control's: `mail-hint`, `mail-error`.
#[derive(Default)]
pub(super) struct Around {
    pub id: String,
    pub hint: Option<String>,
    pub error: Option<String>,
}

impl Around {
    pub fn new(id: &str, hint: MaybeText, error: MaybeText) -> Self {
        Self { id: id.to_owned(), hint: hint.get(), error: error.get() }
    }

    /// For `aria-describedby`: the hint and the error, when there are any.
    pub fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.id));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.id));
        let both = [hint, error].into_iter().flatten().collect::<Vec<_>>().join(" ");
        (!both.is_empty()).then_some(both)
    }

    /// For `aria-invalid`.
    pub fn invalid(&self) -> Option<&'static str> {
        self.error.as_ref().map(|_| "true")
    }

    pub fn class(&self) -> &'static str {
        if self.error.is_some() { "field field--bad" } else { "field" }
    }

    /// Hint and error, in the order in which they are read.
    pub fn view(self) -> impl IntoView {
        let Self { id, hint, error } = self;
        let hint_id = format!("{id}-hint");
        let error_id = format!("{id}-error");
        view! {
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {error.map(|error| view! { <p class="err" id=error_id><Icon name="circle-alert"/><span>{error}</span></p> })}
        }
    }
}

/// A label, with "optional" behind it where nothing has to be entered.
#[component]
pub(super) fn Label(
    #[prop(into)] to: String,
    #[prop(into)] text: String,
    optional: MaybeText,
) -> impl IntoView {
    view! { <label class="label" for=to>{text}{optional.get().map(in_brackets)}</label> }
}

/// ` (optional)` after a label.
pub(super) fn in_brackets(word: String) -> impl IntoView {
    view! { <span class="opt-n">{format!(" ({word})")}</span> }
}

/// One line of text. Its id is also its name; listen with `on:input` on the component, input events bubble.
#[component]
pub fn TextField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
    #[prop(optional, into)] value: String,
    /// HTML type: `text`, `email`, `tel`, `number`, `date`, `password`, `datetime-local` …
    #[prop(default = "text")]
    kind: &'static str,
    /// `email`, `one-time-code`, `current-password` …
    #[prop(optional, into)]
    autocomplete: MaybeText,
    /// Id of a `<datalist>` with what may be typed.
    #[prop(optional, into)]
    list: MaybeText,
    /// The word "optional", for fields that may stay empty.
    #[prop(optional, into)]
    optional: MaybeText,
) -> impl IntoView {
    let required = optional == MaybeText::default();
    let around = Around::new(&id, hint, error);
    let (class, described_by, invalid) = (around.class(), around.described_by(), around.invalid());
    view! {
        <div class=class>
            <Label to=id.clone() text=label optional/>
            {around.view()}
            <input class="input" id=id.clone() name=id type=kind value=value autocomplete=autocomplete.get() list=list.get() required=required
                aria-describedby=described_by aria-invalid=invalid/>
        </div>
    }
}

/// Several lines of text. Shows the server's text without scripts, and leaves alone what was typed before they came.
#[component]
pub fn TextArea(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: MaybeText,
    #[prop(optional, into)] error: MaybeText,
    #[prop(optional, into)] value: String,
    #[prop(default = 5)] rows: u32,
    #[prop(optional, into)] optional: MaybeText,
) -> impl IntoView {
    let required = optional == MaybeText::default();
    let around = Around::new(&id, hint, error);
    let (class, described_by, invalid) = (around.class(), around.described_by(), around.invalid());
    view! {
        <div class=class>
            <Label to=id.clone() text=label optional/>
            {around.view()}
            <textarea class="area" id=id.clone() name=id rows=rows required=required aria-describedby=described_by
                aria-invalid=invalid inner_html=escaped(&value)></textarea>
        </div>
    }
}

/// What is wrong in a form, on top of it: takes focus when it appears, each line leads to its field.
#[component]
pub fn ErrorSummary(
    #[prop(into)] title: String,
    /// Id of the field, and what to enter there.
    errors: Vec<(String, String)>,
) -> impl IntoView {
    let node = NodeRef::<leptos::html::Div>::new();
    Effect::new(move || {
        if let Some(summary) = node.get() {
            // A summary that cannot take focus is still announced as an alert.
            summary.focus().ok();
        }
    });
    (!errors.is_empty()).then(|| {
        let lines = errors.into_iter().map(|(field, message)| {
            let place = format!("#{field}");
            let href = place.clone();
            // Within a page that a router keeps, following the link alone would not move the keyboard.
            let go = move |event: MouseEvent| {
                event.prevent_default();
                focus(&place);
            };
            view! { <li><a href=href on:click=go>{message}</a></li> }
        });
        view! {
            <div class="errsum" role="alert" tabindex="-1" node_ref=node><h2>{title}</h2><ul>{lines.collect_view()}</ul></div>
        }
    })
}

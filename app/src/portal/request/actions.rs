//! What a customer can say beside a message: it presses more, it works again, the duty manager should step in.

use domain::words::{common, errors, fill, portal};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::super::parts::refusal;
use super::load::{AskDutyManager, MoreUrgent, WorksAgain};
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Button, ErrorSummary, Icon, Look, MaybeText, TextArea};

/// One thing to say: its form's server function, its field, and the words around them.
struct Saying {
    icon: &'static str,
    title: &'static str,
    field: &'static str,
    label: &'static str,
    hint: &'static str,
    optional: MaybeText,
    go: &'static str,
}

#[component]
pub fn Actions(number: String, typed: Vec<(String, String)>) -> impl IntoView {
    let lang = use_me().lang;
    let w = portal::request(lang);
    let urgent = Saying {
        icon: "trending-up",
        title: w.urgent,
        field: "urgent_reason",
        label: w.urgent_reason,
        hint: w.urgent_hint,
        optional: MaybeText::default(),
        go: w.urgent_go,
    };
    let works = Saying {
        icon: "circle-check",
        title: w.works,
        field: "works_text",
        label: w.works_text,
        hint: "",
        optional: common::common(lang).optional.into(),
        go: w.works_go,
    };
    let duty = Saying {
        icon: "megaphone",
        title: w.duty,
        field: "duty_reason",
        label: w.duty_reason,
        hint: w.duty_hint,
        optional: MaybeText::default(),
        go: w.duty_go,
    };
    view! {
        <section class="side side--quiet">
            <h2>{w.changed_title}</h2>
            <ul role="list" class="acts">
                {say::<MoreUrgent>(urgent, &number, &typed)}{say::<WorksAgain>(works, &number, &typed)}{say::<AskDutyManager>(duty, &number, &typed)}
            </ul>
        </section>
    }
}

/// A thing to say, folded; unfolded when it was refused, with what was typed.
fn say<S: ServerFn>(saying: Saying, number: &str, typed: &[(String, String)]) -> AnyView {
    let typed = typed.iter().find(|(form, _)| form == saying.field).map(|(_, text)| text.clone());
    form(saying, S::url(), number.to_owned(), typed, refusal::<S>().map(refused))
}

/// Whoever calls too often reads that they were heard.
fn refused(error: AppError) -> String {
    let lang = use_me().lang;
    match error {
        AppError::Desk(domain::Error::TooMany { retry_after }) => {
            let minutes = retry_after.div_ceil(60).to_string();
            fill(portal::request(lang).called_often, &[("minutes", &minutes)])
        }
        error => error.sentence(lang),
    }
}

fn form(
    saying: Saying,
    action: &'static str,
    number: String,
    typed: Option<String>,
    problem: Option<String>,
) -> AnyView {
    let title = errors::errors(use_me().lang).summary;
    let lines: Vec<_> = problem.iter().map(|problem| (saying.field.to_owned(), problem.clone())).collect();
    let is_refused = problem.is_some() || typed.is_some();
    let value = typed.unwrap_or_default();
    view! {
        <li>
            <details open=is_refused>
                <summary><Icon name=saying.icon/>{saying.title}</summary>
                <form method="post" action=action>
                    <ErrorSummary title errors=lines/>
                    <input type="hidden" name="number" value=number/>
                    <TextArea id=saying.field label=saying.label hint=saying.hint rows=3 value error=problem optional=saying.optional/>
                    <p class="form__go"><Button look=Look::Primary>{saying.go}</Button></p>
                </form>
            </details>
        </li>
    }
    .into_any()
}

//! "Check with a date": when would it be due, and which hours count until then.

use domain::promises::calendar::Calendar;
use domain::promises::policy::Target;
use domain::promises::policy::Unit;
use domain::settings::{CalendarView, Stretch, Tried, WhatIf, WhatIfAnswer};
use domain::words::{console, errors, fill, portal};
use leptos::prelude::*;

use crate::api::promises::try_calendar;
use crate::browser::form::fields;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Button, Choice, ErrorSummary, SelectField, TextField, Time};

/// Units and their values in the form.
pub const UNITS: [(&str, Unit); 6] = [
    ("business_hours", Unit::BusinessHours),
    ("business_minutes", Unit::BusinessMinutes),
    ("business_days", Unit::BusinessDays),
    ("hours", Unit::Hours),
    ("minutes", Unit::Minutes),
    ("days", Unit::Days),
];

/// The unit that a form calls `code`.
pub fn unit_of(code: &str) -> Unit {
    UNITS.into_iter().find(|(own, _)| *own == code).map_or(Unit::BusinessHours, |(_, unit)| unit)
}

/// The question as the form has it, to `draft` or to the calendar that is chosen.
fn read(event: &leptos::ev::SubmitEvent, draft: Option<Calendar>) -> WhatIf {
    let form = fields(event);
    let get = |name: &str| form.get(name).cloned().unwrap_or_default();
    // What is no number is refused like a zero.
    let target = Target::new(get("amount").trim().parse().unwrap_or(0), unit_of(&get("unit")));
    let calendar =
        draft.map_or_else(|| Tried::Known(get("try-calendar")), |draft| Tried::Draft(Box::new(draft)));
    WhatIf { calendar, start: get("start"), target }
}

/// The form and, below it, the answer.
#[component]
pub fn WhatIfBox(
    calendars: Vec<CalendarView>,
    /// Id of the calendar to begin with; may be empty.
    #[prop(into)]
    chosen: String,
    /// Asked instead of them: a calendar that is being edited.
    #[prop(optional, into)]
    draft: Option<Signal<Calendar>>,
) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::calendars(lang);
    let ask = Action::new(|asked: &WhatIf| try_calendar(asked.clone()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        ask.dispatch_local(read(&event, draft.map(|draft| draft.get_untracked())));
    };
    let units = UNITS.map(|(code, unit)| Choice::new(code, console::unit_name(lang, unit))).to_vec();
    let is_any = !calendars.is_empty() || draft.is_some();
    let choose = draft.is_none().then(|| {
        let names = calendars.iter().map(|own| Choice::new(&own.id, &own.name)).collect();
        view! { <SelectField id="try-calendar" label=w.calendar options=names value=chosen/> }
    });
    is_any.then(|| {
        view! {
            <section class="try" aria-labelledby="wi-h">
                <div class="eh"><h2 id="wi-h">{w.try_title}</h2><p class="c2">{w.try_hint}</p></div>
                <form class="form" novalidate on:submit=submit>
                    {move || refusal(ask.value().get())}
                    {choose}
                    <TextField id="start" label=w.start kind="datetime-local"/>
                    <TextField id="amount" label=w.amount kind="number" value="4"/>
                    <SelectField id="unit" label=w.unit options=units value="business_hours"/>
                    <p class="form__go"><Button icon="calculator">{w.go}</Button></p>
                </form>
                <div role="status">{move || ask.value().get().and_then(Result::ok).map(|answer| view! { <Answer answer/> })}</div>
            </section>
        }
    })
}

fn refusal(answer: Option<Result<WhatIfAnswer, AppError>>) -> Option<AnyView> {
    let lang = use_me().lang;
    let error = answer?.err()?;
    let fields = error.fields(lang);
    let errors = if fields.is_empty() { vec![("start".to_owned(), error.sentence(lang))] } else { fields };
    Some(view! { <ErrorSummary title=errors::errors(lang).summary errors/> }.into_any())
}

#[component]
fn Answer(answer: WhatIfAnswer) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::calendars(lang);
    let WhatIfAnswer { start, due, counted, more, time_zone } = answer;
    let due = match due {
        Some(stamp) => view! { <Time stamp/> }.into_any(),
        None => w.due_never.into_any(),
    };
    let stretch = |stretch: Stretch| {
        let words = fill(w.stretch, &[("from", &stretch.from.text), ("to", &stretch.to.text)]);
        let length = portal::span(lang, domain::promises::countdown::Length::of(stretch.ms));
        view! { <li><span>{words}</span><span class="push c2 num">{length}</span></li> }
    };
    let has_steps = !counted.is_empty();
    view! {
        <dl class="dl mt">
            <dt>{w.start}</dt><dd><Time stamp=start/></dd>
            <dt>{w.due}</dt><dd class="w6">{due}</dd>
            <dt>{w.zone}</dt><dd>{time_zone}</dd>
        </dl>
        {has_steps.then(|| view! { <h3 class="t12 w5 c2 mt">{w.counts}</h3> })}
        <ol role="list" class="rows">{counted.into_iter().map(stretch).collect_view()}</ol>
        {more.then(|| view! { <p class="c2">{w.stretch_more}</p> })}
    }
}

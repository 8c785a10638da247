//! `/requests/{number}/survey`: how a request stands, or how it went. The mail that asks leads here with the answer
//! that was clicked; only the button records it, since mail scanners follow links too.

use std::collections::BTreeMap;

use domain::error::FieldError;
use domain::tickets::survey::{
    BEST_SCORE, COMMENT, NEXT, PLAN, PRESSURE, Pressure, SCORE, STATUS, SurveyKind, SurveyPage as Survey,
    survey_address,
};
use domain::words::{common, fill, survey as words};
use domain::{Error, words::Lang};
use leptos::prelude::*;

use super::super::address::{use_param, use_query};
use super::super::new_request::on_field;
use super::super::parts::{PageTitle, PostForm, Refusal, page, refusal};
use crate::api::survey::{AnswerSurvey, load_survey};
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Banner, Button, Choice, Choices, Icon, LinkButton, Look, TextArea, Tone};

/// The fields that a link in the mail may fill.
const LINKED: [&str; 2] = [SCORE, PRESSURE];

#[component]
pub fn SurveyPage() -> impl IntoView {
    let linked = LINKED.map(|name| (name.to_owned(), use_query(name)));
    let chosen = linked.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let kind = SurveyKind::parse(&use_query("kind"));
    let survey = load_survey(use_param("number"), use_query("token"), kind, chosen);
    page(survey, |survey| view! { <Contents survey/> }.into_any())
}

#[component]
fn Contents(survey: Survey) -> impl IntoView {
    let w = words::survey(use_me().lang);
    let refusal = refusal::<AnswerSurvey>();
    let is_refused = refusal.is_some();
    let refused = match &refusal {
        Some(AppError::Desk(Error::Invalid(fields))) => fields.clone(),
        _ => Vec::new(),
    };
    let first = if survey.kind == SurveyKind::Open { STATUS } else { SCORE };
    let (title, lead) = match survey.kind {
        SurveyKind::Open => (w.title_open, w.lead_open),
        SurveyKind::Solved if survey.is_open => (w.title_solved, w.lead_again),
        SurveyKind::Solved => (w.title_solved, w.lead_solved),
    };
    let hint = match &survey.carried_on {
        Some(next) => fill(w.thanks_carried_on, &[("number", next)]),
        None if survey.kind == SurveyKind::Solved && survey.is_open => w.thanks_again.to_owned(),
        None => w.thanks_hint.to_owned(),
    };
    let lead = fill(lead, &[("number", &survey.number)]);
    let (href, words) = match &survey.subject {
        Some(subject) => (format!("/requests/{}", survey.number), subject.clone()),
        None => ("/".to_owned(), w.to_home.to_owned()),
    };
    let thanks = (survey.is_answered && !is_refused).then(|| {
        view! {
            <Banner tone=Tone::Good icon="circle-check" role="status"><p>{w.thanks}" "{hint}</p></Banner>
        }
    });
    view! {
        <PageTitle text=title refused=is_refused/>
        <main id="main" class="wrap ask">
            <a class="back" href=href><Icon name="arrow-left"/>{words}</a>
            {thanks}
            <div class="ask__grid ask__grid--one">
                <PostForm<AnswerSurvey> class="ask__form" novalidate=true>
                    <Refusal error=refusal fallback=first/>
                    <div><h1>{title}</h1><p class="hint">{lead}</p></div>
                    <Form survey refused/>
                </PostForm<AnswerSurvey>>
            </div>
        </main>
    }
}

#[component]
fn Form(survey: Survey, refused: Vec<FieldError>) -> impl IntoView {
    let lang = use_me().lang;
    let w = words::survey(lang);
    let questions = match survey.kind {
        SurveyKind::Open => open(lang, &survey.chosen, &refused),
        SurveyKind::Solved => solved(lang, &survey.chosen, &refused),
    };
    let comment = said(&survey.chosen, COMMENT);
    let error = on_field(&refused, COMMENT);
    let send = if survey.is_answered { w.change } else { w.send };
    view! {
        <input type="hidden" name="number" value=survey.number/>
        <input type="hidden" name="token" value=survey.token/>
        <input type="hidden" name="kind" value=survey.kind.code()/>
        {questions}
        <TextArea id=COMMENT label=w.comment rows=4 value=comment error optional=common::common(lang).optional/>
        <div class="ask__go"><Button look=Look::Primary>{send}</Button></div>
    }
}

fn said(chosen: &BTreeMap<String, String>, name: &str) -> String {
    chosen.get(name).cloned().unwrap_or_default()
}

fn open(lang: Lang, chosen: &BTreeMap<String, String>, refused: &[FieldError]) -> AnyView {
    let w = words::survey(lang);
    let one = |name: &'static str, legend: &'static str, options: Vec<Choice>| {
        let (chosen, error) = (vec![said(chosen, name)], on_field(refused, name));
        view! { <Choices name legend options chosen error/> }.into_any()
    };
    let yes_or_no = || {
        let c = common::common(lang);
        vec![Choice::new("yes", c.yes), Choice::new("no", c.no)]
    };
    let pressures = Pressure::ALL.iter();
    let pressures = pressures.map(|own| Choice::new(own.code(), words::pressure_name(lang, *own))).collect();
    [
        one(STATUS, w.knows_status, yes_or_no()),
        one(PRESSURE, w.pressure, pressures),
        one(PLAN, w.knows_plan, yes_or_no()),
        one(NEXT, w.knows_next, yes_or_no()),
    ]
    .collect_view()
    .into_any()
}

fn solved(lang: Lang, chosen: &BTreeMap<String, String>, refused: &[FieldError]) -> AnyView {
    let w = words::survey(lang);
    let name = |score: u8| {
        let value = score.to_string();
        Choice::new(&value, format!("{value}, {}", words::score_name(lang, score)))
    };
    let options = (1..=BEST_SCORE).rev().map(name).collect();
    let (chosen, error) = (vec![said(chosen, SCORE)], on_field(refused, SCORE));
    view! { <Choices name=SCORE legend=w.score options chosen error/> }.into_any()
}

/// On top of a solved request: the way to say how it went.
pub fn call(number: &str) -> AnyView {
    let w = words::survey(use_me().lang);
    let href = survey_address(number, SurveyKind::Solved, "");
    view! {
        <Banner tone=Tone::Accent icon="smile">
            <h2 class="t14 w6">{w.banner_solved}</h2>
            <p><LinkButton href look=Look::Plain small=true>{w.banner_go}</LinkButton></p>
        </Banner>
    }
    .into_any()
}

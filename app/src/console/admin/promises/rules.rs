//! When clocks stop, from when on a promise is at risk, and what a reply has to promise.

use domain::promises::PromiseKind;
use domain::promises::policy::{Policy, Requirement, RiskLimit};
use domain::tickets::Status;
use domain::words::tickets::status_name;
use domain::words::{console, fill, promises::kind_name};
use leptos::prelude::*;

use super::super::edit::Editing;
use super::editor::{change, policy_of};
use super::length::{LengthField, length, seconds};
use crate::me::use_me;
use crate::ui::{Check, Choice, Choices, SelectField, TextField};

/// What can pause; replies never do.
const PAUSING: [PromiseKind; 2] = [PromiseKind::PeriodicUpdate, PromiseKind::Resolution];
const STATES: [Status; 2] = [Status::Waiting, Status::OnHold];

#[component]
pub fn Rules(editing: Editing) -> impl IntoView {
    let lang = use_me().lang;
    let (w, p) = (console::policy_editor(lang), console::policies(lang));
    view! {
        <div class="two">
            <section aria-labelledby="pauses-h">
                <div class="eh"><h2 id="pauses-h">{p.pauses}</h2></div>
                <div class="form">{PAUSING.map(|kind| view! { <Pauses editing kind/> })}</div>
                <p class="hint mt">{p.pauses_hint}</p>
            </section>
            <section aria-labelledby="risk-h">
                <div class="eh"><h2 id="risk-h">{w.risk_kind}</h2></div>
                <Risk editing/>
            </section>
            <section aria-labelledby="contact-h">
                <div class="eh"><h2 id="contact-h">{p.contact}</h2></div>
                <Contact editing/>
            </section>
            <section aria-labelledby="surveys-h">
                <div class="eh"><h2 id="surveys-h">{w.surveys}</h2></div>
                <Surveys editing/>
            </section>
        </div>
    }
}

#[component]
fn Pauses(editing: Editing, kind: PromiseKind) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::policy_editor(lang);
    let chosen =
        untrack(|| policy_of(editing, |policy| policy.pauses.0.get(&kind).cloned().unwrap_or_default()));
    let boxes = STATES.map(|state| {
        let set = move |event| {
            let on = event_target_checked(&event);
            change(editing, |policy| {
                let states = policy.pauses.0.entry(kind).or_default();
                states.retain(|own| *own != state);
                if on {
                    states.push(state);
                    states.sort_unstable();
                }
            });
        };
        let checked = chosen.contains(&state);
        view! { <label class="check"><input type="checkbox" checked=checked on:change=set/><span>{status_name(lang, state)}</span></label> }
    });
    let legend = fill(w.pause_legend, &[("promise", kind_name(lang, kind))]);
    view! { <fieldset class="field"><legend class="label">{legend}</legend><div class="opts-l">{boxes}</div></fieldset> }
}

#[component]
fn Risk(editing: Editing) -> impl IntoView {
    let w = console::policy_editor(use_me().lang);
    let begun = untrack(|| policy_of(editing, |policy| Some(policy.risk))).unwrap_or_default();
    let kind = RwSignal::new(begun);
    let choose = move |event| {
        let risk = match event_target_value(&event).as_str() {
            "percent" => RiskLimit::default(),
            _ => RiskLimit::Seconds(3_600),
        };
        kind.set(risk);
        change(editing, |policy| policy.risk = risk);
    };
    let options = vec![Choice::new("percent", w.risk_percent), Choice::new("time", w.risk_time)];
    let value = if matches!(begun, RiskLimit::Percent(_)) { "percent" } else { "time" };
    let amount = move || match kind.get() {
        RiskLimit::Percent(percent) => {
            let set = move |event| {
                let percent = event_target_value(&event).trim().parse().unwrap_or(0);
                change(editing, |policy| policy.risk = RiskLimit::Percent(percent));
            };
            view! { <TextField id="risk" label=w.percent kind="number" value=percent.to_string() on:input=set/> }.into_any()
        }
        RiskLimit::Seconds(secs) => {
            let labels = (w.risk_amount.to_owned(), w.length_unit.to_owned());
            let set = move |target: Option<_>| {
                change(editing, |policy| policy.risk = RiskLimit::Seconds(target.map_or(0, seconds)));
            };
            view! { <LengthField id="risk" labels value=Some(length(secs)) plain=true change=set/> }
                .into_any()
        }
    };
    view! { <div class="form"><SelectField id="risk-kind" label=w.when options value on:input=choose/>{amount}</div> }
}

const RULES: [(&str, Requirement); 3] =
    [("required", Requirement::Required), ("nudged", Requirement::Nudged), ("off", Requirement::Off)];

#[component]
fn Contact(editing: Editing) -> impl IntoView {
    let w = console::policy_editor(use_me().lang);
    let within = untrack(|| policy_of(editing, |policy| policy.contact_within));
    let labels = (w.within_amount.to_owned(), w.within_unit.to_owned());
    let set = move |target| change(editing, |policy| policy.contact_within = target);
    view! {
        <div class="form">
            <Rule editing name="contact_rule" legend=w.rule part=|policy: &mut Policy| &mut policy.contact_rule/>
            <Rule editing name="plan_rule" legend=w.plan_rule part=|policy: &mut Policy| &mut policy.plan_rule/>
            <div class="field">
                <span class="label" aria-hidden="true">{w.within_amount}</span>
                <LengthField id="contact_within" labels value=within change=set/>
            </div>
        </div>
    }
}

#[component]
fn Surveys(editing: Editing) -> impl IntoView {
    let w = console::policy_editor(use_me().lang);
    let (after, solved) = untrack(|| policy_of(editing, |policy| (policy.open_survey, policy.solved_survey)));
    let labels = (w.open_survey.to_owned(), w.open_survey_unit.to_owned());
    let set = move |target| change(editing, |policy| policy.open_survey = target);
    let tick = move |event| {
        let asked = event_target_checked(&event);
        change(editing, |policy| policy.solved_survey = asked);
    };
    view! {
        <div class="form">
            <p class="hint">{w.surveys_hint}</p>
            <div class="field">
                <span class="label" aria-hidden="true">{w.open_survey}</span>
                <LengthField id="open_survey" labels value=after change=set/>
            </div>
            <Check id="solved_survey" label=w.solved_survey checked=solved on:change=tick/>
        </div>
    }
}

#[component]
fn Rule(
    editing: Editing,
    name: &'static str,
    legend: &'static str,
    part: fn(&mut Policy) -> &mut Requirement,
) -> impl IntoView {
    let w = console::policy_editor(use_me().lang);
    let begun = untrack(|| policy_of(editing, |policy| Some(*part(&mut policy.clone())))).unwrap_or_default();
    let code = RULES.into_iter().find(|(_, rule)| *rule == begun).map_or("nudged", |(code, _)| code);
    let set = move |event| {
        let chosen = event_target_value(&event);
        if let Some((_, rule)) = RULES.into_iter().find(|(code, _)| *code == chosen) {
            change(editing, |policy| *part(policy) = rule);
        }
    };
    let options =
        RULES.iter().zip([w.required, w.nudged, w.off]).map(|((code, _), name)| Choice::new(*code, name));
    view! { <Choices name legend options=options.collect() chosen=vec![code.to_owned()] on:change=set/> }
}

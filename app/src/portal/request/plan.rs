//! The action plan: what happens next, and whose turn each step is.

use domain::tickets::{PlanStep, Status, Turn};
use domain::words::{common, portal};
use leptos::prelude::*;

use crate::me::use_me;
use crate::ui::Icon;

#[component]
pub fn Plan(steps: Vec<PlanStep>, status: Status, assignee: Option<String>) -> impl IntoView {
    let w = portal::request(use_me().lang);
    let first_open = steps.iter().position(|step| !step.done);
    let us = assignee.as_deref().and_then(|name| name.split(' ').next()).unwrap_or(w.us).to_owned();
    let rows = steps
        .into_iter()
        .enumerate()
        .map(|(at, step)| row(step, first_open == Some(at), &us))
        .collect::<Vec<_>>();
    let body = if rows.is_empty() {
        view! { <p class="c2">{w.plan_none}</p> }.into_any()
    } else {
        view! { <ol role="list" class="plan card">{rows}</ol> }.into_any()
    };
    // Of what is solved nothing happens next, whatever was planned.
    status.is_active().then(|| view! { <section aria-labelledby="plan-h"><h2 id="plan-h" class="h2">{w.plan}</h2>{body}</section> })
}

fn row(step: PlanStep, is_now: bool, us: &str) -> impl IntoView + use<> {
    let lang = use_me().lang;
    let w = portal::request(lang);
    let (state, icon, words) = match (step.done, is_now) {
        (true, _) => ("done", "check", w.done),
        (false, true) => ("now", "loader-circle", w.now),
        (false, false) => ("next", "circle-dashed", w.next),
    };
    let whose = match step.turn {
        Turn::Us => us.to_owned(),
        Turn::You => common::common(lang).you.to_owned(),
    };
    view! {
        <li class="plan__i" data-st=state>
            <span class="plan__m"><Icon name=icon/></span>
            <div><p class="plan__t">{step.text}</p><p class="plan__d">{words}</p></div>
            <span class="plan__w">{whose}</span>
        </li>
    }
}

//! The plan as it stands, in a line under the promises: its next step, and all of them on demand.

use domain::tickets::Turn;
use domain::words::console;
use leptos::prelude::*;

use super::state::Ticket;
use crate::me::use_me;
use crate::ui::Icon;

#[component]
pub fn Plan(ticket: Ticket) -> impl IntoView {
    let w = console::ticket(use_me().lang);
    let plan = ticket.part(|page| page.plan.clone());
    let step = move |step: domain::tickets::PlanStep| {
        let whose = if step.turn == Turn::Us { w.us } else { w.customer };
        let (icon, class) = if step.done { ("circle-check", "c3") } else { ("circle-dashed", "") };
        let done = step.done.then(|| view! { <span class="vh">{format!("{}: ", w.done)}</span> });
        view! { <li class=class><Icon name=icon/><span>{done}{step.text}</span><span class="c3">{whose}</span></li> }
    };
    move || {
        let steps = plan.get();
        (!steps.is_empty()).then(|| {
            let open = steps.iter().filter(|step| !step.done).count();
            let next = steps.iter().find(|step| !step.done).map(|step| step.text.clone());
            view! {
                <details class="th__plan">
                    <summary><span class="c2">{w.plan}" "<span class="count">{open}</span></span>" "<span class="cut w5">{next}</span></summary>
                    <ol role="list" aria-label=w.plan>{steps.into_iter().map(step).collect_view()}</ol>
                </details>
            }
        })
    }
}

//! `/status`: every service with its state, and the known problems with their workarounds.

use domain::knowledge::{ProblemBrief, ServiceState, ServiceView, StatusPage as Status};
use domain::words::common::in_sentence;
use domain::words::{fill, portal};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::parts::{PageTitle, page};
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Icon, Pill, Prose, Tone};

/// Services and known problems.
#[server(prefix = "/fn", endpoint = "status/page", input = GetUrl)]
pub async fn load() -> Result<Status, AppError> {
    crate::ssr::run(async |b, v| backend::knowledge::status(&b, &v).await).await
}

#[component]
pub fn StatusPage() -> impl IntoView {
    page(load(), |status| view! { <Contents status/> }.into_any())
}

#[component]
fn Contents(status: Status) -> impl IntoView {
    let w = portal::status(use_me().lang);
    let all_well = status.services.iter().all(|service| service.state == ServiceState::Up);
    let all_well = all_well.then(|| {
        view! { <p class="banner banner--good allwell"><Icon name="circle-check"/>{w.all_up}</p> }
    });
    let problems =
        status.problems.into_iter().map(|problem| view! { <Problem problem/> }).collect::<Vec<_>>();
    let none = problems.is_empty().then(|| view! { <p class="c2">{w.no_problems}</p> });
    view! {
        <PageTitle text=w.title/>
        <main id="main" class="wrap page">
            <div class="page__h"><div><h1>{w.title}</h1></div></div>
            <div class="secs">
                {all_well}
                <section aria-labelledby="h-services">
                    <div class="sec-h"><h2 id="h-services">{w.services}</h2></div>
                    <ul role="list" class="card rows">
                        {status.services.into_iter().map(|service| view! { <Service service/> }).collect_view()}
                    </ul>
                </section>
                <section aria-labelledby="h-problems">
                    <div class="sec-h"><h2 id="h-problems">{w.problems}</h2></div>
                    {none}
                    <div class="stack stack--wide">{problems}</div>
                </section>
            </div>
        </main>
    }
}

#[component]
fn Service(service: ServiceView) -> impl IntoView {
    let lang = use_me().lang;
    let w = portal::home(lang);
    let (tone, icon) = match service.state {
        ServiceState::Up => (Tone::Good, "circle-check"),
        ServiceState::Slow => (Tone::Risk, "triangle-alert"),
        ServiceState::Down => (Tone::Bad, "octagon-alert"),
        ServiceState::Maintenance => (Tone::Quiet, "wrench"),
    };
    let since = service.since.map(|since| fill(w.since, &[("since", &in_sentence(lang, &since.text))]));
    let next =
        service.next_update.map(|next| fill(w.next_update, &[("next", &in_sentence(lang, &next.text))]));
    let note = [Some(service.note), since, next].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let note = Some(note).filter(|note| !note.trim().is_empty());
    view! {
        <li>
            <span class="w5">{service.name}</span>
            <span class="push"><Pill tone icon>{portal::service_state(lang, service.state)}</Pill></span>
            {note.map(|note| view! { <p>{note}</p> })}
        </li>
    }
}

#[component]
fn Problem(problem: ProblemBrief) -> impl IntoView {
    let lang = use_me().lang;
    let w = portal::status(lang);
    let workaround = Some(problem.workaround_html).filter(|html| !html.is_empty());
    let anchor = problem.number.clone();
    view! {
        <article class="card inc" id=anchor tabindex="-1">
            <p class="known__k"><Icon name="megaphone"/>{portal::problem_state(lang, problem.state)}</p>
            <h3>{problem.title}</h3>
            <p class="hit__m"><span>{problem.number}</span>{problem.product.map(|product| view! { <span>{product}</span> })}</p>
            <p>{problem.note}</p>
            {workaround.map(|html| view! { <h4>{w.workaround}</h4><Prose html/> })}
        </article>
    }
}

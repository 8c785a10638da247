//! Beside the form: what is still missing, what will be promised, and what may solve it now.

use domain::phone::Call;
use domain::search::{Hit, plain};
use domain::tickets::view::{PolicyBrief, PromiseView};
use domain::words::promises::kind_name;
use domain::words::{Lang, console, fill};
use leptos::prelude::*;

use super::super::hits::{apart, hit_face};
use super::Taking;
use crate::api::search::suggest;
use crate::browser::latest::{TYPING, latest};
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Icon, Pill, Time, Tone};

/// How much of what was written is looked at for suggestions, in characters.
const LOOKED_AT: usize = 900;

#[component]
pub fn Beside(taking: Taking) -> impl IntoView {
    let w = console::phone(use_me().lang);
    view! {
        <aside class="nt__s" aria-label=w.promised>
            <Progress taking/>
            <section aria-labelledby="nt-p"><h2 id="nt-p">{w.promised}</h2>{move || promised(taking)}</section>
            <MaySolve taking/>
        </aside>
    }
}

#[component]
fn Progress(taking: Taking) -> impl IntoView {
    let w = console::phone(use_me().lang);
    let progress =
        Memo::new(move |_| taking.call.with(|call| taking.sheet.with(|sheet| call.progress(sheet))));
    let words = move || {
        let (done, all) = progress.get();
        if done == all {
            return view! { <Pill tone=Tone::Good icon="circle-check">{w.complete}</Pill> }.into_any();
        }
        fill(w.progress, &[("done", &done.to_string()), ("all", &all.to_string())]).into_any()
    };
    let width = move || {
        let (done, all) = progress.get();
        (100 * done / all.max(1)).to_string()
    };
    view! {
        <section class="stack">
            <p class="w5 num">{words}</p>
            <svg class="meter" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect width=width height="1"></rect></svg>
        </section>
    }
}

fn promised(taking: Taking) -> AnyView {
    let lang = use_me().lang;
    let w = console::phone(lang);
    let sheet = taking.sheet.get();
    let wait = if sheet.needs.len() > 1 { w.promised_wait } else { w.promised_wait_caller };
    let Some(policy) = sheet.policy else { return view! { <p class="c2">{wait}</p> }.into_any() };
    let lines = sheet.promised.into_iter().map(|promise| line(lang, promise)).collect::<Vec<_>>();
    let none = lines.is_empty().then(|| view! { <p class="c2">{w.promised_none}</p> });
    view! { <dl class="dl">{lines}</dl>{none}{under(lang, policy)} }.into_any()
}

fn line(lang: Lang, promise: PromiseView) -> impl IntoView {
    let name = fill(console::phone(lang).promised_by, &[("promise", kind_name(lang, promise.kind))]);
    view! { <dt>{name}</dt><dd class="w5">{promise.due.map(|stamp| view! { <Time stamp/> })}</dd> }
}

/// Which policy it is, and what has to be known about it.
fn under(lang: Lang, policy: PolicyBrief) -> impl IntoView {
    let w = console::phone(lang);
    let pattern = if policy.hours.is_empty() { w.policy_always } else { w.policy };
    let name =
        fill(pattern, &[("policy", &policy.name), ("hours", &policy.hours), ("zone", &policy.time_zone)]);
    let ended = policy.contract_expired.then(|| view! { <p class="risk w5">{w.contract_ended}</p> });
    let informal = (!policy.formal).then(|| view! { <p class="c2">{w.informal}</p> });
    view! { <div class="stack mt"><p class="c2">{name}</p>{ended}{informal}</div> }
}

#[component]
fn MaySolve(taking: Taking) -> impl IntoView {
    let w = console::phone(use_me().lang);
    let hits = RwSignal::new(Vec::<Hit>::new());
    let product = taking.field(Call::PRODUCT);
    let look = latest(
        TYPING,
        |(text, product): (String, String)| suggest(text, product),
        move |found: Result<Vec<Hit>, AppError>| hits.set(found.unwrap_or_default()),
    );
    let (subject, text) = (taking.field(Call::SUBJECT), taking.field(Call::TEXT));
    Effect::new(move |_| {
        let written: String = format!("{} {}", subject.get(), text.get()).chars().take(LOOKED_AT).collect();
        let product = product.get();
        if written.trim().is_empty() { hits.set(Vec::new()) } else { look((written, product)) }
    });
    let items = move || hits.get().into_iter().map(item).collect::<Vec<_>>();
    let none = move || hits.with(Vec::is_empty).then(|| view! { <p class="c2">{w.may_solve_none}</p> });
    view! {
        <section aria-labelledby="nt-s"><h2 id="nt-s">{w.may_solve}</h2>{none}<ul role="list" class="rows">{items}</ul></section>
    }
}

fn item(hit: Hit) -> impl IntoView {
    let (icon, kind) = hit_face(use_me().lang, &hit);
    let title = plain(&hit.title);
    view! { <li><Icon name=icon/><span class="grow">{apart(&hit, title)}</span><span class="c3 t12">{kind}</span></li> }
}

//! `/requests/{number}`: what was promised, the plan, the conversation, and what the customer can say. Kept live: what
//! changes elsewhere shows up here without touching what is being typed.

mod actions;
mod details;
pub mod load;
mod messages;
mod plan;
mod promise;
mod reply;

use domain::tickets::Status;
use domain::tickets::view::RequestPage as Request;
use domain::words::{fill, portal};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use self::actions::Actions;
use self::details::Details;
use self::messages::Messages;
use self::plan::Plan;
use self::promise::Promise;
use self::reply::{Reply, Sending};
use super::address::use_query;
use super::load::Wanted;
use super::parts::{PageTitle, StatusPill, loading, page_of};
use crate::browser::{live, ticker};
use crate::me::use_me;
use crate::ui::{Banner, Icon, StatusLine, Time, Tone};

#[component]
pub fn RequestPage() -> impl IntoView {
    let params = use_params_map();
    let number = Memo::new(move |_| params.with(|params| params.get("number").unwrap_or_default()));
    let before = use_query("before");
    let request = loading(move || Wanted::Request { number: number.get(), before: before.get() });
    let sending = Sending::new(move || request.refetch());
    let news = RwSignal::new(String::new());
    let words = portal::request(use_me().lang).new_message;
    Effect::new(move |_| {
        let number = number.get();
        live::on_ticket(number, move |is_mine| {
            request.refetch();
            if !is_mine {
                news.set(words.to_owned());
            }
        });
    });
    page_of(request, move |request| view! { <Contents request sending news/> }.into_any())
}

#[component]
fn Contents(request: Request, sending: Sending, news: RwSignal<String>) -> impl IntoView {
    let w = portal::request(use_me().lang);
    ticker::synchronise(request.now);
    let title = format!("{} ({})", request.subject, request.number);
    let told = (!use_query("told").get_untracked().is_empty()).then(|| {
        view! { <Banner tone=Tone::Good icon="circle-check" role="status"><p>{w.told}</p></Banner> }
    });
    let (entries, earlier) = (request.entries.clone(), request.earlier);
    view! {
        <PageTitle text=title refused=sending.is_refused()/>
        <main id="main" class="wrap tk">
            <a class="back" href="/requests"><Icon name="arrow-left"/>{w.back}</a>
            <div class="tk__head">
                <h1>{request.subject.clone()}</h1>
                <p class="tk__meta">
                    <StatusPill status=request.status/><span>{request.number.clone()}</span>
                    <span>{with_moment(w.opened, Some(request.opened.clone()))}</span>
                </p>
            </div>
            {told}
            <StatusLine text=news hidden=true/>
            <div class="tk__grid">
                <div class="tk__main">
                    <Promise request=request.clone()/>
                    <Plan steps=request.plan.clone() status=request.status assignee=request.assignee.clone()/>
                    <section aria-labelledby="conv-h" id="messages">
                        <div class="sec-h"><h2 id="conv-h" class="h2">{w.messages}</h2><span class="c2 t14">{w.newest_first}</span></div>
                        <Reply number=request.number.clone() draft=request.draft.clone() sending/>
                        <Messages number=request.number.clone() entries earlier/>
                    </section>
                </div>
                <aside class="tk__side" aria-label=w.about><Sides request/></aside>
            </div>
        </main>
    }
}

#[component]
fn Sides(request: Request) -> impl IntoView {
    let w = portal::request(use_me().lang);
    let problem = request.problem.clone().map(|problem| {
        view! {
            <section class="side side--quiet">
                <h2>{w.problem}</h2>
                <p class="t14 c2"><a href=format!("/status#{}", problem.number)>{problem.title}</a>". "{w.problem_hint}</p>
            </section>
        }
    });
    let is_active = request.status.is_active() || request.status == Status::Resolved;
    let number = request.number.clone();
    view! {
        <Details request/>
        {is_active.then(|| view! { <Actions number/> })}
        {problem}
    }
}

/// A message with a moment in it, the moment marked for machines.
fn with_moment(pattern: &'static str, stamp: Option<domain::stamp::Stamp>) -> AnyView {
    let Some(stamp) = stamp else { return fill(pattern, &[("at", "")]).into_any() };
    let (before, after) = pattern.split_once("{at}").unwrap_or((pattern, ""));
    view! { {before}<Time stamp/>{after} }.into_any()
}

//! `/requests/{number}`: what was promised, the plan, the conversation, and what the customer can say. Kept live: what
//! changes elsewhere shows up here, region by region, without touching what is being typed.

mod actions;
mod details;
mod load;
mod messages;
mod missing;
mod plan;
mod promised;
mod reply;
mod survey;

use domain::stamp::Stamp;
use domain::tickets::entry::Body;
use domain::tickets::survey::SurveyAnswers;
use domain::tickets::view::{EntryView, RequestPage as Request};
use domain::time::MINUTE_MS;
use domain::words::common::in_sentence;
use domain::words::{fill, portal};
use leptos::prelude::*;

use self::actions::Actions;
use self::details::Details;
use self::load::{AskDutyManager, MoreUrgent, Reply as ReplyFn, WorksAgain, load};
use self::messages::{Messages, names};
pub use self::missing::MissingPage;
use self::plan::Plan;
pub use self::promised::Promised;
use self::reply::Reply;
pub use self::survey::SurveyPage;
use super::address::{use_param, use_query};
use super::parts::{PageTitle, StatusPill, page, place, refusal};
use crate::me::use_me;
use crate::ui::{Banner, Icon, Time, Tone};

/// So long what somebody said is answered on top of the page.
const JUST_SAID_MS: i64 = 10 * MINUTE_MS;

#[component]
pub fn RequestPage() -> impl IntoView {
    page(load(use_param("number"), use_query("before")), |request| view! { <Contents request/> }.into_any())
}

#[component]
fn Contents(request: Request) -> impl IntoView {
    let w = portal::request(use_me().lang);
    let title = format!("{} ({})", request.subject, request.number);
    let told = told(&request).filter(|_| !use_query("told").is_empty()).map(|words| {
        view! { <Banner tone=Tone::Good icon="circle-check" role="status"><p>{words}</p></Banner> }
    });
    let answered = (!use_query("answered").is_empty()).then(|| {
        view! { <Banner tone=Tone::Good icon="circle-check" role="status"><p>{w.missing_sent}</p></Banner> }
    });
    let number = request.number.clone();
    let missing = missing::call(&number, request.missing);
    let survey = (!request.status.is_active() && !is_rated(&request)).then(|| survey::call(&number));
    let is_refused = refusal::<ReplyFn>().is_some()
        || refusal::<MoreUrgent>().is_some()
        || refusal::<WorksAgain>().is_some()
        || refusal::<AskDutyManager>().is_some();
    view! {
        <PageTitle text=title refused=is_refused/>
        <main id="main" class="wrap tk" data-live=number>
            <a class="back" href="/requests"><Icon name="arrow-left"/>{w.back}</a>
            <div class="tk__head"><Head request=request.clone()/></div>
            {told}{answered}
            <div data-region="missing">{missing}{survey}</div>
            <p class="vh" role="status" data-news=w.new_message></p>
            <div class="tk__grid">
                <div class="tk__main"><Main request=request.clone()/></div>
                <aside class="tk__side" aria-label=w.about><Sides request/></aside>
            </div>
        </main>
    }
}

/// Who heard what the reader has just said beside a message; nothing when they said nothing of the kind.
fn told(request: &Request) -> Option<String> {
    let w = portal::request(use_me().lang);
    let is_new = |entry: &&EntryView| entry.mine && request.now.ms_since(entry.at.at) < JUST_SAID_MS;
    request.entries.iter().filter(is_new).find_map(|entry| match &entry.body {
        Body::WorksAgain { .. } => Some(w.told_works.to_owned()),
        Body::MoreUrgent { told, .. } | Body::DutyManager { told, .. } if told.is_empty() => {
            Some(w.told_desk.to_owned())
        }
        Body::MoreUrgent { told, .. } | Body::DutyManager { told, .. } => {
            Some(fill(w.told, &[("names", &names(told))]))
        }
        _ => None,
    })
}

/// Whether the customer said how it went since the request was solved last.
fn is_rated(request: &Request) -> bool {
    let rates = |body: &Body| matches!(body, Body::SurveyAnswered { answers: SurveyAnswers::Solved { .. } });
    let newest = request.entries.iter().map(|entry| &entry.body);
    newest.take_while(|body| !body.solves()).any(rates)
}

#[component]
fn Head(request: Request) -> impl IntoView {
    let w = portal::request(use_me().lang);
    view! {
        <h1>{request.subject}</h1>
        <p class="tk__meta" data-region="state">
            <StatusPill status=request.status/><span>{request.number}</span>
            <span>{with_moment(w.opened, Some(request.opened))}</span>
        </p>
    }
}

#[component]
fn Main(request: Request) -> impl IntoView {
    let w = portal::request(use_me().lang);
    let promised = Promised::from(&request);
    let typed = request.typed.iter().find(|(form, _)| form == "text").map(|(_, text)| text.clone());
    let draft = typed.unwrap_or(request.draft);
    view! {
        <div data-region="promise">{place(promised)}</div>
        <div data-region="plan"><Plan steps=request.plan status=request.status assignee=request.writer/></div>
        <section aria-labelledby="conv-h" id="messages">
            <div class="sec-h"><h2 id="conv-h" class="h2">{w.messages}</h2><span class="c2 t14">{w.newest_first}</span></div>
            <div data-region="reply" data-own=""><Reply number=request.number.clone() draft waiting=request.waiting/></div>
            <div data-region="messages"><Messages number=request.number entries=request.entries earlier=request.earlier/></div>
        </section>
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
    // What is solved neither presses nor works again; a message opens it.
    let is_active = request.status.is_active();
    let (number, typed) = (request.number.clone(), request.typed.clone());
    view! {
        <Details request/>
        {is_active.then(|| view! { <Actions number typed/> })}
        {problem}
    }
}

/// Words with a moment in them, the moment marked for machines.
fn with_moment(pattern: &'static str, stamp: Option<Stamp>) -> AnyView {
    let (before, after) = pattern.split_once("{at}").unwrap_or((pattern, ""));
    let lang = use_me().lang;
    let inside = |stamp: Stamp| match before {
        "" => stamp,
        _ => Stamp { text: in_sentence(lang, &stamp.text), ..stamp },
    };
    view! { {before}{stamp.map(|stamp| view! { <Time stamp=inside(stamp)/> })}{after} }.into_any()
}

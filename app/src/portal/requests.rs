//! `/requests`: the reader's requests, or their company's, each with what is promised next.

use domain::tickets::view::{RequestFilter, RequestList, RequestRow};
use domain::time::Instant;
use domain::words::common::in_sentence;
use domain::words::{common, count, fill, portal};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::address::{use_query, with_query};
use super::parts::{Due, PageTitle, StatusPill, page, place};
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{EmptyState, Icon, LinkButton, Look, Pager};

/// How many of the reader's requests are open.
#[server(prefix = "/fn", endpoint = "requests/open", input = GetUrl)]
pub async fn open_requests() -> Result<u32, AppError> {
    crate::ssr::run(async |b, v| backend::tickets::open_requests(&b, &v).await).await
}

/// A page of the reader's requests that `filter` leaves, after the cursor `after`.
#[server(prefix = "/fn", endpoint = "requests/page", input = GetUrl)]
pub async fn load(filter: RequestFilter, #[server(default)] after: String) -> Result<RequestList, AppError> {
    let after = Some(after).filter(|cursor| !cursor.is_empty());
    crate::ssr::run(async |b, v| backend::tickets::requests(&b, &v, &filter, after.as_deref()).await).await
}

#[component]
pub fn RequestsPage() -> impl IntoView {
    let is_set = |name| !use_query(name).is_empty();
    let (filter, after) =
        (RequestFilter { all: is_set("all"), mine: is_set("mine"), q: use_query("q") }, use_query("after"));
    let is_first = after.is_empty();
    page(load(filter.clone(), after), move |list| view! { <Contents list filter is_first/> }.into_any())
}

#[component]
fn Contents(list: RequestList, filter: RequestFilter, is_first: bool) -> impl IntoView {
    let w = portal::requests(use_me().lang);
    let title = if list.whole_organisation && !filter.mine { w.title_organisation } else { w.title };
    let open = match list.open {
        0 => w.open_none.to_owned(),
        n => count(n.into(), w.open_one, w.open_many),
    };
    let rows = if list.rows.is_empty() {
        view! { <Nothing filter=filter.clone()/> }.into_any()
    } else {
        let rows = list.rows.into_iter().map(|row| view! { <Row row now=list.now/> });
        view! { <h2 class="vh">{w.list}</h2><ul role="list" class="reqs card" data-region="requests">{rows.collect_view()}</ul> }
            .into_any()
    };
    let older = list.next.map(|next| (w.more.to_owned(), address(&filter, &next)));
    let newest = (!is_first).then(|| (w.first.to_owned(), address(&filter, "")));
    view! {
        <PageTitle text=title/>
        <main id="main" class="wrap page rq" data-live="">
            <div class="page__h">
                <div><h1>{title}</h1><p data-region="how-many">{open}</p></div>
                <LinkButton href="/new" look=Look::Primary icon="plus">{portal::frame(use_me().lang).new_request}</LinkButton>
            </div>
            <Bar filter whole_organisation=list.whole_organisation/>
            {rows}
            <Pager label=w.pages before=newest after=older/>
        </main>
    }
}

fn address(filter: &RequestFilter, after: &str) -> String {
    let flag = |is_set| if is_set { "1" } else { "" };
    let parameters =
        [("all", flag(filter.all)), ("mine", flag(filter.mine)), ("q", &filter.q), ("after", after)];
    with_query("/requests", &parameters)
}

/// What the list shows: a plain form that asks for another address.
#[component]
fn Bar(filter: RequestFilter, whole_organisation: bool) -> impl IntoView {
    let w = portal::requests(use_me().lang);
    let whose = whole_organisation || filter.mine;
    view! {
        <form class="bar" role="search" action="/requests">
            <div class="find">
                <Icon name="search"/>
                <label class="vh" for="find">{w.find}</label>
                <input class="input" type="search" id="find" name="q" value=filter.q placeholder=w.find_hint/>
            </div>
            <Select name="all" label=w.which off=w.open_only on=w.everything chosen=filter.all/>
            {whose.then(|| view! { <Select name="mine" label=w.whose off=w.company on=w.mine chosen=filter.mine/> })}
            <button class="btn">{common::common(use_me().lang).search}</button>
        </form>
    }
}

/// One of two, `on` being the one that says something in the address.
#[component]
fn Select(
    name: &'static str,
    label: &'static str,
    off: &'static str,
    on: &'static str,
    chosen: bool,
) -> impl IntoView {
    view! {
        <div class="field">
            <label class="label" for=name>{label}</label>
            <select class="select" id=name name=name>
                <option value="" selected=!chosen>{off}</option>
                <option value="1" selected=chosen>{on}</option>
            </select>
        </div>
    }
}

#[component]
fn Nothing(filter: RequestFilter) -> impl IntoView {
    let w = portal::requests(use_me().lang);
    let all = address(&RequestFilter { all: true, ..filter.clone() }, "");
    if filter.q.is_empty() && filter.all {
        let help = portal::frame(use_me().lang).help;
        view! { <EmptyState icon="inbox" title=w.none text=w.none_hint><a class="btn" href="/help">{help}</a></EmptyState> }.into_any()
    } else if filter.q.is_empty() {
        view! { <EmptyState icon="inbox" title=w.none_open><a class="btn" href=all>{w.show_all}</a></EmptyState> }.into_any()
    } else {
        view! { <EmptyState icon="search-x" title=w.none_fit text=w.none_fit_hint><a class="btn" href=all>{w.show_all}</a></EmptyState> }.into_any()
    }
}

/// One request: what it is, where it stands, what is promised next.
#[component]
pub fn Row(row: RequestRow, now: Instant) -> impl IntoView {
    let w = portal::requests(use_me().lang);
    let class = if row.status.is_active() { "req" } else { "req req--done" };
    let who = match (&row.assignee, row.status.is_active()) {
        (Some(name), true) => fill(w.is_on_it, &[("name", name)]),
        (None, true) if row.is_taken => w.team_has_it.to_owned(),
        (None, true) => w.nobody_yet.to_owned(),
        (_, false) => fill(w.changed, &[("at", &in_sentence(use_me().lang, &row.changed.text))]),
    };
    let requester = row.requester.map(|name| view! { <span>{fill(w.asked_by, &[("name", &name)])}</span> });
    view! {
        <li class=class>
            <div class="req__main">
                <h3><a href=format!("/requests/{}", row.number)>{row.subject}</a></h3>
                <p class="req__meta"><StatusPill status=row.status/><span>{row.number}</span><span>{who}</span>{requester}</p>
            </div>
            {place(Due { status: row.status, promise: row.promise, now })}
        </li>
    }
}

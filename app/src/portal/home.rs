//! `/`: search, the reader's open requests with what was promised, service status, products, answers that worked.

use domain::intake::Unfinished;
use domain::intake::catalogue::product_icon;
use domain::knowledge::{ArticleBrief, HomePage as Home, ProductCard, ServiceState, ServiceView, StatusPage};
use domain::tickets::view::RequestRow;
use domain::time::Instant;
use domain::words::common::in_sentence;
use domain::words::{count, fill, portal};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::address::with_query;
use super::new_request::Begun;
use super::parts::{PageTitle, SearchBox, page, place};
use super::requests::Row;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::Icon;

/// Everything the first page shows.
#[server(prefix = "/fn", endpoint = "home/page", input = GetUrl)]
pub async fn load() -> Result<(Home, Vec<Unfinished>), AppError> {
    let browser = crate::ssr::remembered_request();
    crate::ssr::run(async |b, v| {
        let home = backend::knowledge::home_parts(&b, &v).await?;
        let begun = backend::intake::unfinished(&b, &v, &browser).await?;
        if !v.is_signed_in() {
            return Ok((home, begun));
        }
        let list = backend::tickets::requests(&b, &v, &Default::default(), None).await?;
        let requests = list.rows.into_iter().take(3).collect();
        Ok((Home { requests, open_requests: list.open, ..home }, begun))
    })
    .await
}

#[component]
pub fn HomePage() -> impl IntoView {
    page(load(), |(home, begun)| view! { <Contents home begun/> }.into_any())
}

#[component]
fn Contents(home: Home, begun: Vec<Unfinished>) -> impl IntoView {
    let lang = use_me().lang;
    let w = portal::home(lang);
    let title = home
        .first_name
        .as_deref()
        .map_or_else(|| w.title.to_owned(), |name| fill(w.title_named, &[("name", name)]));
    let often = home.popular_searches.into_iter().map(|words| {
        view! { " "<a href=with_query("/search", &[("q", &words)])>{words.clone()}</a> }
    });
    let often = often.collect_view();
    let has_status = !home.status.services.is_empty();
    let has_requests = !home.requests.is_empty();
    view! {
        <PageTitle text=title.clone()/>
        <main id="main" data-live="">
            <section class="hero">
                <Art/>
                <div class="wrap hero__in">
                    <h1>{title}</h1>
                    {place(SearchBox::default())}
                    {(!often.is_empty()).then(|| view! { <p class="hero__often"><span>{w.often}</span>{often}</p> })}
                </div>
            </section>
            <div class="wrap home">
                {has_requests.then(|| view! { <Open rows=home.requests now=home.now/> })}
                {has_status.then(|| view! { <Status status=home.status/> })}
                <Begun begun class="home__prod"/>
                {(!home.products.is_empty()).then(|| view! { <Products products=home.products/> })}
                {(!home.popular.is_empty()).then(|| view! { <Popular articles=home.popular/> })}
            </div>
        </main>
    }
}

/// The rings behind the heading.
#[component]
pub fn Art() -> impl IntoView {
    let ring = |radius: &'static str, dash: &'static str, turn: &'static str| {
        view! {
            <circle cx="430" cy="220" r=radius pathLength="100" stroke-dasharray=dash stroke-linecap="round"
                transform=format!("rotate({turn} 430 220)")></circle>
        }
    };
    view! {
        <svg class="hero__art" viewBox="0 0 600 420" fill="none" aria-hidden="true">
            <g stroke="currentColor" stroke-width="26">
                {ring("90", "72 100", "-128")}{ring("160", "58 100", "-60")}{ring("230", "80 100", "150")}
            </g>
            <circle cx="430" cy="220" r="22" fill="currentColor"></circle>
        </svg>
    }
}

#[component]
fn Open(rows: Vec<RequestRow>, now: Instant) -> impl IntoView {
    let w = portal::home(use_me().lang);
    view! {
        <section class="home__req" aria-labelledby="h-req">
            <div class="sec-h"><h2 id="h-req">{w.open_requests}</h2><a href="/requests">{w.all_requests}</a></div>
            <ul role="list" class="reqs card card--lift" data-region="requests">
                {rows.into_iter().map(|row| view! { <Row row now/> }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Status(status: StatusPage) -> impl IntoView {
    let w = portal::home(use_me().lang);
    let (well, ill): (Vec<ServiceView>, Vec<ServiceView>) =
        status.services.into_iter().partition(|service| service.state == ServiceState::Up);
    let all_well = ill.is_empty().then(|| view! { <p class="stat__inc w6"><span class="good"><Icon name="circle-check"/></span>{w.all_up}</p> });
    let well = well.into_iter().map(|service| view! { <li><Icon name="circle-check"/>{service.name}</li> });
    view! {
        <aside class="home__status" aria-labelledby="h-st">
            <div class="sec-h"><h2 id="h-st">{w.status}</h2><a href="/status">{w.status_details}</a></div>
            <div class="card card--lift stat">
                {all_well}
                {ill.into_iter().map(|service| view! { <Ill service/> }).collect_view()}
                <ul role="list" class="stat__ok">{well.collect_view()}</ul>
            </div>
        </aside>
    }
}

/// A service that does not do well.
#[component]
fn Ill(service: ServiceView) -> impl IntoView {
    let lang = use_me().lang;
    let w = portal::home(lang);
    let since = service.since.map(|since| fill(w.since, &[("since", &in_sentence(lang, &since.text))]));
    let next =
        service.next_update.map(|next| fill(w.next_update, &[("next", &in_sentence(lang, &next.text))]));
    let when = [since, next].into_iter().flatten().collect::<Vec<_>>().join(" ");
    view! {
        <div class="stat__inc">
            <span class="stat__ic"><Icon name="triangle-alert"/></span>
            <div>
                <p class="w6">{portal::service_sentence(lang, service.state, &service.name)}</p>
                <p class="t14 c2">{service.note}</p>
                <p class="t14 c2 stat__n">{when}</p>
            </div>
        </div>
    }
}

#[component]
fn Products(products: Vec<ProductCard>) -> impl IntoView {
    let w = portal::home(use_me().lang);
    view! {
        <section class="home__prod" aria-labelledby="h-prod">
            <div class="sec-h"><h2 id="h-prod">{w.products}</h2></div>
            <ProductCards products/>
        </section>
    }
}

/// Products as cards that lead to their help.
#[component]
pub fn ProductCards(products: Vec<ProductCard>) -> impl IntoView {
    let w = portal::home(use_me().lang);
    let card = |product: ProductCard| {
        view! {
            <li class="prod">
                <span class="prod__ic"><Icon name=product_icon(&product.icon)/></span>
                <h3><a href=format!("/help/{}", product.id)>{product.name}</a></h3>
                <p>{product.blurb}</p>
                <p class="prod__n num">{count(product.articles.into(), w.articles_one, w.articles_many)}</p>
            </li>
        }
    };
    view! { <ul role="list" class="prods">{products.into_iter().map(card).collect_view()}</ul> }
}

#[component]
fn Popular(articles: Vec<ArticleBrief>) -> impl IntoView {
    let w = portal::home(use_me().lang);
    let item = |article: ArticleBrief| {
        view! { <li><a href=format!("/help/a/{}", article.slug)>{article.title}</a><span class="c2 t14">{article.problem}</span></li> }
    };
    view! {
        <section class="home__pop" aria-labelledby="h-pop">
            <div class="sec-h"><h2 id="h-pop">{w.popular}</h2></div>
            <ul role="list" class="pops">{articles.into_iter().map(item).collect_view()}</ul>
        </section>
    }
}

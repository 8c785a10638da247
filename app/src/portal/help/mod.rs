//! `/help`, `/help/{product}`: what can be read; [`article`]: one of it.

mod article;
mod feedback;

use domain::knowledge::{ArticleBrief, HelpPage as Help};
use domain::words::{fill, portal};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

pub use self::article::ArticlePage;
use super::address::{use_param, with_query};
use super::home::ProductCards;
use super::parts::{PageTitle, SearchBox, page, place};
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{EmptyState, Icon, LinkButton};

/// Every product, and the articles of one of them (of none in particular when `product` is empty).
#[server(prefix = "/fn", endpoint = "help/page", input = GetUrl)]
pub async fn load(#[server(default)] product: String) -> Result<Help, AppError> {
    let product = Some(product).filter(|id| !id.is_empty());
    crate::ssr::run(async |b, v| backend::knowledge::help(&b, &v, product.as_deref()).await).await
}

#[component]
pub fn HelpPage() -> impl IntoView {
    page(load(String::new()), |help| view! { <Products help/> }.into_any())
}

#[component]
pub fn ProductPage() -> impl IntoView {
    page(load(use_param("product")), |help| view! { <Product help/> }.into_any())
}

#[component]
fn Products(help: Help) -> impl IntoView {
    let w = portal::help(use_me().lang);
    let general = (!help.topics.is_empty()).then(|| {
        view! { <Topics topics=help.topics/> }
    });
    view! {
        <PageTitle text=w.title/>
        <main id="main" class="wrap page">
            <div class="page__h"><div><h1>{w.title}</h1><p>{w.intro}</p></div></div>
            {place(SearchBox { on_page: true, ..SearchBox::default() })}
            <div class="secs mt-l"><section><h2 class="vh">{portal::home(use_me().lang).products}</h2><ProductCards products=help.products/></section>{general}</div>
        </main>
    }
}

#[component]
fn Product(help: Help) -> impl IntoView {
    let w = portal::help(use_me().lang);
    let Some(product) = help.product else { return ().into_any() };
    let title = fill(w.product_title, &[("product", &product.name)]);
    let ask = fill(w.ask, &[("product", &product.name)]);
    let nothing = help.topics.is_empty().then(|| view! { <EmptyState icon="book-open" title=w.nothing/> });
    view! {
        <PageTitle text=title.clone()/>
        <main id="main" class="wrap page">
            <a class="back" href="/help"><Icon name="arrow-left"/>{w.title}</a>
            <div class="page__h">
                <div><h1>{title}</h1><p>{product.blurb}</p></div>
                <LinkButton href=with_query("/new", &[("product", &product.id)]) icon="plus">{ask}</LinkButton>
            </div>
            {nothing}
            <Topics topics=help.topics/>
        </main>
    }
    .into_any()
}

/// Articles under their topics.
#[component]
fn Topics(topics: Vec<(String, Vec<ArticleBrief>)>) -> impl IntoView {
    let w = portal::help(use_me().lang);
    let section = |(topic, articles): (String, Vec<ArticleBrief>)| {
        let topic = if topic.is_empty() { w.other_topic.to_owned() } else { topic };
        view! { <section class="help__s"><h2>{topic}</h2><Articles articles/></section> }
    };
    view! { <div class="secs">{topics.into_iter().map(section).collect_view()}</div> }
}

/// Articles as links with the problem they solve.
#[component]
fn Articles(articles: Vec<ArticleBrief>) -> impl IntoView {
    let item = |article: ArticleBrief| {
        view! {
            <li class="hit">
                <h3><a href=format!("/help/a/{}", article.slug)>{article.title}</a></h3>
                <p class="hit__s">{article.problem}</p>
            </li>
        }
    };
    view! { <ul role="list" class="hits">{articles.into_iter().map(item).collect_view()}</ul> }
}

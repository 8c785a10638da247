//! `/search?q=`: articles, known problems and the reader's own requests, narrowed by product.

use domain::knowledge::ProductCard;
use domain::search::{Hit, HitKind, Results};
use domain::words::{count, fill, portal};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use super::address::{use_query, with_query};
use super::parts::{PageTitle, SearchBox, hit_href, page, place};
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{EmptyState, Icon, LinkButton, Look, marked};

/// What was asked for and found, and what it can be narrowed by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found {
    results: Results,
    /// Id of the product that the results are narrowed to; may be empty.
    product: String,
    products: Vec<ProductCard>,
}

/// What the address says for `by` when articles are to be ranked by what they mean, too.
const MEANING: &str = "meaning";

/// Searches for `q`, within `product` unless that is empty; `by` may be [`MEANING`].
#[server(prefix = "/fn", endpoint = "search/page", input = GetUrl)]
pub async fn load(
    #[server(default)] q: String,
    #[server(default)] product: String,
    #[server(default)] by: String,
) -> Result<Found, AppError> {
    let only = Some(product.clone()).filter(|id| !id.is_empty());
    crate::ssr::run(async |b, v| {
        let ask = backend::search::Ask { q, product: only, ..Default::default() };
        let results = backend::search::look(&b, &v, &ask, by == MEANING).await?;
        if results.hits.is_empty() {
            backend::knowledge::missed(&b, &ask.q);
        }
        Ok(Found { results, product, products: backend::knowledge::help(&b, &v, None).await?.products })
    })
    .await
}

#[component]
pub fn SearchPage() -> impl IntoView {
    page(load(use_query("q"), use_query("product"), use_query("by")), |found| {
        view! { <Contents found/> }.into_any()
    })
}

#[component]
fn Contents(found: Found) -> impl IntoView {
    let w = portal::search(use_me().lang);
    let Found { results, product, products } = found;
    let q = results.query.trim().to_owned();
    let title = if q.is_empty() { w.title.to_owned() } else { fill(w.title_for, &[("q", &q)]) };
    view! {
        <PageTitle text=title/>
        <main id="main" class="wrap page">
            <h1>{w.title}</h1>
            {place(SearchBox { text: q.clone(), on_page: true })}
            <div class="side-l mt-l">
                <Facets q=q.clone() product=product.clone() products/>
                <Hits results product/>
            </div>
        </main>
    }
}

#[component]
fn Facets(q: String, product: String, products: Vec<ProductCard>) -> impl IntoView {
    let w = portal::search(use_me().lang);
    let link = |id: String, name: String| {
        let href = with_query("/search", &[("q", &q), ("product", &id)]);
        view! { <a href=href aria-current=(id == product).then_some("true")>{name}</a> }
    };
    let all = link(String::new(), w.all_products.to_owned());
    let links = products.into_iter().map(|product| link(product.id, product.name)).collect_view();
    view! {
        <details class="fold">
            <summary><Icon name="filter"/>{w.filters}<Icon name="chevron-down"/></summary>
            <nav class="facets" aria-label=w.filters><div class="facet"><h2>{w.product}</h2>{all}{links}</div></nav>
        </details>
    }
}

#[component]
fn Hits(results: Results, product: String) -> impl IntoView {
    let w = portal::search(use_me().lang);
    let Results { query, hits, spelling, again } = results;
    let better = with_query("/search", &[("q", &query), ("product", &product), ("by", MEANING)]);
    let total = hits.len() as u64;
    let of_kind = |kind| hits.iter().filter(|hit: &&Hit| hit.kind == kind).cloned().collect::<Vec<_>>();
    let (articles, problems, requests) =
        (of_kind(HitKind::Article), of_kind(HitKind::Problem), of_kind(HitKind::Ticket));
    let found = fill(&count(total, w.found_one, w.found_many), &[("q", &query)]);
    view! {
        <div class="secs sr__l" data-region="hits" data-better=again.then_some(better)>
            {(total > 0).then(|| view! { <p class="found" role="status">{found}</p> })}
            {spelling.map(|better| view! { <Spelling better product=product.clone()/> })}
            {(total == 0).then(|| view! { <Nothing query=query.clone()/> })}
            <Group title=w.problems icon="megaphone" hits=problems/>
            <Group title=w.articles icon="file-text" hits=articles/>
            <Group title=w.requests icon="message-square" hits=requests/>
            <AskUs query/>
        </div>
    }
}

#[component]
fn Spelling(better: String, product: String) -> impl IntoView {
    let w = portal::search(use_me().lang);
    let href = with_query("/search", &[("q", &better), ("product", &product)]);
    view! { <p>{w.spelling}" "<a class="w6" href=href>{better}</a>"?"</p> }
}

#[component]
fn Nothing(query: String) -> impl IntoView {
    let w = portal::search(use_me().lang);
    let (title, hint) = match query.trim() {
        "" => (w.label.to_owned(), w.nothing_typed),
        q => (fill(w.nothing, &[("q", q)]), w.nothing_hint),
    };
    view! { <EmptyState icon="search-x" title text=hint/> }
}

#[component]
fn Group(title: &'static str, icon: &'static str, hits: Vec<Hit>) -> impl IntoView {
    let hit = move |hit: Hit| {
        let href = hit_href(&hit);
        let product = hit.product.map(|product| view! { <p class="hit__m"><span>{product}</span></p> });
        let number = (hit.kind != HitKind::Article).then_some(hit.id);
        view! {
            <li class="hit">
                {number.map(|number| view! { <p class="hit__k"><Icon name=icon/>{number}</p> })}
                <h3><a href=href>{marked(hit.title)}</a></h3>
                <p class="hit__s">{marked(hit.snippet)}</p>
                {product}
            </li>
        }
    };
    (!hits.is_empty()).then(|| {
        view! { <section><h2>{title}</h2><ul role="list" class="hits">{hits.into_iter().map(hit).collect_view()}</ul></section> }
    })
}

#[component]
fn AskUs(query: String) -> impl IntoView {
    let w = portal::search(use_me().lang);
    let href = with_query("/new", &[("subject", query.trim())]);
    view! {
        <section class="card sr__ask">
            <div><h2>{w.ask_title}</h2><p class="c2">{w.ask_hint}</p></div>
            <LinkButton href look=Look::Primary icon="plus">{w.ask}</LinkButton>
        </section>
    }
}

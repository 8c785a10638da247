//! `/desk/search?q=`: tickets, articles, known problems and customers, with what was searched for marked.

use domain::customers::OrganisationRow;
use domain::search::{Hit, HitKind, Results};
use domain::words::{console, count, fill};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use super::hits::{hit_face, hit_link};
use super::parts::{FindForm, PageTitle, loaded, region};
use crate::api::customers::find;
use crate::api::search::search_again;
use crate::browser::focus::is_within;
use crate::console::address::use_query;
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{EmptyState, Icon, marked};

/// Where the page is.
pub const ADDRESS: &str = "/desk/search";
/// Most hits of the page.
const LIMIT: usize = 50;

#[component]
pub fn SearchPage() -> impl IntoView {
    let w = console::desk_search(use_me().lang);
    let q = use_query("q");
    let found = loaded(move || q.get(), |q| find(q, LIMIT));
    let title = Signal::derive(move || match q.get().trim() {
        "" => w.title.to_owned(),
        q => fill(w.title_for, &[("q", q)]),
    });
    view! {
        <PageTitle thing=title area=w.title/>
        <main id="main" class="app__main pg">
            <header class="pg__h"><h1>{w.title}</h1></header>
            <div class="pg__b">
                <FindForm action=ADDRESS q label=w.label go=w.go hint=w.hint/>
                {region(found, |(results, customers)| view! { <Found results customers/> }.into_any())}
            </div>
        </main>
    }
}

#[component]
fn Found(results: Results, customers: Vec<OrganisationRow>) -> impl IntoView {
    let w = console::desk_search(use_me().lang);
    let Results { query, hits, spelling, again } = results;
    let q = query.trim().to_owned();
    let of_kind = |kind| of_kind(&hits, kind);
    let (tickets, problems) = (of_kind(HitKind::Ticket), of_kind(HitKind::Problem));
    let articles = RwSignal::new(of_kind(HitKind::Article));
    if again {
        look_again(q.clone(), articles);
    }
    let others = tickets.len() + problems.len() + customers.len();
    let total = Memo::new(move |_| (others + articles.with(Vec::len)) as u64);
    let searched = q.clone();
    let found = move || fill(&count(total.get(), w.found_one, w.found_many), &[("q", &searched)]);
    let found =
        move || (total.get() > 0).then(|| view! { <p class="found" role="status">{found.clone()}</p> });
    let spelling = spelling.map(|better| {
        let href = with_query(ADDRESS, &[("q", &better)]);
        view! { <p>{w.spelling}" "<a class="w6" href=href>{better}</a>"?"</p> }
    });
    view! {
        <div class="secs">
            {found}
            {spelling}
            {move || (total.get() == 0).then(|| nothing(&q))}
            <Group id="s-t" title=w.tickets hits=tickets/>
            <Group id="s-p" title=w.problems hits=problems/>
            {move || view! { <Group id="s-a" title=w.articles hits=articles.get()/> }}
            <Customers rows=customers/>
        </div>
    }
}

fn of_kind(hits: &[Hit], kind: HitKind) -> Vec<Hit> {
    hits.iter().filter(|hit| hit.kind == kind).cloned().collect()
}

/// Ranks the articles by what they mean, too, once the list is on show; not under the reader's hands.
fn look_again(q: String, articles: RwSignal<Vec<Hit>>) {
    Effect::new(move |_| {
        let q = q.clone();
        spawn_local_scoped(async move {
            if let Ok(Some(better)) = search_again(q, LIMIT).await
                && !is_within("[aria-labelledby=s-a]")
            {
                articles.try_set(of_kind(&better.hits, HitKind::Article));
            }
        });
    });
}

fn nothing(q: &str) -> impl IntoView + use<> {
    let w = console::desk_search(use_me().lang);
    match q {
        "" => view! { <EmptyState icon="search" title=w.start/> },
        q => view! { <EmptyState icon="search-x" title=fill(w.nothing, &[("q", q)]) text=w.nothing_hint/> },
    }
}

#[component]
fn Group(id: &'static str, title: &'static str, hits: Vec<Hit>) -> impl IntoView {
    let total = hits.len();
    let item = |hit: Hit| {
        let (icon, kind) = hit_face(use_me().lang, &hit);
        let product = hit.product.clone().map(|product| view! { <p class="hit__m">{product}</p> });
        let title = hit_link(&hit, marked(hit.title.clone()).into_any());
        view! {
            <li class="hit">
                <p class="hit__k"><Icon name=icon/>{kind}</p>
                <h3>{title}</h3>
                <p class="hit__s">{marked(hit.snippet)}</p>
                {product}
            </li>
        }
    };
    (total > 0).then(|| {
        view! {
            <section aria-labelledby=id>
                <h2 class="t13 w6" id=id>{title}" "<span class="count">{total}</span></h2>
                <ul role="list" class="hits">{hits.into_iter().map(item).collect_view()}</ul>
            </section>
        }
    })
}

#[component]
fn Customers(rows: Vec<OrganisationRow>) -> impl IntoView {
    let lang = use_me().lang;
    let (w, p) = (console::desk_search(lang), console::palette(lang));
    let total = rows.len();
    let item = move |row: OrganisationRow| {
        let open = fill(p.open_tickets, &[("n", &row.open_tickets.to_string())]);
        view! { <li><Icon name="building-2"/><a href=super::customers::address(&row.id)>{row.name}</a><span class="push c2">{open}</span></li> }
    };
    (total > 0).then(|| {
        view! {
            <section aria-labelledby="s-c">
                <h2 class="t13 w6" id="s-c">{w.customers}" "<span class="count">{total}</span></h2>
                <ul role="list" class="rows">{rows.into_iter().map(item).collect_view()}</ul>
            </section>
        }
    })
}

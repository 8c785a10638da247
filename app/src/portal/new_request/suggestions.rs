//! What may solve it before it is sent: known problems first, then articles and the customer's own open requests.

use domain::search::{Hit, HitKind, plain};
use domain::words::{count, fill, portal};
use leptos::prelude::*;

use super::load::Solved;
use crate::me::use_me;
use crate::portal::address::encode;
use crate::portal::parts::{PostForm, hit_href, marked};
use crate::ui::{Button, Icon, StatusLine};

#[component]
pub fn Suggestions(id: String, hits: RwSignal<Vec<Hit>>, asked: RwSignal<bool>) -> impl IntoView {
    let w = portal::suggestions(use_me().lang);
    let found = Signal::derive(move || match (hits.with(Vec::len), asked.get()) {
        (0, false) => w.none.to_owned(),
        (0, true) => w.found_none.to_owned(),
        (n, _) => count(n as u64, w.found_one, w.found_many),
    });
    let intake = id.clone();
    let known = move || of(hits, true).into_iter().map(|hit| known(&intake, hit)).collect_view();
    let others = move || {
        let others = of(hits, false);
        (!others.is_empty()).then(|| {
            let items = others.into_iter().map(|hit| view! { <li>{other(&id, hit)}</li> });
            view! { <ul role="list" class="card sugs">{items.collect_view()}</ul> }
        })
    };
    let carry_on =
        move || (!hits.with(Vec::is_empty)).then(|| view! { <p class="sug__f t14 c2">{w.carry_on}</p> });
    view! {
        <aside class="sug" aria-labelledby="sug-h">
            <div class="sug__h"><h2 id="sug-h">{w.title}</h2><StatusLine text=found/></div>
            {known}{others}{carry_on}
        </aside>
    }
}

/// The known problems among the hits, or everything else.
fn of(hits: RwSignal<Vec<Hit>>, problems: bool) -> Vec<Hit> {
    hits.with(|hits| hits.iter().filter(|hit| (hit.kind == HitKind::Problem) == problems).cloned().collect())
}

/// Opens beside the form, so that what was typed stays.
fn address(id: &str, hit: &Hit) -> String {
    match hit.kind {
        HitKind::Article => format!("/help/a/{}?i={}", hit.id, encode(id)),
        HitKind::Problem | HitKind::Ticket => hit_href(hit),
    }
}

fn known(id: &str, hit: Hit) -> impl IntoView + use<> {
    let w = portal::suggestions(use_me().lang);
    let (href, again) = (address(id, &hit), address(id, &hit));
    let solved = answered(id, &hit);
    view! {
        <article class="known">
            <p class="known__k"><Icon name="megaphone"/>{w.known}</p>
            <h3><a href=href target="_blank">{marked(hit.title)}</a></h3>
            <p>{marked(hit.snippet)}</p>
            <div class="row row--wrap"><a class="btn btn--primary" href=again target="_blank">{w.see_workaround}</a>{solved}</div>
        </article>
    }
}

fn other(id: &str, hit: Hit) -> impl IntoView + use<> {
    let w = portal::suggestions(use_me().lang);
    let href = address(id, &hit);
    let is_article = hit.kind == HitKind::Article;
    let solved = is_article.then(|| answered(id, &hit));
    let own = (!is_article).then(|| {
        view! { <p class="known__k"><Icon name="message-square"/>{w.own}", "{hit.id.clone()}</p> }
    });
    view! {
        {own}
        <a href=href target="_blank">{marked(hit.title)}</a>
        <p class="t14 c2">{marked(hit.snippet)}</p>
        {solved}
    }
}

/// "This answered my question", named after what did for those who hear buttons alone.
fn answered(id: &str, hit: &Hit) -> impl IntoView + use<> {
    let w = portal::suggestions(use_me().lang);
    let label = fill(w.answered_by, &[("title", &plain(&hit.title))]);
    let (id, by) = (id.to_owned(), hit.id.clone());
    view! {
        <PostForm<Solved>>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="by" value=by/>
            <Button small=true icon="check" attr:title=label>{w.answered}</Button>
        </PostForm<Solved>>
    }
}

//! Articles beside the ticket: what fits its subject, what is searched for, and the way into the message.

use domain::knowledge::desk::SentArticle;
use domain::search::{Hit, HitKind, plain};
use domain::words::{console, count, fill};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use super::super::super::composer::Composer;
use super::super::super::kb;
use super::super::state::Ticket;
use crate::api::knowledge::sent_articles;
use crate::api::search::suggest;
use crate::api::tickets::articles;
use crate::browser::latest::{TYPING, latest};
use crate::me::use_me;
use crate::ui::{Button, Icon, Pill, StatusLine, Tone, marked};

#[component]
pub fn Knowledge(ticket: Ticket, composer: Composer) -> impl IntoView {
    let w = console::context(use_me().lang);
    let hits = RwSignal::new(Vec::<Hit>::new());
    let found = RwSignal::new(None::<usize>);
    let suggested = move || {
        spawn_local_scoped(async move {
            let product = ticket.now(|page| page.product.as_ref().map(|product| product.id.clone()));
            let subject = ticket.now(|page| page.subject.clone());
            let fitting = suggest(subject, product.unwrap_or_default()).await.unwrap_or_default();
            hits.try_set(fitting.into_iter().filter(|hit| hit.kind == HitKind::Article).collect());
        });
    };
    Effect::new(move |_| suggested());
    let search = latest(TYPING, articles, move |answer| {
        let answer = answer.unwrap_or_default();
        found.set(Some(answer.len()));
        hits.set(answer);
    });
    let typed = move |event| {
        let q = event_target_value(&event);
        if q.trim().is_empty() {
            found.set(None);
            suggested();
        } else {
            search(q);
        }
    };
    // One key leads here, Enter takes the first one.
    let take_first = move |event: KeyboardEvent| {
        let first = hits.with_untracked(|hits| hits.first().cloned()).filter(|_| event.key() == "Enter");
        if let Some(hit) = first {
            event.prevent_default();
            insert(composer, &hit);
        }
    };
    let said = Signal::derive(move || match found.get() {
        None => w.suggested.to_owned(),
        Some(0) => w.found_none.to_owned(),
        Some(n) => count(n as u64, w.found_one, w.found_many),
    });
    let item = move |hit: Hit| view! { <Article hit composer/> };
    view! {
        <section>
            <label class="vh" for="kbq">{w.search}</label>
            <div class="find"><Icon name="search"/><input class="input" id="kbq" type="search" autocomplete="off" placeholder=w.search aria-describedby="kbq-h" on:input=typed on:keydown=take_first/></div>
            <p class="vh" id="kbq-h">{w.search_enter}</p>
            <StatusLine text=said/>
        </section>
        <section class="kbs"><ul role="list"><For each=move || hits.get() key=|hit| hit.id.clone() children=item/></ul></section>
        <Sent ticket/>
    }
}

/// What was sent already, and what of it solved the ticket.
#[component]
fn Sent(ticket: Ticket) -> impl IntoView {
    let h = console::kb_health(use_me().lang);
    let sent = RwSignal::new(Vec::<SentArticle>::new());
    ticket.at_each_version(move || {
        spawn_local_scoped(async move {
            if let Ok(articles) = sent_articles(ticket.number()).await {
                sent.try_set(articles);
            }
        });
    });
    let item = move |article: SentArticle| {
        let solved = article
            .solved
            .then(|| view! { " "<Pill tone=Tone::Good icon="circle-check">{h.solved_it}</Pill> });
        view! { <li><a href=kb::address(&article.id)>{article.title}</a>{solved}</li> }
    };
    move || {
        let articles = sent.get();
        (!articles.is_empty()).then(|| {
            let items = articles.into_iter().map(item).collect_view();
            view! { <section aria-labelledby="kb-sent"><h2 class="ctx__h" id="kb-sent">{h.sent_here}</h2><ul role="list" class="rows">{items}</ul></section> }
        })
    }
}

/// Where its readers find it.
fn public(hit: &Hit) -> String {
    format!("/help/a/{}", hit.id)
}

fn insert(composer: Composer, hit: &Hit) {
    composer.insert_link(&plain(&hit.title), &public(hit));
}

#[component]
fn Article(hit: Hit, composer: Composer) -> impl IntoView {
    let w = console::context(use_me().lang);
    let path = public(&hit);
    let label = fill(w.insert_of, &[("title", &plain(&hit.title))]);
    let insert = {
        let hit = hit.clone();
        move |_| insert(composer, &hit)
    };
    let snippet =
        (!hit.snippet.is_empty()).then(|| view! { <p class="c2">{marked(hit.snippet.clone())}</p> });
    view! {
        <li class="kbi">
            <h2><a href=path target="_blank" rel="noopener">{marked(hit.title)}</a></h2>
            {snippet}
            <div class="row"><Button kind="button" small=true icon="plus" attr:aria-label=label on:click=insert>{w.insert}</Button></div>
        </li>
    }
}

//! `/desk/kb/health`: articles that somebody should look at, what readers looked for in vain, and what spares requests.

use domain::access::Action as Deed;
use domain::knowledge::desk::{Health, HealthRow, MissedSearch};
use domain::words::{console, count, fill};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use super::super::parts::{Loaded, PageTitle, loaded, region};
use super::{address, tabs};
use crate::api::knowledge::{article_still_right, knowledge_health, settle_search};
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{Button, EmptyState, LinkButton, TabLinks, use_toasts};

#[component]
pub fn HealthPage() -> impl IntoView {
    let w = console::kb(use_me().lang);
    let h = console::kb_health(use_me().lang);
    let data = loaded(|| (), |()| knowledge_health());
    view! {
        <PageTitle thing=h.title area=w.title/>
        <main id="main" class="app__main pg">
            <header class="pg__h"><h1>{h.heading}</h1></header>
            <div class="pg__b">
                <TabLinks label=w.tabs tabs=tabs(None, "", None)/>
                {region(data, move |health| view! { <Contents health data/> }.into_any())}
            </div>
        </main>
    }
}

#[component]
fn Contents(health: Health, data: Loaded<Health>) -> impl IntoView {
    let h = console::kb_health(use_me().lang);
    let number =
        |one: &'static str, many: &'static str| move |row: &HealthRow| count(row.n.unsigned_abs(), one, many);
    let unhelpful = number(h.unhelpful_one, h.unhelpful_many);
    let why = move |row: &HealthRow| {
        let reason = if row.note.is_empty() { String::new() } else { format!(": “{}”", row.note) };
        unhelpful(row) + &reason
    };
    view! {
        <div class="kb__h">
            <Part id="h-due" title=h.due checks=data rows=health.due said=|row: &HealthRow| fill(console::kb_health(use_me().lang).due_since, &[("at", &row.note)])/>
            <Part id="h-no" title=h.unhelpful rows=health.unhelpful said=why/>
            <Part id="h-old" title=h.stale checks=data rows=health.stale said=|row: &HealthRow| fill(console::kb_health(use_me().lang).stale_why, &[("version", &row.note)])/>
            <Missed searches=health.missed data/>
            <Part id="h-yes" title=h.deflecting rows=health.deflecting said=number(h.deflecting_one, h.deflecting_many)/>
        </div>
    }
}

/// Articles of one kind, each with what is said about it and the way to it.
#[component]
fn Part(
    id: &'static str,
    title: &'static str,
    rows: Vec<HealthRow>,
    said: impl Fn(&HealthRow) -> String + 'static,
    /// What is read anew once somebody has said that an article is right as it is; without it nobody is asked.
    #[prop(optional)]
    checks: Option<Loaded<Health>>,
) -> impl IntoView {
    let h = console::kb_health(use_me().lang);
    let viewer = use_me().viewer();
    let may_write = viewer.may(Deed::WriteArticle);
    let checks = checks.filter(|_| viewer.may(Deed::PublishArticle));
    let none = rows.is_empty().then(|| view! { <p class="c2">{h.none}</p> });
    let item = |row: HealthRow| {
        let words = said(&row);
        let (of, also) = (format!(" “{}”", row.title), format!(" “{}”", row.title));
        let edit = format!("{}/edit", address(&row.id));
        let right = checks.map(|data| {
            let (id, title) = (row.id.clone(), row.title.clone());
            let check = move |_| check_off(data, id.clone(), title.clone());
            view! { <Button kind="button" small=true icon="check" on:click=check>{h.still_right}<span class="vh">{of}</span></Button> }
        });
        let improve = may_write
            .then(|| view! { <LinkButton small=true href=edit>{h.improve}<span class="vh">{also}</span></LinkButton> });
        view! {
            <li>
                <div class="grow"><a href=address(&row.id)>{row.title}</a><p class="c2 t12">{words}</p></div>
                <span class="row row--tight push">{right}{improve}</span>
            </li>
        }
    };
    let items = rows.into_iter().map(item).collect_view();
    view! {
        <section class="card box" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {none}
            <ul role="list" class="rows">{items}</ul>
        </section>
    }
}

/// Says that the article is right as it is, and reads the page anew.
fn check_off(data: Loaded<Health>, id: String, title: String) {
    let (toasts, lang) = (use_toasts(), use_me().lang);
    spawn_local_scoped(async move {
        match article_still_right(id).await {
            Ok(_) => toasts.say(fill(console::kb_health(lang).still_right_done, &[("title", &title)])),
            Err(error) => toasts.warn(error.sentence(lang)),
        }
        data.refetch();
    });
}

/// Searches that found nothing: an article can be written for each.
#[component]
fn Missed(searches: Vec<MissedSearch>, data: Loaded<Health>) -> impl IntoView {
    let h = console::kb_health(use_me().lang);
    let may_write = use_me().viewer().may(Deed::WriteArticle);
    let settle = Action::new(|words: &String| settle_search(words.clone()));
    let (toasts, lang) = (use_toasts(), use_me().lang);
    Effect::new(move |_| match settle.value().get() {
        Some(Ok(())) => data.refetch(),
        Some(Err(error)) => toasts.warn(error.sentence(lang)),
        None => {}
    });
    let none = searches.is_empty().then(|| view! { <EmptyState icon="search" title=h.missed_none/> });
    let item = move |MissedSearch { words, n }: MissedSearch| {
        let times = count(n.unsigned_abs(), h.missed_one, h.missed_many);
        let write = with_query("/desk/kb/new", &[("title", &words)]);
        let (of, gone) = (format!(" “{words}”"), words.clone());
        let also = of.clone();
        let drop_it = move |_| drop(settle.dispatch_local(gone.clone()));
        let actions = may_write.then(|| {
            view! {
                <LinkButton small=true href=write>{h.write}<span class="vh">{of}</span></LinkButton>
                <Button kind="button" small=true on:click=drop_it>{h.settle}<span class="vh">{also}</span></Button>
            }
        });
        view! { <li><div class="grow"><p>{words}</p><p class="c2 t12">{times}</p></div><span class="row row--tight push">{actions}</span></li> }
    };
    view! {
        <section class="card box" aria-labelledby="h-missed">
            <h2 id="h-missed">{h.missed}</h2>
            {none}
            <ul role="list" class="rows">{searches.into_iter().map(item).collect_view()}</ul>
        </section>
    }
}

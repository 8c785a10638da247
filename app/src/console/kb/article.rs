//! `/desk/kb/{id}`: the newest version as readers will see it, how far it is, and what moves it on.

use domain::access::Action as Deed;
use domain::knowledge::desk::{DeskArticle, VersionRow};
use domain::knowledge::writing::{ArticleState, Field, Move};
use domain::words::{console, fill};
use leptos::ev::{MouseEvent, SubmitEvent};
use leptos::prelude::*;
use leptos::{wasm_bindgen::JsCast, web_sys};
use leptos_router::hooks::use_params_map;

use super::super::admin::dialog::{Buttons, open_while, summary};
use super::super::parts::{Loaded, PageTitle, loaded, refused_page, region_or};
use super::{ADDRESS, StatePills, address};
use crate::api::knowledge::{move_article, read_article};
use crate::browser::form::fields;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Banner, Button, Dialog, Icon, LinkButton, Look, Prose, TextArea, Tone, use_toasts};

/// The part of the address that names the article.
#[must_use]
pub fn use_article() -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.read().get("article").unwrap_or_default())
}

#[component]
pub fn ArticlePage() -> impl IntoView {
    let id = use_article();
    let page = loaded(move || id.get(), read_article);
    let view = region_or(page, move |article| view! { <Contents article page/> }.into_any(), refused_page);
    view! { <main id="main" class="app__main pg">{view}</main> }
}

#[component]
fn Contents(article: DeskArticle, page: Loaded<DeskArticle>) -> impl IntoView {
    let w = console::kb(use_me().lang);
    let title = article.form.get(Field::Title).to_owned();
    let lang = article.form.get(Field::Lang).to_owned();
    let problem = article.form.optional(Field::Problem);
    let due = article.is_due.then(|| {
        view! { <Banner tone=Tone::Risk icon="calendar-clock"><p>{w.due}</p></Banner> }
    });
    view! {
        <PageTitle thing=title.clone() area=w.title/>
        <header class="rec">
            <div>
                <p class="crumb"><a href=ADDRESS><Icon name="arrow-left"/>{w.title}</a></p>
                <div class="row row--wrap"><h1>{title}</h1><StatePills standing=article.standing/></div>
            </div>
            <Moves article=article.clone() page/>
        </header>
        <div class="pg__b">
            {due}
            <div class="side-r">
                <article class="card box kb__text" lang=lang>
                    {problem.map(|problem| view! { <p class="kb__problem">{problem}</p> })}
                    <Rendered html=article.html.clone()/>
                </article>
                <div class="secs"><About article=article.clone()/><Numbers article=article.clone()/><Versions article/></div>
            </div>
        </div>
    }
}

/// Markdown as readers will see it. What it links to opens beside the console.
#[component]
pub fn Rendered(html: String) -> impl IntoView {
    let aside = |event: MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if let Some(link) = target.and_then(|element| element.closest("a").ok().flatten()) {
            // Fails only for names that are not valid.
            link.set_attribute("target", "_blank").ok();
        }
    };
    view! { <div on:click=aside><Prose html/></div> }
}

/// What can be done with it now.
#[component]
fn Moves(article: DeskArticle, page: Loaded<DeskArticle>) -> impl IntoView {
    let me = use_me();
    let lang = me.lang;
    let w = console::kb(lang);
    let (viewer, standing) = (me.viewer(), article.standing);
    let edit = viewer.may(Deed::WriteArticle).then(|| {
        view! { <LinkButton href=format!("{}/edit", address(&article.id)) icon="square-pen">{w.edit}</LinkButton> }
    });
    let is_read = standing.state == ArticleState::Published;
    let help = is_read.then(|| {
        let href = format!("/help/a/{}", article.slug);
        view! { <a class="btn" href=href target="_blank" rel="noopener"><Icon name="external-link"/>{w.in_help}</a> }
    });
    let asking = RwSignal::new(None::<Move>);
    let step = use_step(&article, asking, page);
    let button = move |deed: Move| {
        let look = if deed == Move::Publish { Look::Primary } else { Look::Plain };
        let press = move |_| match deed {
            Move::Return | Move::Archive => asking.set(Some(deed)),
            Move::Send | Move::Publish => drop(step.dispatch_local((deed, String::new()))),
        };
        view! { <Button kind="button" look on:click=press>{console::article_move(lang, deed)}</Button> }
    };
    view! {
        <div class="row row--wrap push">{help}{edit}{standing.moves(&viewer).into_iter().map(button).collect_view()}</div>
        {move || asking.get().map(|deed| view! { <AskDialog deed asking step/> })}
    }
}

type Step = Action<(Move, String), Result<Move, AppError>>;

/// Makes a move on the version that is on show, then shows what came of it.
fn use_step(article: &DeskArticle, asking: RwSignal<Option<Move>>, page: Loaded<DeskArticle>) -> Step {
    let lang = use_me().lang;
    let (id, head, standing) = (article.id.clone(), article.head, article.standing);
    let step = Action::new(move |(deed, note): &(Move, String)| {
        let (moved, deed) = (move_article(id.clone(), head, *deed, note.clone()), *deed);
        async move { moved.await.map(|_| deed) }
    });
    let toasts = use_toasts();
    Effect::new(move |_| match step.value().get() {
        Some(Ok(deed)) => {
            let state = console::article_state(lang, standing.after(deed).stage);
            toasts.say(fill(console::kb(lang).moved, &[("state", state)]));
            page.refetch();
        }
        // A dialog says it itself.
        Some(Err(error)) if asking.get_untracked().is_none() => {
            toasts.warn(error.sentence(lang));
            page.refetch();
        }
        _ => {}
    });
    step
}

/// Asks before a move that needs a reason or takes something away.
#[component]
fn AskDialog(deed: Move, asking: RwSignal<Option<Move>>, step: Step) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::kb(lang);
    let open = open_while(asking);
    let needs_reason = deed == Move::Return;
    let (title, hint) =
        if needs_reason { (w.give_back_title, w.give_back_hint) } else { (w.archive_title, w.archive_hint) };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let note = fields(&event).get("note").cloned().unwrap_or_default();
        step.dispatch_local((deed, note));
    };
    view! {
        <Dialog open id="ask" title>
            <p class="c2">{hint}</p>
            <form class="form" novalidate on:submit=submit>
                {move || summary(step.value().get().and_then(Result::err))}
                {needs_reason.then(|| view! { <TextArea id="note" label=w.reason rows=3/> })}
                <Buttons open go=console::article_move(lang, deed) bad=!needs_reason/>
            </form>
        </Dialog>
    }
}

/// What its authors said about it.
#[component]
fn About(article: DeskArticle) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::kb(lang);
    let shown = article.shown;
    let fact = |field: Field| {
        let text = shown.optional(field)?;
        let text = match field {
            Field::Origins => origins(&shown.list(field)).into_any(),
            Field::Audience => domain::knowledge::Audience::parse(&text)
                .map(|audience| console::audience_name(lang, &audience))
                .into_any(),
            Field::Slug => format!("/help/a/{text}").into_any(),
            _ => text.into_any(),
        };
        Some(view! { <div><dt>{console::field_name(lang, field)}</dt><dd>{text}</dd></div> })
    };
    let known = [
        Field::Product,
        Field::Topic,
        Field::Versions,
        Field::Audience,
        Field::Lang,
        Field::Keywords,
        Field::Slug,
        Field::Owner,
        Field::ReviewOn,
        Field::Related,
        Field::Origins,
    ];
    let facts = known.into_iter().filter_map(fact).collect_view();
    let source = article.source_url.map(|address| {
        let href = address.clone();
        let link = view! { <a href=href rel="external noopener noreferrer">{address}</a> };
        view! { <div><dt>{w.source}</dt><dd>{link}</dd></div> }
    });
    let licence = article.licence.map(|licence| view! { <div><dt>{w.licence}</dt><dd>{licence}</dd></div> });
    view! {
        <section class="card box" aria-labelledby="kb-about">
            <h2 id="kb-about">{w.about}</h2><dl class="facts">{facts}{source}{licence}</dl>
        </section>
    }
}

fn origins(numbers: &[String]) -> impl IntoView + use<> {
    let link = |number: &String| {
        view! { <a href=format!("/desk/t/{number}")>{number.clone()}</a>" " }
    };
    numbers.iter().map(link).collect_view()
}

/// How often it was read, and what readers said.
#[component]
fn Numbers(article: DeskArticle) -> impl IntoView {
    let w = console::kb(use_me().lang);
    let number = |name: &'static str, n: i64| view! { <div><dt>{name}</dt><dd class="num">{n}</dd></div> };
    let reasons = (!article.reasons.is_empty()).then(|| {
        let item = |reason: String| view! { <li><p class="plain">{reason}</p></li> };
        let items = article.reasons.into_iter().map(item).collect_view();
        view! { <h3 class="t12 c2 mt">{w.reasons}</h3><ul role="list" class="rows">{items}</ul> }
    });
    view! {
        <section class="card box" aria-labelledby="kb-numbers">
            <h2 id="kb-numbers">{w.numbers}</h2>
            <dl class="facts">
                {number(w.views, article.views)}
                {number(w.helped, article.helped)}
                {number(w.not_helped, article.not_helped)}
                {number(w.deflected, article.deflected)}
                {number(w.sent, article.sent)}
                {number(w.solved, article.solved)}
            </dl>
            {reasons}
        </section>
    }
}

#[component]
fn Versions(article: DeskArticle) -> impl IntoView {
    let w = console::kb(use_me().lang);
    let compare = (article.versions.len() > 1).then(|| {
        view! { <LinkButton small=true href=format!("{}/versions", address(&article.id)) icon="history">{w.compare}</LinkButton> }
    });
    let item = |row: VersionRow| view! { <li><Version row/></li> };
    view! {
        <section class="card box" aria-labelledby="kb-versions">
            <header><h2 id="kb-versions">{w.versions}</h2>{compare}</header>
            <ul role="list" class="rows">{article.versions.into_iter().take(8).map(item).collect_view()}</ul>
        </section>
    }
}

/// A version: its number, who made it and when, and who let readers see it.
#[component]
pub fn Version(row: VersionRow) -> impl IntoView {
    let w = console::kb(use_me().lang);
    let number = fill(w.version, &[("n", &row.version.to_string())]);
    let made = match &row.by {
        Some(by) => fill(w.version_by, &[("by", by), ("at", &row.at.text)]),
        None => row.at.text.clone(),
    };
    let published = row.published.map(|(by, at)| match by {
        Some(by) => fill(w.approved, &[("by", &by), ("at", &at.text)]),
        None => fill(w.approved_at, &[("at", &at.text)]),
    });
    let live = row.is_live.then(|| view! { <p class="t12">{w.live}</p> });
    view! {
        <div class="grow">
            <p><span class="w5">{number}</span>" "<span class="c2 t12">{made}</span></p>
            {(!row.note.is_empty()).then(|| view! { <p class="plain">{row.note}</p> })}
            {published.map(|words| view! { <p class="t12 c2">{words}</p> })}
            {live}
        </div>
    }
}

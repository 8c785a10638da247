//! What may solve it before it is sent: known problems first, then articles and the customer's own open requests.

use domain::search::{Hit, HitKind, Why, matched, plain};
use domain::words::{count, fill, portal};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::wasm_bindgen::JsCast;
use leptos::{ev, web_sys};
use serde::{Deserialize, Serialize};

use super::load::{Solved, Suggest};
use crate::browser::http;
use crate::browser::latest::{TYPING, latest};
use crate::me::use_me;
use crate::portal::address::encode;
use crate::portal::parts::{Part, hit_href};
use crate::ui::{Icon, StatusLine, marked};

/// Words that are named as the reason for a suggestion.
const NAMED: usize = 3;
/// How much of a description is looked at, in characters.
const LOOKED_AT: usize = 900;

/// The answers to a description, as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Answers {
    /// The intake's.
    pub id: String,
    pub hits: Vec<Hit>,
    /// Something was described already.
    pub asked: bool,
}

impl Part for Answers {
    const NAME: &'static str = "answers";
    const CLASS: &'static str = "";

    fn view(self) -> AnyView {
        let (hits, asked) = (RwSignal::new(self.hits), RwSignal::new(self.asked));
        let id = self.id.clone();
        let ask = latest(
            TYPING,
            move |text| look(id.clone(), text),
            move |found| {
                asked.set(true);
                hits.set(found);
            },
        );
        Effect::new(move |_| {
            let ask = ask.clone();
            let listener = window_event_listener(ev::input, move |event| {
                if let Some(text) = described(&event) {
                    ask(text)
                }
            });
            on_cleanup(move || listener.remove());
        });
        view! { <Shown id=self.id hits asked/> }.into_any()
    }
}

/// Subject and description as typed so far, when one of them was typed into.
fn described(event: &ev::Event) -> Option<String> {
    let target: web_sys::Element = event.target()?.dyn_into().ok()?;
    if !matches!(target.id().as_str(), "subject" | "text") {
        return None;
    }
    let subject: web_sys::HtmlInputElement = document().get_element_by_id("subject")?.dyn_into().ok()?;
    let text: web_sys::HtmlTextAreaElement = document().get_element_by_id("text")?.dyn_into().ok()?;
    let both = format!("{}\n{}", subject.value(), text.value());
    Some(both.chars().take(LOOKED_AT).collect())
}

/// What may answer an unfinished description; none when the desk does not answer.
async fn look(id: String, text: String) -> Vec<Hit> {
    let Ok(fields) = web_sys::UrlSearchParams::new() else { return Vec::new() };
    fields.append("id", &id);
    fields.append("text", &text);
    let answer = http::post(Suggest::url(), &fields, http::JSON).await.filter(|answer| answer.is_ok);
    answer.and_then(|answer| leptos::serde_json::from_str(&answer.text).ok()).unwrap_or_default()
}

#[component]
fn Shown(id: String, hits: RwSignal<Vec<Hit>>, asked: RwSignal<bool>) -> impl IntoView {
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
    let (solved, because) = (answered(id, &hit), because(&hit));
    view! {
        <article class="known">
            <p class="known__k"><Icon name="megaphone"/>{w.known}</p>
            <h3><a href=href target="_blank">{marked(hit.title)}</a></h3>
            <p>{marked(hit.snippet)}</p>
            {because}
            <div class="row row--wrap"><a class="btn btn--primary" href=again target="_blank">{w.see_workaround}</a>{solved}</div>
        </article>
    }
}

fn other(id: &str, hit: Hit) -> impl IntoView + use<> {
    let w = portal::suggestions(use_me().lang);
    let href = address(id, &hit);
    let (is_article, because) = (hit.kind == HitKind::Article, because(&hit));
    let solved = is_article.then(|| answered(id, &hit));
    let own = (!is_article).then(|| {
        view! { <p class="known__k"><Icon name="message-square"/>{w.own}", "{hit.id.clone()}</p> }
    });
    view! {
        {own}
        <a href=href target="_blank">{marked(hit.title)}</a>
        <p class="t14 c2">{marked(hit.snippet)}</p>
        {because}
        {solved}
    }
}

/// Why it is suggested, beside being a known problem or a request of one's own, which stands above it anyway.
fn because(hit: &Hit) -> impl IntoView + use<> {
    let w = portal::suggestions(use_me().lang);
    let has = |why| hit.why.contains(&why);
    let words = has(Why::Words).then(|| matched(hit, NAMED).join(", "));
    let same = if has(Why::Topic) { Some(w.why_topic) } else { has(Why::Product).then_some(w.why_product) };
    let reasons: Vec<String> = same
        .map(str::to_owned)
        .into_iter()
        .chain(words.map(|words| fill(w.why_words, &[("words", &words)])))
        .collect();
    (!reasons.is_empty()).then(|| view! { <p class="t13 c3">{reasons.join(" · ")}</p> })
}

/// "This answered my question", named after what did for those who hear buttons alone.
fn answered(id: &str, hit: &Hit) -> impl IntoView + use<> {
    let w = portal::suggestions(use_me().lang);
    let label = fill(w.answered_by, &[("title", &plain(&hit.title))]);
    let (id, by) = (id.to_owned(), hit.id.clone());
    view! {
        <form method="post" action=Solved::url()>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="by" value=by/>
            <button class="btn btn--sm" title=label><Icon name="check"/>{w.answered}</button>
        </form>
    }
}

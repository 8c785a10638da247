//! The search field: a plain form, and with scripts a combobox that suggests as one types.

use domain::search::{Hit, HitKind, plain};
use domain::words::{common, count, portal};
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use serde::{Deserialize, Serialize};

use super::{Part, hit_href};
use crate::api::search::Suggest;
use crate::browser::http;
use crate::browser::latest::{TYPING, latest};
use crate::browser::page::leave_for;
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{Icon, StatusLine};

/// What the list under the field shows.
#[derive(Clone, Copy)]
struct List {
    hits: RwSignal<Vec<Hit>>,
    active: RwSignal<Option<usize>>,
    open: RwSignal<bool>,
    field: NodeRef<html::Input>,
}

impl List {
    fn new() -> Self {
        let (hits, active) = (RwSignal::new(Vec::new()), RwSignal::new(None));
        Self { hits, active, open: RwSignal::new(false), field: NodeRef::new() }
    }

    fn show(self, hits: Vec<Hit>) {
        self.active.set(None);
        self.open.set(!hits.is_empty());
        self.hits.set(hits);
    }

    fn step(self, forward: bool) {
        let count = self.hits.with_untracked(Vec::len);
        self.open.set(count > 0);
        self.active.update(|active| *active = stepped(*active, count, forward));
    }

    /// Closes the list, or clears the field when it is closed already.
    fn escape(self) {
        if self.open.get_untracked() {
            self.open.set(false);
            self.active.set(None);
        } else if let Some(field) = self.field.get_untracked() {
            field.set_value("");
        }
    }

    fn chosen(self) -> Option<String> {
        let active = self.active.get_untracked().filter(|_| self.open.get_untracked())?;
        self.hits.with_untracked(|hits| hits.get(active).map(hit_href))
    }
}

/// The option after or before `active` among `count`; beyond both ends lies the field itself.
fn stepped(active: Option<usize>, count: usize, forward: bool) -> Option<usize> {
    match (active, forward) {
        (None, true) => (count > 0).then_some(0),
        (None, false) => count.checked_sub(1),
        (Some(at), true) => (at + 1 < count).then_some(at + 1),
        (Some(at), false) => at.checked_sub(1),
    }
}

/// A search field.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct SearchBox {
    pub text: String,
    /// On a plain page rather than on the home page's banner.
    pub on_page: bool,
}

impl Part for SearchBox {
    const NAME: &'static str = "search";
    const CLASS: &'static str = "";

    fn view(self) -> AnyView {
        let lang = use_me().lang;
        let w = portal::search(lang);
        let list = List::new();
        let ask = latest(TYPING, suggestions, move |hits| list.show(hits));
        let on_key = move |event: KeyboardEvent| key(list, &event);
        let found = Signal::derive(move || match list.open.get() {
            true => count(list.hits.with(Vec::len) as u64, w.suggestions_one, w.suggestions_many),
            false => String::new(),
        });
        let class = if self.on_page { "search search--plain" } else { "search" };
        view! {
            <form class=class role="search" action="/search">
                <label class="vh" for="q">{w.label}</label>
                <Icon name="search"/>
                <input id="q" name="q" class="search__in" type="search" value=self.text placeholder=portal::home(lang).search_placeholder
                    autocomplete="off" role="combobox" aria-autocomplete="list" aria-controls="q-list"
                    aria-expanded=move || if list.open.get() { "true" } else { "false" }
                    aria-activedescendant=move || list.active.get().map(|at| format!("q-{at}"))
                    node_ref=list.field on:keydown=on_key on:blur=move |_| list.open.set(false)
                    on:input=move |event| ask(event_target_value(&event))/>
                <div id="q-list" class="opts" role="listbox" aria-label=w.suggestions hidden=move || !list.open.get()
                    on:mousedown=|event| event.prevent_default()>
                    {move || list.hits.get().into_iter().enumerate().map(|(at, hit)| option(list, at, hit)).collect_view()}
                </div>
                <button class="btn btn--primary search__go">{common::common(lang).search}</button>
                <StatusLine text=found hidden=true/>
            </form>
        }
        .into_any()
    }
}

/// Answers to an unfinished query; none when the desk does not answer.
async fn suggestions(text: String) -> Vec<Hit> {
    let answer = http::get(&with_query(Suggest::url(), &[("text", &text)]), http::JSON).await;
    let answer = answer.filter(|answer| answer.is_ok);
    answer.and_then(|answer| leptos::serde_json::from_str(&answer.text).ok()).unwrap_or_default()
}

fn key(list: List, event: &KeyboardEvent) {
    match event.key().as_str() {
        "ArrowDown" => list.step(true),
        "ArrowUp" => list.step(false),
        "Escape" => list.escape(),
        "Enter" => match list.chosen() {
            Some(path) => leave_for(&path),
            None => return,
        },
        _ => return,
    }
    event.prevent_default();
}

fn option(list: List, at: usize, hit: Hit) -> impl IntoView {
    let w = portal::search(use_me().lang);
    let (icon, kind) = match hit.kind {
        HitKind::Article => ("file-text", w.article),
        HitKind::Problem => ("megaphone", w.problem),
        HitKind::Ticket => ("message-square", w.request),
    };
    let is_active = move || list.active.get() == Some(at);
    view! {
        <a class="pal__o" role="option" id=format!("q-{at}") tabindex="-1" href=hit_href(&hit)
            aria-selected=move || if is_active() { "true" } else { "false" } on:click=move |_| list.open.set(false)>
            <Icon name=icon/><span class="cut">{plain(&hit.title)}</span><span class="c3 t13">{kind}</span>
        </a>
    }
}

#[cfg(test)]
mod tests {
    use super::stepped;

    #[test]
    fn arrows_go_through_the_list_and_back_to_the_field() {
        assert_eq!(stepped(None, 3, true), Some(0));
        assert_eq!(stepped(Some(2), 3, true), None);
        assert_eq!(stepped(None, 3, false), Some(2));
        assert_eq!(stepped(Some(0), 3, false), None);
        assert_eq!(stepped(None, 0, true), None);
        assert_eq!(stepped(None, 0, false), None);
    }
}

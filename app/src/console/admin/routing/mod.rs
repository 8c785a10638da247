//! Where new tickets go: the rules in their order, a dry run, and how queues hand out. Changes to rules gather in a draft
//! and are saved together. Sibling: `domain::routing`.

mod form;
mod list;
mod queues;

use domain::access::Action;
use domain::routing::rule::{Rule, Rules};
use domain::routing::view::{DryRun, RoutingPage};
use domain::words::console;
use leptos::prelude::*;

use self::form::Form;
use self::list::List;
use self::queues::{QueueForm, Queues};
use super::super::parts::{Loaded, loaded, region};
use super::{Section, SectionHead};
use crate::api::routing::{load_rules, save_rules, try_rules};
use crate::browser::page::ask_before_leaving;
use crate::console::address::use_query;
use crate::error::AppError;
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{Toasts, use_toasts};

/// Stands for a rule that is not there yet in `?rule=`.
const NEW: &str = "new";

#[component]
pub fn Routing() -> impl IntoView {
    let w = console::routing(use_me().lang);
    let page = loaded(|| (), |()| load_rules());
    let kept = StoredValue::new(None);
    view! {
        <SectionHead section=Section::Routing hint=w.hint/>
        {region(page, move |data| view! { <Contents data page kept/> }.into_any())}
    }
}

/// The rules as the reader wants them.
#[derive(Clone, Copy)]
struct Drafted {
    data: StoredValue<RoutingPage>,
    rules: RwSignal<Vec<Rule>>,
    refused: RwSignal<Option<AppError>>,
    tried: RwSignal<Option<DryRun>>,
    /// What just happened, for those who cannot see it.
    news: RwSignal<String>,
    busy: RwSignal<bool>,
    page: Loaded<RoutingPage>,
    /// What is not saved while the page is read anew.
    kept: StoredValue<Option<Rules>>,
    toasts: Toasts,
    may_edit: bool,
}

impl Drafted {
    fn is_unsaved(self) -> bool {
        self.data.with_value(|data| self.rules.with(|rules| *rules != data.rules.rules))
    }

    fn draft(self) -> Rules {
        Rules { version: self.data.with_value(|data| data.rules.version), rules: self.rules.get_untracked() }
    }

    /// Reads everything else anew; what is not saved stays, unless somebody saved other rules meanwhile.
    fn refresh(self) {
        self.kept.set_value(untrack(|| self.is_unsaved()).then(|| self.draft()));
        self.page.refetch();
    }

    /// Changes the draft; what was tried with the one before says nothing about it.
    fn change(self, news: String, change: impl FnOnce(&mut Vec<Rule>)) {
        self.rules.update(change);
        self.tried.set(None);
        self.refused.set(None);
        self.news.set(news);
    }

    fn save(self) {
        let saved = console::routing(use_me().lang).saved;
        self.ask(
            move |rules| async move { save_rules(rules).await },
            move |drafted, _| {
                drafted.toasts.say(saved);
                drafted.page.refetch();
            },
        );
    }

    fn try_it(self) {
        self.ask(|rules| async move { try_rules(rules).await }, |drafted, run| drafted.tried.set(Some(run)));
    }

    /// Asks the desk about the draft, one thing at a time.
    fn ask<T: 'static, Answer: Future<Output = Result<T, AppError>> + 'static>(
        self,
        ask: impl FnOnce(Rules) -> Answer + 'static,
        then: impl FnOnce(Self, T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.refused.set(None);
        let draft = self.draft();
        leptos::reactive::spawn_local_scoped(async move {
            let answer = ask(draft).await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(answer) => then(self, answer),
                Err(error) => self.refused.set(Some(error)),
            }
        });
    }
}

/// Address of the form of the rule at `place` in the draft.
fn form_address(place: usize) -> String {
    with_query(&Section::Routing.address(), &[("rule", &(place + 1).to_string())])
}

#[component]
fn Contents(data: RoutingPage, page: Loaded<RoutingPage>, kept: StoredValue<Option<Rules>>) -> impl IntoView {
    let me = use_me();
    let unsaved = kept.try_update_value(Option::take).flatten();
    let rules = unsaved.filter(|own| own.version == data.rules.version).unwrap_or_else(|| data.rules.clone());
    let drafted = Drafted {
        rules: RwSignal::new(rules.rules),
        kept,
        data: StoredValue::new(data),
        refused: RwSignal::new(None),
        tried: RwSignal::new(None),
        news: RwSignal::new(String::new()),
        busy: RwSignal::new(false),
        page,
        toasts: use_toasts(),
        may_edit: me.viewer().may(Action::EditPolicies),
    };
    ask_before_leaving(move || drafted.is_unsaved());
    let chosen = use_query("rule");
    // The number of a rule, from 1 on; nothing for the list.
    let place = Memo::new(move |_| {
        let count = drafted.rules.with(Vec::len);
        chosen.with(|chosen| match chosen.as_str() {
            NEW => Some(count),
            number => {
                number.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).filter(|at| *at < count)
            }
        })
    });
    let queue = use_query("queue");
    // A queue's form; without the queue, that of a new one.
    let queue = Memo::new(move |_| match queue.get() {
        id if id == NEW => Some(None),
        id => drafted.data.with_value(|data| data.queues.iter().find(|own| own.id == id).cloned()).map(Some),
    });
    move || {
        if let Some(queue) = queue.get().filter(|_| drafted.may_edit) {
            return view! { <QueueForm drafted queue/> }.into_any();
        }
        match place.get().filter(|_| drafted.may_edit) {
        Some(place) => view! { <Form drafted place/> }.into_any(),
        None => {
            view! { <div class="ed__b ed__b--one"><div class="ed__m"><List drafted/><Queues drafted/></div></div> }
                .into_any()
        }
    }
    }
}

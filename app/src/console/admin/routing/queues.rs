//! The queues: what comes to each, who works in it, and how it hands out. Sibling: `domain::routing::queue`.

use domain::error::Error;
use domain::routing::queue::QueueDraft;
use domain::routing::view::{QueueView, RoutingPage};
use domain::words::{console, fill};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::super::super::parts::once_saved;
use super::super::Section;
use super::super::contracts::ticked;
use super::super::dialog::ConfirmDialog;
use super::super::edit::refused;
use super::{Drafted, NEW};
use crate::api::routing::{remove_queue, save_queue};
use crate::browser::form::fields;
use crate::error::AppError;
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{
    Banner, Button, Check, Choice, Choices, Column, EmptyState, Icon, LinkButton, Look, Table, TextField,
    Tone,
};

fn address(id: &str) -> String {
    with_query(&Section::Routing.address(), &[("queue", id)])
}

#[component]
pub fn Queues(drafted: Drafted) -> impl IntoView {
    let w = console::routing(use_me().lang);
    let data = drafted.data.get_value();
    let add = drafted.may_edit.then(
        || view! { <LinkButton href=address(NEW) icon="plus" attr:data-stays="">{w.add_queue}</LinkButton> },
    );
    let no_rest = !data.queues.is_empty() && !data.queues.iter().any(|queue| queue.takes_rest);
    let no_rest = no_rest.then(|| {
        view! { <Banner tone=Tone::Accent icon="info"><p>{w.no_rest}</p></Banner> }
    });
    let empty = data.queues.iter().filter(|queue| queue.people == 0);
    let empty = empty
        .map(|queue| view! { <p>{fill(w.nobody_works, &[("queue", &queue.name)])}</p> })
        .collect::<Vec<_>>();
    let empty =
        (!empty.is_empty()).then(|| view! { <Banner tone=Tone::Risk icon="triangle-alert">{empty}</Banner> });
    let list = match data.queues.is_empty() {
        true => view! { <EmptyState icon="inbox" title=w.no_queues text=w.no_queues_hint/> }.into_any(),
        false => {
            let columns = [w.queue_name, w.team, w.comes, w.way].map(Column::new).to_vec();
            let rows = data.queues.iter().map(|queue| row(drafted.may_edit, queue, &data)).collect_view();
            view! { <Table caption=w.queues columns>{rows}</Table> }.into_any()
        }
    };
    view! {
        <section class="stack">
            <div class="row row--wrap"><h2 class="t14 w6">{w.queues}</h2><span class="push"/>{add}</div>
            <p class="c2">{w.queues_hint}</p>
            {no_rest}
            {empty}
            {list}
        </section>
    }
}

fn row(may_edit: bool, queue: &QueueView, data: &RoutingPage) -> impl IntoView + use<> {
    let lang = use_me().lang;
    let w = console::routing(lang);
    let name = match may_edit {
        true => view! { <a href=address(&queue.id) data-stays="">{queue.name.clone()}</a> }.into_any(),
        false => queue.name.clone().into_any(),
    };
    let way = match (queue.hands_out, queue.keeps) {
        (false, _) => w.takes.to_owned(),
        (true, false) => w.hands_out_short.to_owned(),
        (true, true) => format!("{}, {}", w.hands_out_short, w.keeps_short),
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td>{queue.team.clone()}" "<span class="c3">{console::people_count(lang, queue.people)}</span></td>
            <td>{console::queue_sources(lang, queue, data)}</td>
            <td>{way}</td>
        </tr>
    }
}

/// The form of a queue; without `queue` of a new one.
#[component]
pub fn QueueForm(drafted: Drafted, queue: Option<QueueView>) -> impl IntoView {
    let w = console::routing(use_me().lang);
    let data = drafted.data.get_value();
    let title = queue.as_ref().map_or_else(|| w.new_queue.to_owned(), |queue| queue.name.clone());
    let seen = queue.as_ref().map(QueueView::draft).unwrap_or_default();
    let save =
        Action::new(|(seen, draft): &(QueueDraft, QueueDraft)| save_queue(seen.clone(), draft.clone()));
    let (begun, called) = (seen.clone(), StoredValue::new(String::new()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = fields(&event);
        let get = |name: &str| form.get(name).cloned().unwrap_or_default();
        let is = |name: &str| form.contains_key(name);
        let draft = QueueDraft {
            id: begun.id.clone(),
            name: get("name"),
            team: get("team"),
            hands_out: is("hands_out"),
            keeps: is("keeps"),
            takes_rest: is("takes_rest"),
            products: ticked(&form, "products."),
        };
        called.set_value(draft.name.trim().to_owned());
        save.dispatch_local((begun.clone(), draft));
    };
    let done = move |_| (fill(w.queue_saved, &[("queue", &called.get_value())]), Section::Routing.address());
    once_saved(move || save.value().get(), done, move || drafted.refresh());
    let products = data.products.iter().map(|own| Choice::new(own.id.clone(), own.name.clone()));
    let products = products.collect::<Vec<_>>();
    let teams = data.teams.iter().map(|team| view! { <option value=team.clone()></option> }).collect_view();
    let removing = RwSignal::new(false);
    let remove = queue.is_some().then(|| {
        view! { <Button kind="button" icon="trash-2" on:click=move |_| removing.set(true)>{w.remove_queue}</Button> }
    });
    // Not within the form: a dialog there is no HTML.
    let dialog = queue.map(|queue| view! { <Remove drafted queue open=removing/> });
    view! {
        <div class="ed__b ed__b--one">
            <div class="ed__m">
                <p class="crumb"><a href=Section::Routing.address() data-stays=""><Icon name="arrow-left"/>{w.back}</a></p>
                <h2 class="t14 w6">{title}</h2>
                <form class="form" novalidate on:submit=submit>
                    {move || refused(save.value().get().and_then(Result::err), w.queue_conflict, w.theirs, move || drafted.refresh())}
                    <div class="two">
                        <TextField id="name" label=w.own_name value=seen.name autocomplete="off"/>
                        <TextField id="team" label=w.own_team hint=w.own_team_hint value=seen.team autocomplete="off" list="teams"/>
                        <datalist id="teams">{teams}</datalist>
                    </div>
                    <Check id="takes_rest" label=w.rest checked=seen.takes_rest/>
                    <Check id="hands_out" label=w.hands_out checked=seen.hands_out/>
                    <Check id="keeps" label=w.keeps checked=seen.keeps/>
                    <Choices name="products" legend=w.own_products hint=w.own_products_hint options=products chosen=seen.products many=true/>
                    <p class="form__go row"><Button look=Look::Primary>{w.save_queue}</Button>{remove}</p>
                </form>
                {dialog}
            </div>
        </div>
    }
}

#[component]
fn Remove(drafted: Drafted, queue: QueueView, open: RwSignal<bool>) -> impl IntoView {
    let w = console::routing(use_me().lang);
    let (id, name) = (queue.id, queue.name);
    let remove = Action::new(move |(): &()| remove_queue(id.clone()));
    let go = use_navigate();
    let title = fill(w.remove, &[("name", &name)]);
    Effect::new(move |_| {
        // Somebody else has removed it: that is what was wanted.
        if let Some(Ok(()) | Err(AppError::Desk(Error::NotFound))) = remove.value().get() {
            drafted.toasts.say(fill(w.queue_removed, &[("queue", &name)]));
            go(&Section::Routing.address(), Default::default());
            drafted.refresh();
        }
    });
    view! { <ConfirmDialog open id="queue" title hint=w.remove_hint go=w.remove_queue deed=remove/> }
}

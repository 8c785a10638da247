//! `/desk/v/{view}`: the list of a view. [`state`] keeps what is on show and what waits to be shown, [`row`] draws a
//! ticket, [`moving`] moves the keyboard through it.

mod moving;
mod row;
mod state;

use domain::access;
use domain::tickets::Urgency;
use domain::tickets::view::TicketList;
use domain::words::tickets::urgency_name;
use domain::words::{common, console, count};
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_navigate;

use self::moving::Moving;
use self::row::Row;
pub use self::state::List;
use self::state::{Group, Heading};
use super::frame::KeyHints;
use super::parts::{PageTitle, Refused, loaded, refused_page, region_or};
use super::{address, keys};
use crate::api::routing::take_next;
use crate::api::tickets::list as load;
use crate::browser::ticker;
use crate::me::use_me;
use crate::ui::{Button, EmptyState, Icon, Kbd, LinkButton, Look, use_toasts};

/// Id of the view of tickets that nobody has.
pub(super) const UNASSIGNED: &str = "unassigned";

/// The list and, beside it, the ticket that the address names.
#[component]
pub fn TicketsPage() -> impl IntoView {
    let view = address::use_view();
    let open = address::use_number();
    // Beside a ticket the server draws what a screen shows.
    let first_look = is_server() && open.with_untracked(Option::is_some);
    let list = loaded(move || view.get(), move |view| load(view, String::new(), first_look));
    let neighbours = Neighbours::provide();
    let class = move || if open.get().is_some() { "app__main three three--open" } else { "app__main three" };
    // Beside a ticket the ticket is what the page is about.
    let refused = move |error| match open.get_untracked() {
        Some(_) => view! { <Refused error/> }.into_any(),
        None => refused_page(error),
    };
    view! {
        <main id="main" class=class>
            <section class="list" aria-labelledby="h-list">
                {region_or(list, move |list| view! { <Pane list open neighbours/> }.into_any(), refused)}
            </section>
            <div class="detail"><Outlet/></div>
        </main>
    }
}

/// The tickets before and after the open one in the list, for whoever leads there.
#[derive(Clone, Copy)]
pub struct Neighbours(RwSignal<Option<List>>);

impl Neighbours {
    fn provide() -> Self {
        let neighbours = Self(RwSignal::new(None));
        provide_context(neighbours);
        neighbours
    }

    /// The address of the ticket `by` places after the open one.
    #[must_use]
    pub fn at(self, by: isize) -> Option<String> {
        self.0.get().and_then(|list| list.neighbour(by))
    }
}

#[component]
fn Pane(list: TicketList, open: Memo<Option<String>>, neighbours: Neighbours) -> impl IntoView {
    let lang = use_me().lang;
    ticker::synchronise(list.now);
    let (id, read_at) = (list.view.clone(), list.now);
    let name =
        console::view_name(lang, &id).map_or_else(|| list.name.clone().unwrap_or_default(), str::to_owned);
    let list = List::new(list, open);
    neighbours.0.set(Some(list));
    list.follow();
    let moving = Moving::new(list);
    moving.bind_keys();
    let order = match list.heading() {
        Heading::Urgency => console::list(lang).order,
        Heading::Contact => console::list(lang).contact_order,
        Heading::Solved => console::list(lang).solved_order,
    };
    // Where work waits that nobody has.
    let takes_next = id == UNASSIGNED && use_me().viewer().may(access::Action::ChangeTicket);
    let title = name.clone();
    let heading = move || match open.get() {
        Some(_) => view! { <h2 id="h-list">{title.clone()}</h2> }.into_any(),
        None => view! {
            <PageTitle thing=title.clone() area=console::frame(lang).tickets/>
            <h1 id="h-list">{title.clone()}</h1>
        }
        .into_any(),
    };
    view! {
        <div class="list__h">
            {heading}
            <span class="count">{move || list.size()}</span>
            <span class="push row row--tight t12 c2"><Icon name="arrow-up-down"/>{order}</span>
            {takes_next.then(|| view! { <TakeNext/> })}
        </div>
        <Waiting list/>
        <Rows list moving name read_at/>
        <KeyHints/>
    }
}

/// Takes the most pressing ticket that nobody has and the reader can do, and opens it.
#[component]
fn TakeNext() -> impl IntoView {
    let (toasts, lang) = (use_toasts(), use_me().lang);
    let w = console::list(lang);
    let go = use_navigate();
    let take = Action::new(|(): &()| take_next());
    Effect::new(move |_| match take.value().get() {
        Some(Ok(Some(taken))) => go(&address::ticket("mine", &taken.number), Default::default()),
        Some(Ok(None)) => toasts.say(w.no_next),
        Some(Err(error)) => toasts.warn(error.sentence(lang)),
        None => {}
    });
    keys::bind("t", move || drop(take.dispatch_local(())));
    let busy = move || take.pending().get().to_string();
    view! {
        <Button kind="button" small=true attr:aria-busy=busy on:click=move |_| { take.dispatch_local(()); }>{w.take_next}</Button>
    }
}

/// What changed meanwhile and waits to be shown.
#[component]
fn Waiting(list: List) -> impl IntoView {
    let w = console::list(use_me().lang);
    keys::bind(".", move || list.show_waiting());
    move || {
        let waiting = list.waiting();
        (waiting > 0).then(|| {
            view! {
                <button type="button" class="list__new" aria-keyshortcuts="." on:click=move |_| list.show_waiting()>
                    <Icon name="refresh-cw"/>{count(waiting, w.changed_one, w.changed_many)}<Kbd keys=&["."]/>
                </button>
            }
        })
    }
}

#[component]
fn Rows(list: List, moving: Moving, name: String, read_at: domain::time::Instant) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::list(lang);
    let label = domain::words::fill(w.label, &[("view", &name)]);
    let is_empty = Memo::new(move |_| list.size() == "0");
    let empty = move || {
        is_empty.get().then(|| {
            view! {
                <EmptyState icon="inbox" title=w.none text=w.none_hint>
                    <LinkButton href=address::view(UNASSIGNED)>{w.see_unassigned}</LinkButton>
                </EmptyState>
            }
        })
    };
    let more = move || {
        list.has_more().then(|| {
            let busy = move || list.is_loading().to_string();
            view! {
                <p class="more"><Button kind="button" look=Look::Quiet small=true attr:aria-busy=busy
                    on:click=move |_| list.load_more()>{common::common(lang).more}</Button></p>
            }
        })
    };
    let group = move |heading| view! { <GroupRows list moving heading read_at/> };
    let grid = move || {
        (!is_empty.get()).then(|| {
            view! {
                <div role="grid" aria-label=label.clone() on:keydown=move |event| moving.key(&event)>
                    <For each=move || list.headings() key=|heading| *heading children=group/>
                </div>
            }
        })
    };
    view! { <div class="grid">{empty}{grid}{more}</div> }
}

#[component]
fn GroupRows(list: List, moving: Moving, heading: Group, read_at: domain::time::Instant) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::list(lang);
    let (id, words) = match heading {
        Group::Urgency(urgency) => (format!("g-{}", urgency.code()), urgency_name(lang, urgency)),
        Group::Contact => ("g-contact".to_owned(), w.contact_order),
        Group::Solved => ("g-solved".to_owned(), w.solved_order),
    };
    let quiet = matches!(heading, Group::Urgency(Urgency::Nothing));
    let class = if quiet { "tr-h c3" } else { "tr-h" };
    view! {
        <div role="rowgroup" aria-labelledby=id.clone()>
            <div class=class role="row">
                <span role="gridcell" id=id.clone()>{words}" "<span class="count">{move || list.group_size(heading)}</span></span>
            </div>
            <For each=move || list.rows_of(heading) key=|row| row.number.clone() children=move |row| view! { <Row row list moving read_at/> }/>
        </div>
    }
}

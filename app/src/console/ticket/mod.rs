//! `/desk/v/{view}/t/{number}`: one ticket. [`state`] keeps it up to date; head, [`timeline`] and [`context`] draw it; the
//! composer below is [`super::composer`].

mod choose;
mod clocks;
mod context;
mod delivery;
mod dialogs;
mod entry;
mod head;
mod ladder;
mod mailed;
mod plan;
mod state;
mod timeline;
mod why;

use domain::tickets::view::TicketPage;
use domain::words::{console, fill};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use self::context::Context;
use self::head::Head;
pub use self::state::Ticket;
use self::timeline::Timeline;
use super::address;
use super::composer::{Composer, ComposerForm};
use super::parts::{PageTitle, loaded, refused_page, region_or};
use crate::api::tickets::ticket as load;
use crate::browser::{focus, ticker};
use crate::me::use_me;
use crate::ui::EmptyState;

/// Where no ticket is chosen yet.
#[component]
pub fn NoTicket() -> impl IntoView {
    let w = console::list(use_me().lang);
    view! { <div class="tk2"><EmptyState icon="inbox" title=w.choose text=w.choose_hint/></div> }
}

/// The ticket that the address names.
#[component]
pub fn TicketRegion() -> impl IntoView {
    let params = use_params_map();
    let number = Memo::new(move |_| params.with(|params| params.get("number").unwrap_or_default()));
    let page = loaded(move || number.get(), load);
    // Who comes from elsewhere in the console goes on reading at the ticket's heading; a fresh page begins on top.
    let came_with_page = StoredValue::new(true);
    Effect::new(move |_| came_with_page.set_value(false));
    let arrived =
        StoredValue::new(Owner::current_shared_context().is_some_and(|shared| shared.during_hydration()));
    let view = move |page| {
        let lead = !(arrived.get_value() && came_with_page.get_value());
        view! { <Loaded page lead/> }.into_any()
    };
    region_or(page, view, refused_page)
}

#[component]
fn Loaded(page: TicketPage, lead: bool) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::ticket(lang);
    ticker::synchronise(page.now);
    let label = fill(w.label, &[("number", &page.number)]);
    let ticket = Ticket::new(page);
    ticket.follow();
    provide_context(ticket);
    let composer = Composer::new(ticket);
    provide_context(composer);
    if lead {
        Effect::new(move |_| focus::focus_soon(".th h1"));
    }
    let view = address::use_view();
    let area = Signal::derive(move || {
        let view = view.get();
        console::view_name(lang, &view).unwrap_or(console::frame(lang).tickets).to_owned()
    });
    let subject = ticket.part(|page| (page.number.clone(), page.subject.clone()));
    let thing = Signal::derive(move || {
        subject.with(|(number, subject)| fill(w.title, &[("number", number), ("subject", subject)]))
    });
    let panel = RwSignal::new(false);
    view! {
        <PageTitle thing area/>
        <article class="tk2" aria-label=label>
            <Head ticket panel/>
            <Timeline ticket/>
            <ComposerForm composer/>
        </article>
        <Context ticket composer open=panel/>
    }
}

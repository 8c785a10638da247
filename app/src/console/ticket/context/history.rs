//! The customer's other tickets, read when somebody looks.

use domain::tickets::view::TicketRow;
use domain::words::tickets::status_name;
use domain::words::{common, console};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use super::super::super::address;
use super::super::state::Ticket;
use crate::api::tickets::others;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::Skeleton;

#[component]
pub fn History(ticket: Ticket) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::context(lang);
    let answer = RwSignal::new(None::<Result<Vec<TicketRow>, AppError>>);
    Effect::new(move |_| {
        spawn_local_scoped(async move {
            let tickets = others(ticket.number()).await;
            // Nobody waits for it once another tab is chosen.
            answer.try_set(Some(tickets));
        });
    });
    let rows = move || match answer.get() {
        None => view! { <Skeleton label=common::common(lang).loading/> }.into_any(),
        Some(Err(error)) => view! { <p class="err" role="alert">{error.sentence(lang)}</p> }.into_any(),
        Some(Ok(tickets)) if tickets.is_empty() => view! { <p class="c2">{w.none}</p> }.into_any(),
        Some(Ok(tickets)) => {
            view! { <ul role="list" class="kb">{tickets.into_iter().map(row).collect_view()}</ul> }.into_any()
        }
    };
    view! { <section><h2 class="ctx__h">{w.history}</h2>{rows}</section> }
}

fn row(ticket: TicketRow) -> impl IntoView {
    let lang = use_me().lang;
    let view = address::use_view().get_untracked();
    let href = address::ticket(&view, &ticket.number);
    view! {
        <li>
            <a href=href>{ticket.subject}</a>
            <span class="c3 t12 nowrap"><span class="num">{ticket.number}</span>" "{status_name(lang, ticket.status)}</span>
        </li>
    }
}

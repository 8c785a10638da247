//! The mailboxes and how reading them goes, whose word on a sender counts, and the domains of organisations.

use domain::mail::view::{IncomingHealth, MailboxView, Shelf, Way};
use domain::words::{count, fill, incoming};
use leptos::prelude::*;

use super::super::{Section, SectionHead};
use super::domains::Domains;
use crate::api::incoming::mailboxes;
use crate::console::parts::{loaded, region};
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{Banner, Column, EmptyState, Pill, Table, Tone};

#[component]
pub fn Mailboxes() -> impl IntoView {
    let w = incoming::mailboxes(use_me().lang);
    let health = loaded(|| (), |()| mailboxes());
    view! {
        <SectionHead section=Section::Mailboxes hint=w.hint/>
        <div class="ed__b ed__b--one"><div class="ed__m">{region(health, standing)}<Domains/></div></div>
    }
}

fn standing(health: IncomingHealth) -> AnyView {
    let w = incoming::mailboxes(use_me().lang);
    let settled = [("done", health.done.to_string()), ("ignored", health.ignored.to_string())];
    let settled: Vec<(&str, &str)> = settled.iter().map(|(name, n)| (*name, n.as_str())).collect();
    let waits = [
        (Shelf::Waiting, health.waiting, w.waiting_one, w.waiting_many),
        (Shelf::Quarantined, health.quarantined, w.quarantined_one, w.quarantined_many),
        (Shelf::Held, health.held, w.held_one, w.held_many),
    ];
    let waits = waits.into_iter().filter(|(_, n, ..)| *n > 0).map(|(shelf, n, one, many)| {
        let tone = if shelf == Shelf::Quarantined { Tone::Bad } else { Tone::Note };
        let href = with_query(&Section::Incoming.address(), &[("shelf", shelf.code())]);
        let words = count(n, one, many);
        view! { <Banner tone icon="inbox"><p>{words.clone()}" "<a href=href>{w.look}<span class="vh">": "{words}</span></a></p></Banner> }
    });
    let trusted = if health.trusted.is_empty() {
        view! { <p>{w.trusted_none}</p> }.into_any()
    } else {
        let server = |name: String| view! { <li class="mono">{name}</li> };
        view! { <ul>{health.trusted.into_iter().map(server).collect_view()}</ul> }.into_any()
    };
    view! {
        {waits.collect_view()}
        <p class="hint">{fill(w.standing, &settled)}</p>
        {boxes(health.mailboxes)}
        <section aria-labelledby="mb-trusted">
            <h2 class="t14 w6" id="mb-trusted">{w.trusted}</h2>
            <p class="c2">{w.trusted_hint}</p>
            {trusted}
        </section>
    }
    .into_any()
}

fn boxes(mailboxes: Vec<MailboxView>) -> AnyView {
    let w = incoming::mailboxes(use_me().lang);
    if mailboxes.is_empty() {
        return view! { <EmptyState icon="inbox" title=w.none text=w.none_hint/> }.into_any();
    }
    let columns = [w.name, w.address, w.queue, w.way, w.state].map(Column::new).to_vec();
    let rows = mailboxes.into_iter().map(row).collect_view();
    view! { <Table caption=w.table columns>{rows}</Table> }.into_any()
}

fn row(mailbox: MailboxView) -> impl IntoView {
    let lang = use_me().lang;
    let w = incoming::mailboxes(lang);
    let state = match (&mailbox.trouble, &mailbox.checked) {
        (Some((code, since)), _) => {
            let since = fill(w.since, &[("at", &since.text)]);
            let words = format!("{}, {since}", incoming::mailbox_trouble(lang, code));
            Some((Tone::Bad, "mail-warning", words))
        }
        (None, Some(_)) => Some((Tone::Good, "circle-check", w.fine.to_owned())),
        (None, None) if mailbox.way == Way::HandedOver => None,
        (None, None) => Some((Tone::Quiet, "circle-dashed", w.never.to_owned())),
    };
    let state = state.map(|(tone, icon, words)| view! { <Pill tone icon>{words}</Pill> });
    let checked = mailbox.checked.map(|at| fill(w.checked, &[("at", &at.text)]));
    let waits = (mailbox.waiting > 0).then(|| fill(w.waits, &[("n", &mailbox.waiting.to_string())]));
    let more = [checked, waits].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <tr>
            <th scope="row">{mailbox.name}</th>
            <td>{mailbox.address}</td>
            <td>{mailbox.queue.unwrap_or_else(|| w.no_queue.to_owned())}</td>
            <td>{incoming::way_name(lang, mailbox.way)}</td>
            <td>{state}<p class="hint">{more}</p></td>
        </tr>
    }
}

//! Where the mail of a message stands, on the message itself: for each recipient what became of their copy, and another try
//! for one that failed. It follows along while the page is open.

use domain::outbox::{Delivery, MailState};
use domain::tickets::view::EntryView;
use domain::words::outgoing_pages::{self as words, deliveries as own_words};
use domain::words::{fill, outgoing};
use leptos::html;
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use super::state::Ticket;
use crate::api::outgoing::{deliveries, retry_delivery};
use crate::me::use_me;
use crate::ui::{Button, Icon, Pill, Time, Tone, followed, use_toasts};

/// Nothing where nothing was mailed, or the reader may not know.
pub fn delivery(entry: &EntryView) -> Option<AnyView> {
    let ticket = use_context::<Ticket>()?;
    let seq = entry.seq;
    let state = followed(move || {
        let entries = ticket.entries();
        entries.with(|entries| entries.iter().find(|entry| entry.seq == seq).and_then(|entry| entry.mail))
    });
    let shown = Memo::new(move |_| state.with(Option::is_some));
    Some(view! { {move || shown.get().then(|| view! { <Mail ticket seq state/> })} }.into_any())
}

#[component]
fn Mail(ticket: Ticket, seq: u32, state: Signal<Option<MailState>>) -> impl IntoView {
    let lang = use_me().lang;
    let w = own_words(lang);
    let copies = Action::new(move |(): &()| deliveries(ticket.number(), seq));
    let node = NodeRef::<html::Details>::new();
    let read = move || {
        if node.get_untracked().is_some_and(|details| details.open()) {
            copies.dispatch_local(());
        }
    };
    // Each step is an event of its own, also where the state as a whole stays the same.
    let entries = ticket.entries();
    Effect::new(move |before: Option<()>| {
        entries.track();
        if before.is_some() {
            read();
        }
    });
    let summary = move || {
        let state = state.get().unwrap_or(MailState::Sent);
        let (_, icon) = look(state);
        view! { <Icon name=icon/>{fill(w.mail, &[("state", outgoing::state_name(lang, state))])}<Icon name="chevron-down"/> }
    };
    let class = move || match state.get().map_or(Tone::Good, |state| look(state).0) {
        Tone::Bad => "m__sent m__sent--bad",
        _ => "m__sent",
    };
    let list = move || {
        copies.value().get().map(|answer| match answer {
            Ok(copies) => {
                let copies = copies.into_iter().map(|copy| view! { <Copy ticket seq copy/> }).collect_view();
                view! { <ul role="list" aria-label=w.label>{copies}</ul> }.into_any()
            }
            Err(error) => view! { <p class="hint">{error.sentence(lang)}</p> }.into_any(),
        })
    };
    view! {
        <details class=class node_ref=node on:toggle=move |_| read()><summary>{summary}</summary>{list}</details>
    }
}

fn look(state: MailState) -> (Tone, &'static str) {
    match state {
        MailState::Waiting | MailState::Sending => (Tone::Accent, "clock"),
        MailState::Sent => (Tone::Good, "mail-check"),
        MailState::Failed | MailState::Bounced => (Tone::Bad, "mail-warning"),
        MailState::Withheld => (Tone::Quiet, "mail"),
    }
}

#[component]
fn Copy(ticket: Ticket, seq: u32, copy: Delivery) -> impl IntoView {
    let lang = use_me().lang;
    let (tone, icon) = look(copy.state);
    let story = words::delivery_story(lang, &copy);
    let state = words::delivery_state(lang, &copy);
    let retry = copy.can_retry.then(|| view! { <Retry ticket seq id=copy.id to=copy.to.clone()/> });
    view! {
        <li>
            <p class="row row--wrap"><span class="mail-any">{copy.to}</span><Pill tone icon>{state}</Pill><Time stamp=copy.at/>{retry}</p>
            {(!story.is_empty()).then(|| view! { <p class="hint">{story}</p> })}
        </li>
    }
}

#[component]
fn Retry(ticket: Ticket, seq: u32, id: String, to: String) -> impl IntoView {
    let lang = use_me().lang;
    let w = own_words(lang);
    let toasts = use_toasts();
    let retry = move |_| {
        let id = id.clone();
        spawn_local_scoped(async move {
            match retry_delivery(ticket.number(), seq, id).await {
                Ok(()) => toasts.say(w.retried),
                Err(error) => toasts.warn(error.sentence(lang)),
            }
            ticket.reload().await;
        });
    };
    let of = fill(w.retry_to, &[("to", &to)]);
    view! { <Button kind="button" small=true icon="rotate-ccw" on:click=retry>{w.retry}<span class="vh">{of}</span></Button> }
}

//! In whose name the desk and its queues write, and a test of each.

use domain::Error;
use domain::outbox::{SenderRow, SendersPage};
use domain::words::outgoing_pages::senders_page;
use domain::words::{common, fill};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use super::super::parts::{Loaded, loaded, region};
use super::{Section, SectionHead};
use crate::api::outgoing::{save_sender, senders, test_sender};
use crate::browser::form::fields;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Button, TextField, use_toasts};

#[component]
pub fn Senders() -> impl IntoView {
    let w = senders_page(use_me().lang);
    let page = loaded(|| (), |()| senders());
    view! {
        <SectionHead section=Section::Senders hint=w.hint/>
        {region(page, move |own| view! { <Contents own page/> }.into_any())}
    }
}

#[component]
fn Contents(own: SendersPage, page: Loaded<SendersPage>) -> impl IntoView {
    let w = senders_page(use_me().lang);
    let from = format!("{} <{}>", own.name, own.address);
    let server = own.server.unwrap_or_else(|| w.no_server.to_owned());
    let queues = own.queues.into_iter().enumerate();
    let queues = queues.map(|(at, row)| view! { <Queue at row page/> }).collect_view();
    view! {
        <div class="ed__b ed__b--one">
            <div class="ed__m">
                <section class="set" aria-labelledby="send-desk">
                    <h2 id="send-desk">{w.desk}</h2>
                    <dl class="dl"><dt>{w.from}</dt><dd>{from}</dd><dt>{w.server}</dt><dd>{server}</dd></dl>
                    <p class="hint">{w.desk_hint}</p>
                    <p><Test queue=String::new() of=w.test_desk.to_owned()/></p>
                </section>
                <section class="set" aria-labelledby="send-queues">
                    <h2 id="send-queues">{w.queues}</h2>
                    <p class="hint">{w.address_hint}</p>
                    {queues}
                </section>
            </div>
        </div>
    }
}

/// Sends a mail to the reader as the queue does; `of` says for whom the button is.
#[component]
fn Test(queue: String, of: String) -> impl IntoView {
    let me = use_me();
    let w = senders_page(me.lang);
    let toasts = use_toasts();
    let test = Action::new(move |(): &()| test_sender(queue.clone()));
    Effect::new(move |_| match test.value().get() {
        Some(Ok(())) => toasts.say(w.tested),
        Some(Err(error)) => toasts.warn(error.sentence(me.lang)),
        None => {}
    });
    let send = move |_| {
        test.dispatch_local(());
    };
    view! { <Button kind="button" small=true icon="send" on:click=send>{w.test}<span class="vh">{of}</span></Button> }
}

#[component]
fn Queue(at: usize, row: SenderRow, page: Loaded<SendersPage>) -> impl IntoView {
    let lang = use_me().lang;
    let w = senders_page(lang);
    let optional = common::common(lang).optional;
    let queue = row.queue.name.clone();
    let seen = StoredValue::new(row.clone());
    let refused = RwSignal::new(None::<AppError>);
    let toasts = use_toasts();
    let (name, address) = (format!("name-{at}"), format!("address-{at}"));
    let (name_field, address_field) = (name.clone(), address.clone());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let mut form = fields(&event);
        let mut get = |field: &str| form.remove(field).unwrap_or_default();
        let seen = seen.get_value();
        let row = SenderRow { name: get(&name_field), address: get(&address_field), ..seen.clone() };
        spawn_local_scoped(async move {
            let answer = save_sender(seen, row.clone()).await;
            match &answer {
                Ok(()) => toasts.say(said(lang, &row)),
                Err(AppError::Desk(Error::Conflict(_))) => toasts.warn(w.stale),
                Err(_) => return drop(refused.try_set(answer.err())),
            }
            page.refetch();
        });
    };
    let wrong =
        move || refused.get().map(|error| view! { <p class="err" role="alert">{error.sentence(lang)}</p> });
    let of = fill(w.of_queue, &[("queue", &queue)]);
    let of_save = of.clone();
    let named = |pattern| fill(pattern, &[("queue", &queue)]);
    view! {
        <form class="form" novalidate on:submit=submit aria-label=queue.clone()>
            <h3 class="t13 w6">{queue.clone()}</h3>
            <div class="two">
                <TextField id=name label=named(w.name_of) value=row.name autocomplete="off" optional/>
                <TextField id=address label=named(w.address_of) kind="email" value=row.address autocomplete="off" optional/>
            </div>
            {wrong}
            <p class="row">
                <Button small=true>{w.save}<span class="vh">{of_save}</span></Button>
                <Test queue=row.queue.id of/>
            </p>
        </form>
    }
}

fn said(lang: domain::words::Lang, row: &SenderRow) -> String {
    let w = senders_page(lang);
    let pattern = if row.address.trim().is_empty() { w.saved_as_desk } else { w.saved };
    fill(pattern, &[("queue", &row.queue.name), ("address", row.address.trim())])
}

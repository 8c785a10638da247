//! The outbox: what the desk wrote to people, what became of it, and what is in its way.

use domain::outbox::{MailKind, MailState, OutgoingHealth};
use domain::people::{OutboxRow, Page};
use domain::words::{console, fill, outgoing};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use super::super::parts::{Loaded, loaded, region};
use super::{Section, SectionHead};
use crate::api::admin::outbox;
use crate::api::outgoing::{mail_health, retry_mail};
use crate::console::address::use_query;
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{Banner, Button, EmptyState, Pager, Pill, Time, Tone, use_toasts};

#[component]
pub fn Outbox() -> impl IntoView {
    let w = console::outbox(use_me().lang);
    let after = use_query("after");
    let mails = loaded(move || after.get(), outbox);
    let health = loaded(|| (), |()| mail_health());
    let list = region(mails, move |page| {
        let is_first = after.with_untracked(String::is_empty);
        view! { <List mails page is_first/> }.into_any()
    });
    view! {
        <SectionHead section=Section::Outbox hint=w.hint/>
        <div class="ed__b ed__b--one"><div class="ed__m">{region(health, standing)}{list}</div></div>
    }
}

/// What is in the way of all mail.
fn standing(health: OutgoingHealth) -> AnyView {
    let w = outgoing::outbox_page(use_me().lang);
    let waits = health.oldest.map(|oldest| {
        let pattern = if health.waiting == 1 { w.waits_one } else { w.waits_many };
        fill(pattern, &[("n", &health.waiting.to_string()), ("at", &oldest.text)])
    });
    let obstacle = match health.unreachable {
        _ if !health.configured => Some((Tone::Note, w.no_server.to_owned())),
        Some((since, cause)) => {
            Some((Tone::Bad, fill(w.unreachable, &[("at", &since.text), ("cause", &cause)])))
        }
        None => None,
    };
    match obstacle {
        Some((tone, words)) => {
            view! { <Banner tone icon="mail-warning"><p>{words}</p><p>{waits}</p></Banner> }.into_any()
        }
        None => waits.map(|waits| view! { <p class="hint">{waits}</p> }).into_any(),
    }
}

#[component]
fn List(mails: Loaded<Page<OutboxRow>>, page: Page<OutboxRow>, is_first: bool) -> impl IntoView {
    let lang = use_me().lang;
    let (w, a) = (console::outbox(lang), console::admin(lang));
    if page.rows.is_empty() && is_first {
        return view! { <EmptyState icon="mail" title=w.none text=w.none_hint/> }.into_any();
    }
    let address = Section::Outbox.address();
    let first = (!is_first).then(|| (a.first.to_owned(), address.clone()));
    let next = page.next.map(|after| (a.next.to_owned(), with_query(&address, &[("after", &after)])));
    let rows = page.rows.into_iter().map(|row| view! { <Mail mails row/> }).collect_view();
    view! {
        <ul role="list" class="hits">{rows}</ul>
        <Pager label=a.pages before=first after=next/>
    }
    .into_any()
}

#[component]
fn Mail(mails: Loaded<Page<OutboxRow>>, row: OutboxRow) -> impl IntoView {
    let lang = use_me().lang;
    let (w, p) = (console::outbox(lang), outgoing::outbox_page(lang));
    let state = MailState::parse(&row.state).unwrap_or(MailState::Failed);
    let (tone, icon) = match state {
        MailState::Waiting | MailState::Sending => (Tone::Accent, "clock"),
        MailState::Sent => (Tone::Good, "mail-check"),
        MailState::Failed | MailState::Bounced => (Tone::Bad, "mail-warning"),
        MailState::Withheld => (Tone::Quiet, "mail"),
    };
    let number = row.number.map(|number| view! { <a href=format!("/desk/t/{number}")>{number.clone()}</a> });
    let why = row.trouble.map(|trouble| outgoing::trouble_sentence(lang, trouble).to_owned());
    let said = (!row.answer.is_empty()).then(|| fill(p.said, &[("answer", &row.answer)]));
    let next = row.next.map(|next| fill(p.next, &[("at", &next.text)]));
    let why = [why, said, next].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let retry =
        matches!(tone, Tone::Bad | Tone::Quiet) && row.kind.is_some_and(|kind| kind != MailKind::Code);
    let retry = retry.then(|| view! { <Retry mails id=row.id subject=row.subject.clone()/> });
    view! {
        <li class="hit">
            <p class="hit__k"><Pill tone icon>{outgoing::state_name(lang, state)}</Pill><Time stamp=row.at/>{number}</p>
            <h2 class="hit__t">{row.subject}</h2>
            <p class="hit__m">{fill(w.to, &[("to", &row.to)])}</p>
            {(!why.is_empty()).then(|| view! { <p class="hint">{why}</p> })}
            <details class="why"><summary>{w.show}</summary><pre class="mailtext">{row.body}</pre></details>
            {retry}
        </li>
    }
}

#[component]
fn Retry(mails: Loaded<Page<OutboxRow>>, id: String, subject: String) -> impl IntoView {
    let lang = use_me().lang;
    let p = outgoing::outbox_page(lang);
    let toasts = use_toasts();
    let retry = move |_| {
        let id = id.clone();
        spawn_local_scoped(async move {
            match retry_mail(id).await {
                Ok(()) => toasts.say(p.retried),
                Err(error) => toasts.warn(error.sentence(lang)),
            }
            mails.refetch();
        });
    };
    view! {
        <p><Button kind="button" small=true icon="rotate-ccw" on:click=retry>{p.retry}<span class="vh">" "{subject}</span></Button></p>
    }
}

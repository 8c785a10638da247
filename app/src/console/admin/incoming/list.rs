//! What came in, newest first, shelf by shelf.

use domain::mail::view::{MailRow, Shelf};
use domain::people::Page;
use domain::words::{console, files, fill, incoming};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use super::super::{Section, SectionHead};
use super::shelf_pill;
use crate::api::incoming::{incoming, retry_quarantine};
use crate::console::address::use_query;
use crate::console::parts::{Loaded, loaded, region};
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{Button, EmptyState, Pager, Time, use_toasts};

#[component]
pub fn Incoming() -> impl IntoView {
    let w = incoming::incoming(use_me().lang);
    let (shelf, after) = (use_query("shelf"), use_query("after"));
    let mails = loaded(move || (shelf.get(), after.get()), |(shelf, after)| incoming(shelf, after));
    let list = region(mails, move |page| {
        let (shelf, is_first) = (shelf.get_untracked(), after.with_untracked(String::is_empty));
        view! { <List mails page shelf is_first/> }.into_any()
    });
    view! {
        <SectionHead section=Section::Incoming hint=w.hint/>
        <div class="ed__b ed__b--one"><div class="ed__m"><Shelves shelf/>{list}</div></div>
    }
}

/// Which messages are shown.
#[component]
fn Shelves(shelf: Memo<String>) -> impl IntoView {
    let lang = use_me().lang;
    let w = incoming::incoming(lang);
    let link = move |code: &'static str, name: &'static str| {
        let address = Section::Incoming.address();
        let href = if code.is_empty() { address } else { with_query(&address, &[("shelf", code)]) };
        let is_current = move || shelf.with(|own| own == code).then_some("page");
        view! { <a class="tab" href=href aria-current=is_current>{name}</a> }
    };
    let shelves = Shelf::ALL.iter().map(|own| link(own.code(), incoming::shelf_name(lang, *own)));
    view! { <nav class="tabs" aria-label=w.show>{link("", w.all)}{shelves.collect_view()}</nav> }
}

/// Tries all of the quarantine again.
#[component]
fn RetryAll(mails: Loaded<Page<MailRow>>) -> impl IntoView {
    let lang = use_me().lang;
    let toasts = use_toasts();
    let retry = move |_| {
        spawn_local_scoped(async move {
            match retry_quarantine().await {
                Ok(retried) => toasts.say(incoming::retried(lang, retried)),
                Err(error) => toasts.warn(error.sentence(lang)),
            }
            mails.refetch();
        });
    };
    view! { <p><Button kind="button" icon="rotate-ccw" on:click=retry>{incoming::incoming(lang).retry_all}</Button></p> }
}

#[component]
fn List(mails: Loaded<Page<MailRow>>, page: Page<MailRow>, shelf: String, is_first: bool) -> impl IntoView {
    let lang = use_me().lang;
    let (w, a) = (incoming::incoming(lang), console::admin(lang));
    if page.rows.is_empty() {
        let none = if shelf.is_empty() { (w.none, Some(w.none_hint)) } else { (w.none_here, None) };
        return view! { <EmptyState icon="inbox" title=none.0 text=none.1/> }.into_any();
    }
    let address = Section::Incoming.address();
    let here = |after: &str| {
        let asked = [("shelf", shelf.as_str()), ("after", after)];
        with_query(&address, &asked.into_iter().filter(|(_, value)| !value.is_empty()).collect::<Vec<_>>())
    };
    let first = (!is_first).then(|| (a.first.to_owned(), here("")));
    let next = page.next.as_deref().map(|after| (a.next.to_owned(), here(after)));
    let rows = page.rows.into_iter().map(|row| view! { <Row row/> }).collect_view();
    let retry = (shelf == Shelf::Quarantined.code()).then(|| view! { <RetryAll mails/> });
    view! {
        {retry}
        <ul role="list" class="hits" aria-label=w.list>{rows}</ul>
        <Pager label=a.pages before=first after=next/>
    }
    .into_any()
}

#[component]
fn Row(row: MailRow) -> impl IntoView {
    let lang = use_me().lang;
    let w = incoming::incoming(lang);
    let number = row.number.map(|number| view! { <a href=format!("/desk/t/{number}")>{number.clone()}</a> });
    let subject = if row.subject.is_empty() { w.no_subject.to_owned() } else { row.subject };
    let from = match row.sender.is_empty() {
        true if row.shelf == Shelf::Waiting => w.unread.to_owned(),
        true => w.nobody.to_owned(),
        false => fill(w.from, &[("from", &row.sender)]),
    };
    let mailbox = match row.mailbox.is_empty() {
        true => w.handed_over.to_owned(),
        false => fill(w.in_mailbox, &[("mailbox", &row.mailbox)]),
    };
    let what = [from, mailbox, files::size(lang, row.size)].join(" · ");
    let why = row.trouble.map(|trouble| incoming::trouble_sentence(lang, trouble));
    view! {
        <li class="hit">
            <p class="hit__k">{shelf_pill(row.shelf)}<Time stamp=row.at/>{number}</p>
            <h2 class="hit__t"><a href=super::address(&row.id)>{subject}</a></h2>
            <p class="hit__m">{what}</p>
            {why.map(|words| view! { <p class="hint">{words}</p> })}
        </li>
    }
}

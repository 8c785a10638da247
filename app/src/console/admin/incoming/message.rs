//! `/desk/mail/{id}`: one message, why it is where it is, all of it, and what can be done with it.

use domain::mail::view::{Clean, MailView, Whole};
use domain::words::{files, incoming};
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;
use leptos_router::hooks::use_params_map;

use super::super::Section;
use super::moving::Moving;
use super::shelf_pill;
use crate::api::incoming::{let_through, message, refuse, retry_message};
use crate::console::parts::{Loaded, PageTitle, loaded, refused_page, region_or};
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Attachments, Banner, Button, Icon, LinkButton, Time, Tone, use_toasts};

#[component]
pub fn MessagePage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    let page = loaded(move || id.get(), message);
    let contents = region_or(page, move |mail| view! { <Contents page mail/> }.into_any(), refused_page);
    view! { <main id="main" class="app__main pg">{contents}</main> }
}

#[component]
fn Contents(page: Loaded<MailView>, mail: MailView) -> impl IntoView {
    let lang = use_me().lang;
    let w = incoming::incoming(lang);
    let subject = match mail.row.subject.is_empty() {
        true => w.no_subject.to_owned(),
        false => mail.row.subject.clone(),
    };
    let back = use_me().viewer().may(domain::access::Action::ReadOutbox).then(|| {
        view! { <p class="crumb"><a href=Section::Incoming.address()><Icon name="arrow-left"/>{w.title}</a></p> }
    });
    let number = mail.row.number.clone();
    let ticket = number.map(|number| view! { <a href=format!("/desk/t/{number}")>{number.clone()}</a> });
    view! {
        <PageTitle thing=subject.clone() area=w.title/>
        <header class="ed__h">
            <div class="grow">
                {back}
                <h1>{subject}</h1>
                <p class="row row--wrap mailk">{shelf_pill(mail.row.shelf)}<Time stamp=mail.row.at.clone()/>{ticket}</p>
            </div>
        </header>
        <div class="pg__b">
            <div class="side-r mailv">
                <div class="secs"><Verdict mail=mail.clone()/><Body mail=mail.clone()/></div>
                <div class="secs"><Deeds page mail/></div>
            </div>
        </div>
    }
}

/// Why it is where it is.
#[component]
fn Verdict(mail: MailView) -> impl IntoView {
    let lang = use_me().lang;
    let w = incoming::message(lang);
    let trouble = mail.row.trouble.map(|trouble| {
        view! { <Banner tone=Tone::Bad icon="mail-warning"><p>{incoming::trouble_sentence(lang, trouble)}</p></Banner> }
    });
    let lines = mail.came.iter().flat_map(|came| incoming::verdict(lang, came));
    let lines = lines.map(|(name, words)| view! { <dt>{name}</dt><dd>{words}</dd> }).collect_view();
    view! {
        <section aria-labelledby="mail-why">
            <h2 class="t14 w6" id="mail-why">{w.verdict}</h2>
            {trouble}
            <dl class="dl">{lines}</dl>
        </section>
    }
}

/// All of it: its text, its page, its files, its head.
#[component]
fn Body(mail: MailView) -> impl IntoView {
    let lang = use_me().lang;
    let w = incoming::message(lang);
    if mail.is_gone {
        return view! { <p>{w.removed}</p> }.into_any();
    }
    let Whole { head, text, page, parts } = mail.whole;
    let text = if text.trim().is_empty() { w.no_text.to_owned() } else { text };
    let part = |(name, size): (String, u64)| view! { <li>{name}" · "{files::size(lang, size)}</li> };
    let has_files = !mail.files.is_empty() || !parts.is_empty();
    let files = has_files.then(|| {
        view! {
            <section aria-labelledby="mail-files">
                <h2 class="t14 w6" id="mail-files">{w.parts}</h2>
                <Attachments files=mail.files/>
                <ul>{parts.into_iter().map(part).collect_view()}</ul>
            </section>
        }
    });
    let head =
        head.into_iter().map(|(name, value)| view! { <dt>{name}</dt><dd class="mono mail-any">{value}</dd> });
    view! {
        <section>
            <h2 class="t14 w6" id="mail-text">{w.text}</h2>
            <pre class="mailtext" tabindex="0" role="region" aria-labelledby="mail-text">{text}</pre>
        </section>
        {page.map(|page| view! { <Drawn page/> })}
        {files}
        <section aria-labelledby="mail-head">
            <h2 class="t14 w6" id="mail-head">{w.head}</h2>
            <dl class="dl">{head.collect_view()}</dl>
        </section>
    }
    .into_any()
}

/// Its page without anything that could harm. Pictures elsewhere are named, and never loaded by the page itself.
#[component]
fn Drawn(page: Clean) -> impl IntoView {
    let w = incoming::message(use_me().lang);
    let count = domain::words::count(page.remote.len() as u64, w.remote_one, w.remote_many);
    let link = |address: String| {
        let (href, name) = (address.clone(), address);
        view! { <li><a href=href target="_blank" rel="noopener noreferrer external" class="mail-any">{name}</a></li> }
    };
    let has_remote = !page.remote.is_empty();
    let remote = has_remote.then(|| {
        view! {
            <p class="hint">{count}</p>
            <details class="mail-fold">
                <summary>{w.remote_show}</summary>
                <p class="hint">{w.remote_hint}</p>
                <ul>{page.remote.into_iter().map(link).collect_view()}</ul>
            </details>
        }
    });
    view! {
        <section>
            <h2 class="t14 w6" id="mail-page">{w.page}</h2>
            <div class="mailpage" tabindex="0" role="region" aria-labelledby="mail-page" inner_html=page.html></div>
            {remote}
        </section>
    }
}

/// What can be done with it.
#[component]
fn Deeds(page: Loaded<MailView>, mail: MailView) -> impl IntoView {
    let lang = use_me().lang;
    let w = incoming::message(lang);
    let toasts = use_toasts();
    let id = StoredValue::new(mail.row.id.clone());
    let retry = move |_| {
        spawn_local_scoped(async move {
            match retry_message(id.get_value()).await {
                Ok(true) => toasts.say(w.retried),
                Ok(false) => toasts.warn(w.still),
                Err(error) => toasts.warn(error.sentence(lang)),
            }
            page.refetch();
        });
    };
    let settled = move |decided: Result<(), AppError>, done| {
        match decided {
            Ok(()) => toasts.say(done),
            Err(error) => toasts.warn(error.sentence(lang)),
        }
        page.refetch();
    };
    let through = move |_| {
        spawn_local_scoped(async move { settled(let_through(id.get_value()).await, w.let_through_done) });
    };
    let keep_out = move |_| {
        spawn_local_scoped(async move { settled(refuse(id.get_value()).await, w.refuse_done) });
    };
    let tries = (mail.tries > 0)
        .then(|| domain::words::fill(w.tries, &[("n", &mail.tries.to_string())]))
        .map(|words| view! { <p class="hint">{words}</p> });
    let (raw, mail_is_gone) = (format!("/mail/{}", mail.row.id), mail.is_gone);
    view! {
        {mail.may_retry.then(|| view! {
            <section><Button kind="button" icon="rotate-ccw" on:click=retry>{w.retry}</Button>{tries}</section>
        })}
        {mail.may_let_through.then(|| view! {
            <section>
                <Button kind="button" icon="check" on:click=through>{w.let_through}</Button>
                <p class="hint">{w.let_through_hint}</p>
            </section>
        })}
        {mail.may_refuse.then(|| view! {
            <section>
                <Button kind="button" icon="x" on:click=keep_out>{w.refuse}</Button>
                <p class="hint">{w.refuse_hint}</p>
            </section>
        })}
        <Moving page mail/>
        {(!mail_is_gone).then(|| view! { <section><LinkButton href=raw icon="download">{w.raw}</LinkButton></section> })}
    }
}

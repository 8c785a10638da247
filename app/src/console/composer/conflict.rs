//! What changed while somebody was writing, in words.

use domain::Error;
use domain::tickets::Change;
use domain::words::console;
use leptos::prelude::*;

use super::super::ticket::Ticket;
use super::state::Composer;
use crate::browser::focus;
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Button, Icon, Time};

/// Above the text: what changed, and the way on. Gone once the writer says that they have read it.
#[component]
pub fn Review(composer: Composer) -> impl IntoView {
    let w = console::composer(use_me().lang);
    let reviewed = move |_| {
        composer.has_seen();
        focus::focus(super::FIELD);
    };
    move || {
        let news = composer.news.get();
        (!news.is_empty()).then(|| {
            view! {
                <div class="clash" role="alert">
                    <Icon name="triangle-alert"/>
                    <div class="grow">
                        <p><b>{w.review_title}</b></p>
                        <List ticket=composer.ticket news/>
                        <p>{w.review_hint}</p>
                    </div>
                    <Button kind="button" small=true on:click=reviewed>{w.review}</Button>
                </div>
            }
        })
    }
}

/// The changes that a refusal carries, if it does.
#[component]
pub fn Changes(ticket: Ticket, error: AppError) -> impl IntoView {
    match error {
        AppError::Desk(Error::Conflict(news)) => view! { <List ticket news/> }.into_any(),
        _ => ().into_any(),
    }
}

#[component]
fn List(ticket: Ticket, news: Vec<Change>) -> impl IntoView {
    let item = move |change: Change| line(ticket, &change);
    view! { <ul role="list">{news.into_iter().map(item).collect_view()}</ul> }
}

/// Who did what, and when: the ticket has been read anew, so its timeline knows the time in the reader's words.
fn line(ticket: Ticket, change: &Change) -> impl IntoView + use<> {
    let lang = use_me().lang;
    let entry = ticket
        .entries()
        .with_untracked(|entries| entries.iter().find(|entry| entry.at.at == change.at).cloned());
    let due = entry.as_ref().and_then(|entry| entry.due.clone()).map(|stamp| stamp.text).unwrap_or_default();
    let words = console::event(lang, &change.body, &due);
    let by = (!change.by.is_empty()).then(|| view! { <b>{change.by.clone()}</b>" " });
    view! { <li>{by}{words}{entry.map(|entry| view! { ", "<Time stamp=entry.at/> })}</li> }
}

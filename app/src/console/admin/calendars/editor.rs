//! The editor of one calendar: its name and zone, its week, the days that differ, holiday lists, and what the year looks
//! like with the draft.

use domain::promises::calendar::Calendar;
use domain::settings::{CalendarDraft, CalendarView, Changed, Draft, PromisesPage, Recount, changed};
use domain::words::{Lang, console, fill};
use leptos::prelude::*;

use super::super::super::parts::Loaded;
use super::super::edit::{Conflict, Editing, Head, History, Of, PreviewBox, Progress};
use super::super::week::OpenNow;
use super::super::what_if::WhatIfBox;
use super::Section;
use super::days::Days;
use super::feeds::Feeds;
use super::hours::Hours;
use super::year::Year;
use crate::browser::zones;
use crate::me::use_me;
use crate::ui::{Button, Icon, Pill, TabLink, TabLinks, TextField};

#[component]
pub fn Editor(
    open: CalendarView,
    page: Loaded<PromisesPage>,
    /// Names of the policies that count in it.
    users: Vec<String>,
    tabs: Vec<TabLink>,
    recounts: Vec<Recount>,
    /// The year that the year view begins with.
    year: i32,
) -> impl IntoView {
    let lang = use_me().lang;
    let (w, e) = (console::calendar_editor(lang), console::editing(lang));
    let CalendarView { id, name, version, archived, calendar, is_open, .. } = open;
    let draft = CalendarDraft { id: id.clone(), seen: version, name: name.clone(), archived, calendar };
    let address = format!("{}?calendar=", Section::Calendars.address());
    let editing =
        Editing::new(Draft::Calendar(Box::new(draft)), page, address, move |a, b| changes(lang, a, b));
    let is_new = id.is_empty();
    let title = if is_new { w.new_title.to_owned() } else { name };
    let versions = (!is_new).then(|| view! { <p class="c2 t12">{fill(console::calendars(lang).version, &[("n", &version.to_string())])}</p> });
    view! {
        <div class="ed__b">
            <div class="ed__m">
                <TabLinks label=Section::Calendars.name() tabs/>
                <Progress begun=recounts/>
                <Conflict editing/>
                <Head editing title>
                    {(!is_new).then(|| view! { <OpenNow is_open/> })}
                    {archived.then(|| view! { <Pill icon="archive">{w.archived}</Pill> })}
                    {versions}
                </Head>
                <Basics editing/>
                <Hours editing/>
                <Days editing/>
                <Feeds editing/>
                <Year editing begin=year/>
                {(!is_new).then(|| view! { <Archive editing users/> })}
            </div>
            <aside class="ed__s" aria-label=console::calendars(lang).try_title>
                <WhatIfBox calendars=Vec::new() chosen="" draft=calendar_of(editing)/>
                {(!is_new).then(|| view! { <PreviewBox editing hint=e.preview_calendar/><History of=Of::Calendar id/> })}
            </aside>
        </div>
    }
}

/// What differs between two drafts of a calendar.
fn changes(lang: Lang, before: &Draft, after: &Draft) -> Vec<Changed> {
    let (Draft::Calendar(before), Draft::Calendar(after)) = (before, after) else { return Vec::new() };
    let lines =
        |draft: &CalendarDraft| console::calendar_lines(lang, &draft.name, draft.archived, &draft.calendar);
    changed(&lines(before), &lines(after))
}

/// The calendar of the draft, as it changes.
pub fn calendar_of(editing: Editing) -> Signal<Calendar> {
    Signal::derive(move || {
        editing.draft.with(|draft| match draft {
            Draft::Calendar(draft) => draft.calendar.clone(),
            _ => Calendar::default(),
        })
    })
}

/// Changes the calendar of the draft.
pub fn change<T: Default>(editing: Editing, change: impl FnOnce(&mut Calendar) -> T) -> T {
    let mut answer = T::default();
    editing.draft.update(|draft| {
        if let Draft::Calendar(draft) = draft {
            answer = change(&mut draft.calendar);
        }
    });
    answer
}

#[component]
fn Basics(editing: Editing) -> impl IntoView {
    let w = console::calendar_editor(use_me().lang);
    let (name, zone) = editing.draft.with_untracked(|draft| match draft {
        Draft::Calendar(draft) => (draft.name.clone(), draft.calendar.timezone.clone()),
        _ => Default::default(),
    });
    let rename = move |event| {
        let name = event_target_value(&event);
        editing.draft.update(|draft| {
            if let Draft::Calendar(draft) = draft {
                draft.name = name;
            }
        });
    };
    let move_to = move |event| {
        let zone = event_target_value(&event);
        change(editing, |calendar| calendar.timezone = zone);
    };
    Effect::new(|_| zones::suggest("#timezone"));
    view! {
        <div class="two ad__add">
            <TextField id="name" label=w.name value=name autocomplete="off" on:input=rename/>
            <TextField id="timezone" label=w.zone_label hint=w.zone_hint value=zone autocomplete="off" on:input=move_to/>
        </div>
    }
}

/// Puts it away, or takes it back; as all else, with the next saving.
#[component]
fn Archive(editing: Editing, users: Vec<String>) -> impl IntoView {
    let w = console::calendar_editor(use_me().lang);
    let archived =
        move || editing.draft.with(|draft| matches!(draft, Draft::Calendar(draft) if draft.archived));
    let turn = move |_| {
        editing.draft.update(|draft| {
            if let Draft::Calendar(draft) = draft {
                draft.archived = !draft.archived;
            }
        });
    };
    let used = match users.is_empty() {
        true => w.used_by_none.to_owned(),
        false => fill(w.used_by, &[("names", &users.join(", "))]),
    };
    let words = move || if archived() { w.restore } else { w.archive };
    view! {
        <section aria-labelledby="archived-h">
            <div class="eh"><h2 id="archived-h">{w.archived}</h2><p class="c2">{w.archived_hint}" "{used}</p></div>
            <Button kind="button" small=true attr:id="archived" on:click=turn><Icon name="archive"/>{words}</Button>
        </section>
    }
}

//! Business calendars: the week, the days that differ, and a box to try them out. Admins edit them ([`editor`]),
//! everybody else reads.

mod days;
mod editor;
mod feeds;
mod hours;
mod year;

use domain::access::Action;
use domain::promises::calendar::{Calendar, Week, Window};
use domain::settings::{CalendarView, PromisesPage};
use domain::words::{Lang, common, console, fill};
use leptos::prelude::*;

use self::editor::Editor;
use super::super::parts::{Loaded, loaded, refused_by_desk, region};
use super::edit::{History, Of, Progress, Returning};
use super::week::{OpenNow, WeekTable, in_words};
use super::what_if::WhatIfBox;
use super::{Section, SectionHead, named};
use crate::api::promises::promises;
use crate::console::address::use_query;
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{Column, EmptyState, LinkButton, TabLink, TabLinks, Table};

/// Days that are shown at once.
const SHOWN: usize = 12;

#[component]
pub fn Calendars() -> impl IntoView {
    let me = use_me();
    let w = console::calendars(me.lang);
    let chosen = use_query("calendar");
    Returning::provide();
    let page = loaded(move || chosen.get(), |_| promises());
    let may_edit = me.viewer().may(Action::EditPolicies);
    let add = may_edit.then(|| {
        let href = with_query(&Section::Calendars.address(), &[("calendar", NEW)]);
        view! { <LinkButton href icon="plus">{console::calendar_editor(me.lang).add}</LinkButton> }
    });
    view! {
        <SectionHead section=Section::Calendars hint=w.hint>{add}</SectionHead>
        {region(page, move |data| contents(data, page, &chosen.get_untracked(), may_edit))}
    }
}

/// The calendar `id`, or the first one.
fn contents(data: PromisesPage, page: Loaded<PromisesPage>, id: &str, may_edit: bool) -> AnyView {
    let w = console::calendars(use_me().lang);
    let PromisesPage { calendars, policies, recounts, year, .. } = data;
    let found = named(&calendars, id, |own| &own.id).cloned();
    let found = if id == NEW && may_edit { Some(fresh(&calendars)) } else { found };
    let Some(open) = found else {
        if !id.is_empty() {
            return refused_by_desk(false);
        }
        return view! { <EmptyState icon="calendar" title=w.none text=w.none_hint/> }.into_any();
    };
    let tabs = calendars.iter().map(|other| tab(other, &open)).collect();
    if may_edit {
        let users = policies.iter().filter(|view| view.policy.calendar.as_ref() == Some(&open.id));
        let users = users.map(|view| view.policy.name.clone()).collect::<Vec<_>>();
        return view! { <Editor open page users tabs recounts year/> }.into_any();
    }
    let id = open.id.clone();
    view! {
        <div class="ed__b">
            <div class="ed__m"><TabLinks label=Section::Calendars.name() tabs/><Progress begun=recounts/><One calendar=open/></div>
            <aside class="ed__s" aria-label=w.try_title>
                <WhatIfBox calendars chosen=id.clone()/><History of=Of::Calendar id/>
            </aside>
        </div>
    }
    .into_any()
}

/// In the address for a calendar that does not exist yet.
const NEW: &str = "new";

/// What a new one begins with: an office where the others are.
fn fresh(others: &[CalendarView]) -> CalendarView {
    let week = Week::workdays(&[Window::new("09:00", "17:00")]);
    let zone = others.first().map(|other| other.calendar.timezone.clone());
    let timezone = zone.unwrap_or_else(|| "Etc/UTC".to_owned());
    CalendarView {
        id: String::new(),
        name: String::new(),
        version: 0,
        hours: String::new(),
        is_open: false,
        archived: false,
        calendar: Calendar { timezone, week, ..Calendar::default() },
    }
}

fn tab(other: &CalendarView, open: &CalendarView) -> TabLink {
    let href = with_query(&Section::Calendars.address(), &[("calendar", &other.id)]);
    TabLink { href, label: other.name.clone(), count: None, current: other.id == open.id }
}

#[component]
fn One(calendar: CalendarView) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::calendars(lang);
    let breaks = &calendar.calendar.daily_breaks;
    let breaks = (!breaks.is_empty()).then(|| fill(w.daily_breaks, &[("hours", &in_words(lang, breaks))]));
    let version = fill(w.version, &[("n", &calendar.version.to_string())]);
    view! {
        <section aria-labelledby="ca-h">
            <div class="eh">
                <div class="row row--wrap"><h2 id="ca-h">{calendar.name.clone()}</h2><OpenNow is_open=calendar.is_open/></div>
                <p class="c2">{w.zone}": "{calendar.calendar.timezone.clone()}", "{version}</p>
            </div>
            <WeekTable calendar=calendar.clone()/>
            {breaks.map(|words| view! { <p class="c2">{words}</p> })}
        </section>
        <Exceptions calendar=calendar.calendar/>
    }
}

/// A day that differs from the week: its date, what it is, its hours.
struct Exception {
    date: String,
    name: String,
    hours: String,
}

#[component]
fn Exceptions(calendar: Calendar) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::calendars(lang);
    let mut rows = exceptions(lang, &calendar).into_iter().map(row);
    let first = rows.by_ref().take(SHOWN).collect::<Vec<_>>();
    let rest = rows.collect::<Vec<_>>();
    let columns = || [w.date, w.exceptions, w.hours].map(Column::new).to_vec();
    let none = first.is_empty();
    let list = (!none).then(|| view! { <Table caption=w.exceptions columns=columns()>{first}</Table> });
    let more = fill(w.exceptions_more, &[("n", &rest.len().to_string())]);
    let rest = (!rest.is_empty()).then(|| {
        view! { <details class="why"><summary>{more.clone()}</summary><Table caption=more columns=columns()>{rest}</Table></details> }
    });
    view! {
        <section aria-labelledby="ca-x">
            <div class="eh"><h2 id="ca-x">{w.exceptions}</h2>{none.then(|| view! { <p class="c2">{w.exceptions_none}</p> })}</div>
            {list}{rest}
        </section>
    }
}

fn row(day: Exception) -> impl IntoView {
    view! { <tr><th scope="row" class="num nowrap">{day.date}</th><td>{day.name}</td><td class="num">{day.hours}</td></tr> }
}

/// Every day that differs, in the order of its date; those of every year first.
fn exceptions(lang: Lang, calendar: &Calendar) -> Vec<Exception> {
    let w = console::calendars(lang);
    let closed = || w.closed.to_owned();
    let called = |date: &String, otherwise: &str| {
        calendar.names.get(date).map_or(otherwise, String::as_str).to_owned()
    };
    let yearly = calendar
        .yearly_holidays
        .iter()
        .map(|date| (date, format!("{}, {}", called(date, w.holiday), w.every_year), closed()));
    let listed = calendar.holidays.iter().map(|date| (date, called(date, w.holiday), closed()));
    let special = calendar
        .exceptions
        .iter()
        .map(|(date, hours)| (date, called(date, w.special), in_words(lang, hours)));
    let breaks =
        calendar.breaks.iter().map(|(date, hours)| (date, w.pause.to_owned(), in_words(lang, hours)));
    let fed = calendar
        .feeds
        .iter()
        .flat_map(|feed| feed.closed_days())
        .map(|(_, day)| (&day.date, day.name.clone(), closed()));
    let mut days: Vec<_> = yearly.chain(listed).chain(special).chain(breaks).chain(fed).collect();
    // A date of every year is shorter: "12-25" before "2026-01-01".
    days.sort_by_key(|(date, ..)| (date.len(), (*date).clone()));
    let named = |(date, name, hours): (&String, String, String)| Exception {
        date: common::date_name(lang, date),
        name,
        hours,
    };
    days.into_iter().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_differ_stand_in_order() {
        let calendar = Calendar {
            holidays: vec!["2026-12-28".into(), "2026-04-03".into()],
            yearly_holidays: vec!["12-25".into()],
            exceptions: [("2026-12-24".to_owned(), vec![Window::new("07:00", "12:00")])].into(),
            ..Calendar::default()
        };
        let days: Vec<(String, String)> =
            exceptions(Lang::En, &calendar).into_iter().map(|day| (day.date, day.hours)).collect();
        let expected = [
            ("25 Dec", "Closed"),
            ("3 Apr 2026", "Closed"),
            ("24 Dec 2026", "07:00 to 12:00"),
            ("28 Dec 2026", "Closed"),
        ];
        assert_eq!(days, expected.map(|(date, hours)| (date.to_owned(), hours.to_owned())));
    }
}

//! Policies: whom they serve, what they promise, when they warn and when their clocks stop. Admins edit them
//! ([`editor`]), everybody else reads.

mod alarms;
mod editor;
pub mod length;
mod rows;
mod rules;

use domain::access::Action;
use domain::promises::PromiseKind;
use domain::promises::policy::{AlarmRule, AlarmWhen, Policy, PolicyRow, Shown};
use domain::settings::{CalendarView, PolicyView, PromisesPage};
use domain::tickets::entry::Named;
use domain::words::tickets::priority_name;
use domain::words::{Lang, console, fill};
use leptos::prelude::*;

use self::editor::Editor;
use super::super::desk::use_desk;
use super::super::parts::{Loaded, loaded, refused_by_desk, region};
use super::edit::{History, Of, Progress, Returning};
use super::week::WeekPicture;
use super::what_if::WhatIfBox;
use super::{Section, SectionHead, named};
use crate::api::promises::promises;
use crate::console::address::use_query;
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{Column, Icon, LinkButton, Pill, PriorityIcon, TabLink, TabLinks, Table, Tone};

/// In the address for a policy that does not exist yet.
const NEW: &str = "new";

#[component]
pub fn Promises() -> impl IntoView {
    let me = use_me();
    let w = console::policies(me.lang);
    let chosen = use_query("policy");
    Returning::provide();
    let page = loaded(move || chosen.get(), |_| promises());
    let may_edit = me.viewer().may(Action::EditPolicies);
    let add = may_edit.then(|| {
        let href = with_query(&Section::Promises.address(), &[("policy", NEW)]);
        view! { <LinkButton href icon="plus">{console::policy_editor(me.lang).add}</LinkButton> }
    });
    view! {
        <SectionHead section=Section::Promises hint=w.hint>{add}</SectionHead>
        {region(page, move |data| contents(data, page, &chosen.get_untracked(), may_edit))}
    }
}

/// The policy `id`, or the first one.
fn contents(data: PromisesPage, page: Loaded<PromisesPage>, id: &str, may_edit: bool) -> AnyView {
    let PromisesPage { policies, calendars, ticket_types: types, tiers, webhooks, recounts, .. } = data;
    let found = named(&policies, id, |view| &view.policy.id).cloned();
    let found = if id == NEW && may_edit { Some(fresh()) } else { found };
    let Some(view) = found else { return refused_by_desk(false) };
    let tabs = policies.iter().map(|other| tab(other, &view)).collect();
    if may_edit {
        let editor = view! { <Editor view page tabs calendars types recounts webhooks known_tiers=tiers/> };
        return editor.into_any();
    }
    let calendar = calendars.iter().find(|own| Some(&own.id) == view.policy.calendar.as_ref()).cloned();
    let id = view.policy.id.clone();
    let read = view! {
        <div class="ed__b">
            <div class="ed__m">
                <TabLinks label=Section::Promises.name() tabs/>
                <Progress begun=recounts/>
                <PolicyHead view=view.clone()/>
                <Targets policy=view.policy.clone() types/>
                <div class="two"><Warn policy=view.policy.clone() webhooks/><Pauses policy=view.policy.clone()/></div>
            </div>
            <Aside calendar calendars><History of=Of::Policy id/></Aside>
        </div>
    };
    read.into_any()
}

/// What a new one begins with: the rules that every desk starts with, for those whose contract names it.
fn fresh() -> PolicyView {
    let policy = Policy { id: String::new(), version: 0, name: String::new(), ..Policy::default_policy() };
    PolicyView { policy, is_default: false, tiers: Vec::new(), calendar: String::new() }
}

fn tab(other: &PolicyView, open: &PolicyView) -> TabLink {
    let href = with_query(&Section::Promises.address(), &[("policy", &other.policy.id)]);
    let current = other.policy.id == open.policy.id;
    TabLink { href, label: other.policy.name.clone(), count: None, current }
}

#[component]
fn PolicyHead(view: PolicyView) -> impl IntoView {
    let w = console::policies(use_me().lang);
    let PolicyView { policy, is_default, tiers, calendar } = view;
    let who = console::serves(use_me().lang, is_default, &tiers);
    let (tone, icon) = match policy.shown() {
        Shown::Off => (Tone::Quiet, "ban"),
        Shown::Promises => (Tone::Good, "circle-check"),
        Shown::Estimates => (Tone::Quiet, "eye"),
        Shown::Nothing => (Tone::Quiet, "lock"),
    };
    let standing = console::shown_name(use_me().lang, policy.shown());
    let clock = if calendar.is_empty() {
        w.clock_always.to_owned()
    } else {
        fill(w.clock, &[("calendar", &calendar)])
    };
    view! {
        <section aria-labelledby="po-who">
            <div class="eh">
                <div class="row row--wrap">
                    <h2 id="po-who">{policy.name}</h2><Pill tone icon>{standing}</Pill>
                    {is_default.then(|| view! { <Pill tone=Tone::Accent icon="star">{w.default}</Pill> })}
                </div>
                <p class="c2">{who}" "{clock}</p>
            </div>
        </section>
    }
}

/// The promised kinds that a policy has targets for.
const KINDS: [PromiseKind; 4] =
    [PromiseKind::FirstReply, PromiseKind::NextReply, PromiseKind::PeriodicUpdate, PromiseKind::Resolution];

#[component]
fn Targets(policy: Policy, types: Vec<Named>) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::policies(lang);
    let has_types = policy.rows.iter().any(|row| row.ticket_type.is_some());
    let columns = [w.priority, w.first_reply, w.next_reply, w.update, w.fix].map(Column::new);
    let kind = has_types.then(|| Column::new(w.ticket_type));
    let columns: Vec<Column> = columns.into_iter().chain(kind).collect();
    let rows =
        policy.ranked_rows().into_iter().map(|row| target_row(lang, row, has_types, &types)).collect_view();
    view! {
        <section>
            <div class="eh"><h2 id="po-what">{w.what}</h2><p class="c2">{w.what_hint}</p></div>
            <Table caption=fill(w.table, &[("policy", &policy.name)]) columns>{rows}</Table>
        </section>
    }
}

fn target_row(lang: Lang, row: &PolicyRow, has_types: bool, types: &[Named]) -> impl IntoView + use<> {
    let w = console::policies(lang);
    let priority = match row.priority {
        Some(priority) => {
            view! { <span class="row"><PriorityIcon priority/>{priority_name(lang, priority)}</span> }
                .into_any()
        }
        None => w.any.into_any(),
    };
    let cells = KINDS.map(
        |kind| view! { <td class="nowrap">{console::target_or_nothing(lang, row.targets.of(kind))}</td> },
    );
    let name = |id: &String| {
        types.iter().find(|own| own.id == *id).map_or_else(|| id.clone(), |own| own.name.clone())
    };
    let kind = row.ticket_type.as_ref().map_or_else(|| w.any.to_owned(), name);
    view! { <tr><th scope="row">{priority}</th>{cells}{has_types.then(|| view! { <td>{kind}</td> })}</tr> }
}

#[component]
fn Warn(policy: Policy, webhooks: Vec<Named>) -> impl IntoView {
    let w = console::policies(use_me().lang);
    let webhooks = StoredValue::new(webhooks);
    let none = policy.alarms.is_empty().then(|| view! { <p class="c2">{w.warn_none}</p> });
    let step = |rule: AlarmRule| {
        let (state, icon) = alarm_looks(rule.when);
        view! { <li data-state=state><Icon name=icon/><div><AlarmLine rule=move || rule.clone() webhooks/></div></li> }
    };
    let steps = policy.alarms.into_iter().map(step).collect_view();
    view! {
        <section aria-labelledby="po-warn">
            <div class="eh"><h2 id="po-warn">{w.warn}</h2></div>
            {none}
            <ol role="list" class="lad">{steps}</ol>
        </section>
    }
}

/// State and icon of an alarm.
fn alarm_looks(when: AlarmWhen) -> (&'static str, &'static str) {
    match when {
        AlarmWhen::PercentBefore(_) | AlarmWhen::Before(_) => ("risk", "triangle-alert"),
        AlarmWhen::AtDue => ("breach", "octagon-alert"),
        AlarmWhen::After { .. } => ("breach", "siren"),
    }
}

/// When an alarm speaks up and what happens then. Names of people come with the choices of the console's selects.
#[component]
fn AlarmLine(
    rule: impl Fn() -> AlarmRule + Clone + Send + 'static,
    webhooks: StoredValue<Vec<Named>>,
) -> impl IntoView {
    let lang = use_me().lang;
    let choices = use_desk().choices();
    let own = rule.clone();
    let when = move || console::alarm_when(lang, own().when);
    let does = move || {
        choices.with(|choices| {
            let name = |id: &str| {
                let person = choices.staff.iter().find(|own| own.id == id).map(|own| own.name.clone());
                let webhook = || {
                    webhooks.with_value(|all| all.iter().find(|own| own.id == id).map(|own| own.name.clone()))
                };
                person.or_else(webhook).unwrap_or_else(|| id.to_owned())
            };
            console::alarm_does(lang, &rule(), &name)
        })
    };
    view! { <b>{when}</b><span class="c2">{does}</span> }
}

#[component]
fn Pauses(policy: Policy) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::policies(lang);
    let line = |kind: PromiseKind| {
        let states = policy.pauses.0.get(&kind).map(Vec::as_slice).unwrap_or_default();
        view! { <li>{console::pause_line(lang, kind, states)}</li> }
    };
    let lines = KINDS.map(line);
    let proposed = policy
        .contact_within
        .map(|within| fill(w.contact_within, &[("t", &console::target_or_nothing(lang, Some(within)))]));
    view! {
        <div class="secs">
            <section aria-labelledby="po-pause">
                <div class="eh"><h2 id="po-pause">{w.pauses}</h2></div>
                <ul role="list" class="stack">{lines}</ul>
                <p class="hint">{w.pauses_hint}</p>
            </section>
            <section aria-labelledby="po-risk">
                <div class="eh"><h2 id="po-risk">{w.risk}</h2></div><p>{console::risk_limit(lang, policy.risk)}</p>
            </section>
            <section aria-labelledby="po-contact">
                <div class="eh"><h2 id="po-contact">{w.contact}</h2></div>
                <p>{console::contact_rule(lang, policy.contact_rule)}" "{proposed}</p>
                <p>{console::plan_rule(lang, policy.plan_rule)}</p>
            </section>
        </div>
    }
}

#[component]
fn Aside(calendar: Option<CalendarView>, calendars: Vec<CalendarView>, children: Children) -> impl IntoView {
    let w = console::calendars(use_me().lang);
    let chosen = calendar.as_ref().map(|own| own.id.clone()).unwrap_or_default();
    view! {
        <aside class="ed__s" aria-label=w.try_title>
            {calendar.map(|calendar| view! { <WeekPicture calendar/> })}
            <WhatIfBox calendars chosen/>
            {children()}
        </aside>
    }
}

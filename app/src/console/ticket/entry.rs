//! One entry of the timeline: a message, a note, a call, or a line for what happened.

use domain::tickets::entry::{Answer, Author, Body};
use domain::tickets::view::EntryView;
use domain::words::common::in_sentence;
use domain::words::{console, fill};
use leptos::prelude::*;

use crate::me::use_me;
use crate::ui::{Attachments, Avatar, Icon, Linked, Pill, Time, Tone};

pub fn entry(entry: EntryView) -> AnyView {
    let lang = use_me().lang;
    let w = console::timeline(lang);
    match entry.body.clone() {
        Body::Created { text, answers, channel, unverified, files, .. } => {
            let role = console::customer_by(lang, channel);
            let mark = unverified.map(|_| {
                view! { <Pill tone=Tone::Bad icon="triangle-alert">{w.unverified}</Pill> }.into_any()
            });
            message(
                entry,
                role,
                mark,
                view! { <Linked text/><Answers answers/><Attachments files/> }.into_any(),
            )
        }
        Body::Message { text, files, .. } => {
            let role = if entry.author == Author::Customer { w.customer } else { w.team };
            message(entry, role.to_owned(), None, view! { <Linked text/><Attachments files/> }.into_any())
        }
        Body::Answers { answers } => {
            message(entry, w.answered.to_owned(), None, view! { <Answers answers/> }.into_any())
        }
        Body::Note { text, files } => {
            let mark = view! { <Pill tone=Tone::Note icon="lock">{w.note}</Pill> };
            let inside = view! { <Linked text/><Attachments files/> };
            message(entry, String::new(), Some(mark.into_any()), inside.into_any())
        }
        Body::Call { text, reached, minutes } => {
            let words =
                if reached { fill(w.call, &[("n", &minutes.to_string())]) } else { w.call_missed.to_owned() };
            let icon = if reached { "phone" } else { "phone-missed" };
            let mark = view! { <span class="tag"><Icon name=icon/>{words}</span> };
            message(entry, String::new(), Some(mark.into_any()), view! { <Linked text/> }.into_any())
        }
        body => event(icon(&body), entry),
    }
}

fn message(entry: EntryView, role: String, mark: Option<AnyView>, inside: AnyView) -> AnyView {
    let is_team = entry.author == Author::Staff;
    let class = if matches!(entry.body, Body::Note { .. }) { "m m--note" } else { "m" };
    let name = author(&entry);
    let role = (!role.is_empty()).then(|| view! { <span>{role}</span> });
    view! {
        <li class=class>
            <Avatar name=entry.author_name team=is_team/>
            <div class="m__b"><p class="m__h"><b>{name}</b>{role}{mark}<Time stamp=entry.at/></p>{inside}</div>
        </li>
    }
    .into_any()
}

/// Questions with their answers.
#[component]
fn Answers(answers: Vec<Answer>) -> impl IntoView {
    let answer = |Answer { label, value, .. }: Answer| view! { <dt>{label}</dt><dd>{value}</dd> };
    (!answers.is_empty())
        .then(|| view! { <dl class="dl m__a">{answers.into_iter().map(answer).collect_view()}</dl> })
}

/// A line for what happened: who, what, when.
fn event(icon: &'static str, entry: EntryView) -> AnyView {
    let lang = use_me().lang;
    let due = entry.due.clone().map(|stamp| in_sentence(lang, &stamp.text)).unwrap_or_default();
    let words = console::event(lang, &entry.body, &due);
    let who = (!entry.author_name.is_empty()).then(|| view! { <b>{entry.author_name.clone()}</b>" " });
    view! { <li class="e"><Icon name=icon/><span>{who}{words}</span><Time stamp=entry.at/></li> }.into_any()
}

/// How the author is called; the desk itself has a name too.
fn author(entry: &EntryView) -> String {
    match entry.author_name.is_empty() {
        true => console::timeline(use_me().lang).desk.to_owned(),
        false => entry.author_name.clone(),
    }
}

fn icon(body: &Body) -> &'static str {
    match body {
        Body::Priority { .. } => "chart-column",
        Body::Type { .. } | Body::Subject { .. } => "pencil",
        Body::Assignee { .. } => "user-check",
        Body::Queue { .. } => "inbox",
        Body::Plan { .. } => "list-checks",
        Body::NextContact { .. } => "calendar-clock",
        Body::PolicyChosen { .. } => "shield-check",
        Body::PromiseMissed { .. } => "octagon-alert",
        Body::PromiseKept { .. } | Body::WorksAgain { .. } => "circle-check",
        Body::Alarm { .. } => "siren",
        Body::DueSet { .. } => "timer",
        Body::CalendarChanged { .. } => "calendar",
        Body::MoreUrgent { .. } => "trending-up",
        Body::DutyManager { .. } => "megaphone",
        Body::FollowUp { .. } => "corner-down-right",
        _ => "circle-dot",
    }
}

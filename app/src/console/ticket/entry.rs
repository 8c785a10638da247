//! One entry of the timeline: a message, a note, a call, or a line for what happened.

use domain::ladder::HandOver;
use domain::routing::view::Trace;
use domain::tickets::entry::{Answer, Author, Body};
use domain::tickets::view::EntryView;
use domain::words::common::in_sentence;
use domain::words::mail_in::beside;
use domain::words::{console, fill, incoming};
use leptos::prelude::*;

use super::delivery::delivery;
use super::mailed;
use crate::me::use_me;
use crate::ui::{Attachments, Avatar, Icon, Linked, Pill, Time, Tone};

pub fn entry(entry: EntryView) -> AnyView {
    let lang = use_me().lang;
    let w = console::timeline(lang);
    if entry.moved {
        let mark = view! { <Pill icon="forward">{incoming::on_entry(lang).moved_away}</Pill> };
        let inside = mailed::gone(&entry);
        return message(entry, String::new(), Some(mark.into_any()), inside);
    }
    match entry.body.clone() {
        Body::Created { text, answers, channel, unverified, files, mail, .. } => {
            let files = mailed::files(files, mail.as_deref());
            let role = console::customer_by(lang, channel);
            let mark = unverified.map(|_| {
                view! { <Pill tone=Tone::Bad icon="triangle-alert">{w.unverified}</Pill> }.into_any()
            });
            message(entry, role, mark, view! { <Linked text/><Answers answers/>{files} }.into_any())
        }
        Body::Message { text, files, mail, .. } => {
            let files = mailed::files(files, mail.as_deref());
            let role = if entry.author == Author::Customer { w.customer } else { w.team };
            message(entry, role.to_owned(), None, view! { <Linked text/>{files} }.into_any())
        }
        Body::Answers { answers, files } => {
            let inside = view! { <Answers answers/><Attachments files/> };
            message(entry, w.answered.to_owned(), None, inside.into_any())
        }
        Body::Note { text, files, .. } => {
            let mark = view! { <Pill tone=Tone::Note icon="lock">{w.note}</Pill> };
            let inside = view! { <Linked text/><Attachments files/> };
            message(entry, String::new(), Some(mark.into_any()), inside.into_any())
        }
        Body::Mailed { text, mail, files } => {
            let files = mailed::files(files, Some(&mail));
            let mark = view! { <Pill tone=Tone::Note icon="lock">{beside(lang, &mail)}</Pill> };
            let inside = view! { <Linked text/>{files} };
            message(entry, String::new(), Some(mark.into_any()), inside.into_any())
        }
        Body::Call { text, reached, minutes } => {
            let words =
                if reached { fill(w.call, &[("n", &minutes.to_string())]) } else { w.call_missed.to_owned() };
            let icon = if reached { "phone" } else { "phone-missed" };
            let mark = view! { <span class="tag"><Icon name=icon/>{words}</span> };
            message(entry, String::new(), Some(mark.into_any()), view! { <Linked text/> }.into_any())
        }
        Body::HandedOver { hand_over } => {
            let mark =
                view! { <Pill tone=Tone::Note icon="lock">{console::ladder_lines(lang).handed_over}</Pill> };
            let inside = view! { <HandedOver hand_over/> };
            message(entry, String::new(), Some(mark.into_any()), inside.into_any())
        }
        Body::SentBack { missing: text, .. } => {
            let words = console::event(lang, &entry.body, "");
            let mark = view! { <Pill tone=Tone::Note icon="lock">{words}</Pill> };
            message(entry, String::new(), Some(mark.into_any()), view! { <Linked text/> }.into_any())
        }
        Body::Routed(trace) => {
            let why = view! { <Way trace/> };
            event(icon(&entry.body), entry, Some(why.into_any()))
        }
        body => event(icon(&body), entry, mailed::moved_link(&body)),
    }
}

fn message(entry: EntryView, role: String, mark: Option<AnyView>, inside: AnyView) -> AnyView {
    let is_team = entry.author == Author::Staff;
    use Body::{HandedOver, Mailed, Note, SentBack};
    let is_inside = matches!(entry.body, Note { .. } | Mailed { .. } | HandedOver { .. } | SentBack { .. });
    let class = if is_inside { "m m--note" } else { "m" };
    let name = author(&entry);
    let origin = mailed::origin(&entry.body);
    let sent = delivery(&entry);
    let gone = mailed::redaction(&entry);
    let role = (!role.is_empty()).then(|| view! { <span>{role}</span> });
    view! {
        <li class=class>
            <Avatar name=entry.author_name team=is_team/>
            <div class="m__b"><p class="m__h"><b>{name}</b>{role}{mark}<Time stamp=entry.at/></p>{inside}{gone}{sent}{origin}</div>
        </li>
    }
    .into_any()
}

/// What an agent handed over with the ticket.
#[component]
pub fn HandedOver(hand_over: HandOver) -> impl IntoView {
    let w = console::ladder(use_me().lang);
    view! {
        <dl class="dl m__a">
            <dt>{w.tried}</dt><dd><Linked text=hand_over.tried/></dd>
            <dt>{w.evidence}</dt><dd><Linked text=hand_over.evidence/></dd>
            <dt>{w.question}</dt><dd><Linked text=hand_over.question/></dd>
        </dl>
    }
}

/// Questions with their answers.
#[component]
fn Answers(answers: Vec<Answer>) -> impl IntoView {
    let answer = |Answer { label, value, .. }: Answer| view! { <dt>{label}</dt><dd>{value}</dd> };
    (!answers.is_empty())
        .then(|| view! { <dl class="dl m__a">{answers.into_iter().map(answer).collect_view()}</dl> })
}

/// The rules that were looked at and the people who were thought of.
#[component]
fn Way(trace: Trace) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::routed(lang);
    let part = |title: &'static str, lines: Vec<String>| {
        (!lines.is_empty()).then(|| {
            let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
            view! { <p class="w5">{title}</p><ul role="list">{lines}</ul> }
        })
    };
    let rules = trace.looked.iter().map(|looked| console::looked_line(lang, looked)).collect();
    let people = trace.considered.iter().map(|one| console::considered_line(lang, one)).collect();
    view! { <details><summary>{w.open}</summary>{part(w.rules, rules)}{part(w.people, people)}</details> }
}

/// A line for what happened: who, what, when; and what it opens.
fn event(icon: &'static str, entry: EntryView, more: Option<AnyView>) -> AnyView {
    let lang = use_me().lang;
    let due = entry.due.clone().map(|stamp| in_sentence(lang, &stamp.text)).unwrap_or_default();
    let words = console::event(lang, &entry.body, &due);
    let who = (!entry.author_name.is_empty()).then(|| view! { <b>{entry.author_name.clone()}</b>" " });
    view! { <li class="e"><Icon name=icon/><span>{who}{words}{more}</span><Time stamp=entry.at/></li> }
        .into_any()
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
        Body::MailMoved { .. } | Body::MailRefused { .. } => "forward",
        Body::Routed(_) => "route",
        Body::Joined { .. } => "building-2",
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
        Body::OwnerAway { .. } => "user-check",
        Body::SurveySent { .. } => "send",
        Body::SurveyAnswered { answers } if answers.is_bad() => "frown",
        Body::SurveyAnswered { .. } => "smile",
        Body::FollowUp { .. } => "corner-down-right",
        Body::Climbed { .. } | Body::Unanswered { .. } => "trending-up",
        Body::Acknowledged { .. } => "user-check",
        Body::Classed { .. } => "megaphone",
        Body::ActionFailed { .. } => "triangle-alert",
        Body::ActionDone { .. } => "siren",
        Body::Redacted { .. } | Body::Expired { .. } => "trash-2",
        _ => "circle-dot",
    }
}

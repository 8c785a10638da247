//! The conversation, newest first: messages with their authors, and lines for what happened between them.

use domain::tickets::entry::{Answer, Author, Body, Named};
use domain::tickets::view::EntryView;
use domain::words::tickets::request_status_name;
use domain::words::{common, fill, portal};
use leptos::prelude::*;

use super::with_moment;
use crate::me::use_me;
use crate::ui::{Attachments, Avatar, Icon, Linked, Size, Time};

#[component]
pub fn Messages(number: String, entries: Vec<EntryView>, earlier: bool) -> impl IntoView {
    let w = portal::request(use_me().lang);
    let oldest = entries.last().map(|entry| entry.seq).filter(|_| earlier);
    let older = oldest.map(|seq| {
        let href = format!("/requests/{number}?before={seq}#messages");
        view! { <p class="pager"><a class="btn" href=href>{w.older}</a></p> }
    });
    view! { <ol role="list" class="msgs">{entries.into_iter().map(entry).collect_view()}</ol>{older} }
}

/// "Marta Oleson, Ines Kovar".
pub fn names(people: &[Named]) -> String {
    people.iter().map(|named| named.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn entry(entry: EntryView) -> AnyView {
    let lang = use_me().lang;
    let e = portal::events(lang);
    let who = author(&entry);
    let staff = (entry.author == Author::Staff).then_some(portal::request(lang).staff);
    // A call says no words to customers anyway.
    if entry.redacted.is_some() && !entry.body.is_redactable() && !matches!(entry.body, Body::Call { .. }) {
        return message(entry, staff, ().into_any());
    }
    match entry.body.clone() {
        Body::Created { text, unverified, files, .. } => {
            let mark = unverified.map(|_| e.unverified).or(staff);
            message(entry, mark, view! { <Linked text/><Attachments files/> }.into_any())
        }
        Body::Message { text, files, .. } => {
            message(entry, staff, view! { <Linked text/><Attachments files/> }.into_any())
        }
        Body::Answers { answers, files } => {
            message(entry, Some(e.answered), view! { {listed(answers)}<Attachments files/> }.into_any())
        }
        Body::Call { reached, .. } => {
            let pattern = if reached { e.called } else { e.tried_to_call };
            event("phone", entry, fill(pattern, &[("who", &who)]).into_any())
        }
        Body::Status { to, .. } => event(
            "circle-dot",
            entry,
            fill(e.status, &[("status", request_status_name(lang, to))]).into_any(),
        ),
        Body::NextContact { .. } => {
            let due = entry.due.clone();
            event("calendar-clock", entry, with_moment(e.contact, due))
        }
        Body::Plan { .. } => event("list-checks", entry, e.plan.into_any()),
        Body::MoreUrgent { reason, told } => {
            let pattern = if told.is_empty() { e.urgent } else { e.urgent_told };
            let words = fill(
                pattern,
                &[("who", &who), ("reason", &common::closed(&reason)), ("names", &names(&told))],
            );
            event("trending-up", entry, words.into_any())
        }
        Body::WorksAgain { text } => {
            let pattern = if text.is_empty() { e.works } else { e.works_text };
            event("circle-check", entry, fill(pattern, &[("who", &who), ("text", &text)]).into_any())
        }
        Body::DutyManager { reason, told } => {
            let pattern = if told.is_empty() { e.duty } else { e.duty_told };
            let words = fill(
                pattern,
                &[("who", &who), ("reason", &common::closed(&reason)), ("names", &names(&told))],
            );
            event("megaphone", entry, words.into_any())
        }
        Body::SurveyAnswered { answers } => {
            let said = domain::words::console::surveyed(lang, &answers);
            event("smile", entry, format!("{who} {said}").into_any())
        }
        Body::FollowUp { number, of } => event("corner-down-right", entry, follow_up(number, of)),
        // Nothing else is told to customers.
        _ => ().into_any(),
    }
}

/// How the reader calls the author.
fn author(entry: &EntryView) -> String {
    let lang = use_me().lang;
    match (entry.mine, entry.author_name.is_empty()) {
        (true, _) => common::common(lang).you.to_owned(),
        (false, true) => portal::request(lang).system.to_owned(),
        (false, false) => entry.author_name.clone(),
    }
}

/// What somebody wrote; `mark` says in a word what is to be known of it.
fn message(entry: EntryView, mark: Option<&'static str>, inside: AnyView) -> AnyView {
    let is_staff = entry.author == Author::Staff;
    let mark = mark.map(|mark| view! { <span>{mark}</span> });
    let name = author(&entry);
    let gone = entry.redacted.clone().map(|words| view! { <p class="c3">{words}</p> });
    view! {
        <li class="msg">
            <span><Avatar name=entry.author_name team=is_staff size=Size::Huge/></span>
            <div>
                <p class="msg__h"><b>{name}</b>{mark}<Time stamp=entry.at/></p>
                <div class="msg__b">{inside}{gone}</div>
            </div>
        </li>
    }
    .into_any()
}

/// Questions with their answers.
fn listed(answers: Vec<Answer>) -> AnyView {
    let answer = |Answer { label, value, .. }: Answer| view! { <dt>{label}</dt><dd>{value}</dd> };
    view! { <dl class="dl">{answers.into_iter().map(answer).collect_view()}</dl> }.into_any()
}

fn event(icon: &'static str, entry: EntryView, words: AnyView) -> AnyView {
    view! { <li class="evt"><Icon name=icon/><span>{words}<span class="c3">", "<Time stamp=entry.at/></span></span></li> }.into_any()
}

fn follow_up(number: String, of: bool) -> AnyView {
    let e = portal::events(use_me().lang);
    let words = if of { e.follow_up_of } else { e.follow_up };
    view! { {words}" "<a href=format!("/requests/{number}")>{number.clone()}</a> }.into_any()
}

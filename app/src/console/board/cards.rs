//! A column of the board and its cards.

use domain::promises::countdown::ClockFace;
use domain::routing::board::{Card, OnShift, Span};
use domain::words::promises::kind_name;
use domain::words::tickets::priority_name;
use domain::words::{console, count, fill};
use leptos::prelude::*;

use super::super::address;
use super::super::chip::Chip;
use super::Shown;
use crate::me::use_me;
use crate::ui::{Avatar, Button, ClockState, Dialog, Icon, Look, PriorityIcon, Size};

/// How far a column's heading is coloured.
fn state(span: Span) -> &'static str {
    match span {
        Span::Missed => "breach",
        Span::HalfHour => "risk",
        Span::TwoHours | Span::Today => "ok",
    }
}

#[component]
pub fn Cards(span: Span, shown: Shown) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::board(lang);
    let id = format!("col-{}", span as u8);
    let column = Memo::new(move |_| {
        shown.board.with(|board| board.columns.iter().find(|column| column.span == span).cloned())
    });
    let numbers = move || {
        let cards =
            column.with(|column| column.as_ref().map(|column| column.cards.clone()).unwrap_or_default());
        cards.into_iter().map(|card| card.number).collect::<Vec<_>>()
    };
    let size = move || column.with(|column| column.as_ref().map_or(0, |column| column.count));
    let rest = move || {
        let rest = size() - i64::try_from(numbers().len()).unwrap_or_default();
        (rest > 0).then(|| {
            let words = count(rest.unsigned_abs(), w.more_one, w.more);
            view! { <a class="btn btn--quiet btn--sm" href=address::view("all")>{words}</a> }
        })
    };
    let empty = move || {
        (size() == 0).then(|| view! { <p class="t12 c3">{if span == Span::Missed { w.missed_none } else { w.col_none }}</p> })
    };
    let card = move |number: String| {
        let own = number.clone();
        let card = Memo::new(move |_| {
            column.with(|column| column.as_ref()?.cards.iter().find(|card| card.number == own).cloned())
        });
        view! { <CardItem number card shown/> }
    };
    view! {
        <section class="col" aria-labelledby=id.clone()>
            <h2 id=id.clone() data-state=state(span)>{console::span_name(lang, span)}<span class="count">{size}</span></h2>
            {empty}
            <ul role="list"><For each=numbers key=|number| number.clone() children=card/></ul>
            {rest}
        </section>
    }
}

#[component]
fn CardItem(number: String, card: Memo<Option<Card>>, shown: Shown) -> impl IntoView {
    let lang = use_me().lang;
    let href = address::ticket("all", &number);
    let now = move || shown.board.with_untracked(|board| board.now);
    let clock = Memo::new(move |_| {
        card.with(|card| card.as_ref().map(|card| (card.clock.clone(), card.promise, card.priority)))
    });
    let head = move || {
        clock.get().map(|(clock, promise, priority)| {
            let spoken = fill(console::list(lang).priority, &[("priority", priority_name(lang, priority))]);
            view! { <Chip clock now=now()/><span class="c2">{kind_name(lang, promise)}</span><span class="push"><PriorityIcon priority spoken/></span> }
        })
    };
    let face = move || {
        let face = card.with(|card| card.as_ref().map(|card| card.clock.at(now()).state));
        ClockState::from(face.unwrap_or(ClockFace::OnTrack)).code()
    };
    let text = move |read: fn(&Card) -> String| {
        move || card.with(|card| card.as_ref().map(read).unwrap_or_default())
    };
    let tier = move || card.with(|card| card.as_ref()?.tier.as_ref().map(|tier| format!(", {tier}")));
    let why = move || {
        let why =
            card.with(|card| card.as_ref()?.why.as_ref().map(|why| console::why_here(lang, why, now())));
        why.map(|why| view! { <p class="bc__w">{why}</p> })
    };
    view! {
        <li class="bc" data-state=face>
            <p class="bc__c">{head}</p>
            <h3><a href=href>{text(|card| card.subject.clone())}</a></h3>
            <p class="bc__o cut">{text(|card| card.customer.clone())}<span class="c3">{tier}</span></p>
            {why}
            <p class="bc__f"><Owner card/><Give number card shown/></p>
        </li>
    }
}

#[component]
fn Owner(card: Memo<Option<Card>>) -> impl IntoView {
    let w = console::board(use_me().lang);
    let owner = Memo::new(move |_| card.with(|card| card.as_ref()?.assignee.clone()));
    move || {
        match owner.get() {
        Some(who) => view! { <Avatar name=who.name.clone() team=true size=Size::Tiny/><span class="cut">{who.name}</span> }.into_any(),
        None => view! { <span class="bc__un"><Icon name="user"/>{w.nobody}</span> }.into_any(),
    }
    }
}

/// The button that gives the card to somebody, and the people to choose from, those with the most room first.
#[component]
fn Give(number: String, card: Memo<Option<Card>>, shown: Shown) -> impl IntoView {
    let (me, lang) = (use_me(), use_me().lang);
    let w = console::board(lang);
    if !me.viewer().may(domain::access::Action::ChangeTicket) {
        return ().into_any();
    }
    let open = RwSignal::new(false);
    let has_owner =
        Memo::new(move |_| card.with(|card| card.as_ref().is_some_and(|card| card.assignee.is_some())));
    let action = move || if has_owner.get() { w.move_ } else { w.assign };
    let look = move || {
        let presses = card.with(|card| card.as_ref().is_some_and(|card| card.why.is_some()));
        if presses { "btn btn--sm push" } else { "btn btn--sm btn--quiet push" }
    };
    let id = format!("give-{number}");
    let title = fill(w.of_ticket, &[("action", w.assign), ("number", &number)]);
    let given = number.clone();
    let person = move |one: OnShift| {
        let given = given.clone();
        let to = one.who.clone();
        let give = move |_| {
            open.set(false);
            if let Some(version) = card.with_untracked(|card| card.as_ref().map(|card| card.version)) {
                shown.give(given.clone(), version, to.clone());
            }
        };
        let line = console::shift_line(lang, &one);
        view! {
            <li><button type="button" class="btn btn--quiet row" on:click=give>
                <Avatar name=one.who.name.clone() team=true size=Size::Tiny/>
                <span class="grow cut">{one.who.name}<span class="c3">{format!(", {line}")}</span></span>
                <span class="num">{one.open}<span class="c3">{format!(" / {}", one.limit)}</span></span>
            </button></li>
        }
    };
    let people = move || {
        let mut people = shown.board.with(|board| board.people.clone());
        people.sort_by_key(|one| (one.duty as u8, one.load * 100 / i64::from(one.limit.max(1))));
        people.into_iter().map(&person).collect_view()
    };
    view! {
        <button type="button" class=look on:click=move |_| open.set(true)>{action}<span class="vh">{format!(" {number}")}</span></button>
        <Dialog open id title>
            <ul role="list" class="pick">{people}</ul>
            <footer><Button kind="button" look=Look::Plain on:click=move |_| open.set(false)>{domain::words::common::common(lang).cancel}</Button></footer>
        </Dialog>
    }
    .into_any()
}

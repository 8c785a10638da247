//! A column of the board and its cards.

use domain::access::Action;
use domain::promises::countdown::ClockFace;
use domain::routing::board::{Card, OnShift, Span, Why};
use domain::words::promises::kind_name;
use domain::words::tickets::priority_name;
use domain::words::{console, count, fill};
use leptos::prelude::*;

use super::super::address;
use super::super::chip::Chip;
use super::Shown;
use crate::me::use_me;
use crate::ui::{Avatar, Button, ClockState, Dialog, Icon, PriorityIcon, Size};

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
        <section class="col stack" aria-labelledby=id.clone()>
            <h2 id=id.clone() class="row row--tight" data-state=state(span)>{console::span_name(lang, span)}<span class="count">{size}</span></h2>
            {empty}
            <ul role="list" class="stack"><For each=numbers key=|number| number.clone() children=card/></ul>
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
    let tier = move || card.with(|card| card.as_ref()?.tier.clone());
    let why = move || {
        let why =
            card.with(|card| card.as_ref()?.why.as_ref().map(|why| console::why_here(lang, why, now())));
        why.map(|why| view! { <p class="bc__w">{why}</p> })
    };
    view! {
        <li class="bc" data-state=face>
            <p class="bc__c row row--tight">{head}</p>
            <h3><a href=href>{text(|card| card.subject.clone())}</a></h3>
            <p class="bc__o cut">{text(|card| card.customer.clone())}" "<span class="c3 cap">{tier}</span></p>
            {why}
            <p class="bc__f row row--tight"><Owner card/><Give number card shown/></p>
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
        None => view! { <span class="bc__un row row--tight"><Icon name="user"/>{w.nobody}</span> }.into_any(),
    }
    }
}

/// The button that gives the card to somebody.
#[component]
fn Give(number: String, card: Memo<Option<Card>>, shown: Shown) -> impl IntoView {
    let me = use_me();
    let w = console::board(me.lang);
    if !me.viewer().may(Action::ChangeTicket) {
        return ().into_any();
    }
    let has_owner = move || card.with(|card| card.as_ref().is_some_and(|card| card.assignee.is_some()));
    let action = move || if has_owner() { w.move_ } else { w.assign };
    let class = move || match card
        .with(|card| card.as_ref().is_some_and(|card| card.why.as_ref().is_some_and(Why::is_pressing)))
    {
        true => "btn btn--sm push",
        false => "btn btn--sm btn--quiet push",
    };
    let spoken = format!(" {number}");
    let give = move |_| {
        let version = card.with_untracked(|card| card.as_ref().map(|card| card.version));
        shown.giving.set(version.map(|version| (number.clone(), version)));
        shown.choosing.set(true);
    };
    view! { <button type="button" class=class on:click=give>{action}<span class="vh">{spoken}</span></button> }.into_any()
}

/// Whom to give a card: everybody with what is on their hands, those with the most room first.
#[component]
pub fn GiveDialog(shown: Shown) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::board(lang);
    let person = move |one: OnShift| {
        let (to, line) = (one.who.clone(), console::shift_line(lang, &one));
        let give = move |_| {
            shown.choosing.set(false);
            if let Some((number, version)) = shown.giving.get_untracked() {
                shown.give(number, version, to.clone());
            }
        };
        view! {
            <li><button type="button" class="btn btn--quiet row" on:click=give>
                <Avatar name=one.who.name.clone() team=true size=Size::Tiny/>
                <span class="grow cut">{one.who.name}<span class="c3">{format!(", {line}")}</span></span>
                <span class="num">{console::tickets(one.load)}<span class="c3">{format!(" / {}", one.limit)}</span></span>
            </button></li>
        }
    };
    let people = move || {
        let mut people = shown.board.with(|board| board.people.clone());
        people.sort_by_key(|one| (one.duty as u8, one.load * 100 / i64::from(one.limit.max(1))));
        people.into_iter().map(person).collect_view()
    };
    let number = move || shown.giving.with(|giving| giving.as_ref().map(|(number, _)| number.clone()));
    let cancel = domain::words::common::common(lang).cancel;
    view! {
        <Dialog open=shown.choosing id="give" title=w.give_whom>
            <p class="num c2">{number}</p>
            <ul role="list" class="pick">{people}</ul>
            <footer><Button kind="button" on:click=move |_| shown.choosing.set(false)>{cancel}</Button></footer>
        </Dialog>
    }
}

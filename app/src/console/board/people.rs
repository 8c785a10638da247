//! Beside the columns: moves that would help, and everybody with what is on their hands.

use domain::routing::UNIT;
use domain::routing::agent::Duty;
use domain::routing::board::{OnShift, Stuck, Suggestion};
use domain::words::{console, count, fill};
use leptos::prelude::*;

use super::super::address;
use super::Shown;
use crate::me::use_me;
use crate::ui::{Avatar, Icon};

#[component]
pub fn Moves(shown: Shown) -> impl IntoView {
    let (me, lang) = (use_me(), use_me().lang);
    let w = console::board(lang);
    let may_move = me.viewer().may(domain::access::Action::ChangeTicket);
    let moves = Memo::new(move |_| shown.board.with(|board| board.moves.clone()));
    let item = move |(place, own): (usize, Suggestion)| {
        let reason = console::move_reason(lang, &own);
        let label = fill(w.give, &[("number", &own.number), ("name", &own.to.name)]);
        let class = if place == 0 { "btn btn--sm btn--primary" } else { "btn btn--sm" };
        let (href, number, name) =
            (address::ticket("all", &own.number), own.number.clone(), own.to.name.clone());
        let give = move |_| shown.give(own.number.clone(), own.version, own.to.clone());
        let button = may_move.then(
            || view! { <button type="button" class=class aria-label=label on:click=give>{w.assign}</button> },
        );
        view! {
            <li class="t12"><p>{w.give_before}" "<a href=href>{number}</a>" "{w.give_to}" "<b>{name}</b></p><p class="c2">{reason}</p>{button}</li>
        }
    };
    let stuck = Memo::new(move |_| shown.board.with(|board| board.stuck.clone()));
    let stuck_item = move |own: Stuck| {
        let href = address::ticket("all", &own.number);
        view! { <li class="t12"><p><a href=href>{own.number}</a>": "{console::lack_reason(lang, &own.lack)}</p></li> }
    };
    let unmoved = move || {
        let stuck = stuck.get();
        (!stuck.is_empty())
            .then(|| view! { <ul role="list">{stuck.into_iter().map(stuck_item).collect_view()}</ul> })
    };
    let list = move || {
        let moves = moves.get();
        match moves.is_empty() {
            true => {
                stuck.with(Vec::is_empty).then(|| view! { <p class="t12 c2">{w.moves_none}</p> }).into_any()
            }
            false => view! { <ul role="list">{moves.into_iter().enumerate().map(item).collect_view()}</ul> }
                .into_any(),
        }
    };
    view! { <section class="card box sg"><h2 class="row"><Icon name="route"/>{w.moves}</h2>{unmoved}{list}</section> }
}

#[component]
pub fn People(shown: Shown) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::board(lang);
    let people = Memo::new(move |_| shown.board.with(|board| board.people.clone()));
    let there = move || people.with(|people| people.iter().filter(|one| one.duty == Duty::On).count());
    let list = move || {
        let people = people.get();
        match people.is_empty() {
            true => view! { <p class="t12 c2">{w.nobody_works_hint}</p> }.into_any(),
            false => view! { <ul role="list" class="stack mt">{people.into_iter().map(|one| person(lang, one)).collect_view()}</ul> }.into_any(),
        }
    };
    view! {
        <section class="card box team">
            <div class="row"><h2 class="t14 w6">{w.on_shift}</h2><span class="count">{there}</span><span class="push t12 c3">{w.open_limit}</span></div>
            {list}
        </section>
    }
}

fn person(lang: domain::words::Lang, one: OnShift) -> impl IntoView {
    let w = console::board(lang);
    let line = console::shift_line(lang, &one);
    let full = i64::from(one.limit) * UNIT;
    let share = (one.load * 100 / full.max(1)).clamp(0, 100);
    let class = if share >= 100 { "meter full" } else { "meter" };
    let spoken = fill(
        w.load_of,
        &[("name", &one.who.name), ("load", &console::tickets(one.load)), ("limit", &one.limit.to_string())],
    );
    let missed = (one.missed > 0).then(|| {
        let words = count(one.missed.unsigned_abs(), w.missed_of_one, w.missed_of);
        view! { <span class="sla sla--chip" data-state="breach"><Icon name="octagon-alert"/>{words}</span> }
    });
    view! {
        <li class="row">
            <Avatar name=one.who.name.clone() team=true/>
            <div class="grow">
                <p class="row"><b class="cut">{one.who.name}</b>{missed}<span class="push num nowrap">{console::tickets(one.load)}<span class="c3">{format!(" / {}", one.limit)}</span></span></p>
                <svg class=class viewBox="0 0 100 1" preserveAspectRatio="none" role="img" aria-label=spoken><rect width=share.to_string() height="1"></rect></svg>
                <p class="t12 c2 cut">{line}</p>
            </div>
        </li>
    }
}

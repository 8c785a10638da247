//! The ticket's promises: every clock with its name, its due time, and the way to why it is due then.

use domain::access::Action;
use domain::promises::countdown::{Clock, ClockFace, Length};
use domain::tickets::view::PromiseView;
use domain::time::Instant;
use domain::words::common::in_sentence;
use domain::words::promises::kind_name;
use domain::words::{Lang, console, fill};
use leptos::prelude::*;

use super::super::desk::use_desk;
use super::head::Dialogs;
use super::state::Ticket;
use super::why::WhyDialog;
use crate::browser::ticker::use_reading;
use crate::me::use_me;
use crate::ui::{Badge, Icon, SlaBadge, Time};

#[component]
pub fn Clocks(ticket: Ticket, dialogs: Dialogs) -> impl IntoView {
    let promises = ticket.part(|page| (page.promises.clone(), page.now));
    let list = move || {
        let (promises, now) = promises.get();
        (!promises.is_empty()).then(|| {
            let clocks = promises.into_iter().map(|promise| view! { <PromiseClock promise now dialogs/> });
            view! { <dl class="clocks">{clocks.collect_view()}</dl> }
        })
    };
    view! { {list}<WhyDialog ticket promise=dialogs.why/> }
}

#[component]
fn PromiseClock(promise: PromiseView, now: Instant, dialogs: Dialogs) -> impl IntoView {
    let me = use_me();
    let lang = me.lang;
    let w = console::ticket(lang);
    let (kind, target) = (promise.kind, promise.target);
    let name = kind_name(lang, kind);
    let reading = use_reading(promise.clock.clone(), now);
    speak(reading, lang, name);
    let badge = Signal::derive(move || {
        let reading = reading.get();
        Badge::new(&reading, console::long(lang, &reading, target), console::state_name(lang, reading.state))
    });
    let state = move || badge.with(|badge| badge.state.code());
    let beside = Memo::new(move |_| reading.with(|reading| reading.state));
    let why_label = fill(w.why_of, &[("promise", name)]);
    let due_label = fill(w.set_due_for, &[("promise", name)]);
    let is_owed = move || !matches!(beside.get(), ClockFace::Met | ClockFace::MetLate | ClockFace::Ended);
    let may_set = me.viewer().may(Action::OverridePromise);
    let set_due = move || {
        let label = due_label.clone();
        (may_set && is_owed()).then(|| {
            view! {
                <button type="button" class="clocks__b" aria-label=label on:click=move |_| dialogs.due.set(Some(kind))><Icon name="pencil"/></button>
            }
        })
    };
    view! {
        <div data-state=state>
            <dt>{name}<span class="c3">{move || due(lang, &promise, beside.get())}</span></dt>
            <dd>
                <span role="timer" aria-label=name><SlaBadge badge/></span>
                <span class="clocks__a">
                    {set_due}
                    <button type="button" class="clocks__b" aria-label=why_label on:click=move |_| dialogs.why.set(Some(kind))><Icon name="info"/></button>
                </span>
            </dd>
        </div>
    }
}

/// Beside the name: when it is due, or what was promised once that is met.
fn due(lang: Lang, promise: &PromiseView, state: ClockFace) -> AnyView {
    let w = console::clock(lang);
    let stamp = promise.due.clone();
    match (state, promise.target, stamp) {
        (ClockFace::Met | ClockFace::MetLate, Some(target), Some(stamp)) => {
            let words = fill(w.promised, &[("target", &console::short_target(lang, target))]);
            view! { <time datetime=stamp.at.to_string()>{words}</time> }.into_any()
        }
        (ClockFace::Missed, _, Some(stamp)) => {
            let (pattern, at) = match &promise.late_since {
                Some(since) => (w.late_since, since),
                None => (w.was_due, &stamp),
            };
            let words = fill(pattern, &[("at", &in_sentence(lang, &at.text))]);
            view! { <time datetime=stamp.at.to_string()>{words}</time> }.into_any()
        }
        (_, _, Some(stamp)) => view! { <Time stamp/> }.into_any(),
        _ => ().into_any(),
    }
}

/// The open ticket speaks twice: ten minutes before, and when the time has passed.
fn speak(reading: Signal<Clock>, lang: Lang, name: &'static str) {
    let desk = use_desk();
    let w = console::clock(lang);
    let turn = Memo::new(move |_| {
        reading.with(|clock| match (clock.state, clock.length) {
            (ClockFace::Missed, _) => Some(w.just_missed),
            (ClockFace::OnTrack | ClockFace::AtRisk, Length::MinutesSeconds(..)) => Some(w.soon),
            _ => None,
        })
    });
    Effect::new(move |before: Option<Option<&'static str>>| {
        let now = turn.get();
        if let (Some(before), Some(words)) = (before, now)
            && before != now
        {
            desk.say(fill(words, &[("promise", name)]));
        }
        now
    });
}

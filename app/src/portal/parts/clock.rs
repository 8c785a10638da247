//! Promises as customers read them: in whole words, counting by themselves.

use domain::promises::countdown::{Clock, ClockFace};
use domain::tickets::Status;
use domain::tickets::view::PromiseView;
use domain::time::Instant;
use domain::words::portal::{self, promise_sentence, relative};
use domain::words::promises::customer_kind_name;
use domain::words::{Lang, fill};
use leptos::prelude::*;

use crate::browser::ticker::use_reading;
use crate::me::use_me;
use crate::ui::{Badge, ClockState, Icon, Ring, SlaBadge, Time};

/// How the styles see a clock.
#[must_use]
pub fn clock_state(face: ClockFace) -> ClockState {
    match face {
        ClockFace::OnTrack => ClockState::OnTrack,
        ClockFace::AtRisk => ClockState::AtRisk,
        ClockFace::Missed => ClockState::Missed,
        ClockFace::Paused | ClockFace::Ended => ClockState::Paused,
        ClockFace::Met | ClockFace::MetLate => ClockState::Kept,
    }
}

/// How much of the ring is left.
#[must_use]
pub fn percent(clock: &Clock) -> u8 {
    (clock.fraction * 100.0) as u8
}

/// What a request in a list waits for: by when, and how long that is.
#[component]
pub fn Due(status: Status, promise: Option<PromiseView>, now: Instant) -> impl IntoView {
    let lang = use_me().lang;
    let w = portal::clock(lang);
    let Some(promise) = promise.filter(|_| status.is_active()) else {
        let words = if status.is_active() { w.nothing } else { w.solved };
        return view! { <div class="due"><span class="due__v">{words}</span></div> }.into_any();
    };
    let reading = use_reading(promise.clock.clone(), now);
    let head = move || due_head(lang, status, &promise, reading.get().state);
    view! { <div class="due">{head}<span class="due__in">{move || due_foot(lang, reading.get())}</span></div> }.into_any()
}

fn due_head(lang: Lang, status: Status, promise: &PromiseView, state: ClockFace) -> impl IntoView + use<> {
    use domain::promises::PromiseKind;
    let w = portal::clock(lang);
    let name = customer_kind_name(lang, promise.kind);
    let waiting = if status == Status::Waiting { w.waiting } else { w.on_hold };
    let (label, value) = match (state, promise.kind) {
        (ClockFace::Paused, _) => (w.paused.to_owned(), waiting.into_any()),
        (ClockFace::Missed, _) => (format!("{name}: {}", w.was_due), stamp(promise)),
        (_, PromiseKind::NextContact) => (w.contact_by.to_owned(), stamp(promise)),
        _ => (fill(w.promise_by, &[("promise", name)]), stamp(promise)),
    };
    view! { <span class="due__k">{label}</span><span class="due__v">{value}</span> }
}

fn stamp(promise: &PromiseView) -> AnyView {
    promise.due.clone().map(|stamp| view! { <Time stamp/> }).into_any()
}

fn due_foot(lang: Lang, clock: Clock) -> impl IntoView {
    let shape = match clock.state {
        ClockFace::Missed => view! { <Icon name="octagon-alert"/> }.into_any(),
        ClockFace::AtRisk => view! { <Icon name="triangle-alert"/> }.into_any(),
        ClockFace::Paused => view! { <Icon name="circle-pause"/> }.into_any(),
        _ => view! { <Ring percent=percent(&clock)/> }.into_any(),
    };
    view! { {shape}<span>{relative(lang, clock)}</span> }
}

/// A promise on the page of its request: its name and shape, and a sentence that counts down.
#[component]
pub fn PromiseLine(promise: PromiseView, now: Instant) -> impl IntoView {
    let lang = use_me().lang;
    let name = customer_kind_name(lang, promise.kind);
    let reading = use_reading(promise.clock.clone(), now);
    let badge = Signal::derive(move || badge(lang, name, reading.get()));
    let due = promise.due.clone().map(|stamp| stamp.text).unwrap_or_default();
    let sentence = move || promise_sentence(lang, reading.get(), &due, promise.target);
    let by_hand = promise.manual.map(|reason| fill(portal::clock(lang).by_hand, &[("reason", &reason)]));
    let moment = promise.due.map(|stamp| stamp.at.to_string());
    view! {
        <li>
            <SlaBadge badge/>
            <time class="c2" role="timer" aria-label=name datetime=moment>{sentence}</time>
            {by_hand.map(|words| view! { <span class="c2">{words}</span> })}
        </li>
    }
}

fn badge(lang: Lang, name: &str, clock: Clock) -> Badge {
    Badge {
        state: clock_state(clock.state),
        text: name.to_owned(),
        spoken: portal::face_name(lang, clock.state).to_owned(),
        percent_left: percent(&clock),
    }
}

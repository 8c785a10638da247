//! A promise on the page of its request, counting by itself in whole words.

use domain::promises::countdown::{Clock, ClockFace};
use domain::tickets::view::PromiseView;
use domain::time::Instant;
use domain::words::portal::{self, promise_sentence};
use domain::words::promises::customer_kind_name;
use domain::words::{Lang, fill};
use leptos::prelude::*;

use crate::browser::ticker::use_reading;
use crate::me::use_me;
use crate::ui::{Badge, ClockState, SlaBadge};

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

/// A promise on the page of its request: its name and shape, and a sentence that counts down.
#[component]
pub fn PromiseLine(promise: PromiseView, now: Instant) -> impl IntoView {
    let lang = use_me().lang;
    let name = customer_kind_name(lang, promise.kind);
    let reading = use_reading(promise.clock.clone(), now);
    let badge = Signal::derive(move || badge(lang, name, reading.get()));
    let by_hand = promise.manual.clone();
    let by_hand = by_hand.map(|reason| fill(portal::clock(lang).by_hand, &[("reason", &reason)]));
    let moment = promise.due.as_ref().map(|stamp| stamp.at.to_string());
    let sentence = move || promise_sentence(lang, reading.get(), &promise);
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

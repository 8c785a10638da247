//! A promise's clock as it stands in a row: shape and figures, counting by itself.

use domain::promises::countdown::{ClockData, ClockFace};
use domain::time::Instant;
use domain::words::console;
use leptos::prelude::*;

use crate::browser::ticker::use_reading;
use crate::me::use_me;
use crate::ui::{Badge, SlaBadge, followed};

/// `clock`, read in an answer that the desk made at `now`. `on_turn` hears when it shows another state.
#[component]
pub fn Chip(
    clock: ClockData,
    now: Instant,
    #[prop(optional)] on_turn: Option<Callback<ClockFace>>,
) -> impl IntoView {
    let lang = use_me().lang;
    let reading = use_reading(clock, now);
    let badge = followed(move || {
        let reading = reading.get();
        Badge::new(&reading, console::chip(lang, &reading), console::state_name(lang, reading.state))
    });
    if let Some(on_turn) = on_turn {
        Effect::new(move |before: Option<ClockFace>| {
            let state = reading.with(|reading| reading.state);
            if before.is_some_and(|before| before != state) {
                on_turn.run(state);
            }
            state
        });
    }
    view! { <SlaBadge badge chip=true/> }
}

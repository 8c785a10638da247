//! Promises as shapes and words: badge, ring and dial. What they say is decided in `domain::promises`.

use domain::promises::countdown::{Clock, ClockFace};
use leptos::prelude::*;

use super::Icon;

/// How a promise stands, as shapes and colours show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClockState {
    #[default]
    OnTrack,
    AtRisk,
    Missed,
    /// Stands still, or is over without a verdict.
    Paused,
    Kept,
    KeptLate,
}

impl From<ClockFace> for ClockState {
    fn from(face: ClockFace) -> Self {
        match face {
            ClockFace::OnTrack => Self::OnTrack,
            ClockFace::AtRisk => Self::AtRisk,
            ClockFace::Missed => Self::Missed,
            ClockFace::Paused | ClockFace::Ended => Self::Paused,
            ClockFace::Met => Self::Kept,
            ClockFace::MetLate => Self::KeptLate,
        }
    }
}

impl ClockState {
    /// Value of `data-state`, by which the styles colour.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::OnTrack => "ok",
            Self::AtRisk => "risk",
            Self::Missed => "breach",
            Self::Paused => "paused",
            Self::Kept => "met",
            Self::KeptLate => "late",
        }
    }

    /// Its icon; on track has a ring of the time left instead.
    #[must_use]
    pub fn icon(self) -> Option<&'static str> {
        match self {
            Self::OnTrack => None,
            Self::AtRisk => Some("triangle-alert"),
            Self::Missed => Some("octagon-alert"),
            Self::Paused => Some("circle-pause"),
            Self::Kept | Self::KeptLate => Some("circle-check"),
        }
    }
}

/// What a badge shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Badge {
    pub state: ClockState,
    /// `3h 09m`, `1h 13m over`, `Met in 21m`.
    pub text: String,
    /// The state in words, for screen readers: "on track".
    pub spoken: String,
    /// Share of the time that is left, 0 to 100.
    pub percent_left: u8,
}

impl Badge {
    /// `clock` as a badge, in the words of its reader.
    #[must_use]
    pub fn new(clock: &Clock, text: impl Into<String>, spoken: impl Into<String>) -> Self {
        Self {
            state: clock.state.into(),
            text: text.into(),
            spoken: spoken.into(),
            percent_left: percent(clock.fraction),
        }
    }
}

/// A share of 0 to 1 in whole percent.
#[must_use]
pub fn percent(fraction: f64) -> u8 {
    (fraction.clamp(0.0, 1.0) * 100.0).round() as u8
}

/// A full circle and, over it, the part of the time that is left.
#[component]
pub fn Ring(percent: u8) -> impl IntoView {
    // A list has one in most rows, hence written as text. A dash is an attribute: the page's policy allows no styles.
    let arcs = format!(
        "<circle class=\"ring__bg\" cx=\"8\" cy=\"8\" r=\"6\"></circle><circle class=\"ring__fg\" cx=\"8\" cy=\"8\" r=\"6\" \
         pathLength=\"100\" stroke-dasharray=\"{} 100\"></circle>",
        percent.min(100),
    );
    view! { <svg class="ring" viewBox="0 0 16 16" aria-hidden="true" inner_html=arcs></svg> }
}

/// Shape, time and state of a promise. A chip in lists; plain beside a heading.
#[component]
pub fn SlaBadge(#[prop(into)] badge: Signal<Badge>, #[prop(optional)] chip: bool) -> impl IntoView {
    let class = if chip { "sla sla--chip" } else { "sla" };
    let shape = move || {
        let (state, percent) = badge.with(|badge| (badge.state, badge.percent_left));
        match state.icon() {
            Some(name) => view! { <Icon name/> }.into_any(),
            None => view! { <Ring percent/> }.into_any(),
        }
    };
    view! {
        <span class=class data-state=move || badge.with(|badge| badge.state.code())>
            {shape}
            <span>{move || badge.with(|badge| badge.text.clone())}</span>
            <span class="vh">{move || badge.with(|badge| format!(", {}", badge.spoken))}</span>
        </span>
    }
}

/// The large clock of a request: a number, its unit, and the time left round it. A timer, never a live region.
#[component]
pub fn Dial(
    #[prop(into)] state: Signal<ClockState>,
    /// `39`.
    #[prop(into)]
    number: Signal<String>,
    /// `minutes`.
    #[prop(into)]
    unit: Signal<String>,
    /// Share of the time that is left, 0 to 100.
    #[prop(into)]
    percent: Signal<u8>,
    /// "Time until next contact".
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let dash = move || format!("{} 100", percent.get().min(100));
    view! {
        <div class="clock" role="timer" aria-label=label data-state=move || state.get().code()>
            <svg viewBox="0 0 96 96" aria-hidden="true">
                <circle class="ring__bg" cx="48" cy="48" r="42"></circle>
                <circle class="ring__fg" cx="48" cy="48" r="42" pathLength="100" stroke-dasharray=dash></circle>
            </svg>
            <span class="clock__n num">{move || number.get()}</span>
            <span class="clock__u">{move || unit.get()}</span>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn percent_stays_in_the_ring() {
        assert_eq!(
            [percent(-0.5), percent(0.0), percent(0.394), percent(1.0), percent(7.0)],
            [0, 0, 39, 100, 100]
        );
    }
}

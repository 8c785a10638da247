//! What a request in a list waits for: by when, and how long that is.

use domain::promises::PromiseKind;
use domain::promises::countdown::{Clock, ClockFace};
use domain::promises::policy::Target;
use domain::stamp::Stamp;
use domain::tickets::Status;
use domain::tickets::view::PromiseView;
use domain::time::Instant;
use domain::words::portal::{self, relative};
use domain::words::promises::customer_kind_name;
use domain::words::{Lang, fill};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Part, percent};
use crate::browser::ticker::{synchronise, use_reading};
use crate::me::use_me;
use crate::ui::{Icon, Ring, Time};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Due {
    pub status: Status,
    pub promise: Option<PromiseView>,
    pub now: Instant,
}

impl Part for Due {
    const NAME: &'static str = "due";
    const CLASS: &'static str = "due";

    fn view(self) -> AnyView {
        let lang = use_me().lang;
        let w = portal::clock(lang);
        synchronise(self.now);
        let Some(promise) = self.promise.filter(|_| self.status.is_active()) else {
            let words = if self.status.is_active() { w.nothing } else { w.solved };
            return view! { <span class="due__v">{words}</span> }.into_any();
        };
        let reading = use_reading(promise.clock.clone(), self.now);
        let promised = promise.target;
        let head = move || due_head(lang, self.status, &promise, reading.get().state);
        view! { {head}<span class="due__in">{move || due_foot(lang, reading.get(), promised)}</span> }
            .into_any()
    }
}

fn due_head(lang: Lang, status: Status, promise: &PromiseView, state: ClockFace) -> impl IntoView + use<> {
    let w = portal::clock(lang);
    let name = customer_kind_name(lang, promise.kind);
    let due = promise.due.as_ref();
    let waiting = if status == Status::Waiting { w.waiting } else { w.on_hold };
    let (label, value) = match (state, promise.kind) {
        (ClockFace::Paused, _) => (w.paused.to_owned(), waiting.into_any()),
        (ClockFace::Missed, _) => match &promise.late_since {
            Some(since) => (fill(w.late_since, &[("promise", name)]), stamp(Some(since))),
            None => (fill(w.was_due, &[("promise", name)]), stamp(due)),
        },
        (_, PromiseKind::NextContact) => (w.contact_by.to_owned(), stamp(due)),
        _ => (fill(w.promise_by, &[("promise", name)]), stamp(due)),
    };
    view! { <span class="due__k">{label}</span><span class="due__v">{value}</span> }
}

fn stamp(at: Option<&Stamp>) -> AnyView {
    at.cloned().map(|stamp| view! { <Time stamp/> }).into_any()
}

fn due_foot(lang: Lang, clock: Clock, promised: Option<Target>) -> impl IntoView {
    let shape = match clock.state {
        ClockFace::Missed => view! { <Icon name="octagon-alert"/> }.into_any(),
        ClockFace::AtRisk => view! { <Icon name="triangle-alert"/> }.into_any(),
        ClockFace::Paused => view! { <Icon name="circle-pause"/> }.into_any(),
        _ => view! { <Ring percent=percent(&clock)/> }.into_any(),
    };
    view! { {shape}<span>{relative(lang, clock, promised)}</span> }
}

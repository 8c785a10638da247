//! Small shapes: a request's state, a hit's marks and where it leads.

use domain::search::{Hit, HitKind};
use domain::tickets::Status;
use domain::words::tickets::request_status_name;
use leptos::prelude::*;

use crate::me::use_me;
use crate::ui::{Pill, Tone};

/// A request's state as its customer reads it.
#[component]
pub fn StatusPill(status: Status) -> impl IntoView {
    let (tone, icon) = match status {
        Status::New => (Tone::Accent, "circle-dashed"),
        Status::Open => (Tone::Accent, "circle-dot"),
        Status::Waiting => (Tone::Risk, "hand"),
        Status::OnHold => (Tone::Quiet, "circle-pause"),
        Status::Resolved | Status::Closed => (Tone::Good, "circle-check"),
    };
    view! { <Pill tone icon>{request_status_name(use_me().lang, status)}</Pill> }
}

/// The page of what was found.
#[must_use]
pub fn hit_href(hit: &Hit) -> String {
    match hit.kind {
        HitKind::Article => format!("/help/a/{}", hit.id),
        HitKind::Problem => format!("/status#{}", hit.id),
        HitKind::Ticket => format!("/requests/{}", hit.id),
    }
}

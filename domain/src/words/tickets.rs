//! Names of states, priorities, channels and the lines of a timeline.

use super::{Lang, words};
use crate::tickets;

words! {
    /// Status as staff read it.
    Status, status {
        new: "New",
        open: "Open",
        waiting: "Waiting on customer",
        on_hold: "On hold",
        resolved: "Solved",
        closed: "Closed",
    }
}

words! {
    /// Status as customers read it.
    RequestStatus, request_status {
        new: "We have it",
        open: "We’re working on it",
        waiting: "Your turn",
        on_hold: "On hold",
        resolved: "Solved",
        closed: "Closed",
    }
    de {
        new: "Eingegangen",
        open: "In Arbeit",
        waiting: "Sie sind dran",
        on_hold: "Zurückgestellt",
        resolved: "Gelöst",
        closed: "Geschlossen",
    }
}

words! {
    Priority, priority { low: "Low", normal: "Normal", high: "High", urgent: "Urgent", }
}

words! {
    Channel, channel { portal: "Portal", email: "Email", phone: "Phone", chat: "Chat", api: "API", }
}

words! {
    /// Headings of the list's groups.
    Urgency, urgency {
        missed: "Missed",
        at_risk: "At risk",
        on_track: "On track",
        paused: "Paused",
        nothing: "No promise running",
    }
}

#[must_use]
pub fn status_name(lang: Lang, value: tickets::Status) -> &'static str {
    let w = status(lang);
    match value {
        tickets::Status::New => w.new,
        tickets::Status::Open => w.open,
        tickets::Status::Waiting => w.waiting,
        tickets::Status::OnHold => w.on_hold,
        tickets::Status::Resolved => w.resolved,
        tickets::Status::Closed => w.closed,
    }
}

#[must_use]
pub fn request_status_name(lang: Lang, value: tickets::Status) -> &'static str {
    let w = request_status(lang);
    match value {
        tickets::Status::New => w.new,
        tickets::Status::Open => w.open,
        tickets::Status::Waiting => w.waiting,
        tickets::Status::OnHold => w.on_hold,
        tickets::Status::Resolved => w.resolved,
        tickets::Status::Closed => w.closed,
    }
}

#[must_use]
pub fn priority_name(lang: Lang, value: tickets::Priority) -> &'static str {
    let w = priority(lang);
    match value {
        tickets::Priority::Low => w.low,
        tickets::Priority::Normal => w.normal,
        tickets::Priority::High => w.high,
        tickets::Priority::Urgent => w.urgent,
    }
}

#[must_use]
pub fn channel_name(lang: Lang, value: tickets::Channel) -> &'static str {
    let w = channel(lang);
    match value {
        tickets::Channel::Portal => w.portal,
        tickets::Channel::Email => w.email,
        tickets::Channel::Phone => w.phone,
        tickets::Channel::Chat => w.chat,
        tickets::Channel::Api => w.api,
    }
}

#[must_use]
pub fn urgency_name(lang: Lang, value: tickets::Urgency) -> &'static str {
    let w = urgency(lang);
    match value {
        tickets::Urgency::Missed => w.missed,
        tickets::Urgency::AtRisk => w.at_risk,
        tickets::Urgency::OnTrack => w.on_track,
        tickets::Urgency::Paused => w.paused,
        tickets::Urgency::Nothing => w.nothing,
    }
}

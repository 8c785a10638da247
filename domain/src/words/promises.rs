//! Names of promises and the words around clocks.

use super::{Lang, words};
use crate::promises::engine::PromiseKind;

words! {
    /// Promises as staff name them.
    Kinds, kinds {
        first_reply: "First reply",
        next_reply: "Next reply",
        update: "Update",
        next_contact: "Next contact",
        resolution: "Fix",
        task: "Task",
    }
}

words! {
    /// Promises as customers name them.
    CustomerKinds, customer_kinds {
        first_reply: "First reply",
        next_reply: "Reply to your message",
        update: "Next update",
        next_contact: "Next contact",
        resolution: "Fix or workaround",
        task: "Task",
    }
}

#[must_use]
pub fn kind_name(lang: Lang, kind: PromiseKind) -> &'static str {
    let w = kinds(lang);
    match kind {
        PromiseKind::FirstReply => w.first_reply,
        PromiseKind::NextReply => w.next_reply,
        PromiseKind::PeriodicUpdate => w.update,
        PromiseKind::NextContact => w.next_contact,
        PromiseKind::Resolution => w.resolution,
        PromiseKind::Task => w.task,
    }
}

#[must_use]
pub fn customer_kind_name(lang: Lang, kind: PromiseKind) -> &'static str {
    let w = customer_kinds(lang);
    match kind {
        PromiseKind::FirstReply => w.first_reply,
        PromiseKind::NextReply => w.next_reply,
        PromiseKind::PeriodicUpdate => w.update,
        PromiseKind::NextContact => w.next_contact,
        PromiseKind::Resolution => w.resolution,
        PromiseKind::Task => w.task,
    }
}

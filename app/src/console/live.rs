//! Live events in the console: many at once count as one.

use std::time::Duration;

use domain::live::{Event, Topic};
use leptos::prelude::*;

use crate::browser::live::listen;

/// How long events are gathered before something is read anew.
const GATHER: Duration = Duration::from_millis(400);

/// Makes a function that runs `action` a moment after it is called; calls within that moment are one.
pub fn gathered(
    action: impl Fn() + Clone + Send + Sync + 'static,
) -> impl Fn() + Clone + Send + Sync + 'static {
    let waits = StoredValue::new(false);
    move || {
        if waits.try_get_value() != Some(false) {
            return;
        }
        waits.set_value(true);
        let action = action.clone();
        let run = move || {
            // Nothing is left to do when the part that asked is gone.
            if waits.try_set_value(false).is_none() {
                action();
            }
        };
        set_timeout(run, GATHER);
    }
}

/// Calls `on_change` whenever the mail of the ticket `number` got somewhere.
pub fn on_mail(number: String, on_change: impl Fn() + Clone + 'static) {
    Effect::new(move |_| {
        let (number, on_change) = (number.clone(), on_change.clone());
        listen(move |event| {
            if event.topic == Topic::Mail && event.id == number {
                on_change();
            }
        });
    });
}

/// Calls `on_change` for every event about a ticket, with whether the reader caused it.
pub fn on_tickets(on_change: impl Fn(&Event) + Clone + 'static) {
    Effect::new(move |_| {
        let on_change = on_change.clone();
        listen(move |event| {
            if event.topic == Topic::Ticket {
                on_change(event);
            }
        });
    });
}
